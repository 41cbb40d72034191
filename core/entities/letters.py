"""Letters between colleagues inside the store: requests of access, approvals, tasks (spec/store §1)."""

from __future__ import annotations

import msgspec


class Letter(msgspec.Struct, frozen=True):
    """One letter as its receiver keeps it. `kind` is a word of the sender's subject, `body` its plain fields."""

    id: bytes
    sender: bytes
    kind: str
    sent_us: int
    """Microseconds since 1970-01-01 UTC, by the clock of the sender."""
    body: dict[str, object]
