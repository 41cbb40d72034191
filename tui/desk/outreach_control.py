"""The held-out part of an audience at the desk: drawn when a draft is made, compared once it ran (issue 8)."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Collection
from typing import TYPE_CHECKING

import msgspec

from core.entities.money import Money
from core.entities.outreach import Campaign
from core.entities.work import ActivityKind
from core.outreach.channels import PUBLISHED
from core.outreach.checks import PASSING
from core.outreach.control import PERCENT_MAX, Difference, Group, held_out, is_enough, of_means, of_shares
from core.outreach.recipient import stepped, was_answered
from core.problem import N_, ExitCode, Problem
from storage.vault.books.outreach import CAMPAIGN, RECIPIENT
from storage.vault.books.work import ACTIVITY
from storage.vault.registers import Stale
from tui.desk.figures import day_number
from tui.desk.outreach_audience import MICROSECONDS, Audience
from tui.desk.port_outreach import CampaignRow, ControlAnswer, ControlLine
from tui.desk.work_records import changed_meanwhile

if TYPE_CHECKING:
    from tui.desk.desk import Desk

CONTROL = "control"
"""Why a held-out recipient is left out."""
_MEETINGS: tuple[ActivityKind, ...] = ("meeting", "visit")
SEED_SIZE = 16


def hold_out(desk: Desk, handle: str, percent: int) -> CampaignRow:
    """Draw the part of a draft's audience that gets nothing, of those nothing keeps from it. It is drawn once.

    Raises Problem (REFUSED) once the campaign is approved or has such a part, (BAD_INPUT) for a part of nobody.
    """
    stored = desk.outreach.named(handle)
    campaign = stored.fields
    if campaign.state != "draft" or campaign.control or campaign.channel in PUBLISHED:
        raise Problem(N_("The part to compare with is drawn once, while the campaign is a draft."), ExitCode.REFUSED)
    if not 1 <= percent <= PERCENT_MAX:
        raise Problem(N_("The part to compare with is between 1 and {limit} percent."), limit=PERCENT_MAX)
    planned = [each for each in desk.outreach.of_campaign(campaign) if each[1].fields.state == "planned"]
    told = Audience(desk, campaign, at_once=True).obstacles(planned)
    ready = [one for one, (_who, obstacle) in zip(planned, told, strict=True) if obstacle in (None, *PASSING)]
    seed = os.urandom(SEED_SIZE)
    units = [(each.fields.id, each.fields.tag or each.fields.id) for _client, each in ready]
    drawn = set(held_out(units, percent, seed))
    if not drawn or len(drawn) == len(ready):
        raise Problem(N_("There are too few clients to hold any of them out."))
    now, me, registers = desk.now_us(), desk.outreach.me(), desk.session.registers
    # Whoever shares an address with one of them would read the letter to it.
    addresses = {each.fields.tag for _client, each in ready if each.fields.id in drawn} - {b""}
    held = [
        (bytes.fromhex(client), each)
        for client, each in planned
        if each.fields.id in drawn or each.fields.tag in addresses
    ]
    after = msgspec.structs.replace(
        campaign,
        control=tuple(client for client, _ in held),
        against=tuple(bytes.fromhex(client) for client, each in ready if each.fields.id not in drawn),
        seed=seed,
    )
    try:
        with registers.writing(b"", {"kind": CAMPAIGN.name}) as writing:
            registers.change(writing, CAMPAIGN, stored, after)
            steps = [(each, stepped(each.fields, "skipped", now, me, CONTROL)) for _client, each in held]
            registers.change_all(writing, RECIPIENT, steps)
    except Stale:
        raise changed_meanwhile() from None
    desk.touched()
    return desk.outreach.row(after)


def results(desk: Desk, handle: str) -> ControlAnswer:
    """Written to against held out, since the start and within the days of the rule. Raises Problem (REFUSED) where
    nobody was held out or nothing has started."""
    campaign = desk.outreach.named(handle).fields
    started = next((each.at_us for each in campaign.steps if each.step == "running"), 0)
    if not campaign.control or not started:
        raise Problem(N_("There is nothing to compare yet: nobody was held out, or it has not started."),
                      ExitCode.REFUSED)  # fmt: skip
    rules = desk.session.rulebook.rules()
    first = day_number(dt.datetime.fromtimestamp(started / MICROSECONDS, desk.zone).date())
    today = day_number(desk.today_date())
    last = min(today, first + rules.campaign_sales_days)
    facts = _Facts(desk, campaign, first, last)
    written, held = facts.group(campaign.against), facts.group(campaign.control)
    enough = is_enough(written, held, rules)
    return ControlAnswer(
        since=dt.date.fromordinal(dt.date(1970, 1, 1).toordinal() + first),
        days=last - first,
        of_days=rules.campaign_sales_days,
        written=written.clients,
        held=held.clients,
        enough=enough,
        answered=_line(written.answered, held.answered, written, held, enough),
        met=_line(written.met, held.met, written, held, enough),
        bought=_line(written.bought, held.bought, written, held, enough),
        sales=_sales(desk, written, held, enough),
    )


class _Facts:
    """What clients did between two days, both included."""

    def __init__(self, desk: Desk, campaign: Campaign, first: int, last: int) -> None:
        self._place = desk.base.place
        inside = [
            (self._place[bytes.fromhex(client)], each.fields)
            for client, each in desk.work.shown(ACTIVITY)
            if first <= each.fields.day <= last and each.fields.link != campaign.id
        ]
        self._answered = {row for row, each in inside if each.two_way}
        self._met = {row for row, each in inside if each.kind in _MEETINGS}
        for client, each in desk.outreach.of_campaign(campaign):
            row = self._place[bytes.fromhex(client)]
            if was_answered(each.fields):
                self._answered.add(row)
            if any(step.state == "meeting" for step in each.fields.steps):
                self._met.add(row)
        days = desk.figures().days
        self._sales: dict[int, int] = {}
        chosen = (days.day >= first) & (days.day <= last)
        for row, net in zip(days.client[chosen].tolist(), days.net[chosen].tolist(), strict=True):
            self._sales[row] = self._sales.get(row, 0) + net

    def group(self, clients: Collection[bytes]) -> Group:
        """The clients of one side whom this session sees; those merged since count once."""
        rows = {self._place[each] for each in clients if each in self._place}
        sales = [self._sales.get(row, 0) for row in sorted(rows)]
        return Group(len(rows), len(rows & self._answered), len(rows & self._met), sales)


def _line(one: int, other: int, written: Group, held: Group, enough: bool) -> ControlLine:
    if not written.clients or not held.clients:
        return ControlLine(one, other, None, None, None, clear=False)
    found = of_shares(one, written.clients, other, held.clients)
    return ControlLine(one, other, found.value, found.low, found.high, clear=enough and found.is_clear)


def _sales(desk: Desk, written: Group, held: Group, enough: bool) -> tuple[Money, Money, Money, bool] | None:
    """Difference of the mean sales of a client with its ends, and whether it is clear; None: too few."""
    if min(written.clients, held.clients) < 2:
        return None
    found: Difference = of_means(written.sales, held.sales)
    value, low, high = (Money(round(each), desk.base.currency) for each in (found.value, found.low, found.high))
    return value, low, high, enough and found.is_clear
