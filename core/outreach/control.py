"""The held-out part of an audience, and what a campaign brought against it (issue 8).

Whoever was written to may have bought anyway. A part drawn by lot gets nothing; what the others do more often than
this part is what the campaign brought, and how much of that chance alone could have made is said beside it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from core.rules import DEFAULT, Rules

PERCENT_MAX = 50
_Z = 1.959964
"""Of 95 in a hundred."""


def held_out(units: Iterable[tuple[bytes, bytes]], percent: int, seed: bytes) -> tuple[bytes, ...]:
    """Clients drawn to get nothing: about `percent` of them, the same ones for the same seed.

    `units`: (client, address he would be reached at). Clients with one address are drawn together: a letter to one of
    them reaches the other.
    """
    groups: dict[bytes, list[bytes]] = defaultdict(list)
    for client, address in units:
        groups[address].append(client)
    wanted = round(sum(map(len, groups.values())) * percent / 100)
    drawn: list[bytes] = []
    for address in sorted(groups, key=lambda each: hashlib.sha256(seed + each).digest()):
        if len(drawn) >= wanted:
            break
        drawn += groups[address]
    return tuple(drawn)


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """One side: how many clients, how many of them answered, met us, bought, and what each of them bought for."""

    clients: int
    answered: int
    met: int
    sales: Sequence[int]
    """Net of every client in minor units, zeros included."""

    @property
    def bought(self) -> int:
        """Clients with any purchase."""
        return sum(each > 0 for each in self.sales)


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """Written to less held out, and between what it lies in 95 cases of a hundred."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Whether chance alone hardly makes such a difference."""
        return self.low > 0 or self.high < 0


def is_enough(written: Group, held: Group, rules: Rules = DEFAULT) -> bool:
    """Whether both sides are large enough to say anything."""
    return min(written.clients, held.clients) >= rules.control_min


def of_shares(one: int, of_one: int, other: int, of_other: int) -> Difference:
    """Difference of two shares with Newcombe's interval, which holds for small groups and for none or all of them.

    Source: R. Newcombe, Statistics in Medicine 17 (1998), method 10. ValueError for an empty group.
    """
    if not of_one or not of_other:
        raise ValueError("a share of nobody")
    first, second = one / of_one, other / of_other
    low_one, high_one = _wilson(one, of_one)
    low_other, high_other = _wilson(other, of_other)
    value = first - second
    below = math.hypot(first - low_one, high_other - second)
    above = math.hypot(high_one - first, second - low_other)
    return Difference(value, value - below, value + above)


def of_means(one: Sequence[int], other: Sequence[int]) -> Difference:
    """Difference of two means with Welch's interval. ValueError for a group of fewer than two."""
    if len(one) < 2 or len(other) < 2:
        raise ValueError("a spread needs two")
    mean_one, spread_one = _mean(one)
    mean_other, spread_other = _mean(other)
    value, both = mean_one - mean_other, spread_one + spread_other
    if not both:
        return Difference(value, value, value)
    freedom = both**2 / (spread_one**2 / (len(one) - 1) + spread_other**2 / (len(other) - 1))
    reach = _student(freedom) * math.sqrt(both)
    return Difference(value, value - reach, value + reach)


def _wilson(found: int, of: int) -> tuple[float, float]:
    rate, square = found / of, _Z**2
    middle = (rate + square / (2 * of)) / (1 + square / of)
    reach = _Z * math.sqrt(rate * (1 - rate) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _mean(values: Sequence[int]) -> tuple[float, float]:
    """The mean and the square of its standard error."""
    mean = sum(values) / len(values)
    return mean, sum((each - mean) ** 2 for each in values) / (len(values) - 1) / len(values)


def _student(freedom: float) -> float:
    """How many standard errors hold 95 in a hundred (Cornish and Fisher's expansion of Student's t)."""
    z = _Z
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
