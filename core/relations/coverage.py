"""How wide and deep we know a client: whom of which level, by whom of us, and the alarms (S03.89, S03.110)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from core.entities.people import Rung
from core.rules import DEFAULT, Rules

Alarm = Literal["nobody", "one_contact", "only_buyer", "no_owner", "no_director", "no_accountant"]
_WANTED: tuple[tuple[Rung, Alarm], ...] = (
    ("owner", "no_owner"),
    ("director", "no_director"),
    ("accountant", "no_accountant"),
)
_BEST = 5
_PERCENT = 100


class Seat(msgspec.Struct, frozen=True):
    """One person who is at the client now."""

    rung: Rung
    power: int = 0
    strengths: tuple[int, ...] = ()
    """How well each of our people knows him, 0–5."""

    @property
    def in_contact(self) -> bool:
        """Whether anybody of us knows him."""
        return any(self.strengths)


def alarms(seats: Sequence[Seat]) -> tuple[Alarm, ...]:
    """What is missing in our contacts, gravest first. A person nobody of us knows is no contact."""
    known = [each for each in seats if each.in_contact]
    found: list[Alarm] = []
    if not known:
        found.append("nobody")
    elif len(known) == 1:
        found.append("one_contact")
    if known and all(each.rung == "buyer" for each in known):
        found.append("only_buyer")
    rungs = {each.rung for each in known}
    return (*found, *(alarm for rung, alarm in _WANTED if rung not in rungs))


def score(seats: Sequence[Seat], rules: Rules = DEFAULT) -> int | None:
    """The relationship with a client, 0–100; None where nobody is known by name.

    Mean over the people of the strength of the best of us, weighted by power in the decision (1 + power); fewer
    people than `relationship_people` count as strangers up to that number: one good friend is no relationship.
    """
    if not seats:
        return None
    weight = sum(1 + each.power for each in seats) + max(0, rules.relationship_people - len(seats))
    held = sum((1 + each.power) * max(each.strengths, default=0) for each in seats)
    return round(_PERCENT * held / (weight * _BEST))
