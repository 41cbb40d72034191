"""Campaigns at the desk, over a real store and a mail server on loopback (exchange §4)."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator

import msgspec
import pytest

from core.entities.outreach import MailServer
from core.entities.people import ContactPoint
from core.problem import ExitCode, Problem
from storage.vault.books.people import PERSON
from storage.vault.books.work import ACTIVITY
from tests.desk.following import follow
from tests.desk.mail_room import Box, at_noon, head_of, person, post_office, ready
from tests.desk.test_merged_base import desk_of
from tests.vault.stage import Stage, refs
from tui.desk import outreach_batches
from tui.desk.desk import Desk

Office = tuple[Box, MailServer]


@pytest.fixture(scope="module")
def offices() -> Iterator[Office]:
    with post_office() as opened:
        yield opened


@pytest.fixture
def office(offices: Office, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Office:
    box, server = offices
    box.__init__()  # type: ignore[misc]
    at_noon(stage)
    monkeypatch.setattr(outreach_batches, "sleep", stage.clock.pass_seconds)
    return box, server


def states(desk: Desk, campaign: str) -> dict[str, tuple[str, str]]:
    """Client → state and what the last step noted."""
    return {each.client: (each.state, each.said) for each in desk.outreach.show(campaign).recipients}


def client(desk: Desk, ref: str) -> str:
    return refs(desk.session)[ref].hex()


def test_S03_38_S03_72_a_list_becomes_letters_and_every_step_is_kept(stage: Stage, office: Office) -> None:
    box, server = office
    desk = head_of(stage)
    one, _ = person(desk, "C-1", "one@a.example")
    two, _ = person(desk, "C-2", "two@b.example", surname="Лунина", given="Анна", patronymic="Павловна")
    made = ready(desk, server, [one, two], kind="prices")
    assert box.to == ["news@firma.example"]
    done = desk.outreach.run(made.id, "")
    assert (done.sent, done.later, done.unknown, done.campaign.state) == (2, 0, 0, "done")
    assert sorted(box.to[1:]) == ["one@a.example", "two@b.example"]
    by_address = {str(each["To"]): each for each in box.letters}
    letter = by_address["two@b.example"]
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes) and body.decode().startswith("Уважаемая Анна Павловна!")
    lines = {each.client_id: each for each in desk.outreach.show(made.id).recipients}
    token = lines[two].id
    assert token in str(letter["Message-ID"]) and letter["X-Kartoteka-Recipient"] == token
    assert letter["Auto-Submitted"] == "auto-generated"
    assert str(letter["List-Unsubscribe"]).startswith("<mailto:news@firma.example")
    assert f"news+{token}@firma.example" in box.senders
    contacts = [each.fields for each in desk.work.about(ACTIVITY, one)]
    assert [(each.kind, each.two_way) for each in contacts] == [("mailing", False)]
    told = " ".join(row.text for row in desk.work.timeline(one) if row.kind == "mailing")
    assert all(word in told for word in ("Осень: в очереди", "Осень: отправляется", "Осень: отправлено. 250"))
    assert [(each.kind, each.sent) for each in desk.outreach.shares()] == [("prices", 2)]
    with pytest.raises(Problem, match="not at that step"):
        desk.outreach.run(made.id, "")


def test_no_letter_leaves_without_consent_with_kind_and_day(stage: Stage, office: Office) -> None:
    box, server = office
    desk = head_of(stage)
    one, _ = person(desk, "C-1", "one@a.example")
    two, _ = person(desk, "C-2", "two@b.example", agreed=False)
    made = ready(desk, server, [one, two])
    assert desk.outreach.show(made.id).checks == {"ready": 1, "no_consent": 1}
    desk.outreach.run(made.id, "")
    assert box.to[1:] == ["one@a.example"]
    assert set(states(desk, made.id).values()) >= {("skipped", "no_consent")}


def test_an_optout_outlives_the_person_and_his_consent(stage: Stage, office: Office) -> None:
    box, _server = office
    desk = head_of(stage)
    one, who = person(desk, "C-1", "one@a.example")
    desk.outreach.opt_out(one, who, "просил не писать")
    with pytest.raises(Problem, match="for ever") as told:
        desk.outreach.agree(one, who, "form")
    assert told.value.exit_code == ExitCode.REFUSED
    desk.persons.remove(one, who)
    two, again = person(desk, "C-2", "ONE@A.example", agreed=False)
    stored = desk.work.named(PERSON, bytes.fromhex(again))
    points = tuple(_agreed(each) for each in stored.fields.points)
    desk.work.change(PERSON, stored, points=points)
    made = desk.outreach.new("Осень", [two])
    assert desk.outreach.show(made.id).checks == {"optout": 1}
    assert box.letters == []


def test_S03_33_an_unknown_mailbox_is_put_on_hold_and_gets_no_other_letter(stage: Stage, office: Office) -> None:
    box, server = office
    box.answers = {"gone@a.example": "550 5.1.1 no such user"}
    desk = head_of(stage)
    one, who = person(desk, "C-1", "gone@a.example")
    two, _ = person(desk, "C-2", "two@b.example")
    made = ready(desk, server, [one, two])
    done = desk.outreach.run(made.id, "")
    assert (done.sent, done.refused, done.campaign.state) == (1, 1, "done")
    again = desk.outreach.new("Зима", [one])
    assert desk.outreach.show(again.id).checks == {"hold": 1}
    assert [row.id for row in desk.quality.rows() if row.kind == "bounced"] == [one], (
        "S03.33: seen in the care of cards"
    )
    desk.outreach.release(one, who)
    assert not [row for row in desk.quality.rows() if row.kind == "bounced"]
    assert desk.outreach.show(again.id).checks == {"ready": 1}


def test_a_passing_refusal_is_tried_again_and_the_third_puts_the_address_on_hold(stage: Stage, office: Office) -> None:
    box, server = office
    box.answers = {"grey@a.example": "451 4.7.1 try later"}
    desk = head_of(stage)
    one, _ = person(desk, "C-1", "grey@a.example")
    made = ready(desk, server, [one])
    first = desk.outreach.run(made.id, "")
    assert (first.refused, first.later, first.campaign.state) == (1, 1, "running")
    assert desk.outreach.run(made.id, "").refused == 0
    for hours in (1, 2):
        stage.clock.pass_seconds(hours * 3600)
        last = desk.outreach.run(made.id, "")
    assert (last.later, last.campaign.state) == (0, "done")
    assert [state for state, _ in states(desk, made.id).values()] == ["hard"]
    assert desk.outreach.show(desk.outreach.new("Зима", [one]).id).checks == {"hold": 1}


def test_no_letter_leaves_in_quiet_hours_where_the_recipient_is(stage: Stage, office: Office) -> None:
    box, server = office
    desk = head_of(stage)
    one, _ = person(desk, "C-1", "one@a.example")
    made = ready(desk, server, [one])
    stage.clock.pass_seconds(10 * 3600)
    night = desk.outreach.run(made.id, "")
    assert (night.sent, night.later, night.campaign.state) == (0, 1, "running")
    assert len(box.letters) == 1
    stage.clock.pass_seconds(14 * 3600)
    assert desk.outreach.run(made.id, "").sent == 1


def test_no_letter_leaves_with_an_empty_or_unknown_placeholder(stage: Stage, office: Office) -> None:
    box, server = office
    desk = head_of(stage)
    one, _ = person(desk, "C-1", "one@a.example")
    two, _ = person(desk, "C-2", "two@b.example", given="", patronymic="")
    with pytest.raises(Problem, match="Nobody can fill in"):
        desk.outreach.new("Осень", [one], text="{цена}")
    made = ready(desk, server, [one, two], text="{имя_отчество}, добрый день.")
    desk.outreach.run(made.id, "")
    assert box.to[1:] == ["one@a.example"]
    assert ("skipped", "placeholder") in states(desk, made.id).values()


def test_nobody_gets_a_campaign_twice(stage: Stage, office: Office) -> None:
    box, server = office
    desk = head_of(stage)
    one, _ = person(desk, "C-1", "same@a.example")
    two, _ = person(desk, "C-2", "Same@A.example")
    made = ready(desk, server, [one, two, one])
    desk.outreach.run(made.id, "")
    assert [each.lower() for each in box.to[1:]] == ["same@a.example"]
    assert sorted(said for _, said in states(desk, made.id).values())[-1] == "twice"


def test_an_address_that_changed_since_the_approval_gets_nothing(stage: Stage, office: Office) -> None:
    box, server = office
    desk = head_of(stage)
    one, who = person(desk, "C-1", "one@a.example")
    made = ready(desk, server, [one])
    desk.persons.save(one, who, {"email": "new@a.example"})
    desk.outreach.agree(one, who, "form")
    desk.outreach.run(made.id, "")
    assert box.to[1:] == []
    assert list(states(desk, made.id).values()) == [("skipped", "changed")]


def test_a_third_mailing_within_a_month_is_one_too_many(stage: Stage, office: Office) -> None:
    _box, server = office
    desk = head_of(stage)
    one, _ = person(desk, "C-1", "one@a.example")
    for _ in range(2):
        made = ready(desk, server, [one])
        assert desk.outreach.run(made.id, "").sent == 1
    third = desk.outreach.new("Ещё", [one])
    assert desk.outreach.show(third.id).checks == {"too_often": 1}
    stage.clock.pass_seconds(31 * 86_400)
    assert "too_often" not in desk.outreach.show(third.id).checks


def test_a_server_that_drops_after_data_leaves_one_unknown_that_is_not_sent_again(stage: Stage, office: Office) -> None:
    box, server = office
    desk = head_of(stage)
    one, _ = person(desk, "C-1", "drop@a.example")
    two, _ = person(desk, "C-2", "two@b.example")
    made = ready(desk, server, [one, two])
    box.after_data = lambda to: "drop" if to.startswith("drop") else None
    done = desk.outreach.run(made.id, "")
    assert (done.sent, done.unknown, done.campaign.state) == (1, 1, "running")
    assert desk.outreach.run(made.id, "").sent == 0
    assert box.to.count("drop@a.example") == 1
    unknown = next(each for each in desk.outreach.show(made.id).recipients if each.state == "unknown")
    desk.outreach.settle(unknown.id, "sent")
    assert desk.outreach.run(made.id, "").campaign.state == "done"


def test_a_server_that_is_down_or_wants_protection_touches_no_letter(stage: Stage, office: Office) -> None:
    _box, server = office
    desk = head_of(stage)
    one, _ = person(desk, "C-1", "one@a.example")
    made = ready(desk, server, [one])
    for broken, told in ((_with(server, port=1), "does not answer"), (_with(server, security="starttls"), "protected")):
        desk.outreach.set_server(broken)
        with pytest.raises(Problem, match=told):
            desk.outreach.run(made.id, "geheim")
        assert desk.outreach.show(made.id).campaign.state == "approved"
    desk.outreach.set_server(server)
    assert desk.outreach.run(made.id, "").sent == 1


def test_a_pause_stops_it_and_who_cancels_ends_it(stage: Stage, office: Office) -> None:
    box, server = office
    desk = head_of(stage)
    clients = [person(desk, ref, f"{n}@a.example")[0] for n, ref in enumerate(("C-1", "C-2"))]
    made = ready(desk, server, clients)

    def pause(_to: str) -> None:
        desk.outreach.pause(made.id)

    box.after_data = pause
    assert (desk.outreach.run(made.id, "").sent, len(box.letters)) == (1, 2)
    assert desk.outreach.cancel(made.id).state == "cancelled"
    assert sorted(state for state, _ in states(desk, made.id).values()) == ["cancelled", "sent"]
    with pytest.raises(Problem):
        desk.outreach.run(made.id, "")


def test_a_manager_does_not_approve_and_sees_his_own_recipients(stage: Stage, office: Office) -> None:
    _box, server = office
    ivan = desk_of(stage)
    one, _ = person(ivan, "C-1", "one@a.example")
    made = ivan.outreach.new("Осень", [one])
    for forbidden in (lambda: ivan.outreach.approve(made.id), lambda: ivan.outreach.set_server(server)):
        with pytest.raises(Problem) as told:
            forbidden()
        assert told.value.exit_code == ExitCode.REFUSED
    assert head_of(stage).outreach.show(made.id).checks == {"ready": 1}


def test_a_clean_end_is_demanded_of_every_step(stage: Stage, office: Office) -> None:
    box, server = office
    desk = head_of(stage)
    one, _ = person(desk, "C-1", "one@a.example")
    desk.outreach.set_server(server)
    made = desk.outreach.new("Осень", [one])
    with pytest.raises(Problem, match="not at that step"):
        desk.outreach.run(made.id, "")
    desk.outreach.approve(made.id)
    with pytest.raises(Problem, match="test letter"):
        desk.outreach.run(made.id, "")
    assert box.letters == []


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.vault.stage import cheap_derivation, secret_of
from storage.vault.premises import open_premises
from tui.desk.desk import Desk
import datetime as dt
now = [int(sys.argv[3])]
def clock():
    now[0] += 1
    return now[0]
with cheap_derivation():
    desk = Desk(open_premises(Path(sys.argv[1]), clock), dt.date(2026, 3, 1))
    desk.unlock("boris", secret_of("boris"))
    desk.outreach.run(sys.argv[2], "")
"""


def test_a_kill_in_the_middle_and_a_resume_reach_each_exactly_once_or_ask(stage: Stage, office: Office) -> None:
    box, server = office
    desk = head_of(stage)
    clients = [person(desk, ref, f"{n}@a.example")[0] for n, ref in enumerate(("C-1", "C-2", "C-3"))]
    made = ready(desk, server, clients)
    child: list[subprocess.Popen[bytes]] = []

    def kill(_to: str) -> str | None:
        if len(box.letters) == 3:
            os.kill(child[0].pid, signal.SIGKILL)
        return None

    box.after_data = kill
    words = [sys.executable, "-c", textwrap.dedent(KILLED), str(stage.path), made.id, str(stage.clock.now_us)]
    child.append(subprocess.Popen(words))
    assert child[0].wait(60) == -signal.SIGKILL
    stage.clock.pass_seconds(60)
    follow(desk)
    done = desk.outreach.run(made.id, "")
    assert (done.sent, done.unknown) == (1, 1)
    assert sorted(box.to[1:]) == ["0@a.example", "1@a.example", "2@a.example"]
    assert sorted(state for state, _ in states(desk, made.id).values()) == ["sent", "sent", "unknown"]


def _with(server: MailServer, **fields: object) -> MailServer:
    return msgspec.structs.replace(server, **fields)


def _agreed(point: ContactPoint) -> ContactPoint:
    day = (dt.date(2025, 5, 1) - dt.date(1970, 1, 1)).days
    return msgspec.structs.replace(point, consent=True, consent_kind="form", consent_day=day)
