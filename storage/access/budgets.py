"""Reading budgets, counted in the log itself inside the append transaction (spec/security §4, spec/store §7).

"Check, then append" in two transactions lets parallel sessions take more than the limit; here the count and
the entry share one.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from core.entities.vocabulary import Role
from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT, Rules
from storage.access.allowance import WHOLE, share_of
from storage.access.throttle import counter, set_counter
from storage.access.window import window_start
from storage.audit.kinds import Budget, Kind
from storage.schema.log import log

HOUR_US = 3_600_000_000
DAY_US = 24 * HOUR_US
WIDER_FOR: dict[Budget, frozenset[Role]] = {
    Budget.DOSSIERS: frozenset({"head"}),
    Budget.REVEALS: frozenset({"head"}),
    Budget.PROBES: frozenset({"head", "keeper"}),
}
"""Whose budget is `head_budget_factor` times the rule: the keeper writes other people's clients down all day."""
ROWS_WITHOUT_LIMIT: frozenset[Role] = frozenset({"head", "keeper"})
"""Who may check any number of imported rows against other portfolios (spec/store §7)."""
_ROWS_MARK = b"import-rows\0"
"""Begins the subject of the one probe entry of an import; the number of rows follows in 4 bytes.

In clear, because it is counted where nobody can open the details of yesterday's entries.
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """One limit of one budget: what it allows and what has been taken within its window."""

    budget: Budget
    hours: int
    limit: int
    used: int


LOOKUP_SCOPE = 201
"""`counters.scope_kind` of identifier look-ups; spaces use 1–5, the door 200."""


@dataclass(frozen=True, slots=True)
class Budgets:
    """Limits of one person. `advisory`: counted and shown, never refused (one-person store)."""

    advisory: bool
    rules: Rules = DEFAULT
    role: Role = "manager"

    def check(self, connection: Connection, actor: bytes, kind: Kind, subject: bytes, now_us: int) -> None:
        """Raise Problem (REFUSED) when one more entry of `kind` about `subject` is over a limit.

        A subject already counted within 24 hours costs nothing (spec/store §7).
        """
        if self.advisory or kind.budget is Budget.NONE:
            return
        day = window_start(connection, now_us, DAY_US)
        if spent(connection, actor, kind, day, subject):
            return
        share = share_of(connection, actor, now_us)
        for window, limit in self._limits(kind.budget, share):
            first = window_start(connection, now_us, window)
            if spent(connection, actor, kind, day, first_since_us=first) >= limit:
                raise Problem(
                    N_("The reading budget is used up ({limit} in {hours} h): ask your head for more, or wait."),
                    ExitCode.REFUSED,
                    limit=limit,
                    hours=window // HOUR_US,
                    budget=kind.budget.name,
                )

    def rows_left(self, connection: Connection, actor: bytes, now_us: int) -> int | None:
        """How many more imported rows the person may check against other portfolios today; None: any number."""
        if self.advisory or self.role in ROWS_WITHOUT_LIMIT:
            return None
        mine = (log.c.actor == actor, log.c.kind == int(Kind.PROBE))
        since_us = window_start(connection, now_us, DAY_US)
        subjects = connection.scalars(select(log.c.subject).where(*mine, log.c.time_us >= since_us))
        taken = sum(rows_in(bytes(each)) for each in subjects)
        limit = self.rules.probe_rows_day * share_of(connection, actor, now_us) // WHOLE
        return max(0, limit - taken)

    def state(self, connection: Connection, actor: bytes, now_us: int) -> list[Spent]:
        """Every limit with what has been taken of it, for the status line and the screens."""
        share = share_of(connection, actor, now_us)
        return [
            Spent(
                budget,
                window // HOUR_US,
                limit,
                spent(
                    connection,
                    actor,
                    kind,
                    window_start(connection, now_us, DAY_US),
                    first_since_us=window_start(connection, now_us, window),
                ),
            )
            for budget, kind in _KIND_OF.items()
            for window, limit in self._limits(budget, share)
        ]

    def _limits(self, budget: Budget, share: int) -> tuple[tuple[int, int], ...]:
        rules = self.rules
        windows = {
            Budget.DOSSIERS: ((HOUR_US, rules.dossiers_hour), (DAY_US, rules.dossiers_day)),
            Budget.REVEALS: ((DAY_US, rules.reveals_day),),
            Budget.PROBES: ((DAY_US, rules.probes_day),),
        }.get(budget, ())
        factor = rules.head_budget_factor if self.role in WIDER_FOR.get(budget, ()) else 1
        return tuple((window, max(1, limit * factor * share // WHOLE)) for window, limit in windows)


_KIND_OF = {Budget.DOSSIERS: Kind.DOSSIER_READ, Budget.REVEALS: Kind.REVEAL, Budget.PROBES: Kind.PROBE}


def rows_subject(rows: int) -> bytes:
    """Subject of the probe entry of an import with that many rows."""
    return _ROWS_MARK + rows.to_bytes(4, "big")


def rows_in(subject: bytes) -> int:
    """Rows an import's probe entry stands for; 0 for the tag of a single value."""
    return int.from_bytes(subject[len(_ROWS_MARK) :], "big") if subject.startswith(_ROWS_MARK) else 0


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
    nothing from the hour it falls into. Imports are counted by rows elsewhere and not here.
    """
    mine = select(log.c.subject).where(log.c.actor == actor, log.c.kind == int(kind), log.c.time_us >= since_us)
    if subject is not None:
        mine = mine.where(log.c.subject == subject)
    elif kind is Kind.PROBE:
        mine = mine.where(func.substr(log.c.subject, 1, len(_ROWS_MARK)) != _ROWS_MARK)
    counted = mine.group_by(log.c.subject).having(func.min(log.c.time_us) >= first_since_us).subquery()
    return int(connection.scalar(select(func.count()).select_from(counted)) or 0)


def note_lookup(connection: Connection, actor: bytes, now_us: int) -> int:
    """Count one identifier look-up of a person. Gives which one of the running hour it is.

    Kept in the store, so that neither a second session nor a new process begins the hour anew. The hour begins with
    its first look-up.
    """
    since = counter(connection, LOOKUP_SCOPE, actor, "since_us")
    if not since <= now_us < since + HOUR_US:
        set_counter(connection, LOOKUP_SCOPE, actor, "since_us", now_us)
        set_counter(connection, LOOKUP_SCOPE, actor, "lookups", 1)
        return 1
    count = counter(connection, LOOKUP_SCOPE, actor, "lookups") + 1
    set_counter(connection, LOOKUP_SCOPE, actor, "lookups", count)
    return count
