"""Who is who, as the log says it: the codec of roster statements and the replay that ends in today's roster.

The rules of who may state what are `verifier.Roster`, so that replay and verification cannot disagree.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storage.audit.entry import encode_fields
from storage.audit.kinds import Kind
from storage.audit.verifier import (
    EntryBroken,
    Roster,
    Statement,
    check_entry,
    parse_entry,
    parse_fields,
    parse_founding,
    parse_statement,
)

__all__ = [
    "ROSTER_KINDS",
    "EntryBroken",
    "RosterStatement",
    "Statement",
    "encode_founding",
    "encode_identity",
    "encode_statement",
    "identities",
    "parse_founding",
    "parse_statement",
    "replay",
]

ROSTER_KINDS = (Kind.ROSTER_ADDED, Kind.ROSTER_CHANGED)


@dataclass(frozen=True, slots=True)
class RosterStatement:
    """The statement in force about one colleague; `seq`: the entry that makes it; `before`: the one it replaced."""

    statement: Statement
    seq: int
    actor: bytes
    before: RosterStatement | None = None

    def at(self, seq: int) -> Statement | None:
        """What the roster said about the colleague when entry `seq` was written; None before he was added."""
        found: RosterStatement | None = self
        while found is not None and found.seq > seq:
            found = found.before
        return found.statement if found is not None else None


def encode_statement(statement: Statement) -> bytes:
    """Details of ROSTER_ADDED or ROSTER_CHANGED. Raises ValueError for what the decoder would refuse."""
    person, login, name, role, agreement, signing, state = statement
    try:
        data = encode_fields((person, login.encode(), name.encode(), role.encode(), agreement, signing, state.encode()))
        if parse_statement(data) != statement:
            raise EntryBroken
    except (EntryBroken, OverflowError, UnicodeEncodeError):
        raise ValueError("not a valid roster statement") from None
    return data


def encode_founding(store_id: bytes, store_key: bytes) -> bytes:
    """Details of STORE_CREATED, the first entry: id of the store, public half of its signing key."""
    data = encode_fields((store_id, store_key))
    try:
        parse_founding(data)
    except EntryBroken:
        raise ValueError("a store id has 16 bytes, a public key 32") from None
    return data


@functools.lru_cache(maxsize=4096)
def _check(data: bytes, signature: bytes, key: bytes) -> None:
    """`check_entry`, once for the same bytes: fifty sessions go through the whole roster at every change of it."""
    check_entry(data, signature, key)


def replay(entries: Iterable[tuple[bytes, bytes]], trust_root: bytes) -> dict[bytes, RosterStatement]:
    """Roster by person id from (canonical entry, signature) of the roster entries, in the order of the log.

    Every signature is checked against the roster as of that entry. Raises `EntryBroken` at the first statement
    that its signer could not make. Entries of other kinds are passed over. That none is missing is what only
    the verification of the whole log shows.
    """
    roster = Roster(trust_root)
    found: dict[bytes, RosterStatement] = {}
    for data, signature in entries:
        entry = parse_entry(data)
        if entry.kind not in ROSTER_KINDS:
            continue
        _check(data, signature, roster.key_of(entry.actor))
        statement = roster.apply(entry)
        found[statement.person] = RosterStatement(statement, entry.seq, entry.actor, found.get(statement.person))
    return found


def encode_identity(person: bytes, identity: bytes) -> bytes:
    """Details of IDENTITY_SET: whose sealed private keys, and their digest."""
    return encode_fields((person, hashlib.sha256(identity).digest()))


def identities(entries: Iterable[tuple[bytes, bytes]], staff: Mapping[bytes, RosterStatement]) -> dict[bytes, bytes]:
    """SHA-256 of everybody's sealed private keys, from (canonical entry, signature) of the IDENTITY_SET entries.

    Whoever states a person's public keys states the first blob that goes with them; every later one, under another
    passphrase, only the person. Raises `EntryBroken` for an entry that breaks this or whose signature does.
    """
    found: dict[bytes, bytes] = {}
    keys: dict[bytes, tuple[bytes, bytes]] = {}
    for data, signature in entries:
        entry = parse_entry(data)
        person, digest = parse_fields(entry.details, 2)
        by = staff[entry.actor].at(entry.seq) if entry.actor in staff else None
        whose = staff[person].at(entry.seq) if person in staff else None
        if by is None or whose is None or by.state != "active" or entry.kind != Kind.IDENTITY_SET:
            raise EntryBroken
        _check(data, signature, by.signing_key)
        pair = (whose.agreement_key, whose.signing_key)
        fresh = keys.get(person) != pair and by.role in {"owner", "admin", "head"}
        if len(digest) != 32 or not (fresh or entry.actor == person):
            raise EntryBroken
        found[person], keys[person] = digest, pair
    return found
