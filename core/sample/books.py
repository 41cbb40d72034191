"""Spending, enquiries, plans and tiers of the made-up firm, from its seed: what MET, ENQ and DEP show."""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np

from core.entities.enquiries import REFUSED, Enquiry, EnquiryAnswer, EnquiryChannel
from core.entities.plans import Plan
from core.entities.spending import EventKind, Spend
from core.entities.supply import SupplierTier
from core.sample.firm import SampleFirm
from core.worth.periods import date_of, period_with

_BOOKS_STREAM: Final = 7
_MONTHS: Final = 12
_ENQUIRIES_A_MONTH: Final = 14
_TOOLS: Final = (("internet", 60_000, 12), ("billboards", 25_000, 2), ("exhibition", 40_000, 16), ("call", 0, 30))
"""Tool, roubles and hours a month."""
_CHANNELS: Final[tuple[EnquiryChannel, ...]] = ("call", "site", "messenger", "visit")
_ANSWERS: Final[tuple[EnquiryAnswer, ...]] = ("answered", "answered", "answered", "missed", "nobody")
_EVENT_MONTHS: Final = (3, 9)
_PLAN_ROUBLES_A_CLIENT: Final = 80_000
_TIERS: Final = ((100, 5.0), (400, 10.0), (1_000, 15.0))


@dataclasses.dataclass(frozen=True, slots=True)
class SampleBooks:
    """Registers of the firm. `enquiries` by number of the portfolio they lie in."""

    spending: tuple[Spend, ...]
    enquiries: dict[int, tuple[Enquiry, ...]]
    plans: tuple[Plan, ...]
    tiers: tuple[SupplierTier, ...]


def make_books(firm: SampleFirm, people: tuple[bytes, ...]) -> SampleBooks:
    """A year of spending and enquiries up to the firm's last day, this month's plan, tiers of its first product.

    `people`: id of the manager of every portfolio, in their order.
    """
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence((firm.seed, _BOOKS_STREAM))))
    months = []
    day = firm.last_day
    for _ in range(_MONTHS):
        months.append(period_with("month", day))
        day = months[-1].first - 1
    spending: list[Spend] = []
    asked: dict[int, list[Enquiry]] = {number: [] for number in range(len(people))}
    for month in reversed(months):
        last = min(month.last, firm.last_day)
        spending += _spent(random, month.first, last)
        for _ in range(_ENQUIRIES_A_MONTH):
            number = int(random.integers(len(people))) if people else 0
            if people:
                asked[number].append(_enquiry(random, int(random.integers(month.first, last + 1)), people[number]))
    this = period_with("month", firm.last_day).first
    whole = firm.clients * _PLAN_ROUBLES_A_CLIENT * 100
    plans = [Plan(month=this, amount=whole)]
    plans += [Plan(month=this, amount=whole // len(people), person=person) for person in people]
    product, base = firm.products.code[0], round(int(firm.products.cost[0]) / 0.9)
    tiers = tuple(
        SupplierTier(product=product, supplier="Завод «Полюс»", volume=volume, percent=percent, base=base)
        for volume, percent in _TIERS
    )
    return SampleBooks(tuple(spending), {number: tuple(rows) for number, rows in asked.items()}, tuple(plans), tiers)


def _spent(random: np.random.Generator, first: int, last: int) -> list[Spend]:
    rows = []
    month = date_of(first).month
    for tool, roubles, hours in _TOOLS:
        event: EventKind = "exhibition" if tool == "exhibition" and month in _EVENT_MONTHS else ""
        if tool == "exhibition" and not event:
            continue
        money = round(roubles * float(random.uniform(0.8, 1.2))) * 100
        day = int(random.integers(first, last + 1))
        rows.append(Spend(kind="acquisition", tool=tool, day=day, money=money, minutes=hours * 60, event=event))
    day = int(random.integers(first, last + 1))
    money = round(float(random.uniform(8_000, 20_000))) * 100
    rows.append(Spend(kind="retention", tool="call", day=day, money=money, minutes=600))
    return rows


def _enquiry(random: np.random.Generator, day: int, who: bytes) -> Enquiry:
    answer = _ANSWERS[int(random.integers(len(_ANSWERS)))]
    taken = answer == "answered" and random.random() < 0.75
    refused = answer == "answered" and not taken and random.random() < 0.5
    contact = (
        f"+7 900 {int(random.integers(100, 1000))}-{int(random.integers(10, 100))}-{int(random.integers(10, 100))}"
    )
    return Enquiry(
        day=day,
        channel=_CHANNELS[int(random.integers(len(_CHANNELS)))],
        tool=_TOOLS[int(random.integers(len(_TOOLS)))][0],
        answer=answer,
        who=who,
        contact=contact if taken else "",
        reason=REFUSED if refused else "",
        closed=taken or refused,
    )
