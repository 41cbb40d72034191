"""Comparisons of names: firms by the words that tell them apart, people in any order and with initials."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA, Indel, JaroWinkler

from core.identity.comparisons_arrays import Levels, Likeness, cpdist, derive, glued, steps

FIRM_BOUNDS: Final = (0.55, 0.70, 0.82, 0.90, 0.9995)
_COMMON_SHARE: Final = 0.004
"""A word that more than this share of the names carry (компания, завод, group) does not tell firms apart."""
_COMMON_LEAST: Final = 12
_SMALL_SHARE: Final = 0.25
_SMALL_LEAST: Final = 3
"""In a base of a few dozen names: a word that a quarter of them carry, three at least."""


class Words:
    """How often each word stands in the names of the base: the rare ones are the name (spec/search §3.2)."""

    __slots__ = ("_cores", "_counts", "_least", "_names")

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._counts: Counter[str] = Counter()
        self._cores: dict[str, str] = {}
        self._least = float(_SMALL_LEAST)
        self._names = 0
        self.add(names)

    def add(self, names: Iterable[str]) -> None:
        """Count these names too; cores are worked out anew."""
        for name in names:
            self._counts.update(set(name.split()))
            self._names += 1
        few = min(float(_COMMON_LEAST), max(float(_SMALL_LEAST), _SMALL_SHARE * self._names))
        self._least = max(few, _COMMON_SHARE * self._names)
        self._cores.clear()

    def common(self, word: str) -> bool:
        return self._counts[word] > self._least

    def rarity(self, word: str) -> float:
        """Natural logarithm of how much rarer the word is than one that every hundredth name carries."""
        return math.log1p(self._least / (1 + self._counts[word]))

    def core(self, name: str) -> str:
        """The words that tell this firm apart, sorted and glued; the whole name when all of them are common."""
        known = self._cores.get(name)
        if known is None:
            words = name.split()
            rare = [word for word in words if self._counts[word] <= self._least]
            known = self._cores[name] = "".join(sorted(rare or words))
        return known

    def firms(self, left: Sequence[str], right: Sequence[str]) -> Levels:
        """Levels of two firms' names: seven tenths the telling words, three tenths the whole name."""
        return steps(self.likeness(left, right), FIRM_BOUNDS)

    def likeness(self, left: Sequence[str], right: Sequence[str]) -> Likeness:
        """Similarity 0..1; 1 only for names equal but for the order and the gluing of their words."""
        joined = cpdist(derive(left, glued), derive(right, glued), OSA.normalized_similarity)
        turned = cpdist(derive(left, _together), derive(right, _together), Indel.normalized_similarity)
        whole = np.maximum(joined, turned)
        cores = cpdist(derive(left, self.core), derive(right, self.core), OSA.normalized_similarity)
        mixed = np.where(whole >= 0.9999, whole, np.minimum(0.3 * whole + 0.7 * np.maximum(cores, whole * 0.9), 0.999))
        return mixed.astype(np.float32)


def _together(name: str) -> str:
    """Words in the order of the alphabet, glued: equal for any order of them."""
    return "".join(sorted(name.split()))


def name_parts(left: Sequence[str], right: Sequence[str]) -> Levels:
    """First name or surname; an initial beside the name it begins is likeness."""
    alike = cpdist(left, right, JaroWinkler.normalized_similarity)
    initial = np.fromiter(
        ((len(a) == 1 or len(b) == 1) and a[:1] == b[:1] for a, b in zip(left, right, strict=True)), bool, len(left)
    )
    return np.maximum(steps(alike, (0.80, 0.91, 0.9995)), np.where(initial, 2, 1)).astype(np.int8)


def full_names(left: Sequence[str], right: Sequence[str]) -> Levels:
    """Persons: words matched in any order, an initial counting as most of its word."""
    pairs = zip(left, right, strict=True)
    return steps(np.fromiter((person_likeness(a, b) for a, b in pairs), np.float32, len(left)), FIRM_BOUNDS)


def person_likeness(left: str, right: str) -> float:
    """Share of the longer name's letters that the best words of the other account for."""
    if left == right:
        return 1.0
    one, other = sorted(left.split(), key=len), sorted(right.split(), key=len)
    if len(one) > len(other):
        one, other = other, one
    if not one:
        return 0.0
    free = list(other)
    total = weight = 0.0
    for word in reversed(one):
        best, at = max((_word(word, each), at) for at, each in enumerate(free))
        size = float(max(len(word), 2))
        total += best * size
        weight += size
        free.pop(at)
    # A patronymic left out is usual, a different one is not: missing words cost little, wrong ones all they weigh.
    left_out = 0.25 * sum(max(len(word), 2) for word in free)
    likeness = total / (weight + left_out)
    return likeness if sorted(one) == sorted(other) else min(likeness, 0.999)


def _word(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if len(one) == 1 or len(other) == 1:
        return 0.85 if one[0] == other[0] else 0.0
    alike = JaroWinkler.normalized_similarity(one, other)
    return alike if alike >= 0.7 else 0.0


def people(left: Sequence[str], right: Sequence[str]) -> Levels:
    """Lists of people (authors, owners) by their surnames, in any order."""
    known: dict[str, list[str]] = {}
    shares = np.fromiter(
        (_shared(_surnames(a, known), _surnames(b, known)) for a, b in zip(left, right, strict=True)),
        np.float32,
        len(left),
    )
    return steps(np.minimum(shares, 0.999), (0.34, 0.6, 0.8, 0.95))


def _surnames(said: str, known: dict[str, list[str]]) -> list[str]:
    found = known.get(said)
    if found is None:
        found = known[said] = [person.rpartition(" ")[2] for person in said.split(";")]
    return found


def _shared(one: list[str], other: list[str]) -> float:
    """Twice the people found on both sides by all people; a surname with one slip counts nine tenths."""
    common = Counter(one) & Counter(other)
    found = float(common.total())
    if found < min(len(one), len(other)):
        free = list((Counter(other) - common).elements())
        for name in (Counter(one) - common).elements():
            near = next((each for each in free if OSA.distance(name, each, score_cutoff=1) < 2), "")
            if len(near) > 3:
                found += 0.9
                free.remove(near)
    return 2 * found / (len(one) + len(other))
