"""Do we know everything about our clients? What is known of one, in per cent, and what is not (S02.16)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from core.rules import DEFAULT, Rules

Subject = Literal[
    "wallet", "needs", "decision_maker", "owner", "director", "accountant", "buyer", "birthdays", "rivals"
]
SUBJECTS: tuple[Subject, ...] = (
    "wallet",
    "needs",
    "decision_maker",
    "owner",
    "director",
    "accountant",
    "buyer",
    "birthdays",
    "rivals",
)
_PERCENT = 100


class Knowledge(msgspec.Struct, frozen=True):
    """How much is known: `percent` of the subjects, and those that are not."""

    percent: int
    unknown: tuple[Subject, ...]


def knowledge(known: Mapping[Subject, bool], rules: Rules = DEFAULT) -> Knowledge:
    """The share of subjects that are known, by their weights; one that is not named counts as unknown.

    A subject of weight 0 is not asked for; where none is asked for, everything is known.
    """
    weights: dict[Subject, int] = {each: getattr(rules, f"known_{each}") for each in SUBJECTS}
    unknown = tuple(each for each in SUBJECTS if weights[each] and not known.get(each, False))
    whole = sum(weights.values())
    missing = sum(weights[each] for each in unknown)
    return Knowledge(round(_PERCENT * (whole - missing) / whole) if whole else _PERCENT, unknown)
