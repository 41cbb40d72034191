"""Recovery cases for the fake desk: one at work with a late timer, led on by the real state machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from core.entities.money import Money
from core.entities.people import ReferralResult
from core.entities.recovery import CaseStep, LossReason, RecoveryCase
from core.problem import N_, ExitCode, Problem
from core.recovery.case import HOUR_US, hours_left, next_steps, open_case, overdue, stepped
from tui.desk.port_recovery import (
    BinLine,
    CaseLine,
    CasesAnswer,
    EventLine,
    OutcomesAnswer,
    QueueMark,
    ReferralLine,
    TallyLine,
)

TODAY = dt.date(2026, 11, 23)
NOW = 1_795_000_000_000_000
DAY = 20_780


class FakeRecovery:
    """Cases by client; client 1 has a late one."""

    def __init__(self, name_of: Callable[[int], str]) -> None:
        self._name_of = name_of
        late = open_case(DAY, NOW - 30 * HOUR_US, b"i" * 16, favoured=True, said=0.9, stake=900_000_00)
        self.open: dict[str, RecoveryCase] = {f"{1:032x}": late}
        self.taken: list[tuple[str, str, str, str | None]] = []

    def _line(self, client_id: str, case: RecoveryCase) -> CaseLine:
        events = tuple(
            EventLine(each.step, dt.datetime(2026, 11, 22, 10, tzinfo=dt.UTC), "Иванова", each.note, each.gift)
            for each in case.events
        )
        return CaseLine(
            id=client_id[::-1],
            client_id=client_id,
            client=self._name_of(int(client_id, 16)),
            manager="Иванова",
            step=case.step,
            next=next_steps(case),
            favoured=case.favoured,
            opened=TODAY,
            timer_hours=hours_left(case, NOW) if case.due_us else None,
            red=overdue(case, NOW),
            said=case.said,
            value_at_stake=Money(case.stake, "RUB"),
            reason=case.loss,
            course=case.course,
            reason_text=case.reason_text,
            outcome=case.outcome,
            ended=None,
            bought=False,
            events=events,
        )

    def cases(self, everything: bool = False) -> CasesAnswer:
        return CasesAnswer(tuple(self._line(*each) for each in self.open.items()), TODAY, 7)

    def claim(self, client_id: str) -> CaseLine:
        if client_id in self.open:
            raise Problem(N_("Somebody is at work on this client already: see the list of cases."), ExitCode.REFUSED)
        self.open[client_id] = open_case(DAY, NOW, b"i" * 16, favoured=False, said=0.8, stake=100)
        return self._line(client_id, self.open[client_id])

    def step(
        self, case_id: str, step: CaseStep, note: str = "", gift: str = "", reason: LossReason | None = None
    ) -> CaseLine:
        client_id = case_id[::-1]
        self.taken.append((step, note, gift, reason))
        self.open[client_id] = stepped(
            self.open[client_id], step, DAY, NOW, b"i" * 16, note=note, gift=gift, loss=reason
        )
        return self._line(client_id, self.open[client_id])

    def marks(self) -> dict[str, QueueMark]:
        found = {
            each.client_id: QueueMark(each.id, each.step, each.manager, each.timer_hours, each.red)
            for each in self.cases().cases
        }
        return {f"{0:032x}": QueueMark("", "detected", "", 5, False), **found}

    def outcomes(self) -> OutcomesAnswer:
        line = TallyLine("our_service", 4, 2, 1, 1)
        return OutcomesAnswer(
            cases=4,
            returned=2,
            by_reason=(line, TallyLine("", 1, 0, 0, 1)),
            by_manager=(TallyLine("Иванова", 4, 2, 1, 1),),
            by_action=(TallyLine("met", 3, 2, 1, 0),),
            checked_day=TODAY - dt.timedelta(90),
            checked_days=90,
            queue=31,
            queue_silent=24,
            bins=(BinLine(0.0, 0.2, 310, 0.09, 0.11), BinLine(0.8, 1.0, 42, 0.88, 0.83)),
            as_of=TODAY,
            log_size=7,
        )

    def referrals(self, client_id: str = "") -> tuple[ReferralLine, ...]:
        return ()

    def add_referral(
        self, client_id: str, who: str, whom: str = "", result: ReferralResult = "open", note: str = ""
    ) -> ReferralLine:
        return ReferralLine("r", client_id, self._name_of(int(client_id, 16)), who, whom, TODAY, result, note)
