"""Reading budgets, counted in the log itself inside the append transaction (spec/security §4, spec/store §7).

"Check, then append" in two transactions lets parallel sessions take more than the limit; here the count and
the entry share one.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT, Rules
from storage.audit.kinds import Budget, Kind
from storage.schema.log import log

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US


@dataclass(frozen=True, slots=True)
class Budgets:
    """Limits of one person. `advisory`: counted and shown, never refused (one-person store)."""

    advisory: bool
    rules: Rules = DEFAULT

    def check(self, connection: Connection, actor: bytes, kind: Kind, subject: bytes, now_us: int) -> None:
        """Raise Problem (REFUSED) when one more entry of `kind` about `subject` is over a limit.

        A subject already counted within 24 hours costs nothing (spec/store §7).
        """
        if self.advisory or kind.budget is Budget.NONE:
            return
        if spent(connection, actor, kind, now_us - DAY_US, subject):
            return
        for window, limit in self._limits(kind.budget):
            if spent(connection, actor, kind, now_us - DAY_US, first_since_us=now_us - window) >= limit:
                raise Problem(
                    N_("The reading budget is used up ({limit} in {hours} h): ask your head for more, or wait."),
                    ExitCode.REFUSED,
                    limit=limit,
                    hours=window // HOUR_US,
                    budget=kind.budget.name,
                )

    def _limits(self, budget: Budget) -> tuple[tuple[int, int], ...]:
        rules = self.rules
        return {
            Budget.DOSSIERS: ((HOUR_US, rules.dossiers_hour), (DAY_US, rules.dossiers_day)),
            Budget.REVEALS: ((DAY_US, rules.reveals_day),),
            Budget.PROBES: ((DAY_US, rules.probes_day),),
        }.get(budget, ())


def spent(
    connection: Connection,
    actor: bytes,
    kind: Kind,
    since_us: int,
    subject: bytes | None = None,
    first_since_us: int = 0,
) -> int:
    """Distinct subjects of `kind` by `actor` since an instant; with `subject`, whether that one is among them.

    `first_since_us`: only those whose first entry in that time is not older, so that a free re-reading takes
    nothing from the hour it falls into.
    """
    mine = select(log.c.subject).where(log.c.actor == actor, log.c.kind == int(kind), log.c.time_us >= since_us)
    if subject is not None:
        mine = mine.where(log.c.subject == subject)
    counted = mine.group_by(log.c.subject).having(func.min(log.c.time_us) >= first_since_us).subquery()
    return int(connection.scalar(select(func.count()).select_from(counted)) or 0)
