"""Whatever the sales are, every table, tab, report and evidence of a real desk answers a figure or too little data."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

import numpy as np
import pytest

from core.problem import Problem
from core.worth.periods import KINDS
from tests.desk.test_bad_sales import honest
from tests.desk.test_merged_base import AS_OF, desk_of
from tests.vault.stage import DAY, Sale, Stage, import_sales, sales_order
from tui.desk.answers_reports import FIGURES, OF_CLIENT, TrendBy
from tui.desk.desk import Desk
from tui.desk.export_views import sheet_of, view_to_ask
from tui.desk.figures import day_number
from tui.desk.port_exports import LISTS, OF_ONE
from tui.desk.port_standing import SINCE, TABS, By, View

LAST = day_number(AS_OF) - DAY
TRENDS: tuple[TrendBy, ...] = ("segment", "manager", "product")
BYS: tuple[By, ...] = ("margin", "turnover")


def days(client: str, at: Sequence[int], amount: int = 100_00) -> list[Sale]:
    """A document of two products on each of some days counted from the evening."""
    return [
        (client, f"{client}-{day}", LAST + day, product, amount)
        for day in at
        for product in ("БОЛТ-1", "ГАЙКА-2")
    ]  # fmt: skip


CASES: dict[str, list[Sale]] = {
    "one client": days("А", range(-700, 0, 30)),
    "one purchase": days("А", [-10]),
    "a purchase today": days("А", [0]),
    "only returns": [*days("А", range(-400, 0, 40), -50_00), *days("Б", [-3], -1)],
    "one day of history": [sale for n in range(30) for sale in days(f"К{n}", [0], 10_00 + n)],
    "negative totals": [
        *days("А", range(-400, 0, 50), -90_00),
        *days("А", range(-390, 0, 50), 10_00),
        *days("Б", [-9]),
    ],
    "a client of the future": [*days("А", [30, 60, 90]), *days("Б", range(-300, 300, 30))],
    "closed in August": [
        (f"К{n}", f"{n}-{day}", LAST + day, "БОЛТ-1", 100_00 + n)
        for n in range(8)
        for day in range(-1000 + n, 0, 24 + n)
        if (AS_OF + dt.timedelta(day)).month != 8
    ],
    "fifty years": [sale for n in range(4) for sale in days(f"К{n}", range(-18_250, 0, 200 + 90 * n))],
    "nothing but zeros": days("А", range(-300, 0, 30), 0),
    "cancelled whole": [*days("А", [-40]), *days("А", [-39], -100_00)],
}  # fmt: skip


def sweep(desk: Desk, *, thorough: bool = True) -> None:
    """Everything a screen or a command may ask of a desk; of months alone unless `thorough`."""
    ids = [each.hex() for each in desk.base.ids[:3]]
    for name in LISTS:
        if name not in OF_ONE:
            honest([list(row) for row in sheet_of(desk, view_to_ask({"list": name})).rows])
    honest(desk.queue(None, everyone=True))
    honest((desk.pyramid(), desk.axes(None), desk.today(), desk.keys.answer(), desk.team.answer(), desk.team.digest()))
    for tab in TABS:
        for by in BYS if thorough else BYS[:1]:
            for since in SINCE if thorough or tab == "anchors" else SINCE[:1]:
                view = View(tab, by, since)
                segment = desk.standing.segment(view)
                honest(segment)
                for each in segment.figures:
                    found = desk.standing.members(view, each.key)
                    honest(found.rows(0, 20))
    for kind in KINDS if thorough else KINDS[1:2]:
        honest((desk.worth.metrics(kind), desk.reports.report(kind)))
        for figure in FIGURES:
            honest(desk.reports.evidence(figure, kind))
    for trend in TRENDS:
        honest(desk.reports.trend(trend))
    honest((desk.reports.what_if(0.05), desk.plans.listed(), desk.worth.anchors(), desk.recovery.outcomes()))
    for client in ids:
        honest((desk.overview(client), desk.axes(client), desk.keys.proofs(client), desk.keys.health(client)))
        honest((desk.standing.proofs(client), desk.white.client(client), desk.white.short_list(client)))
        honest((desk.worth.dependency(), desk.plans.of_client(client)))
        try:
            honest(desk.worth.dependency(without=client))
        except Problem:
            assert desk.worth.dependency().turnover.amount <= 0, "refused only where there is no share to take away"
        for figure in OF_CLIENT:
            if figure != "group":
                honest(desk.reports.client_evidence(figure, client))


def imported(stage: Stage, sales: Sequence[Sale]) -> Desk:
    """A desk of the owner over these sales alone."""
    import_sales(stage.enter("anna"), sales, "Центр")
    return desk_of(stage, "anna")


def test_U10_no_sales_at_all(empty: Stage) -> None:
    sweep(desk_of(empty, "anna"), thorough=False)


def test_U10_all_that_is_wrong_with_sales_in_one_base(empty: Stage) -> None:
    """Every case as clients of their own beside each other; a third of the lines in a currency without a rate."""
    session = empty.enter("anna")
    sales = [
        (f"{number}{sale[0]}", f"{number}{sale[1]}", *sale[2:])
        for number, name in enumerate(CASES)
        for sale in CASES[name][:40]
    ]
    order = sales_order(session, sales, next(iter(session.staffing.portfolios())))
    assert order.columns is not None
    currency = np.arange(len(sales), dtype=np.int32) % 3
    columns = dataclasses.replace(order.columns, currency=currency, currencies=["RUB", "USD", "EUR"])
    session.imports.commit(session.imports.prepare(dataclasses.replace(order, columns=columns)))
    desk = desk_of(empty, "anna")
    desk.rates.set({"currency": "USD", "date": "2020-01-01", "rate": "90"})
    sweep(desk, thorough=False)


def test_S03_03_a_client_of_the_future_has_a_card_without_documents(empty: Stage) -> None:
    desk = imported(empty, days("А", [30, 60, 90]))
    client = desk.base.ids[0].hex()
    assert desk.purchases(client) == []
    assert desk.reports.share_evidence((client,), "").rows == ()


@pytest.mark.long
@pytest.mark.parametrize("name", CASES)
def test_U10_every_screen_of_bad_sales_gives_figures_or_too_little_data(empty: Stage, name: str) -> None:
    sweep(imported(empty, CASES[name]))
