"""The umbrella row of the base: what a person keeps, what the program does by itself, what it says of the sales."""

from __future__ import annotations

from core.entities.work import Task
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import Stage, refs
from tui.desk.answers import ClientRow
from tui.desk.desk import Desk
from tui.desk.figures import day_number
from tui.desk.port import ListFilter


def test_S01_10_the_base_is_kept_works_by_itself_gives_indicators_and_analyses_sales(stage: Stage) -> None:
    desk = desk_of(stage)
    client = refs(desk.session)["C-1"].hex()
    # Kept in the form that is needed: the card with its documents down to the line.
    card = desk.overview(client)
    assert (card.row.name, card.row.city, len(desk.purchases(client))) == ("Фирма C-1", "Тула", 2)
    assert [line.product for line in desk.order_lines(client, "РН-1")] == ["болт", "гайка"]
    # Works by itself: a first purchase without a next step stands on TODAY until somebody plans one.
    first = {each.client_id for each in desk.today().reminders if each.kind == "first_purchase"}
    assert refs(desk.session)["C-2"].hex() in first
    today = day_number(desk.today_date())
    desk.work.add_task(min(first), Task(kind="call", text="договориться о заказе", due=today))
    lines = desk.today().reminders
    assert {each.client_id for each in lines if each.kind == "first_purchase"} == first - {min(first)}
    assert [each.text for each in lines if each.kind == "task"] == ["договориться о заказе"]
    # Gives indicators: the months of MET hold the turnover of the cards, none of it twice.
    months = desk.worth.metrics("month").periods
    turnover = sum(row.turnover_12m.amount for row in _rows(desk) if row.turnover_12m is not None)
    assert sum(each.first_money.amount + each.repeat_money.amount for each in months) == turnover == 257_50
    # Analyses sales: every client stands in one place of the pyramid and has a letter.
    assert sum(level.clients for level in desk.pyramid().levels) == len(_rows(desk))
    assert {row.abc_turnover for row in _rows(desk) if row.turnover_12m} <= {"A", "B", "C"}


def _rows(desk: Desk) -> list[ClientRow]:
    opened = desk.open_list(ListFilter(), "name")
    return opened.rows(0, len(opened))
