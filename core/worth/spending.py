"""Acquisition against retention: money, hours, events, the 6x ratio, what a tool brings (S01.19, S03.41–42, S04.01)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from core.entities.enquiries import Enquiry
from core.entities.spending import Spend, SpendKind
from core.worth.periods import Period

MINUTES_OF_AN_HOUR: Final = 60
SOURCE_RATIO: Final = 6.0
"""What the source says a first sale costs against a repeat one (S04.01). Quoted, never counted with."""


class Side(msgspec.Struct, frozen=True):
    """What one kind of spending took in a period. Money in minor units."""

    money: int = 0
    minutes: int = 0
    events: int = 0
    records: int = 0

    @property
    def hours(self) -> float:
        return self.minutes / MINUTES_OF_AN_HOUR


class Ratio(msgspec.Struct, frozen=True):
    """Cost of one first and of one repeat sale, minor units; None where nothing was sold."""

    first: float | None
    repeat: float | None

    @property
    def value(self) -> float | None:
        """How many times dearer a first sale is; None where either cost is unknown or retention costs nothing."""
        if self.first is None or not self.repeat:
            return None
        return self.first / self.repeat


class ToolFigures(msgspec.Struct, frozen=True):
    """What one tool took and brought in a period."""

    tool: str
    enquiries: int
    captured: int
    first_sales: int
    money: int
    minutes: int
    events: int

    @property
    def enquiry_cost(self) -> float | None:
        """Money / all enquiries, answered or not (S04.03)."""
        return self.money / self.enquiries if self.enquiries else None

    @property
    def client_cost(self) -> float | None:
        """Money / first sales to those the tool brought."""
        return self.money / self.first_sales if self.first_sales else None


def within(spends: Iterable[Spend], period: Period) -> list[Spend]:
    """Records dated inside a period."""
    return [each for each in spends if period.first <= each.day <= period.last]


def side(spends: Iterable[Spend], kind: SpendKind) -> Side:
    """Sum of one kind."""
    money = minutes = events = records = 0
    for each in spends:
        if each.kind == kind:
            money += each.money
            minutes += each.minutes
            events += bool(each.event)
            records += 1
    return Side(money, minutes, events, records)


def ratio(acquisition: int, first_sales: int, retention: int, repeat_sales: int) -> Ratio:
    """(acquisition / first sales) : (retention / repeat sales): 300,000 / 50 against 100,000 / 100 → 6.0 (S04.01)."""
    return Ratio(acquisition / first_sales if first_sales else None, retention / repeat_sales if repeat_sales else None)


def by_tool(spends: Iterable[Spend], enquiries: Iterable[Enquiry], bought: Mapping[bytes, int]) -> list[ToolFigures]:
    """Every tool that took or brought anything, dearest first, then by enquiries.

    `bought`: clients whose first purchase fell into the period. A client counts for the tool of his first enquiry.
    """
    asked = sorted(enquiries, key=lambda each: (each.day, each.id))
    tools: dict[str, list[int]] = {}
    for spend in spends:
        if spend.kind == "acquisition":
            row = tools.setdefault(spend.tool, [0] * 6)
            row[3] += spend.money
            row[4] += spend.minutes
            row[5] += bool(spend.event)
    counted: set[bytes] = set()
    for each in asked:
        row = tools.setdefault(each.tool, [0] * 6)
        row[0] += 1
        row[1] += each.captured
        if each.client and each.client in bought and each.client not in counted:
            counted.add(each.client)
            row[2] += 1
    found = [ToolFigures(tool, *row) for tool, row in tools.items()]
    return sorted(found, key=lambda each: (-each.money, -each.enquiries, each.tool))
