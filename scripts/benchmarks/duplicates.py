"""Duplicates found without labels: F1, recall of the blocks and time on public sets and on firms made anew."""

from __future__ import annotations

import argparse
import functools
import itertools
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from core.identity.blocking import recall
from core.identity.duplicates import Base, Linkage, Pairs
from core.identity.duplicates_match import Zone
from core.identity.features import Record
from scripts.benchmarks._duplicate_peers import Goal, compare, febrl_four, from_parquet
from scripts.benchmarks._duplicate_sets import (
    IDENTITY,
    Known,
    febrl,
    febrl_linked,
    historical,
    made_firms,
    papers,
    restaurants,
    russian_firms,
)
from scripts.benchmarks._report import Report, machine
from scripts.benchmarks.peers import python

F1_GOALS: dict[str, float] = {
    "Febrl 1": 0.998,
    "Febrl 2": 0.998,
    "Febrl 3": 0.998,
    "Febrl 4": 0.998,
    "historical 50,000": 0.765,
    "restaurants": 0.93,
    "DBLP-ACM": 0.98,
}
_FEBRL_PEERS = (Goal("splink", "febrl", wall=5.0), Goal("recordlinkage", "febrl", wall=2.5))
PEER_GOALS: dict[str, tuple[Goal, ...]] = {f"Febrl {number}": _FEBRL_PEERS for number in (2, 3, 4)}
PEER_GOALS["Febrl 1"] = (_FEBRL_PEERS[0], Goal("recordlinkage", "febrl", wall=0.0))
PEER_GOALS["historical 50,000"] = (Goal("splink", "historical", wall=3.0),)
FIRMS_PEERS = (Goal("splink", "firms", wall=2.0, cpu=2.5),)
CLUSTER_GOALS = {"historical 50,000": 0.85}
FIRMS_GOAL = 0.965
BLOCKING_GOAL = 0.995


def found(known: Known) -> tuple[Base, Pairs, set[tuple[int, int]], Linkage | None]:
    """Pairs that are likelier one than not, found without a single label."""
    base = Base(known.schema, known.left)
    if known.right is None:
        pairs = base.doubles().pairs
        scored = pairs.scored.kept(pairs.scored.total >= 0)
        return base, pairs, set(zip(scored.left.tolist(), scored.right.tolist(), strict=True)), None
    linkage = base.link(known.right, one_to_one=known.one_to_one)
    best = linkage.best[linkage.best >= 0]
    scored = linkage.pairs.scored.kept(best.astype(np.int64))
    scored = scored.kept(scored.total >= 0)
    return base, linkage.pairs, set(zip(scored.left.tolist(), scored.right.tolist(), strict=True)), linkage


def quality(said: set[tuple[int, int]], truth: frozenset[tuple[int, int]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of pairs."""
    right = len(said & truth)
    return right / max(len(said), 1), right / max(len(truth), 1), 2 * right / max(len(said) + len(truth), 1)


def unidentified_links(linkage: Linkage) -> int:
    """Pairs that would be joined without an identifier: none may be."""
    scored = linkage.pairs.scored
    return sum(not scored.identified[linkage.best[row]] for row in linkage.pile(Zone.LINK))


def show(report: Report, known: Known, goal: float) -> None:
    """One set: its F1, the recall of its blocks and the time of everything, normalising included."""
    started, used = time.perf_counter(), time.process_time()
    _, pairs, said, linkage = found(known)
    wall, cpu = time.perf_counter() - started, time.process_time() - used
    precision, reached, f1 = quality(said, known.truth)
    detail = f"P {precision:.4f} R {reached:.4f}, {len(pairs)} candidates, {wall:.2f} s wall, {cpu:.2f} s CPU"
    report.least(f"{known.name}: F1", f1, goal, detail=detail)
    width = len(known.right if known.right is not None else known.left)
    scored = pairs.scored
    reached = recall((scored.left, scored.right), known.truth, width)
    if known.name in CLUSTER_GOALS:  # groups join what no block brought together
        report.figure(f"{known.name}: blocks", reached, "")
    else:
        report.least(f"{known.name}: blocks", reached, BLOCKING_GOAL)
    if linkage is not None:
        report.goal(f"{known.name}: links without an identifier", unidentified_links(linkage), 0, unit="")
        zones = [linkage.pile(zone) for zone in (Zone.LINK, Zone.REVIEW, Zone.DISTINCT)]
        wrong = sum((int(scored.left[linkage.best[row]]), row) not in known.truth for row in zones[0])
        report.figure(
            f"{known.name}: wrong among links",
            wrong,
            "",
            detail=f"link {len(zones[0])}, review {len(zones[1])}, new {len(zones[2])}",
        )


def entry(report: Report, known: Known, count: int) -> None:
    """The warning while a client is typed: time of one look and the place of the true double."""
    assert known.right is not None
    base = Base(known.schema, known.left)
    by_row = {right: left for left, right in known.truth}
    rows = random.Random(1).sample(sorted(by_row), min(count, len(by_row)))
    others = random.Random(2).sample(sorted(set(range(len(known.right))) - set(by_row)), len(rows))
    took: list[float] = []
    top = warned = wrong = 0

    def look(row: int) -> list[int]:
        assert known.right is not None
        said = {name: str(column[row]) for name, column in known.right.columns.items()}
        record = Record.of(("typed", row), **said)
        started = time.perf_counter()
        matches = base.warn(record)
        took.append(1000 * (time.perf_counter() - started))
        return [int(str(match.left)) if match.likely else -1 - int(str(match.left)) for match in matches]

    for row in rows:
        keys = look(row)
        top += any(key in (by_row[row], -1 - by_row[row]) for key in keys)
        warned += by_row[row] in keys
    for row in others:
        wrong += any(key >= 0 for key in look(row))
    report.least(
        "entry: true double in the top 3", top / len(rows), 0.985, detail=f"{len(rows)} rows, base {len(base.rows)}"
    )
    report.figure("entry: warned of the true double", warned / len(rows), "")
    report.figure("entry: warned of a new client", wrong / len(others), "")
    report.figure("entry: p50", float(np.percentile(took, 50)), " ms")
    report.goal("entry: p99", float(np.percentile(took, 99)), 30.0, unit=" ms")


def grouped(report: Report, known: Known) -> None:
    """Groups of the whole base: F1 of the pairs inside them, and the time of making them."""
    doubles = Base(known.schema, known.left).doubles()
    started = time.process_time()
    groups = doubles.groups
    took = time.process_time() - started
    said = {pair for group in groups for pair in itertools.combinations(group.rows, 2)}
    precision, reached, f1 = quality(said, known.truth)
    detail = f"P {precision:.4f} R {reached:.4f}, {len(groups)} groups, {took:.2f} s CPU"
    report.least(f"{known.name}: F1 of groups", f1, CLUSTER_GOALS.get(known.name, 0.0), detail=detail)


def public(data: Path, folder: Path) -> Iterator[Callable[[], Known]]:
    """The public sets that are there; Febrl 4 comes with the peers."""
    if IDENTITY.is_dir():
        yield from (functools.partial(febrl, number) for number in (1, 2, 3))
        yield from (restaurants, papers, russian_firms)
    else:
        print(f"{IDENTITY} is absent: its sets are left out")
    halves = febrl_four()
    if halves is None:
        print("the peers are absent (scripts/bench peers): Febrl 4, historical 50,000 and every ratio are left out")
        return
    yield functools.partial(febrl_linked, *halves)
    path = data / "historical_figures_with_errors_50k.parquet"
    if path.exists():
        yield lambda: historical(from_parquet(path, folder))
    else:
        print(f"{path} is absent: historical 50,000 is left out")


def measure(report: Report, known: Known, runs: int) -> None:
    """Quality of one set, and the peers beside us where the set has goals for them."""
    show(report, known, F1_GOALS.get(known.name, FIRMS_GOAL))
    if known.name in CLUSTER_GOALS:
        grouped(report, known)
    if runs and python() is not None:
        compare(report, known, PEER_GOALS.get(known.name, ()), runs)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/bench duplicates", description=__doc__)
    parser.add_argument("--size", type=int, default=100_000, help="firms made for the large set")
    parser.add_argument("--seed", type=int, default=20_261_123)
    parser.add_argument("--entry", type=int, default=1000, help="records typed against the large base")
    parser.add_argument("--only", default="", help="part of the name of the sets wanted")
    parser.add_argument("--runs", type=int, default=3, help="rounds against each peer, 0 for none")
    parser.add_argument(
        "--data", type=Path, default=IDENTITY, help="where historical_figures_with_errors_50k.parquet is"
    )
    chosen = parser.parse_args(arguments)
    report = Report()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="kartoteka-bench-") as name:
        for read in public(chosen.data, Path(name)):
            known = read()
            if chosen.only in known.name:
                measure(report, known, chosen.runs)
    for size in dict.fromkeys((10_000, chosen.size)):
        if chosen.only in f"made firms {size}":
            known = made_firms(size, chosen.seed)
            show(report, known, FIRMS_GOAL)
            if size == chosen.size:
                entry(report, known, chosen.entry)
                if chosen.runs and python() is not None:
                    compare(report, known, FIRMS_PEERS, chosen.runs)
    print()
    print(report.table())
    return 1 if report.missed else 0
