"""Clients, their records and the history of records."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table
from sqlalchemy import TypedColumns as Columns

from storage.schema.base import metadata

NO_COMPARTMENT = 255
"""`record.compartment` outside client and portfolio spaces."""


class ClientColumns(Columns):
    """`wraps` is the client's five compartment keys, each wrapped under PK_comp of `portfolio_id`."""

    id = Column(LargeBinary(16), primary_key=True)
    portfolio_id = Column(LargeBinary(16), nullable=False)
    epoch = Column(BigInteger, nullable=False)
    changed_seq = Column(BigInteger, nullable=False)
    wraps = Column(LargeBinary, nullable=False)


class RecordColumns(Columns):
    """One sealed record of one space. Its kind is inside the seal."""

    id = Column(LargeBinary(16), primary_key=True)
    space_kind = Column(Integer, nullable=False)
    space_id = Column(LargeBinary(16), nullable=False)
    compartment = Column(Integer, nullable=False)
    version = Column(BigInteger, nullable=False)
    epoch = Column(BigInteger, nullable=False)
    changed_seq = Column(BigInteger, nullable=False)
    size = Column(Integer, nullable=False)
    body = Column(LargeBinary, nullable=False)


class HistoryColumns(Columns):
    """One sealed change of a record, in the record's compartment; `seq` counts the changes of that record."""

    record_id = Column(LargeBinary(16), primary_key=True)
    seq = Column(BigInteger, primary_key=True, autoincrement=False)
    size = Column(Integer, nullable=False)
    body = Column(LargeBinary, nullable=False)


client = Table("client", metadata, ClientColumns, sqlite_with_rowid=False)
record = Table("record", metadata, RecordColumns)
history = Table("history", metadata, HistoryColumns)
Index("ix_client_portfolio", client.c.portfolio_id, client.c.changed_seq)
Index("ix_record_space", record.c.space_kind, record.c.space_id, record.c.compartment)
