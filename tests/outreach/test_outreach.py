"""Campaigns, recipients, placeholders, quiet hours: the pure part (exchange §4)."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.entities.outreach import Campaign, Recipient
from core.entities.people import ContactPoint, Person
from core.outreach.campaign import checked, edited, moved, tried, was_tested
from core.outreach.checks import Candidate, counted, obstacles
from core.outreach.letter import fill_letter, name_in_case, unknown_placeholders
from core.outreach.pace import Pace
from core.outreach.quiet import may_disturb, zone_of
from core.outreach.recipient import refused, stepped
from core.problem import Problem
from core.rules import DEFAULT
from core.wording import set_language
from core.wording.outreach import TEMPLATE_KINDS, new_item, template

ME = b"m" * 16
MOSCOW = ZoneInfo("Europe/Moscow")
PETR = Person(surname="Мышь", given="Пётр", patronymic="Ильич")
DRAFT = Campaign(name="Осень", subject="Цены", text="{обращение}!", audience=(b"1" * 16,))
READY = Candidate(address="a@b.ru", tag=b"t", planned_tag=b"t", agreed=True)


def test_a_campaign_runs_only_approved_and_tested_and_a_change_undoes_both() -> None:
    with pytest.raises(Problem, match="not at that step"):
        moved(DRAFT, "running", 1, ME)
    approved = moved(DRAFT, "approved", 1, ME)
    with pytest.raises(Problem, match="test letter"):
        moved(approved, "running", 2, ME)
    ready = tried(approved, 2, ME)
    assert moved(ready, "running", 3, ME).state == "running"
    changed = edited(ready, 3, ME, text="другое")
    assert (changed.state, was_tested(changed)) == ("draft", False)
    with pytest.raises(Problem, match="make a new one"):
        edited(moved(ready, "running", 3, ME), 4, ME, text="другое")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"audience": ()}, "needs clients"),
        ({"subject": " "}, "subject"),
        ({"text": ""}, "text"),
        ({"name": ""}, "name"),
        ({"text": "х" * 20_001}, "too long"),
        ({"text": "<p class=MsoNormal><span lang=RU>{обращение}!<o:p></o:p></span></p>"}, "marks of a web page"),
        ({"text": "Цены<!--[if gte mso 9]><xml></xml><![endif]-->"}, "marks of a web page"),
        ({"text": 'Список: <a href="https://x.example">здесь</a>'}, "marks of a web page"),
    ],
)
def test_a_campaign_without_what_it_needs_is_not_kept(fields: dict[str, object], told: str) -> None:
    with pytest.raises(Problem, match=told):
        checked(msgspec.structs.replace(DRAFT, **fields))


@pytest.mark.parametrize("text", ["Пишите: <news@firma.example>", "x < 3, y > 2", "<Привет>", "<бр>"])
def test_brackets_that_are_no_markup_stay(text: str) -> None:
    assert checked(msgspec.structs.replace(DRAFT, text=text)).text == text


def test_a_letter_is_claimed_before_it_is_sent_and_never_claimed_twice() -> None:
    one = stepped(Recipient(campaign=b"c"), "queued", 1, ME)
    claimed = stepped(one, "sending", 2, ME, message_id="<1@x>")
    for state in ("sending", "cancelled", "skipped"):
        with pytest.raises(Problem):
            stepped(claimed, state, 3, ME)
    unknown = stepped(claimed, "unknown", 3, ME)
    with pytest.raises(Problem):
        stepped(unknown, "sending", 4, ME)
    assert [each.state for each in unknown.steps] == ["queued", "sending", "unknown"]


def test_passing_refusals_wait_longer_each_time_and_the_third_ends_it() -> None:
    one = stepped(stepped(Recipient(campaign=b"c"), "queued", 0, ME), "sending", 0, ME)
    first = refused(one, 0, ME, "451", DEFAULT.mail_soft_limit)
    second = refused(stepped(first, "sending", 0, ME), 0, ME, "451", DEFAULT.mail_soft_limit)
    third = refused(stepped(second, "sending", 0, ME), 0, ME, "451", DEFAULT.mail_soft_limit)
    assert [(each.state, each.next_us // 60_000_000) for each in (first, second, third)] == [
        ("soft", 15),
        ("soft", 60),
        ("hard", 0),
    ]


def test_names_stand_in_their_case_and_nothing_is_guessed() -> None:
    text = "{обращение}! Передайте {имя_отчество:дательный} из {компания}."
    filled = fill_letter(text, PETR, "ООО «Луч»")
    assert filled.text == "Уважаемый Пётр Ильич! Передайте Петру Ильичу из ООО «Луч»."
    assert filled.missing == ()
    by_hand = msgspec.structs.replace(PETR, cases=(("дательный", "Петру-Ильичу"),), salutation="Пётр, привет")
    assert fill_letter(text, by_hand, "х").text.startswith("Пётр, привет! Передайте Петру-Ильичу")
    unknown = Person(surname="Коваленко", given="Саша")
    assert fill_letter("{обращение}", unknown, "х").text == "Здравствуйте"
    assert name_in_case(unknown, "dative") == ""
    assert fill_letter("{salutation}", PETR, "х").text == "Dear Пётр Ильич"


def test_an_unknown_or_empty_placeholder_stops_the_letter() -> None:
    assert fill_letter("{имя_отчество} {компания} {личное} {цена}", Person(surname="Мышь"), " ").missing == (
        "{имя_отчество}",
        "{компания}",
        "{личное}",
        "{цена}",
    )
    assert unknown_placeholders("{обращение} {имя_отчество:дательный} {компания:x} {имя:} {}") == (
        "{компания:x}",
        "{имя:}",
        "{}",
    )
    long = msgspec.structs.replace(PETR, given="Я" * 5_000)
    assert len(fill_letter("{имя_отчество}", long, "x").text) == 5_006


def test_what_a_client_writes_into_his_name_is_no_placeholder() -> None:
    sly = Person(given="{компания}", salutation="{личное}")
    assert fill_letter("{обращение} {имя_отчество}", sly, "Тайна", note="секрет").text == "{личное} {компания}"


def test_quiet_hours_are_those_of_the_recipient() -> None:
    siberia = zone_of(["+7 903 222-11-22", "8 (383) 222-11-22"], MOSCOW)
    assert str(siberia) == "Asia/Novosibirsk"
    assert zone_of(["нет", "+7 903 222-11-22"], MOSCOW) is MOSCOW
    morning = dt.datetime(2026, 3, 3, 6, 30, tzinfo=MOSCOW)
    assert may_disturb(morning, siberia, ()) and not may_disturb(morning, MOSCOW, ())
    assert not may_disturb(morning, siberia, {dt.date(2026, 3, 3)})
    assert not may_disturb(dt.datetime(2026, 3, 7, 12, tzinfo=MOSCOW), MOSCOW, ())


def test_a_clock_change_moves_the_quiet_hours_with_it() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for day, hour in ((27, 8), (30, 7)):
        opening = dt.datetime(2026, 3, day, hour, 0, tzinfo=dt.UTC)
        assert may_disturb(opening, berlin, ()), day
        assert not may_disturb(opening - dt.timedelta(minutes=1), berlin, ()), day


@given(
    st.lists(
        st.builds(
            Candidate,
            address=st.sampled_from(["", "a@b.ru"]),
            tag=st.sampled_from([b"1", b"2", b"3"]),
            planned_tag=st.sampled_from([b"1", b"2", b"3"]),
            agreed=st.booleans(),
            optout=st.booleans(),
            hold=st.booleans(),
            already=st.booleans(),
            mailings=st.integers(0, 3),
            missing=st.sampled_from([(), ("{x}",)]),
            awake=st.booleans(),
        )
    )
)
def test_of_any_audience_only_those_get_a_letter_whom_nothing_forbids(audience: list[Candidate]) -> None:
    found = obstacles(audience)
    ready = [each for each, obstacle in zip(audience, found, strict=True) if obstacle is None]
    for each in ready:
        assert each.address and each.agreed and each.awake and each.tag == each.planned_tag
        assert not (each.optout or each.hold or each.already or each.missing)
        assert each.mailings < DEFAULT.mail_cap
    assert len({each.tag for each in ready}) == len(ready)
    assert not {each.tag for each in ready} & {
        each.tag for each, what in zip(audience, found, strict=True) if what == "already"
    }
    assert sum(counted(found).values()) == len(audience)


def test_an_address_is_agreed_only_with_kind_and_day() -> None:
    bare = ContactPoint("email", "a@b.ru", consent=True)
    assert not bare.agreed
    assert msgspec.structs.replace(bare, consent_kind="form", consent_day=20_000).agreed
    assert not msgspec.structs.replace(bare, consent=False, consent_kind="form", consent_day=20_000).agreed


@pytest.mark.parametrize("language", ["ru", "en"])
def test_S03_38_six_ready_letters_in_both_languages(language: str) -> None:
    set_language(language)  # type: ignore[arg-type]
    try:
        letters = [template(kind) for kind in TEMPLATE_KINDS]
    finally:
        set_language("ru")
    assert len(set(letters)) == 6
    for subject, text in letters:
        filled = fill_letter(f"{subject}\n{text}", PETR, "ООО «Луч»", "Ждём в среду.")
        assert filled.missing == () and "{" not in filled.text
        assert any("а" <= char <= "я" for char in text) is (language == "ru")


def test_ready_twins_of_an_address_get_one_letter() -> None:
    assert obstacles([READY, READY]) == [None, "twice"]
    assert obstacles([READY, msgspec.structs.replace(READY, already=True)]) == ["twice", "already"]


def test_letters_leave_no_faster_than_so_many_a_minute_and_an_hour() -> None:
    pace, now = Pace(DEFAULT.changed(mail_per_minute=2, mail_per_hour=3)), 0
    left = []
    for _ in range(5):
        now = pace.next_us(now)
        pace.left(now)
        left.append(now // 1_000_000)
    assert left == [0, 0, 60, 3600, 3600]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_S03_90_the_letter_about_a_new_product_names_it_and_fills_itself(language: str) -> None:
    set_language(language)  # type: ignore[arg-type]
    subject, text = new_item("Мыло {компания}\nжидкое " + "х" * 300)
    filled = fill_letter(f"{subject}\n{text}", PETR, "ООО «Луч»")
    assert filled.missing == () and "Мыло (компания) жидкое" in filled.text and "ООО «Луч»" in filled.text
    checked(msgspec.structs.replace(DRAFT, subject=subject, text=text))
    assert unknown_placeholders(subject + text) == ()
