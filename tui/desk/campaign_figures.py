"""Figures of campaigns at the desk: answers by channel, cadence by segment, calendar, cost of a contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from core.entities.ledger import UNKNOWN
from core.entities.money import Money
from core.entities.outreach import Campaign, Recipient
from core.outreach import figures as reckoned
from core.outreach.figures import ContactCost, Touch
from core.outreach.recipient import was_answered
from core.problem import N_, Problem
from core.wording import fill, gettext
from core.wording.labels import label
from core.worth import spending
from core.worth.periods import Period
from storage.vault.books.deals import DEAL
from storage.vault.books.outreach import CAMPAIGN
from tui.desk import keeping
from tui.desk.answers import ClientRow
from tui.desk.figures import date_of, day_number
from tui.desk.lists import open_list
from tui.desk.outreach_audience import MICROSECONDS
from tui.desk.port import ListFilter
from tui.desk.port_campaigns import CadenceLine, CampaignFigures, CostLine, MonthLine, RateLine, Segment

if TYPE_CHECKING:
    from tui.desk.desk import Desk

YEAR_DAYS = 365
_LEVELS = ("key", "large", "medium", "small")
_REGULAR, _SLEEPING = "step:regular", "state:sleeping"
_SELECTION, _DEAL, _LEVEL = "selection:", "deal:", "level:"


class CampaignFiguresDesk:
    """What campaigns bring, among the clients of one session."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def figures(self) -> CampaignFigures:
        """Everything the other views of CAMP show."""
        desk = self._desk
        campaigns = {each.fields.id: each.fields for each in keeping.live(desk, CAMPAIGN)}
        touches = self._touches(campaigns)
        rules, today = desk.session.rulebook.rules(), day_number(desk.today_date())
        public = {
            each.id: max(told.day for told in each.publications)
            for each in campaigns.values()
            if each.publications and each.kind in reckoned.PROMOS
        }
        cadence, rates = [], []
        groups = self._groups()
        for code, (title, members) in {"": ("", range(len(desk.base.ids))), **groups}.items():
            mine = set(members)
            of_segment = [each for each in touches if each.client in mine]
            rates += [
                RateLine(title, each.channel, each.sent, each.answered, each.rate, each.doubtful)
                for each in reckoned.rates(of_segment, rules)
            ]
            if code:
                found = reckoned.cadence(of_segment, mine, public, today, rules)
                last = date_of(found.last) if found.last else None
                cadence.append(
                    CadenceLine(
                        code, title, len(mine), found.promos, rules.promo_per_month, found.reached, last, found.enough
                    )
                )
        useful, messages = reckoned.useful_share(touches)
        base, advertising = self._costs(touches)
        return CampaignFigures(
            as_of=desk.today_date(),
            cadence=tuple(cadence),
            rates=tuple(rates),
            shares=desk.outreach.shares(),
            useful=useful,
            messages=messages,
            months=self._months(list(campaigns.values())),
            sales_days=rules.campaign_sales_days,
            base=base,
            advertising=advertising,
        )

    # Lists a campaign can be made of
    def segments(self) -> tuple[Segment, ...]:
        """Saved selections, stages of open deals, levels, regulars, sleepers: those with clients."""
        desk = self._desk
        found = [Segment(_SELECTION + each.id, each.name, each.clients) for each in desk.selections.listed()]
        for stage in desk.deals.stages():
            clients = self._at_stage(stage)
            title = fill(gettext("Deals: {stage}"), stage=label_of_stage(stage))
            found.append(Segment(_DEAL + stage, title, len(clients)))
        found += [Segment(code, title, len(members)) for code, (title, members) in self._groups().items()]
        return tuple(each for each in found if each.clients)

    def clients_of(self, code: str) -> list[str]:
        """Clients of such a list now. Raises Problem (BAD_INPUT) for a list that is none."""
        kind, _colon, name = code.partition(":")
        if f"{kind}:" == _SELECTION:
            return self._desk.selections.resolve(name)
        if f"{kind}:" == _DEAL:
            return self._at_stage(name)
        groups = self._groups()
        if code not in groups:
            raise Problem(N_("There is no such record among yours: look at the list again."))
        return [self._desk.base.ids[row].hex() for row in groups[code][1]]

    # Within
    def _at_stage(self, stage: str) -> list[str]:
        found = [client for client, each in self._desk.work.shown(DEAL) if each.fields.stage == stage]
        return list(dict.fromkeys(found))

    def _groups(self) -> dict[str, tuple[str, Sequence[int]]]:
        """Code → title and rows of clients, for the segments the cadence is watched over."""
        desk = self._desk
        desk.figures()
        handle = open_list(desk.base, ListFilter(), "name")
        rows: list[ClientRow] = list(handle.rows(0, len(handle)))
        place = {each.id: desk.place_of(each.id) for each in rows}
        groups: dict[str, tuple[str, Sequence[int]]] = {}
        for level in _LEVELS:
            mine = [place[each.id] for each in rows if each.level == level]
            groups[_LEVEL + level] = (label("level", level), mine)
        groups[_REGULAR] = (gettext("Regulars"), [place[each.id] for each in rows if each.step == "regular"])
        sleeping = [place[each.id] for each in rows if each.state == "sleeping"]
        groups[_SLEEPING] = (gettext("Sleeping clients"), sleeping)
        return groups

    def _touches(self, campaigns: dict[bytes, Campaign]) -> list[Touch]:
        found = []
        for client_id, each in self._desk.outreach.led(self._desk.outreach.recipients()):
            campaign = campaigns.get(each.campaign)
            at_us = _reached_us(each) if campaign is not None else 0
            if campaign is not None and at_us:
                day = day_number(dt.datetime.fromtimestamp(at_us / MICROSECONDS, self._desk.zone).date())
                row = self._desk.place_of(client_id)
                found.append(Touch(campaign.id, campaign.channel, campaign.kind, row, day, was_answered(each)))
        return found

    def _months(self, campaigns: list[Campaign]) -> tuple[MonthLine, ...]:
        """The year of today by month: what was sent on its day, what is planned on its own."""
        year = self._desk.today_date().year
        months: dict[int, list[tuple[dt.date, str, str, bool]]] = {month: [] for month in range(1, 13)}
        for each in campaigns:
            started = next((step.at_us for step in each.steps if step.step == "running"), 0)
            if started:
                day = dt.datetime.fromtimestamp(started / MICROSECONDS, self._desk.zone).date()
            elif each.due and each.state not in ("cancelled",):
                day = date_of(each.due)
            else:
                continue
            if day.year == year:
                months[day.month].append((day, each.name, each.kind, bool(started)))
        return tuple(MonthLine(month, tuple(sorted(told))) for month, told in months.items())  # type: ignore[arg-type]

    def _costs(self, touches: list[Touch]) -> tuple[CostLine, CostLine]:
        """The own base against advertising, over twelve months."""
        desk = self._desk
        today = day_number(desk.today_date())
        period = Period(today - YEAR_DAYS + 1, today)
        spent = spending.within(desk.spending.all(), period)
        recent = [each for each in touches if period.first <= each.day <= period.last]
        events = list(self._events(period))
        rules = desk.session.rulebook.rules()
        sales, margin = reckoned.sales_after(recent, events, rules)
        base = ContactCost(len(recent), spending.side(spent, "retention").money, sales, margin)
        asked = [each for each in desk.enquiries.all() if period.first <= each.day <= period.last]
        firsts = self._firsts(
            events, {desk.base.place[each.client] for each in asked if each.client in desk.base.place}
        )
        paid = spending.side(spent, "acquisition").money
        return self._line(base), self._line(ContactCost(len(asked), paid, *firsts))

    def _events(self, period: Period) -> Iterator[tuple[int, int, int, int | None]]:
        days = self._desk.figures().days
        inside = np.flatnonzero((days.day >= period.first) & (days.day <= period.last))
        for client, day, net, margin in zip(
            days.client[inside].tolist(), days.day[inside].tolist(), days.net[inside].tolist(),
            days.margin[inside].tolist(), strict=True,
        ):  # fmt: skip
            yield client, day, net, None if margin == UNKNOWN else margin

    def _firsts(self, events: list[tuple[int, int, int, int | None]], asked: set[int]) -> tuple[int, int | None]:
        """First purchases within the period of those who had enquired."""
        days = self._desk.figures().days
        sales, margin, known = 0, 0, True
        for client, day, net, earned in events:
            if client in asked and int(days.day[days.start[client]]) == day:
                sales += net
                known = known and earned is not None
                margin += earned or 0
        return sales, margin if known else None

    def _line(self, cost: ContactCost) -> CostLine:
        def money(value: float | None) -> Money | None:
            return None if value is None else Money(round(value), self._desk.base.currency)

        return CostLine(
            cost.contacts,
            Money(cost.money, self._desk.base.currency),
            Money(cost.sales, self._desk.base.currency),
            money(cost.margin),
            money(cost.per_contact),
            money(cost.margin_per_contact),
            cost.margin_per_money,
        )


def label_of_stage(stage: str) -> str:
    """The word of a stage of deals; a firm's own one as it is written."""
    from core.wording.work import word

    return word("deal", stage)


def _reached_us(each: Recipient) -> int:
    """When he had the message; of a held call closed elsewhere, when its task was handed out."""
    told = next((step.at_us for step in each.steps if step.state == "sent"), 0)
    if told or each.state != "sent":
        return told
    return each.steps[-1].at_us if each.steps else 0
