"""What every comparison is made of: rapidfuzz over arrays of pairs, and levels from similarities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

Levels = npt.NDArray[np.int8]
Likeness = npt.NDArray[np.float32]
Derived = TypeVar("Derived")


def cpdist(left: Sequence[str], right: Sequence[str], scorer: Any) -> Likeness:
    """Normalised similarity 0..1 of each pair; values are normalised already, so no processor runs."""
    return process.cpdist(left, right, scorer=scorer, dtype=np.float32)


def edits(left: Sequence[str], right: Sequence[str]) -> npt.NDArray[np.int32]:
    """Slips of typing between two values: wrong, missing, surplus and exchanged letters."""
    return process.cpdist(left, right, scorer=OSA.distance, dtype=np.int32)


def derive(values: Sequence[str], how: Callable[[str], Derived]) -> list[Derived]:
    """`how` of each value, worked out once a distinct one: a value of the base stands in many pairs."""
    known = {value: how(value) for value in set(values)}
    return [known[value] for value in values]


def steps(likeness: Likeness, bounds: Sequence[float]) -> Levels:
    """Level 1 below the first bound, one more at each bound that is reached."""
    return (1 + np.searchsorted(np.asarray(bounds, np.float32) - 1e-6, likeness, side="right")).astype(np.int8)


def sorted_words(text: str) -> str:
    """Words in the order of the alphabet."""
    return " ".join(sorted(text.split()))


def glued(text: str) -> str:
    """Words without the blanks between them."""
    return text.replace(" ", "")
