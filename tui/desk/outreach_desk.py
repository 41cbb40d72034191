"""Campaigns at the desk: made of a list, checked, approved, led (exchange §4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import msgspec

from core.entities.outreach import Campaign, CampaignChannel, CampaignKind, Recipient, RecipientState
from core.entities.work import Activity, ActivityKind
from core.outreach.campaign import checked, edited, moved, published, was_tested
from core.outreach.channels import HELD, PUBLISHED
from core.outreach.checks import counted
from core.outreach.letter import personal_placeholders, unknown_placeholders
from core.outreach.recipient import ANSWERED, PENDING, held, stepped
from core.problem import N_, ExitCode, Problem
from core.wording.outreach import template
from storage.vault.books.outreach import CAMPAIGN, RECIPIENT
from storage.vault.books.work import ACTIVITY
from storage.vault.registers import Stale
from tui.desk import keeping
from tui.desk.figures import day_number
from tui.desk.outreach_audience import Audience, chosen, people_of
from tui.desk.outreach_forms import OutreachForms
from tui.desk.port import Progress
from tui.desk.port_outreach import (
    CampaignDetails,
    CampaignRow,
    InboxAnswer,
    LetterLine,
    RecipientLine,
    RunAnswer,
    StepLine,
)
from tui.desk.work_records import changed_meanwhile

SAID_BY_HAND: tuple[RecipientState, ...] = (
    "sent", "queued", "cancelled", "replied", "meeting", "sale", "unsubscribed", "complained",
)  # fmt: skip
NAME_MAX = 120
NOTE_MAX = 2_000


class OutreachDesk(OutreachForms):
    """Campaigns of one session. Everybody sees all of them, and of the recipients those of his own clients."""

    # Reading
    def campaigns(self) -> tuple[CampaignRow, ...]:
        """Every campaign, newest first."""
        return self.rows()

    def show(self, handle: str) -> CampaignDetails:
        """One campaign with its recipients, and what keeps each of them from the message now. Raises Problem."""
        campaign = self.named(handle).fields
        recipients = self.of_campaign(campaign)
        staff, prefers = self.staff(), self._preferences()
        pending = [each for each in recipients if each[1].fields.state in PENDING and not each[1].fields.task]
        found = Audience(self._desk, campaign, at_once=True).obstacles(pending) if pending else []
        by_id = {each.fields.id: told for (_, each), told in zip(pending, found, strict=True)}
        lines = []
        for client_id, each in self.led(recipients):
            candidate, obstacle = by_id.get(each.id, (None, None))
            missing = candidate.missing if candidate is not None else ()
            lines.append(self.line(client_id, each, obstacle or "", missing, prefers.get(each.person, "")))
        return CampaignDetails(
            campaign=self.row(campaign),
            subject=campaign.subject,
            text=campaign.text,
            tested=was_tested(campaign),
            steps=tuple(StepLine(self.moment(s.at_us), s.step, staff.get(s.by, "")) for s in campaign.steps),
            checks=counted(obstacle for _, obstacle in found),
            recipients=tuple(sorted(lines, key=_who_gets_it_first)),
        )

    def letter(self, recipient_id: str) -> LetterLine:
        """The message as one recipient would get it; placeholders nothing is known for stay as they are typed.

        The address is not shown. Raises Problem.
        """
        client_id, stored = self.recipient(recipient_id)
        campaign = self.named(stored.fields.campaign.hex()).fields
        audience = Audience(self._desk, campaign)
        words = audience.filling(client_id, stored.fields)
        return LetterLine(words.subject, words.text, audience.missing(client_id, stored.fields))

    # Making
    def new(
        self,
        name: str,
        clients: Sequence[str],
        kind: CampaignKind = "commercial",
        subject: str = "",
        text: str = "",
        channel: CampaignChannel = "email",
        due: dt.date | None = None,
        pilot: Sequence[str] = (),
        progress: Progress | None = None,
    ) -> CampaignRow:
        """A draft to the clients given, one person each, frozen as they are; without words those of the ready message.

        `pilot`: ids of colleagues; only their clients are taken, to try it there first (S02.15). Raises Problem
        (BAD_INPUT) for an empty list and for a placeholder that nobody can fill.
        """
        desk = self._desk
        keeping.demand(desk, keeping.CLERKS)
        first = tuple(map(bytes.fromhex, pilot))
        listed = self._listed(clients)
        shown = [each for each in listed if not first or self.leader(each) in first]
        taken = set(shown)
        later = [each for each in listed if each not in taken]
        ready_subject, ready_text = template(kind, channel)
        campaign = checked(
            Campaign(
                name=" ".join(name.split())[:NAME_MAX],
                kind=kind,
                channel=channel,
                subject=subject or ready_subject,
                text=text or ready_text,
                audience=tuple(map(bytes.fromhex, shown)),
                due=day_number(due) if due else 0,
                pilot=first,
                later=tuple(map(bytes.fromhex, later)),
            )
        )
        _demand_known(campaign)
        people = [] if channel in PUBLISHED else chosen(desk, shown, channel)
        registers = desk.session.registers
        with registers.writing(b"", {"kind": CAMPAIGN.name}) as writing:
            told = registers.add(writing, CAMPAIGN, desk.session.entered.firm.firm_id, campaign)
            registers.expect(writing, RECIPIENT, (bytes.fromhex(client_id) for client_id, _, _ in people))
            for done, (client_id, person, tag) in enumerate(people):
                if progress is not None and not progress(done, len(people)):
                    raise Problem(N_("Stopped: no campaign was made."), ExitCode.REFUSED)
                one = Recipient(campaign=told.id, person=person, tag=tag)
                registers.add(writing, RECIPIENT, bytes.fromhex(client_id), one)
        desk.touched()
        return self.row(told)

    def handed_on(self, handle: str) -> CampaignRow:
        """A draft of a campaign that was tried with some colleagues, to the clients of all the others (S02.15).

        Raises Problem (REFUSED) unless it was such a pilot and is done.
        """
        campaign = self.named(handle).fields
        if not campaign.pilot or campaign.state not in ("done", "measured"):
            raise Problem(N_("Only a pilot that is done is handed on."), ExitCode.REFUSED)
        rest = [each.hex() for each in campaign.later if each in self._desk.base.place]
        words = (campaign.kind, campaign.subject, campaign.text, campaign.channel)
        return self.new(campaign.name, rest, *words)

    def edit(self, handle: str, **words: str) -> CampaignRow:
        """Other words of a campaign that has not started: it is a draft again. Raises Problem."""
        stored = self.named(handle)
        after = edited(stored.fields, self._desk.now_us(), self.me(), **words)
        _demand_known(after)
        return self.save(stored, after)

    def plan(self, handle: str, due: dt.date | None) -> CampaignRow:
        """The day it is planned for; approval and test letter hold. Raises Problem (REFUSED) once it is over."""
        stored = self.named(handle)
        if stored.fields.state not in ("draft", "approved"):
            raise Problem(N_("A campaign that has started is not changed: make a new one."), ExitCode.REFUSED)
        return self.save(stored, msgspec.structs.replace(stored.fields, due=day_number(due) if due else 0))

    def approve(self, handle: str) -> CampaignRow:
        """The head agrees to it as it stands. Raises Problem (REFUSED) for another role."""
        keeping.demand(self._desk, keeping.PLANNERS)
        stored = self.named(handle)
        return self.save(stored, moved(stored.fields, "approved", self._desk.now_us(), self.me()))

    def pause(self, handle: str) -> CampaignRow:
        """Stop after the letter that is on its way. Raises Problem (REFUSED) where nothing runs."""
        stored = self.named(handle)
        return self.save(stored, moved(stored.fields, "paused", self._desk.now_us(), self.me()))

    def cancel(self, handle: str) -> CampaignRow:
        """For good: nobody else gets it. Raises Problem (REFUSED) once it is over."""
        stored = self.named(handle)
        now, me = self._desk.now_us(), self.me()
        after = moved(stored.fields, "cancelled", now, me)
        mine = [each for _, each in self.of_campaign(stored.fields)]
        registers = self._desk.session.registers
        try:
            with registers.writing(b"", {"kind": CAMPAIGN.name}) as writing:
                registers.change(writing, CAMPAIGN, stored, after)
                left = [each for each in mine if each.fields.state in PENDING]
                told = [(each, stepped(each.fields, "cancelled", now, me)) for each in left]
                registers.change_all(writing, RECIPIENT, told)
        except Stale:
            raise changed_meanwhile() from None
        self._desk.touched()
        return self.row(after)

    # Running
    def test(self, handle: str, password: str) -> CampaignRow:
        """The letter as the first recipient would get it, to the sender's own address. Raises Problem."""
        from tui.desk.outreach_run import send_test

        return send_test(self._desk, handle, password)

    def run(self, handle: str, password: str, progress: Progress | None = None) -> RunAnswer:
        """Send what is due: the start, and what comes after a pause, a crash or quiet hours. Raises Problem."""
        from tui.desk.outreach_run import run

        return run(self._desk, handle, password, progress)

    def collect(self, handle: str) -> CampaignRow:
        """What the SMS gateway has done with the messages of a campaign since. Raises Problem."""
        from tui.desk.outreach_run import collect

        return collect(self._desk, handle)

    def take_in(self, path: str, progress: Progress | None = None) -> InboxAnswer:
        """Mark what a mailbox file says of our letters: bounces, complaints, unsubscriptions, answers. Raises."""
        from tui.desk.outreach_inbox import take_in

        return take_in(self._desk, Path(path), progress)

    def publish(self, handle: str, link: str, day: dt.date | None = None) -> CampaignRow:
        """The text was put on a site or into a group: where and when; whoever says so is kept (S03.76). Raises."""
        stored = self.named(handle)
        when = day or self._desk.today_date()
        if when > self._desk.today_date():
            raise Problem(N_("This day has not come yet: say when it was published."))
        after = published(stored.fields, day_number(when), link, self._desk.now_us(), self.me())
        return self.save(stored, after)

    def settle(self, recipient_id: str, state: RecipientState, note: str = "") -> RecipientLine:
        """What a person knows of a recipient: an unknown letter went, is to go once more or is given up; an answer, a
        meeting, a sale.

        A call or a meeting that was held closes its task and is a contact of the client. Who unsubscribes or complains
        is on the stop list for ever. Raises Problem.
        """
        if state not in SAID_BY_HAND:
            raise Problem(N_("There is no {word}: use one of {known}."), word=state, known=", ".join(SAID_BY_HAND))
        client_id, stored = self.recipient(recipient_id)
        campaign = self.named(stored.fields.campaign.hex()).fields
        if state == "queued" and stored.fields.state != "unknown":
            raise Problem(N_("Only a letter of which nobody knows is sent once more."), ExitCode.REFUSED)
        said, now = " ".join(note.split()), self._desk.now_us()
        after = stored.fields
        if campaign.channel in HELD and after.state == "queued" and state != "cancelled":
            after = held(after, now, self.me(), said if state == "sent" else "")
        if after.state != state:
            after = stepped(after, state, now, self.me(), said)
        self._desk.work.change(RECIPIENT, stored, state=after.state, steps=after.steps)
        if campaign.channel in HELD and stored.fields.state == "queued":
            self._closed(client_id, campaign, stored.fields, state, said)
        if state in ("unsubscribed", "complained"):
            self.opt_out(client_id, after.person.hex(), state, campaign.channel)
        return self.line(client_id, after)

    def personal(self, recipient_id: str, note: str) -> None:
        """Words of one's own for one recipient: where the letter says so, else below the salutation (S03.22)."""
        _client, stored = self.recipient(recipient_id)
        if stored.fields.state not in PENDING:
            raise Problem(N_("This recipient is not at that step: look at him again."), ExitCode.REFUSED)
        self._desk.work.change(RECIPIENT, stored, note=note.strip()[:NOTE_MAX])

    # Within
    def leader(self, client_id: str) -> bytes:
        """Id of the colleague whose client he is; b"" where nobody's."""
        portfolio = self._desk.base.portfolios[self._desk.base.portfolio[self._desk.place_of(client_id)]]
        note = self._desk.session.staffing.portfolios().get(portfolio)
        return note.owner_id if note is not None else b""

    def _listed(self, clients: Sequence[str]) -> list[str]:
        base, place_of = self._desk.base, self._desk.place_of
        return list(dict.fromkeys(base.ids[place_of(each)].hex() for each in clients))

    def _preferences(self) -> dict[bytes, str]:
        return {each.id: each.prefers for people in people_of(self._desk).values() for each in people}

    def _closed(self, client_id: str, campaign: Campaign, before: Recipient, state: RecipientState, said: str) -> None:
        """The task of a call or a meeting after its result, and the contact it was."""
        work = self._desk.work
        if any(each.fields.id == before.task and each.fields.state == "open" for _, each in work.tasks()):
            work.close_task(before.task, said, "dropped" if state == "cancelled" else "done")
        if state != "cancelled":
            kind: ActivityKind = "call" if campaign.channel not in ("meeting", "messenger") else campaign.channel
            today = day_number(self._desk.today_date())
            people = (before.person,) if before.person else ()
            told = Activity(kind=kind, day=today, two_way=state in ANSWERED, people=people, link=campaign.id)
            work.add(ACTIVITY, client_id, told)


def _who_gets_it_first(line: RecipientLine) -> tuple[bool, str, str, str]:
    """Order of the recipients: whom nothing keeps from it, then the others, by name."""
    left_out = line.state in ("skipped", "cancelled") or line.obstacle not in ("", "quiet")
    return left_out, line.client, line.person, line.id


def _demand_known(campaign: Campaign) -> None:
    text = f"{campaign.subject}\n{campaign.text}"
    if campaign.channel in PUBLISHED and (found := personal_placeholders(text)):
        raise Problem(N_("Everybody reads this text: there is nobody to fill in {words} for."), words=", ".join(found))
    unknown = unknown_placeholders(text)
    if unknown:
        raise Problem(N_("Nobody can fill in {words}: correct or remove it."), words=", ".join(unknown)[:120])
