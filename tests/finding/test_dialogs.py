"""FIND and the form of a client as a person uses them, at 80×24, in Russian (S03.51–S03.55, U07, U08)."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui.app_under_test import grid, quiet, stands, table, text, unlocked
from tests.tui.fake_desk import FakeDesk, name_of
from tui.app import Outcome
from tui.desk.port_newcomers import Elsewhere, Home
from tui.screens.card import CardScreen
from tui.screens.clients import ClientsScreen
from tui.screens.dialogs.client_form import ClientForm
from tui.screens.dialogs.criteria import CriteriaDialog
from tui.screens.dialogs.doubles import DoublesDialog, ElsewhereDialog, HomeDialog
from tui.screens.dialogs.edit import EditDialog
from tui.screens.dialogs.find import FindDialog
from tui.screens.dialogs.overwrite import FieldsDialog, OverwriteDialog
from tui.widgets.line_field import LineField


async def press(pilot: Pilot[Outcome], *keys: str) -> None:
    """Keys, then a pause longer than any the dialogs make, then everything that follows."""
    await pilot.press(*keys)
    await pilot.pause(0.35)
    await quiet(pilot)


def field(pilot: Pilot[Outcome], name: str) -> LineField:
    return pilot.app.screen.query_one(f"#field-{name}", LineField)


async def test_every_hit_shows_its_reason_and_the_letters_that_match() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await press(pilot, "f2", *"ромашка-8")
        line = next(line for line in grid(pilot) if "Ромашка-8" in line)
        assert "начало" in line
        strips = pilot.app.screen._compositor.render_strips()
        marked = {
            segment.text
            for strip in strips
            for segment in strip
            if segment.style is not None and segment.style.underline and "Ромашка-8" in segment.text
        }
        assert "Ромашка-8" in marked


async def test_a_keystroke_is_answered_in_the_drawing_thread_where_that_is_cheap() -> None:
    desk = FakeDesk()
    desk.finding.ready_now = True
    async with unlocked(desk) as pilot:
        await pilot.press("f2")
        await quiet(pilot)
        desk.threads.clear()
        await pilot.press(*"ром")
        assert desk.finding.asked[-3:] == ["р", "ро", "ром"]
        assert desk.threads == set(), "no worker was asked"
        assert table(pilot).length > 0


async def test_one_clear_hit_is_taken_by_enter_and_a_chosen_line_too() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await press(pilot, "f2", *"10070")
        await press(pilot, "enter")
        assert stands(pilot, CardScreen)
        await press(pilot, "escape", "f2", *"ромашка")
        await press(pilot, "down", "enter")
        assert stands(pilot, CardScreen)


async def test_a_question_whose_dialog_was_closed_meanwhile_is_not_asked() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await pilot.press("f2", *"te")
        dialog = pilot.app.screen
        assert isinstance(dialog, FindDialog)
        await pilot.press("escape")
        await quiet(pilot)
        dialog._ask_worker()
        await quiet(pilot)
        assert stands(pilot, ClientsScreen) and pilot.app.incident is None  # type: ignore[attr-defined]


async def test_S03_52_several_hits_open_the_criteria_that_narrow_live() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await press(pilot, "f2", *"ромашка")
        await press(pilot, "enter")
        assert stands(pilot, CriteriaDialog)
        before = table(pilot).length
        await press(pilot, "tab", *"тверь")
        assert 0 < table(pilot).length < before
        assert all("Тверь" in line for line in grid(pilot) if "Ромашка" in line)
        assert "подход" in text(pilot)
        await press(pilot, "enter")
        assert stands(pilot, CardScreen)


async def test_S03_51_nobody_found_offers_to_create_with_what_was_typed() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await press(pilot, "f2", *"зюзюкин")
        assert "завести «зюзюкин»" in text(pilot)
        await press(pilot, "enter")
        assert stands(pilot, ClientForm)
        assert field(pilot, "name").text == "зюзюкин"
        await press(pilot, "enter")
        assert desk.newcomers.created == [("company", {"name": "зюзюкин"}, "aa")]
        assert stands(pilot, CardScreen)
        assert "Клиент в базе" in text(pilot)


async def test_who_may_not_write_is_offered_nothing_to_create() -> None:
    async with unlocked(FakeDesk(role="auditor")) as pilot:
        await press(pilot, "f2", *"зюзюкин")
        assert "завести" not in text(pilot)
        await press(pilot, "enter")
        assert stands(pilot, FindDialog)
        await press(pilot, "escape", "insert")
        assert stands(pilot, ClientsScreen)


async def test_U08_a_finished_identifier_of_another_portfolio_is_announced_and_asked_for_in_one_key() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await press(pilot, "f2", *"770708389")
        await pilot.pause(1.0)
        await quiet(pilot)
        assert "другом портфеле" not in text(pilot)
        await press(pilot, "3")
        await pilot.pause(1.0)
        await quiet(pilot)
        assert "другом портфеле, спросите: Уварова Ю. А." in text(pilot)
        await press(pilot, "f8")
        assert desk.finding.requested == ["7707083893"]
        assert "Запрос доступа отправлен: Уварова Ю. А." in text(pilot)


async def test_U08_a_name_is_probed_only_when_somebody_would_create_it() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await press(pilot, "f2", *"чужой")
        await pilot.pause(1.0)
        await quiet(pilot)
        assert "другом портфеле" not in text(pilot)
        await press(pilot, "enter")
        assert stands(pilot, FindDialog)
        assert "другом портфеле" in text(pilot)
        await press(pilot, "enter")
        assert stands(pilot, ClientForm), "another client of that name may still be added"


async def test_S03_51_a_client_found_from_a_field_fills_the_form_in_one_step() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await press(pilot, "insert", *"10070")
        await press(pilot, "down", *"77")
        await press(pilot, "up", "f2")
        assert stands(pilot, FindDialog)
        assert pilot.app.screen.query_one(LineField).text == "10070"
        await press(pilot, "enter")
        assert stands(pilot, ClientForm)
        assert field(pilot, "name").text == name_of(70)
        assert field(pilot, "inn").text == "7707083893"
        assert "+7 9** ***-**-67" in text(pilot)
        await press(pilot, "ctrl+я")  # Ctrl+Z on the Russian layout
        assert field(pilot, "name").text == "10070"
        assert field(pilot, "inn").text == "77"


async def test_S03_54_the_button_changes_with_the_record() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await press(pilot, "insert")
        assert "Добавится в постоянные клиенты" in text(pilot)
        await press(pilot, "f4")
        assert "Добавить в постоянные клиенты" in text(pilot)
        await press(pilot, *"10070", "f2")
        await press(pilot, "enter")
        assert "Редактировать постоянного клиента" in text(pilot)
        await press(pilot, "f4")
        assert stands(pilot, EditDialog)
        await press(pilot, "escape", "f9")
        assert stands(pilot, FindDialog), "the button «Клиенты» opens the list of clients"


async def test_S03_53_leaving_without_save_or_without_the_mark_adds_nothing() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await press(pilot, "insert", *"Новая", "escape")
        assert stands(pilot, ClientsScreen)
        await press(pilot, "insert", *"Новая", "f4", "enter")
        assert "Ничего не записано" in text(pilot)
        assert desk.newcomers.created == []
        await press(pilot, "f4", "enter")
        assert len(desk.newcomers.created) == 1


async def test_a_double_is_shown_while_one_types_and_asked_about_at_save() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await press(pilot, "insert", *"Ромашка-8")
        assert "F8 Возможно, в базе" in text(pilot)
        await press(pilot, "enter")
        assert stands(pilot, DoublesDialog)
        assert "Название: близко +4,0" in text(pilot)
        await press(pilot, "escape")
        assert stands(pilot, ClientForm)
        await press(pilot, "enter", "end", "down", "down", "down", "enter")
        assert [values["name"] for _kind, values, _home in desk.newcomers.created] == ["Ромашка-8"]


async def test_a_double_can_be_taken_instead() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await press(pilot, "insert", *"Ромашка-81")
        await press(pilot, "f8")
        assert field(pilot, "name").text == name_of(80)
        await press(pilot, "enter")
        assert stands(pilot, CardScreen), "nothing differs: nothing is asked"
        assert desk.newcomers.created == []


async def test_U08_a_client_of_another_portfolio_is_asked_about_before_he_is_written() -> None:
    desk = FakeDesk()
    desk.newcomers.probed = Elsewhere(True, ("Уварова Ю. А.",), "7707083893")
    async with unlocked(desk) as pilot:
        await press(pilot, "insert", *"Новая", "enter")
        assert stands(pilot, ElsewhereDialog)
        assert "Уварова Ю. А." in text(pilot)
        await press(pilot, "enter")
        assert stands(pilot, ClientForm)
        assert desk.finding.requested == ["7707083893"]
        assert desk.newcomers.created == []


async def test_a_head_says_whose_client_he_is() -> None:
    desk = FakeDesk()
    desk.newcomers.portfolios = (Home("aa", "Иванова"), Home("bb", "Петров"))
    async with unlocked(desk) as pilot:
        await press(pilot, "insert", *"Новая", "enter")
        assert stands(pilot, HomeDialog)
        await press(pilot, *"петр", "enter")
        assert [home for _kind, _values, home in desk.newcomers.created] == ["bb"]


async def test_a_refused_value_keeps_the_form() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await press(pilot, "insert", "enter")
        assert stands(pilot, ClientForm)
        assert "имя" in text(pilot) or "назв" in text(pilot).lower()
        await press(pilot, *"Новая", "enter")
        assert len(desk.newcomers.created) == 1


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        (("enter",), [{"name", "city"}]),
        (("down", "enter"), []),
        (("down", "down", "enter", "down", "space", "enter"), [{"name"}]),
        (("escape",), []),
    ],
    ids=["overwrite", "only here", "by field", "back"],
)
async def test_S03_55_the_overwrite_question(keys: tuple[str, ...], written: list[set[str]]) -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await press(pilot, "insert", *"10070", "f2")
        await press(pilot, "enter")
        await press(pilot, "!", "down", "down", "down", "down", "down", "!", "enter")
        assert stands(pilot, OverwriteDialog)
        assert f"{name_of(70)}!" in text(pilot)
        await press(pilot, *keys)
        got = [{each.field for each in chosen} for chosen in desk.newcomers.overwritten]
        assert got == written
        assert stands(pilot, ClientForm) == (keys == ("escape",))


async def test_what_a_colleague_changed_meanwhile_is_said_and_not_marked() -> None:
    desk = FakeDesk()
    async with unlocked(desk) as pilot:
        await press(pilot, "insert", *"10070", "f2")
        await press(pilot, "enter")
        desk.newcomers.base_now = {"city": "Псков"}
        await press(pilot, "!", "down", "down", "down", "down", "down", "!", "enter")
        assert "с тех пор изменено" in text(pilot)
        await press(pilot, "enter")
        assert stands(pilot, FieldsDialog)
        await press(pilot, "enter")
        assert [{each.field for each in chosen} for chosen in desk.newcomers.overwritten] == [{"name"}]


async def test_a_person_has_other_fields_than_a_firm() -> None:
    async with unlocked(FakeDesk()) as pilot:
        await press(pilot, "insert")
        assert "КПП" in text(pilot)
        assert "Дата рождения" not in text(pilot)
        await press(pilot, "f7")
        assert "КПП" not in text(pilot)
        assert "Дата рождения" in text(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 16)])
async def test_the_dialogs_fit(size: tuple[int, int]) -> None:
    async with unlocked(FakeDesk(), size=size) as pilot:
        await press(pilot, "f2", *"ромашка")
        await press(pilot, "enter")
        assert stands(pilot, CriteriaDialog)
        if size[1] >= 24:
            assert "Esc закрыть" in text(pilot)
        await press(pilot, "escape", "insert", *"Ромашка-8")
        if size[1] >= 24:
            assert "Enter сохранить" in text(pilot)
            assert "F4" in text(pilot)
        await press(pilot, "enter")
        assert stands(pilot, DoublesDialog)
