"""One immutable part of the index: words, postings both ways, names. The base is one, recent edits are another."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Generator, Iterable, Sized
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from core.identity.fold import fold
from core.identity.index_entry import SearchEntry, indexed_words, plain_words
from core.identity.index_identifiers import Identifiers
from core.identity.index_vocabulary import Floats, Ints, Vocabulary

STEP: Final = 2048
"""Entries between two reports of progress: the longest a cancelled build goes on."""
_LONGEST_WORD: Final = 64
_MOST_WORDS: Final = 24
"""Words of one field that are indexed: a name of a hundred words must not cost like a hundred names."""

Progress = Callable[[int, int], None]


class Entries(Sized, Iterable[SearchEntry], Protocol):
    """What is built from: read once from the beginning to the end, so that it may be made while it is read."""


class Scratch:
    """Arrays as long as the segment that a search writes a few places of and cleans behind itself."""

    __slots__ = ("best", "last", "total", "touched")

    def __init__(self, rows: int) -> None:
        self.best, self.total = np.zeros(rows, dtype=np.float32), np.zeros(rows, dtype=np.float32)
        self.last, self.touched = np.zeros(rows, dtype=np.int32), np.zeros(rows, dtype=bool)

    def nbytes(self) -> int:
        return self.best.nbytes + self.total.nbytes + self.last.nbytes + self.touched.nbytes


class Segment:
    """Rows are entries in the order given. Postings hold row * 2 + (1 for a word of the secondary field)."""

    def __init__(
        self, vocabulary: Vocabulary, starts: Ints, tokens: Ints, ids: npt.NDArray[np.int64], texts: Texts,
        identifiers: Identifiers,
    ) -> None:  # fmt: skip
        self.vocabulary, self.ids, self.texts, self.identifiers = vocabulary, ids, texts, identifiers
        self.starts = starts
        """Where the words of a row begin in `tokens`; one more than rows."""
        self.tokens = tokens
        """Word * 2 + (1 for the secondary field), row by row."""
        self.post_starts, self.postings = _inverted(starts, tokens, len(vocabulary))
        self.gone = np.zeros(len(ids), dtype=bool)
        self._lost = np.zeros(len(vocabulary), dtype=np.int32)
        self._gone_rows = 0
        self.scratch = Scratch(len(ids))

    def __len__(self) -> int:
        """Rows that are not gone."""
        return len(self.ids) - self._gone_rows

    def drop(self, row: int) -> None:
        """Makes a row unfindable: its words count for rarity no longer."""
        if not self.gone[row]:
            self.gone[row] = True
            self._gone_rows += 1
            np.add.at(self._lost, self.tokens[self.starts[row] : self.starts[row + 1]] >> 1, 1)

    def nbytes(self) -> int:
        """Bytes of arrays and joined texts."""
        arrays = (self.starts, self.tokens, self.post_starts, self.postings, self.ids, self.gone, self._lost)
        own = sum(each.nbytes for each in arrays)
        return own + self.scratch.nbytes() + self.vocabulary.nbytes() + self.texts.nbytes() + self.identifiers.nbytes()

    def frequency(self, words: Ints) -> int:
        """In how many places of rows that are not gone the words occur."""
        found = int((self.post_starts[words + 1] - self.post_starts[words]).sum())
        return found - int(self._lost[words].sum()) if self._gone_rows else found


class Texts:
    """Names and second fields as one run of UTF-8 bytes; overwritten with zeros when the session locks."""

    def __init__(self, data: bytearray, starts: npt.NDArray[np.int64]) -> None:
        self._data, self._starts = data, starts

    def of(self, row: int) -> tuple[str, str]:
        """Name and second field of a row."""
        low, middle, high = self._starts[2 * row : 2 * row + 3].tolist()
        return self._data[low:middle].decode(), self._data[middle:high].decode()

    def nbytes(self) -> int:
        return len(self._data) + self._starts.nbytes

    def wipe(self) -> None:
        """Overwrites the text; afterwards `of` answers nothing of use."""
        self._data[:] = bytes(len(self._data))


def _inverted(starts: Ints, tokens: Ints, words: int) -> tuple[Ints, Ints]:
    rows = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    word_of = tokens >> 1
    order = np.argsort(word_of, kind="stable")
    postings = (rows[order] << 1) | (tokens[order] & 1)
    post_starts = np.zeros(words + 1, dtype=np.int32)
    np.cumsum(np.bincount(word_of, minlength=words), out=post_starts[1:])
    return post_starts, postings.astype(np.int32)


class _Words:
    """Numbers words while entries are read; every distinct written word is folded once."""

    def __init__(self) -> None:
        self.by_written: dict[str, int] = {}
        self.by_key: dict[str, int] = {}
        self._seconds: dict[str, array[int]] = {}

    def number(self, written: str) -> int:
        found = self.by_written.get(written)
        if found is None:
            key = fold(written[:_LONGEST_WORD])
            found = self.by_key.setdefault(key, len(self.by_key)) if key else -1
            self.by_written[written] = found
        return found

    def second(self, text: str) -> array[int]:
        """Firms and cities repeat: their words are cut once."""
        found = self._seconds.get(text)
        if found is None:
            numbers = (self.number(word) for word in dict.fromkeys([*plain_words(text), *indexed_words(text)]))
            found = array("i", [number * 2 + 1 for number in numbers if number >= 0][:_MOST_WORDS])
            self._seconds[text] = found
        return found


def assemble(entries: Entries, progress: Progress | None = None) -> Segment:
    """Builds a segment in one go; see `assembling` for a build in steps."""
    steps = assembling(entries)
    while True:
        try:
            done = next(steps)
        except StopIteration as finished:
            built: Segment = finished.value
            return built
        if progress is not None:
            progress(done, len(entries))


def assembling(entries: Entries) -> Generator[int, None, Segment]:
    """A generator that yields how many entries are read and returns the segment: closing it cancels the build."""
    words, tokens, starts = _Words(), array("i"), array("i", [0])
    data, text_starts, ids = bytearray(), array("q", [0]), array("q")
    identifiers = Identifiers.Writer()
    number = words.by_written.get
    for place, entry in enumerate(entries):
        seen = len(tokens)
        for written in indexed_words(entry.name)[:_MOST_WORDS]:
            known = number(written)
            if known is None:
                known = words.number(written)
            if known >= 0:
                tokens.append(known * 2)
        if entry.second:
            tokens.extend(words.second(entry.second))
        if len(tokens) == seen and entry.name:
            whole = words.number(entry.name.lower())
            if whole >= 0:
                tokens.append(whole * 2)
        starts.append(len(tokens))
        ids.append(entry.id)
        data += entry.name.encode("utf-8", "replace")
        text_starts.append(len(data))
        data += entry.second.encode("utf-8", "replace")
        text_starts.append(len(data))
        identifiers.add(entry)
        if place % STEP == STEP - 1:
            yield place + 1
    yield len(entries)
    keys = list(words.by_key)
    order = sorted(range(len(keys)), key=keys.__getitem__)
    new_number = np.empty(len(keys), dtype=np.int32)
    new_number[order] = np.arange(len(keys), dtype=np.int32)
    vocabulary = Vocabulary([keys[at] for at in order])
    read = np.frombuffer(tokens, dtype=np.int32) if tokens else np.empty(0, dtype=np.int32)
    renumbered = (new_number[read >> 1] << 1) | (read & 1) if len(read) else read
    texts = Texts(data, np.array(text_starts, dtype=np.int64))
    return Segment(
        vocabulary,
        np.array(starts, dtype=np.int32),
        renumbered.astype(np.int32),
        np.array(ids, dtype=np.int64),
        texts,
        identifiers.done(),
    )


def gathered(starts: Ints, chosen: npt.NDArray[np.intp] | Ints) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Positions of all elements of the chosen CSR rows, and where each row begins among them."""
    low = starts[chosen].astype(np.intp)
    sizes = starts[np.asarray(chosen) + 1] - starts[chosen]
    begins = np.zeros(len(low) + 1, dtype=np.intp)
    np.cumsum(sizes, out=begins[1:])
    shift = np.repeat(low - begins[:-1], sizes)
    return np.arange(begins[-1], dtype=np.intp) + shift, begins


__all__ = ["STEP", "Entries", "Floats", "Progress", "Segment", "Texts", "assemble", "assembling", "gathered"]
