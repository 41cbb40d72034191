"""What names the store itself, and the counters of spaces and of the door."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, String, Table
from sqlalchemy import TypedColumns as Columns

from storage.schema.base import metadata


class StoreColumns(Columns):
    """One row. `store_id` is 16 random bytes and part of every associated data."""

    id = Column(Integer, primary_key=True, autoincrement=False)
    store_id = Column(LargeBinary(16), nullable=False)
    format = Column(Integer, nullable=False)


class CounterColumns(Columns):
    """Counter of a space (name `changed`) or of the door (failed passphrases, R27)."""

    scope_kind = Column(Integer, primary_key=True, autoincrement=False)
    scope_id = Column(LargeBinary(16), primary_key=True)
    name = Column(String(32), primary_key=True)
    value = Column(BigInteger, nullable=False)


class TombstoneColumns(Columns):
    """A removed or moved object, for sessions that follow the change feed."""

    space_kind = Column(Integer, primary_key=True, autoincrement=False)
    space_id = Column(LargeBinary(16), primary_key=True)
    object_id = Column(LargeBinary(16), primary_key=True)
    changed_seq = Column(BigInteger, nullable=False)


store = Table("store", metadata, StoreColumns)
counters = Table("counters", metadata, CounterColumns, sqlite_with_rowid=False)
tombstone = Table("tombstone", metadata, TombstoneColumns)
