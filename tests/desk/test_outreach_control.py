"""A part of the audience is held out, gets nothing, and the campaign is compared with it (issue 8)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.entities.outreach import MailServer
from core.entities.work import Activity
from core.problem import ExitCode, Problem
from core.wording.control import brought, brought_head
from scripts.tortures.mailing import desk_at, mailing_store, ready_campaign
from tests.desk.mail_room import Box, post_office
from tui.desk.desk import Desk
from tui.desk.figures import day_number


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("control") / "firm.store"
    # The last two share an address: whoever writes to one of them reaches the other.
    mailing_store(path, [*(f"p{number}@a.example" for number in range(39)), "p38@a.example"])
    return path


def run(desk: Desk, box: Box, server: MailServer, made: str) -> set[str]:
    """Addresses that got it."""
    desk.outreach.set_server(server)
    desk.outreach.test(made, "")
    desk.outreach.approve(made)
    desk.outreach.run(made, "")
    return set(box.to[1:])


def test_S03_73_who_is_held_out_gets_nothing_and_is_compared_with_the_others(firm: Path) -> None:
    desk = desk_at(firm)
    clients = [each.hex() for each in desk.base.ids]
    made = desk.outreach.new("Осень", clients, "congratulation")
    with pytest.raises(Problem, match="between 1 and 50"):
        desk.outreach.hold_out(made.id, 60)
    desk.outreach.save_form(made.id, {**{f.name: f.value for f in desk.outreach.form(made.id)}, "control": "30"})
    shown = desk.outreach.show(made.id)
    held = {each.client_id for each in shown.recipients if each.said == "control"}
    assert len(held) in (12, 13) and shown.campaign.control == len(held)
    assert shown.checks["ready"] == 27, "who share an address are held out together, or one letter goes to both"
    with pytest.raises(Problem, match="drawn once"):
        desk.outreach.hold_out(made.id, 30)
    assert "control" not in {each.name for each in desk.outreach.form(made.id)}
    with pytest.raises(Problem) as told:
        desk.outreach.results(made.id)
    assert told.value.exit_code == ExitCode.REFUSED
    with post_office() as (box, server):
        got = run(desk, box, server, made.id)
    addresses = {client: f"p{min(number, 38)}@a.example" for number, client in enumerate(clients)}
    assert not got & {addresses[each] for each in held}
    written = [each for each in clients if addresses[each] in got]
    today = day_number(desk.today_date())
    for each in written[:6]:
        desk.work.log_contact(each, Activity(kind="call", day=today, two_way=True))
    desk.work.log_contact(min(held), Activity(kind="meeting", day=today))
    first = next(each for each in desk.outreach.show(made.id).recipients if each.client_id == written[10])
    desk.outreach.settle(first.id, "replied")
    answer = desk.outreach.results(made.id)
    assert (answer.written, answer.held, answer.days, answer.enough) == (len(got), len(held), 0, True)
    assert (answer.answered.written, answer.answered.held) == (7, 1)
    assert (answer.met.written, answer.met.held, answer.bought.written) == (0, 1, 0)
    assert answer.met.low is not None and answer.met.low < 0 < (answer.met.high or 0) and not answer.met.clear
    lines = [brought_head(answer), *(text for text, _clear in brought(answer))]
    assert lines[0].startswith(f"Написали {len(got)}, контрольных {len(held)}")
    assert len(lines) == 5 and all("может быть случайно" in each or "не случайно" in each for each in lines[1:])
    desk.close("end")


def test_nobody_is_held_out_of_a_handful_nor_after_the_approval(firm: Path) -> None:
    desk = desk_at(firm)
    one = desk.outreach.new("Один", [desk.base.ids[0].hex()], "congratulation")
    with pytest.raises(Problem, match="too few"):
        desk.outreach.hold_out(one.id, 10)
    with pytest.raises(Problem) as told:
        desk.outreach.hold_out(ready_campaign(desk), 10)
    assert told.value.exit_code == ExitCode.REFUSED
    desk.close("end")
