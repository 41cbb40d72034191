"""What was typed, cut into terms, and the ways it can be read."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

from core.identity.fold import is_cyrillic
from core.identity.index_identifiers import SHORTEST_FRAGMENT
from core.identity.layouts import letter_keys, to_latin, to_russian
from core.identity.legal_forms import Word, being_typed, form_bounds, words
from core.identity.names import folded, mail_key

LONGEST_QUERY: Final = 120
"""Characters of a query that are looked at; nobody types a longer name to find it."""
_MOST_TERMS: Final = 8
_REPEATED_INITIALS: Final = 3
"""Letters up to which a word may stand in a query twice and mean two: И. И., Тур-Тур."""
_LONGEST_TERM: Final = 48
_ADDRESS: Final = re.compile(r"[^\s@]*@[^\s@]*|[^\s@]+\.[a-zа-я]{2,}", re.IGNORECASE)
_SITE: Final = re.compile(r"^(?:https?:/*|mailto:)?(?:www\.)?")
_PHONE_SHAPE: Final = re.compile(r"[\d\s()+.\-–/№#]+")
_DIGITS: Final = re.compile(r"\D")
_OPTIONAL: Final = 0.15
"""Weight of a term that may be a legal form: it lifts an entry that has it and is not missed in others."""


class Term(NamedTuple):
    """One word of a query."""

    written: str
    """Small letters, as typed in this reading."""
    key: str
    start: int
    """Place of its first letter in what was typed, for the order of terms."""
    optional: bool = False
    slack: int = 0
    """Typing errors looked for beyond those its length allows."""


class Reading(NamedTuple):
    """One way to read the query. `handicap` is taken from the score of what only this reading finds."""

    terms: tuple[Term, ...]
    layout: bool = False
    handicap: float = 0.0


def clean(text: str) -> str:
    """The query without control characters and direction marks, spaces made one, cut to a sane length.

    Wide, ligated and other alphabets' forms of letters and digits become the plain ones.
    """
    plain = unicodedata.normalize("NFKC", text[: 4 * LONGEST_QUERY])
    kept = "".join(_plain_digit(char) if char.isprintable() else " " for char in plain)
    return " ".join(kept.split())[:LONGEST_QUERY]


def _plain_digit(char: str) -> str:
    return char if char.isascii() or not char.isdecimal() else str(unicodedata.decimal(char))


def as_digits(text: str) -> str:
    """The digits of a query that is nothing but a number or a fragment of one, else empty."""
    if not _PHONE_SHAPE.fullmatch(text):
        return ""
    digits = _DIGITS.sub("", text)
    return digits if len(digits) >= SHORTEST_FRAGMENT else ""


def as_address(text: str) -> str:
    """The query as an address to look up when it has the shape of one: user@host, @host, host.ru; else empty."""
    compact = _SITE.sub("", text.strip().casefold()).partition("/")[0]
    if not _ADDRESS.fullmatch(compact) or _DIGITS.sub("", compact) == compact.replace(".", ""):
        return ""
    if "@" in compact:
        return compact if mail_key(compact) or compact.strip("@") else ""
    return compact


def name_and_digits(text: str) -> tuple[str, str]:
    """A cleaned query of a name and a fragment of a number, as the two; else the text and nothing."""
    words = text.split(" ")
    digits = [word for word in words if as_digits(word)]
    if len(digits) != 1 or len(words) < 2:
        return text, ""
    return " ".join(word for word in words if word != digits[0]), as_digits(digits[0])


def is_identifier_query(text: str) -> bool:
    """True when the query looks up an identifier, alone or beside a name: such look-ups are counted (store §7).

    A word without an @ may still turn out to be the local part of an address: hits whose `matched` is inn, phone or
    email are look-ups too.
    """
    cleaned = clean(text)
    return bool(as_digits(cleaned) or as_address(cleaned) or name_and_digits(cleaned)[1])


def terms_of(text: str) -> tuple[Term, ...]:
    """Words of a query. Legal forms at its ends become optional; dotted initials come one by one."""
    found = words(text)[: 2 * _MOST_TERMS]
    low, high = form_bounds(found) if found else (0, 0)
    if high == len(found):
        high -= being_typed([word.text for word in found[low:]])
    result: list[Term] = []
    seen: set[str] = set()
    for place, word in enumerate(found):
        if len(word.text) > _REPEATED_INITIALS:
            if word.text in seen:
                continue
            seen.add(word.text)
        result.extend(_terms_of_word(word, not low <= place < high))
    return tuple(result[:_MOST_TERMS])


def _terms_of_word(word: Word, is_form: bool) -> list[Term]:
    if word.dotted:
        return [
            Term(letter, folded(letter), word.start + 2 * at, is_form)
            for at, letter in enumerate(word.text)
            if folded(letter)
        ]
    written = word.text[:_LONGEST_TERM]
    key = folded(written)
    return [Term(written, key, word.start, is_form)] if key else []


def other_layout(text: str) -> str:
    """The text as the same keys write it in the other layout, chunk by chunk; the same text when nothing changes."""
    chunks = text.split(" ")
    changed = []
    for chunk in chunks:
        cyrillic = any(is_cyrillic(char) for char in chunk)
        latin = any(char.isascii() and char.isalpha() for char in chunk)
        if latin and not cyrillic:
            changed.append(to_russian(chunk))
        elif cyrillic and not latin:
            changed.append(to_latin(chunk))
        elif not latin and not cyrillic and letter_keys(chunk + "a"):
            changed.append(to_russian(chunk))
        else:
            changed.append(chunk)
    return " ".join(changed)


def glued_initials(terms: tuple[Term, ...]) -> tuple[Term, ...] | None:
    """The terms with a last or first word of two or three letters taken as initials: иванов ип → иванов и п."""
    if len(terms) < 2 or not any(len(term.key) >= 3 for term in terms):
        return None
    result: list[Term] = []
    split = False
    for term in terms:
        if not split and 2 <= len(term.written) <= 3 and term.written.isalpha() and len(terms) <= 3:
            letters = [Term(each, folded(each), term.start + at) for at, each in enumerate(term.written)]
            result.extend(letter for letter in letters if letter.key)
            split = True
        else:
            result.append(term)
    return tuple(result) if split else None


def joined(terms: tuple[Term, ...]) -> list[tuple[Term, ...]]:
    """Readings in which neighbours are one word: восток гидро → востокгидро."""
    if not 2 <= len(terms) <= 5:
        return []
    whole = "".join(term.written for term in terms)[:_LONGEST_TERM]
    found: list[tuple[Term, ...]] = [(Term(whole, folded(whole), terms[0].start),)]
    if len(terms) > 2:
        for at in range(len(terms) - 1):
            pair = terms[at].written + terms[at + 1].written
            if len(pair) <= _LONGEST_TERM:
                found.append((*terms[:at], Term(pair, folded(pair), terms[at].start), *terms[at + 2 :]))
    return found


def weight_factor(term: Term) -> float:
    """Share of its weight that a term counts with."""
    length = min(len(term.key), 6) / 6
    return (0.5 + 0.5 * length) * (_OPTIONAL if term.optional else 1.0)
