"""All figures of one evening for the clients a session opens: what every screen and command answers from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.entities.firm_figures import FirmFigures
from core.entities.ledger import LineColumns
from core.entities.rates import RateTable
from core.recovery.queue import RecoveryQueue, recovery_queue
from core.recovery.shrinking import Shrinking, shrinking
from core.rhythm.client_days import ClientDays, client_days
from core.rhythm.states import Codes, Rhythms, rhythms
from core.rules import DEFAULT, Rules
from core.standing import pyramid
from core.standing.anchor import Anchors, anchors
from core.standing.axes import Axes, axes, levels_before
from core.standing.publish import portfolio_figures, publish

EPOCH = dt.date(1970, 1, 1)


def day_number(date: dt.date) -> int:
    """Days since 1970-01-01."""
    return (date - EPOCH).days


def date_of(day: int) -> dt.date:
    """The inverse of `day_number`."""
    return EPOCH + dt.timedelta(days=day)


@dataclass(frozen=True, slots=True)
class Figures:
    """One row a client in every array. Money in minor units."""

    as_of: dt.date
    firm: FirmFigures
    published: bool
    """The firm figures come from a session that opens everything; else they are "по портфелю"."""
    days: ClientDays
    rhythms: Rhythms
    axes: Axes
    anchors: Anchors
    level_before: Codes
    without_rate: int
    rules: Rules = DEFAULT
    """The rules they were made by."""
    rates: RateTable | None = None
    """Rates that lines without one were reckoned at."""

    def made_by(self, as_of: dt.date, rules: Rules, rates: RateTable | None) -> bool:
        """Whether they are still the figures of this evening, these rules and rates."""
        return (self.as_of, self.rules, self.rates) == (as_of, rules, rates)


@dataclass(frozen=True, slots=True)
class Evenings:
    """Client-days at a date and at the end of the last full month before it."""

    now: ClientDays
    month_end: ClientDays

    @classmethod
    def of(cls, lines: LineColumns, as_of: dt.date, rules: Rules = DEFAULT) -> Evenings:
        day = day_number(as_of)
        return cls(client_days(lines, day, rules), client_days(lines, pyramid.month_end_before(day), rules))


def firm_figures(evenings: Evenings, log_size: int, whole_firm: bool, rules: Rules = DEFAULT) -> FirmFigures:
    """Figures fitted on these evenings alone; shipped priors unless every portfolio of the firm is in them."""
    maker = publish if whole_firm else portfolio_figures
    return maker(evenings.now, evenings.month_end, log_size, rules)


def figures_of(
    evenings: Evenings,
    firm: FirmFigures,
    published: bool,
    without_rate: int,
    rules: Rules = DEFAULT,
    rates: RateTable | None = None,
) -> Figures:
    """Everything scored from client-days and firm figures. numpy only."""
    seen = rhythms(evenings.now, firm, rules)
    stands = axes(evenings.now, seen, firm, None, rules)
    return Figures(
        as_of=date_of(evenings.now.as_of),
        firm=firm,
        published=published,
        days=evenings.now,
        rhythms=seen,
        axes=stands,
        anchors=anchors(evenings.now, seen, stands, firm, rules),
        level_before=levels_before(evenings.month_end, firm, None, rules),
        without_rate=without_rate,
        rules=rules,
        rates=rates,
    )


def ranked(figures: Figures, horizon: int | None = None, everyone: bool = False) -> RecoveryQueue:
    """The recovery queue of the evening; anchors that are late are in it before their probability is high."""
    is_anchor = figures.anchors.is_anchor
    return recovery_queue(
        figures.days, figures.rhythms, figures.firm, horizon, everyone, anchor=is_anchor, rules=figures.rules
    )


def buying_less(figures: Figures) -> Shrinking:
    """The second queue of the evening: anchors still on rhythm that buy less than a year ago."""
    is_anchor = figures.anchors.is_anchor
    return shrinking(figures.days, figures.rhythms, figures.firm, is_anchor, figures.rules)
