"""Sorted vocabulary of folded words with everything that finds words near a typed one.

A prefix is a contiguous range of the sorted words. For typing errors every distinct prefix of 2..16 letters has two
64-bit signatures (set of letters, set of letter pairs); a population count leaves the few prefixes that can be within
the allowed edits, and only those meet the edit distance of rapidfuzz (spec/search §2.1).
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from core.identity.fold import sound

LONGEST: Final = 16
"""Letters of a word that prefixes and signatures look at."""
_SHORTEST: Final = 2
_AFTER: Final = "\U0010ffff"
_OTHER_CODE: Final = 38
_CODES: Final = 39

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
_Words64 = npt.NDArray[np.uint64]


def _codes(words: list[str]) -> npt.NDArray[np.uint8]:
    """One row a word, one byte a letter: 0 none, 1..26 letters, 27..36 digits, 38 anything else."""
    matrix = np.zeros((len(words), LONGEST), dtype=np.uint8)
    if not words:
        return matrix
    text = np.array([word[:LONGEST] for word in words], dtype=f"U{LONGEST}")
    points = text.view(np.uint32).reshape(len(words), LONGEST)
    matrix[points > 0] = _OTHER_CODE
    for first, last, base in (("a", "z", 1), ("0", "9", 27)):
        inside = (points >= ord(first)) & (points <= ord(last))
        matrix[inside] = (points[inside] - ord(first) + base).astype(np.uint8)
    return matrix


def _codes_of(key: str) -> list[int]:
    """The row of `_codes` for one word."""
    return [
        ord(char) - 96 if "a" <= char <= "z" else ord(char) - 21 if "0" <= char <= "9" else _OTHER_CODE
        for char in key[:LONGEST]
    ]


_FIRST_BIT: Final = np.array([0, *range(1, 27), *[27] * 12], dtype=np.uint64)
_LETTERS: Final = np.uint64(0x7FFFFFE)
_AGAIN: Final = 27
"""Bits 28..53: a letter met a second time."""


class _Prefixes:
    """Distinct prefixes of one length: the row of the first word that has it, and the two signatures."""

    __slots__ = ("letters", "pairs", "rows")

    def __init__(self, rows: Ints, letters: _Words64, pairs: _Words64) -> None:
        self.rows, self.letters, self.pairs = rows, letters, pairs


def _prefix_tables(codes: npt.NDArray[np.uint8], lengths: npt.NDArray[np.uint8]) -> dict[int, _Prefixes]:
    count = len(codes)
    tables: dict[int, _Prefixes] = {}
    if not count:
        return tables
    differs = np.ones(count, dtype=bool)
    differs[1:] = codes[1:, 0] != codes[:-1, 0]
    one = np.uint64(1)
    letters = one << _FIRST_BIT[codes[:, 0]]
    pairs = one << (codes[:, 0].astype(np.uint64) * np.uint64(7) % np.uint64(64))
    for length in range(2, LONGEST + 1):
        column, before = codes[:, length - 1].astype(np.uint64), codes[:, length - 2].astype(np.uint64)
        differs[1:] |= codes[1:, length - 1] != codes[:-1, length - 1]
        bit = one << _FIRST_BIT[codes[:, length - 1]]
        letters = letters | bit | ((letters & bit & _LETTERS) << np.uint64(_AGAIN))
        pairs = pairs | (one << ((before * np.uint64(31) + column) % np.uint64(61)))
        rows = np.flatnonzero(differs & (lengths >= length))
        tables[length] = _Prefixes(rows.astype(np.int32), letters[rows], pairs[rows])
    return tables


def _signature(key: str) -> tuple[np.uint64, np.uint64]:
    codes = _codes_of(key)
    letters = pairs = 0
    for code in codes:
        bit = 1 << int(_FIRST_BIT[code])
        letters |= bit | (letters & bit & int(_LETTERS)) << _AGAIN
    if codes:
        pairs = 1 << (codes[0] * 7 % 64)
    for before, code in itertools.pairwise(codes):
        pairs |= 1 << ((before * 31 + code) % 61)
    return np.uint64(letters), np.uint64(pairs)


class Vocabulary:
    """The distinct folded words of a set of entries, sorted; a word is its row."""

    def __init__(self, words: list[str]) -> None:
        """`words` must be sorted and distinct."""
        self.words = words
        self.lengths = np.fromiter((min(len(word), 255) for word in words), dtype=np.uint8, count=len(words))
        codes = _codes(words)
        self.first = codes[:, 0].copy()
        self._tables = _prefix_tables(codes, self.lengths)
        self._pairs = _pair_costs(codes)
        sounds = np.array([sound(word).encode()[:LONGEST] for word in words], dtype=f"S{LONGEST}")
        self._by_sound = np.argsort(sounds, kind="stable").astype(np.int32)
        self._sounds = sounds[self._by_sound]
        self._text = "\n" + "\n".join(words) + "\n"
        ends = np.cumsum(np.fromiter((len(word) + 1 for word in words), dtype=np.int64, count=len(words)))
        self._starts = np.concatenate(([1], 1 + ends)).astype(np.int32)

    def __len__(self) -> int:
        return len(self.words)

    def nbytes(self) -> int:
        """Bytes of the arrays and of the joined text, without the words themselves."""
        arrays: list[npt.NDArray[np.generic]] = [
            self.lengths,
            self.first,
            self._pairs,
            self._by_sound,
            self._sounds,
            self._starts,
        ]
        total = sum(array.nbytes for array in arrays) + len(self._text)
        for table in self._tables.values():
            total += table.rows.nbytes + table.letters.nbytes + table.pairs.nbytes
        return total

    def row(self, key: str) -> int:
        """Row of exactly this word, -1 when there is none."""
        place = bisect_left(self.words, key)
        return place if place < len(self.words) and self.words[place] == key else -1

    def span(self, prefix: str) -> tuple[int, int]:
        """Rows of the words that begin with `prefix`."""
        low = bisect_left(self.words, prefix)
        return low, bisect_left(self.words, prefix + _AFTER, lo=low)

    def known_prefix(self, key: str) -> int:
        """How many first letters of `key` some word begins with."""
        low, high = 0, len(key)
        while low < high:
            middle = (low + high + 1) // 2
            place = bisect_left(self.words, key[:middle])
            if place < len(self.words) and self.words[place].startswith(key[:middle]):
                low = middle
            else:
                high = middle - 1
        return low

    def strangeness(self, key: str) -> float:
        """Mean surprise in bits of the letter pairs of `key`: words of the base are near 4."""
        codes = [0, *_codes_of(key)]
        if len(codes) < 2:
            return 0.0
        return float(self._pairs[codes[:-1], codes[1:]].mean())

    def sounding(self, key: str) -> Ints:
        """Rows of the words that begin with what sounds like `key`."""
        heard = sound(key).encode()[:LONGEST]
        low = int(np.searchsorted(self._sounds, np.bytes_(heard)))
        high = int(np.searchsorted(self._sounds, np.bytes_(heard.ljust(LONGEST, b"\xff")), side="right"))
        return self._by_sound[low:high]

    def containing(self, part: str, most: int) -> Ints:
        """Rows of at most `most` words with `part` inside or at the end, not at the beginning."""
        found: list[int] = []
        place = self._text.find(part)
        while place >= 0 and len(found) < most:
            row = int(np.searchsorted(self._starts, np.int32(place), side="right")) - 1
            if self._starts[row] != place:
                found.append(row)
            place = self._text.find(part, int(self._starts[row + 1]) if row + 1 < len(self._starts) else place + 1)
        return np.array(found, dtype=np.int32)

    def near(self, key: str, typos: int) -> tuple[Ints, Ints, npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
        """Prefixes within `typos` edits (insertion, deletion, substitution, swap of neighbours) of `key`.

        Returns first rows, ends of their ranges, lengths and distances, nearest last, so that a plain write of the
        ranges in this order leaves each word with its best.
        """
        key = key[:LONGEST]
        letters, pairs = _signature(key)
        rows: list[Ints] = []
        sizes: list[int] = []
        for length in range(max(_SHORTEST, len(key) - typos), min(LONGEST, len(key) + typos) + 1):
            table = self._tables.get(length)
            if table is None or not len(table.rows):
                continue
            kept = _may_be_near(table, letters, pairs, typos, length - len(key))
            if len(kept):
                rows.append(table.rows[kept])
                sizes.extend([length] * len(kept))
        if not rows:
            empty, nothing = np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint8)
            return empty, empty, nothing, nothing
        all_rows = np.concatenate(rows)
        choices = [self.words[row][:size] for row, size in zip(all_rows.tolist(), sizes, strict=True)]
        distances = cdist([key], choices, scorer=OSA.distance, score_cutoff=typos, dtype=np.uint8)[0]
        good = np.flatnonzero(distances <= typos)
        # nearest last; of equal distances the longer prefix last, since it is the closer likeness
        size_of = np.array(sizes, dtype=np.uint8)[good]
        order = good[np.lexsort((size_of, -distances[good].astype(np.int16)))]
        starts = all_rows[order]
        ends = np.fromiter(
            (bisect_left(self.words, choices[at] + _AFTER, lo=row) for at, row in zip(order, starts, strict=True)),
            dtype=np.int32,
            count=len(order),
        )
        return starts, ends, np.array(sizes, dtype=np.uint8)[order], distances[order]


def _may_be_near(
    table: _Prefixes, letters: np.uint64, pairs: np.uint64, typos: int, longer: int
) -> npt.NDArray[np.intp]:
    """One edit takes away at most one letter and adds at most one, and touches at most three pairs.

    As many edits as the prefix is longer must be insertions, which take no letter away; so with deletions.
    """
    apart = abs(longer)
    added, missing = (typos, typos - apart) if longer > 0 else (typos - apart, typos)
    broken = min(max(2 * typos, 3), apart + 3 * (typos - apart))
    kept = np.flatnonzero(np.bitwise_count(table.letters & ~letters) <= added)
    if not len(kept):
        return kept
    kept = kept[np.bitwise_count(letters & ~table.letters[kept]) <= missing]
    near = table.pairs[kept]
    lost, new = np.bitwise_count(pairs & ~near), np.bitwise_count(near & ~pairs)
    # an insertion breaks one pair and adds two, a deletion the other way round
    more_lost, more_new = (0, apart) if longer > 0 else (apart, 0)
    both: npt.NDArray[np.intp] = kept[(lost <= broken + more_lost) & (new <= broken + more_new)]
    return both


def _pair_costs(codes: npt.NDArray[np.uint8]) -> Floats:
    """Surprise in bits of every letter after every other, with the beginning of a word as letter 0."""
    counts = np.full((_CODES, _CODES), 0.05, dtype=np.float64)
    before = np.zeros(len(codes), dtype=np.uint8)
    for column in codes.T:
        there = column > 0
        np.add.at(counts, (before[there], column[there]), 1)
        before = column
    shares = counts / counts.sum(axis=1, keepdims=True)
    return np.asarray(-np.log(shares) / math.log(2), dtype=np.float32)
