"""Keys of values: hashes of the whole value, of its rarest words, of its initials, of it less one letter."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from core.identity.comparisons_names import Words
from core.identity.features import Codes, Ints
from core.identity.features_book import Book

Hashes = npt.NDArray[np.uint64]

_BASE: Final = 0x100000001B3
_INVERSE: Final = np.uint64(pow(_BASE, -1, 2**64))
_LONGEST: Final = 24
_SHORTEST: Final = 5


@dataclasses.dataclass(frozen=True, slots=True)
class CodeKeys:
    """Keys by code: `hashes[i]` belongs to value `codes[i]`; codes rise and may repeat."""

    codes: Codes
    hashes: Hashes

    def rows(self, codes: Codes) -> tuple[Hashes, Codes]:
        """Keys of the records whose values these codes are."""
        low = np.searchsorted(self.codes, codes, side="left")
        count = np.searchsorted(self.codes, codes, side="right") - low
        owner = np.repeat(np.arange(len(codes), dtype=np.int32), count)
        at: Ints = np.repeat(low, count) + np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
        return self.hashes[at], owner

    def one(self, codes: Codes) -> Hashes:
        """The first key of each record, 0 where it has none."""
        if not len(self.codes):
            return np.zeros(len(codes), np.uint64)
        at = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        return np.where(self.codes[at] == codes, self.hashes[at], np.uint64(0))


def _made(codes: list[int], hashes: list[int]) -> CodeKeys:
    return CodeKeys(np.asarray(codes, np.int32), np.asarray(hashes, np.int64).view(np.uint64))


def exact(book: Book, codes: Codes, key: Callable[[str], str]) -> CodeKeys:
    """One key a value, or one a part of a value that is several; none where `key` gives ""."""
    kept: list[int] = []
    hashes: list[int] = []
    for code in codes.tolist():
        for part in book.parts.get(code, (code,)):
            text = key(book.values[part])
            if text:
                kept.append(code)
                hashes.append(hash(text))
    return _made(kept, hashes)


def rarest_word(text: str) -> str:
    """The longest word: long words of a text are its rare ones."""
    return max(text.replace(";", " ").split(), key=len, default="")


def telling_words(name: str, words: Words) -> str:
    """The words that tell a firm apart, glued in their order."""
    kept = [word for word in name.split() if not words.common(word)]
    return "".join(kept) or name.replace(" ", "")


def rare_words(book: Book, codes: Codes, words: Words, most: int = 2) -> CodeKeys:
    """The rarest words of three letters and more of a value."""
    kept: list[int] = []
    hashes: list[int] = []
    for code in codes.tolist():
        found = {word for word in book.values[code].replace(";", " ").split() if len(word) > 2}
        for word in sorted(found, key=lambda word: (-words.rarity(word), -len(word), word))[:most]:
            kept.append(code)
            hashes.append(hash(word))
    return _made(kept, hashes)


def name_initials(book: Book, codes: Codes) -> CodeKeys:
    """First letters in order, of names of three words and more."""
    kept: list[int] = []
    hashes: list[int] = []
    for code in codes.tolist():
        found = book.values[code].split()
        if len(found) > 2:
            kept.append(code)
            hashes.append(hash("".join(word[0] for word in found)))
    return _made(kept, hashes)


def deletions(book: Book, codes: Codes, key: Callable[[str], str]) -> CodeKeys:
    """The key and the key less each of its letters: any one slip of typing leaves two values with a key in common.

    The hash is a polynomial whose base has an inverse modulo 2**64, so the hash of a text less one letter comes
    from two prefix sums and all of them are made in a few array operations.
    """
    values = book.values
    texts = [key(values[code]).encode()[:_LONGEST] for code in codes.tolist()]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    long = np.flatnonzero(lengths >= _SHORTEST)
    if not len(long):
        return _made([], [])
    packed = np.asarray([texts[at] for at in long.tolist()], f"S{_LONGEST}").view(np.uint8).reshape(len(long), -1)
    powers = np.asarray([pow(_BASE, place, 2**64) for place in range(_LONGEST)], np.uint64)
    # A letter counts one more than its byte, so that an empty place and a letter never weigh the same.
    sums = np.cumsum(packed.astype(np.uint64) * powers, axis=1, dtype=np.uint64)
    whole = sums[:, -1]
    before = np.concatenate((np.zeros((len(long), 1), np.uint64), sums[:, :-1]), axis=1)
    less_one = before + (whole[:, None] - sums) * _INVERSE
    inside = np.arange(_LONGEST) < lengths[long][:, None]
    hashes = np.concatenate((whole[:, None], less_one), axis=1)
    taken = np.concatenate((np.ones((len(long), 1), bool), inside), axis=1)
    owner = np.repeat(codes[long], taken.sum(axis=1))
    return CodeKeys(owner, hashes[taken])
