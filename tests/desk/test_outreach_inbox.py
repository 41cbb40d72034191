"""What comes back to the mailbox of mailings is marked once and at the right person (exchange §4)."""

from __future__ import annotations

from pathlib import Path

from tests.desk.mail_room import at_noon, head_of, person, post_office, ready
from tests.outreach.returned import answer, bounce, complaint, unsubscribe
from tests.vault.stage import Stage


def test_S03_73_bounces_complaints_and_answers_of_a_mailbox_are_marked_once(stage: Stage, tmp_path: Path) -> None:
    at_noon(stage)
    desk = head_of(stage)
    people = [person(desk, f"C-{n}", f"{n}@a.example") for n in (1, 2, 3)]
    with post_office() as (_box, server):
        made = ready(desk, server, [client for client, _ in people])
        assert desk.outreach.run(made.id, "").sent == 3
    token = {each.client_id: each.id for each in desk.outreach.show(made.id).recipients}
    gone, answered, angry = (token[client] for client, _ in people)
    mailbox = tmp_path / "mbox"
    letters = (bounce(server.sender, gone), answer(answered), complaint(server.sender, angry), answer("0" * 32))
    mailbox.write_text("".join(letters))
    told = desk.outreach.take_in(str(mailbox))
    assert (told.bounced, told.replied, told.complained, told.known, told.unknown) == (1, 1, 1, 0, 1)
    states = {each.id: (each.state, each.said) for each in desk.outreach.show(made.id).recipients}
    assert states[gone] == ("hard", "5.1.1 smtp; 550 5.1.1 unknown user")
    assert (states[answered][0], states[angry][0]) == ("replied", "complained")
    again = desk.outreach.new("Зима", [client for client, _ in people])
    assert desk.outreach.show(again.id).checks == {"ready": 1, "hold": 1, "optout": 1}
    assert desk.outreach.take_in(str(mailbox)).known == 3
    (client, who), *_ = people
    desk.outreach.release(client, who)
    assert desk.outreach.show(again.id).checks == {"ready": 2, "optout": 1}
    mailbox.write_text(unsubscribe(answered))
    assert desk.outreach.take_in(str(mailbox)).unsubscribed == 1
    assert desk.outreach.show(again.id).checks == {"ready": 1, "optout": 2}
    shares = desk.outreach.shares()
    assert [(each.sent, each.answered) for each in shares] == [(3, 1)]


def test_a_new_address_is_not_held_for_the_bounce_of_the_old_one(stage: Stage, tmp_path: Path) -> None:
    at_noon(stage)
    desk = head_of(stage)
    client, who = person(desk, "C-1", "old@a.example")
    with post_office() as (_box, server):
        made = ready(desk, server, [client])
        desk.outreach.run(made.id, "")
    handle = desk.outreach.show(made.id).recipients[0].id
    desk.persons.save(client, who, {"email": "new@a.example"})
    desk.outreach.agree(client, who, "form")
    (tmp_path / "mbox").write_text(bounce(server.sender, handle))
    assert desk.outreach.take_in(str(tmp_path / "mbox")).bounced == 1
    assert desk.outreach.show(desk.outreach.new("Зима", [client]).id).checks == {"ready": 1}
