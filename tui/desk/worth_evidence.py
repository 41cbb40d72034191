"""What a figure of MET or DEP was made from: clients, documents, records. The rule in words is the screen's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import numpy as np

from core.entities.enquiries import Enquiry
from core.entities.ledger import Bool, Float64, Int64
from core.entities.money import Money
from core.entities.vocabulary import STEPS
from core.rhythm.client_days import ClientDays, narrowed
from core.rhythm.states import rhythms
from core.wording.labels import label
from core.wording.reports import asked_word
from core.wording.spending import ANSWERS, CHANNELS, KINDS, tool_name, word
from core.worth import enquiries, spending
from core.worth.cohorts import first_days
from core.worth.flow import absences
from core.worth.lifetime import lifetimes
from core.worth.periods import Period, date_of, day_of, period_with
from core.worth.plans import due_until
from core.worth.retention import active, activity_window
from tui.desk.answers_reports import Evidence, EvidenceRow, FigureName

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MOST_ROWS = 1000
MOST_DOCUMENTS = 60
"""Rows whose document is looked up by its number; the others stand with their day."""


def evidence(desk: Desk, figure: FigureName, period: Period, owner: str | None) -> Evidence:
    """Rows behind one figure of a period, most telling first."""
    makers = {
        "spending": _spending,
        "enquiries": _enquiries,
        "uncaptured": _uncaptured,
        "without_step": _without_step,
        "unattended": _unattended,
        "due": _due,
        "steps": _steps,
        "regulars": _regulars,
        "innovators": _innovators,
        "asked": _asked_clients,
    }
    maker = makers.get(figure)
    rows = maker(desk, period) if maker is not None else _of_days(desk, figure, period, owner)
    return Evidence(figure, "", tuple(rows[:MOST_ROWS]), len(rows))


def share_evidence(desk: Desk, clients: tuple[str, ...], title: str) -> Evidence:
    """Documents of 12 months of one client, newest first; of a group its members with their turnover."""
    figures, base = desk.figures(), desk.base
    as_of = day_of(figures.as_of)
    since = as_of - figures.rules.year_days
    rows = []
    if len(clients) == 1:
        name = base.cards[desk.place_of(clients[0])].name
        for each in desk.purchases(clients[0]):
            if since < day_of(each.day) <= as_of:
                rows.append(EvidenceRow(clients[0], name, each.document, each.day, each.amount))
    else:
        for client in clients:
            at = desk.place_of(client)
            amount = Money(int(figures.axes.turnover_12m[at]), base.currency)
            rows.append(EvidenceRow(client, base.cards[at].name, base.owner(at), None, amount))
        rows.sort(key=lambda row: (-(row.amount.amount if row.amount else 0), row.name))
    return Evidence("share", title, tuple(rows[:MOST_ROWS]), len(rows))


def _of_days(desk: Desk, figure: FigureName, period: Period, owner: str | None) -> list[EvidenceRow]:
    figures, base = desk.figures(), desk.base
    days = figures.days
    if owner is not None:
        days = narrowed(days, clients=np.array([base.owner(row) == owner for row in range(len(base.ids))], np.bool_))
    if figure in ("ltv", "base_value"):
        evening = narrowed(days, until=period.last)
        values = lifetimes(evening, rhythms(evening, figures.firm, figures.rules), figures.firm, figures.rules)
        column: Float64 = values.whole if figure == "ltv" else values.future
        rows = np.flatnonzero(np.isfinite(column))
        order = rows[np.argsort(-column[rows], kind="stable")]
        return [_row(desk, row, "", None, round(float(column[row]))) for row in order.tolist()]
    if figure in ("first_money", "repeat_money", "steady"):
        return _sales(desk, days, figure, period)
    if figure in ("kept", "gone"):
        window = activity_window(figures.days, figures.rules)
        before, after = active(days, period.first - 1, window), active(days, period.last, window)
        return _latest(desk, days, before & after if figure == "kept" else before & ~after, period.last)
    return _moves(desk, days, figure, period)


def _moves(desk: Desk, days: ClientDays, figure: FigureName, period: Period) -> list[EvidenceRow]:
    """Acquired, lost and returned clients with the purchase that made them so, or the last one before."""
    figures = desk.figures()
    if figure == "acquired":
        first = first_days(days)
        rows = np.flatnonzero((first >= period.first) & (first <= period.last))
        return _with_documents(desk, [(row, int(first[row])) for row in rows.tolist()], days)
    away = absences(days, rhythms(days, figures.firm, figures.rules), figures.firm, figures.rules)
    if figure == "lost":
        gone = np.zeros(days.clients, np.bool_)
        gone[away.lost_within(period)] = True
        return _latest(desk, days, gone, period.last)
    inside = (away.back >= period.first) & (away.back <= period.last)
    pairs = zip(away.client[inside].tolist(), away.back[inside].tolist(), strict=True)
    return _with_documents(desk, [(row, day) for row, day in pairs], days)


def _sales(desk: Desk, days: ClientDays, figure: FigureName, period: Period) -> list[EvidenceRow]:
    """Purchase days of a period: first ones, repeat ones, or those of buyers of the period before."""
    is_first = np.zeros(len(days.day), np.bool_)
    is_first[days.start[:-1][np.diff(days.start) > 0]] = True
    of: Bool = (days.day >= period.first) & (days.day <= period.last)
    if figure == "first_money":
        of &= is_first
    elif figure == "repeat_money":
        of &= ~is_first
    else:
        before = Period(period.first - period.days, period.first - 1)
        earlier = np.zeros(days.clients, np.bool_)
        earlier[days.client[(days.day >= before.first) & (days.day <= before.last)]] = True
        of &= earlier[days.client]
    rows = np.flatnonzero(of)
    rows = rows[np.argsort(-days.net[rows], kind="stable")]
    return _with_documents(desk, list(zip(days.client[rows].tolist(), days.day[rows].tolist(), strict=True)), days)


def _latest(desk: Desk, days: ClientDays, of: Bool, until: int) -> list[EvidenceRow]:
    """Clients with their last purchase up to a day, dearest first."""
    known = days.day <= until
    last = np.full(days.clients, -1, np.int64)
    last[days.client[known]] = days.day[known]
    rows = np.flatnonzero(of & (last >= 0)).tolist()
    return _with_documents(desk, [(row, int(last[row])) for row in rows], days)


def _with_documents(desk: Desk, pairs: list[tuple[int, int]], days: ClientDays) -> list[EvidenceRow]:
    """(client, day of a purchase) with amount and, for the first rows, the number of the document."""
    found = []
    for row, day in pairs:
        events = days.events(row)
        place = int(np.searchsorted(events, day))
        net: Int64 = days.net[days.start[row] : days.start[row + 1]]
        amount = int(net[place]) if place < len(events) and events[place] == day else None
        found.append((row, day, amount))
    found.sort(key=lambda each: (-(each[2] or 0), each[0], each[1]))
    shown = []
    for number, (row, day, amount) in enumerate(found):
        document = ""
        if number < MOST_DOCUMENTS:
            bought = desk.purchases(desk.base.ids[row].hex())
            document = ", ".join(each.document for each in bought if day_of(each.day) == day)
        shown.append(_row(desk, row, document, day, amount))
    return shown


def _row(desk: Desk, row: int, what: str, day: int | None, amount: int | None) -> EvidenceRow:
    base = desk.base
    return EvidenceRow(
        base.ids[row].hex(),
        base.cards[row].name,
        what,
        None if day is None else date_of(day),
        None if amount is None else Money(amount, base.currency),
    )


def _spending(desk: Desk, period: Period) -> list[EvidenceRow]:
    rows = sorted(spending.within(desk.spending.all(), period), key=lambda each: (-each.money, each.day, each.id))
    currency = desk.base.currency
    return [
        EvidenceRow("", word(KINDS, each.kind), tool_name(each.tool), date_of(each.day), Money(each.money, currency))
        for each in rows
    ]


def _enquiries(desk: Desk, period: Period) -> list[EvidenceRow]:
    return _asked(desk, enquiries.within(desk.enquiries.all(), period))


def _uncaptured(desk: Desk, period: Period) -> list[EvidenceRow]:
    return _asked(desk, [each for each in enquiries.within(desk.enquiries.all(), period) if not each.captured])


def _asked(desk: Desk, rows: Iterable[Enquiry]) -> list[EvidenceRow]:
    base, found = desk.base, []
    for each in sorted(rows, key=lambda row: (-row.day, row.id)):
        at = base.place.get(each.client) if each.client else None
        client = "" if at is None else base.ids[at].hex()
        what = f"{word(CHANNELS, each.channel)}, {tool_name(each.tool)}"
        name = word(ANSWERS, each.answer) if at is None else base.cards[at].name
        found.append(EvidenceRow(client, name, what, date_of(each.day), None))
    return found


def _without_step(desk: Desk, period: Period) -> list[EvidenceRow]:
    first = first_days(desk.figures().days)
    rows = desk.reports.follow_up(period).without_step
    return _with_documents(desk, [(row, int(first[row])) for row in rows], desk.figures().days)


def _unattended(desk: Desk, period: Period) -> list[EvidenceRow]:
    days = desk.figures().days
    of = np.zeros(days.clients, np.bool_)
    of[list(desk.reports.attention().silent)] = True
    return _latest(desk, days, of, period.last)


def _by_turnover(desk: Desk, of: Bool, what: Callable[[int], str]) -> list[EvidenceRow]:
    """Clients with their turnover of 12 months, dearest first."""
    turnover = desk.figures().axes.turnover_12m
    rows = np.flatnonzero(of)
    rows = rows[np.argsort(-turnover[rows], kind="stable")]
    return [_row(desk, row, what(row), None, int(turnover[row])) for row in rows.tolist()]


def _steps(desk: Desk, _period: Period) -> list[EvidenceRow]:
    """Every client with his step, the highest first."""
    step = desk.figures().axes.step
    codes = range(len(STEPS) - 1, -1, -1)
    return [row for code in codes for row in _by_turnover(desk, step == code, _step_of(desk))]


def _step_of(desk: Desk) -> Callable[[int], str]:
    step = desk.figures().axes.step
    return lambda row: label("step", STEPS[int(step[row])])


def _regulars(desk: Desk, _period: Period) -> list[EvidenceRow]:
    return _by_turnover(desk, desk.figures().axes.step >= STEPS.index("regular"), _step_of(desk))


def _innovators(desk: Desk, _period: Period) -> list[EvidenceRow]:
    return _by_turnover(desk, desk.keys.signed("innovator"), lambda _row: "")


def _asked_clients(desk: Desk, _period: Period) -> list[EvidenceRow]:
    """Those asked first, then those not; the sum is the growth of the half-year after the day."""
    found = desk.work.halves()
    growth = found.after - found.before
    rows = sorted(range(len(growth)), key=lambda at: (not found.asked[at], -int(growth[at])))
    return [
        _row(desk, int(found.client[at]), asked_word(bool(found.asked[at])), int(found.day[at]), int(growth[at]))
        for at in rows
    ]


def _due(desk: Desk, period: Period) -> list[EvidenceRow]:
    figures = desk.figures()
    month = period_with("month", period.last)
    due = due_until(figures.days, figures.rhythms, month.last, figures.rules)
    return [_row(desk, each.client, "", each.expected_day, each.amount) for each in due]
