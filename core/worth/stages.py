"""The three stages of filling the base side by side, and the warning against effort in the first alone (S01.03–04)."""

from __future__ import annotations

from typing import Literal

import msgspec

from core.rules import DEFAULT, Rules
from core.worth.spending import MINUTES_OF_AN_HOUR, Side

StageName = Literal["attraction", "first_sale", "repeat"]


class Stage(msgspec.Struct, frozen=True):
    """One column. Money in minor units."""

    name: StageName
    count: int
    conversion: float | None
    """Share of the stage before that came as far; None for the first and where nobody stood before."""
    spent: int
    minutes: int
    revenue: int

    @property
    def hours(self) -> float:
        return self.minutes / MINUTES_OF_AN_HOUR


class Stages(msgspec.Struct, frozen=True):
    """The three columns and how much of money and time the first one takes against the third."""

    attraction: Stage
    first_sale: Stage
    repeat: Stage
    money_share: float | None
    """Of what attraction and repeat sales take together; None where nothing is recorded."""
    time_share: float | None
    skewed: bool

    @property
    def columns(self) -> tuple[Stage, Stage, Stage]:
        return self.attraction, self.first_sale, self.repeat


class Counted(msgspec.Struct, frozen=True):
    """What a period says of the stages. Minutes are logged contacts with clients who stood at the stage that day."""

    enquiries: int
    first_sales: int
    repeat_clients: int
    """New clients of the period that have bought again since."""
    repeat_sales: int
    first_money: int
    repeat_money: int
    potential_minutes: int = 0
    first_minutes: int = 0
    repeat_minutes: int = 0


def stages(counted: Counted, acquisition: Side, retention: Side, rules: Rules = DEFAULT) -> Stages:
    """The columns of one period. Acquisition is spent on attraction, retention on repeat sales."""
    asked, first = counted.enquiries, counted.first_sales
    attraction = Stage("attraction", asked, None, acquisition.money, acquisition.minutes + counted.potential_minutes, 0)
    sale = Stage(
        "first_sale", first, min(1.0, first / asked) if asked else None, 0, counted.first_minutes, counted.first_money
    )
    repeat = Stage(
        "repeat",
        counted.repeat_sales,
        counted.repeat_clients / first if first else None,
        retention.money,
        retention.minutes + counted.repeat_minutes,
        counted.repeat_money,
    )
    money = _share(attraction.spent, repeat.spent)
    time = _share(attraction.minutes, repeat.minutes)
    skewed = any(each is not None and each > rules.stage_skew for each in (money, time))
    return Stages(attraction, sale, repeat, money, time, skewed)


def _share(one: int, other: int) -> float | None:
    return one / (one + other) if one + other > 0 else None
