"""Standing of 100,000 clients: statements laid over, a tab of SEG, its first window, beside scoring everybody once."""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections.abc import Callable, Sequence

import numpy as np

from core.entities.ledger import UNKNOWN, LineColumns
from core.standing.evidence import no_evidence
from core.standing.keys import candidates
from scripts.benchmarks._key_base import CANDIDATES, key_desk
from tui.desk.base import Base
from tui.desk.figures import Evenings, Figures, date_of, figures_of, firm_figures
from tui.desk.keys_desk import KeysDesk
from tui.desk.segment_rows import Members, by_turnover

CLIENTS = 100_000
ROUNDS = 3
LAST = 20_800
WINDOW = 40


def ledger(clients: int) -> LineColumns:
    """A dozen purchases a client over three years, from a fixed seed."""
    random = np.random.default_rng(20_261_128)
    count = np.clip(random.geometric(1 / 12, clients), 0, 200)
    client = np.repeat(np.arange(clients, dtype=np.int32), count)
    size = len(client)
    return LineColumns(
        client,
        (LAST - random.integers(0, 1000, size)).astype(np.int32),
        np.arange(size, dtype=np.int64),
        random.integers(100, 1_000_000, size),
        np.full(size, UNKNOWN, np.int64),
        np.zeros(size, np.uint16),
        clients,
    )


def seconds(work: Callable[[], object]) -> float:
    """Least processor time of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def window(figures: Figures, base: Base) -> list[object]:
    """The members of a figure and the first window of them."""
    found = Members(base, figures, by_turnover(figures, figures.axes.turnover_12m > 0), lambda _number: ("", ""))
    return list(found.rows(0, WINDOW))


def main(argv: Sequence[str]) -> int:
    """Print ratios to scoring every client of the evening."""
    parser = argparse.ArgumentParser(prog="scripts/bench standing", description=__doc__)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    options = parser.parse_args(list(argv))
    evenings = Evenings.of(ledger(options.clients), dt.date(1970, 1, 1) + dt.timedelta(LAST))
    firm = firm_figures(evenings, 1, False)
    scoring = seconds(lambda: figures_of(evenings, firm, False, 0))
    figures = figures_of(evenings, firm, False, 0)
    nothing = no_evidence(options.clients)
    none = np.zeros(options.clients, np.bool_)
    turnover = figures.axes.turnover_12m
    whole = firm.cuts.positive_turnover
    base = _base(options.clients)
    base.figures = figures
    keys = key_desk(base, figures, LAST)
    first = keys.answer().rows[0].id
    measured: dict[str, Callable[[], object]] = {
        "statements laid over both evenings": lambda: figures.told(nothing, nothing),
        "five criteria at three levels": lambda: candidates(
            turnover, (whole, whole, whole), np.zeros(options.clients, np.int64), none, none, none
        ),
        "clients behind a figure, first window": lambda: window(figures, base),
        f"KEY with {CANDIDATES:,} candidates": lambda: _anew(keys),
        "the same: evidence and health of the one under the cursor": lambda: (keys.proofs(first), keys.health(first)),
    }
    print(f"{options.clients:,} clients, {len(evenings.now.day):,} purchases until {date_of(LAST)}")
    print(f"scoring everybody on both evenings: {scoring:.2f} s of processor time = 1.00 x")
    for name, work in measured.items():
        print(f"{name}: {seconds(work) / scoring:.3f} x")
    return 0


def _anew(keys: KeysDesk) -> object:
    """The list after something has changed."""
    keys._desk.version += 1
    return keys.answer()


def _base(clients: int) -> Base:
    from core.entities.client import ClientLine

    ids = [number.to_bytes(16, "big") for number in range(clients)]
    return Base(
        ids, [ClientLine(f"Client {number}") for number in range(clients)], [0] * clients, [b"p"], ["Owner"], "RUB"
    )
