"""White space, offers and the price list at the desk."""

from __future__ import annotations

import pytest

from core.entities.trade import PriceItem
from core.problem import ExitCode, Problem
from storage.vault.books.work import NEED, TASK
from storage.vault.price_book import CHUNK
from tests.desk.test_merged_base import desk_of, merged
from tests.desk.test_work import client
from tests.vault.stage import Stage, faults

LIST = [
    PriceItem("болт", "Болт М6", "Крепёж", 12_00, "шт."),
    PriceItem("гайка", "Гайка М6", "Крепёж", 3_00, "шт."),
    PriceItem("шайба", "Шайба пружинная", "Шайбы", 1_00, "шт."),
    PriceItem("пила", "Пила лобзиковая", "Инструмент", 500_00, "шт.", 20_400),
]


def test_S02_17_a_long_price_list_lies_in_parts_and_is_replaced_as_a_whole(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    many = [PriceItem(f"A-{n}", f"Товар {n}", "Всё", n) for n in range(2 * CHUNK + 5)]
    assert boris.products.replace(many) == 2 * CHUNK + 5
    ivan = desk_of(stage)
    assert ivan.products.count() == 2 * CHUNK + 5
    assert ivan.products.search("товар 4001")[0].code == "A-4001"
    assert boris.products.replace(LIST) == 4
    assert [each.code for each in ivan.products.items()] == ["болт", "гайка", "шайба", "пила"]
    newer = [PriceItem("пила", "Пила лобзиковая", "Инструмент", 600_00)]
    boris.products.replace(newer)
    assert ivan.products.items()[0].since == 20_400
    assert not faults(stage.enter("anna"))


def test_a_manager_does_not_set_prices(stage: Stage) -> None:
    with pytest.raises(Problem) as told:
        desk_of(stage).products.replace(LIST)
    assert told.value.exit_code == ExitCode.REFUSED


def test_S02_02_the_matrix_of_the_portfolio(stage: Stage) -> None:
    desk_of(stage, "boris").products.replace(LIST)
    desk = desk_of(stage)
    found = desk.white.open_list()
    assert found.groups == ("Инструмент", "Крепёж", "Шайбы")
    rows = {each.name: each for each in found.rows(0, len(found))}
    assert rows["Фирма C-1"].signs == ".+."
    assert rows["Фирма C-3"].signs == "..+"
    assert (rows["Фирма C-1"].bought, rows["Фирма C-1"].share) == (1, None)
    assert found.position(client(desk)) is not None
    desk.white.mark(client(desk), "Шайбы", "not_needed")
    desk.white.offer(client(desk), "", "пила")
    again = {each.name: each for each in desk.white.open_list().rows(0, 9)}
    assert again["Фирма C-1"].signs == "o+-"
    with pytest.raises(Problem, match="no group"):
        desk.white.mark(client(desk), "Мебель", "unaware")


def test_S02_03_an_offer_and_its_answer_stand_in_the_cell(stage: Stage) -> None:
    desk_of(stage, "boris").products.replace(LIST)
    desk = desk_of(stage)
    made = desk.white.offer(client(desk), "", "пила", source="wish")
    assert (made.text, made.group, made.answer) == ("Пила лобзиковая", "Инструмент", "")
    desk.white.answer(made.id, "later")
    seen = desk_of(stage, "boris").white.client(client(desk))
    assert [(each.text, each.answer) for each in seen.offers] == [("Пила лобзиковая", "later")]
    cell = next(each for each in seen.cells if each.group == "Инструмент")
    assert (cell.state, cell.never_years) == ("offered", None)
    with pytest.raises(Problem, match="what was offered"):
        desk.white.offer(client(desk), "  ")


def test_S03_11_share_of_wallet_by_group_with_source_and_date(stage: Stage) -> None:
    desk_of(stage, "boris").products.replace(LIST)
    desk = desk_of(stage)
    desk.white.estimate(client(desk), 1_000_00, "", "сказал директор")
    desk.white.estimate(client(desk), 300_00, "Крепёж", "наша оценка")
    seen = desk.white.client(client(desk))
    assert seen.wallet is not None
    assert seen.wallet.share == pytest.approx(250_49 / 1_000_00)
    assert seen.wallet.source == "сказал директор"
    assert desk.white.wallets() == {client(desk): (1_000_00, 20_513)}
    cell = next(each for each in seen.cells if each.group == "Крепёж")
    assert cell.wallet is not None and cell.wallet.share == pytest.approx(250_49 / 300_00)
    for total, source in ((0, "x"), (5, " ")):
        with pytest.raises(Problem):
            desk.white.estimate(client(desk), total, "", source)


def test_S02_17_what_we_do_not_have_becomes_a_need(stage: Stage) -> None:
    desk = desk_of(stage)
    desk.white.wish(client(desk), "  фанера   10 мм ")
    found = [each.fields for each in desk.work.about(NEED, client(desk))]
    assert [(each.kind, each.text) for each in found] == [("assortment", "фанера 10 мм")]
    with pytest.raises(Problem):
        desk.white.wish(client(desk), " ")


def test_S02_17_the_short_list_is_of_the_price_list(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    boris.products.replace(LIST)
    names = [each.item.code for each in boris.white.short_list(client(boris, "C-2"))]
    assert set(names) == {"гайка", "шайба"}
    boris.products.replace(LIST[:2])
    assert [each.item.code for each in boris.white.short_list(client(boris, "C-2"))] == ["гайка"]


def test_S03_20_S03_90_a_new_product_goes_to_those_who_have_not_bought_it(stage: Stage) -> None:
    desk_of(stage, "boris").products.replace(LIST)
    desk = desk_of(stage)
    found = desk.products.novelty("гайка")
    assert {each.client for each in found} == {"Фирма C-2", "Фирма C-3"}
    assert not any(each.offered for each in found)
    assert desk.products.announce("гайка", [each.client_id for each in found]) == 2
    assert desk.products.announce("гайка", [each.client_id for each in found]) == 0
    tasks = [each.fields for _, each in desk.work.tasks()]
    assert {(each.kind, each.source) for each in tasks} == {("offer", "S03.20")}
    with pytest.raises(Problem, match="no item"):
        desk.products.novelty("нет такого")


def test_the_merged_count_as_one(stage: Stage) -> None:
    desk = desk_of(stage)
    one, _two, _handle = merged(stage, desk)
    seen = desk.white.client(one)
    assert sum(each.turnover.amount for each in seen.cells) == 120_00 + 30_50 + 99_99 + 7_00
    assert desk.work.about(TASK, one) == []
