"""CAMP as a person walks through it: from any list to a ready mailing, its steps, its figures."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui.app_under_test import grid, quiet, stands, text, unlocked
from tests.tui.fake_desk import FakeDesk, client_id
from tests.tui.hostile import NAMES
from tui.app import Outcome
from tui.safe_text import width_of
from tui.screens.campaign import CampaignScreen

ONE = f"{0:032x}"


async def press(pilot: Pilot[Outcome], *keys: str) -> str:
    for key in keys:
        await pilot.press(key)
        await quiet(pilot)
    return text(pilot).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(
    ("start", "open_list", "listed", "layout"),
    [
        ("ACC", (), 60, "к"),
        ("ACC", ("space", "space"), 2, "r"),
        ("SEG", (), None, "к"),
        ("REC", (), 60, "r"),
        ("WHITE", (), 60, "к"),
        ("WHITE", ("enter",), 60, "r"),
        ("CAMP", ("right", "right", "down"), 2, "к"),
    ],
)
async def test_S03_72_from_a_list_to_a_ready_mailing_in_at_most_three_keys(
    start: str, open_list: tuple[str, ...], listed: int | None, layout: str
) -> None:
    desk = FakeDesk(60)
    keys = (layout, "4")
    assert len(keys) <= 3
    async with unlocked(desk, start=start) as pilot:
        await quiet(pilot)
        await press(pilot, *open_list)
        shown = await press(pilot, *keys)
        assert stands(pilot, CampaignScreen), shown
        told = desk.outreach.last()
        assert (told[0], told[3], told[4]) == ("new", "prices", "email")
        assert int(told[2]) == (listed or int(told[2]))
        assert "готовы 2" in shown and "нет записи о согласии" in shown and "Уважаемый Пётр Ильич!" in shown


@pytest.mark.parametrize(("size", "lang"), [((80, 24), "ru"), ((120, 40), "en")])
async def test_S03_38_every_view_of_camp_is_read(size: tuple[int, int], lang: str) -> None:
    wanted = {
        "ru": ("Не получат 1: нет записи о согласии", "ничего", "1 из 3", "подходящий ли канал?", "Маржа на контакт"),
        "en": ("Left out 1: no consent", "nothing", "1 of 3", "is this the right channel?", "Margin of a contact"),
    }[lang]
    async with unlocked(FakeDesk(), start="CAMP", size=size, lang=lang) as pilot:
        await quiet(pilot)
        for piece in wanted:
            assert piece in text(pilot).replace("\u202f", " ").replace("\xa0", " "), text(pilot)
            assert all(width_of(line) == size[0] for line in grid(pilot))
            await press(pilot, "right")


async def test_S03_38_a_letter_is_tried_approved_and_sent_step_by_step() -> None:
    desk = FakeDesk(role="head")
    desk.outreach.login = "news"
    async with unlocked(desk, start="CAMP") as pilot:
        await quiet(pilot)
        shown = await press(pilot, "enter")
        assert "t — пробное письмо" in shown
        shown = await press(pilot, "е")
        assert "Пароль почтового сервера" in shown
        await pilot.press(*"geheim")
        shown = await press(pilot, "enter")
        assert desk.outreach.last() == ("test", "geheim") and "a — согласие" in shown
        shown = await press(pilot, "ф")
        assert desk.outreach.last() == ("approve",) and "s — начать" in shown
        shown = await press(pilot, "ы")
        assert "Отправить: 2 клиента?" in shown
        await press(pilot, "д")
        await pilot.press(*"geheim")
        shown = await press(pilot, "enter")
        assert desk.outreach.last() == ("run", "geheim")
        assert "Отправлено: 2" in shown and "отправлено 2" in shown


async def test_a_manager_cannot_approve_and_a_start_is_refused_before_it() -> None:
    desk = FakeDesk(role="manager")
    async with unlocked(desk, start="CAMP") as pilot:
        await quiet(pilot)
        await press(pilot, "enter", "a", "s")
        assert desk.outreach.done == []


async def test_S03_22_personal_words_are_seen_in_the_letter() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="CAMP") as pilot:
        await quiet(pilot)
        await press(pilot, "enter", "т")
        await pilot.press(*"Спасибо")
        shown = await press(pilot, "enter")
        assert desk.outreach.last() == ("note", ONE, "Спасибо")
        assert shown.rstrip().count("Спасибо") == 1


async def test_S03_22_a_campaign_is_made_of_a_stage_of_deals() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="CAMP") as pilot:
        await quiet(pilot)
        shown = await press(pilot, "n")
        assert "Сделки: предложение" in shown
        await press(pilot, "enter", "1")
        assert desk.campaign_figures.asked == ["deal:offer"]
        assert desk.outreach.last()[2:] == ("2", "commercial", "email")


async def test_S03_76_the_channel_turns_and_a_publication_is_recorded() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="ACC") as pilot:
        await quiet(pilot)
        shown = await press(pilot, "r", "left", "left")
        assert "Канал: Группа в соцсети" in shown
        shown = await press(pilot, "1", "a")
        assert "Этот текст читают все" in shown
        await press(pilot, "и")
        await pilot.press(*"vk.example/1")
        shown = await press(pilot, "enter")
        assert desk.outreach.last() == ("publish", "vk.example/1", "2026-11-23")
        assert "Опубликовано: 23.11.2026 vk.example/1 (Иванова)" in shown


async def test_S03_76_a_call_becomes_tasks_and_its_result_is_told() -> None:
    desk = FakeDesk(role="head")
    async with unlocked(desk, start="ACC") as pilot:
        await quiet(pilot)
        await press(pilot, "r", "right", "right", "1", "a", "s")
        shown = await press(pilot, "y")
        assert "Задач создано: 2" in shown and "состоялось 2" in shown
        shown = await press(pilot, "r", "enter")
        assert desk.outreach.last() == ("settle", ONE, "replied")
        assert "ответили 1 (50 %)" in shown


async def test_consent_refusal_preference_and_the_reason_filter() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="CAMP") as pilot:
        await quiet(pilot)
        shown = await press(pilot, "enter", "v")
        assert shown.count("Орехов Пётр") == 1
        await press(pilot, "c", "enter")
        assert desk.outreach.last()[:2] == ("agreed", f"{1:032x}")
        await press(pilot, "w", "enter")
        assert desk.outreach.last() == ("preferred", f"{1:032x}", "email")
        await press(pilot, "d", "y")
        assert desk.outreach.last() == ("refused", f"{1:032x}")


async def test_S03_73_a_mailbox_is_taken_in_from_the_list_of_campaigns() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="CAMP") as pilot:
        await quiet(pilot)
        await press(pilot, "ш")
        await pilot.press(*"box")
        shown = await press(pilot, "enter")
        assert desk.outreach.last() == ("inbox", "box")
        assert "Вернулось 1" in shown and "ответили 1" in shown


async def test_S02_02_the_price_list_opens_from_white_space() -> None:
    async with unlocked(FakeDesk(), start="WHITE") as pilot:
        await quiet(pilot)
        assert "Товары" in await press(pilot, "з")


async def test_hostile_names_in_a_campaign_do_nothing() -> None:
    async with unlocked(FakeDesk(names=NAMES), start="CAMP") as pilot:
        await quiet(pilot)
        await press(pilot, "enter")
        assert all(width_of(line) == 80 and "\x1b" not in line for line in grid(pilot))


async def test_a_session_that_only_reads_makes_nothing() -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="ACC", read_only=True) as pilot:
        await quiet(pilot)
        await press(pilot, "r", "1")
        assert desk.outreach.done == [] and client_id(0)


@pytest.mark.parametrize(("lang", "wanted"), [("ru", "может быть случайно"), ("en", "maybe by chance")])
async def test_S03_73_what_it_brought_against_those_held_out_stands_with_its_uncertainty(
    lang: str, wanted: str
) -> None:
    desk = FakeDesk(role="head")
    desk.outreach.hold_out("", 10)
    desk.outreach.approve("")
    desk.outreach.run("", "")
    async with unlocked(desk, start="CAMP", size=(120, 40), lang=lang) as pilot:
        await quiet(pilot)
        shown = await press(pilot, "enter")
        assert "180" in shown and "+8" in shown and wanted in shown, shown


@pytest.mark.parametrize("layout", ["r", "к"])
async def test_S03_90_S03_72_a_new_product_is_one_key_from_its_mailing(layout: str) -> None:
    desk = FakeDesk()
    async with unlocked(desk, start="GOODS") as pilot:
        await quiet(pilot)
        await pilot.press("slash", *"yjdst vskf", "enter")
        await quiet(pilot)
        await press(pilot, layout)
        assert stands(pilot, CampaignScreen)
        told = desk.outreach.last()
        assert (told[0], told[3], told[4]) == ("new", "new_product", "email") and told[1].startswith("Мыло жидкое")
        offered_to = [each for each in desk.products.novelty("ХИМ-2") if not each.offered]
        assert int(told[2]) == len(offered_to) > 0
