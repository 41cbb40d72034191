"""The price list searched in a client's own words: word forms, slips, another layout, other alphabets (S02.17)."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from core.entities.trade import PriceItem
from core.identity.fold import fold
from core.identity.index_vocabulary import Vocabulary
from core.identity.layouts import to_latin, to_russian
from core.identity.word_forms import dictionary_forms

_TOKEN: Final = re.compile(r"\d+[.,]\d+|[^\W_]+")
_EXACT, _FORM, _PREFIX, _STEM, _SLIP, _SOUND = 1.0, 0.95, 0.9, 0.8, 0.7, 0.55
_LAYOUT: Final = 0.95
"""What a reading in another layout is worth beside the text as typed."""
_LEAST: Final = 0.34
"""Part of what was asked for that an item must have."""
_STEM_LEAST: Final = 4
_ENDING_MOST: Final = 3
_TYPO_FROM, _TWO_TYPOS_FROM = 4, 8
_QUERY_WORDS: Final = 12
Floats = npt.NDArray[np.float32]


@functools.lru_cache(maxsize=100_000)
def _key(word: str) -> str:
    return fold(word.replace(",", "."))


def words_of(text: str) -> list[str]:
    """Folded words of a text; numbers stay as they are."""
    return [key for word in _TOKEN.findall(text) if (key := _key(word))]


class PriceIndex:
    """Words of every item and where they stand."""

    def __init__(self, items: Sequence[PriceItem]) -> None:
        self.items = tuple(items)
        keys = [set(words_of(f"{each.name} {each.code}")) for each in self.items]
        self._words = Vocabulary(sorted({word for each in keys for word in each}))
        place = {word: number for number, word in enumerate(self._words.words)}
        pairs = [(place[word], number) for number, each in enumerate(keys) for word in each]
        table = np.array(sorted(pairs), np.int32).reshape(-1, 2)
        self._item = table[:, 1].copy()
        self._start = np.searchsorted(table[:, 0], np.arange(len(self._words) + 1)).astype(np.int64)
        self._codes = {fold(each.code): number for number, each in enumerate(self.items)}
        self._length = np.array([len(each.name) for each in self.items], np.int32)

    def find(self, text: str, limit: int = 20) -> list[tuple[int, float]]:
        """(item, score 0…1), the best first. Nothing for a text without words."""
        best: Floats = np.zeros(len(self.items), np.float32)
        for reading, worth in ((text, 1.0), (to_russian(text), _LAYOUT), (to_latin(text), _LAYOUT)):
            if worth == 1.0 or reading != text:
                best = np.maximum(best, np.float32(worth) * self._scored(words_of(reading)[:_QUERY_WORDS]))
        exact = self._codes.get(fold(text.strip()))
        if exact is not None:
            best[exact] = 1.0
        rows = np.flatnonzero(best >= _LEAST)
        rows = rows[np.lexsort((rows, self._length[rows], -best[rows]))][:limit]
        return [(int(row), float(best[row])) for row in rows]

    def _scored(self, keys: list[str]) -> Floats:
        """Share of the words, weighted by how rare they are, that each item answers."""
        total: Floats = np.zeros(len(self.items), np.float32)
        if not keys or not len(self.items):
            return total
        whole = 0.0
        for key in keys:
            part: Floats = np.zeros(len(self.items), np.float32)
            for row, worth in self._near(key).items():
                places = self._item[self._start[row] : self._start[row + 1]]
                part[places] = np.maximum(part[places], np.float32(worth))
            found = int(np.count_nonzero(part))
            rarity = math.log(1 + len(self.items) / max(found, 1)) if found else math.log(2 + len(self.items)) / 2
            whole += rarity
            total += np.float32(rarity) * part
        return total / np.float32(whole)

    def _near(self, key: str) -> dict[int, float]:
        """Words of the list that may be meant, with how sure that is."""
        words = self._words
        found: dict[int, float] = {}

        def take(rows: range | Sequence[int], worth: float) -> None:
            for row in rows:
                found[row] = max(found.get(row, 0.0), worth)

        exact = words.row(key)
        if exact >= 0:
            take([exact], _EXACT)
        if key[0].isdigit():
            return found
        for form in dictionary_forms(key):
            row = words.row(form)
            if row >= 0:
                take([row], _FORM)
        if len(key) >= 3:
            take(range(*words.span(key)), _PREFIX)
        take(self._of_stem(key), _STEM)
        if not found and len(key) >= _TYPO_FROM:
            for row in self._slips(key):
                take([row], _SLIP)
            take([int(row) for row in words.sounding(key)], _SOUND)
        return found

    def _of_stem(self, key: str) -> list[int]:
        """Words that differ from the key in a few last letters: перчаток, перчатки."""
        cut = min(_ENDING_MOST, len(key) - _STEM_LEAST)
        if cut <= 0:
            return []
        rows = range(*self._words.span(key[: len(key) - cut]))
        return [row for row in rows if abs(len(self._words.words[row]) - len(key)) <= _ENDING_MOST]

    def _slips(self, key: str) -> list[int]:
        typos = 2 if len(key) >= _TWO_TYPOS_FROM else 1
        starts, ends, _sizes, _distances = self._words.near(key, typos)
        rows = [row for begin, end in zip(starts.tolist(), ends.tolist(), strict=True) for row in range(begin, end)]
        return [row for row in rows if abs(len(self._words.words[row]) - len(key)) <= _ENDING_MOST]
