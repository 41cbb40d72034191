"""MET and DEP: what is asked of the desk and what stands on the screen."""

from __future__ import annotations

import pytest

from core.wording import numbers
from tests.tui.app_under_test import grid, quiet, text, unlocked
from tests.tui.fake_desk import FakeDesk
from tui.desk.answers_reports import ClaimRow
from tui.screens.metrics_views import claim_lines


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_S03_16_met_shows_ours_and_the_sources_figure(size: tuple[int, int]) -> None:
    async with unlocked(FakeDesk(), start="MET", size=size) as pilot:
        await quiet(pilot)
        shown = text(pilot)
        assert "85 %" in shown
        assert "по формуле источника 90 %" in shown
        assert "≥ 48" in shown
        assert "+30" in shown
        assert "-30" in shown


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_S01_07_met_says_how_many_come_and_go_on_average(size: tuple[int, int]) -> None:
    async with unlocked(FakeDesk(), start="MET", size=size) as pilot:
        await quiet(pilot)
        assert "В среднем за период пришли 4,5, ушли 3,5 (подтверждено 0,5)" in text(pilot)


async def test_S00_10_an_alarm_stands_on_met() -> None:
    async with unlocked(FakeDesk(), start="MET", lang="en") as pilot:
        await quiet(pilot)
        assert "the base only shrinks" in text(pilot)


async def test_S00_11_the_period_goes_round_on_both_layouts() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="MET") as pilot:
        await quiet(pilot)
        for key in ("p", "з", "p", "з"):
            await pilot.press(key)
            await quiet(pilot)
        assert [kind for kind, _, _ in desk.worth.asked] == ["month", "quarter", "year", "week", "month"]


async def test_met_of_one_persons_clients() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="MET") as pilot:
        await quiet(pilot)
        await pilot.press("o")
        await quiet(pilot)
        assert desk.worth.asked[-1][1] == desk.owners()[0]
        assert desk.owners()[0] in grid(pilot)[1]


async def test_S03_100_dep_names_the_band_beside_the_colour() -> None:
    async with unlocked(FakeDesk(), start="DEP") as pilot:
        await quiet(pilot)
        shown = text(pilot)
        assert "!!! критично" in shown
        assert "60,0 %" in shown
        assert "Продайте другим" in shown


async def test_S03_98_what_if_comes_and_goes() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DEP") as pilot:
        await quiet(pilot)
        await pilot.press("w")
        await quiet(pilot)
        assert "75,0 % критично" in text(pilot)
        await pilot.press("ц")
        await quiet(pilot)
        assert desk.worth.asked[-1] == ("dependency", None, None)
        assert "75,0 %" not in text(pilot)


async def test_enter_on_dep_shows_what_the_share_is_made_of_then_the_card() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DEP") as pilot:
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.reports.asked == [("share", f"{0:032x}")]
        assert "РН-9" in text(pilot)
        assert "сумму всех положительных" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert "Обзор" in text(pilot)


VIEWS = (
    ("Первая продажа", "Перекос", "в 6,0 раза", "без следующего шага: 7"),
    ("интернет", "Взято", "1,4 млн", "144 тыс."),
    ("окт 2026", "20 40 %", "Растут быстро"),
    ("обращения", "постоянные", "90 тыс.", "Выше черты"),
    ("по сегментам", "48 тыс."),
    ("400 тыс.", "Ромашка-1", "250 тыс."),
    ("у нас: 6,0", "мало данных", "на 5 п.", "цитата"),
)
"""What stands on each further view: S01.03–04 with S03.42 and S04.01, S01.19 with S04.03–06, S00.12, S03.06, S03.08,
U30, S03.17."""


async def test_S00_12_S01_03_S01_04_S01_19_S03_06_S03_08_S03_17_S04_06_U30_views_of_met() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="MET", size=(80, 30)) as pilot:
        await quiet(pilot)
        for number, wanted in enumerate(VIEWS):
            await pilot.press("м" if number % 2 else "right")
            await quiet(pilot)
            shown = text(pilot).replace("\u00a0", " ")
            assert [each for each in wanted if each not in shown] == [], shown
            if "по сегментам" in wanted:
                await pilot.press("е", "t")
                await quiet(pilot)
        assert [by for what, by in desk.reports.asked if what == "trend"] == ["segment", "manager", "product"]
        await pilot.press("plus", "minus", "minus")
        await quiet(pilot)
        assert "на 4 п." in text(pilot).replace("\u00a0", " ")
        await pilot.press("left", "у")
        await quiet(pilot)
        await pilot.press("down", "down", *"500000", "enter")
        await quiet(pilot)
        assert desk.plans.written == [("2026-11", "500000", "", "")]


async def test_S03_41_S03_07_spending_calculator_and_rates_are_typed_on_met() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="MET") as pilot:
        await quiet(pilot)
        await pilot.press("т")
        await quiet(pilot)
        await pilot.press("right", "down", *"пять", "enter")
        await quiet(pilot)
        assert "«пять»" in text(pilot)
        await pilot.press("ctrl+u", *"700", "enter")
        await quiet(pilot)
        assert desk.spending.written == [{"kind": "retention", "money": "700"}]
        await pilot.press("c")
        await quiet(pilot)
        assert "LTV = 48 000" in text(pilot).replace("\u00a0", " ")
        await pilot.press("ctrl+u", "x")
        await quiet(pilot)
        assert "Нужны четыре числа" in text(pilot)
        await pilot.press("escape", "r")
        await quiet(pilot)
        assert "без курса: 3" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("down", *"91", "enter")
        await quiet(pilot)
        assert desk.rates.written == [{"currency": "USD", "rate": "91"}]


async def test_every_figure_on_met_opens_its_evidence() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="MET") as pilot:
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.reports.asked == [("evidence", "acquired")]
        assert "РН-7" in text(pilot)
        assert "первая покупка" in text(pilot)


async def test_S03_98_S03_99_S03_100_S03_101_supplier_groups_levels_and_tasks_on_dep() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="DEP", size=(100, 30)) as pilot:
        await quiet(pilot)
        await pilot.press("ш")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        shown = text(pilot).replace("\u00a0", " ")
        assert "91,5 тыс. ₽" in shown
        assert "110,00 ₽" in shown
        for keys in (("s", "enter"), ("ы",), ("d",)):
            await pilot.press(*keys)
            await quiet(pilot)
        assert [of for _, of, _ in desk.worth.asked] == [None, "d" * 32, None, "Отдел сетей"]
        await pilot.press("v")
        await quiet(pilot)
        assert "критично (держ" in text(pilot)
        await pilot.press("v", "t")
        await quiet(pilot)
        assert desk.worth.packed == [f"{0:032x}"]


async def test_S04_10_S04_05_the_register_of_enquiries() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="ENQ") as pilot:
        await quiet(pilot)
        assert "пропущено" in text(pilot)
        await pilot.press("n")
        await quiet(pilot)
        await pilot.press("down", *"89001234567", "enter")
        await quiet(pilot)
        await pilot.press("down", "x")
        await quiet(pilot)
        await pilot.press(*"отказался", "enter")
        await quiet(pilot)
        await pilot.press("p")
        await quiet(pilot)
        second = f"{1:032x}"
        assert desk.enquiries.done == [
            ("save", "89001234567", ""),
            ("close", second, "отказался"),
            ("client", second),
        ]


async def test_U12_selections_are_saved_and_opened_on_acc() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await pilot.press("space", "S")
        await quiet(pilot)
        await pilot.press(*"мои", "enter")
        await quiet(pilot)
        name, wanted, clients, shared = desk.selections.saved[0]
        assert (name, wanted, len(clients), shared) == ("мои", None, 1, False)
        await pilot.press("щ")
        await quiet(pilot)
        await pilot.press("down", "enter")
        await quiet(pilot)
        assert "спящие" in grid(pilot)[1].lower() or "Отбор" in grid(pilot)[1]


def test_S03_12_the_uplift_stands_beside_those_not_asked_and_the_claim_of_the_source() -> None:
    rows = (ClaimRow("asked", 0.2, 5, 0.05, 0.15), ClaimRow("innovators", 0.01, 200))
    lines = [piece[0] for line in claim_lines(rows, None, 100) for piece in line]
    told = " ".join(lines).replace("\xa0", " ")
    for figure in (numbers.share(0.2, 1), numbers.share(0.2 - 0.05, 1), numbers.share(0.15)):
        assert figure.replace("\xa0", " ") in told
    assert len(claim_lines(rows, None, 100)) == 5
