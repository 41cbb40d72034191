"""The blind index: what tags add to an import of cards, how fast they are made again, asked and traced (U06, U08)."""

from __future__ import annotations

import time
from pathlib import Path

from scripts.benchmarks._report import Report, alternating, ratio, spread
from scripts.benchmarks._stores import card_store, secret, session_of
from storage.access.canaries import Traces, derive, key_of, words_of
from storage.sealing.derive import KdfSettings
from storage.vault.blind_tags import BlindTags
from storage.vault.people import NewPerson
from storage.vault.strength import DEMO_SETTINGS

ASKER = "asker"
EXPORTS, PLANTED = 1000, 40
_SETTINGS: KdfSettings = DEMO_SETTINGS


def measure(report: Report, folder: Path, runs: int, clients: int) -> None:
    """Imports with and without tags in turn, then one rotation of the key, one import asked about, one file traced."""
    stores = 0

    def imported(tagged: bool) -> float:
        nonlocal stores
        stores += 1
        kept = BlindTags.create
        if not tagged:
            BlindTags.create = lambda *_: None  # type: ignore[method-assign]
        try:
            start = time.perf_counter()
            card_store(folder / f"{stores}.store", clients)
            return time.perf_counter() - start
        finally:
            BlindTags.create = kept  # type: ignore[method-assign]

    ours, bare = alternating(runs, lambda: imported(True), lambda: imported(False))
    count = f"{clients:,}".replace(",", " ")
    report.figure(f"import of {count} cards with tags / without", ratio(ours, bare), " ×",
                  f"with {spread(ours)}, without {spread(bare)}")  # fmt: skip
    with session_of(folder / "1.store") as owner:
        owner.people.add(NewPerson(ASKER, "Asker", "keeper", secret()), _SETTINGS)
        cards = owner.clients.load()
        owner.probes.rotate()
        start = time.perf_counter()
        done = owner.probes.reindex()
        taken = time.perf_counter() - start
        if done.clients != len(cards.ids) or done.pending:
            raise RuntimeError("not every client got new tags")
        report.figure("clients a second whose tags are made again", done.clients / taken, "", f"{taken:.1f} s in all")
    _trace(report)


def _trace(report: Report) -> None:
    key = key_of(bytes(32))
    lines = [derive(key, bytes(16), number).name for number in range(100)]
    start = time.perf_counter()
    traces = Traces(lines)
    found = sum(
        traces.holds(derive(key, number.to_bytes(16, "big"), at)) for number in range(EXPORTS) for at in range(PLANTED)
    )
    taken = time.perf_counter() - start
    if found < PLANTED or not words_of(lines[0]):
        raise RuntimeError("the export was not found")
    report.figure("milliseconds to trace 100 lines among 1 000 exports of 1 000 rows", taken * 1000, " ms")
