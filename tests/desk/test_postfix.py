"""A campaign through a real postfix on loopback, killed on the way: each gets his letter exactly once (issue 8)."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts.tortures import postfix
from scripts.tortures.mailing import desk_at, mailing_store, ready_campaign
from scripts.tortures.postfix import GOOD, PUT_OFF, REFUSED, RETURNED, TestPostfix
from storage.audit.log import now_us
from tui.desk.desk import Desk

RUN = """
import sys
from pathlib import Path
from scripts.tortures.mailing import desk_at
desk_at(Path(sys.argv[1])).outreach.run(sys.argv[2], "")
"""
_MARK = re.compile(rb"^X-Kartoteka-Recipient: ([0-9a-f]{32})\r?$", re.MULTILINE)
_TO = re.compile(rb"^To: (\S+)\r?$", re.MULTILINE)
_HOUR_US = 3600 * 1_000_000


@pytest.fixture
def office(program: Callable[[str], Path]) -> Iterator[TestPostfix]:
    program("postfix")
    if os.geteuid() != 0:
        pytest.skip(postfix.NEEDS_ROOT)
    with postfix.post_office() as opened:
        yield opened


class Later:
    """The clock of the machine, moved on."""

    def __init__(self) -> None:
        self.hours = 0

    def __call__(self) -> int:
        return now_us() + self.hours * _HOUR_US


def addresses(letters: int) -> list[str]:
    """Three in a hundred unknown, half of them found out later; two in a hundred put off."""
    odd = {3: REFUSED, 23: RETURNED, 143: REFUSED, 43: RETURNED, 63: PUT_OFF, 83: PUT_OFF, 163: PUT_OFF, 183: PUT_OFF}
    odd |= {103: REFUSED, 123: RETURNED}
    return [f"p{number}@{odd.get(number % 200, GOOD)}" for number in range(letters)]


def killed_on_the_way(path: Path, campaign: str, office: TestPostfix, after: int) -> None:
    """A run in a process of its own that is killed once so many letters have come."""
    run = subprocess.Popen([sys.executable, "-c", RUN, str(path), campaign])
    box = office.delivered / "new"
    while run.poll() is None and (not box.exists() or sum(1 for _ in box.iterdir()) < after):
        time.sleep(0.002)
    with contextlib.suppress(ProcessLookupError):
        os.kill(run.pid, signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL, "the run had ended before it could be killed: give it more letters"


def lines(desk: Desk, campaign: str) -> dict[str, tuple[str, str]]:
    """Recipient → state and what the last step noted."""
    return {each.id: (each.state, each.said) for each in desk.outreach.show(campaign).recipients}


def came(office: TestPostfix) -> Counter[str]:
    """Recipient → letters of his that lie in the boxes."""
    found = (_MARK.search(each) for each in office.letters(office.delivered))
    return Counter(each[1].decode() for each in found if each is not None)


def written_to(office: TestPostfix) -> list[str]:
    """Addresses on the letters that came."""
    found = (_TO.search(each) for each in office.letters(office.delivered))
    return [each[1].decode() for each in found if each is not None]


@pytest.mark.parametrize(
    ("letters", "kills"), [(120, 2), pytest.param(1_000, 5, marks=pytest.mark.long)], ids=["120", "1000"]
)
def test_each_recipient_gets_his_letter_exactly_once_through_postfix_and_kills(
    office: TestPostfix, tmp_path: Path, letters: int, kills: int
) -> None:
    path, to = tmp_path / "firm.store", addresses(letters)
    domains = Counter(each.partition("@")[2] for each in to)
    mailing_store(path, to)
    clock = Later()
    desk = desk_at(path, clock)
    desk.outreach.set_server(office.server)
    campaign = ready_campaign(desk)
    desk.outreach.test(campaign, "")
    office.wait_for(office.returned, 1)
    for number in range(kills):
        killed_on_the_way(path, campaign, office, (number + 1) * letters // (kills + 2))
    desk.pulse()
    answer = desk.outreach.run(campaign, "")
    good = domains[GOOD]
    assert answer.unknown <= kills and not list(tmp_path.glob("*.sending-*"))
    time.sleep(0.5)
    settle_by_hand(desk, campaign, office, good)
    office.wait_for(office.returned, 1 + domains[RETURNED])
    desk.outreach.take_in(str(office.returned))
    grey_list_opens(desk, campaign, office, clock, good + domains[PUT_OFF])

    found, boxes = lines(desk, campaign), came(office)
    assert set(boxes.values()) == {1}, "nobody got it twice"
    assert sorted(written_to(office)) == sorted(each for each in to if each.endswith((GOOD, PUT_OFF)))
    states = Counter(state for state, _ in found.values())
    assert states == {"sent": good + domains[PUT_OFF], "hard": domains[REFUSED] + domains[RETURNED]}
    assert {each for each, (state, _) in found.items() if state == "sent"} == set(boxes)
    assert all("5.1.1" in said for state, said in found.values() if state == "hard")
    again = desk.outreach.new("Ещё", [each.hex() for each in desk.base.ids], "congratulation")
    dead = domains[REFUSED] + domains[RETURNED]
    assert desk.outreach.show(again.id).checks == {"ready": letters - dead, "hold": dead}
    desk.close("end")


def settle_by_hand(desk: Desk, campaign: str, office: TestPostfix, good: int) -> None:
    """What a person does about the letters nobody knows of: he asks whether they came, and has the others sent."""
    boxes = came(office)
    for each, (state, _said) in lines(desk, campaign).items():
        if state == "unknown":
            desk.outreach.settle(each, "sent" if boxes[each] else "queued")
    desk.outreach.run(campaign, "")
    office.wait_for(office.delivered, good)


def grey_list_opens(desk: Desk, campaign: str, office: TestPostfix, clock: Later, letters: int) -> None:
    """The domain that put off takes letters an hour later."""
    assert Counter(state for state, _ in lines(desk, campaign).values())["soft"] > 0
    assert desk.outreach.run(campaign, "").sent == 0, "not before its time"
    office.put_off("OK")
    clock.hours = 1
    assert desk.outreach.run(campaign, "").campaign.state == "done"
    office.wait_for(office.delivered, letters)
