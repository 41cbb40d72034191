"""Legal forms at the ends of a name: found and set aside (U07, spec/search §1 org types)."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from core.identity.legal_forms_table import PHRASES, WORDS

_WORD: Final = re.compile(
    # S.p.A. and A/S are one word; so is d.o.o., but "И. П." with a space stays two initials
    r"[^\W\d_](?:[./][^\W\d_])+\b\.?|[^\W_]+(?:['’`][^\W_]+)*"
)
_DOTS: Final = re.compile(r"[./'’`]")
_LATIN_LOOKS: Final = dict(zip("асеорхуз", "aceopxy3", strict=True))
_SINGLE_LETTERS: Final = re.compile(r"[^\W\d_](?:[./][^\W\d_])+\.?$")


_LONGEST_FORM: Final = 8


class Word(NamedTuple):
    """A word of a text: as it is compared (small letters, no dots) and where it stands."""

    text: str
    start: int
    end: int
    dotted: bool


def _also_latin(word: str) -> set[str]:
    """The word, and how it looks in Latin letters when all of them have a twin: ООО, ЗАО as 3AO."""
    if len(word) <= 3 and all(char in _LATIN_LOOKS for char in word):
        return {word, "".join(_LATIN_LOOKS[char] for char in word), word.replace("з", "3")}
    return {word}


@functools.lru_cache(maxsize=1)
def _forms() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Forms by their first word, the longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    words = [(word,) for word in WORDS.split()]
    phrases = [tuple(phrase.split()) for phrase in PHRASES.split(";")]
    for form in words + phrases:
        for first in _also_latin(form[0]):
            found.setdefault(first, set()).add((first, *form[1:]))
    return {first: tuple(sorted(forms, key=lambda form: -len(form))) for first, forms in found.items()}


@functools.lru_cache(maxsize=1)
def _by_last() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Forms by their last word, the longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for forms in _forms().values():
        for form in forms:
            found.setdefault(form[-1], set()).add(form)
    return {last: tuple(sorted(forms, key=lambda form: -len(form))) for last, forms in found.items()}


def words(text: str) -> list[Word]:
    """Words of a text with their places; letters joined by dots or a slash without a space are one word."""
    lowered = text.lower().replace("ё", "е")
    if len(lowered) != len(text):  # a few letters of the world grow when made small; places must stay true
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text).replace("ё", "е")
    if not _DOTS.search(lowered):
        return [Word(found[0], *found.span(), False) for found in _WORD.finditer(lowered)]
    return [
        Word(_DOTS.sub("", found[0]), *found.span(), _SINGLE_LETTERS.match(found[0]) is not None)
        for found in _WORD.finditer(lowered)
    ]


def _is_initials(word: Word) -> bool:
    """ "А.О." behind a surname are initials: nobody writes АО with dots."""
    return word.dotted and "\u0400" <= word.text[0] <= "\u052f"


def _leading(texts: Sequence[str]) -> int:
    """How many first words are a legal form, 0 for none. OOO may have been typed in Latin letters."""
    for form in _forms().get(texts[0], ()):
        if len(form) < len(texts) and form[1:] == tuple(texts[1 : len(form)]):
            return len(form)
    return 0


def _trailing(texts: Sequence[str]) -> int:
    """How many last words are a legal form, 0 for none."""
    for form in _by_last().get(texts[-1], ()):
        if len(form) < len(texts) and form[:-1] == tuple(texts[-len(form) : -1]):
            return len(form)
    return 0


def plain_bounds(texts: Sequence[str]) -> tuple[int, int]:
    """`form_bounds` of small-letter words known to have no dots."""
    low, high = 0, len(texts)
    while high - low > 1 and (found := _leading(texts[low:high])):
        low += found
    while high - low > 1 and (found := _trailing(texts[low:high])):
        high -= found
    return low, high


def form_bounds(found: Sequence[Word]) -> tuple[int, int]:
    """(first, last+1) of the words that are not legal forms. Something is always left."""
    texts = ["" if _is_initials(word) else word.text for word in found]
    return plain_bounds(texts)


def being_typed(texts: Sequence[str]) -> int:
    """How many last words are the beginning of a form of several words: общество с огр → 3; 0 for none.

    The last word need not be whole; one word alone is no beginning, since many names have it too.
    """
    for size in range(min(len(texts), _LONGEST_FORM), 1, -1):
        first, *middle, last = texts[-size:]
        for form in _forms().get(first, ()):
            if len(form) >= size and form[1 : size - 1] == tuple(middle) and form[size - 1].startswith(last):
                return size
    return 0


def is_form(word: str) -> bool:
    """True for one word that is a legal form by itself: ООО, gmbh, s.p.a."""
    found = words(word)
    return len(found) == 1 and not _is_initials(found[0]) and _leading([found[0].text, ""]) == 1


def strip_legal_form(name: str) -> str:
    """The name without legal forms at its ends and without the quotes around: ООО «Ромашка» → Ромашка.

    A name that is nothing but a form stays as it is.
    """
    found = words(name)
    if not found:
        return name.strip()
    low, high = form_bounds(found)
    if (low, high) == (0, len(found)):
        return _TRIM.sub("", name)
    return _TRIM.sub("", name[found[low].start : found[high - 1].end])


def legal_form(name: str) -> str:
    """The form as written, empty when there is none: ООО «Ромашка» → ООО."""
    found = words(name)
    low, high = form_bounds(found) if found else (0, 0)
    parts = [name[word.start : word.end] for word in (*found[:low], *found[high:])]
    return " ".join(parts)


_TRIM: Final = re.compile(r"^[\s\"'«»“”„‘’,;–—-]+|[\s\"'«»“”„‘’,;–—-]+$")
