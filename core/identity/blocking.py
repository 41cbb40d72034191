"""Blocking: which pairs of records are compared at all. Several keys a record, each family of keys with its cap.

A family that brings too many records under one key says nothing there and is left to the others; only exact names
and identifiers may make large blocks (spec/search §3.2). The keys of a base are sorted once and kept, so an import
pays for its own side only.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from core.identity.blocking_keys import (
    CodeKeys,
    deletions,
    exact,
    name_initials,
    rare_words,
    rarest_word,
    telling_words,
)
from core.identity.comparisons_arrays import glued, sorted_words
from core.identity.comparisons_names import Words
from core.identity.features import IDENTIFIERS, Codes, Ints, Kind, Schema, Table
from core.identity.features_book import Book, Library
from core.identity.features_text import domain

Hashes = npt.NDArray[np.uint64]

SMALL: Final = 50
"""Records of a side under one fuzzy key, when both sides are equally many."""
LARGE: Final = 600
"""The same under an exact name or an identifier."""
_COMBINED: Final = frozenset(
    {Kind.NAME_PART, Kind.DATE, Kind.CODE, Kind.NUMBER, Kind.YEAR, Kind.CATEGORY, Kind.TEXT, Kind.PEOPLE}
)
_MANY_PLAIN: Final = 6
_WORDED: Final = frozenset({Kind.FIRM_NAME, Kind.FULL_NAME, Kind.TEXT, Kind.PEOPLE})
_NONE: Final = Words()
_TURN: Final = np.uint64(0x9E3779B97F4A7C15)
_SPREAD: Final = np.uint64(0xBF58476D1CE4E5B9)


@dataclasses.dataclass(frozen=True, slots=True)
class Keys:
    """One family: keys in rising order and the record each belongs to."""

    family: str
    cap: int
    hashes: Hashes
    rows: Codes


def keys_of(library: Library, words: Mapping[str, Words], table: Table) -> list[Keys]:
    """Every family of keys of a table, each sorted. `words` are those of the base, for both sides."""
    families: list[tuple[str, int, CodeKeys, Codes]] = []
    for field in library.schema.fields:
        book, codes = library.books[field.name], table.codes[field.name]
        wanted = np.unique(codes)
        for name, cap, keys in _families(field.kind, book, words.get(field.name, _NONE), wanted[wanted != 0]):
            families.append((f"{field.name}: {name}", cap, keys, codes))
    made = [_sorted(name, cap, *keys.rows(codes)) for name, cap, keys, codes in families]
    return made + _combined(library, words, table)


def _families(kind: Kind, book: Book, words: Words, codes: Codes) -> Iterable[tuple[str, int, CodeKeys]]:
    """The families one field gives, by its kind; codes are the distinct values of the table."""
    if kind in (Kind.FORM, Kind.KPP, Kind.YEAR):
        return
    if kind is Kind.MAIL:
        yield "exact", LARGE, exact(book, codes, lambda value: value if value[:1] != "@" else "")
        yield "domain", SMALL, exact(book, codes, domain)
    elif kind in IDENTIFIERS:
        yield "exact", LARGE, exact(book, codes, str)
    elif kind is Kind.FIRM_NAME:
        yield "glued", LARGE, exact(book, codes, glued)
        yield "sorted", LARGE, exact(book, codes, sorted_words)
        yield "core", LARGE, exact(book, codes, words.core)
        yield "rare words", SMALL, rare_words(book, codes, words)
        yield "initials", SMALL, name_initials(book, codes)
        yield "one deletion", SMALL, deletions(book, codes, lambda name: telling_words(name, words))
    elif kind is Kind.FULL_NAME:
        yield "sorted", LARGE, exact(book, codes, sorted_words)
        yield "rare words", SMALL, rare_words(book, codes, words)
        yield "one deletion", SMALL, deletions(book, codes, sorted_words)
    elif kind in (Kind.TEXT, Kind.PEOPLE):
        yield "exact", SMALL, exact(book, codes, str)
        yield "rare words", SMALL, rare_words(book, codes, words, most=3)
    else:
        yield "exact", SMALL, exact(book, codes, str)


def _combined(library: Library, words: Mapping[str, Words], table: Table) -> list[Keys]:
    """Two fields together, for values too common to block alone; a name together with each plain field."""
    single: dict[str, Hashes] = {}
    names: dict[str, Hashes] = {}
    for field in library.schema.fields:
        book, codes = library.books[field.name], table.codes[field.name]
        distinct = np.unique(codes)
        distinct = distinct[distinct != 0]
        if field.kind in _COMBINED:
            text = field.kind in (Kind.TEXT, Kind.PEOPLE)
            single[field.name] = exact(book, distinct, rarest_word if text else str).one(codes)
        elif field.kind in (Kind.FIRM_NAME, Kind.FULL_NAME):
            names[field.name] = exact(book, distinct, words[field.name].core).one(codes)
    chosen = list(itertools.combinations(sorted(single), 2)) if len(single) > 2 else []
    pairs = [(f"{one} + {other}", single[one], single[other]) for one, other in chosen]
    pairs += [(f"{one} + {other}", names[one], single[other]) for one in names for other in sorted(single)]
    rows = np.arange(len(table), dtype=np.int32)
    made = []
    for name, left, right in pairs:
        both = (left != 0) & (right != 0)
        made.append(_sorted(name, SMALL, mix(left[both], right[both]), rows[both]))
    return made


def mix(left: Hashes, right: Hashes) -> Hashes:
    """One key of two."""
    turned = left * _TURN + right
    mixed: Hashes = (turned ^ (turned >> np.uint64(31))) * _SPREAD
    return mixed


def _sorted(family: str, cap: int, hashes: Hashes, rows: Codes) -> Keys:
    order = np.argsort(hashes)
    return Keys(family, cap, hashes[order], rows[order])


def plain_fields(schema: Schema) -> bool:
    """Whether records are told apart by many plain fields (people, with dates and places) and not by a name."""
    return sum(field.kind in _COMBINED for field in schema.fields) >= _MANY_PLAIN


def between(left: list[Keys], right: list[Keys], width: int, *, twice: bool = False) -> tuple[Codes, Codes]:
    """Candidate pairs of a left and a right table, each once. `width` is the number of right records.

    `twice` asks for pairs that two families bring, or one of exact names or identifiers (`plain_fields`).
    """
    by_family = {keys.family: keys for keys in right}
    met = [(keys, _once(_across(keys, by_family[keys.family], width))) for keys in left if keys.family in by_family]
    return _pairs(met, width, twice)


def within(keys: list[Keys], width: int, *, twice: bool = False) -> tuple[Codes, Codes]:
    """Candidate pairs inside one table of `width` records, the earlier record first."""
    return _pairs([(each, _once(_inside(each, width))) for each in keys], width, twice)


def _once(both: Ints) -> Ints:
    """Each number once, rising."""
    ordered = np.sort(both)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def _pairs(met: list[tuple[Keys, Ints]], width: int, twice: bool) -> tuple[Codes, Codes]:
    """The pairs of all families. With `twice` a pair that one fuzzy family alone brings is left out: two fields
    together have families of their own, so it agrees in one plain field and in no second one."""
    found = [pairs for _, pairs in met]
    if twice and found:
        often = np.sort(np.concatenate(found))
        found = [often[1:][often[1:] == often[:-1]], *(pairs for keys, pairs in met if keys.cap == LARGE)]
    both = _once(np.concatenate(found)) if found else np.empty(0, np.int64)
    first, second = np.divmod(both, np.int64(max(width, 1)))
    return first.astype(np.int32), second.astype(np.int32)


def _across(left: Keys, right: Keys, width: int) -> Ints:
    keys, start, size = _runs(left.hashes)
    at = np.searchsorted(right.hashes, keys, side="left")
    count = np.searchsorted(right.hashes, keys, side="right") - at
    kept = np.flatnonzero((count > 0) & (size * count <= left.cap * left.cap))
    start, size, at, count = start[kept], size[kept], at[kept], count[kept]
    total = size * count
    run = np.repeat(np.arange(len(kept)), total)
    inside = np.arange(int(total.sum())) - np.repeat(np.cumsum(total) - total, total)
    one, other = np.divmod(inside, count[run])
    return left.rows[start[run] + one].astype(np.int64) * width + right.rows[at[run] + other]


def _inside(keys: Keys, width: int) -> Ints:
    _, start, size = _runs(keys.hashes)
    kept = (size > 1) & (size <= keys.cap)
    start, size = start[kept], size[kept]
    member = np.repeat(start, size) + np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size, size)
    end = np.repeat(start + size, size)
    later = end - member - 1
    first = np.repeat(member, later)
    second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(later) - later, later)
    one, other = keys.rows[first].astype(np.int64), keys.rows[second].astype(np.int64)
    low, high = np.minimum(one, other), np.maximum(one, other)
    both: Ints = (low * width + high)[low != high]
    return both


def _runs(hashes: Hashes) -> tuple[Hashes, Ints, Ints]:
    """Distinct keys, where each begins and how many there are."""
    if not len(hashes):
        return hashes, np.empty(0, np.int64), np.empty(0, np.int64)
    start = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    return hashes[start], start, np.diff(np.append(start, len(hashes)))


def recall(pairs: tuple[Codes, Codes], truth: Iterable[tuple[int, int]], width: int) -> float:
    """Share of the true pairs that are among the candidates (spec/search §4: at least 0.995)."""
    wanted = np.asarray([left * width + right for left, right in truth], np.int64)
    have = pairs[0].astype(np.int64) * width + pairs[1]
    return float(np.isin(wanted, have).mean()) if len(wanted) else 1.0


def words_of(library: Library) -> dict[str, Words]:
    """Words of every field of words, counted by distinct value, so that branches do not make a brand common."""
    return {
        field.name: Words(value.replace(";", " ") for value in library.books[field.name].values if value)
        for field in library.schema.fields
        if field.kind in _WORDED
    }
