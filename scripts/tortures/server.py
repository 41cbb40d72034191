"""Torture of a store on a server: backends killed at random, connections cut around a COMMIT, closed half and stalled,
the server crashed, and every shown dossier looked up.

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
from typing import Final

import msgspec
from sqlalchemy import select

from core.entities.client import ClientCard, ClientContacts
from core.entities.firm import FirmSettings
from core.problem import Problem
from scripts.tortures.ground import cheapen
from scripts.tortures.postgres import PROGRAM, TestServer, new_server
from scripts.tortures.proxy import Proxy
from storage.audit.kinds import Kind
from storage.engine import reading
from storage.pointer import write_pointer
from storage.schema.log import log
from storage.sealing import derive
from storage.vault.clients import Stale
from storage.vault.founding import found_store
from storage.vault.people import NewPerson
from storage.vault.session import Session, enter

Enter = Callable[[], Session]
WIRE_SHARE: Final = 0.3
"""Of kills that come with a fault on the wire."""
WIRE: Final = ("cut", "cut", "lose", "lose", "half", "half", "stall")
STALL_SECONDS: Final = 5.0
KILLS_A_LIFE: Final = 50
CRASHES_A_LIFE: Final = 2


@dataclass
class Seen:
    """What the sessions were shown and told."""

    kills: int = 0
    crashes: int = 0
    cuts: int = 0
    """Connections cut after COMMIT had been sent."""
    losses: int = 0
    """Connections cut with a COMMIT that never arrived."""
    halves: int = 0
    stalls: int = 0
    unshown: int = 0
    """Entries of readings in the log whose outcome nobody was told: they count as not shown."""
    shown: list[tuple[bytes, int]] = field(default_factory=list)
    """Client, and the entry whose receipt let his history be read."""
    saved: list[tuple[bytes, str]] = field(default_factory=list)
    problems: int = 0
    unexpected: list[str] = field(default_factory=list)

    def take(self, other: Seen) -> None:
        """Add what another round has seen."""
        for name in ("kills", "crashes", "cuts", "losses", "halves", "stalls", "unshown", "problems"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.shown += other.shown
        self.saved += other.saved


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
    enter: Enter,
    server: TestServer,
    database: str,
    kills: int,
    crashes: int,
    seed: int,
    people: int = 4,
    proxy: Proxy | None = None,
) -> Seen:
    """Let people work while backends are killed one by one, and the server is crashed in between.

    `proxy`: the one their connections go through, which then fails now and then as well.
    """
    rng, seen, stop = random.Random(seed), Seen(), threading.Event()
    threads = [threading.Thread(target=work, args=(enter, seen, stop, rng.random())) for _ in range(people)]
    for each in threads:
        each.start()
    crash_at = {round(kills * (number + 1) / (crashes + 1)) for number in range(crashes)}
    while seen.kills < kills:
        time.sleep(rng.uniform(0.0, 0.2))
        if proxy is not None and rng.random() < WIRE_SHARE:
            _spoil(proxy, rng.choice(WIRE))
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
    if proxy is not None:
        seen.cuts, seen.losses, seen.halves, seen.stalls = proxy.cuts, proxy.losses, proxy.halves, proxy.stalls
    return seen


def _spoil(proxy: Proxy, fault: str) -> None:
    """Arm the proxy for whoever commits, or waits for the log, next."""
    if fault == "cut":
        proxy.cut_after(b"COMMIT")
    elif fault == "lose":
        proxy.cut_before(b"COMMIT")
    elif fault == "half":
        proxy.close_half_after(b"pg_advisory_xact_lock")
    else:
        proxy.stall_after(b"COMMIT", STALL_SECONDS)


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
    shown = {(seq, session.entered.gate.tag(client)) for client, seq in seen.shown}
    found += ["shown, not logged"] * len(shown - logged)
    seen.unshown = len(logged - shown)
    told = {client: {change.fields["city"][1] for change in session.clients.history(client) if "city" in change.fields}
            for client in {client for client, _ in seen.saved}}  # fmt: skip
    found += ["saved, not there" for client, city in seen.saved if city not in told[client]]
    return found


def run_server(minutes: float, most: int, seed: int) -> int:
    """The long form: a durable server, faults of every kind until the time or the number is reached."""
    folder = Path(tempfile.mkdtemp(prefix="kartoteka-torture-"))
    cheapen()
    server, until, rng = new_server(durable=True), time.monotonic() + minutes * 60, random.Random(seed)
    total, faults, rounds = Seen(), [], 0
    while total.kills < most and time.monotonic() < until:
        rounds += 1
        seen, found = _life(folder / f"life{rounds}", server, min(KILLS_A_LIFE, most - total.kills), rng)
        faults += found
        total.take(seen)
    server.stop("immediate")
    shutil.rmtree(folder, ignore_errors=True)
    print(
        f"torture server: {total.kills} backends killed, {total.crashes} crashes, {total.cuts} connections cut after "
        f"COMMIT was sent, {total.losses} with it, {total.halves} closed half, {total.stalls} stalled for "
        f"{STALL_SECONDS:g} s; {len(total.shown)} shown, {len(total.saved)} saved, {total.problems} sentences, "
        f"{total.unshown} readings logged whose outcome was unknown; violations: {len(faults)}; seed {seed}"
    )
    for each in sorted(set(faults)):
        print("  " + each)
    return 1 if faults else 0


def _life(folder: Path, server: TestServer, kills: int, rng: random.Random) -> tuple[Seen, list[str]]:
    """A store of its own, so that the log stays short enough to be verified whole after a few dozen faults."""
    folder.mkdir()
    database, path, secret = server.database(), folder / "firm.store", "torture torture"  # a store of the torture alone
    owner = NewPerson("anna", "Anna", "owner", bytearray(secret.encode()))
    place = server.place(database)
    found_store(path, FirmSettings("Torture"), owner, "Portfolio", settings=derive.TEST_ONLY, server=place)

    def enter_store() -> Session:
        return enter(path, "anna", bytearray(secret.encode()))

    session = enter_store()
    for number in range(20):
        session.newcomers.add(session.home_portfolio(), ClientCard(f"Client {number}"), ClientContacts())
    session.end()
    path.unlink()
    with Proxy(server.folder, server.port) as proxy:
        through = {"host": str(proxy.folder), "port": str(server.port)}
        write_pointer(path, place.url.update_query_dict(through))
        seen = torture(enter_store, server, database, kills, CRASHES_A_LIFE, rng.randrange(1 << 30), proxy=proxy)
    path.unlink()
    write_pointer(path, place.url)
    session = enter_store()
    found = violations(session, seen)
    session.end()
    return seen, found
