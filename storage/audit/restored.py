"""Restores: the entry that begins a new epoch of the log, signed by an admin and by an auditor (spec/security §2).

A copy put back without this entry is a rollback, and a witness says so; with it, the log goes on under a new origin.
The entry itself is signed by the first person, its details carry the second one's signature.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storage.audit.entry import EntryBroken, encode_fields
from storage.audit.kinds import Kind
from storage.audit.roster import ROSTER_KINDS
from storage.audit.verifier import Roster, check_entry, parse_entry, parse_fields
from storage.sealing.secret import SealBroken
from storage.sealing.sign import Signer, verify

FIRST_EPOCH = 1
FIRST_SIGNERS = frozenset({"admin", "owner"})
SECOND_SIGNERS = frozenset({"auditor", "owner"})
_LABEL = b"kartoteka/restored/1"


@dataclass(frozen=True, slots=True)
class Restore:
    """What both sign: the epoch that begins, and the state of the log that the copy ended with."""

    store_id: bytes
    epoch: int
    size: int
    root: bytes
    sha256: bytes
    """Of the backup file's head and chunks."""

    def signed(self) -> bytes:
        """The bytes of the second signature."""
        epoch, size = self.epoch.to_bytes(4, "big"), self.size.to_bytes(8, "big")
        return encode_fields((_LABEL, self.store_id, epoch, size, self.root, self.sha256))


def encode_restore(restore: Restore, second: bytes, signer: Signer) -> bytes:
    """Details of the RESTORED entry; `second`: the person who signs beside the entry's actor."""
    epoch, size = restore.epoch.to_bytes(4, "big"), restore.size.to_bytes(8, "big")
    return encode_fields((epoch, size, restore.root, restore.sha256, second, signer.sign(restore.signed())))


def may_restore(roster: Roster, first: bytes, second: bytes) -> bool:
    """Two different people, an admin or owner and an auditor or owner; one alone where nobody else could sign."""
    active = {person: each.role for person, each in roster.people.items() if each.state == "active"}
    able = {person for person, role in active.items() if role in FIRST_SIGNERS | SECOND_SIGNERS}
    fitting = active.get(first) in FIRST_SIGNERS and active.get(second) in SECOND_SIGNERS
    return fitting and (first != second or able == {first})


def epoch_of(entries: Iterable[tuple[bytes, bytes]], trust_root: bytes, store_id: bytes) -> int:
    """Epoch of a log, from its roster and RESTORED entries (canonical bytes, signature) in order.

    Raises EntryBroken at a restore that its signers could not sign, or that skips an epoch.
    """
    roster, epoch = Roster(trust_root), FIRST_EPOCH
    for data, signature in entries:
        entry = parse_entry(data)
        if entry.kind in ROSTER_KINDS:
            check_entry(data, signature, roster.key_of(entry.actor))
            roster.apply(entry)
        elif entry.kind == Kind.RESTORED:
            check_entry(data, signature, roster.key_of(entry.actor))
            number, size, root, sha256, second, mark = parse_fields(entry.details, 6)
            epoch += 1
            stated = (int.from_bytes(number, "big"), int.from_bytes(size, "big"), root)
            if stated != (epoch, entry.seq, entry.root) or not may_restore(roster, entry.actor, second):
                raise EntryBroken
            try:
                verify(roster.key_of(second), mark, Restore(store_id, epoch, entry.seq, root, sha256).signed())
            except SealBroken:
                raise EntryBroken from None
    return epoch
