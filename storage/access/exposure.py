"""What somebody has seen, counted from the log's clear columns: no key is needed and no name is told (spec/store §7).

Clients are subject tags: equal for one client, meaningless without the firm's tag key.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from core.rules import DEFAULT, Rules
from storage.audit.kinds import Kind
from storage.schema.log import log

DAY_US = 86_400_000_000
WINDOWS = (30, 90, 180)
"""Days the report counts back (spec/security §3.3)."""
COUNTED = {
    Kind.DOSSIER_READ: "opened",
    Kind.REVEAL: "revealed",
    Kind.COPY: "copied",
    Kind.EXPORT: "exported",
    Kind.PROBE: "probed",
}
Seen = tuple[int, int, bytes]
"""Time in microseconds UTC, number of the kind, subject tag."""


@dataclass(frozen=True, slots=True)
class Window:
    """Counts of one stretch of days up to the report. Distinct subjects, but exports and probes by number."""

    days: int
    opened: int
    revealed: int
    copied: int
    exported: int
    probed: int
    share: float | None
    """Opened clients over those of the own portfolios, 0–1; None where their number is not known here."""
    night: int
    """Dossiers opened at night by the firm's clock."""
    busiest_hour: int
    """Most distinct dossiers within one hour of the clock."""
    busiest_day: int


def seen_by(connection: Connection, person: bytes, now_us: int) -> list[Seen]:
    """Everything countable that a person did within the longest window, oldest first."""
    kinds = [int(kind) for kind in COUNTED]
    rows = connection.execute(
        select(log.c.time_us, log.c.kind, log.c.subject)
        .where(log.c.actor == person, log.c.kind.in_(kinds), log.c.time_us >= now_us - WINDOWS[-1] * DAY_US)
        .order_by(log.c.seq)
    )
    return [(int(row.time_us), int(row.kind), bytes(row.subject)) for row in rows]


def windows(
    seen: Iterable[Seen], now_us: int, zone: ZoneInfo, clients: int | None, rules: Rules = DEFAULT
) -> list[Window]:
    """The report's lines. `clients`: number of clients of the person's own portfolios, None where it is not known."""
    held = list(seen)
    return [_window([each for each in held if each[0] >= now_us - days * DAY_US], days, zone, clients, rules)
            for days in WINDOWS]  # fmt: skip


def _window(seen: list[Seen], days: int, zone: ZoneInfo, clients: int | None, rules: Rules) -> Window:
    of: dict[int, set[bytes]] = defaultdict(set)
    number: Counter[int] = Counter()
    by_hour: dict[int, set[bytes]] = defaultdict(set)
    by_day: dict[dt.date, set[bytes]] = defaultdict(set)
    night = 0
    for time_us, kind, subject in seen:
        of[kind].add(subject)
        number[kind] += 1
        if kind == Kind.DOSSIER_READ:
            local = dt.datetime.fromtimestamp(time_us / 1_000_000, zone)
            night += local.hour >= rules.night_from or local.hour < rules.night_until
            by_hour[time_us // 3_600_000_000].add(subject)
            by_day[local.date()].add(subject)
    opened = len(of[Kind.DOSSIER_READ])
    return Window(
        days=days,
        opened=opened,
        revealed=len(of[Kind.REVEAL]),
        copied=len(of[Kind.COPY]),
        exported=number[Kind.EXPORT],
        probed=number[Kind.PROBE],
        share=min(1.0, opened / clients) if clients else None,
        night=night,
        busiest_hour=max(map(len, by_hour.values()), default=0),
        busiest_day=max(map(len, by_day.values()), default=0),
    )
