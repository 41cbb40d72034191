"""The log: verification with and without signatures, appends a second, fifty processes at human pace."""

from __future__ import annotations

import gc
import hashlib
import sqlite3
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from scripts.benchmarks._report import Report, alternating, ratio, spread
from scripts.tortures.writers import OWNER, SESSION, _signer, found, race
from storage.audit.kinds import Kind
from storage.audit.log import AuditLog
from storage.schema.log import log as log_table

ENTRIES = 20_000
APPENDS = 200
PROCESSES = 50
ACTS = 10
PACE_SECONDS = 2.0
"""Between two acts of one person: already a fast reader."""


def measure(report: Report, folder: Path, runs: int, clients: int) -> None:  # noqa: ARG001  (a part's signature)
    """Ratios to the bare Ed25519 call and to a bare INSERT with its fsync."""
    log = found(folder)
    _fill(log, ENTRIES)
    _verification(report, log, runs)
    _appending(report, log, folder, runs)
    log.engine.dispose()
    crowd = folder / "crowd"
    crowd.mkdir()
    found(crowd).engine.dispose()
    got = race(crowd, Kind.CLIENT_LISTED, PROCESSES, ACTS, PACE_SECONDS)
    waits = sorted(got.waits)
    name = f"{PROCESSES} processes, an act every {PACE_SECONDS:g} s"
    report.goal(f"{name}: told that the store is busy", len(got.faults), 0, "", f"{got.shown} acts shown")
    middle, nearly = statistics.median(waits) * 1000, waits[len(waits) * 99 // 100] * 1000
    report.goal("worst wait of them all", waits[-1], 0.5, " s", f"median {middle:.0f} ms, 99 % under {nearly:.0f} ms")


def _fill(log: AuditLog, count: int) -> None:
    for start in range(0, count, 1000):
        with log.transaction(_signer("owner"), OWNER, SESSION) as step:
            for number in range(start, min(count, start + 1000)):
                step.append(Kind.CLIENT_LISTED, number.to_bytes(16, "big"))


def _timed(act: Callable[[], object]) -> Callable[[], float]:
    def seconds() -> float:
        gc.collect()
        begin = time.perf_counter()
        act()
        return time.perf_counter() - begin

    return seconds


def _verification(report: Report, log: AuditLog, runs: int) -> None:
    trust = _signer("owner").public
    with log.engine.connect() as connection:
        rows = connection.execute(log_table.select().with_only_columns(log_table.c.entry, log_table.c.signature)).all()
    leaves = [(hashlib.sha256(b"\0" + bytes(row.entry)).digest(), bytes(row.signature)) for row in rows]
    key = Ed25519PublicKey.from_public_bytes(trust)

    def raw() -> None:
        for leaf, signature in leaves:
            key.verify(signature, leaf)

    whole = log.verify(trust)

    def with_signatures() -> None:
        log.verify(trust)

    def without() -> None:
        log.verify(trust, {whole.entries: whole.root}, whole.entries)

    full, plain, bare = alternating(runs, _timed(with_signatures), _timed(without), _timed(raw))
    count = whole.entries
    report.figure("verification with signatures / bare Ed25519", ratio(full, bare), " ×",
                  f"{count / statistics.median(full):,.0f} entries/s; {spread(full)}")  # fmt: skip
    report.figure("verification without signatures / bare Ed25519", ratio(plain, bare), " ×",
                  f"{count / statistics.median(plain):,.0f} entries/s")  # fmt: skip


def _appending(report: Report, log: AuditLog, folder: Path, runs: int) -> None:
    def append() -> None:
        for _ in range(APPENDS):
            with log.transaction(_signer("owner"), OWNER, SESSION) as step:
                step.append(Kind.CLIENT_LISTED)

    def bare() -> None:
        with closing(sqlite3.connect(folder / "bare", isolation_level=None)) as raw:
            raw.execute("PRAGMA journal_mode=WAL")
            raw.execute("PRAGMA synchronous=FULL")
            raw.execute("CREATE TABLE IF NOT EXISTS log (seq INTEGER PRIMARY KEY, entry BLOB)")
            for _ in range(APPENDS):
                raw.execute("BEGIN IMMEDIATE")
                raw.execute("INSERT INTO log (entry) VALUES (?)", (bytes(300),))
                raw.execute("COMMIT")

    own, theirs = alternating(runs, _timed(append), _timed(bare))
    report.figure("an append, signed and chained / a bare INSERT with COMMIT", ratio(own, theirs), " ×",
                  f"{APPENDS / statistics.median(own):,.0f} appends/s")  # fmt: skip
