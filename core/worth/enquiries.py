"""What enquiries cost and what is lost with those nobody took down (S04.03–S04.06)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from core.entities.enquiries import Enquiry
from core.rules import DEFAULT, Rules
from core.worth.periods import Period

Key = Callable[[Enquiry], str]


class EnquiryFigures(msgspec.Struct, frozen=True):
    """Enquiries of one period, or of one channel, tool or colleague in it."""

    enquiries: int
    answered: int
    missed: int
    """Nobody took the call, and nobody at the desk."""
    captured: int
    taken: int
    """Answered ones whose contact was taken."""
    refused: int
    """Asked for a contact, gave none."""

    @property
    def uncaptured(self) -> int:
        """Without a contact, answered or not: nobody can come back to them."""
        return self.enquiries - self.captured

    @property
    def capture_rate(self) -> float | None:
        """Share of the answered ones whose contact was taken (S04.05); None where nobody was answered."""
        return self.taken / self.answered if self.answered else None


class Uncaptured(msgspec.Struct, frozen=True):
    """What is lost with enquiries without a contact, minor units a period (S04.06)."""

    count: int
    upper: float
    """Every one of them would have been an average new client."""
    expected: float | None
    """The same × our conversion of captured enquiries; None while there are none to learn from."""
    days: int

    @property
    def upper_a_day(self) -> float:
        return self.upper / self.days if self.days else 0.0

    @property
    def expected_a_day(self) -> float | None:
        return None if self.expected is None or not self.days else self.expected / self.days


def within(enquiries: Iterable[Enquiry], period: Period) -> list[Enquiry]:
    """Those of a period."""
    return [each for each in enquiries if period.first <= each.day <= period.last]


def figures(enquiries: Iterable[Enquiry]) -> EnquiryFigures:
    """Counts."""
    every = answered = missed = captured = taken = refused = 0
    for each in enquiries:
        every += 1
        answered += each.answer == "answered"
        missed += each.answer != "answered"
        captured += each.captured
        taken += each.captured and each.answer == "answered"
        refused += not each.captured and bool(each.reason)
    return EnquiryFigures(every, answered, missed, captured, taken, refused)


def grouped(enquiries: Iterable[Enquiry], key: Key) -> dict[str, EnquiryFigures]:
    """Counts by channel, tool or colleague, most enquiries first."""
    parts: dict[str, list[Enquiry]] = {}
    for each in enquiries:
        parts.setdefault(key(each), []).append(each)
    ordered = sorted(parts.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {name: figures(rows) for name, rows in ordered}


def enquiry_cost(money: int, enquiries: int) -> float | None:
    """Spending / enquiries, answered or not: 300,000 / 150 = 2,000 (S04.03). None without enquiries."""
    return money / enquiries if enquiries else None


def conversion(
    enquiries: Sequence[Enquiry], first_purchase: Mapping[bytes, int], as_of: int, rules: Rules = DEFAULT
) -> tuple[float | None, int]:
    """Share of captured enquiries that bought within 12 months, and how many were judged.

    Only those a full year old can be judged; where there are none all captured ones are, as a lower bound.
    """
    captured = [each for each in enquiries if each.captured and each.day <= as_of]
    ripe = [each for each in captured if each.day <= as_of - rules.year_days] or captured
    if not ripe:
        return None, 0
    won = sum(
        1
        for each in ripe
        if (day := first_purchase.get(each.client)) is not None and each.day <= day <= each.day + rules.year_days
    )
    return won / len(ripe), len(ripe)


def uncaptured_loss(count: int, new_client: float, converted: float | None, days: int) -> Uncaptured:
    """`new_client`: lifetime value of an average new client, one-time buyers in, minor units.

    30 × 48,000 = 1,440,000; at 10 % 144,000.
    """
    upper = count * max(new_client, 0.0)
    return Uncaptured(count, upper, None if converted is None else upper * converted, days)
