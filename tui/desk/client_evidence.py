"""What stands behind the figures of REC, WHITE and TODAY: purchases, groups, clients alike, cases (issue 5)."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from core.entities.money import Money
from core.problem import N_, Problem
from core.recovery.stake import money, sums
from core.wording import gettext as _
from core.wording.evidence import after_days
from core.wording.recovery import outcome_name, reason_name
from core.wording.white import alike_buy, state_name
from core.worth.periods import date_of, day_of
from tui.desk.answers_reports import Evidence, EvidenceRow, FigureName

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MOST_ROWS = 1000


def client_evidence(desk: Desk, figure: FigureName, client_id: str, group: str = "") -> Evidence:
    """Rows behind one figure of a client, or of the whole screen. Raises Problem (BAD_INPUT) for who is nobody."""
    makers: dict[str, Callable[[], list[EvidenceRow]]] = {
        "stake": lambda: _stake(desk, client_id),
        "less": lambda: _less(desk, client_id),
        "outcomes": lambda: _outcomes(desk),
        "potential": lambda: _potential(desk, client_id),
        "group": lambda: _group(desk, client_id, group),
        "top20": lambda: _top(desk),
    }
    maker = makers.get(figure)
    if maker is None:
        raise Problem(N_("There is no {word} here: use one of {known}."), word=figure, known=", ".join(makers))
    rows = maker()
    name = desk.base.cards[desk.place_of(client_id)].name if client_id else ""
    title = " · ".join(each for each in (name, group) if each)
    return Evidence(figure, title, tuple(rows[:MOST_ROWS]), len(rows))


def _stake(desk: Desk, client_id: str) -> list[EvidenceRow]:
    """The sums of the value at stake, then the gaps the probability comes from: purchases, newest first."""
    figures, number = desk.figures(), desk.place_of(client_id)
    days, rules = figures.days, figures.rules
    values, now = money(days, figures.firm.from_margin, figures.firm.margin_share), days.as_of
    year = int(sums(days, values, now - rules.year_days, now)[number])
    half = int(sums(days, values, now - rules.half_year_days, now)[number])
    margin = figures.firm.from_margin
    rows = [
        _sum(desk, client_id, _("Margin of 12 months") if margin else _("Turnover of 12 months"), year),
        _sum(desk, client_id, _("Margin of 6 months, doubled") if margin else _("6 months, doubled"), 2 * half),
    ]
    return rows + _purchases(desk, client_id, None, None)


def _less(desk: Desk, client_id: str) -> list[EvidenceRow]:
    """Purchases of the last half-year, then those of the same one a year ago."""
    figures = desk.figures()
    now, half, year = figures.days.as_of, figures.rules.half_year_days, figures.rules.year_days
    recent = _purchases(desk, client_id, now - half, now)
    return recent + _purchases(desk, client_id, now - year - half, now - year)


def _purchases(desk: Desk, client_id: str, after: int | None, until: int | None) -> list[EvidenceRow]:
    """Documents of a client with the days since the one before, newest first."""
    name = desk.base.cards[desk.place_of(client_id)].name
    bought = sorted(desk.purchases(client_id), key=operator.attrgetter("day"))
    rows, before = [], None
    for each in bought:
        day = day_of(each.day)
        since = "" if before is None or each.is_return or day == before else f" · {after_days(day - before)}"
        if not each.is_return and not each.cancelled:
            before = day
        if (after is None or day > after) and (until is None or day <= until):
            rows.append(EvidenceRow(client_id, name, f"{each.document}{since}", each.day, each.amount))
    return rows[::-1]


def _outcomes(desk: Desk) -> list[EvidenceRow]:
    """Every case with its reason and what came of it, newest first."""
    rows = []
    for each in desk.recovery.cases(everything=True).cases:
        told = [outcome_name(each.outcome) if each.outcome else _("at work")]
        if each.reason is not None:
            told.append(reason_name(each.reason))
        day = each.ended or each.opened
        rows.append(EvidenceRow(each.client_id, each.client, ", ".join(told), day, each.value_at_stake))
    return sorted(rows, key=lambda row: (row.day is not None, row.day), reverse=True)


def _potential(desk: Desk, client_id: str) -> list[EvidenceRow]:
    """Groups with what he could buy more of each, and how many clients alike buy it."""
    client = desk.white.client(client_id)
    rows = []
    for cell in client.cells:
        told = alike_buy(cell.alike_buy, cell.alike) if cell.wallet is None else cell.wallet.source
        what = f"{cell.group}: {state_name(cell.state)} · {told}"
        rows.append(EvidenceRow(client_id, client.name, what, cell.last, cell.potential))
    return [row for row in rows if row.amount is not None and row.amount.amount] or rows


def _group(desk: Desk, client_id: str, group: str) -> list[EvidenceRow]:
    """What he buys of a group by product, then the clients alike who buy it, dearest first."""
    found, base, number = desk.white.assortment(), desk.base, desk.place_of(client_id)
    if group not in found.groups.groups:
        raise Problem(N_("There is no group {group}: see white show."), group=group)
    at, names = found.groups.groups.index(group), desk.session.firm.product_names()
    sales = found.sales
    mine = np.flatnonzero((sales.client == number) & (found.group_of[sales.product] == at))
    name = base.cards[number].name
    rows = []
    for row in mine[np.argsort(-sales.year[mine], kind="stable")].tolist():
        code = sales.products[int(sales.product[row])]
        day, amount = date_of(int(sales.last[row])), Money(int(sales.year[row]), base.currency)
        rows.append(EvidenceRow(client_id, name, names.get(code, code), day, amount))
    like, groups = found.like, found.groups
    peers_row = like.row(number, desk.figures().rules)
    alike = like.main >= 0 if peers_row == len(like.clients) - 1 else like.main == peers_row
    of = np.flatnonzero((groups.group == at) & (groups.year > 0) & alike[groups.client] & (groups.client != number))
    for row in of[np.argsort(-groups.year[of], kind="stable")].tolist():
        peer = int(groups.client[row])
        day, amount = date_of(int(groups.last[row])), Money(int(groups.year[row]), base.currency)
        rows.append(EvidenceRow(base.ids[peer].hex(), base.cards[peer].name, _("buys it too"), day, amount))
    return rows


def _top(desk: Desk) -> list[EvidenceRow]:
    """The clients that make most of the money, dearest first."""
    figures, base = desk.figures(), desk.base
    turnover = figures.axes.turnover_12m
    rows = np.flatnonzero(turnover >= max(figures.firm.cuts.top_cut, 1))
    order = rows[np.argsort(-turnover[rows], kind="stable")].tolist()
    return [
        EvidenceRow(base.ids[n].hex(), base.cards[n].name, base.owner(n), None, Money(int(turnover[n]), base.currency))
        for n in order
    ]


def _sum(desk: Desk, client_id: str, what: str, amount: int) -> EvidenceRow:
    name = desk.base.cards[desk.place_of(client_id)].name
    return EvidenceRow(client_id, name, what, None, Money(amount, desk.base.currency))
