"""Which SSH key lets whom in, and to what: statements in the log, and the replay that ends in today's keys (R1, R6).

The roster itself has no room for them: a colleague may have several keys, and each opens one of three fixed commands.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from storage.audit.entry import EntryBroken, encode_fields
from storage.audit.kinds import Kind
from storage.audit.roster import ROSTER_KINDS
from storage.audit.verifier import Roster, check_entry, parse_entry, parse_fields

COMMANDS = ("workstation", "plain", "witness")
"""What a key may open; nothing else is ever run for it."""
MAY_STATE = frozenset({"owner", "admin"})
SSH_KINDS = (Kind.SSH_KEY_ADDED, Kind.SSH_KEY_REMOVED)
_PLAIN_TYPES = ("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521")
_TOKEN_TYPES = ("sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com")
TYPES = (*_PLAIN_TYPES, *_TOKEN_TYPES, "ssh-rsa")
_LEAST_RSA_BITS = 3072
_MOST_BLOB = 560


@dataclass(frozen=True, slots=True)
class SshKey:
    """A public key as sshd knows it, whose it is and what it opens."""

    person: bytes
    command: str
    kind: str
    blob: bytes

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the blob."""
        return hashlib.sha256(self.blob).digest()

    def told(self) -> str:
        """The fingerprint as ssh-keygen prints it."""
        return told_fingerprint(self.fingerprint)


def told_fingerprint(fingerprint: bytes) -> str:
    """A fingerprint as ssh-keygen prints it."""
    return "SHA256:" + base64.b64encode(fingerprint).decode().rstrip("=")


def fields_of(blob: bytes) -> list[bytes]:
    """The length-prefixed parts of a public key. Raises ValueError on anything cut or trailing."""
    found, at = [], 0
    while at < len(blob):
        size = int.from_bytes(blob[at : at + 4], "big")
        if at + 4 + size > len(blob) or at + 4 > len(blob):
            raise ValueError("not a public key")
        found.append(blob[at + 4 : at + 4 + size])
        at += 4 + size
    return found


def public_key(text: str) -> tuple[str, bytes]:
    """Type and blob of one line of a .pub file. Raises ValueError for options, several lines, weak or odd keys."""
    lines = [line for line in text.splitlines() if line.strip()]
    words = lines[0].split() if len(lines) == 1 else []
    if len(words) < 2 or words[0] not in TYPES:
        raise ValueError("not one public key")
    try:
        blob = base64.b64decode(words[1].encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("not base64") from None
    check_blob(words[0], blob)
    return words[0], blob


def check_blob(kind: str, blob: bytes) -> None:
    """Raise ValueError unless the blob is a key of this type, with as many parts as the type has."""
    parts = fields_of(blob)
    lengths = {"ssh-ed25519": 2, "ssh-rsa": 3, **dict.fromkeys(_PLAIN_TYPES[1:], 3)}
    wanted = lengths.get(kind, 3 if kind == _TOKEN_TYPES[0] else 4)
    if kind not in TYPES or not parts or parts[0] != kind.encode() or len(parts) != wanted or len(blob) > _MOST_BLOB:
        raise ValueError("not a key of this type")
    if kind == "ssh-ed25519" and len(parts[1]) != 32:
        raise ValueError("not a key of this type")
    if kind == "ssh-rsa" and int.from_bytes(parts[2], "big").bit_length() < _LEAST_RSA_BITS:
        raise ValueError("too short")


def encode_key(key: SshKey) -> bytes:
    """Details of SSH_KEY_ADDED and SSH_KEY_REMOVED. Raises ValueError for what the decoder would refuse."""
    data = encode_fields((key.person, key.command.encode(), key.kind.encode(), key.blob))
    try:
        if parse_key(data) != key:
            raise EntryBroken
    except EntryBroken:
        raise ValueError("not an SSH key that can be stated") from None
    return data


def parse_key(details: bytes) -> SshKey:
    """Strict. Raises EntryBroken."""
    person, command, kind, blob = parse_fields(details, 4)
    try:
        key = SshKey(person, command.decode("ascii"), kind.decode("ascii"), blob)
        check_blob(key.kind, blob)
    except ValueError:
        raise EntryBroken from None
    if len(person) != 16 or key.command not in COMMANDS:
        raise EntryBroken
    return key


def replay_keys(entries: Iterable[tuple[bytes, bytes]], trust_root: bytes) -> list[SshKey]:
    """Keys in force of active colleagues, from the roster and SSH entries (canonical bytes, signature) in order.

    Raises EntryBroken at a statement its signer could not make, at a key stated twice or removed without being there.
    """
    roster = Roster(trust_root)
    held: dict[bytes, SshKey] = {}
    for data, signature in entries:
        entry = parse_entry(data)
        if entry.kind not in (*ROSTER_KINDS, *SSH_KINDS):
            continue
        check_entry(data, signature, roster.key_of(entry.actor))
        if entry.kind in ROSTER_KINDS:
            roster.apply(entry)
            continue
        key = parse_key(entry.details)
        if roster.people[entry.actor].role not in MAY_STATE or key.person not in roster.people:
            raise EntryBroken
        if entry.kind == Kind.SSH_KEY_ADDED:
            if key.fingerprint in held:
                raise EntryBroken
            held[key.fingerprint] = key
        elif held.pop(key.fingerprint, None) != key:
            raise EntryBroken
    return [key for key in held.values() if roster.people[key.person].state == "active"]
