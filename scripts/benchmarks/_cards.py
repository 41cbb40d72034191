"""100,000 client cards opened one by one, against SQLCipher reading the same structs by primary key."""

from __future__ import annotations

import gc
import random
import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2 as sqlcipher

from core.entities.client import ClientCard
from scripts.benchmarks._report import Report, alternating, ratio, spread
from scripts.benchmarks._stores import card_store, session_of

CLIENTS = 100_000
GOAL = 3.0


def fill_peer(path: Path, ids: Sequence[bytes], cards: Sequence[ClientCard]) -> None:
    """An encrypted database as SQLCipher makes it by default: one row a card, keyed by the client's id."""
    base = _open(path)
    base.execute("CREATE TABLE card (id BLOB PRIMARY KEY, body BLOB NOT NULL)")
    encode = msgspec.msgpack.Encoder().encode
    base.executemany("INSERT INTO card VALUES (?, ?)", zip(ids, map(encode, cards), strict=True))
    base.commit()
    base.close()


def _open(path: Path) -> Any:
    base = sqlcipher.connect(str(path))
    # A raw key: the derivation of a passphrase is no part of the comparison on either side.
    base.execute("PRAGMA key = \"x'" + "5a" * 32 + "'\"")
    return base


def peer_reader(base: sqlite3.Connection) -> Callable[[bytes], ClientCard]:
    """One card after another from the peer."""
    cursor = base.cursor()
    decode = msgspec.msgpack.Decoder(ClientCard).decode

    def read(client_id: bytes) -> ClientCard:
        row = cursor.execute("SELECT body FROM card WHERE id = ?", (client_id,)).fetchone()
        return decode(row[0])

    return read


def seconds(read: Callable[[bytes], ClientCard], ids: Sequence[bytes]) -> float:
    """How long it takes to open these cards one after another."""
    gc.collect()
    start = time.perf_counter()
    for client_id in ids:
        read(client_id)
    return time.perf_counter() - start


def measure(report: Report, folder: Path, runs: int, clients: int = CLIENTS) -> None:
    """Ours and theirs in turn, each run in another random order of clients, the same for both."""
    store = card_store(folder / "cards.store", clients)
    with session_of(store) as session:
        loaded = session.clients.load()
        fill_peer(folder / "cards.sqlcipher", loaded.ids, loaded.cards)
        sample = range(0, clients, max(1, clients // 1000))
        base = _open(folder / "cards.sqlcipher")
        ours, theirs = session.clients.walk(), peer_reader(base)
        if any(ours(loaded.ids[at]) != theirs(loaded.ids[at]) for at in sample):
            raise RuntimeError("the two stores do not hold the same cards")
        ids = list(loaded.ids)
        del loaded
        order = random.Random(7)

        def run(read: Callable[[bytes], ClientCard]) -> Callable[[], float]:
            return lambda: seconds(read, ids)

        found: list[list[float]] = [[], []]
        for _ in range(runs):
            order.shuffle(ids)
            for values, one in zip(found, alternating(1, run(ours), run(theirs)), strict=True):
                values += one
        base.close()
    detail = f"ours {spread(found[0])}, SQLCipher {spread(found[1])}, {clients:,} cards a run".replace(",", " ", 0)
    report.goal("cards one by one / SQLCipher", ratio(*found), GOAL, detail=detail)
