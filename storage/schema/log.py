"""The audit log. `entry` holds the canonical bytes, the only source; the other columns are derived from it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table
from sqlalchemy import TypedColumns as Columns

from storage.schema.base import metadata


class LogColumns(Columns):
    """One entry. `root` is the Merkle root of all entries before it, `write_root` that of the records it writes."""

    seq = Column(BigInteger, primary_key=True, autoincrement=False)
    time_us = Column(BigInteger, nullable=False)
    actor = Column(LargeBinary(16), nullable=False)
    session = Column(LargeBinary(16), nullable=False)
    kind = Column(Integer, nullable=False)
    subject = Column(LargeBinary(16), nullable=False)
    root = Column(LargeBinary(32), nullable=False)
    write_root = Column(LargeBinary(32), nullable=False)
    entry = Column(LargeBinary, nullable=False)
    signature = Column(LargeBinary(64), nullable=False)


class LogHeadColumns(Columns):
    """One row: number of entries and the Merkle frontier of all of them."""

    id = Column(Integer, primary_key=True, autoincrement=False)
    size = Column(BigInteger, nullable=False)
    frontier = Column(LargeBinary, nullable=False)


class DigestColumns(Columns):
    """SHA-256 of every sealed object at every version, with the entry that wrote it. 32 zero bytes: removed."""

    record_id = Column(LargeBinary(16), primary_key=True)
    version = Column(BigInteger, primary_key=True, autoincrement=False)
    sha256 = Column(LargeBinary(32), nullable=False)
    seq = Column(BigInteger, nullable=False)


log = Table("log", metadata, LogColumns)
log_head = Table("log_head", metadata, LogHeadColumns)
digest = Table("digest", metadata, DigestColumns, sqlite_with_rowid=False)
Index("ix_log_actor", log.c.actor, log.c.kind, log.c.time_us, log.c.subject)
Index("ix_log_kind", log.c.kind, log.c.seq)
Index("ix_digest_seq", digest.c.seq)
