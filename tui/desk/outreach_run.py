"""A run of a campaign: every letter is claimed and committed before it is handed over (exchange §4).

Nobody can get a letter twice: a claim is a change of the recipient's version, so of two runs one alone gets it; what
a crash leaves claimed becomes `unknown` at the next run and waits for a person.
"""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from core.entities.outreach import Campaign, Recipient, RecipientState
from core.entities.work import Activity, ActivityKind
from core.outreach.campaign import moved, tried
from core.outreach.channels import HELD, PUBLISHED
from core.outreach.checks import PASSING, Obstacle, obstacles
from core.outreach.pace import Pace
from core.outreach.recipient import TO_SEND, refused, stepped
from core.problem import N_, ExitCode, Problem
from storage.outlets.mail import Answer
from storage.vault.books.outreach import RECIPIENT
from storage.vault.books.work import ACTIVITY
from storage.vault.registers import Stale, Stored
from tui.desk.figures import day_number
from tui.desk.outreach_audience import MICROSECONDS, Audience, stop_list
from tui.desk.outreach_calls import hand_out
from tui.desk.outreach_carriers import Carrier, MailCarrier, Parcel, carrier_of, mail_server, now_of, spool_of
from tui.desk.port import Progress
from tui.desk.port_outreach import CampaignRow, RunAnswer

if TYPE_CHECKING:
    from tui.desk.desk import Desk

sleep: Callable[[float], object] = time.sleep
_LONGEST_NAP_S = 1.0
_NO_SUCH_BOX = re.compile(r"55[013] (5\.1\.\d|(?!\d\.\d))")
"""Refusals that are about the address itself."""


def run(desk: Desk, handle: str, password: str, progress: Progress | None = None) -> RunAnswer:
    """Send what is due and may go now; of calls and meetings make tasks. Ends when nothing is left that does, when
    paused, cancelled or stopped by `progress`. Raises Problem where the server cannot be reached; whatever was not
    sent stays in the queue."""
    found = desk.outreach.named(handle)
    campaign = found.fields
    if campaign.channel in PUBLISHED:
        raise Problem(N_("Nobody is sent this: put it there, then say where it can be read."), ExitCode.REFUSED)
    if campaign.channel in HELD:
        return hand_out(desk, found, progress)
    carrier = carrier_of(desk, campaign.channel, password)
    if campaign.state != "running":
        campaign = moved(campaign, "running", desk.now_us(), desk.outreach.me())
    carrier.open()
    try:
        if campaign is not found.fields:
            desk.outreach.save(found, campaign)
        return _Run(desk, campaign, carrier).all(progress)
    finally:
        carrier.close()


def send_test(desk: Desk, handle: str, password: str) -> CampaignRow:
    """The letter of the first recipient it can be written for, to ourselves."""
    stored = desk.outreach.named(handle)
    if stored.fields.channel != "email":
        raise Problem(N_("Only a letter is tried on ourselves: read the words on the screen."), ExitCode.REFUSED)
    audience = Audience(desk, stored.fields)
    whole = (
        (client_id, each.fields)
        for client_id, each in desk.outreach.of_campaign(stored.fields)
        if each.fields.person and not audience.missing(client_id, each.fields)
    )
    first = next(whole, None)
    if first is None:
        raise Problem(N_("For none of the recipients can this letter be written: look at the checks."))
    server = mail_server(desk)
    words = msgspec.structs.replace(audience.filling(*first), to=server.sender)
    tried_now = tried(stored.fields, desk.now_us(), desk.outreach.me())
    carrier = MailCarrier(server, password)
    try:
        answer = carrier.send(carrier.parcel(stored.fields.id.hex(), words, now_of(desk)))
    finally:
        carrier.close()
    if answer.state != "sent":
        raise Problem(N_("The server did not take the test letter: {said}"), ExitCode.REFUSED, said=answer.said or "—")
    return desk.outreach.save(stored, tried_now)


def collect(desk: Desk, handle: str) -> CampaignRow:
    """What the SMS gateway has done since: messages in its folder of sent ones are delivered to the network, those in
    the folder of errors were refused. Raises Problem."""
    stored = desk.outreach.named(handle)
    places = spool_of(desk).places()
    after: list[tuple[Stored[Recipient], RecipientState, str]] = []
    for _client, each in desk.outreach.of_campaign(stored.fields):
        place, name = places.get(each.fields.id.hex(), ("gone", ""))
        if each.fields.state == "sent" and place in ("sent", "error"):
            after.append((each, "delivered" if place == "sent" else "hard", name))
    all_stepped(desk, after)
    return desk.outreach.row(stored.fields)


def all_stepped(desk: Desk, steps: list[tuple[Stored[Recipient], RecipientState, str]]) -> None:
    """The next step of several recipients, all of them or none. Raises Problem (REFUSED) when somebody was faster."""
    if not steps:
        return
    now, me, registers = desk.now_us(), desk.outreach.me(), desk.session.registers
    try:
        with registers.writing(b"", {"kind": RECIPIENT.name}) as writing:
            for each, state, note in steps:
                registers.change(writing, RECIPIENT, each, stepped(each.fields, state, now, me, note))
    except Stale:
        raise Problem(N_("This campaign is being sent from another place."), ExitCode.REFUSED) from None
    desk.touched()


class _Run:
    """One run: what was left over, the queue, one letter after another."""

    def __init__(self, desk: Desk, campaign: Campaign, carrier: Carrier) -> None:
        self._desk = desk
        self._campaign = campaign
        self._carrier = carrier
        self._rules = desk.session.rulebook.rules()
        self._registers = desk.session.registers
        self._audience = Audience(desk, campaign)
        self._pace = Pace(desk.session.rulebook.rules())
        self._counts = {"sent": 0, "refused": 0, "skipped": 0}

    def all(self, progress: Progress | None) -> RunAnswer:
        self._leftovers()
        self._queue()
        due = [each for each in self._mine() if each[1].fields.state in TO_SEND]
        due = [each for each in due if each[1].fields.next_us <= self._desk.now_us()]
        for done, (client_id, stored) in enumerate(due):
            if progress is not None and not progress(done, len(due)):
                break
            if not self._waited(progress, done, len(due)) or self._state() != "running":
                break
            self._one(client_id, stored)
        if progress is not None:
            progress(len(due), len(due))
        return self._ended()

    def _leftovers(self) -> None:
        """What an earlier run had claimed and did not live to settle; of an SMS the folders say what became of it."""
        told: list[tuple[Stored[Recipient], RecipientState, str]] = []
        for _client, each in self._mine():
            if each.fields.state == "sending":
                place = self._carrier.known(each.fields.id.hex())
                told.append((each, "unknown" if place is None else "hard" if place == "error" else "sent", ""))
        all_stepped(self._desk, told)

    def _queue(self) -> None:
        """The audience tested again, and everybody told where he stands."""
        planned = [each for each in self._mine() if each[1].fields.state == "planned"]
        found = Audience(self._desk, self._campaign, at_once=True).obstacles(planned) if planned else []
        steps: list[tuple[Stored[Recipient], RecipientState, str]] = []
        for (_client, each), (_candidate, obstacle) in zip(planned, found, strict=True):
            keep = obstacle is None or obstacle in PASSING
            steps.append((each, "queued" if keep else "skipped", "" if keep else str(obstacle)))
            self._counts["skipped"] += not keep
        all_stepped(self._desk, steps)

    def _one(self, client_id: str, stored: Stored[Recipient]) -> None:
        candidate = self._audience.candidate(client_id, stored.fields)
        obstacle = obstacles([candidate], self._rules)[0]
        if obstacle is not None:
            self._held_back(stored, obstacle)
            return
        words = self._audience.filling(client_id, stored.fields)
        parcel = self._carrier.parcel(stored.fields.id.hex(), words, now_of(self._desk))
        claimed = self._claim(stored, parcel.message)
        if claimed is None:
            return
        answer = self._handed_over(claimed, parcel)
        self._settle(claimed, answer, parcel.to)

    def _claim(self, stored: Stored[Recipient], message: str) -> Stored[Recipient] | None:
        """Committed before a byte goes out; None where another run has him."""
        after = stepped(stored.fields, "sending", self._desk.now_us(), self._desk.outreach.me(), message_id=message)
        return self._changed(stored, after)

    def _handed_over(self, claimed: Stored[Recipient], parcel: Parcel) -> Answer:
        try:
            return self._carrier.send(parcel)
        except Problem:
            # It surely did not go: back into the queue for the next run.
            self._changed(claimed, stepped(claimed.fields, "queued", self._desk.now_us(), self._desk.outreach.me()))
            raise

    def _settle(self, claimed: Stored[Recipient], answer: Answer, to: str) -> None:
        now, me = self._desk.now_us(), self._desk.outreach.me()
        if answer.state == "soft":
            limit = self._rules.mail_soft_limit
            after = refused(claimed.fields, now, me, answer.said, limit)
        else:
            after = stepped(claimed.fields, answer.state, now, me, answer.said)
        self._changed(claimed, after, contact=answer.state == "sent")
        if answer.state == "sent":
            self._counts["sent"] += 1
            self._pace.left(now)
            self._audience.sent(claimed.fields)
        elif answer.state in ("soft", "hard"):
            self._counts["refused"] += 1
        if after.state == "hard" and (answer.state == "soft" or _NO_SUCH_BOX.match(answer.said)):
            today = day_number(self._desk.today_date())
            stop_list(self._desk).mark(to, "hold", today, answer.said)

    def _held_back(self, stored: Stored[Recipient], obstacle: Obstacle) -> None:
        if obstacle not in PASSING:
            after = stepped(stored.fields, "skipped", self._desk.now_us(), self._desk.outreach.me(), obstacle)
            self._changed(stored, after)
            self._counts["skipped"] += 1

    def _changed(self, stored: Stored[Recipient], after: Recipient, contact: bool = False) -> Stored[Recipient] | None:
        """One step of one recipient; a letter that went is a contact of his client. None: somebody was faster."""
        try:
            with self._registers.writing(stored.space_id, {"kind": RECIPIENT.name}) as writing:
                self._registers.change(writing, RECIPIENT, stored, after)
                if contact:
                    today = day_number(self._desk.today_date())
                    kind: ActivityKind = "sms" if self._campaign.channel == "sms" else "mailing"
                    made = Activity(kind=kind, day=today, people=(after.person,), link=after.campaign)
                    self._registers.add(writing, ACTIVITY, stored.space_id, made)
        except Stale:
            return None
        self._desk.touched()
        return dataclasses.replace(stored, version=stored.version + 1, fields=after)

    def _waited(self, progress: Progress | None, done: int, total: int) -> bool:
        """Until one more letter may leave; whether nobody stopped it meanwhile."""
        until = self._pace.next_us(self._desk.now_us())
        while (left := until - self._desk.now_us()) > 0:
            if progress is not None and not progress(done, total):
                return False
            sleep(min(_LONGEST_NAP_S, left / MICROSECONDS))
        return True

    def _state(self) -> str:
        """As the store has it now: somebody may have paused or cancelled it elsewhere."""
        return self._desk.outreach.named(self._campaign.id.hex()).fields.state

    def _mine(self) -> list[tuple[str, Stored[Recipient]]]:
        mine = self._desk.outreach.of_campaign(self._campaign)
        return sorted(mine, key=lambda each: each[1].fields.id)

    def _ended(self) -> RunAnswer:
        states = [each.fields.state for _, each in self._mine()]
        later = sum(state in TO_SEND for state in states)
        stored = self._desk.outreach.named(self._campaign.id.hex())
        mine_alone = len(states) == len(stored.fields.audience)
        if mine_alone and not later and "unknown" not in states and stored.fields.state == "running":
            row = self._desk.outreach.save(
                stored, moved(stored.fields, "done", self._desk.now_us(), self._desk.outreach.me())
            )
        else:
            row = self._desk.outreach.save(stored, stored.fields)
        return RunAnswer(campaign=row, later=later, unknown=states.count("unknown"), **self._counts)
