"""Recovery cases at the desk: claimed, led through the playbook, counted (S03.104–S03.109)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from core.entities.money import Money
from core.entities.people import Referral, ReferralResult
from core.entities.recovery import CaseStep, LossReason, RecoveryCase
from core.entities.standing import StatusNote
from core.entities.work import Activity, Task, done
from core.problem import N_, ExitCode, Problem
from core.recovery.case import (
    FOLLOW_UPS,
    OVER,
    follow_up_days,
    hours_left,
    next_steps,
    open_case,
    overdue,
    stepped,
)
from core.recovery.queue import lapse_probability
from core.recovery.stake import value_at_stake
from core.wording import gettext
from core.wording.recovery import follow_up, step_name
from storage.vault.books.people import REFERRAL
from storage.vault.books.recovery import RECOVERY_CASE
from storage.vault.books.standing import STATUS_NOTE
from storage.vault.books.work import ACTIVITY, TASK
from storage.vault.registers import Stale, Stored
from storage.vault.writing import Writing
from tui.desk.answers import Reminder
from tui.desk.figures import Figures, date_of, day_number, ranked
from tui.desk.port_recovery import (
    CaseLine,
    CasesAnswer,
    EventLine,
    OutcomesAnswer,
    QueueMark,
    ReferralLine,
)
from tui.desk.recovery_outcomes import outcomes_of

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000
DAY_HOURS = 24
LINE_MAX, TEXT_MAX = 200, 2_000


class RecoveryDesk:
    """Cases and recommendations of the clients of one session."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # Cases
    def cases(self, everything: bool = False) -> CasesAnswer:
        """Cases at work, those with a running timer first; with `everything` the closed ones too."""
        staff = self._staff()
        lines = [
            self._line(client_id, stored.fields, staff)
            for client_id, stored in self._desk.work.shown(RECOVERY_CASE)
            if everything or stored.fields.step not in OVER
        ]
        lines.sort(key=lambda each: (not each.red, each.timer_hours is None, each.step == "closed", each.opened))
        return CasesAnswer(tuple(lines), self._desk.today_date(), self._desk.log_size())

    def case(self, case_id: str) -> CaseLine:
        """One case by its id. Raises Problem (BAD_INPUT) where there is none."""
        client_id, stored = self._named(case_id)
        return self._line(client_id, stored.fields, self._staff())

    def claim(self, client_id: str) -> CaseLine:
        """Take a client on; of a key account or an anchor the invitation is due within a day."""
        if self._at_work(client_id):
            raise Problem(N_("Somebody is at work on this client already: see the list of cases."), ExitCode.REFUSED)
        written = self._opened(client_id, self._desk.session.entered.identity.person_id)
        shown = self._desk.base.ids[self._desk.place_of(client_id)].hex()
        return self._line(shown, written, self._staff())

    def claim_for(self, client_id: str, owner: bytes) -> None:
        """Who said that he leaves is the case of a colleague now, unless somebody is at work on him (S03.45)."""
        if not self._at_work(client_id):
            self._opened(client_id, owner or self._desk.session.entered.identity.person_id)

    def _at_work(self, client_id: str) -> bool:
        return any(each.fields.step not in OVER for each in self._desk.work.about(RECOVERY_CASE, client_id))

    def _opened(self, client_id: str, owner: bytes) -> RecoveryCase:
        desk = self._desk
        number, figures = desk.place_of(client_id), desk.figures()
        firm = figures.firm
        stake = value_at_stake(figures.days, figures.rhythms.seen, firm.from_margin, firm.margin_share, figures.rules)
        case = open_case(
            self._today(),
            desk.now_us(),
            owner,
            favoured=self._favoured(figures, number),
            said=lapse_probability(figures.rhythms, number),
            stake=int(stake[number]),
            rules=figures.rules,
        )
        return desk.work.add(RECOVERY_CASE, client_id, case)

    def step(
        self, case_id: str, step: CaseStep, note: str = "", gift: str = "", reason: LossReason | None = None
    ) -> CaseLine:
        """One step of the playbook with what belongs to it: a contact made, a gift, calls to come, a recommendation.

        Raises Problem (REFUSED) where a step would be skipped, BAD_INPUT where it lacks its words.
        """
        desk = self._desk
        client_id, stored = self._named(case_id)
        now, by = desk.now_us(), desk.session.entered.identity.person_id
        case = stepped(
            stored.fields,
            step,
            self._today(),
            now,
            by,
            note=_cut(note, TEXT_MAX),
            gift=_cut(gift, LINE_MAX),
            loss=reason,
            bought=self._bought(client_id, stored.fields),
        )
        registers = desk.session.registers
        try:
            with registers.writing(stored.space_id, {"kind": RECOVERY_CASE.name}) as writing:
                registers.change(writing, RECOVERY_CASE, stored, case)
                self._consequences(writing, stored, case)
        except Stale:
            raise Problem(
                N_("Somebody has changed this meanwhile: look at it again, then save."), ExitCode.REFUSED
            ) from None
        desk.touched()
        return self._line(client_id, case, self._staff())

    def marks(self) -> dict[str, QueueMark]:
        """By client: the case at work on him; of a key account or an anchor in the queue that nobody has claimed,
        the timer since the day he became late."""
        found = {
            each.client_id: QueueMark(each.id, each.step, each.manager, each.timer_hours, each.red)
            for each in self.cases().cases
        }
        desk = self._desk
        figures = desk.figures()
        queue = ranked(figures)
        limit = figures.rules.recovery_timer_hours
        for row, number in enumerate(queue.client.tolist()):
            client_id = desk.base.ids[number].hex()
            if client_id in found or queue.urgency(row) != "today":
                continue
            late_since = queue.reason(row).expected_day
            left = limit - DAY_HOURS * max(0, self._today() - (late_since or self._today()))
            found[client_id] = QueueMark("", "detected", "", left, left < 0)
        return found

    def reminders(self) -> list[Reminder]:
        """Invitations with a running timer, for TODAY; late ones in red."""
        return [
            Reminder(
                kind="recovery",
                client_id=each.client_id,
                client=each.client,
                text=step_name("invited") if not each.red else gettext("the invitation to lunch is late"),
                due=each.opened,
                red=each.red,
                top20=each.favoured,
            )
            for each in self.cases().cases
            if each.timer_hours is not None
        ]

    def outcomes(self) -> OutcomesAnswer:
        """Cases by reason, manager and action; and an earlier evening's probabilities against what happened."""
        return outcomes_of(self._desk, [stored.fields for _client, stored in self._desk.work.shown(RECOVERY_CASE)])

    # Recommendations (S03.109)
    def add_referral(
        self, client_id: str, who: str, whom: str = "", result: ReferralResult = "open", note: str = ""
    ) -> ReferralLine:
        """A recommendation asked for or given. Raises Problem (BAD_INPUT) without a name."""
        if not who.strip():
            raise Problem(N_("A recommendation needs a name: who recommends us."))
        referral = Referral(
            who=_cut(who, LINE_MAX),
            whom=_cut(whom, LINE_MAX),
            day=self._today(),
            result=result,
            note=_cut(note, LINE_MAX),
        )
        written = self._desk.work.add(REFERRAL, client_id, referral)
        return self._referral(self._desk.base.ids[self._desk.place_of(client_id)].hex(), written)

    def settle_referral(self, referral_id: str, result: ReferralResult, whom: str = "") -> None:
        """What came of a recommendation. Raises Problem (BAD_INPUT) for one that is not there."""
        stored = self._desk.work.named(REFERRAL, _handle(referral_id))
        changed = {"result": result, "whom": _cut(whom, LINE_MAX) or stored.fields.whom}
        self._desk.work.change(REFERRAL, stored, **changed)

    def referrals(self, client_id: str = "") -> tuple[ReferralLine, ...]:
        """Recommendations, newest first; of one client or of all."""
        wanted = self._desk.base.ids[self._desk.place_of(client_id)].hex() if client_id else ""
        found = [
            self._referral(of, each.fields)
            for of, each in self._desk.work.shown(REFERRAL)
            if not wanted or of == wanted
        ]
        return tuple(sorted(found, key=lambda each: (each.day, each.id), reverse=True))

    def referral_counts(self) -> dict[str, int]:
        """Client → recommendations that were not refused; step 5 of the ladder counts them."""
        counts: dict[str, int] = {}
        for each in self.referrals():
            if each.result != "refused":
                counts[each.client_id] = counts.get(each.client_id, 0) + 1
        return counts

    # Within
    def _consequences(self, writing: Writing, stored: Stored[RecoveryCase], case: RecoveryCase) -> None:
        """What a step brings with it, in the transaction of the step."""
        registers, client = self._desk.session.registers, stored.space_id
        day, last = self._today(), case.events[-1]
        contact = {"invited": "call", "met": "meeting", "office": "visit"}.get(last.step)
        if contact is not None:
            two_way = last.step != "invited"
            made = Activity(kind=contact, day=day, two_way=two_way, link=case.id)  # type: ignore[arg-type]
            registers.add(writing, ACTIVITY, client, made)
        if last.gift:
            registers.add(writing, ACTIVITY, client, Activity(kind="gift", day=day, link=case.id))
        if last.step == "referral":
            told = Referral(whom=last.note or gettext("not named yet"), day=day, link=case.id)
            registers.add(writing, REFERRAL, client, told)
        if last.step == "parted" and case.loss is not None:
            # A person who has parted with him has said that he is lost, and why (S01.06, S01.07).
            registers.add(writing, STATUS_NOTE, client, StatusNote(status="lost", day=day, reason=case.loss))
        if last.step in ("returned", "parted"):
            days = follow_up_days(day, self._desk.figures().rules)
            steps = FOLLOW_UPS if last.step == "parted" else FOLLOW_UPS[:1]
            for due, step in zip(days, steps, strict=False):
                text = follow_up(step_name(step))
                task = Task(kind="call", text=text, due=due, owner=case.owner, source="S03.108", link=case.id)
                registers.add(writing, TASK, client, task)
        if last.step in FOLLOW_UPS:
            self._close_task(writing, case, last.note)

    def _close_task(self, writing: Writing, case: RecoveryCase, result: str) -> None:
        """The next call of this case is done."""
        registers = self._desk.session.registers
        mine = [each for each in registers.all(TASK) if each.fields.link == case.id and each.fields.state == "open"]
        if mine:
            first = min(mine, key=lambda each: each.fields.due)
            closed = done(first.fields, result[:LINE_MAX], self._desk.now_us())
            registers.change(writing, TASK, first, closed)

    def _named(self, case_id: str) -> tuple[str, Stored[RecoveryCase]]:
        handle = _handle(case_id)
        for client_id, stored in self._desk.work.shown(RECOVERY_CASE):
            if stored.fields.id == handle:
                return client_id, stored
        raise Problem(N_("There is no such case among yours: look at the list of cases again."))

    def _favoured(self, figures: Figures, number: int) -> bool:
        return bool(figures.anchors.is_anchor[number] or figures.now.key[number])

    def _bought(self, client_id: str, case: RecoveryCase) -> bool:
        days = self._desk.figures().days.events(self._desk.place_of(client_id))
        return bool(len(days)) and int(days[-1]) > case.opened

    def _today(self) -> int:
        return day_number(self._desk.today_date())

    def _staff(self) -> dict[bytes, str]:
        return {each.id: each.name for each in self._desk.session.staffing.staff()}

    def _line(self, client_id: str, case: RecoveryCase, staff: dict[bytes, str]) -> CaseLine:
        desk = self._desk
        now, bought = desk.now_us(), self._bought(client_id, case)
        events = tuple(
            EventLine(
                each.step,
                dt.datetime.fromtimestamp(each.at_us / MICROSECONDS, desk.zone),
                staff.get(each.by, ""),
                each.note,
                each.gift,
            )
            for each in case.events
        )
        return CaseLine(
            id=case.id.hex(),
            client_id=client_id,
            client=desk.base.cards[desk.place_of(client_id)].name,
            manager=staff.get(case.owner, ""),
            step=case.step,
            next=next_steps(case, bought),
            favoured=case.favoured,
            opened=date_of(case.opened),
            timer_hours=hours_left(case, now) if case.due_us else None,
            red=overdue(case, now),
            said=case.said,
            value_at_stake=Money(case.stake, desk.base.currency),
            reason=case.loss,
            course=case.course,
            reason_text=case.reason_text,
            outcome=case.outcome,
            ended=date_of(case.ended) if case.ended else None,
            bought=bought,
            events=events,
        )

    def _referral(self, client_id: str, each: Referral) -> ReferralLine:
        name = self._desk.base.cards[self._desk.place_of(client_id)].name
        day = date_of(each.day)
        return ReferralLine(each.id.hex(), client_id, name, each.who, each.whom, day, each.result, each.note)


def _cut(text: str, most: int) -> str:
    return " ".join(text.split())[:most].strip()


def _handle(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
