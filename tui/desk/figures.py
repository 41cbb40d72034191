"""All figures of one evening for the clients a session opens: what every screen and command answers from."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from core.entities.firm_figures import FirmFigures
from core.entities.ledger import Bool, LineColumns
from core.entities.rates import RateTable
from core.recovery.queue import RecoveryQueue, recovery_queue
from core.recovery.shrinking import Shrinking, shrinking
from core.rhythm.client_days import ClientDays, client_days, narrowed
from core.rhythm.states import Codes, Rhythms, rhythms
from core.rules import DEFAULT, Rules
from core.standing import pyramid
from core.standing.anchor import Anchors, anchors
from core.standing.axes import Axes, axes
from core.standing.evidence import Evidence, KeySigns, laid_over, no_evidence, out_of_queues
from core.standing.payments import Payments, payments
from core.standing.publish import portfolio_figures, publish
from core.worth.receivables import Debts, debts

EPOCH = dt.date(1970, 1, 1)
T = TypeVar("T")


def day_number(date: dt.date) -> int:
    """Days since 1970-01-01."""
    return (date - EPOCH).days


def date_of(day: int) -> dt.date:
    """The inverse of `day_number`."""
    return EPOCH + dt.timedelta(days=day)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where everybody stands on one evening. `sales`: by sales alone; `axes`: with what people have stated."""

    rhythms: Rhythms
    sales: Axes
    anchors: Anchors
    axes: Axes
    signs: KeySigns
    said: Evidence

    @property
    def key(self) -> Bool:
        """Key accounts by either notion: the level by three signs, or an appointment (S02.05, S03.88)."""
        found: Bool = self.signs.all | self.said.appointed
        return found

    def told(self, days: ClientDays, said: Evidence, rules: Rules) -> Stand:
        """The same evening, that of `days`, with other statements."""
        axes, signs = laid_over(self.sales, days, self.rhythms, self.anchors, said, rules)
        return dataclasses.replace(self, axes=axes, signs=signs, said=said)


@dataclass(frozen=True, slots=True)
class Figures:
    """One row a client in every array. Money in minor units."""

    as_of: dt.date
    firm: FirmFigures
    published: bool
    """The firm figures come from a session that opens everything; else they are "по портфелю"."""
    days: ClientDays
    now: Stand
    before: Stand
    """At the end of the last full month, by the cuts of that evening."""
    debts: Debts
    """What accounting waits for, by client (U29)."""
    without_rate: int
    rules: Rules = DEFAULT
    """The rules they were made by."""
    rates: RateTable | None = None
    """Rates that lines without one were reckoned at."""
    known: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was made of them before, by what it is: they never change."""

    def once(self, what: str, make: Callable[[], T]) -> T:
        """Something made of everybody's figures, the first time it is asked for: a card shows one client of it."""
        if what not in self.known:
            self.known[what] = make()
        made: T = self.known[what]
        return made

    def made_by(self, as_of: dt.date, rules: Rules, rates: RateTable | None) -> bool:
        """Whether they are still the figures of this evening, these rules and rates."""
        return (self.as_of, self.rules, self.rates) == (as_of, rules, rates)

    @property
    def rhythms(self) -> Rhythms:
        return self.now.rhythms

    @property
    def axes(self) -> Axes:
        return self.now.axes

    @property
    def anchors(self) -> Anchors:
        return self.now.anchors

    @property
    def level_before(self) -> Codes:
        return self.before.axes.level

    def told(self, said: Evidence, said_before: Evidence) -> Figures:
        """The same figures with what people have stated up to each evening."""
        rules, earlier = self.rules, narrowed(self.days, pyramid.month_end_before(self.days.as_of))
        now, before = self.now.told(self.days, said, rules), self.before.told(earlier, said_before, rules)
        return dataclasses.replace(self, now=now, before=before)


@dataclass(frozen=True, slots=True)
class Evenings:
    """Client-days at a date and at the end of the last full month before it."""

    now: ClientDays
    month_end: ClientDays
    paid: Payments
    paid_before: Payments
    debts: Debts

    @classmethod
    def of(cls, lines: LineColumns, as_of: dt.date, rules: Rules = DEFAULT) -> Evenings:
        day = day_number(as_of)
        end = pyramid.month_end_before(day)
        return cls(
            client_days(lines, day, rules),
            client_days(lines, end, rules),
            payments(lines, day, rules),
            payments(lines, end, rules),
            debts(lines, day),
        )


def firm_figures(evenings: Evenings, log_size: int, whole_firm: bool, rules: Rules = DEFAULT) -> FirmFigures:
    """Figures fitted on these evenings alone; shipped priors unless every portfolio of the firm is in them."""
    maker = publish if whole_firm else portfolio_figures
    return maker(evenings.now, evenings.month_end, log_size, rules)


def stand_of(days: ClientDays, paid: Payments, firm: FirmFigures, rules: Rules = DEFAULT) -> Stand:
    """Where everybody stands on one evening by sales alone."""
    seen = rhythms(days, firm, rules)
    sales = axes(days, seen, firm, None, rules)
    judged = anchors(days, seen, sales, firm, rules, paid)
    nothing = no_evidence(days.clients)
    told, signs = laid_over(sales, days, seen, judged, nothing, rules)
    return Stand(seen, sales, judged, told, signs, nothing)


def figures_of(
    evenings: Evenings,
    firm: FirmFigures,
    published: bool,
    without_rate: int,
    rules: Rules = DEFAULT,
    rates: RateTable | None = None,
) -> Figures:
    """Everything scored from client-days and firm figures. numpy only."""
    earlier = msgspec.structs.replace(firm, cuts=firm.previous)
    return Figures(
        as_of=date_of(evenings.now.as_of),
        firm=firm,
        published=published,
        days=evenings.now,
        now=stand_of(evenings.now, evenings.paid, firm, rules),
        before=stand_of(evenings.month_end, evenings.paid_before, earlier, rules),
        debts=evenings.debts,
        without_rate=without_rate,
        rules=rules,
        rates=rates,
    )


def ranked(figures: Figures, horizon: int | None = None, everyone: bool = False) -> RecoveryQueue:
    """The recovery queue of the evening; key accounts and anchors that are late are in it before their probability is
    high, who was sorted out by a person is not."""
    if horizon is None:
        return figures.once("everyone" if everyone else "queue", lambda: _ranked(figures, None, everyone))
    return _ranked(figures, horizon, everyone)


def _ranked(figures: Figures, horizon: int | None, everyone: bool) -> RecoveryQueue:
    queue = recovery_queue(
        figures.days,
        figures.rhythms,
        figures.firm,
        horizon,
        everyone,
        key=figures.now.key,
        anchor=figures.anchors.is_anchor,
        rules=figures.rules,
    )
    return queue if everyone else without(queue, out_of_queues(figures.axes))


def without(queue: RecoveryQueue, left_out: Bool) -> RecoveryQueue:
    """The queue without some clients."""
    keep = ~left_out[queue.client]
    if keep.all():
        return queue
    rows = ("client", "p_lost", "p_late", "horizon", "stake", "priority", "favoured")
    return dataclasses.replace(queue, **{name: getattr(queue, name)[keep] for name in rows})


def buying_less(figures: Figures) -> Shrinking:
    """The second queue of the evening: anchors and key accounts on rhythm that buy less than a year ago; who was sorted
    out by a person is not in it."""
    watched = (figures.anchors.is_anchor | figures.now.key) & ~out_of_queues(figures.axes)
    return shrinking(figures.days, figures.rhythms, figures.firm, watched, figures.rules)
