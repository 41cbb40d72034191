"""Unusual reading, by a handful of plain rules a person can check by hand (U25). No model, no score.

Works on the clear part of the log: who, when, which kind, which subject tag. Days and hours are the firm's own.
Every rule compares a person with himself, with colleagues of the same role, or with a number of `core.rules`. The
finding keeps the value and what it was compared with, so that the reason can be said in a sentence.
"""

from __future__ import annotations

import bisect
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from core.rules import DEFAULT, Rules
from storage.audit.kinds import Kind

Rule = Literal["norm", "peers", "night", "sequence", "share", "reveals", "probes", "exports"]
DAY_SECONDS = 86_400
WEEK = 7
MOST_NORM_DAYS = 60
"""Own active days that make the norm."""
LEAST_NORM_DAYS = 10
LEAST_PEERS = 4
EPISODE_DAYS = 14
"""The same rule about the same person within this time is the same finding."""
READS = frozenset({int(Kind.DOSSIER_READ), int(Kind.REVEAL), int(Kind.COPY)})
PROBES = frozenset({int(Kind.PROBE), int(Kind.SEARCH_IDENTIFIER), int(Kind.REFUSED)})
WATCHED = frozenset({*READS, *PROBES, int(Kind.EXPORT)})


class Reading(NamedTuple):
    """One entry as the rules see it. `day`: number since 1970 in the firm's zone; `second`: of that day."""

    actor: bytes
    kind: int
    subject: bytes
    day: int
    second: int


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose reading it is: the role, and how many clients his portfolios hold (0: not known)."""

    role: str
    clients: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """`value` of the day, `usual`: what it was compared with (0: a fixed number was enough)."""

    person: bytes
    rule: Rule
    day: int
    value: int
    usual: float


@dataclass
class _Day:
    dossiers: set[bytes] = field(default_factory=set)
    reveals: set[bytes] = field(default_factory=set)
    cold: set[bytes] = field(default_factory=set)
    """Subjects read for the first time in a quarter of a year."""
    probes: int = 0
    exports: int = 0
    night: int = 0
    run: int = 0
    """Longest row of different clients, one right after the other."""


class Person:
    """The days of one person, taken in order."""

    def __init__(self, rules: Rules = DEFAULT) -> None:
        self._rules = rules
        self.days: dict[int, _Day] = {}
        self._seen: dict[bytes, int] = {}
        self._first_day: int | None = None
        self._row: list[bytes] = []
        self._last = 0

    def take(self, reading: Reading) -> None:
        """The next entry of this person."""
        day = self.days.setdefault(reading.day, _Day())
        if self._first_day is None:
            self._first_day = reading.day
        if reading.kind in PROBES:
            day.probes += 1
        elif reading.kind == Kind.EXPORT:
            day.exports += 1
        elif reading.kind in READS:
            self._read(day, reading)

    def _read(self, day: _Day, reading: Reading) -> None:
        rules = self._rules
        last = self._seen.get(reading.subject)
        known_for = reading.day - (self._first_day if self._first_day is not None else reading.day)
        if known_for >= rules.watch_cold_days and (last is None or reading.day - last >= rules.watch_cold_days):
            day.cold.add(reading.subject)
        self._seen[reading.subject] = reading.day
        (day.reveals if reading.kind == Kind.REVEAL else day.dossiers).add(reading.subject)
        hour = reading.second // 3600
        day.night += hour >= rules.watch_night_from or hour < rules.watch_night_to
        now = reading.day * DAY_SECONDS + reading.second
        if self._row and (now - self._last > rules.watch_run_gap_s or reading.subject in self._row):
            self._row = self._row[-1:] if self._row[-1] == reading.subject and now == self._last else []
        if reading.subject not in self._row:
            self._row.append(reading.subject)
        day.run, self._last = max(day.run, len(self._row)), now


def watch(
    readings: Iterable[Reading],
    readers: Mapping[bytes, Reader],
    first_day: int,
    last_day: int,
    rules: Rules = DEFAULT,
) -> list[Finding]:
    """Findings of the days first ≤ day ≤ last, the newest first, once an episode. `readings` in the order of the log.

    Readings before `first_day` make the norms: give at least a quarter of a year of them.
    """
    people: dict[bytes, Person] = defaultdict(lambda: Person(rules))
    for reading in readings:
        if reading.actor in readers and reading.kind in WATCHED and reading.day <= last_day:
            people[reading.actor].take(reading)
    found: list[Finding] = []
    for person, facts in people.items():
        for each in _of_person(person, facts, readers[person], rules):
            if first_day <= each.day <= last_day:
                found.append(each)
    found += _against_peers(people, readers, first_day, last_day, rules)
    return sorted(_episodes(found), key=lambda each: (-each.day, each.person, each.rule))


def _of_person(person: bytes, facts: Person, reader: Reader, rules: Rules) -> Iterable[Finding]:
    numbers = sorted(facts.days)
    for at, day in enumerate(numbers):
        today = facts.days[day]
        before = [facts.days[each] for each in numbers[max(0, at - MOST_NORM_DAYS) : at]]
        week = _within(facts, numbers, day, WEEK)
        month = _within(facts, numbers, day, rules.watch_share_days)
        checks: list[tuple[Rule, int, float, float]] = []
        if len(before) >= LEAST_NORM_DAYS:
            usual = statistics.median(len(each.dossiers) for each in before)
            checks.append(("norm", len(today.dossiers), usual, max(rules.watch_norm_least, rules.watch_factor * usual)))
            for rule, least in (("reveals", rules.watch_reveals_week), ("probes", rules.watch_probes_week)):
                weekly = WEEK * _daily(facts, numbers, day, rule)
                value = sum(_count(each, rule) for each in week)
                checks.append((rule, value, weekly, max(least, rules.watch_factor * weekly)))  # type: ignore[arg-type]
        checks.append(("night", today.night, 0, rules.watch_night_reads))
        checks.append(("sequence", today.run, 0, rules.watch_run))
        checks.append(("exports", sum(each.exports for each in week), 0, rules.watch_exports_week))
        cold = set().union(*(each.cold for each in month))
        if reader.clients:
            most = max(rules.watch_share_least, rules.watch_share * reader.clients)
            checks.append(("share", len(cold), reader.clients, most))
        for rule, value, usual, most in checks:
            if value >= most:
                yield Finding(person, rule, day, value, usual)


def _count(day: _Day, rule: str) -> int:
    return len(day.reveals) if rule == "reveals" else day.probes


def _daily(facts: Person, numbers: Sequence[int], day: int, rule: str) -> float:
    """Average a calendar day over the eight weeks before the last one."""
    past = [facts.days[each] for each in numbers if day - 9 * WEEK < each <= day - WEEK]
    length = min(8 * WEEK, day - WEEK - numbers[0] + 1)
    return sum(_count(each, rule) for each in past) / length if length > 0 else 0.0


def _within(facts: Person, numbers: Sequence[int], day: int, length: int) -> list[_Day]:
    low, high = bisect.bisect_right(numbers, day - length), bisect.bisect_right(numbers, day)
    return [facts.days[each] for each in numbers[low:high]]


def _against_peers(
    people: Mapping[bytes, Person], readers: Mapping[bytes, Reader], first_day: int, last_day: int, rules: Rules
) -> Iterable[Finding]:
    """Distinct clients of a month beside those of colleagues of the same role, looked at once a week."""
    for day in range(first_day + (-first_day) % WEEK, last_day + 1, WEEK):
        totals: dict[bytes, int] = {}
        for person, facts in people.items():
            month = _within(facts, sorted(facts.days), day, rules.watch_share_days)
            totals[person] = len(set().union(*(each.dossiers | each.reveals for each in month)))
        for person, total in totals.items():
            peers = [
                other for each, other in totals.items() if each != person and readers[each].role == readers[person].role
            ]
            if len(peers) < LEAST_PEERS:
                continue
            usual = statistics.median(peers)
            if total >= max(rules.watch_peers_least, rules.watch_factor * usual):
                yield Finding(person, "peers", day, total, usual)


def _episodes(found: Iterable[Finding]) -> Iterable[Finding]:
    last: dict[tuple[bytes, Rule], int] = {}
    for each in sorted(found, key=lambda each: each.day):
        key = (each.person, each.rule)
        if key not in last or each.day - last[key] > EPISODE_DAYS:
            yield each
        last[key] = each.day


class FailedLogin(NamedTuple):
    """A wrong try. `who`: the login it was for, empty when nobody has it; `barred`: he is suspended or has left."""

    at_us: int
    who: str
    barred: bool


@dataclass(frozen=True, slots=True)
class LoginAlarm:
    """Wrong tries close together, or one by somebody who may not come in any more (S01.18)."""

    first_us: int
    last_us: int
    tries: int
    who: tuple[str, ...]
    barred: bool


def login_alarms(failed: Sequence[FailedLogin], rules: Rules = DEFAULT) -> list[LoginAlarm]:
    """Alarms from wrong tries in the order of the log, the newest first."""
    window = rules.login_alarm_minutes * 60_000_000
    groups: list[list[FailedLogin]] = []
    for each in failed:
        if groups and each.at_us - groups[-1][-1].at_us <= window:
            groups[-1].append(each)
        else:
            groups.append([each])
    found = []
    for group in groups:
        barred = any(each.barred for each in group)
        if barred or _close_together(group, rules.login_alarm_tries, window):
            who = tuple(sorted({each.who for each in group if each.who}))
            found.append(LoginAlarm(group[0].at_us, group[-1].at_us, len(group), who, barred))
    return found[::-1]


def _close_together(group: Sequence[FailedLogin], tries: int, window: int) -> bool:
    return any(group[at + tries - 1].at_us - group[at].at_us <= window for at in range(len(group) - tries + 1))
