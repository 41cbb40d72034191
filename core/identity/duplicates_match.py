"""What the scorer says of one pair: its zone and a contribution of every field, which add up to the total."""

from __future__ import annotations

import dataclasses
import enum
import math
from collections.abc import Hashable

from core.identity.comparisons import LEVELS
from core.identity.duplicates_scores import Comparer, Scored
from core.identity.features import Field, Rows
from core.identity.fellegi_sunter import Model
from core.rules import Rules


class Zone(enum.Enum):
    """What may be done with a pair."""

    LINK = "link"
    """One client: an identifier agrees and nothing speaks against it."""
    REVIEW = "review"
    """A person decides. Pairs that share a name only are always here."""
    DISTINCT = "distinct"


@dataclasses.dataclass(frozen=True, slots=True)
class Contribution:
    """What one field says for (above zero) or against one client, in bits.

    `field` is empty for the start: the odds before any field is looked at. `others` are further records of the base
    with the same value, where that changes what the value weighs.
    """

    field: str
    level: str
    left: str
    right: str
    bits: float
    others: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Match:
    """A pair with its explanation; `total` is exactly the sum of the contributions."""

    left: Hashable
    right: Hashable
    total: float
    zone: Zone
    contributions: tuple[Contribution, ...]
    """Conflicts first, then agreements by weight, the start last."""

    @property
    def probability(self) -> float:
        """Chance that the two are one client, 0..1: what the bits are the logarithm of the odds of."""
        return 1.0 / (1.0 + math.exp2(-min(max(self.total, -60.0), 60.0)))

    @property
    def likely(self) -> bool:
        """More likely one client than not."""
        return self.total >= 0.0

    @property
    def conflicts(self) -> tuple[Contribution, ...]:
        return tuple(each for each in self.contributions if each.field and each.bits < 0)


def zone_of(total: float, identified: bool, conflict: bool, rules: Rules) -> Zone:
    """The zone of a pair (spec/search §3.2): without an identifier nothing is joined by itself."""
    if total >= rules.duplicates_link_bits and identified and not conflict:
        return Zone.LINK
    return Zone.REVIEW if total >= rules.duplicates_review_bits else Zone.DISTINCT


def explain(comparer: Comparer, model: Model, rules: Rules, scored: Scored, at: int, left: Rows, right: Rows) -> Match:
    """Pair number `at` with every contribution."""
    table = model.table(comparer.names)
    one, other = int(scored.left[at]), int(scored.right[at])
    parts = [
        _contribution(comparer, field, int(scored.levels[at, place]), left, one, right, other)
        for place, field in enumerate(comparer.fields)
    ]
    weighed = [
        dataclasses.replace(part, bits=float(table[place, scored.levels[at, place]] + scored.extra[at, place]))
        for place, part in enumerate(parts)
        if scored.levels[at, place]
    ]
    weighed.sort(key=lambda part: (part.bits >= 0, part.bits if part.bits < 0 else -part.bits))
    weighed.append(Contribution("", "start", "", "", model.start))
    total = math.fsum(part.bits for part in weighed)
    zone = zone_of(total, bool(scored.identified[at]), bool(scored.conflict[at]), rules)
    return Match(left.keys[one], right.keys[other], total, zone, tuple(weighed))


def _contribution(
    comparer: Comparer, field: Field, level: int, left: Rows, one: int, right: Rows, other: int
) -> Contribution:
    name = LEVELS[field.kind][level - 1] if level else ""
    shown, beside = left.shown(one, field), right.shown(other, field)
    others = 0
    if level == len(LEVELS[field.kind]):
        book = comparer.library.books[field.name]
        value = book.values[book.code(left.said(one, field))]
        others = comparer.common[field.name].count(value) - 1
    return Contribution(field.name, name, shown, beside, 0.0, others)
