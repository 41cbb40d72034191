"""`scripts/bench analytics`: the whole pass over sale lines beside duckdb, polars and groupby-apply, and BG/NBD fits.

    scripts/bench peers        once
    scripts/bench analytics    100,000 clients, 5,000,000 lines, in random order

All times are processor time, so that two processors shared with others do not decide. The peers work in an environment
of their own on the same columns; what every engine answers is compared before a figure is printed.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from core.entities.ledger import Float64, LineColumns
from core.rhythm import bgnbd
from core.rhythm.client_days import client_days
from core.rhythm.fit import warm
from core.rhythm.history import company_gap, history
from core.rhythm.model import priors
from core.rhythm.score import score
from scripts.benchmarks import peers
from scripts.benchmarks._analytics_ours import whole_pass
from scripts.benchmarks._made_lines import LAST, Made, by_pages, made
from scripts.benchmarks._report import MEBIBYTE, Report, machine, single_threaded, spread
from scripts.benchmarks._sales_files import cdnow

EXACT = ("events", "abc", "size", "xyz", "step", "flow", "median")


def spent(work: Callable[[], object], rounds: int) -> list[float]:
    """Processor seconds of each round."""
    found = []
    for _ in range(rounds):
        begin = time.process_time()
        work()
        found.append(time.process_time() - begin)
    return found


def _given_out(folder: Path, ledger: Made) -> None:
    lines = ledger.lines
    for name in ("client", "day", "amount", "cost"):
        np.save(folder / f"{name}.npy", getattr(lines, name))
    np.save(folder / "manager.npy", ledger.manager)


def differences(ours: Any, theirs: Any) -> list[str]:
    """Names of answers in which two engines differ: letters, counts and medians exactly, the rest to nine digits."""
    found = []
    for name, mine in ours.items():
        other = theirs[name]
        if name in EXACT:
            # A letter may hang on the last bit of a sum in one of a hundred thousand.
            same = int(np.count_nonzero(np.asarray(mine) != other)) <= max(2, np.size(mine) // 50_000)
        else:
            same = bool(np.allclose(np.asarray(mine, np.float64), other, rtol=1e-9, atol=1e-5))
        if not same:
            found.append(name)
    return found


def measure_pass(report: Report, clients: int, lines: int, rounds: int) -> None:
    """Ours in random and in page order, each peer in random order, results compared."""
    ledger = made(clients, lines)
    pages = by_pages(ledger.lines)
    print(f"{clients:,} clients, {len(ledger.lines):,} lines, {ledger.client_days:,} client-days")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    scattered: list[float] = []
    ordered: list[float] = []
    for _ in range(rounds):
        scattered += spent(lambda: whole_pass(ledger.lines, ledger.manager, LAST), 1)
        ordered += spent(lambda: whole_pass(pages, ledger.manager, LAST), 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ours = statistics.median(scattered)
    print(f"ours: {spread(scattered)} in random order, {spread(ordered)} in the order of pages")
    report.goal("pass in the order of pages / in random order", statistics.median(ordered) / ours, 0.7)
    report.figure(
        "peak memory with the columns", peak * 1024 / MEBIBYTE, " MiB", f"{before * 1024 / MEBIBYTE:.0f} before"
    )
    _scoring(report, ledger.lines, ours)
    if peers.python() is None:
        print("no peers: scripts/bench peers")
        return
    answers = whole_pass(ledger.lines, ledger.manager, LAST)
    with tempfile.TemporaryDirectory(prefix="kartoteka-bench-") as name:
        folder = Path(name)
        _given_out(folder, ledger)
        for engine, most in (("duckdb", 1.3), ("polars", 1.1)):
            job = {"folder": name, "clients": clients, "as_of": LAST, "engine": engine, "rounds": rounds}
            answer = peers.run("_analytics_peers.py", job)
            with np.load(folder / f"{engine}.npz") as theirs:
                wrong = differences(answers, theirs)
            equal = "results equal" if not wrong else "results DIFFER: " + ", ".join(wrong)
            report.missed += bool(wrong)
            detail = f"{spread(answer['spent'])}, peak {answer['memory'] / 1024:.0f} MiB, {equal}"
            report.goal(f"pass / {engine}", ours / statistics.median(answer["spent"]), most, detail=detail)
        job = {"folder": name, "clients": clients, "as_of": LAST, "engine": "apply", "rounds": 1}
        applied = peers.run("_analytics_peers.py", job)["spent"][0]
        report.least("groupby-apply / pass", applied / ours, 100, "×", f"{applied:.0f} s, from 2,000 clients")


def _scoring(report: Report, lines: LineColumns, whole: float) -> None:
    days = client_days(lines, LAST)
    seen = history(days, company_gap(days))
    scored = statistics.median(spent(lambda: score(seen, priors()), 3))
    report.goal("scoring / pass", scored / whole, 0.1)


def _made_lives(clients: int) -> Float64:
    """x, tx, T in days of made clients of the BG/NBD model."""
    dice = np.random.default_rng(1)
    rate, gone = dice.gamma(0.8, 1 / 60, clients), dice.beta(0.5, 2.0, clients)
    total = dice.integers(100, 1000, clients).astype(np.float64)
    x, tx, now, buys = np.zeros(clients), np.zeros(clients), np.zeros(clients), np.ones(clients, np.bool_)
    while buys.any():
        now = now + np.maximum(1, np.rint(dice.exponential(1 / rate)))
        buys &= now <= total
        x[buys] += 1
        tx[buys] = now[buys]
        buys &= dice.random(clients) > gone
    return np.stack([x, tx, total])


def measure_fit(report: Report, rounds: int) -> None:
    """BG/NBD: our fit beside that of lifetimes, on CDNOW and on made clients."""
    if peers.python() is None:
        print("no peers: scripts/bench peers")
        return
    warm()
    lives: list[tuple[str, Float64, float]] = [("100,000 made clients", _made_lives(100_000), 20.0)]
    try:
        sales = cdnow()
        seen = history(client_days(sales.lines, sales.first + 272), 30.0)
        known = np.stack([seen.repeats, seen.span, seen.span + seen.silent]).astype(np.float64)
        lives.insert(0, ("2,357 clients of CDNOW", known, 10.0))
    except OSError as absent:
        print(f"without CDNOW: {absent}")
    for name, life, least in lives:
        theirs = peers.run("_lifetimes_peer.py", {"jobs": [{"life": life.tolist(), "rounds": rounds}]})[0]
        bgnbd.fit(*life)
        own = spent(lambda life=life: bgnbd.fit(*life), 3 * rounds)  # type: ignore[misc]
        fitted = bgnbd.fit(*life)
        gap = max(abs(np.log(getattr(fitted, each) / theirs["parameters"][each])) for each in ("r", "alpha", "a", "b"))
        detail = f"{spread(theirs['spent'])} against {spread(own, 1000, 'ms')}, parameters within {gap:.1e}"
        report.missed += bool(gap > 0.01)
        ratio = statistics.median(theirs["spent"]) / statistics.median(own)
        report.least(f"lifetimes / our BG/NBD fit, {name}", ratio, least, "×", detail)


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when a goal is missed or engines differ."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench analytics", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=5_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("pass", "fit"), action="append")
    options = parser.parse_args(arguments)
    single_threaded("analytics", arguments)
    report = Report()
    print(machine())
    if "pass" in (options.only or ("pass",)):
        measure_pass(report, options.clients, options.lines, options.rounds)
    if "fit" in (options.only or ("fit",)):
        measure_fit(report, options.rounds)
    print()
    print(report.table())
    return int(report.missed > 0)
