"""Channels, personal words, publications, figures of campaigns: the pure part (S03.18, S03.19, S03.76, S04.09)."""

from __future__ import annotations

import pytest

from core.entities.outreach import Campaign, Recipient
from core.entities.people import ContactPoint, Person
from core.outreach.campaign import moved, published
from core.outreach.channels import point_for, sms_parts
from core.outreach.figures import ContactCost, Touch, cadence, rates, sales_after, useful_share
from core.outreach.letter import fill_letter, with_note
from core.outreach.recipient import held, led, stepped
from core.problem import Problem
from core.rules import DEFAULT

ME = b"m" * 16
PETR = Person(given="Пётр", patronymic="Ильич")


@pytest.mark.parametrize(
    ("text", "parts"),
    [("", 0), ("Ж" * 70, 1), ("Ж" * 71, 2), ("Ж" * 134, 2), ("Ж" * 135, 3), ("z" * 160, 1), ("z" * 161, 2),
     ("z" * 159 + "[", 2), ("😀" * 35, 1), ("😀" * 36, 2), ("😀" * 67, 3), ("z" * 152 + "[" + "z" * 8, 2),
     ("z" * 152 + "[" + "z" * 152, 3)],
)  # fmt: skip
def test_S03_76_an_sms_is_counted_as_the_network_counts_it(text: str, parts: int) -> None:
    assert sms_parts(text) == parts


def test_S03_76_a_channel_takes_the_point_he_prefers_then_the_one_he_agreed_to() -> None:
    agreed = ContactPoint("phone", "2", consent=True, consent_kind="form", consent_day=1)
    person = Person(given="А", points=(ContactPoint("phone", "1"), agreed, ContactPoint("email", "a@b.ru")))
    assert point_for(person, "sms") is agreed
    assert point_for(person, "email") is person.points[2]
    assert point_for(person, "site") is None and point_for(person, "meeting") is None


def test_S03_22_personal_words_stand_where_the_text_says_or_below_the_salutation() -> None:
    assert with_note("{обращение}!\n\nТекст", "Спасибо") == "{обращение}!\n\nСпасибо\n\nТекст"
    assert with_note("Текст", " Спасибо ") == "Текст\n\nСпасибо"
    assert with_note("Раз {личное} два", "Спасибо") == "Раз {личное} два"
    assert with_note("Раз", " ") == "Раз"
    sly = fill_letter(with_note("Раз", "{компания} {цена}"), PETR, "Тайна")
    assert sly.text == "Раз\n\n(компания) (цена)" and not sly.missing


def test_S03_76_a_publication_needs_approval_and_a_place_and_can_be_repeated() -> None:
    post = Campaign(name="Осень", channel="social", text="Новые цены")
    with pytest.raises(Problem):
        published(post, 1, "vk.example/1", 1, ME)
    ready = moved(post, "approved", 1, ME)
    with pytest.raises(Problem, match="where it can be read"):
        published(ready, 1, " ", 2, ME)
    once = published(ready, 1, "vk.example/1", 2, ME)
    twice = published(once, 2, "t.example/2", 3, ME)
    assert (twice.state, [each.link for each in twice.publications]) == ("done", ["vk.example/1", "t.example/2"])
    letter = moved(Campaign(name="x", subject="x", text="x", audience=(b"1",)), "approved", 1, ME)
    with pytest.raises(Problem, match="sent, not published"):
        published(letter, 1, "vk.example", 2, ME)


def test_S03_76_a_call_is_held_once_and_its_task_says_so_too() -> None:
    one = stepped(Recipient(campaign=b"c", task=b"t"), "queued", 1, ME)
    assert [led(one, state).state for state in ("open", "done", "dropped", None)] == [
        "queued", "sent", "cancelled", "queued",
    ]  # fmt: skip
    assert held(one, 2, ME, "поговорили").steps[-1].note == "поговорили"
    with pytest.raises(Problem):
        held(stepped(Recipient(campaign=b"c"), "queued", 1, ME), 2, ME, "")


def touch(channel: str, client: int, day: int, answered: bool = False, kind: str = "prices", c: bytes = b"1") -> Touch:
    return Touch(c, channel, kind, client, day, answered)  # type: ignore[arg-type]


def test_S03_18_a_channel_below_a_third_of_the_best_is_doubted_once_it_was_tried_enough() -> None:
    told = [touch("call", n, 1, n < 6) for n in range(12)]
    told += [touch("email", n, 1, n < 1) for n in range(12)]
    told += [touch("sms", n, 1) for n in range(9)]
    found = {each.channel: each for each in rates(told)}
    assert found["call"].rate == 0.5 and not found["call"].doubtful
    assert found["email"].doubtful
    assert not found["sms"].doubtful, "nine messages say nothing yet"
    assert useful_share([*told, touch("email", 1, 1, kind="useful")]) == (1, 34)


def test_S03_19_a_segment_hears_of_three_promotions_in_thirty_days_or_is_marked() -> None:
    today = 100
    told = [touch("email", 1, 99, c=b"a"), touch("email", 2, 95, c=b"b"), touch("email", 1, 70, c=b"c")]
    told.append(touch("email", 1, 98, kind="useful", c=b"u"))
    found = cadence(told, [1, 2, 3], {}, today)
    assert (found.promos, found.reached, found.last, found.enough) == (2, 2, 99, False)
    assert cadence(told, [1, 2, 3], {b"d": 98}, today).enough, "everybody could read what was published"
    assert cadence(told, [3], {}, today).promos == 0
    assert cadence(told, [1, 2], {}, today, DEFAULT.changed(promo_per_month=2)).enough


def test_S04_09_sales_after_a_message_count_once_and_an_unknown_margin_stays_unknown() -> None:
    told = [touch("email", 1, 10), touch("sms", 1, 20, c=b"2")]
    events = [(1, 9, 500, 100), (1, 10, 100, 10), (1, 50, 200, 20), (1, 51, 400, 40), (2, 20, 900, 90)]
    assert sales_after(told, events) == (300, 30)
    assert sales_after(told, [*events, (1, 30, 1, None)]) == (301, None)
    cost = ContactCost(10, 2_000, 300, 30)
    assert (cost.per_contact, cost.margin_per_contact, cost.margin_per_money) == (200, 3, 0.015)
    assert ContactCost(0, 0, 0, None).per_contact is None
