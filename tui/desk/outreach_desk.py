"""Campaigns at the desk: made of a list, checked, approved, led; consent and the stop list (exchange §4)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from core.entities.outreach import Campaign, CampaignKind, MailServer, Recipient, RecipientState
from core.entities.people import ConsentKind, Person
from core.outreach.campaign import checked, edited, moved, was_tested
from core.outreach.checks import counted
from core.outreach.letter import unknown_placeholders
from core.outreach.recipient import TO_SEND, stepped, was_sent
from core.problem import N_, ExitCode, Problem
from core.wording.outreach import template
from storage.outlets.letter import mail_address
from storage.vault.books.outreach import CAMPAIGN, MAIL_SERVER, RECIPIENT
from storage.vault.books.people import PERSON
from storage.vault.registers import Stale, Stored
from tui.desk import keeping
from tui.desk.figures import day_number
from tui.desk.outreach_audience import MICROSECONDS, Audience, chosen, mail_point, stop_list
from tui.desk.port import Progress
from tui.desk.port_outreach import (
    CampaignDetails,
    CampaignRow,
    MailServerLine,
    RecipientLine,
    RunAnswer,
    ShareLine,
    StepLine,
)
from tui.desk.work_records import changed_meanwhile

if TYPE_CHECKING:
    from tui.desk.desk import Desk

_PENDING = TO_SEND | frozenset[RecipientState]({"planned"})
_ANSWERED: frozenset[RecipientState] = frozenset({"replied", "meeting", "sale"})
SAID_BY_HAND: tuple[RecipientState, ...] = (
    "sent", "cancelled", "replied", "meeting", "sale", "unsubscribed", "complained",
)  # fmt: skip


class OutreachDesk:
    """Campaigns of one session. Everybody sees all of them, and of the recipients those of his own clients."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # Reading
    def campaigns(self) -> tuple[CampaignRow, ...]:
        """Every campaign, newest first."""
        recipients = self.recipients()
        rows = [self._row(each.fields, recipients) for each in keeping.live(self._desk, CAMPAIGN)]
        return tuple(sorted(rows, key=lambda row: (row.made, row.id), reverse=True))

    def show(self, handle: str) -> CampaignDetails:
        """One campaign with its recipients, and what keeps each of them from the letter now. Raises Problem."""
        campaign = self.named(handle).fields
        recipients = [each for each in self.recipients() if each[1].fields.campaign == campaign.id]
        staff = self._staff()
        pending = [each for each in recipients if each[1].fields.state in _PENDING]
        found = Audience(self._desk, campaign).obstacles(pending) if pending else []
        by_id = {each.fields.id: told for (_, each), told in zip(pending, found, strict=True)}
        lines = []
        for client_id, each in recipients:
            candidate, obstacle = by_id.get(each.fields.id, (None, None))
            missing = candidate.missing if candidate is not None else ()
            lines.append(self._line(client_id, each.fields, obstacle or "", missing))
        return CampaignDetails(
            campaign=self._row(campaign, recipients),
            subject=campaign.subject,
            text=campaign.text,
            tested=was_tested(campaign),
            steps=tuple(StepLine(self._moment(s.at_us), s.step, staff.get(s.by, "")) for s in campaign.steps),
            checks=counted(obstacle for _, obstacle in found),
            recipients=tuple(sorted(lines, key=lambda line: (line.client, line.person, line.id))),
        )

    def shares(self) -> tuple[ShareLine, ...]:
        """Letters sent and answered by kind of campaign, among the clients of this session (S03.18)."""
        kinds = {each.fields.id: each.fields.kind for each in keeping.live(self._desk, CAMPAIGN)}
        sent: Counter[CampaignKind] = Counter()
        answered: Counter[CampaignKind] = Counter()
        for _client, each in self.recipients():
            kind = kinds.get(each.fields.campaign)
            if kind is not None and was_sent(each.fields):
                sent[kind] += 1
                answered[kind] += any(step.state in _ANSWERED for step in each.fields.steps)
        return tuple(ShareLine(kind, sent[kind], answered[kind]) for kind in sorted(sent))

    # Making
    def new(
        self, name: str, clients: Sequence[str], kind: CampaignKind = "commercial", subject: str = "", text: str = ""
    ) -> CampaignRow:
        """A draft to the clients given, one person each, frozen as they are; without words those of the ready letter.

        Raises Problem (BAD_INPUT) for an empty list and for a placeholder that nobody can fill.
        """
        desk = self._desk
        keeping.demand(desk, keeping.CLERKS)
        shown = list(dict.fromkeys(desk.base.ids[desk.place_of(each)].hex() for each in clients))
        ready_subject, ready_text = template(kind)
        campaign = checked(
            Campaign(
                name=" ".join(name.split())[:120],
                kind=kind,
                subject=subject or ready_subject,
                text=text or ready_text,
                audience=tuple(map(bytes.fromhex, shown)),
            )
        )
        _demand_known(campaign)
        people = [(client_id, *chosen(desk, client_id)) for client_id in shown]
        registers = desk.session.registers
        with registers.writing(b"", {"kind": CAMPAIGN.name}) as writing:
            told = registers.add(writing, CAMPAIGN, desk.session.entered.firm.firm_id, campaign)
            for client_id, person, tag in people:
                one = Recipient(campaign=told.id, person=person, tag=tag)
                registers.add(writing, RECIPIENT, bytes.fromhex(client_id), one)
        desk.touched()
        return self._row(told, self.recipients())

    def edit(self, handle: str, **words: str) -> CampaignRow:
        """Other words of a campaign that has not started: it is a draft again. Raises Problem."""
        stored = self.named(handle)
        after = edited(stored.fields, self._desk.now_us(), self._me(), **words)
        _demand_known(after)
        return self.save(stored, after)

    def approve(self, handle: str) -> CampaignRow:
        """The head agrees to it as it stands. Raises Problem (REFUSED) for another role."""
        keeping.demand(self._desk, keeping.PLANNERS)
        stored = self.named(handle)
        return self.save(stored, moved(stored.fields, "approved", self._desk.now_us(), self._me()))

    def pause(self, handle: str) -> CampaignRow:
        """Stop after the letter that is on its way. Raises Problem (REFUSED) where nothing runs."""
        stored = self.named(handle)
        return self.save(stored, moved(stored.fields, "paused", self._desk.now_us(), self._me()))

    def cancel(self, handle: str) -> CampaignRow:
        """For good: nobody else gets it. Raises Problem (REFUSED) once it is over."""
        stored = self.named(handle)
        now, me = self._desk.now_us(), self._me()
        after = moved(stored.fields, "cancelled", now, me)
        mine = [each for _, each in self.recipients() if each.fields.campaign == stored.fields.id]
        registers = self._desk.session.registers
        try:
            with registers.writing(b"", {"kind": CAMPAIGN.name}) as writing:
                registers.change(writing, CAMPAIGN, stored, after)
                for each in mine:
                    if each.fields.state in _PENDING:
                        registers.change(writing, RECIPIENT, each, stepped(each.fields, "cancelled", now, me))
        except Stale:
            raise changed_meanwhile() from None
        self._desk.touched()
        return self._row(after, self.recipients())

    # Running
    def test(self, handle: str, password: str) -> CampaignRow:
        """The letter as the first recipient would get it, to the sender's own address. Raises Problem."""
        from tui.desk.outreach_run import send_test

        return send_test(self._desk, handle, password)

    def run(self, handle: str, password: str, progress: Progress | None = None) -> RunAnswer:
        """Send what is due: the start, and what comes after a pause, a crash or quiet hours. Raises Problem."""
        from tui.desk.outreach_run import run

        return run(self._desk, handle, password, progress)

    def settle(self, recipient_id: str, state: RecipientState, note: str = "") -> RecipientLine:
        """What a person knows of a recipient: an unknown letter went or is given up, an answer, a meeting, a sale.

        Who unsubscribes or complains is on the stop list for ever. Raises Problem.
        """
        if state not in SAID_BY_HAND:
            raise Problem(N_("There is no {word}: use one of {known}."), word=state, known=", ".join(SAID_BY_HAND))
        client_id, stored = self._recipient(recipient_id)
        after = stepped(stored.fields, state, self._desk.now_us(), self._me(), " ".join(note.split()))
        self._desk.work.change(RECIPIENT, stored, state=after.state, steps=after.steps)
        if state in ("unsubscribed", "complained"):
            self.opt_out(client_id, after.person.hex(), state)
        return self._line(client_id, after, "", ())

    def personal(self, recipient_id: str, note: str) -> None:
        """Words of one's own for one recipient: they stand where the letter says so (S03.22). Raises Problem."""
        _client, stored = self._recipient(recipient_id)
        if stored.fields.state not in _PENDING:
            raise Problem(N_("This recipient is not at that step: look at him again."), ExitCode.REFUSED)
        self._desk.work.change(RECIPIENT, stored, note=note.strip()[:2000])

    # Consent and the stop list
    def agree(
        self, client_id: str, person_id: str, kind: ConsentKind, day: dt.date | None = None, proof: str = ""
    ) -> None:
        """A person agreed to mailings to his e-mail; how, when, and where the proof lies. Raises Problem."""
        when = day or self._desk.today_date()
        if when > self._desk.today_date():
            raise Problem(N_("A consent cannot lie in the future."))
        stored = self._person(client_id, person_id)
        if "optout" in stop_list(self._desk).of(_address(stored.fields)):
            raise Problem(N_("He asked not to be written to: that holds for ever."), ExitCode.REFUSED)
        words = " ".join(proof.split())[:200]
        self._point(stored, consent=True, consent_kind=kind, consent_day=day_number(when), consent_proof=words)

    def opt_out(self, client_id: str, person_id: str, reason: str = "") -> None:
        """A person wants no mailings: for ever, wherever his address turns up again. Raises Problem."""
        stored = self._person(client_id, person_id)
        today = day_number(self._desk.today_date())
        stop_list(self._desk).mark(_address(stored.fields), "optout", today, " ".join(reason.split())[:200])
        self._point(stored, consent=False, consent_day=today)

    def release(self, client_id: str, person_id: str) -> None:
        """An address that letters came back from is good again, says a person. Raises Problem."""
        stored = self._person(client_id, person_id)
        if not stop_list(self._desk).lift_hold(_address(stored.fields)):
            raise Problem(N_("This address is not on hold."))
        self._point(stored, bounced=False)

    # The mail server
    def server(self) -> MailServerLine | None:
        """How letters are sent; None: nobody has said it yet."""
        found = keeping.live(self._desk, MAIL_SERVER)
        if not found:
            return None
        values = found[-1].fields
        return MailServerLine(*(getattr(values, name) for name in MailServerLine.__struct_fields__))

    def set_server(self, server: MailServer) -> None:
        """Say how letters are sent. Raises Problem for another role and for an address that is none."""
        keeping.demand(self._desk, keeping.PLANNERS)
        if not mail_address(server.sender) or (server.bounces and not mail_address(server.bounces)):
            raise Problem(N_("This is no e-mail address letters could come from."))
        found = keeping.live(self._desk, MAIL_SERVER)
        if found:
            names = MailServerLine.__struct_fields__
            keeping.change(self._desk, MAIL_SERVER, found[-1], **{name: getattr(server, name) for name in names})
        else:
            keeping.add(self._desk, MAIL_SERVER, server)

    # Shared with the run
    def named(self, handle: str) -> Stored[Campaign]:
        """A campaign by handle or name. Raises Problem (BAD_INPUT)."""
        found = keeping.live(self._desk, CAMPAIGN)
        for each in reversed(found):
            if handle in (each.fields.id.hex(), each.fields.name):
                return each
        raise Problem(N_("There is no such campaign: see the list of campaigns."))

    def recipients(self) -> list[tuple[str, Stored[Recipient]]]:
        """(client as lists show him, recipient) of every campaign."""
        return self._desk.work.shown(RECIPIENT)

    def save(self, stored: Stored[Campaign], after: Campaign) -> CampaignRow:
        """Keep a campaign. Raises Problem (REFUSED) when somebody else changed it meanwhile."""
        values = {name: getattr(after, name) for name in Campaign.__struct_fields__}
        keeping.change(self._desk, CAMPAIGN, stored, **values)
        return self._row(after, self.recipients())

    # Within
    def _recipient(self, recipient_id: str) -> tuple[str, Stored[Recipient]]:
        for client_id, each in self.recipients():
            if each.fields.id.hex() == recipient_id:
                return client_id, each
        raise Problem(N_("There is no such record among yours: look at the list again."))

    def _person(self, client_id: str, person_id: str) -> Stored[Person]:
        for each in self._desk.work.about(PERSON, client_id):
            if each.fields.id.hex() == person_id:
                if mail_point(each.fields) is None:
                    raise Problem(N_("This person has no e-mail."))
                return each
        raise Problem(N_("There is no such record among yours: look at the list again."))

    def _point(self, stored: Stored[Person], **values: Any) -> None:
        target = mail_point(stored.fields)
        points = tuple(
            msgspec.structs.replace(each, **values) if each is target else each for each in stored.fields.points
        )
        self._desk.work.change(PERSON, stored, points=points)

    def _row(self, campaign: Campaign, recipients: list[tuple[str, Stored[Recipient]]]) -> CampaignRow:
        counts = Counter(each.fields.state for _, each in recipients if each.fields.campaign == campaign.id)
        return CampaignRow(
            id=campaign.id.hex(),
            name=campaign.name,
            kind=campaign.kind,
            channel=campaign.channel,
            state=campaign.state,
            author=self._staff().get(campaign.by, ""),
            made=self._moment(campaign.at_us),
            clients=len(campaign.audience),
            counts=dict(sorted(counts.items())),
        )

    def _line(self, client_id: str, each: Recipient, obstacle: str, missing: tuple[str, ...]) -> RecipientLine:
        return RecipientLine(
            id=each.id.hex(),
            client_id=client_id,
            client=self._desk.base.cards[self._desk.place_of(client_id)].name,
            person=self._desk.persons.names(client_id).get(each.person, ""),
            state=each.state,
            obstacle=obstacle,
            missing=missing,
            said=each.steps[-1].note if each.steps else "",
            tries=each.tries,
            next=self._moment(each.next_us) if each.next_us else None,
        )

    def _staff(self) -> dict[bytes, str]:
        return {each.id: each.name for each in self._desk.session.staffing.staff()}

    def _me(self) -> bytes:
        return self._desk.session.entered.identity.person_id

    def _moment(self, at_us: int) -> dt.datetime:
        return dt.datetime.fromtimestamp(at_us / MICROSECONDS, self._desk.zone)


def _demand_known(campaign: Campaign) -> None:
    unknown = unknown_placeholders(f"{campaign.subject}\n{campaign.text}")
    if unknown:
        raise Problem(N_("Nobody can fill in {words}: correct or remove it."), words=", ".join(unknown)[:120])


def _address(person: Person) -> str:
    point = mail_point(person)
    return mail_address(point.value) if point is not None else ""
