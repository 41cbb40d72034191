"""The demo store: campaigns that are done, one that runs, one that waits for approval, a list of calls (CAMP)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from core.entities.outreach import Campaign, CampaignStep, Publication, Recipient, RecipientState, RecipientStep
from core.entities.people import Position
from core.entities.work import Activity
from core.outreach.channels import PUBLISHED, point_for
from core.sample.firm import SampleFirm
from core.sample.outreach import (
    BUYERS,
    CALL_NAME,
    CALLS,
    CAMPAIGNS,
    EXPORT_PURPOSE,
    SITE_LINK,
    WAITING_NAME,
    SampleCampaign,
    ends_of,
    make_buyers,
)
from core.sample.relations import KEY_ACCOUNTS
from core.wording.outreach import template
from storage.vault.books.outreach import CAMPAIGN, RECIPIENT
from storage.vault.books.people import PERSON, POSITION
from storage.vault.books.work import ACTIVITY
from storage.vault.writing import Writing
from tui.desk.figures import day_number
from tui.desk.outreach_audience import DAY_US, address_of, chosen, stop_list

if TYPE_CHECKING:
    from tui.desk.desk import Desk

_NOON_US = 9 * 3_600_000_000
"""Twelve in Moscow, after midnight UTC."""
_APART_US = 30_000_000
"""Between two letters of one campaign."""
_SOON_US = 3 * 3_600_000_000
_LATER_US: dict[RecipientState, int] = {"hard": 60_000_000, "sale": 6 * DAY_US, "meeting": 4 * DAY_US}
_SAID: dict[RecipientState, str] = {
    "hard": "550 5.1.1 no such user",
    "replied": "просит прислать условия",
    "meeting": "договорились о встрече",
    "sale": "заказал после письма",
}
_HELD: tuple[RecipientState, ...] = ("sent", "replied", "sale")
_WORDS = ("рассказал о планах", "просит прайс к пятнице", "заказывает на весь декабрь")
_ASKED = 20
"""Clients of the draft that waits for the head."""
Audience = list[tuple[str, bytes, bytes]]
"""(client, person, blind value of the address)."""


def hold_campaigns(desk: Desk, sample: SampleFirm) -> None:
    """Write what has begun at the desk of the head: letters, a publication, calls of which some were held."""
    largest = [desk.base.ids[row].hex() for row in _largest(desk)[: KEY_ACCOUNTS + BUYERS]]
    registers = desk.session.registers
    with registers.writing() as writing:
        for client, buyer in zip(largest[KEY_ACCOUNTS:], make_buyers(sample.seed, BUYERS), strict=False):
            registers.add(writing, PERSON, bytes.fromhex(client), buyer)
            post = Position(person=buyer.id, title="закупщик", rung="buyer", part="influencer", power=2)
            registers.add(writing, POSITION, bytes.fromhex(client), post)
    desk.touched()
    audience = chosen(desk, largest, "email")
    agreed = _agreed(desk, audience)
    with registers.writing() as writing:
        for number, told in enumerate(CAMPAIGNS):
            _begun(desk, writing, (sample.seed, number), told, audience, agreed)
    _unwilling(desk)
    _calls(desk)


def ask_approval(desk: Desk) -> None:
    """What a manager asks the head for: a draft to his largest clients, and his list where it needs an approval."""
    mine = [desk.base.ids[row].hex() for row in _largest(desk)[:_ASKED]]
    if mine:
        desk.outreach.new(WAITING_NAME, mine, "new_product", channel="call", text=_NOVELTY)
    if len(desk.base.ids) > desk.session.rulebook.rules().export_rows:
        desk.exports.ask({"list": "clients"}, EXPORT_PURPOSE, "xlsx")


_NOVELTY = "{обращение}! Появился клей, который держит до минус двадцати. Привезти два мешка на пробу?"


def _largest(desk: Desk) -> list[int]:
    rows: list[int] = np.argsort(-desk.figures().axes.turnover_12m, kind="stable").tolist()
    return rows


def _agreed(desk: Desk, audience: Audience) -> set[bytes]:
    people = {each.fields.id: each.fields for _client, each in desk.work.shown(PERSON)}
    found = set()
    for _client, handle, _tag in audience:
        point = point_for(people[handle], "email") if handle else None
        if point is not None and point.agreed:
            found.add(handle)
    return found


def _begun(
    desk: Desk,
    writing: Writing,
    seed: tuple[int, int],
    told: SampleCampaign,
    audience: Audience,
    agreed: set[bytes],
) -> None:
    """One campaign with what became of everybody on its list."""
    registers, me = desk.session.registers, desk.outreach.me()
    began = (day_number(desk.today_date()) - told.ago) * DAY_US + _NOON_US
    over = told.sent == 1
    states = ("approved", "tested", "running", *(("done",) if over else ()))
    ready = template(told.kind, told.channel)
    public = told.channel in PUBLISHED
    day = began // DAY_US
    campaign = registers.add(
        writing,
        CAMPAIGN,
        desk.session.entered.firm.firm_id,
        Campaign(
            name=told.name,
            kind=told.kind,
            channel=told.channel,
            state="done" if over else "running",
            subject=told.subject or ready[0],
            text=told.text or ready[1],
            audience=() if public else tuple(bytes.fromhex(client) for client, _person, _tag in audience),
            steps=tuple(CampaignStep(began + at * _APART_US, me, step) for at, step in enumerate(states)),
            publications=(Publication(day, SITE_LINK, me),) if public else (),
            at_us=began - DAY_US,
        ),
    )
    if public:
        return
    reached = [each for each in audience if each[1] in agreed]
    gone = reached[: round(told.sent * len(reached))]
    ends = dict(zip((each[1] for each in gone), ends_of(*seed, told, len(gone)), strict=True))
    for at, (client, person, tag) in enumerate(audience):
        moment = began + (at + 2) * _APART_US
        steps = _steps(ends.get(person), person, person in agreed, moment, me)
        recipient = Recipient(
            campaign=campaign.id, person=person, tag=tag, state=steps[-1].state, steps=steps, at_us=began - DAY_US
        )
        registers.add(writing, RECIPIENT, bytes.fromhex(client), recipient)
        if person in ends:
            sent = Activity(kind="mailing", day=day, people=(person,), link=campaign.id, at_us=moment)
            registers.add(writing, ACTIVITY, bytes.fromhex(client), sent)


def _steps(
    end: RecipientState | None, person: bytes, agreed: bool, moment: int, by: bytes
) -> tuple[RecipientStep, ...]:
    if not agreed:
        return (RecipientStep(moment, by, "skipped", "no_consent" if person else "no_address"),)
    queued = RecipientStep(moment, by, "queued")
    if end is None:
        return (queued,)
    sent = (queued, RecipientStep(moment, by, "sending"), RecipientStep(moment, by, "sent", "250 2.0.0 Ok"))
    if end == "sent":
        return sent
    return (*sent, RecipientStep(moment + _LATER_US.get(end, _SOON_US), by, end, _SAID.get(end, "")))


def _unwilling(desk: Desk) -> None:
    """Addresses that came back or want no letters stand on the stop list."""
    people = {each.fields.id: each.fields for _client, each in desk.work.shown(PERSON)}
    stop, today = stop_list(desk), day_number(desk.today_date())
    for _client, each in desk.work.shown(RECIPIENT):
        one = each.fields
        if one.state in ("hard", "unsubscribed"):
            address = address_of(point_for(people[one.person], "email"), "email")
            stop.mark(address, "hold" if one.state == "hard" else "optout", today, one.state)


def _calls(desk: Desk) -> None:
    """Calls to the largest clients of every portfolio; every third one was held."""
    base, clients, met = desk.base, list[str](), Counter[int]()
    for row in _largest(desk):
        met[base.portfolio[row]] += 1
        if met[base.portfolio[row]] <= CALLS:
            clients.append(base.ids[row].hex())
    made = desk.outreach.new(CALL_NAME, clients, "useful", channel="call", text=_PLANS)
    desk.outreach.approve(made.id)
    desk.outreach.run(made.id, "")
    lines = sorted(desk.outreach.show(made.id).recipients, key=lambda each: clients.index(each.client_id))
    for at, recipient in enumerate([each.id for each in lines if each.state == "queued"][1::3]):
        desk.outreach.settle(recipient, _HELD[at % len(_HELD)], _WORDS[at % len(_WORDS)])


_PLANS = "{обращение}! Что понадобится {компания} в декабре? Отложим товар по сегодняшней цене."
