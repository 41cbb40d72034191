"""scripts/bench watch: a simulated year of fifty readers with six planted leakers, given to the plain rules (U25).

Printed: whether each leaker was found, after how many days and by which rule; false alarms a month about honest ones.
The honest year has busy days, month ends, holidays, people who read at night now and then.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from scripts.benchmarks._report import Report
from storage.access.watch import Finding, Reader, Reading, watch
from storage.audit.kinds import Kind

YEAR = 365
PAST = 120
"""Days before the year that make norms."""
FIRST = 20_000
"""Number of the first simulated day since 1970: a Thursday."""
READERS = 50
MONTHS = 12


@dataclass(frozen=True)
class Leaker:
    """What one of the six does, from which day of the year on."""

    name: str
    begins: int
    acts: Callable[[Colleague, int, np.random.Generator], list[tuple[int, int, int]]]


class Colleague:
    """An honest reader: a portfolio of which some part is alive, a pace of his own, hours of his own."""

    def __init__(self, number: int, rng: np.random.Generator) -> None:
        self.id = hashlib.sha256(b"colleague %d" % number).digest()[:16]
        self.clients = int(rng.integers(20, 61))
        self.pace = float(rng.uniform(3, 10))
        self.reveals = float(rng.uniform(0.2, 0.5))
        alive = max(6, int(self.clients * rng.uniform(0.55, 0.8)))
        self.alive = rng.permutation(self.clients)[:alive]
        weights = 1.0 / np.arange(1, alive + 1) ** rng.uniform(0.3, 0.7)
        self.weights = weights / weights.sum()
        self.late = bool(rng.random() < 0.1)
        self.holiday = int(rng.integers(60, YEAR - 40))

    def subject(self, client: int) -> bytes:
        return hashlib.sha256(self.id + client.to_bytes(4, "big")).digest()[:16]

    def day(self, day: int, rng: np.random.Generator) -> list[tuple[int, int, int]]:
        """(second, kind, client) of an ordinary working day; a client of -1 is nobody in particular."""
        if (FIRST + day) % 7 in (2, 3) or self.holiday <= day < self.holiday + 14:
            return []
        busy = 1.6 if day % 30 > 26 else 1.0
        found: list[tuple[int, int, int]] = []
        for client in rng.choice(self.alive, size=min(rng.poisson(self.pace * busy), 40), p=self.weights):
            found += self._visit(int(client), rng)
        if rng.random() < 0.1:
            # Now and then somebody long asleep: a returning client, a stock-taking of old debts.
            found += self._visit(int(rng.integers(self.clients)), rng)
        found += [(int(rng.integers(9, 18)) * 3600 + int(rng.integers(3600)), Kind.PROBE, -1)] * int(rng.poisson(0.5))
        found += [(int(rng.integers(9, 18)) * 3600, Kind.SEARCH_IDENTIFIER, -1)] * int(rng.poisson(0.3))
        if rng.random() < 0.01:
            found.append((12 * 3600, Kind.EXPORT, -1))
        return found

    def _visit(self, client: int, rng: np.random.Generator) -> Iterator[tuple[int, int, int]]:
        hour = int(rng.integers(19, 24)) if self.late and rng.random() < 0.05 else int(rng.integers(9, 18))
        second = hour * 3600 + int(rng.integers(3600))
        yield second, Kind.DOSSIER_READ, client
        if rng.random() < self.reveals:
            yield second + 60, Kind.REVEAL, client


def _slow(who: Colleague, day: int, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    """Two more dossiers a working day, one after the other through the whole portfolio."""
    return [(int(rng.integers(10, 17)) * 3600 + 7 * n, Kind.DOSSIER_READ, (2 * day + n) % who.clients) for n in (0, 1)]


def _burst(who: Colleague, _day: int, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    """The last week: a third of the portfolio a day, in office hours."""
    some = rng.permutation(who.clients)[: max(12, who.clients // 3)]
    return [(int(rng.integers(9, 18)) * 3600 + int(rng.integers(3600)), Kind.DOSSIER_READ, int(n)) for n in some]


def _night(who: Colleague, _day: int, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    """One night from the first to the twentieth, a minute each."""
    begin = 23 * 3600 + int(rng.integers(600))
    return [(begin + 55 * n, Kind.DOSSIER_READ, n) for n in range(min(20, who.clients))]


def _prober(_who: Colleague, _day: int, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    """Eight numbers tried a day, for colleagues' clients."""
    return [(int(rng.integers(9, 18)) * 3600 + 11 * n, Kind.PROBE, -1) for n in range(8)]


def _collector(who: Colleague, day: int, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    """Six phones a day without opening the dossier."""
    return [(int(rng.integers(9, 18)) * 3600 + 9 * n, Kind.REVEAL, (6 * day + n) % who.clients) for n in range(6)]


def _exporter(_who: Colleague, day: int, _rng: np.random.Generator) -> list[tuple[int, int, int]]:
    """A list below the limit every other day."""
    return [(15 * 3600, Kind.EXPORT, -1)] if day % 2 else []


LEAKERS = (
    Leaker("slow copier", 200, _slow),
    Leaker("last-week burst", YEAR - 7, _burst),
    Leaker("night sequence", 150, _night),
    Leaker("search prober", 100, _prober),
    Leaker("reveal collector", 250, _collector),
    Leaker("exporter", 300, _exporter),
)
ONCE = {"night sequence": 1, "search prober": 21, "exporter": 14}
"""Days some of them go on for; the others go on to the end."""


def simulate(seed: int, readers: int = READERS) -> tuple[list[Reading], list[Colleague]]:
    """Everybody's readings in the order of the log; the first six colleagues are the leakers."""
    rng = np.random.default_rng(seed)
    staff = [Colleague(number, rng) for number in range(readers)]
    found: list[Reading] = []
    for day in range(-PAST, YEAR):
        today: list[Reading] = []
        for number, who in enumerate(staff):
            acts = who.day(day, rng)
            if number < len(LEAKERS):
                leaker = LEAKERS[number]
                length = ONCE.get(leaker.name, YEAR)
                if leaker.begins <= day < leaker.begins + length and (FIRST + day) % 7 not in (2, 3):
                    acts += leaker.acts(who, day, rng)
            for second, kind, client in acts:
                subject = who.subject(client) if client >= 0 else rng.bytes(16)
                today.append(Reading(who.id, int(kind), subject, FIRST + day, min(second, 86_399)))
        found += sorted(today, key=lambda each: each.second)
    return found, staff


@dataclass(frozen=True)
class Outcome:
    """Rule and days until each leaker was found (None: never), and the false alarms of the year."""

    found: dict[str, tuple[str, int] | None]
    false: list[Finding]


def judge(seed: int, readers: int = READERS) -> Outcome:
    """Simulate a year and give it to the rules."""
    readings, staff = simulate(seed, readers)
    known = {who.id: Reader("manager", who.clients) for who in staff}
    findings = watch(readings, known, FIRST, FIRST + YEAR - 1)
    caught: dict[str, tuple[str, int] | None] = {}
    begins: dict[bytes, int] = {}
    for number, leaker in enumerate(LEAKERS):
        begins[staff[number].id] = leaker.begins
        # A finding of before cannot count: it is a false alarm about somebody still honest.
        mine = [each for each in findings if each.person == staff[number].id and each.day - FIRST >= leaker.begins]
        first = min(mine, key=lambda each: each.day, default=None)
        caught[leaker.name] = None if first is None else (first.rule, first.day - FIRST - leaker.begins)
    false = [each for each in findings if each.day - FIRST < begins.get(each.person, YEAR)]
    return Outcome(caught, false)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench watch", description=__doc__)
    parser.add_argument("--years", type=int, default=10, help="simulated years, each of its own seed")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(arguments)
    outcomes = [judge(args.seed + year) for year in range(args.years)]
    report = Report()
    for leaker in LEAKERS:
        hits = [each.found[leaker.name] for each in outcomes]
        days = sorted(hit[1] for hit in hits if hit is not None)
        rules = sorted({hit[0] for hit in hits if hit is not None})
        told = f"after {days[0]}–{days[-1]} days, median {days[len(days) // 2]}; by {', '.join(rules)}" if days else ""
        least = 0.5 if leaker.name == "slow copier" else 0.9
        report.least(f"{leaker.name}: found", len(days) / len(hits), least, "", told)
    a_month = sum(len(each.false) for each in outcomes) / args.years / MONTHS
    by_rule: dict[str, int] = {}
    for outcome in outcomes:
        for each in outcome.false:
            by_rule[each.rule] = by_rule.get(each.rule, 0) + 1
    told = ", ".join(f"{rule} {count}" for rule, count in sorted(by_rule.items())) or "none"
    report.goal("false alarms a month, 50 readers", a_month, 4.0, "", f"in {args.years} years: {told}")
    print()
    print(report.table())
    return 1 if report.missed else 0
