"""Whether a log is whole: the definition of a valid entry, roster and log, in one module to be read in one sitting.

It imports no other code of the store (R28): whoever audits the program reads this file, and a fault elsewhere
cannot make a broken log look whole. Other modules take the format from here, never the other way round.

Every number that decides a verdict is part of the format and frozen.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAX_ENTRY = 1023
"""Longest entry in bytes: below 1 kB."""
CLOCK_BACK_US = 2_000_000
"""A clock that goes back by more than this needs an entry that says so (R25)."""
STORE_ACTOR = bytes(16)
"""Actor of what the store itself signs, when nobody is logged in."""
ZEROS = bytes(32)
"""`write_root` of an entry that writes nothing; as a digest: the object was removed."""

STORE_CREATED, ROSTER_ADDED, ROSTER_CHANGED, CHECKPOINT = 1, 2, 3, 6
SESSION_LOST, CLOCK_JUMP, LOGIN_FAILED, CONTRADICTION = 22, 25, 26, 31
_RANGES = ((1, 13), (15, 18), (20, 27), (30, 35), (100, 103), (150, 155), (200, 214), (300, 310), (320, 321))
KINDS = frozenset(kind for low, high in _RANGES for kind in range(low, high))
STORE_KINDS = frozenset({CHECKPOINT, SESSION_LOST, CLOCK_JUMP, LOGIN_FAILED, CONTRADICTION})
ROLES = frozenset({"manager", "head", "keeper", "admin", "auditor", "owner"})
STATES = frozenset({"active", "suspended", "left"})
LOG_COLUMNS = ("seq", "time_us", "actor", "session", "kind", "subject", "root", "write_root", "entry", "signature")
DIGEST_COLUMNS = ("record_id", "version", "sha256", "seq")
HEAD_COLUMNS = ("id", "size", "frontier")

_VERSION = 1
_FIXED = struct.Struct(">B HQ HQ H16s H16s HH H16s H")
_TAIL = struct.Struct(">H32s H32s")
_LIMIT = 1 << 63

Rows = Iterable[Sequence[Any]]


class EntryBroken(Exception):  # noqa: N818  (a verdict on bytes, raised for every kind of damage alike)
    """The bytes are not a valid entry, statement or signature. Says no more, on purpose."""


class Entry(NamedTuple):
    """One entry of the log. `root`: Merkle root of all entries before it; `write_root`: of what it writes."""

    seq: int
    time_us: int
    actor: bytes
    session: bytes
    kind: int
    subject: bytes
    root: bytes
    write_root: bytes
    details: bytes


class Statement(NamedTuple):
    """What the roster says about one colleague, as of the entry that states it."""

    person: bytes
    login: str
    name: str
    role: str
    agreement_key: bytes
    signing_key: bytes
    state: str


class Start(NamedTuple):
    """Where a walk may begin: what an earlier walk ended with, as its own signer keeps it (spec/security §4)."""

    size: int
    peaks: bytes
    people: Mapping[bytes, Statement]
    store_key: bytes
    time_us: int


class Verdict(NamedTuple):
    """`entries` were read and are whole; `first_bad` is the number of the first one that is not, or is missing."""

    ok: bool
    entries: int
    first_bad: int | None
    reason: str
    root: bytes
    peaks: bytes = b""
    time_us: int = 0


class _Bad(Exception):  # noqa: N818
    """Arguments: the reason, and the number of the entry or None."""


def parse_entry(data: bytes) -> Entry:
    """Strict decoding of canonical bytes. Raises `EntryBroken` for any deviation."""
    if not _FIXED.size + _TAIL.size <= len(data) <= MAX_ENTRY:
        raise EntryBroken
    version, l1, seq, l2, time_us, l3, actor, l4, session, l5, kind, l6, subject, size = _FIXED.unpack_from(data)
    if (version, l1, l2, l3, l4, l5, l6) != (_VERSION, 8, 8, 16, 16, 2, 16) or seq >= _LIMIT or time_us >= _LIMIT:
        raise EntryBroken
    l8, root, l9, write_root = _TAIL.unpack(data[-_TAIL.size :])
    if len(data) != _FIXED.size + size + _TAIL.size or kind not in KINDS or (l8, l9) != (32, 32):
        raise EntryBroken
    details = data[_FIXED.size : _FIXED.size + size]
    return Entry(seq, time_us, actor, session, kind, subject, root, write_root, details)


def leaf_hash(data: bytes) -> bytes:
    """RFC 6962 leaf: SHA-256(0x00 ‖ data). What an entry's signature covers."""
    return hashlib.sha256(b"\0" + data).digest()


def check_entry(data: bytes, signature: bytes, public_key: bytes) -> Entry:
    """One entry alone: canonical, and signed with this key. Raises `EntryBroken`."""
    check_signature({}, public_key, signature, leaf_hash(data))
    return parse_entry(data)


def check_signature(cache: dict[bytes, Ed25519PublicKey], public_key: bytes, signature: bytes, leaf: bytes) -> None:
    """Ed25519 over what stands for the entry, with keys decoded once. Raises `EntryBroken`."""
    try:
        key = cache.get(public_key) or Ed25519PublicKey.from_public_bytes(public_key)
        cache[public_key] = key
        key.verify(signature, leaf)
    except (InvalidSignature, ValueError):
        raise EntryBroken from None


def parse_fields(data: bytes, count: int) -> list[bytes]:
    """Details: version byte, then `count` fields, each behind a 2-byte length; nothing may follow."""
    fields, at = [], 1
    for _ in range(count):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise EntryBroken
        fields.append(data[at + 2 : end])
        at = end
    if at != len(data) or data[:1] != bytes([_VERSION]):
        raise EntryBroken
    return fields


def parse_founding(details: bytes) -> tuple[bytes, bytes]:
    """Details of STORE_CREATED: id of the store and its public signing key. Raises `EntryBroken`."""
    store_id, store_key = parse_fields(details, 2)
    if (len(store_id), len(store_key)) != (16, 32):
        raise EntryBroken
    return store_id, store_key


def parse_statement(details: bytes) -> Statement:
    """Details of ROSTER_ADDED and ROSTER_CHANGED. Raises `EntryBroken`."""
    person, login, name, role, agreement, signing, state = parse_fields(details, 7)
    try:
        statement = Statement(person, login.decode(), name.decode(), role.decode(), agreement, signing, state.decode())
    except UnicodeDecodeError:
        raise EntryBroken from None
    lengths = (len(person), len(agreement), len(signing)) == (16, 32, 32) and person != STORE_ACTOR
    texts = 0 < len(login) <= 128 and 0 < len(name) <= 400 and (statement.login + statement.name).isprintable()
    if lengths and texts and statement.role in ROLES and statement.state in STATES:
        return statement
    raise EntryBroken


class Roster:
    """The colleagues as of one point of the log, and who may change them.

    The first statement is the owner's about himself, with the trust root's key. After that an active owner,
    admin or head states managers and keepers; owners, heads, admins and auditors only an owner may state.
    The exception is suspension, which cannot wait: any of the three may suspend whoever is not an owner.
    """

    def __init__(self, trust_root: bytes, people: Mapping[bytes, Statement] | None = None) -> None:
        self._root, self.people = trust_root, dict(people or {})

    def key_of(self, actor: bytes) -> bytes:
        """Signing key of an active colleague; before the first statement, the trust root. Raises `EntryBroken`."""
        if not self.people:
            return self._root
        person = self.people.get(actor)
        if person is None or person.state != "active":
            raise EntryBroken
        return person.signing_key

    def apply(self, entry: Entry) -> Statement:
        """Take in a roster entry whose signature has been checked. Raises `EntryBroken` if it breaks the rules."""
        new = parse_statement(entry.details)
        old = self.people.get(new.person)
        if (entry.kind == ROSTER_ADDED) is not (old is None):
            raise EntryBroken
        first = (entry.actor, "owner", "active", self._root)
        himself = (new.person, new.role, new.state, new.signing_key) == first
        taken = any(new.login == other.login and other.person != new.person for other in self.people.values())
        if taken or not (self._may(entry.actor, old, new) if self.people else himself):
            raise EntryBroken
        people = {**self.people, new.person: new}
        if not any(each.role == "owner" and each.state == "active" for each in people.values()):
            raise EntryBroken
        self.people = people
        return new

    def _may(self, actor: bytes, old: Statement | None, new: Statement) -> bool:
        by = self.people.get(actor)
        if by is None or by.state != "active" or by.role not in {"owner", "admin", "head"}:
            return False
        suspends = old is not None and old.role != "owner" and new == old._replace(state="suspended")
        roles = {new.role, old.role if old else new.role}
        return by.role == "owner" or suspends or roles <= {"manager", "keeper"}


class _Frontier:
    """Peaks of the RFC 6962 tree over the leaves so far, the largest first."""

    def __init__(self, size: int = 0, peaks: bytes = b"") -> None:
        self.size = size
        self.peaks = [peaks[at : at + 32] for at in range(0, len(peaks), 32)]

    def append(self, leaf: bytes) -> None:
        node, n = leaf, self.size
        while n & 1:
            node, n = hashlib.sha256(b"\1" + self.peaks.pop() + node).digest(), n >> 1
        self.peaks.append(node)
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        return reduce(lambda node, peak: hashlib.sha256(b"\1" + peak + node).digest(), reversed(self.peaks))


def write_root(writes: Iterable[tuple[bytes, int, bytes]]) -> bytes:
    """Merkle root over the sorted (record id ‖ version ‖ SHA-256) of one entry; zeros if it writes nothing."""
    tree = _Frontier()
    for record_id, version, digest in sorted(writes):
        tree.append(leaf_hash(record_id + version.to_bytes(8, "big") + digest))
    return tree.root() if tree.size else ZEROS


class _Digests:
    """The digest rows, sorted by entry, handed out entry by entry."""

    def __init__(self, rows: Rows) -> None:
        self._rows = iter(rows)
        self.left = next(self._rows, None)

    def of(self, seq: int) -> list[tuple[bytes, int, bytes]]:
        found: list[tuple[bytes, int, bytes]] = []
        while self.left is not None:
            row = self.left
            if type(row[3]) is int and row[3] > seq:
                break
            right = [type(value) for value in row] == [bytes, int, bytes, int] and row[3] >= seq and row[1] >= 0
            if not right or len(row[0]) != 16 or len(row[2]) != 32:
                raise _Bad("digest", seq)
            found.append((row[0], row[1], row[2]))
            self.left = next(self._rows, None)
        return found


class _Walk:
    """State of one pass over the log."""

    def __init__(self, trust_root: bytes, store_id: bytes | None, signatures_from: int, start: Start) -> None:
        self.tree = _Frontier(start.size, start.peaks)
        self.roster = Roster(trust_root, start.people)
        self._store_id, self._store_key, self.time_us = store_id, start.store_key, start.time_us
        self._signatures_from = signatures_from
        self._keys: dict[bytes, Ed25519PublicKey] = {}

    def step(self, row: Sequence[Any], digests: _Digests | None) -> None:
        """Take in the next row. Raises `_Bad` and changes nothing that counts if it is not the right one."""
        seq = self.tree.size
        entry, leaf = self._decode(row, seq), leaf_hash(row[8])
        if entry.root != self.tree.root():
            raise _Bad("root", seq)
        self._found(entry)
        self._signed(entry, leaf, row[9])
        if digests is not None and write_root(digests.of(seq)) != entry.write_root:
            raise _Bad("digest", seq)
        if entry.time_us < self.time_us - CLOCK_BACK_US and entry.kind != CLOCK_JUMP:
            raise _Bad("clock", seq)
        if entry.kind in (ROSTER_ADDED, ROSTER_CHANGED):
            try:
                self.roster.apply(entry)
            except EntryBroken:
                raise _Bad("roster", seq) from None
        self.time_us = entry.time_us
        self.tree.append(leaf)

    def _decode(self, row: Sequence[Any], seq: int) -> Entry:
        if [type(value) for value in row] != [int, int, bytes, bytes, int, bytes, bytes, bytes, bytes, bytes]:
            raise _Bad("row", seq)
        if row[0] != seq or len(row[8]) > MAX_ENTRY:
            raise _Bad("too_long" if row[0] == seq else "gap" if row[0] > seq else "duplicate", seq)
        try:
            entry = parse_entry(row[8])
        except EntryBroken:
            kind = int.from_bytes(row[8][59:61], "big")
            raise _Bad("unknown_kind" if len(row[8]) > 61 and kind not in KINDS else "entry", seq) from None
        if tuple(row[:8]) != entry[:8]:
            raise _Bad("column", seq)
        return entry

    def _found(self, entry: Entry) -> None:
        """The first entry, and no other, founds the store."""
        try:
            if (entry.seq == 0) is not (entry.kind == STORE_CREATED):
                raise EntryBroken
            if entry.seq == 0:
                store_id, self._store_key = parse_founding(entry.details)
                if self._store_id not in (None, store_id):
                    raise EntryBroken
        except EntryBroken:
            raise _Bad("founding", entry.seq) from None

    def _signed(self, entry: Entry, leaf: bytes, signature: bytes) -> None:
        of_store = entry.actor == STORE_ACTOR
        if (of_store and entry.kind not in STORE_KINDS) or (not of_store and entry.kind == LOGIN_FAILED):
            raise _Bad("actor", entry.seq)
        reason = "actor"
        try:
            key = self._store_key if of_store else self.roster.key_of(entry.actor)
            reason = "signature"
            if entry.seq >= self._signatures_from:
                check_signature(self._keys, key, signature, leaf)
        except EntryBroken:
            raise _Bad(reason, entry.seq) from None


def verify(
    rows: Rows,
    digests: Rows | None,
    heads: Sequence[Sequence[Any]],
    *,
    trust_root: bytes,
    store_id: bytes | None = None,
    columns: tuple[Sequence[str], Sequence[str], Sequence[str]] = (LOG_COLUMNS, DIGEST_COLUMNS, HEAD_COLUMNS),
    checkpoints: Mapping[int, bytes] | None = None,
    signatures_from: int = 0,
    start: Start | None = None,
) -> Verdict:
    """The verdict on a whole log, or on what follows `start`; sequences are read once, in order, and may be iterators.

    `rows` in the order of `seq`, `digests` in the order of `seq` (both as `SELECT *` gives them, with the names
    of the columns in `columns`), `heads`: all rows of the head. `checkpoints`: known roots by size.
    `signatures_from` may name one of these sizes: entries before it are then covered by its root alone. An empty
    root is not compared. Without `digests`, what the entries write is not recomputed.
    Reasons: row gap duplicate too_long entry unknown_kind column root founding actor signature digest clock
    roster cut after_head head checkpoint columns unreadable. `first_bad` is None where no single entry is to
    blame (head, columns, checkpoint).
    """
    known = dict(checkpoints or {})
    if signatures_from and signatures_from not in known:
        raise ValueError("signatures can only be skipped up to a known checkpoint")
    walk = _Walk(trust_root, store_id, signatures_from, start or Start(0, b"", {}, b"", 0))
    try:
        if tuple(map(tuple, columns)) != (LOG_COLUMNS, DIGEST_COLUMNS, HEAD_COLUMNS):
            raise _Bad("columns", None)
        _pass(walk, rows, digests, _head(heads), known)
    except _Bad as bad:
        reason, seq = bad.args
        return Verdict(False, walk.tree.size, seq, reason, walk.tree.root())
    return Verdict(True, walk.tree.size, None, "", walk.tree.root(), b"".join(walk.tree.peaks), walk.time_us)


def _pass(walk: _Walk, rows: Rows, digests: Rows | None, head: tuple[int, bytes], known: Mapping[int, bytes]) -> None:
    size, frontier = head
    try:
        leaves = None if digests is None else _Digests(digests)
        for row in rows:
            if walk.tree.size == size:
                raise _Bad("after_head", size)
            walk.step(row, leaves)
            if known.get(walk.tree.size, b"") not in (b"", walk.tree.root()):
                raise _Bad("checkpoint", None)
    except Exception as exc:  # the database may fail in its own ways while rows are read: then nothing is proved
        raise exc if isinstance(exc, _Bad) else _Bad("unreadable", walk.tree.size) from None
    if walk.tree.size < max(size, *known, 0):
        raise _Bad("cut", walk.tree.size)
    if leaves is not None and leaves.left is not None:
        raise _Bad("digest", walk.tree.size)
    if b"".join(walk.tree.peaks) != frontier:
        raise _Bad("head", None)


def _head(heads: Sequence[Sequence[Any]]) -> tuple[int, bytes]:
    if [list(map(type, row)) for row in heads] != [[int, int, bytes]] or heads[0][0] != 1 or heads[0][1] < 0:
        raise _Bad("head", None)
    return heads[0][1], heads[0][2]
