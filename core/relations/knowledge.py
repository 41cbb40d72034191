"""Do we know everything about our clients? What is known of one, in per cent, and what is not (S02.16)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

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


def knowledge(known: Mapping[Subject, bool]) -> Knowledge:
    """The share of subjects that are known; one that is not named counts as unknown."""
    unknown = tuple(each for each in SUBJECTS if not known.get(each, False))
    return Knowledge(round(_PERCENT * (len(SUBJECTS) - len(unknown)) / len(SUBJECTS)), unknown)
