"""Search as one types: recall by class of noise, time of a keystroke, size and build, and the peers beside it.

Goals of time are held against processor time, which neighbours on the machine disturb least; search waits for nothing,
so that alone on a processor both are one. Time by the clock is printed beside it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.identity.index import SearchEntry, SearchIndex, build
from scripts.benchmarks import _search_rivals
from scripts.benchmarks._report import Report, machine
from scripts.benchmarks._search_measure import TOP, percentile, quiet, recall, type_out
from tests.identity.given_set import ENTRIES, QUERIES, read_entries, read_queries
from tests.identity.made_base import MadeBase
from tests.identity.made_noise import Asked, MadeQueries

MILLION = 1_000_000
UNTUNED = "x_"
"""Classes of noise whose name begins so count for no goal of recall over all classes, only for their own."""
BAD_INPUT = ("я", "q", "ромашка" * 1400, "я" * 10_000, "а б в г д е ж з", "!?.,;:()[]", "😀🎉", "\x00\x1b[31m\x07",
             "77 07 08 38", "770708", "ивaнoв пeтр", "חברת שלום", "\u202eвонави", "a" * 10_000, ". . . .")  # fmt: skip


@dataclass(frozen=True)
class Goals:
    """What a size is held to; milliseconds, seconds, megabytes. None: shown without a goal."""

    top: float
    first: float | None
    p50: float | None
    p99: float | None
    build: float | None
    megabytes: float | None


GIVEN = MADE = Goals(0.985, 0.965, 2.5, 16.0, 2.5, 30.0)
LARGE = Goals(0.97, None, None, 50.0, None, None)


def _least(report: Report, name: str, value: float, goal: float | None, detail: str = "") -> None:
    if goal is None:
        report.figure(name, value, "", detail)
    else:
        report.least(name, value, goal, detail=detail)


def _most(report: Report, name: str, value: float, goal: float | None, unit: str, detail: str = "") -> None:
    if goal is None:
        report.figure(name, value, unit, detail)
    else:
        report.goal(name, value, goal, unit, detail)


def measure(
    report: Report, name: str, entries: Sequence[SearchEntry], queries: Sequence[Asked], goals: Goals, keys: int
) -> SearchIndex:
    """One set: build, recall, then every keystroke of some queries."""
    quiet()
    wall, used = time.perf_counter(), time.process_time()
    index = build(entries)
    spent = time.process_time() - used
    built = time.perf_counter() - wall
    _most(report, f"{name}: build", spent, goals.build, " s", f"{built:.2f} s by the clock, {len(index):,} entries")
    _most(report, f"{name}: arrays", index.nbytes() / 1e6, goals.megabytes, " MB")
    quiet()
    index.search("разогрев", TOP)
    found = recall(queries, lambda text: [hit.id for hit in index.search(text)])
    print(found.table())
    tuned = [kind for kind in found.asked if not kind.startswith(UNTUNED)]
    untuned = [kind for kind in found.asked if kind.startswith(UNTUNED)]
    _least(report, f"{name}: recall@5", found.at_top(tuned), goals.top)
    _least(report, f"{name}: recall@1", found.at_first(tuned), goals.first)
    worst, kind = found.worst(tuned)
    _least(report, f"{name}: lowest class @5", worst, 0.85 if goals.first else None, kind)
    if untuned:
        report.least(f"{name}: noise beyond the list @5", found.at_top(untuned), 0.95)
    some = queries[:: max(1, len(queries) // keys)]
    pressed = type_out(index, some)
    for share, goal in ((50, goals.p50), (99, goals.p99)):
        detail = f"{percentile(pressed.wall, share):.1f} ms by the clock, {len(pressed.wall):,} keys"
        _most(report, f"{name}: keystroke p{share}", percentile(pressed.processor, share), goal, " ms", detail)
    report.figure(f"{name}: keystroke p99.9", percentile(pressed.processor, 99.9), " ms")
    return index


def bad_input(report: Report, index: SearchIndex) -> None:
    """What nobody means to type: an answer or none, never an error, never long."""
    took: list[float] = []
    for text in BAD_INPUT:
        best = []
        for _ in range(3):
            index.forget()
            start = time.thread_time()
            index.search(text)
            best.append(1000 * (time.thread_time() - start))
        took.append(sorted(best)[1])
    report.goal("bad input: slowest answer", max(took), 50.0, " ms", repr(BAD_INPUT[took.index(max(took))][:24]))


def made(report: Report, size: int, seed: int, per_class: int, keys: int, rivals: bool) -> None:
    """A base and queries made from a seed, measured, and the peers on the same where wanted."""
    base = MadeBase(seed, size)
    queries = MadeQueries(base, seed + 1).ask(per_class)
    entries = [each.entry for each in base.entries]
    del base
    index = measure(report, f"made {size:,}", entries, queries, LARGE if size >= MILLION else MADE, keys)
    if size < MILLION:
        bad_input(report, index)
    if rivals:
        tuned = [asked for asked in queries if not asked.kind.startswith(UNTUNED)]
        _search_rivals.compare(report, index, entries, tuned)


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench search", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="entries made anew; 0 for the given set alone")
    parser.add_argument("--million", action="store_true", help="1,000,000 entries as well")
    parser.add_argument("--seed", type=int, default=20_261_124)
    parser.add_argument("--per-class", type=int, default=100, help="queries of every class")
    parser.add_argument("--keys", type=int, default=400, help="queries typed key by key")
    parser.add_argument("--entries", type=Path, default=ENTRIES, help="another set: JSON lines, .gz or not")
    parser.add_argument("--queries", type=Path, default=QUERIES, help="its queries with the accepted answers")
    parser.add_argument("--no-peers", action="store_true", help="our index alone")
    options = parser.parse_args(arguments)
    report = Report()
    print(machine())
    if options.entries.is_file() and options.queries.is_file():
        entries, queries = read_entries(options.entries), read_queries(options.queries)
        measure(report, f"given {len(entries):,}", entries, queries, GIVEN, options.keys)
    else:
        print(f"{options.entries} is absent: the given set is left out")
    if options.size:
        made(report, options.size, options.seed, options.per_class, options.keys, not options.no_peers)
    if options.million:
        made(report, MILLION, options.seed, options.per_class, options.keys, rivals=False)
    print()
    print(report.table())
    return int(report.missed > 0)
