"""Doubles found by splink and recordlinkage in their own environment, beside ours in the same run (search §4)."""

from __future__ import annotations

import csv
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.identity.blocking import words_of
from core.identity.blocking_keys import rarest_word
from core.identity.comparisons_arrays import glued, sorted_words
from core.identity.duplicates import Base
from core.identity.features import Rows
from core.identity.features_book import Library
from core.identity.features_text import domain
from core.identity.names import forget
from scripts.benchmarks import peers
from scripts.benchmarks._duplicate_sets import Known, same_of_labels
from scripts.benchmarks._report import Report

THRESHOLDS = (0.01, 0.1, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999)


@dataclass(frozen=True)
class Peer:
    """What a peer said of one set; `best` is its F1 at the threshold that suits it best, known only with the truth."""

    wall: float
    cpu: float
    best: float
    at: float
    cluster_f1: float | None = None


def peer(tool: str, settings: str, known: Known) -> Peer:
    """One run of a peer. Raises RuntimeError when the peers are not installed."""
    with tempfile.TemporaryDirectory(prefix="kartoteka-peer-") as name:
        folder = Path(name)
        _write(folder / "left.csv", *_columns(settings, known, left=True))
        if known.right is not None:
            _write(folder / "right.csv", *_columns(settings, known, left=False))
        took = peers.run("_peer_matching.py", {"tool": tool, "settings": settings, "folder": name})
        best, at = _best(folder / "pairs.csv", known)
        clusters = folder / "clusters.csv"
        return Peer(took["wall"], took["cpu"], best, at, _clusters(clusters, known) if clusters.exists() else None)


def _columns(settings: str, known: Known, *, left: bool) -> tuple[list[str], Sequence[Sequence[str]]]:
    rows = known.left if left or known.right is None else known.right
    if settings == "firms":
        return _normalised(known, rows)
    plain = {name: [str(value) for value in column] for name, column in rows.columns.items()}
    return list(plain), list(plain.values())


def _normalised(known: Known, rows: Rows) -> tuple[list[str], Sequence[Sequence[str]]]:
    """Firms as our own normalising leaves them: a gift to the peer, whose clock does not pay for it."""
    library = Library(known.schema)
    library.table(known.left)
    words = words_of(library)["name"]
    table = library.table(rows)
    said = {name: [library.books[name].values[code] for code in codes.tolist()] for name, codes in table.codes.items()}
    names = said["name"]
    made = {name: said[name] for name in ("form", "inn", "phone", "mail", "city")}
    made |= {
        "domain": [domain(mail) for mail in said["mail"]],
        "glued": list(map(glued, names)),
        "sorted_name": list(map(sorted_words, names)),
        "core": list(map(words.core, names)),
        "rarest": list(map(rarest_word, names)),
    }
    return list(made), list(made.values())


def _write(path: Path, names: list[str], columns: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["unique_id", *names])
        writer.writerows((at, *cells) for at, cells in enumerate(zip(*columns, strict=True)))


def _best(path: Path, known: Known) -> tuple[float, float]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(int(one), int(other), float(chance)) for one, other, chance in list(csv.reader(file))[1:]]
    if known.right is None:
        rows = [(min(one, other), max(one, other), chance) for one, other, chance in rows]
    else:  # as with ours, a row of the import goes to one record of the base at most
        of_right = {other: (one, other, chance) for one, other, chance in sorted(rows, key=lambda row: row[2])}
        rows = list(of_right.values())
    found = []
    for threshold in THRESHOLDS:
        said = {(one, other) for one, other, chance in rows if chance >= threshold}
        found.append((2 * len(said & known.truth) / max(len(said) + len(known.truth), 1), threshold))
    return max(found)


def _clusters(path: Path, known: Known) -> float:
    with path.open(encoding="utf-8", newline="") as file:
        cluster_of = {int(row): cluster for row, cluster in list(csv.reader(file))[1:]}
    said = same_of_labels([cluster_of[row] for row in range(len(known.left))])
    return 2 * len(said & known.truth) / max(len(said) + len(known.truth), 1)


def febrl_four() -> tuple[Path, Path] | None:
    """The two files of Febrl 4, which come with recordlinkage; None without the peers."""
    if peers.python() is None:
        return None
    one, other = (next(peers.folder().rglob(f"febrl/dataset4{half}.csv"), None) for half in "ab")
    return (one, other) if one and other else None


def from_parquet(path: Path, folder: Path) -> Path:
    """The same table as CSV in `folder`; the product itself reads no parquet."""
    shutil.copyfile(path, folder / "given.parquet")
    peers.run("_peer_matching.py", {"tool": "convert", "folder": str(folder)})
    return folder / "given.csv"


@dataclass(frozen=True)
class Ours:
    """Seconds from rows in memory to scored pairs, normalising included."""

    wall: float
    cpu: float


def ours(known: Known) -> Ours:
    """One run that remembers no word of the runs before it."""
    forget()
    wall, cpu = time.perf_counter(), time.process_time()
    base = Base(known.schema, known.left)
    if known.right is None:
        base.doubles()
    else:
        base.link(known.right, one_to_one=known.one_to_one)
    return Ours(time.perf_counter() - wall, time.process_time() - cpu)


@dataclass(frozen=True)
class Goal:
    """How many times faster than the peer we mean to be, by the wall and by the processor; 0 for no goal."""

    tool: str
    settings: str
    wall: float
    cpu: float = 0.0


def compare(report: Report, known: Known, goals: Sequence[Goal], runs: int) -> None:
    """Ours and the peers in turn, `runs` times each; medians of the paired ratios."""
    for goal in goals:
        mine: list[Ours] = []
        theirs: list[Peer] = []
        for _ in range(runs):
            mine.append(ours(known))
            theirs.append(peer(goal.tool, goal.settings, known))
        name = f"{known.name}: {goal.tool}"
        last = theirs[-1]
        clusters = "" if last.cluster_f1 is None else f", clusters {last.cluster_f1:.4f}"
        report.figure(f"{name}: F1 at its best threshold", last.best, "", detail=f"threshold {last.at}{clusters}")
        _ratio(report, f"{name}: wall, times ours", mine, theirs, lambda each: each.wall, goal.wall)
        _ratio(report, f"{name}: processor, times ours", mine, theirs, lambda each: each.cpu, goal.cpu)


def _ratio(
    report: Report,
    name: str,
    mine: Sequence[Ours],
    theirs: Sequence[Peer],
    of: Callable[[Ours | Peer], float],
    goal: float,
) -> None:
    ratio = statistics.median(of(peer) / of(our) for our, peer in zip(mine, theirs, strict=True))
    detail = f"ours {statistics.median(map(of, mine)):.2f} s, theirs {statistics.median(map(of, theirs)):.2f} s"
    if goal:
        report.least(name, ratio, goal, unit="×", detail=detail)
    else:
        report.figure(name, ratio, "×", detail=detail)
