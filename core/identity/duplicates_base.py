"""The base's rows as they grow, and the blocks kept over them, so that one typed record costs a few look-ups."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from core.identity.blocking import SMALL, Keys, keys_of
from core.identity.comparisons_names import Words
from core.identity.features import Record, Rows, Table
from core.identity.features_book import Library

_MOST_OF_ONE: Final = 400
"""Candidates one typed record may have from one family; more say nothing and would cost the keystroke its frame."""


class Growing:
    """Rows with their codes; added to at the end, deleted by a mark."""

    def __init__(self, library: Library, rows: Rows) -> None:
        self._library = library
        own = Rows(list(rows.keys), {name: list(column) for name, column in rows.columns.items()})
        self.table = library.table(own, counted=True)
        self.alive: npt.NDArray[np.bool_] = np.ones(len(rows), bool)
        self._position = {key: at for at, key in enumerate(own.keys)}

    def __len__(self) -> int:
        return len(self.alive)

    def positions(self, keys: Iterable[Hashable]) -> list[int]:
        """Rows of these keys, unknown ones left out."""
        return [self._position[key] for key in keys if key in self._position]

    def add(self, record: Record) -> Table:
        """One more row. Raises ValueError for a key that is there already."""
        if record.key in self._position:
            raise ValueError("a record of this key is there already")
        one = self._library.table(Rows.of([record]))
        before = self.table.rows
        known = {*before.columns, *record.values}
        columns = {name: [*before.columns.get(name, [""] * len(before)), record.values.get(name, ())] for name in known}
        codes = {name: np.append(column, one.codes[name]) for name, column in self.table.codes.items()}
        self.table = Table(Rows([*before.keys, record.key], columns), codes)
        self.alive = np.append(self.alive, True)
        self._position[record.key] = len(self.alive) - 1
        return one

    def remove(self, key: Hashable) -> None:
        """Mark a row as gone."""
        at = self._position.pop(key, None)
        if at is not None:
            self.alive[at] = False


class Candidates:
    """The sorted keys of every family of the base."""

    def __init__(self, library: Library, words: Mapping[str, Words]) -> None:
        self._library, self._words = library, words
        self._keys: dict[str, Keys] = {}

    def fill(self, table: Table) -> None:
        """Keys of a table that replaces what was here."""
        self._keys = {keys.family: keys for keys in keys_of(self._library, self._words, table)}

    def extend(self, table: Table, first: int) -> None:
        """Keys of rows that come after the others, from row number `first` on."""
        for new in keys_of(self._library, self._words, table):
            old = self._keys[new.family]
            at = np.searchsorted(old.hashes, new.hashes)
            hashes = np.insert(old.hashes, at, new.hashes)
            rows = np.insert(old.rows, at, new.rows + np.int32(first))
            self._keys[new.family] = Keys(new.family, new.cap, hashes, rows)

    def keys(self) -> list[Keys]:
        return list(self._keys.values())

    def of_table(self, table: Table) -> list[Keys]:
        return keys_of(self._library, self._words, table)

    def of_one(self, table: Table) -> set[int]:
        """Rows of the base that share a key with a table of one row."""
        found: set[int] = set()
        for mine in self.of_table(table):
            base = self._keys[mine.family]
            most = SMALL if mine.cap == SMALL else _MOST_OF_ONE
            low = np.searchsorted(base.hashes, mine.hashes, side="left")
            high = np.searchsorted(base.hashes, mine.hashes, side="right")
            for start, end in zip(low.tolist(), high.tolist(), strict=True):
                if 0 < end - start <= most:
                    found.update(base.rows[start:end].tolist())
        return found
