"""Words of MET and DEP: periods, bands, alarms."""

from __future__ import annotations

import datetime as dt

from core.entities.money import Money
from core.problem import N_
from core.wording import fill, gettext
from core.wording.dates import month_short, short_date
from core.wording.money import short
from core.worth.balance import Alarm
from core.worth.dependency import Band
from core.worth.periods import PeriodKind

_BANDS: dict[Band, str] = {
    "none": "",
    "note": N_("note"),
    "warning": N_("warning"),
    "high": N_("high"),
    "critical": N_("critical"),
}
_ALARMS: dict[Alarm, str] = {
    "no_acquisition": N_("Nobody was acquired in the last period: the base only shrinks."),
    "acquisition_halved": N_("Less than half as many clients were acquired as in the three periods before."),
    "repeat_low": N_("Repeat sales bring less than the corridor asks: clients are not kept."),
    "repeat_high": N_("Repeat sales bring more than the corridor allows: too little is done to acquire."),
    "repeat_falling": N_("The share of repeat sales has been falling for three periods."),
}


def band_name(band: Band) -> str:
    """Word of a band of dependency; empty below the first one."""
    return gettext(_BANDS[band]) if _BANDS[band] else ""


def share_name(name: str, clients: int) -> str:
    """Who holds a share: a client, or the largest of a group and how many stand with it."""
    return name if clients == 1 else fill(gettext("{name} and the group ({n})"), name=name, n=clients)


def alarm_sentence(alarm: Alarm) -> str:
    """What calls for attention."""
    return gettext(_ALARMS[alarm])


def period_name(kind: PeriodKind, first: dt.date) -> str:
    """A period by its first day: "Nov 2026", "Q4 2026", "2026", "from 23.11.2026"."""
    if kind == "month":
        return f"{month_short(first.month)} {first.year}"
    if kind == "quarter":
        return fill(gettext("Q{quarter} {year}"), quarter=(first.month + 2) // 3, year=first.year)
    if kind == "year":
        return str(first.year)
    return fill(gettext("from {day}"), day=short_date(first))


def mean_flow(acquired: float, lost: float, confirmed: float, returned: float) -> str:
    """Mean clients of a period (S01.07)."""
    from core.wording.numbers import decimal

    return fill(
        gettext("On average: acquired {acquired}, lost {lost} (confirmed {said}), returned {returned} a period."),
        acquired=decimal(acquired),
        lost=decimal(lost),
        said=decimal(confirmed),
        returned=decimal(returned),
    )


def source_ltv(cheque: Money, per_month: float, margin_share: float, months: float, product: Money) -> str:
    """The source's formula with its four means, its result as a lower bound: living clients have not finished."""
    from core.wording.numbers import decimal, share

    return fill(
        gettext("by the source's formula: {s} × {c} a month × {p} × {t} months ≥ {product}"),
        s=short(cheque),
        c=decimal(per_month, 2),
        p=share(margin_share, 1),
        t=decimal(months),
        product=short(product),
    )
