"""An appointed key client is one in every list: queue, timer, offers, novelties, buying less; money owed beside it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pytest

from core.entities.trade import PriceItem
from core.entities.work import Need
from storage.vault.books.work import NEED
from tests.desk.test_merged_base import desk_of
from tests.desk.test_work import client
from tests.vault.stage import DAY, Sale, Stage, home_of, import_sales, refs, sales_order
from tui.desk.desk import Desk
from tui.desk.figures import day_number
from tui.desk.port import ListFilter

TODAY = dt.date(2026, 3, 1)
LAST = day_number(TODAY) - DAY
UNEVEN = (100_00, 2_000_00, 50_00, 900_00)


def bought(ref: str, silent: int, gap: int, amounts: list[int]) -> list[Sale]:
    """A purchase every `gap` days, the last one `silent` days ago."""
    last = LAST - silent
    days = [last - gap * (len(amounts) - 1 - at) for at in range(len(amounts))]
    return [(ref, f"{ref}-{day}", day, "болт", amount) for day, amount in zip(days, amounts, strict=True)]


def appointed(stage: Stage, ref: str) -> Desk:
    boris = desk_of(stage, "boris")
    boris.keys.appoint(client(boris, ref), "ivan")
    return boris


def test_S03_104_an_appointed_key_client_who_is_late_is_for_today_with_a_timer(stage: Stage) -> None:
    import_sales(stage.enter("boris"), bought("K-1", 55, 30, [UNEVEN[at % 4] for at in range(16)]))
    before = desk_of(stage, "boris")
    assert not before.figures().anchors.is_anchor[before.place_of(client(before, "K-1"))]
    assert all(each.urgency != "today" for each in before.queue(None).entries)
    boris = appointed(stage, "K-1")
    key = client(boris, "K-1")
    assert [(each.id, each.favoured) for each in boris.queue(None).entries if each.urgency == "today"] == [(key, True)]
    mark = boris.recovery.marks()[key]
    assert (mark.step, mark.red) == ("detected", True)
    case = desk_of(stage).recovery.claim(key)
    assert case.favoured
    assert case.timer_hours == 23  # whole hours of the day that has just begun


def test_S03_88_who_is_no_longer_appointed_is_a_key_account_no_longer(stage: Stage) -> None:
    boris = appointed(stage, "C-1")
    number = boris.place_of(client(boris))
    assert boris.figures().now.key[number]
    boris.keys.retire(client(boris), "перешёл к другому")
    assert not boris.figures().now.key[number]


def test_a_key_client_who_still_buys_but_less_is_in_the_second_queue(stage: Stage) -> None:
    much = [each * 10 for each in UNEVEN]
    amounts = [much[at % 4] for at in range(12)] + [each // 8 for each in UNEVEN] * 2
    import_sales(stage.enter("boris"), bought("K-2", 5, 30, amounts))
    assert desk_of(stage, "boris").queue(None).shrinking == ()
    boris = appointed(stage, "K-2")
    assert [each.id for each in boris.queue(None).shrinking] == [client(boris, "K-2")]


def test_S03_93_an_appointed_key_client_without_an_offer_is_marked(stage: Stage) -> None:
    def quiet(desk: Desk) -> int | None:
        found = desk.white.open_list()
        return next(each.quiet_days for each in found.rows(0, len(found)) if each.id == client(desk))

    assert quiet(desk_of(stage, "boris")) is None
    boris = appointed(stage, "C-1")
    assert quiet(boris) is not None
    boris.white.offer(client(boris), "болт")
    assert quiet(boris) is None


def test_S03_85_S03_90_novelties_go_to_key_clients_then_to_innovators_by_their_record(stage: Stage) -> None:
    boris = appointed(stage, "C-2")
    boris.products.replace([PriceItem("пила", "Пила лобзиковая", "Инструмент", 500_00)])
    boris.keys.sign(client(boris, "C-3"), "innovator", plans=TODAY)
    lines = boris.products.novelty("пила")
    assert [each.client_id for each in lines] == [client(boris, ref) for ref in ("C-2", "C-3", "C-1")]
    assert [each.innovator for each in lines] == [False, True, False]
    assert [each.due is not None for each in lines] == [True, False, False]


def test_S03_86_the_share_of_innovators_stands_among_the_claims(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    boris.keys.sign(client(boris, "C-3"), "innovator")
    claims = {each.name: each for each in boris.reports.claims(boris.reports.period("month"))}
    assert claims["innovators"].ours == pytest.approx(1 / 3)
    assert claims["innovators"].n == 3


def test_S03_12_what_asking_brings_stands_beside_those_not_asked_and_the_source(stage: Stage) -> None:
    long_ago = [500_00] * 14
    import_sales(stage.enter("boris"), [*bought("R-1", 10, 30, [*long_ago[:8], *[900_00] * 6]),
                                        *bought("R-2", 10, 30, long_ago)])  # fmt: skip
    boris = desk_of(stage, "boris")
    asked = Need(kind="other", text="возить чаще", asked=day_number(TODAY) - 190)
    boris.work.add(NEED, client(boris, "R-1"), asked)
    told = boris.work.uplift()
    row = next(each for each in boris.reports.claims(boris.reports.period("month")) if each.name == "asked")
    assert (row.ours, row.n, row.others, row.claimed) == (told.asked, 1, told.not_asked, 0.15)
    assert row.ours is not None
    assert row.ours > 0.5
    assert row.others == pytest.approx(0, abs=0.2)


def test_U29_money_overdue_is_a_column_an_order_a_filter_and_a_reason(stage: Stage) -> None:
    session = stage.enter("boris")
    order = sales_order(session, bought("D-1", 80, 30, [300_00] * 10), home_of(session, "Север"))
    assert order.columns is not None
    due = np.array(order.columns.day + 14, np.int32)
    paid = np.where(np.arange(len(due)) < len(due) - 2, due, order.columns.paid).astype(np.int32)
    session.imports.commit(session.imports.prepare(dataclasses.replace(
        order, columns=dataclasses.replace(order.columns, due=due, paid=paid))))  # fmt: skip
    boris = desk_of(stage, "boris")
    boris.figures()
    late = boris.open_list(ListFilter(debts=("overdue",)), "name").rows(0, 9)
    row = boris.row(client(boris, "D-1"))
    assert [each.id for each in late] == [row.id]
    assert row.overdue is not None
    assert (row.overdue.amount, row.overdue_days) == (600_00, 96)
    assert boris.open_list(ListFilter(), "-overdue").rows(0, 1) == [row]
    told = boris.deals.receivable(row.id)
    assert (told.overdue, told.oldest_days) == (row.overdue, row.overdue_days)
    entry = next(each for each in boris.queue(None).entries if each.id == row.id)
    assert (entry.overdue, entry.overdue_days) == (row.overdue, 96)
    assert "96" in entry.why
    kept = boris.selections.save("должники", ListFilter(debts=("overdue",)))
    assert boris.selections.resolve(kept) == [row.id]


def test_U26_a_cursor_that_moves_on_key_reads_no_register_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a hundred thousand clients every reading is a second: they are read once until something changes."""
    desk = desk_of(stage, "boris")
    for ref in ("C-1", "C-2", "L-1"):
        desk.keys.sign(refs(desk.session)[ref].hex(), "demanding", note="отвечать за день")
    first = [row.health for row in desk.keys.answer().rows]
    read: list[str] = []
    registers = type(desk.session.registers)
    everything = registers.all

    def counted(self: Any, register: Any) -> Any:
        read.append(register.name)
        return everything(self, register)

    monkeypatch.setattr(registers, "all", counted)
    for ref in ("C-1", "C-2", "L-1"):
        desk.keys.proofs(refs(desk.session)[ref].hex())
        desk.keys.health(refs(desk.session)[ref].hex())
    assert read == []
    assert [row.health for row in desk.keys.answer().rows] == first
    assert len(read) == len(set(read)), "each register once, however many rows there are"
    desk.keys.sign(refs(desk.session)["C-1"].hex(), "demanding", note="писать коротко")
    proofs = desk.keys.proofs(refs(desk.session)["C-1"].hex())
    assert "писать коротко" in " ".join(each.text for each in proofs)
