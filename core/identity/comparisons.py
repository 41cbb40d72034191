"""Comparisons: what two values of a field have in common, as a level from 1 (they differ) upwards; 0 = not known.

Every comparison runs on the distinct pairs of values of a batch, in rapidfuzz's C loops (spec/search §0.4, §3.1).
A record that has several phones or mails agrees when any of them agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA, Indel, JaroWinkler

from core.identity.comparisons_arrays import Levels, cpdist, derive, edits, glued, sorted_words, steps
from core.identity.comparisons_names import full_names, name_parts, people
from core.identity.features import Codes, Ints, Kind
from core.identity.features_book import Book, pair_codes
from core.identity.features_text import domain, inn_valid

Compare = Callable[[Sequence[str], Sequence[str]], Levels]

LEVELS: Final[dict[Kind, tuple[str, ...]]] = {
    Kind.FIRM_NAME: ("differs", "far", "like", "near", "very near", "equal"),
    Kind.FULL_NAME: ("differs", "far", "like", "near", "very near", "equal"),
    Kind.NAME_PART: ("differs", "like", "near", "equal"),
    Kind.TEXT: ("differs", "far", "like", "near", "equal"),
    Kind.PEOPLE: ("differs", "some", "most", "near", "equal"),
    Kind.FORM: ("differs", "equal"),
    Kind.CODE: ("differs", "like", "typo", "equal"),
    Kind.DOCUMENT: ("differs", "typo", "equal"),
    Kind.DATE: ("differs", "like", "typo", "equal"),
    Kind.YEAR: ("differs", "next", "equal"),
    Kind.NUMBER: ("differs", "typo", "equal"),
    Kind.CATEGORY: ("differs", "like", "equal"),
    Kind.INN: ("both valid, differ", "differs", "typo", "equal"),
    Kind.KPP: ("differs", "equal"),
    Kind.OGRN: ("differs", "typo", "equal"),
    Kind.PHONE: ("differs", "typo", "equal"),
    Kind.MAIL: ("differs", "near", "same domain", "equal"),
}
"""Names of the levels of each kind from level 1 on; level 0 is "not known" and weighs nothing."""

DIFFERS: Final = 1


def _texts(left: Sequence[str], right: Sequence[str]) -> Levels:
    """Words in any order: the better of the text as it stands and its words sorted."""
    plain = cpdist(left, right, Indel.normalized_similarity)
    turned = cpdist(derive(left, sorted_words), derive(right, sorted_words), Indel.normalized_similarity)
    joined = cpdist(derive(left, glued), derive(right, glued), OSA.normalized_similarity)
    return steps(np.maximum(np.maximum(plain, turned), joined), (0.55, 0.72, 0.86, 0.999))


def _codes(left: Sequence[str], right: Sequence[str]) -> Levels:
    slips = edits(left, right)
    return np.select([slips == 0, slips == 1, slips == 2], [4, 3, 2], 1).astype(np.int8)


def _typed(left: Sequence[str], right: Sequence[str]) -> Levels:
    slips = edits(left, right)
    return np.select([slips == 0, slips == 1], [3, 2], 1).astype(np.int8)


def _dates(left: Sequence[str], right: Sequence[str]) -> Levels:
    """One slip, or day and month changed over, is a typo; two slips are likeness."""
    slips = edits(left, right)
    turned = np.fromiter(
        (
            len(a) == 8 and a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6]
            for a, b in zip(left, right, strict=True)
        ),
        bool,
        len(left),
    )
    return np.select([slips == 0, (slips == 1) | turned, slips == 2], [4, 3, 2], 1).astype(np.int8)


def _years(left: Sequence[str], right: Sequence[str]) -> Levels:
    apart = np.fromiter((_apart(a, b) for a, b in zip(left, right, strict=True)), np.int64, len(left))
    return np.select([apart == 0, apart == 1], [3, 2], 1).astype(np.int8)


def _apart(first: str, second: str) -> int:
    return abs(int(first[:8]) - int(second[:8])) if first.isascii() and second.isascii() else int(first != second) * 9


def _categories(left: Sequence[str], right: Sequence[str]) -> Levels:
    alike = cpdist(left, right, JaroWinkler.normalized_similarity)
    return steps(alike, (0.9, 0.999))


def _same(left: Sequence[str], right: Sequence[str]) -> Levels:
    return np.fromiter((1 + (a == b) for a, b in zip(left, right, strict=True)), np.int8, len(left))


def _inns(left: Sequence[str], right: Sequence[str]) -> Levels:
    """A slip of one digit breaks the check digit: two valid ИНН that differ are two payers, however near."""
    slips = edits(left, right)
    valid = np.asarray(derive(left, inn_valid), bool) & np.asarray(derive(right, inn_valid), bool)
    return np.select([slips == 0, valid, slips == 1], [4, 1, 3], 2).astype(np.int8)


def _mails(left: Sequence[str], right: Sequence[str]) -> Levels:
    """A domain of one's own is half of an address; a free mail service says nothing unless the address is equal."""
    own = list(zip(derive(left, domain), derive(right, domain), strict=True))
    known = np.fromiter((bool(a and b) for a, b in own), bool, len(own))
    same = np.fromiter((a == b for a, b in own), bool, len(own))
    equal = np.fromiter((a == b and a[:1] != "@" for a, b in zip(left, right, strict=True)), bool, len(own))
    near = (edits(left, right) == 1) | (edits([a for a, _ in own], [b for _, b in own]) == 1)
    return np.select([equal, known & same, near, ~known], [4, 3, 2, 0], 1).astype(np.int8)


_COMPARE: Final[dict[Kind, Compare]] = {
    Kind.FULL_NAME: full_names,
    Kind.NAME_PART: name_parts,
    Kind.TEXT: _texts,
    Kind.PEOPLE: people,
    Kind.FORM: _same,
    Kind.CODE: _codes,
    Kind.DOCUMENT: _typed,
    Kind.DATE: _dates,
    Kind.YEAR: _years,
    Kind.NUMBER: _typed,
    Kind.CATEGORY: _categories,
    Kind.INN: _inns,
    Kind.KPP: _same,
    Kind.OGRN: _typed,
    Kind.PHONE: _typed,
    Kind.MAIL: _mails,
}


def compare(book: Book, left: Codes, right: Codes, values: Compare | None = None) -> Levels:
    """The level of each pair of codes of one book. `values` replaces the comparison of the field's kind."""
    known = np.flatnonzero((left != 0) & (right != 0))
    levels = np.zeros(len(left), np.int8)
    if not len(known):
        return levels
    first, second, where = pair_codes(left[known], right[known])
    levels[known] = _several(book, first, second, values or _COMPARE[book.field.kind])[where]
    return levels


def _several(book: Book, first: Codes, second: Codes, values: Compare) -> Levels:
    """The best level over the values of fields that have several."""
    if not book.parts:
        return _plain(book, first, second, values)
    left, right, owner = _spread(book, first, second)
    plain = _plain(book, left, right, values)
    best = np.zeros(len(first), np.int8)
    np.maximum.at(best, owner, plain)
    return best


def _spread(book: Book, first: Codes, second: Codes) -> tuple[Codes, Codes, Ints]:
    """Every value of the one side beside every value of the other, and the pair it belongs to."""
    parts = book.parts
    left: list[int] = []
    right: list[int] = []
    owner: list[int] = []
    for at, (a, b) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        for one in parts.get(a, (a,)):
            for other in parts.get(b, (b,)):
                left.append(one)
                right.append(other)
                owner.append(at)
    return np.asarray(left, np.int32), np.asarray(right, np.int32), np.asarray(owner, np.int64)


def _plain(book: Book, left: Codes, right: Codes, values: Compare) -> Levels:
    """Equal codes are the top level without looking; the others are compared."""
    top = len(LEVELS[book.field.kind])
    levels = np.full(len(left), top, np.int8)
    other = np.flatnonzero((left != right) | (book.field.kind is Kind.MAIL))
    if len(other):
        said = book.values
        levels[other] = values([said[at] for at in left[other].tolist()], [said[at] for at in right[other].tolist()])
    return levels
