"""Canonical bytes of a log entry: version 1, then every field behind its length in two bytes, big end first.

Order: seq 8, time in microseconds 8, actor 16, session 16, kind 2, subject tag 16, details, root of all
entries before 32, root of what is written 32. The strict decoder is `verifier.parse_entry`.
"""

from __future__ import annotations

from collections.abc import Iterable

from storage.audit.verifier import (
    CLOCK_BACK_US,
    MAX_ENTRY,
    STORE_ACTOR,
    ZEROS,
    Entry,
    EntryBroken,
    leaf_hash,
    parse_entry,
    write_root,
)

__all__ = [
    "CLOCK_BACK_US",
    "MAX_DETAILS",
    "MAX_ENTRY",
    "STORE_ACTOR",
    "ZEROS",
    "Entry",
    "EntryBroken",
    "encode_entry",
    "encode_fields",
    "leaf_hash",
    "parse_entry",
    "write_root",
]

MAX_DETAILS = MAX_ENTRY - 149
"""Longest details in bytes, as they stand in the entry (sealed or clear)."""


def encode_fields(fields: Iterable[bytes]) -> bytes:
    """Version byte 1 and every field behind its length in two bytes. Raises OverflowError above 65,535 bytes."""
    return b"\1" + b"".join(len(field).to_bytes(2, "big") + field for field in fields)


def encode_entry(entry: Entry) -> bytes:
    """Canonical bytes. Raises ValueError for an entry its own decoder would refuse."""
    try:
        data = encode_fields(
            (
                entry.seq.to_bytes(8, "big"),
                entry.time_us.to_bytes(8, "big"),
                entry.actor,
                entry.session,
                entry.kind.to_bytes(2, "big"),
                entry.subject,
                entry.details,
                entry.root,
                entry.write_root,
            )
        )
        if parse_entry(data) != entry:
            raise EntryBroken
    except (EntryBroken, OverflowError):
        raise ValueError("not a valid log entry") from None
    return data
