"""The reading process of a mailbox: no keys, no network, no files but the one on stdin (spec/security R20)."""

from __future__ import annotations

from storage.intake.child import confine, send
from storage.intake.readers import inbox
from storage.intake.readers.columns import ReadFault


def main() -> int:
    """Entry of the process: everything of the mailbox, then the end. Its task says nothing more."""
    confine()
    try:
        send(inbox.read(0).chosen(tuple(range(len(inbox.FIELDS)))), "", 0)
    except (ReadFault, MemoryError):
        return 1
    return 0
