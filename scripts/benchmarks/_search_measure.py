"""Recall by class, time of a keystroke, characters typed until found: the same for our index and for the peers."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.identity.index import SearchIndex
from tests.identity.made_noise import Asked

Answer = Callable[[str], list[int]]
"""The first five answers to a query."""
TOP = 5
BY_IDENTIFIER = frozenset({"inn", "phone", "email", "inn_frag", "phone_frag", "email_frag"})
"""Classes that ask for an identifier: the peers index names alone and are not asked these."""


@dataclass
class Recall:
    """Share of the queries whose answer stands first, and among the first five."""

    asked: dict[str, int] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    top: dict[str, int] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    """Seconds of each whole query."""

    def add(self, asked: Asked, answers: Sequence[int]) -> None:
        self.asked[asked.kind] = self.asked.get(asked.kind, 0) + 1
        self.first[asked.kind] = self.first.get(asked.kind, 0) + bool(answers and answers[0] in asked.accept)
        self.top[asked.kind] = self.top.get(asked.kind, 0) + any(each in asked.accept for each in answers[:TOP])

    def _share(self, hits: dict[str, int], kinds: Iterable[str]) -> float:
        chosen = list(kinds)
        return sum(hits[kind] for kind in chosen) / max(sum(self.asked[kind] for kind in chosen), 1)

    def at_first(self, kinds: Iterable[str] | None = None) -> float:
        """Recall@1 over all queries of the classes."""
        return self._share(self.first, kinds or self.asked)

    def at_top(self, kinds: Iterable[str] | None = None) -> float:
        """Recall@5 over all queries of the classes."""
        return self._share(self.top, kinds or self.asked)

    def worst(self, kinds: Iterable[str] | None = None) -> tuple[float, str]:
        """The lowest recall@5 of a class, and the class."""
        return min((self.top[kind] / self.asked[kind], kind) for kind in (kinds or self.asked))

    def table(self) -> str:
        """A line a class."""
        rows = (
            f"    {kind:<18} {self.asked[kind]:>5}  @1 {self.first[kind] / self.asked[kind]:.3f}"
            f"  @5 {self.top[kind] / self.asked[kind]:.3f}"
            for kind in self.asked
        )
        return "\n".join(rows)


def recall(queries: Sequence[Asked], answer: Answer) -> Recall:
    """Asks every query once and times it."""
    found = Recall()
    for asked in queries:
        start = time.perf_counter()
        answers = answer(asked.query)
        found.took.append(time.perf_counter() - start)
        found.add(asked, answers)
    return found


def percentile(seconds: Sequence[float], share: float) -> float:
    """Milliseconds."""
    return 1000 * float(np.percentile(seconds, share))


def quiet() -> None:
    """Keeps the collector away from the made base: in the product no such heap lies around."""
    gc.collect()
    gc.freeze()


@dataclass
class Keys:
    """What every keystroke of some queries cost, in seconds, and after how many characters the answer was found."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    found_after: list[float] = field(default_factory=list)
    """Share of the query's characters typed before an answer is among the first five and stays there."""


def _settled(good: Sequence[bool]) -> float:
    """Share of characters typed when the answer came to stay; never found counts one character more than all."""
    typed = len(good)
    while typed and good[typed - 1]:
        typed -= 1
    return (typed + 1) / len(good)


def type_out(index: SearchIndex, queries: Sequence[Asked], limit: int = 20) -> Keys:
    """Every beginning of every query, as keys are pressed; nothing is remembered from the query before."""
    keys = Keys()
    for asked in queries:
        index.forget()
        good: list[bool] = []
        for end in range(1, len(asked.query) + 1):
            wall, used = time.perf_counter(), time.thread_time()
            hits = index.search(asked.query[:end], limit)
            keys.processor.append(time.thread_time() - used)
            keys.wall.append(time.perf_counter() - wall)
            good.append(any(hit.id in asked.accept for hit in hits[:TOP]))
        keys.found_after.append(_settled(good))
    return keys


def typed_until_found(answers: Sequence[Sequence[int]], asked: Asked) -> float:
    """The same share for a peer, from its answers to every beginning of the query."""
    return _settled([any(each in asked.accept for each in found[:TOP]) for found in answers])
