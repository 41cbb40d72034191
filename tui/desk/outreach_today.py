"""Lines of TODAY about campaigns: what waits for the head, what waits for whoever made it (design §5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.entities.outreach import Campaign, Recipient
from core.outreach.campaign import was_tested
from core.outreach.recipient import PENDING
from core.wording import fill, gettext
from core.wording.numbers import count
from storage.vault.books.outreach import CAMPAIGN
from tui.desk import keeping
from tui.desk.answers import Reminder
from tui.desk.figures import date_of, day_number

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def campaign_lines(desk: Desk) -> Iterator[Reminder]:
    """Campaigns somebody has to do something about; red: the day has passed, or a letter nobody knows of."""
    campaigns = [each.fields for each in keeping.live(desk, CAMPAIGN)]
    running = {each.id for each in campaigns if each.state in ("running", "paused")}
    recipients = desk.outreach.recipients() if running else []
    today = day_number(desk.today_date())
    for each in campaigns:
        mine = [one.fields for _, one in recipients if one.fields.campaign == each.id] if each.id in running else []
        told = _waits(desk, each, mine, today)
        if told:
            text, red = told
            yield Reminder("campaign", "", each.name, text, date_of(each.due) if each.due else None, red, False)


def _waits(desk: Desk, campaign: Campaign, mine: list[Recipient], today: int) -> tuple[str, bool] | None:
    late = 0 < campaign.due < today
    if campaign.state == "draft":
        ready = campaign.channel != "email" or was_tested(campaign)
        asked = ready and desk.session.role in keeping.PLANNERS
        return (gettext("Waits for your approval"), late) if asked else None
    if campaign.by != desk.outreach.me():
        return None
    if campaign.state == "approved":
        return (gettext("Approved, not started yet"), late) if campaign.due <= today else None
    unknown = sum(each.state == "unknown" for each in mine)
    if unknown:
        return fill(gettext("Say what became of {n} letters"), n=count(unknown)), True
    left = sum(each.state in PENDING for each in mine)
    return (fill(gettext("Left to send: {n}"), n=count(left)), False) if left else None
