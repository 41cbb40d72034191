"""The tools of a forger who knows the format, and has whatever keys a test gives him."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from storage.audit.entry import STORE_ACTOR, ZEROS, Entry, encode_entry, leaf_hash, parse_entry
from storage.audit.kinds import Kind
from storage.audit.merkle import Frontier
from storage.audit.roster import Statement, encode_statement
from storage.audit.verifier import Verdict
from tests.audit.support import edit, fetch, open_firm, person_id, signer


def verdict(path: Path, checkpoints: dict[int, bytes] | None = None, signatures_from: int = 0) -> Verdict:
    firm = open_firm(path)
    try:
        return firm.log.verify(firm.trust_root, checkpoints, signatures_from)
    finally:
        firm.engine.dispose()


def entry_of(path: Path, seq: int) -> Entry:
    return parse_entry(fetch(path, "SELECT entry FROM log WHERE seq = ?", seq)[0])


def put(path: Path, entry: Entry, name: str, at: int | None = None) -> None:
    """Store an entry with matching columns, signed by `name`."""
    data = encode_entry(entry)
    signature = signer(name).sign(leaf_hash(data))
    values = (*entry[:8], data, signature)
    edit(
        path,
        ("DELETE FROM log WHERE seq = ?", (entry.seq if at is None else at,)),
        (f"INSERT INTO log VALUES ({','.join('?' * 10)})", values),
    )


def frontier_at(path: Path, size: int) -> Frontier:
    frontier = Frontier()
    with closing(sqlite3.connect(path)) as raw:
        for (data,) in raw.execute("SELECT entry FROM log WHERE seq < ? ORDER BY seq", (size,)):
            frontier.append(leaf_hash(data))
    return frontier


def fit_head(path: Path, size: int) -> None:
    """What a forger who knows the format does last: a head that fits."""
    frontier = frontier_at(path, size)
    edit(path, ("UPDATE log_head SET size = ?, frontier = ?", (size, frontier.encode())))


def rewrite(path: Path, seq: int, name: str, **changes: Any) -> None:
    """Change an entry and sign it again."""
    put(path, entry_of(path, seq)._replace(**changes), name)


def rewrite_all(path: Path, seq: int, names: Callable[[Entry], str], **changes: Any) -> None:
    """Change an entry and rebuild every later one on top of it, with a fitting head."""
    tree = frontier_at(path, seq)
    for number in range(seq, 40):
        entry = entry_of(path, number)._replace(root=tree.root(), **(changes if number == seq else {}))
        put(path, entry, names(entry))
        tree.append(leaf_hash(encode_entry(entry)))
    fit_head(path, 40)


def raw_bytes(path: Path, seq: int, data: bytes) -> None:
    edit(path, ("UPDATE log SET entry = ? WHERE seq = ?", (data, seq)))


def flip(path: Path, table: str, column: str, where: str, at: int = 0) -> None:
    (value,) = fetch(path, f"SELECT {column} FROM {table} WHERE {where}")
    edit(
        path,
        (
            f"UPDATE {table} SET {column} = ? WHERE {where}",
            (value[:at] + bytes([value[at] ^ 1]) + value[at + 1 :],),
        ),
    )


def kind_of_bytes(path: Path, seq: int, kind: int) -> None:
    data = bytearray(fetch(path, "SELECT entry FROM log WHERE seq = ?", seq)[0])
    data[59:61] = kind.to_bytes(2, "big")
    raw_bytes(path, seq, bytes(data))
    edit(path, ("UPDATE log SET kind = ? WHERE seq = ?", (kind, seq)))


def swap(path: Path, one: int, two: int, columns: str = "entry signature") -> None:
    for column in columns.split():
        a, b = (fetch(path, f"SELECT {column} FROM log WHERE seq = ?", seq)[0] for seq in (one, two))
        edit(
            path,
            (f"UPDATE log SET {column} = ? WHERE seq = ?", (b, one)),
            (f"UPDATE log SET {column} = ? WHERE seq = ?", (a, two)),
        )


def swap_numbers(path: Path, one: int, two: int) -> None:
    edit(
        path,
        f"UPDATE log SET seq = -1 WHERE seq = {one}",
        f"UPDATE log SET seq = {one} WHERE seq = {two}",
        f"UPDATE log SET seq = {two} WHERE seq = -1",
    )


def cut(path: Path, size: int, *, head: bool) -> None:
    edit(path, f"DELETE FROM log WHERE seq >= {size}", f"DELETE FROM digest WHERE seq >= {size}")
    if head:
        fit_head(path, size)


def remove_and_close(path: Path, seq: int) -> None:
    """Take an entry out and renumber the rest, clear columns and head included."""
    edit(
        path,
        f"DELETE FROM log WHERE seq = {seq}",
        f"DELETE FROM digest WHERE seq = {seq}",
        f"UPDATE log SET seq = seq - 1 WHERE seq > {seq}",
        f"UPDATE digest SET seq = seq - 1 WHERE seq > {seq}",
    )
    fit_head(path, 39)


def without_key(path: Path, *statements: str) -> None:
    """Rebuild the log table without its primary key, so that rows can be doubled."""
    edit(
        path,
        "CREATE TABLE copied AS SELECT * FROM log",
        "DROP TABLE log",
        "ALTER TABLE copied RENAME TO log",
        *statements,
    )


def extra(path: Path, name: str, seq: int = 40, **changes: Any) -> None:
    """One more entry at the end, correctly chained and signed by `name`."""
    root = frontier_at(path, 40).root()
    new = Entry(seq, 1_900_000_000_000_000, person_id(name), b"s" * 16, Kind.LOCKED, bytes(16), root, ZEROS, b"")
    put(path, new._replace(**changes), name)


def by(entry: Entry) -> str:
    names = {person_id(name): name for name in ("owner", "head", "manager", "late")}
    return {**names, STORE_ACTOR: "store"}[entry.actor]


def join(path: Path, what: Statement, name: str, kind: Kind = Kind.ROSTER_ADDED) -> None:
    """A roster statement as the last entry, signed by `name`, with a fitting head."""
    extra(path, name, kind=kind, details=encode_statement(what))
    fit_head(path, 41)


def go_on(path: Path, name: str) -> None:
    extra(path, name)
    fit_head(path, 41)
