"""What a person's last session had verified of the log, signed by that person and kept outside the database.

A login then checks what came after (spec/security §4). Label and fields, each behind its length, then the signature:
store 16, epoch 4, person 16, size 8, frontier, digest of the roster entries 32, time of the last entry 8, time of the
writing 8.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from storage.audit.entry import EntryBroken, encode_fields, leaf_hash
from storage.audit.merkle import Frontier
from storage.audit.verifier import parse_fields
from storage.sealing.secret import SealBroken
from storage.sealing.sign import SIGNATURE_SIZE
from storage.sealing.sign import verify as verify_signature

_LABEL = b"kartoteka/seen/1\0"
_FIELDS = 8


class SeenBroken(Exception):  # noqa: N818
    """Not what this person signed for this store."""


class PersonSigner(Protocol):
    """The person's own signing key."""

    def sign(self, message: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Seen:
    """A log of `size` entries with the subtrees `peaks`, verified by `person` at `at_us`."""

    store_id: bytes
    epoch: int
    person: bytes
    size: int
    peaks: bytes
    roster: bytes
    """SHA-256 over the leaf hashes of the roster entries, so that none can be taken out of the part before `size`."""
    time_us: int
    """Time of the last entry."""
    at_us: int

    def root(self) -> bytes:
        """Merkle root over the entries."""
        return Frontier.decode(self.size, self.peaks).root()


def roster_digest(entries: Iterable[bytes]) -> bytes:
    """Digest of the canonical roster entries, in the order of the log."""
    return hashlib.sha256(b"".join(map(leaf_hash, entries))).digest()


def encode_seen(seen: Seen, signer: PersonSigner) -> bytes:
    """The bytes of the file."""
    numbers = (seen.epoch.to_bytes(4, "big"), seen.person, seen.size.to_bytes(8, "big"), seen.peaks, seen.roster)
    times = (seen.time_us.to_bytes(8, "big"), seen.at_us.to_bytes(8, "big"))
    body = encode_fields((seen.store_id, *numbers, *times))
    return body + signer.sign(_LABEL + body)


def decode_seen(data: bytes, public: bytes, store_id: bytes, person: bytes) -> Seen:
    """Strict. Raises SeenBroken unless `person` signed it with `public` for the store."""
    body, signature = data[:-SIGNATURE_SIZE], data[-SIGNATURE_SIZE:]
    try:
        store, epoch, who, size, peaks, roster, time_us, at_us = parse_fields(body, _FIELDS)
        if (store, who) != (store_id, person) or [*map(len, (epoch, size, roster, time_us, at_us))] != [4, 8, 32, 8, 8]:
            raise SeenBroken
        verify_signature(public, signature, _LABEL + body)
        Frontier.decode(int.from_bytes(size, "big"), peaks)
    except (EntryBroken, SealBroken, ValueError):
        raise SeenBroken from None
    number = int.from_bytes
    return Seen(
        store, number(epoch, "big"), who, number(size, "big"), peaks, roster, number(time_us, "big"),
        number(at_us, "big"),
    )  # fmt: skip
