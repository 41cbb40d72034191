"""A run of a campaign in batches: claimed in one transaction, handed over, settled in the next (exchange §4).

Nobody can get a letter twice: a claim is a change of the recipient's version, so of two runs one alone gets it. Every
answer of the server is noted beside the store at once; what a run that was cut off has left is settled by its notes,
and the one letter that was on its way becomes `unknown` and waits for a person.
"""

from __future__ import annotations

import dataclasses
import re
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from core.entities.outreach import Campaign, Recipient, RecipientState
from core.entities.work import Activity, ActivityKind
from core.outreach.campaign import moved
from core.outreach.checks import PASSING, Obstacle
from core.outreach.pace import Pace
from core.outreach.recipient import PENDING, refused, stepped
from core.problem import Problem
from storage.outlets.mail import Answer
from storage.vault.books.outreach import RECIPIENT
from storage.vault.books.work import ACTIVITY
from storage.vault.registers import Stale, Stored
from storage.vault.sendings import Left, Sending
from tui.desk.figures import day_number
from tui.desk.outreach_audience import MICROSECONDS, Audience, stop_list
from tui.desk.outreach_carriers import Carrier, Parcel, now_of
from tui.desk.outreach_records import Mine
from tui.desk.port import Progress
from tui.desk.port_outreach import RunAnswer

if TYPE_CHECKING:
    from tui.desk.desk import Desk

sleep: Callable[[float], object] = time.sleep
_LONGEST_NAP_S = 1.0
BATCH_MAX = 100
"""Letters in doubt when the whole machine goes down; a killed run leaves one."""
_BATCH_SECONDS = 2.0
"""A batch is made so large that it is gone in this time: so old may a check be when the letter leaves, and so long a
pause may be overlooked."""
_GROWTH = 4
LEASE_US = 600 * MICROSECONDS
"""A claim of which there is no note here may be that of a run on another machine, for so long."""
_NO_SUCH_BOX = re.compile(r"55[013] (5\.1\.\d|(?!\d\.\d))")
"""Refusals that are about the address itself."""


@dataclasses.dataclass(slots=True)
class _Step:
    """A step of one recipient that waits for the next transaction."""

    stored: Stored[Recipient]
    after: Recipient
    contact: bool = False
    """A message that went is a contact of his client."""
    hold: str = ""
    """An address that is dead by what the server says."""
    again: Callable[[Recipient], Recipient] | None = None
    """The same step from another state, where somebody changed the recipient meanwhile."""


class BatchRun:
    """One run: what was left over, who is left out, one batch after another."""

    def __init__(self, desk: Desk, campaign: Campaign, carrier: Carrier) -> None:
        self._desk = desk
        self._campaign = campaign
        self._carrier = carrier
        self._rules = desk.session.rulebook.rules()
        self._audience = Audience(desk, campaign)
        self._pace = Pace(self._rules)
        self._counts = {"sent": 0, "refused": 0, "skipped": 0}
        self._waiting: list[_Step] = []
        self._size = 1
        self._broken: Problem | None = None
        self._halt = False

    def all(self, progress: Progress | None) -> RunAnswer:
        """Everything that is due. Raises Problem where the carrier or the store gave up; what was not handed over is
        in the queue again."""
        mine = self._mine()
        if self._leftovers(mine):
            mine = self._mine()
        if self._left_out(mine):
            mine = self._mine()
        due = deque(each for each in mine if each[1].fields.state in PENDING and self._is_due(each[1]))
        total = len(due)
        with self._desk.session.sendings.begin(self._campaign.id) as notes:
            while due and not self._halt:
                if not self._waited(progress, total - len(due), total) or self._state() != "running":
                    break
                batch = self._claimed(due, notes)
                self._hand_over(batch, notes, progress, (total - len(due) - len(batch), total))
            self._settle()
            notes.settled()
        if self._broken is not None:
            raise self._broken
        if progress is not None:
            progress(total, total)
        return self._ended()

    # Before the first letter
    def _leftovers(self, mine: Mine) -> bool:
        """What an earlier run had claimed and did not live to settle. Gives whether there was anything."""
        with self._desk.session.sendings.left(self._campaign.id) as left:
            for client_id, each in mine:
                if each.fields.state == "sending":
                    self._left_over(client_id, each, left)
            changed = bool(self._waiting)
            self._settle()
            left.settled()
        return changed

    def _left_over(self, client_id: str, each: Stored[Recipient], left: Left) -> None:
        now, claimed = self._desk.now_us(), each.fields.steps[-1].at_us
        told = left.of(each.fields.message_id)
        # Of an SMS the folders of the gateway say what became of it.
        place = None if told is not None and told.fate == "running" else self._carrier.known(each.fields.id.hex())
        if place is not None:
            self._said(each, Answer("hard" if place == "error" else "sent", ""), now, "")
        elif told is not None and told.fate == "answered":
            answer = Answer(told.state, told.said)  # type: ignore[arg-type]
            self._said(each, answer, told.at_us, self._audience.same_address(client_id, each.fields))
        elif told is not None and told.fate == "kept":
            self._step(each, "queued")
        elif (told is not None and told.fate == "doubtful") or (told is None and now - claimed > LEASE_US):
            self._step(each, "unknown")

    def _left_out(self, mine: Mine) -> bool:
        """The audience tested again; gives whether something but the hour keeps anybody from it."""
        planned = [each for each in mine if each[1].fields.state == "planned"]
        found = Audience(self._desk, self._campaign, at_once=True).obstacles(planned) if planned else []
        for (_client, each), (_candidate, obstacle) in zip(planned, found, strict=True):
            if obstacle is not None and obstacle not in PASSING:
                self._skip(each, obstacle)
        skipped = bool(self._waiting)
        self._settle()
        return skipped

    # Batches
    def _claimed(self, due: deque[tuple[str, Stored[Recipient]]], notes: Sending) -> list[tuple[_Step, Parcel]]:
        """The next batch, asked once more and committed as `sending` before a byte of it goes out."""
        size = max(1, min(self._size, self._pace.room(self._desk.now_us()), len(due)))
        chosen = [due.popleft() for _ in range(size)]
        with self._desk.session.look():
            self._audience.look([client_id for client_id, _ in chosen])
            told = self._audience.obstacles(chosen)
        moment, found = now_of(self._desk), []
        for (client_id, each), (_who, obstacle) in zip(chosen, told, strict=True):
            if obstacle is None:
                words = self._audience.filling(client_id, each.fields)
                parcel = self._carrier.parcel(each.fields.id.hex(), words, moment)
                found.append((self._step(each, "sending", message_id=parcel.message), parcel))
            elif obstacle not in PASSING:
                self._skip(each, obstacle)
        notes.batch([parcel.message for _, parcel in found])
        lost = set(map(id, self._settle()))
        kept = [(step, parcel) for step, parcel in found if id(step) not in lost]
        if len(kept) != len(found):
            notes.batch([parcel.message for _, parcel in kept])
        return kept

    def _hand_over(
        self, batch: list[tuple[_Step, Parcel]], notes: Sending, progress: Progress | None, place: tuple[int, int]
    ) -> None:
        """One letter after another; what does not leave after all goes back into the queue."""
        begun = time.monotonic()
        for number, (claim, parcel) in enumerate(batch):
            claimed = dataclasses.replace(claim.stored, version=claim.stored.version + 1, fields=claim.after)
            if self._halt or (progress is not None and not progress(place[0] + number, place[1])):
                self._halt = True
                self._step(claimed, "queued")
                continue
            try:
                answer = self._carrier.send(parcel)
            except Problem as problem:
                # It surely did not go, nor will the others.
                self._broken, self._halt = problem, True
                self._step(claimed, "queued")
                continue
            now = self._desk.now_us()
            self._said(claimed, answer, now, parcel.to)
            self._count(answer, claimed.fields, now)
            try:
                notes.answered(number, answer.state, answer.said, now)
            except Problem as problem:
                self._broken, self._halt = problem, True
        took = time.monotonic() - begun
        fitting = round(len(batch) * _BATCH_SECONDS / took) if took > 0 else BATCH_MAX
        self._size = max(1, min(self._size * _GROWTH, fitting, BATCH_MAX))

    def _count(self, answer: Answer, recipient: Recipient, now: int) -> None:
        if answer.state == "sent":
            self._counts["sent"] += 1
            self._pace.left(now)
            self._audience.sent(recipient)
        elif answer.state in ("soft", "hard"):
            self._counts["refused"] += 1

    # Steps
    def _step(self, stored: Stored[Recipient], state: RecipientState, note: str = "", **fields: object) -> _Step:
        before, now, me = stored.fields, self._desk.now_us(), self._desk.outreach.me()
        if state == "sending" and before.state == "planned":
            before = stepped(before, "queued", now, me)
        after = stepped(before, state, now, me, note, **fields)
        self._waiting.append(_Step(stored, after))
        return self._waiting[-1]

    def _skip(self, stored: Stored[Recipient], obstacle: Obstacle) -> None:
        self._step(stored, "skipped", obstacle)
        self._counts["skipped"] += 1

    def _said(self, stored: Stored[Recipient], answer: Answer, at_us: int, to: str) -> None:
        """What the server answered, to be written with the next batch."""
        me, limit = self._desk.outreach.me(), self._rules.mail_soft_limit

        def after(recipient: Recipient) -> Recipient:
            if answer.state == "soft":
                return refused(recipient, at_us, me, answer.said, limit)
            return stepped(recipient, answer.state, at_us, me, answer.said)

        told = after(stored.fields)
        dead = told.state == "hard" and (answer.state == "soft" or _NO_SUCH_BOX.match(answer.said) is not None)
        self._waiting.append(_Step(stored, told, answer.state == "sent", to if dead else "", after))

    def _settle(self) -> list[_Step]:
        """Everything that waits in one transaction. Where somebody was faster, one after another; gives those lost."""
        steps, self._waiting = self._waiting, []
        if not steps:
            return []
        lost: list[_Step] = []
        try:
            self._write(steps)
        except Stale:
            lost = [each for each in steps if not self._alone(each)]
        self._desk.touched()
        return lost

    def _alone(self, step: _Step) -> bool:
        """One step by itself; an answer that came holds in whatever state the recipient is by now."""
        try:
            self._write([step])
            return True
        except Stale:
            if step.again is None:
                return False
        try:
            _client, stored = self._desk.outreach.recipient(step.after.id.hex())
            self._write([dataclasses.replace(step, stored=stored, after=step.again(stored.fields))])
        except (Problem, Stale):
            return False
        return True

    def _write(self, steps: Sequence[_Step]) -> None:
        registers = self._desk.session.registers
        today = day_number(self._desk.today_date())
        kind: ActivityKind = "sms" if self._campaign.channel == "sms" else "mailing"
        went = [each for each in steps if each.contact]
        with registers.writing(b"", {"kind": RECIPIENT.name}) as writing:
            registers.change_all(writing, RECIPIENT, [(each.stored, each.after) for each in steps])
            registers.expect(writing, ACTIVITY, (each.stored.space_id for each in went))
            for each in went:
                made = Activity(kind=kind, day=today, people=(each.after.person,), link=each.after.campaign)
                registers.add(writing, ACTIVITY, each.stored.space_id, made)
            for each in steps:
                if each.hold:
                    stop_list(self._desk).mark_in(writing, each.hold, "hold", today, each.after.steps[-1].note)

    # Between batches
    def _waited(self, progress: Progress | None, done: int, total: int) -> bool:
        """Until one more letter may leave; whether nobody stopped it meanwhile."""
        until = self._pace.next_us(self._desk.now_us())
        if until > self._desk.now_us():
            self._settle()
        while (left := until - self._desk.now_us()) > 0:
            if progress is not None and not progress(done, total):
                return False
            sleep(min(_LONGEST_NAP_S, left / MICROSECONDS))
        return True

    def _state(self) -> str:
        """As the store has it now: somebody may have paused or cancelled it elsewhere."""
        return self._desk.outreach.named(self._campaign.id.hex()).fields.state

    def _is_due(self, stored: Stored[Recipient]) -> bool:
        return stored.fields.next_us <= self._desk.now_us()

    def _mine(self) -> Mine:
        mine = self._desk.outreach.of_campaign(self._campaign)
        return sorted(mine, key=lambda each: each[1].fields.id)

    def _ended(self) -> RunAnswer:
        states = Counter(each.fields.state for _, each in self._mine())
        later = sum(states[each] for each in PENDING)
        stored = self._desk.outreach.named(self._campaign.id.hex())
        after = stored.fields
        mine_alone = states.total() == len(after.audience)
        if mine_alone and not later and not states["unknown"] and not states["sending"] and after.state == "running":
            after = moved(after, "done", self._desk.now_us(), self._desk.outreach.me())
        try:
            row = self._desk.outreach.save(stored, after)
        except Problem:
            # Another run came to the end of it at the same moment, or somebody has just stopped it.
            row = self._desk.outreach.row(self._desk.outreach.named(self._campaign.id.hex()).fields)
        return RunAnswer(campaign=row, later=later, unknown=states["unknown"], **self._counts)
