"""Writers in processes of their own on one log: what they were shown, what a budget refused, how long they waited.

    python -m scripts.tortures.writers FOLDER KIND ACTS PACE

One person in many processes, as one login on many terminals: a budget must hold over all of them to the unit.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert

from core.problem import Problem
from core.rules import DEFAULT
from storage.access.budgets import Budgets
from storage.audit.kinds import Kind
from storage.audit.log import AuditLog, now_us
from storage.audit.roster import Statement, encode_founding, encode_statement
from storage.engine import open_engine, reading
from storage.schema.base import FORMAT, metadata
from storage.schema.people import roster
from storage.schema.store import store
from storage.sealing.sign import Signer

ROOT = Path(__file__).resolve().parents[2]
STORE_ID = b"store of writers"
READER, OWNER = b"reader of dosss.", b"owner of store.."
SESSION = b"session of many."


def _signer(name: str) -> Signer:
    return Signer(hashlib.sha256(name.encode()).digest())


def _log(folder: Path, *, create: bool = False) -> AuditLog:
    return AuditLog(open_engine(folder / "firm.store", create=create), STORE_ID, folder / "firm.lock")


def found(folder: Path) -> AuditLog:
    """A log with its owner and one manager."""
    made = _log(folder, create=True)
    with made.engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(insert(store).values(id=1, store_id=STORE_ID, format=FORMAT))
    with made.transaction(_signer("owner"), OWNER, SESSION) as step:
        step.append(Kind.STORE_CREATED, details=encode_founding(STORE_ID, _signer("store").public))
        for person, role in ((OWNER, "owner"), (READER, "manager")):
            key = _signer("owner" if person == OWNER else "reader").public
            statement = Statement(person, role, role, role, bytes(32), key, "active")
            seq = step.append(Kind.ROSTER_ADDED, details=encode_statement(statement))
            row = {**statement._asdict(), "id": person, "identity": b"", "seq": seq}
            del row["person"]
            step.connection.execute(insert(roster), row)
    return made


def act(folder: Path, kind: Kind, acts: int, pace: float) -> dict[str, object]:
    """One writer: every act a subject of its own. Waits are whole acts, in seconds."""
    log, signer = _log(folder), _signer("reader")
    budgets, shown, refused, waits = Budgets(advisory=False), 0, 0, []
    told: list[str] = []
    with reading(log.engine) as connection:  # as a session has done long before its person does anything
        log.size(connection)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    # People who do something every so often do not do it in step: each begins somewhere in his own first interval.
    time.sleep(random.uniform(0.0, pace))
    for _ in range(acts):
        subject, begin = os.urandom(16), time.perf_counter()
        try:
            with log.transaction(signer, READER, SESSION) as step:
                budgets.check(step.connection, READER, kind, subject, now_us())
                step.append(kind, subject)
            shown += bool(step.receipt.seqs)
        except Problem as problem:
            refused += bool(problem.facts.get("budget"))
            told += [] if problem.facts.get("budget") else [problem.msgid]
        waits.append(time.perf_counter() - begin)
        time.sleep(pace)
    return {"shown": shown, "refused": refused, "faults": told, "waits": waits}


@dataclass(frozen=True)
class Raced:
    """What all writers together were shown and refused; `faults`: sentences a person would have read."""

    shown: int
    refused: int
    faults: list[str]
    waits: list[float]


def race(folder: Path, kind: Kind, processes: int, acts: int, pace: float = 0.0) -> Raced:
    """Let the writers begin once all of them are in, and wait for all of them."""
    words = [sys.executable, "-m", "scripts.tortures.writers", str(folder), kind.name, str(acts), str(pace)]
    started = [
        subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    for each in started:
        assert each.stdout is not None
        each.stdout.readline()
    for each in started:
        with contextlib.suppress(BrokenPipeError):
            assert each.stdin is not None
            each.stdin.write("go\n")
            each.stdin.flush()
    answers = [json.loads(each.communicate()[0] or '{"shown":0,"refused":0,"faults":["died"],"waits":[]}')
               for each in started]  # fmt: skip
    return Raced(
        sum(each["shown"] for each in answers),
        sum(each["refused"] for each in answers),
        [text for each in answers for text in each["faults"]],
        [wait for each in answers for wait in each["waits"]],
    )


def exact(folder: Path, processes: int) -> list[str]:
    """One race for the dossiers of an hour; what was not exact."""
    limit = DEFAULT.dossiers_hour
    acts = -(-2 * limit // processes)
    log = found(folder)
    got = race(folder, Kind.DOSSIER_READ, processes, acts)
    verdict = log.verify(_signer("owner").public)
    log.engine.dispose()
    wrong = [] if (got.shown, got.refused) == (limit, processes * acts - limit) else [f"{got.shown} shown of {limit}"]
    wrong += [] if verdict.ok and verdict.entries == 3 + limit else [f"log {verdict.reason or verdict.entries}"]
    return wrong + got.faults


def torture_budgets(minutes: float, most: int, seed: int) -> int:
    """Races of 8 to 40 processes until the time is over or 100 are run; 1 when one was not exact."""
    import tempfile

    rng, end, runs = random.Random(seed), time.monotonic() + 60 * minutes, 0
    while runs < min(most, 100) and (time.monotonic() < end or not runs):
        processes = rng.choice((8, 12, 20, 40))
        with tempfile.TemporaryDirectory(prefix="kartoteka-race-") as folder:
            wrong = exact(Path(folder), processes)
        runs += 1
        if wrong:
            sys.stdout.write(f"VIOLATION {processes} processes: {'; '.join(wrong)}\n")
            return 1
    sys.stdout.write(f"torture: {runs} races for one budget, each exact to the unit; seed {seed}\n")
    return 0


def main(arguments: list[str]) -> int:
    folder, kind, acts, pace = arguments
    sys.stdout.write(json.dumps(act(Path(folder), Kind[kind], int(acts), float(pace))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
