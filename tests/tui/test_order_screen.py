"""The form of an order as a person meets it: from CARD Заказы, in both sizes and languages."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id
from tests.tui.fake_orders import ORDER
from tui.app import Outcome
from tui.desk.port_wizard import SourceView
from tui.safe_text import width_of
from tui.screens.card import CardScreen
from tui.screens.dialogs.earlier import EarlierDialog
from tui.screens.dialogs.ticks import TicksDialog
from tui.screens.order import OrderScreen
from tui.screens.order_import import OrderImportScreen


async def opened(pilot: Pilot[Outcome]) -> None:
    """The order by hand on the tab of orders of the first client."""
    await pilot.press("enter", "right", "right", "right")
    await quiet(pilot)
    await pilot.press("enter")
    await quiet(pilot)


def last(desk: FakeDesk) -> tuple[object, ...]:
    """What was asked last."""
    return desk.orders.written[-1]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("lang", ["ru", "en"])
async def test_S03_46_the_form_shows_lines_services_people_and_its_buttons(size: tuple[int, int], lang: str) -> None:
    async with unlocked(FakeDesk(), size=size, lang=lang) as pilot:
        await pilot.press("enter", "right", "right", "right")
        await quiet(pilot)
        assert ("от руки" if lang == "ru" else "by hand") in text(pilot) and "З-17" in text(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, OrderScreen)
        shown = text(pilot)
        for told in (
            "З-17",
            "Поездка в Казань",
            "Болты",
            "Орехов Пётр",
            "Зоя",
            "1 500,00" if lang == "ru" else "1,500",
        ):
            assert told in shown.replace("\u00a0", " "), told
        for button in ("Импорт", "Из другого заказа") if lang == "ru" else ("Import", "From another order"):
            assert button in shown
        assert all(width_of(line) == size[0] for line in grid(pilot))


async def test_S03_46_a_new_order_and_one_over_a_document_of_accounting() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await pilot.press("enter", "right", "right", "right")
        await quiet(pilot)
        await pilot.press("т")  # n on the Russian layout
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert "нужен номер" in text(pilot)
        await pilot.press(*"З-18", "enter")
        await quiet(pilot)
        assert stands(pilot, OrderScreen)
        assert desk.orders.written == [("head", "", {"number": "З-18", "day": "2026-11-02"}, "")]
        await pilot.press("escape", "down", "f4")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.orders.written[-1][3] == "РН-4000" and stands(pilot, OrderScreen)


async def test_S03_46_lines_and_people_are_added_changed_and_taken_out() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await opened(pilot)
        await pilot.press("n", *"Гайки", "enter")
        await quiet(pilot)
        await pilot.press("ч")  # x on the Russian layout
        await quiet(pilot)
        await pilot.press("tab", "n")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert stands(pilot, TicksDialog)
        await pilot.press("enter")
        await quiet(pilot)
        await pilot.press("enter", "space", "enter")
        await quiet(pilot)
        await pilot.press("x")
        await quiet(pilot)
        assert desk.orders.written == [
            ("item", "", {"product_name": "Гайки", "amount": ""}),
            ("drop item", "1"),
            ("people", ("03" * 16,), ("1",), ""),
            ("bind", "01" * 16, ()),
            ("drop person", "01" * 16),
        ]


async def test_S03_63_from_another_order_by_number_or_by_ticked_criteria() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await opened(pilot)
        await pilot.press("щ", "enter")  # o on the Russian layout
        await pilot.press(*"п-7", "enter")
        await quiet(pilot)
        await pilot.press("space", "enter", "enter")
        await quiet(pilot)
        assert desk.orders.written == [
            ("search", {"number": "п-7"}, ORDER), ("people", ("06" * 16,), ("1",), "00" * 16),
        ]  # fmt: skip
        await pilot.press("o", "down", "enter")
        await quiet(pilot)
        assert stands(pilot, EarlierDialog)
        await pilot.press("enter")
        await quiet(pilot)
        assert last(desk)[:2] == ("search", {})
        await pilot.press(*"2026-11-01", "tab", "tab", "tab", "tab", "tab", "tab", *"Ёлк", "enter")
        await quiet(pilot)
        assert last(desk) == ("search", {"created": "2026-11-01..", "surname": "Ёлк"}, ORDER)
        await pilot.press("enter", "enter", "enter")
        await quiet(pilot)
        assert last(desk) == ("people", ("05" * 16, "06" * 16), ("1",), "00" * 16)
        assert stands(pilot, OrderScreen)


async def test_S03_64_a_pasted_list_goes_through_the_import_into_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, asked = FakeDesk(), list[int]()
    async with unlocked(desk) as pilot:
        await opened(pilot)
        await pilot.press("ш")  # i on the Russian layout
        await quiet(pilot)
        assert stands(pilot, OrderImportScreen)
        screen = pilot.app.screen
        assert isinstance(screen, OrderImportScreen)
        monkeypatch.setattr(screen, "go", lambda number: asked.append(number))
        screen.begun(SourceView("вставлено"))
        await quiet(pilot)
        monkeypatch.undo()
        assert asked == [1] and desk.orders.written == [("people wanted",)]
        screen.go(len(screen.STEPS) - 1)
        await quiet(pilot)
        assert "Орехова Зоя" in text(pilot) and "Ошибка: 1" in text(pilot)
        await pilot.press("n")
        await quiet(pilot)
        await pilot.press("enter")
        await quiet(pilot)
        assert desk.orders.written == [("people wanted",), ("staged", ("1",))]
        assert stands(pilot, OrderScreen) and "В заказ: 1" in text(pilot)


async def test_S03_46_a_session_that_only_reads_shows_the_order_and_writes_nothing() -> None:
    desk = FakeDesk()
    async with unlocked(desk, read_only=True) as pilot:
        await opened(pilot)
        await pilot.press("n", "i", "x", "o", "e")
        await quiet(pilot)
        assert stands(pilot, OrderScreen) and not desk.orders.written
        await pilot.press("escape")
        await quiet(pilot)
        assert stands(pilot, CardScreen) and pilot.app.screen.client_id == client_id(0)  # type: ignore[attr-defined]
