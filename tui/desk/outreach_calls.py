"""Calls and meetings of a campaign: a task for whoever leads the client, with what to say (S03.76)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from core.entities.outreach import Campaign, CampaignChannel
from core.entities.people import ContactPoint
from core.entities.work import Task, TaskKind
from core.outreach.campaign import moved
from core.outreach.recipient import stepped
from core.wording import fill, gettext
from storage.vault.books.outreach import CAMPAIGN, RECIPIENT
from storage.vault.books.people import PERSON
from storage.vault.books.work import TASK
from storage.vault.registers import Stale, Stored
from tui.desk.figures import day_number
from tui.desk.outreach_audience import Audience
from tui.desk.port import Progress
from tui.desk.port_outreach import RunAnswer
from tui.desk.work_records import LINE_MAX, changed_meanwhile

if TYPE_CHECKING:
    from tui.desk.desk import Desk

SOURCE = "S03.76"
_TASKS: dict[CampaignChannel, TaskKind] = {"meeting": "meeting", "messenger": "letter"}


def hand_out(desk: Desk, found: Stored[Campaign], progress: Progress | None = None) -> RunAnswer:
    """Make a task of every recipient nothing keeps from it: all of them or, after Esc, none. Raises Problem.

    The campaign is done at once: what is left to do stands in the tasks.
    """
    now, me = desk.now_us(), desk.outreach.me()
    campaign = moved(moved(found.fields, "running", now, me), "done", now, me)
    planned = [each for each in desk.outreach.of_campaign(campaign) if each[1].fields.state == "planned"]
    audience = Audience(desk, campaign, at_once=True)
    told = audience.obstacles(planned)
    due = max(campaign.due, day_number(desk.today_date()))
    kind = _TASKS.get(campaign.channel, "call")
    registers, made = desk.session.registers, 0
    try:
        with registers.writing(b"", {"kind": CAMPAIGN.name}) as writing:
            for done, ((client_id, stored), (_candidate, obstacle)) in enumerate(zip(planned, told, strict=True)):
                if progress is not None and not progress(done, len(planned)):
                    raise _Stopped
                if obstacle is not None:
                    after = stepped(stored.fields, "skipped", now, me, obstacle)
                else:
                    task = Task(
                        kind=kind, text=_words(desk, client_id, campaign, stored.fields.person), due=due,
                        owner=desk.outreach.leader(client_id), source=SOURCE, link=campaign.id,
                    )  # fmt: skip
                    written = registers.add(writing, TASK, stored.space_id, task)
                    after = msgspec.structs.replace(stepped(stored.fields, "queued", now, me), task=written.id)
                    made += 1
                registers.change(writing, RECIPIENT, stored, after)
            registers.change(writing, CAMPAIGN, found, campaign)
    except Stale:
        raise changed_meanwhile() from None
    except _Stopped:
        return RunAnswer(desk.outreach.row(found.fields), 0, 0, 0, len(planned), 0)
    desk.touched()
    return RunAnswer(desk.outreach.row(campaign), made, 0, len(planned) - made, 0, 0)


class _Stopped(Exception):  # noqa: N818  (the person stopped it; the transaction is taken back)
    pass


def _words(desk: Desk, client_id: str, campaign: Campaign, person: bytes) -> str:
    name = desk.persons.names(client_id).get(person, "") if person else ""
    told = {"campaign": campaign.name, "who": name or gettext("the client")}
    if campaign.channel == "messenger":
        network = next((each.network for each in _points(desk, client_id, person) if each.channel == "messenger"), "")
        return fill(gettext("{campaign}: write to {who}, {network}"), network=network, **told)[:LINE_MAX]
    text = gettext("{campaign}: meet {who}") if campaign.channel == "meeting" else gettext("{campaign}: call {who}")
    return fill(text, **told)[:LINE_MAX]


def _points(desk: Desk, client_id: str, person: bytes) -> tuple[ContactPoint, ...]:
    found = (each.fields for each in desk.work.about(PERSON, client_id) if each.fields.id == person)
    return next((each.points for each in found), ())
