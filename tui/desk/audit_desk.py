"""Who read what: entries, budgets, unusual reading, the state of the log (U03, U25, S01.18)."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.wording import watch as wording
from storage.audit.kinds import Kind
from storage.vault.trail import Trail
from tui.desk import reports
from tui.desk.port_audit import (
    BudgetRow,
    LogFilter,
    LoginRow,
    LogLine,
    LogState,
    VerdictAnswer,
    WatchList,
    WatchRow,
)

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000
EPOCH = dt.date(1970, 1, 1)
MOST_ENTRIES = 100_000
"""Of one list: nobody walks further, a filter gets there sooner."""


class OpenedLog:
    """A `port_audit.LogHandle` over numbers of entries."""

    def __init__(self, desk: Desk, numbers: Sequence[int]) -> None:
        self._desk = desk
        self._numbers = numbers
        self._places = {str(number): at for at, number in enumerate(numbers)}

    def __len__(self) -> int:
        return len(self._numbers)

    def rows(self, start: int, stop: int) -> list[LogLine]:
        return reports.log_rows(self._desk.session, self._desk.zone, self._numbers[start:stop])

    def position(self, client_id: str) -> int | None:
        return self._places.get(client_id)


class AuditDesk:
    """The facet behind AUD and the commands of `audit`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open_log(self, narrowed: LogFilter) -> OpenedLog:
        """Entries that fit, newest first. Raises Problem (BAD_INPUT) for an unknown login, client or kind."""
        return OpenedLog(self._desk, self.numbers(narrowed, MOST_ENTRIES))

    def numbers(self, narrowed: LogFilter, limit: int | None) -> list[int]:
        """Their numbers alone."""
        desk = self._desk
        return reports.log_numbers(desk.session, desk.zone, narrowed, limit)

    def kinds(self) -> tuple[str, ...]:
        """Kinds the filter offers."""
        return tuple(sorted(each.name.lower() for each in Kind))

    def people(self) -> tuple[str, ...]:
        """Logins the filter offers: of everybody where details may be read, else the own one."""
        session = self._desk.session
        if not session.watching.may_see_logins:
            return (session.entered.me.statement.login,)
        return tuple(sorted(each.login for each in session.staffing.staff()))

    def state(self) -> LogState:
        """What is known of the log without walking it."""
        desk = self._desk
        custody, assured = desk.session.custody, desk.session.entered.assurance.assured
        cosigned = custody.cosigned()
        return LogState(
            entries=desk.log_size(),
            verified_at_login=assured.entries,
            cosigned=cosigned.size if cosigned is not None else None,
            cosigned_at=self._moment(cosigned.at_us) if cosigned is not None else None,
            witnesses=tuple(each.name for each in custody.witnesses()),
            alarms=self.alarms(),
        )

    def alarms(self) -> tuple[str, ...]:
        """Sentences of the banner, the gravest first."""
        found = self._desk.session.custody.alarms()
        told = []
        if found.contradiction is not None:
            told.append(wording.contradiction())
        if found.clock is not None:
            told.append(wording.clock_moved(round(found.clock.ahead_us / 60_000_000)))
        if found.server_ahead:
            told.append(wording.clocks_differ(found.server_ahead))
        if found.silent_days:
            told.append(wording.witness_silent(found.silent_days))
        if found.no_witness:
            told.append(wording.no_witness())
        return (*told, *(wording.sink_fails(kind) for kind in found.sinks))

    def budgets(self) -> tuple[BudgetRow, ...]:
        """What everybody has used of his budgets, by login."""
        people = {each.id: each for each in self._desk.session.staffing.staff()}
        rows = [
            BudgetRow(who.login, who.name, who.role, spent.budget.name.lower(), spent.hours, spent.limit, spent.used)
            for each in self._desk.session.watching.budgets()
            for spent in each.spent
            if (who := people.get(each.person)) is not None
        ]
        return tuple(sorted(rows, key=lambda row: (row.login, row.budget, row.hours)))

    def watch(self, days: int) -> WatchList:
        """Unusual reading of the last days, and wrong logins. Raises Problem (REFUSED) for managers and keepers."""
        watching = self._desk.session.watching
        people = {each.id: each for each in self._desk.session.staffing.staff()}
        findings = [
            WatchRow(
                login=who.login,
                name=who.name,
                rule=each.rule,
                day=EPOCH + dt.timedelta(days=each.day),
                value=each.value,
                usual=round(each.usual, 1),
                reason=wording.reason(each.rule, each.value, each.usual),
            )
            for each in (watching.findings(days) if watching.may_read else ())
            if (who := people.get(each.person)) is not None
        ]
        return WatchList(days, tuple(findings), self.logins(days))

    def logins(self, days: int) -> tuple[LoginRow, ...]:
        """Wrong logins of the last days that call for somebody (S01.18)."""
        return tuple(
            LoginRow(
                self._moment(each.first_us),
                each.tries,
                each.who,
                each.barred,
                wording.wrong_logins(each.tries, each.who, barred=each.barred),
            )
            for each in self._desk.session.watching.logins(days)
        )

    def verify(self) -> VerdictAnswer:
        """The verdict on the whole log."""
        begin = time.perf_counter()
        trail: Trail = self._desk.session.trail
        found = trail.verify()
        return VerdictAnswer(found.ok, found.entries, found.first_bad, found.reason, time.perf_counter() - begin)

    def _moment(self, at_us: int) -> dt.datetime:
        return dt.datetime.fromtimestamp(at_us / MICROSECONDS, self._desk.zone)
