"""What goes into the index and what comes out of it, and how a name is cut into indexed words."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

import msgspec

from core.identity.legal_forms import Word, form_bounds, plain_bounds, words


class SearchEntry(msgspec.Struct, frozen=True):
    """One thing that can be found. The index keeps names and folded identifiers, and nothing else of it.

    `id` is any number of the caller's, not negative; the index sets no order by it. `second` is what tells namesakes
    apart: city of a firm, firm of a contact person; it is searched at a lower weight.
    """

    id: int
    name: str
    second: str = ""
    inn: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()


class Span(NamedTuple):
    """Letters that matched: [start, end) of `name`, or of `second`."""

    second: bool
    start: int
    end: int


class SearchHit(msgspec.Struct, frozen=True):
    """One answer. `score` is from 0 to about 1 and comparable within one search only.

    `matched` is the weakest link between what was typed and the entry, `reasons` every link (store §8: exact prefix
    typo translit layout phonetic initials company inn phone email domain). Spans never touch an identifier: a hit by
    ИНН, telephone or address shows which kind matched and no character of it (store §7).
    """

    id: int
    name: str
    second: str
    score: float
    matched: str
    reasons: tuple[str, ...]
    spans: tuple[Span, ...]


_CAMEL: Final = re.compile(r"(?<=[^\W\d_])(?<![A-ZА-ЯЁ])(?=[A-ZА-ЯЁ])")
_HAS_CAMEL: Final = re.compile(r"[a-zа-яё][A-ZА-ЯЁ]")
_PLAIN_WORD: Final = re.compile(r"[^\W_]+")
_NEEDS_CARE: Final = re.compile(r"[.\-/'’`‐‑–]")


def name_words(name: str) -> tuple[Word, ...]:
    """Words of a name as they stand in it, legal forms at the ends left out, dotted initials one by one."""
    found = words(name)
    low, high = form_bounds(found) if found else (0, 0)
    result: list[Word] = []
    for place, word in enumerate(found):
        inside = low <= place < high
        if word.dotted and (inside or len(word.text) <= 3):
            # S.A. behind a name may be a form or somebody's initials; as letters it costs nothing
            starts = [at for at in range(word.start, word.end) if name[at].isalnum()]
            result.extend(Word(name[at].lower(), at, at + 1, True) for at in starts)
        elif inside:
            result.append(word)
    return tuple(result)


def indexed_words(name: str) -> list[str]:
    """Small-letter words under which a name can be found: words, parts of CamelCase, hyphenated words joined."""
    if not _NEEDS_CARE.search(name) and not _HAS_CAMEL.search(name):
        texts = _PLAIN_WORD.findall(name.lower().replace("ё", "е"))
        low, high = plain_bounds(texts) if len(texts) > 1 else (0, len(texts))
        return texts[low:high]
    found = name_words(name)
    result = [word.text for word in found]
    for word in found:
        parts = _CAMEL.split(name[word.start : word.end])
        if len(parts) > 1:
            result.extend(part.lower() for part in parts if len(part) > 1)
    joined = ""
    for place, word in enumerate(found):
        hyphen = place and name[found[place - 1].end : word.start] in ("-", "‐", "‑", "–")
        if hyphen:
            joined = (joined or found[place - 1].text) + word.text
        elif joined:
            result.append(joined)
            joined = ""
    if joined:
        result.append(joined)
    return result


def plain_words(text: str) -> list[str]:
    """Small-letter words without a look at forms or capitals: for secondary fields and ranking."""
    return _PLAIN_WORD.findall(text.lower())
