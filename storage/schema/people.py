"""The roster (rebuilt from the log) and grants of keys."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, String, Table
from sqlalchemy import TypedColumns as Columns

from storage.schema.base import metadata


class RosterColumns(Columns):
    """A colleague. `identity` holds KDF parameters, salt and the two sealed private keys."""

    id = Column(LargeBinary(16), primary_key=True)
    login = Column(String(64), nullable=False, unique=True)
    name = Column(String(200), nullable=False)
    role = Column(String(16), nullable=False)
    state = Column(String(16), nullable=False)
    agreement_key = Column(LargeBinary(32), nullable=False)
    signing_key = Column(LargeBinary(32), nullable=False)
    identity = Column(LargeBinary, nullable=False)
    seq = Column(BigInteger, nullable=False)
    """Number of the log entry that states this row."""


class GrantColumns(Columns):
    """A key wrapped to a member, signed by the grantor. `body` is the canonical grant."""

    id = Column(LargeBinary(16), primary_key=True)
    scope_kind = Column(Integer, nullable=False)
    scope_id = Column(LargeBinary(16), nullable=False)
    epoch = Column(BigInteger, nullable=False)
    member_id = Column(LargeBinary(16), nullable=False)
    grantor_id = Column(LargeBinary(16), nullable=False)
    body = Column(LargeBinary, nullable=False)
    signature = Column(LargeBinary(64), nullable=False)
    seq = Column(BigInteger, nullable=False)


roster = Table("roster", metadata, RosterColumns)
grant = Table("grant", metadata, GrantColumns)
Index("ix_grant_member_id", grant.c.member_id)
Index("ix_grant_scope", grant.c.scope_kind, grant.c.scope_id)
