"""The figures of the base by period: flow, balance, retention and lifetime value (S00.05, S00.10, S03.07, S03.16)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from core.entities.firm_figures import FirmFigures
from core.entities.ledger import Bool
from core.entities.vocabulary import STEPS
from core.rhythm.client_days import ClientDays, narrowed
from core.rhythm.states import rhythms
from core.rules import DEFAULT, Rules
from core.standing.ladder import steps
from core.worth.balance import Alarm, Balance, alarms, balance
from core.worth.flow import Flow, absences, averages, confirmed, flow
from core.worth.lifetime import CompanyLifetime, company_lifetime, lifetimes
from core.worth.periods import Period
from core.worth.retention import Retention, activity_window, retention

REGULAR = STEPS.index("regular")


class PeriodMetrics(msgspec.Struct, frozen=True):
    """Everything about one period; `lifetime` is that of its last evening."""

    period: Period
    flow: Flow
    balance: Balance
    retention: Retention
    lifetime: CompanyLifetime


class Averages(msgspec.Struct, frozen=True):
    """Mean clients a period over the last twelve whole ones (S01.07)."""

    acquired: float
    lost: float
    returned: float
    confirmed: float
    """Of `lost`, by a person's word."""


class Metrics(msgspec.Struct, frozen=True):
    """Periods oldest first, and what they say together."""

    periods: tuple[PeriodMetrics, ...]
    averages: Averages | None
    alarms: tuple[Alarm, ...]
    window: int
    """Days without a purchase after which a client is not active any more."""


def metrics(
    days: ClientDays,
    figures: FirmFigures,
    periods: tuple[Period, ...],
    everybody: bool = False,
    clients: Bool | None = None,
    rules: Rules = DEFAULT,
    said_lost: Sequence[tuple[int, int]] = (),
) -> Metrics:
    """Figures of `periods`, oldest first and without holes, for `clients` (a mask) or for all.

    `said_lost`: (client, day) of every word of a person that a client is lost, which makes a presumption certain.

    The source's lifetime value is over regulars (ladder from step 3), over all who bought with `everybody`.
    """
    window = activity_window(days, rules)
    if clients is not None:
        days = narrowed(days, clients=clients)
    away = absences(days, rhythms(days, figures, rules), figures, rules)
    if said_lost:
        away = confirmed(days, away, said_lost)
    found = []
    for number, period in enumerate(periods):
        before = periods[number - 1] if number else None
        found.append(
            PeriodMetrics(
                period,
                flow(days, away, period),
                balance(days, period, before),
                retention(days, period, window, away),
                _lifetime(days, figures, period, everybody, rules),
            )
        )
    flows = tuple(each.flow for each in found)
    mean = averages(flows)
    return Metrics(
        tuple(found),
        None if mean is None else Averages(*mean),
        alarms(flows, tuple(each.balance for each in found), rules),
        window,
    )


def _lifetime(days: ClientDays, figures: FirmFigures, period: Period, everybody: bool, rules: Rules) -> CompanyLifetime:
    evening = narrowed(days, until=period.last)
    seen = rhythms(evening, figures, rules)
    group = seen.seen.events > 0 if everybody else steps(seen, rules) >= REGULAR
    return company_lifetime(lifetimes(evening, seen, figures, rules), np.asarray(group, np.bool_))
