"""Sealed pages opened and joined, and everything a session computes from them."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

from scripts.benchmarks._report import Report
from scripts.benchmarks._stores import MANAGER, manager_store, session_of
from tui.desk.figures import Evenings, figures_of

SIZES = (600, 20_000)


def measure(report: Report, folder: Path) -> None:
    """Lines a second from the database to columns, and the seconds from columns to every figure."""
    today = dt.datetime.now(dt.UTC).date()
    for clients in SIZES:
        store = manager_store(folder / f"figures-{clients}.store", clients)
        with session_of(store, MANAGER) as session:
            start = time.perf_counter()
            cards = session.clients.load()
            loaded = time.perf_counter()
            ledger = session.sales.ledger(cards.ids)
            joined = time.perf_counter()
            firm = session.firm.figures()
            if firm is None:
                raise RuntimeError("the store of the bench has no firm figures")
            figures_of(Evenings.of(ledger.lines, today), firm, True, 0)
            done = time.perf_counter()
            lines = len(ledger.lines)
        name = f"{clients:,} clients, {lines:,} lines"
        report.figure(f"cards opened, {name}", clients / (loaded - start) / 1000, " thousand/s")
        report.figure(f"pages opened and joined, {name}", lines / (joined - loaded) / 1000, " thousand lines/s")
        report.figure(f"client-days, rhythm, standing, {name}", done - joined, " s")
