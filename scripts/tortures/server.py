"""Torture of a store on a server: backends killed at random, the server crashed, and every shown dossier looked up.

One process with several sessions: what is killed sits on the other side of the wire, and what counts is that a
receipt which let something be shown is in the log afterwards, whatever became of the connection.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlalchemy import select

from core.entities.client import ClientCard, ClientContacts
from core.entities.firm import FirmSettings
from core.problem import Problem
from scripts.tortures.ground import cheapen
from scripts.tortures.postgres import PROGRAM, TestServer, new_server
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.schema.log import log
from storage.sealing import derive
from storage.vault.clients import Stale
from storage.vault.founding import found_store
from storage.vault.people import NewPerson
from storage.vault.session import Session, enter

Enter = Callable[[], Session]


@dataclass
class Seen:
    """What the sessions were shown and told."""

    kills: int = 0
    crashes: int = 0
    shown: list[tuple[bytes, int]] = field(default_factory=list)
    """Client, and the entry whose receipt let his history be read."""
    saved: list[tuple[bytes, str]] = field(default_factory=list)
    problems: int = 0
    unexpected: list[str] = field(default_factory=list)


def work(enter: Enter, seen: Seen, stop: threading.Event, seed: int) -> None:
    """One person reading and editing until told to stop; faults of the server are sentences to him and no more."""
    rng = random.Random(seed)
    session: Session | None = None
    while not stop.is_set():
        try:
            session = session or enter()
            clients = session.clients.lines().ids
            client_id = rng.choice(clients)
            if rng.random() < 0.5:
                receipt = session.clients.opened(client_id, (), "history")
                session.clients.keys(client_id, receipt)
                seen.shown.append((client_id, receipt.seqs[0]))
            else:
                stored, city = session.clients.stored(client_id), f"Город {rng.random()}"
                session.clients.change(client_id, stored, msgspec.structs.replace(stored.card, city=city))
                seen.saved.append((client_id, city))
        except Stale:
            continue
        except Problem:
            seen.problems += 1
            time.sleep(0.02)
        except Exception as fault:
            seen.unexpected.append(type(fault).__name__)
    if session is not None:
        session.entered.premises.close()


def torture(
    enter: Enter, server: TestServer, database: str, kills: int, crashes: int, seed: int, people: int = 4
) -> Seen:
    """Let people work while backends are killed one by one, and the server is crashed in between."""
    rng, seen, stop = random.Random(seed), Seen(), threading.Event()
    threads = [threading.Thread(target=work, args=(enter, seen, stop, rng.random())) for _ in range(people)]
    for each in threads:
        each.start()
    crash_at = {round(kills * (number + 1) / (crashes + 1)) for number in range(crashes)}
    while seen.kills < kills:
        time.sleep(rng.uniform(0.0, 0.2))
        found = server.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = '{database}' AND usename = '{PROGRAM}' ORDER BY random() LIMIT 1"
        )
        seen.kills += len(found)
        if seen.kills in crash_at and found:
            crash_at.discard(seen.kills)
            server.stop("immediate")
            server.start()
            seen.crashes += 1
    stop.set()
    for each in threads:
        each.join()
    return seen


def violations(session: Session, seen: Seen) -> list[str]:
    """Rules that were broken, each in a word: nothing of a client is named."""
    found = [f"unexpected {each}" for each in seen.unexpected]
    premises = session.entered.premises
    if not premises.log.verify(premises.trust_root).ok:
        found.append("log")
    if not session.upkeep.check().ok:
        found.append("check")
    with reading(premises.engine) as connection:
        rows = connection.execute(select(log.c.seq, log.c.subject).where(log.c.kind == int(Kind.DOSSIER_READ)))
        logged = {(int(row.seq), bytes(row.subject)) for row in rows}
    found += [
        "shown, not logged" for client, seq in seen.shown if (seq, session.entered.gate.tag(client)) not in logged
    ]
    told = {client: {change.fields["city"][1] for change in session.clients.history(client) if "city" in change.fields}
            for client, _ in seen.saved}  # fmt: skip
    found += ["saved, not there" for client, city in seen.saved if city not in told[client]]
    return found


def run_server(minutes: float, most: int, seed: int) -> int:
    """The long form: a durable server, backends killed and crashes until the time or the number is reached."""
    folder = Path(tempfile.mkdtemp(prefix="kartoteka-torture-"))
    cheapen()
    server, until, rng = new_server(durable=True), time.monotonic() + minutes * 60, random.Random(seed)
    database, path = server.database(), folder / "firm.store"
    secret = "torture torture"  # a store of the torture alone
    owner = NewPerson("anna", "Anna", "owner", bytearray(secret.encode()))
    place = server.place(database)
    found_store(path, FirmSettings("Torture"), owner, "Portfolio", settings=derive.TEST_ONLY, server=place)

    def enter_store() -> Session:
        return enter(path, "anna", bytearray(secret.encode()))

    session = enter_store()
    for number in range(20):
        session.newcomers.add(session.home_portfolio(), ClientCard(f"Client {number}"), ClientContacts())
    session.end()
    total, faults = Seen(), []
    while total.kills < most and time.monotonic() < until:
        round_kills = min(50, most - total.kills)
        seen = torture(enter_store, server, database, round_kills, 2, rng.randrange(1 << 30))
        session = enter_store()
        faults += violations(session, seen)
        session.end()
        total.kills += seen.kills
        total.crashes += seen.crashes
        total.shown += seen.shown
        total.saved += seen.saved
        total.problems += seen.problems
    server.stop("immediate")
    shutil.rmtree(folder, ignore_errors=True)
    print(
        f"torture server: {total.kills} backends killed, {total.crashes} crashes; {len(total.shown)} shown, "
        f"{len(total.saved)} saved, {total.problems} sentences; violations: {len(faults)}; seed {seed}"
    )
    for each in sorted(set(faults)):
        print("  " + each)
    return 1 if faults else 0
