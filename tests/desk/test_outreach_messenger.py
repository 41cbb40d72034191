"""A campaign through messengers: the text is prepared, the network named, a person sends it (U31)."""

from __future__ import annotations

import pytest

from core.problem import Problem
from storage.vault.books.work import ACTIVITY, TASK
from tests.desk.mail_room import CONSENT_DAY, at_noon, head_of, person
from tests.vault.stage import Stage


def test_U31_a_message_is_a_task_with_its_network_for_who_agreed_alone(stage: Stage) -> None:
    at_noon(stage)
    desk = head_of(stage)
    clients = {}
    for ref, handle in (("C-1", "@orekhov"), ("C-2", "@sidorov"), ("C-3", "")):
        client, who = person(desk, ref, f"{ref.lower()}@a.example")
        clients[client] = ref
        if handle:
            desk.persons.save(client, who, {"messenger": handle, "network": "Telegram"})
        if ref == "C-1":
            desk.outreach.agree(client, who, "form", CONSENT_DAY, "анкета", "messenger")
        elif ref == "C-3":
            with pytest.raises(Problem, match="no messenger"):
                desk.outreach.agree(client, who, "form", CONSENT_DAY, "анкета", "messenger")
    made = desk.outreach.new("Осень", list(clients), "prices", channel="messenger")
    found = desk.outreach.show(made.id)
    assert found.checks == {"ready": 1, "no_consent": 1, "no_address": 1}
    one = next(client for client, ref in clients.items() if ref == "C-1")
    handle = next(each.id for each in found.recipients if each.client_id == one)
    prepared = desk.outreach.letter(handle)
    assert prepared.text.startswith("Уважаемый Пётр Ильич!")
    desk.outreach.approve(made.id)
    assert desk.outreach.run(made.id, "").sent == 1
    tasks = [each.fields for each in desk.work.about(TASK, one)]
    assert [each.kind for each in tasks] == ["letter"] and "Telegram" in tasks[0].text and "Орехов" in tasks[0].text
    desk.outreach.settle(handle, "replied", "ответил сразу")
    assert [(each.fields.kind, each.fields.two_way) for each in desk.work.about(ACTIVITY, one)] == [("messenger", True)]
