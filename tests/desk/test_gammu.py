"""SMS of a campaign through a real gammu-smsd with its dummy modem: states and parts as it has them (issue 8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from core.outreach.channels import sms_parts
from scripts.tortures.gammu import TestGateway
from scripts.tortures.mailing import desk_at, mailing_store, ready_campaign
from tui.desk.desk import Desk

WORDS = ("Ж" * 300, "😀" * 67, "Ждём вас в среду.", "z" * 20, "Ж" * 3, "[" * 5)


def states(desk: Desk, campaign: str) -> Counter[str]:
    return Counter(each.state for each in desk.outreach.show(campaign).recipients)


@pytest.mark.parametrize("messages", [60, pytest.param(200, marks=pytest.mark.long)], ids=["60", "200"])
def test_S03_76_sms_go_through_gammu_once_with_their_parts_and_states(
    program: Callable[[str], Path], tmp_path: Path, messages: int
) -> None:
    gateway = TestGateway(tmp_path / "gammu", program("gammu-smsd"))
    outbox, sent, error = gateway.folders
    path = tmp_path / "firm.store"
    mailing_store(path, [f"+7495{number:07d}" for number in range(1_000_000, 1_000_000 + messages)], "phone")
    desk = desk_at(path)
    desk.outreach.set_gateway(*map(str, gateway.folders))
    campaign = ready_campaign(desk, channel="sms")
    for recipient, words in zip(desk.outreach.show(campaign).recipients, WORDS, strict=False):
        desk.outreach.personal(recipient.id, words)
    assert desk.outreach.run(campaign, "").sent == messages
    texts = {each.name: each.read_text() for each in outbox.iterdir()}
    assert len(texts) == messages

    with gateway.running():
        gateway.wait_until(lambda: len(list(sent.iterdir())) >= messages // 4)
    desk.outreach.collect(campaign)
    halfway = states(desk, campaign)
    assert halfway["delivered"] >= messages // 4 and halfway.total() == messages
    with gateway.running():
        gateway.wait_until(lambda: not list(outbox.iterdir()))
    desk.outreach.collect(campaign)
    # The dummy modem refuses nothing; what a message in the folder of errors means is tested without it.
    assert states(desk, campaign) == {"delivered": messages} and not list(error.iterdir())
    assert sorted(each.name for each in sent.iterdir()) == sorted(texts)

    parts = gateway.parts()
    assert parts == {name: sms_parts(text) for name, text in texts.items()}
    assert max(parts.values()) > 3 and min(parts.values()) < max(parts.values())
    desk.close("end")
