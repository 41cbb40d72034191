"""Every channel of a campaign at the desk: SMS, calls, meetings, publications, pilots, figures (S03.76)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from core.entities.client import ClientCard
from core.problem import ExitCode, Problem
from storage.outlets.sms import Spool
from storage.vault.books.people import PERSON
from storage.vault.books.work import ACTIVITY, TASK
from tests.desk.mail_room import CONSENT_DAY, at_noon, head_of, person
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import Stage, import_cards, refs
from tui.desk.desk import Desk

PHONE = "+7 495 123-45-67"


@pytest.fixture
def noon(stage: Stage) -> Stage:
    at_noon(stage)
    return stage


def with_phone(desk: Desk, ref: str, phone: str = PHONE, agreed: bool = True) -> tuple[str, str]:
    client, handle = person(desk, ref, f"{ref.lower()}@a.example")
    desk.persons.save(client, handle, {"phone": phone})
    if agreed:
        desk.outreach.agree(client, handle, "form", CONSENT_DAY, "анкета", "sms")
    return client, handle


def gateway(desk: Desk, folder: Path) -> tuple[Path, Path, Path]:
    folders = tuple(folder / name for name in ("outbox", "sent", "error"))
    for each in folders:
        each.mkdir()
    desk.outreach.set_gateway(*map(str, folders))
    return folders  # type: ignore[return-value]


def sms(desk: Desk, clients: list[str], **words: str) -> str:
    made = desk.outreach.new("Осень", clients, "prices", channel="sms", **words)  # type: ignore[arg-type]
    return desk.outreach.approve(made.id).id


def states(desk: Desk, campaign: str) -> dict[str, str]:
    return {each.client_id: each.state for each in desk.outreach.show(campaign).recipients}


def test_S03_76_an_sms_is_a_file_for_the_gateway_and_its_folder_says_what_became_of_it(
    noon: Stage, tmp_path: Path
) -> None:
    desk = head_of(noon)
    outbox, sent, error = gateway(desk, tmp_path)
    one, _ = with_phone(desk, "C-1")
    two, _ = with_phone(desk, "C-2", "8 (383) 222-11-22")
    bare, _ = with_phone(desk, "C-3", "+7 495 765-43-21", agreed=False)
    made = sms(desk, [one, two, bare])
    assert desk.outreach.show(made).checks == {"ready": 2, "no_consent": 1}
    done = desk.outreach.run(made, "")
    assert (done.sent, done.skipped, done.campaign.state) == (2, 1, "done")
    files = sorted(outbox.iterdir())
    assert [each.name.split("_")[3] for each in files] == ["+73832221122", "+74951234567"]
    assert all(each.name.startswith("OUTC20260303_") and each.suffix == ".txtd" for each in files)
    assert files[1].read_text().startswith("Уважаемый Пётр Ильич! Наши цены меняются.")
    files[0].rename(error / files[0].name)
    files[1].rename(sent / files[1].name)
    desk.outreach.collect(made)
    assert states(desk, made) == {one: "delivered", two: "hard", bare: "skipped"}
    assert [each.fields.kind for each in desk.work.about(ACTIVITY, one)] == ["sms"]


def test_S03_76_an_sms_that_was_claimed_before_a_crash_is_not_written_twice(
    noon: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = head_of(noon)
    outbox, _sent, _error = gateway(desk, tmp_path)
    written, _ = with_phone(desk, "C-1")
    lost, _ = with_phone(desk, "C-2", "8 (383) 222-11-22")
    put, calls = Spool.put, []

    def dies(self: Spool, name: str, text: str) -> None:
        calls.append(name)
        if "+7495" in name:
            put(self, name, text)
        raise KeyboardInterrupt

    made = sms(desk, [written, lost])
    monkeypatch.setattr(Spool, "put", dies)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            desk.outreach.run(made, "")
    monkeypatch.setattr(Spool, "put", put)
    done = desk.outreach.run(made, "")
    assert (done.sent, done.unknown, len(list(outbox.iterdir()))) == (0, 1, 1)
    assert states(desk, made) == {written: "sent", lost: "unknown"}
    assert len(calls) == 2


def test_a_full_spool_leaves_the_message_in_the_queue(
    noon: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = head_of(noon)
    outbox, _sent, _error = gateway(desk, tmp_path)
    one, _ = with_phone(desk, "C-1")
    made = sms(desk, [one])
    monkeypatch.setattr("storage.outlets.sms.SPOOL_MAX", 0)
    with pytest.raises(Problem, match="takes no more"):
        desk.outreach.run(made, "")
    assert states(desk, made) == {one: "queued"} and not list(outbox.iterdir())
    with pytest.raises(Problem, match="missing"):
        desk.outreach.set_gateway(str(tmp_path / "nowhere"), str(outbox), str(outbox))


def test_S03_76_calls_become_tasks_of_whoever_leads_the_client_and_end_with_a_result(noon: Stage) -> None:
    desk = head_of(noon)
    one, who = with_phone(desk, "C-1", agreed=False)
    nobody = refs(desk.session)["C-3"].hex()
    due = dt.date(2026, 3, 10)
    made = desk.outreach.new("Осень", [one, nobody], "prices", channel="call", due=due)
    assert desk.outreach.show(made.id).checks == {"ready": 1, "no_address": 1}
    with pytest.raises(Problem, match="not at that step"):
        desk.outreach.run(made.id, "")
    desk.outreach.approve(made.id)
    answer = desk.outreach.run(made.id, "")
    assert (answer.sent, answer.skipped, answer.campaign.state) == (1, 1, "done")
    tasks = [each.fields for each in desk.work.about(TASK, one) if each.fields.link.hex() == made.id]
    staff = {each.id: each.login for each in desk.session.staffing.staff()}
    due_day = (due - dt.date(1970, 1, 1)).days
    assert [(each.kind, each.due, staff[each.owner]) for each in tasks] == [("call", due_day, "ivan")]
    assert "Орехов" in tasks[0].text
    row = desk.outreach.show(made.id)
    handle = next(each.id for each in row.recipients if each.client_id == one)
    desk.outreach.settle(handle, "replied", "берёт")
    assert [each.fields.state for each in desk.work.about(TASK, one)] == ["done"]
    assert [(each.fields.kind, each.fields.two_way) for each in desk.work.about(ACTIVITY, one)] == [("call", True)]
    shown = desk.outreach.show(made.id).campaign
    assert (shown.reached, shown.answered, who != "") == (1, 1, True)


def test_S03_76_a_task_of_a_meeting_closed_elsewhere_counts_as_held(noon: Stage) -> None:
    desk = head_of(noon)
    client = refs(desk.session)["C-1"].hex()
    made = desk.outreach.new("Осень", [client], "invitation", channel="meeting")
    desk.outreach.approve(made.id)
    desk.outreach.run(made.id, "", lambda _done, _total: True)
    task = desk.work.about(TASK, client)[0].fields
    assert task.kind == "meeting"
    desk.work.close(task.id.hex(), "встретились")
    assert states(desk, made.id) == {client: "sent"}
    assert desk.campaign_figures.figures().rates[0].sent == 1


def test_a_stopped_hand_out_makes_no_task(noon: Stage) -> None:
    desk = head_of(noon)
    client = refs(desk.session)["C-1"].hex()
    made = desk.outreach.new("Осень", [client], "invitation", channel="meeting")
    desk.outreach.approve(made.id)
    assert desk.outreach.run(made.id, "", lambda _done, _total: False).later == 1
    assert desk.work.about(TASK, client) == [] and states(desk, made.id) == {client: "planned"}


def test_S03_76_the_text_of_a_site_speaks_to_nobody_and_its_publication_is_kept(noon: Stage) -> None:
    desk = head_of(noon)
    client = refs(desk.session)["C-1"].hex()
    with pytest.raises(Problem, match="Everybody reads"):
        desk.outreach.new("Осень", [client], text="{обращение}!", channel="site")
    made = desk.outreach.new("Осень", [client], "prices", channel="social")
    assert desk.outreach.show(made.id).recipients == ()
    desk.outreach.approve(made.id)
    with pytest.raises(Problem, match="Nobody is sent"):
        desk.outreach.run(made.id, "")
    with pytest.raises(Problem, match="not come yet"):
        desk.outreach.publish(made.id, "vk.example/1", dt.date(2027, 1, 1))
    row = desk.outreach.save_publication(made.id, {"link": "vk.example/1", "date": "01.03.2026"})
    told = row.publications[0]
    assert (row.state, told.day, told.link) == ("done", dt.date(2026, 3, 1), "vk.example/1")
    assert told.who == next(each.name for each in desk.session.staffing.staff() if each.login == "boris")


def test_S03_76_who_likes_the_channel_is_chosen_among_several_people(noon: Stage) -> None:
    desk = head_of(noon)
    client, _first = with_phone(desk, "C-1")
    _client, second = person(desk, "C-1", "two@a.example", surname="Лунина", given="Анна", patronymic="Павловна")
    desk.outreach.prefer(client, second, "email")
    shown = desk.outreach.show(desk.outreach.new("Осень", [client]).id).recipients
    assert [(each.person.split()[0], each.prefers) for each in shown] == [("Лунина", "email")]
    with pytest.raises(Problem, match="use one of"):
        desk.outreach.prefer(client, second, "pigeon")


def test_S03_19_an_optout_of_sms_holds_for_calls_to_the_same_number(noon: Stage) -> None:
    desk = head_of(noon)
    one, who = with_phone(desk, "C-1")
    two, _ = with_phone(desk, "C-2", "8 495 123 45 67")
    desk.outreach.opt_out(one, who, "просил", "sms")
    for channel in ("sms", "call"):
        made = desk.outreach.new("Осень", [one, two], channel=channel)
        assert desk.outreach.show(made.id).checks == {"optout": 2}
    assert desk.outreach.show(desk.outreach.new("Осень", [one]).id).checks == {"ready": 1}


def test_S02_15_a_pilot_goes_to_the_clients_of_chosen_colleagues_and_is_handed_on(noon: Stage) -> None:
    import_cards(noon.enter("petr"), "Юг", ClientCard("Южная", external_id="S-1"))
    desk = head_of(noon)
    clients = [each.hex() for each in refs(desk.session).values()]
    ivan = next(each.id.hex() for each in desk.session.staffing.staff() if each.login == "ivan")
    mine = {each for each in clients if desk.outreach.leader(each).hex() == ivan}
    made = desk.outreach.new("Проба", clients, "prices", channel="meeting", pilot=[ivan])
    assert set(states(desk, made.id)) == mine and mine < set(clients)
    with pytest.raises(Problem) as told:
        desk.outreach.handed_on(made.id)
    assert told.value.exit_code == ExitCode.REFUSED
    desk.outreach.approve(made.id)
    desk.outreach.run(made.id, "")
    rest = desk.outreach.handed_on(made.id)
    assert set(states(desk, rest.id)) == set(clients) - mine and rest.state == "draft"


def test_S03_22_S03_19_lists_of_stages_and_segments_and_the_calendar(noon: Stage) -> None:
    desk = head_of(noon)
    client = refs(desk.session)["C-1"].hex()
    stage = desk.deals.stages()[0]
    desk.deals.save_deal(client, "", {"subject": "поставка", "amount": "100"})
    segments = {each.code: each.clients for each in desk.campaign_figures.segments()}
    assert segments[f"deal:{stage}"] == 1
    assert desk.campaign_figures.clients_of(f"deal:{stage}") == [client]
    with pytest.raises(Problem):
        desk.campaign_figures.clients_of("level:none")
    made = desk.outreach.new("Весна", [client], due=dt.date(2026, 4, 1))
    desk.outreach.save_form(made.id, {"name": "Весна", "subject": "Т", "text": "а¶б", "due": "02.04.2026"})
    found = desk.campaign_figures.figures()
    assert found.months[3].campaigns == ((dt.date(2026, 4, 2), "Весна", "commercial", False),)
    assert desk.outreach.show(made.id).text == "а\nб"
    assert all(not each.enough for each in found.cadence)


def test_S03_22_personal_words_reach_the_letter_of_one_alone(noon: Stage) -> None:
    desk = head_of(noon)
    one, _ = person(desk, "C-1", "one@a.example")
    two, _ = person(desk, "C-2", "two@b.example")
    made = desk.outreach.new("Осень", [one, two], "prices")
    handles = {each.client_id: each.id for each in desk.outreach.show(made.id).recipients}
    desk.outreach.personal(handles[one], "Спасибо за встречу.")
    assert "Уважаемый Пётр Ильич!\n\nСпасибо за встречу.\n\nНаши" in desk.outreach.letter(handles[one]).text
    assert "Спасибо" not in desk.outreach.letter(handles[two]).text
    desk.outreach.agreed(handles[two], "contract")
    desk.outreach.preferred(handles[two], "call")
    stored = desk.work.about(PERSON, two)[0].fields
    assert (stored.prefers, stored.points[0].consent_kind) == ("call", "contract")
    desk.outreach.refused(handles[two])
    assert desk.outreach.show(made.id).checks == {"ready": 1, "optout": 1}


def test_S03_71_a_colleague_sees_of_a_campaign_only_his_own(noon: Stage) -> None:
    desk = head_of(noon)
    clients = [each.hex() for each in refs(desk.session).values()]
    made = desk.outreach.new("Осень", clients, channel="meeting")
    ivan = desk_of(noon)
    mine = {each.client_id for each in ivan.outreach.show(made.id).recipients}
    assert mine and mine < set(clients)


def test_S03_38_today_tells_the_head_what_waits_for_him_and_the_author_what_is_left(noon: Stage) -> None:
    ivan = desk_of(noon)
    client = refs(ivan.session)["C-1"].hex()
    made = ivan.outreach.new("Весна", [client], channel="meeting", due=dt.date(2026, 1, 5))

    def told(desk: Desk) -> list[tuple[str, str, bool]]:
        return [(each.client, each.text, each.red) for each in desk.today().reminders if each.kind == "campaign"]

    assert told(ivan) == []
    head = head_of(noon)
    assert told(head) == [("Весна", "Ждёт вашего согласия", True)]
    head.outreach.approve(made.id)
    assert told(head) == []
    assert told(ivan) == [("Весна", "Согласована, ещё не начата", True)]
    ivan.outreach.run(made.id, "")
    assert told(ivan) == []
