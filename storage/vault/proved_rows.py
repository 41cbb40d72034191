"""Rows joined with the last state the log names of them: no blob is opened that a signed entry does not vouch for."""

from __future__ import annotations

import hashlib

from sqlalchemy import and_, func, select

from storage.schema.clients import record
from storage.schema.log import digest
from storage.vault.writing import damaged, stamped

_latest = digest.alias("latest")
LAST_DIGEST = and_(
    digest.c.record_id == record.c.id,
    digest.c.version == stamped(record.c.version, record.c.epoch),
    digest.c.version == select(func.max(_latest.c.version)).where(_latest.c.record_id == record.c.id).scalar_subquery(),
)
"""Joins a record with its digest only where the digest is that of this version and no later one is known."""
PROVED = (
    select(record.c.id, record.c.space_id, record.c.version, record.c.epoch, record.c.body, digest.c.sha256)
    .select_from(record)
    .outerjoin(digest, LAST_DIGEST)
)
"""Records of any space, each with the digest it must have."""


def proved(blob: object, sha256: bytes | None, what: str = "record") -> bytes:
    """The blob of a joined row whose digest is the last one in the log. Raises Problem (STORE)."""
    if sha256 is None or type(blob) is not bytes or hashlib.sha256(blob).digest() != bytes(sha256):
        raise damaged(what)
    return blob
