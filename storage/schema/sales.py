"""Sealed sales pages and the batches their rows came with."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table
from sqlalchemy import TypedColumns as Columns

from storage.schema.base import metadata


class SalesPageColumns(Columns):
    """Rows of one client from one batch, or merged from several. A rewritten page gets a new id."""

    id = Column(LargeBinary(16), primary_key=True)
    client_id = Column(LargeBinary(16), nullable=False)
    epoch = Column(BigInteger, nullable=False)
    changed_seq = Column(BigInteger, nullable=False)
    size = Column(Integer, nullable=False)
    body = Column(LargeBinary, nullable=False)


class BatchColumns(Columns):
    """One import into one portfolio. `state`: 0 open, 1 live, 2 dead (undone). `body` is sealed to the portfolio."""

    id = Column(LargeBinary(16), primary_key=True)
    portfolio_id = Column(LargeBinary(16), primary_key=True)
    state = Column(Integer, nullable=False)
    changed_seq = Column(BigInteger, nullable=False)
    size = Column(Integer, nullable=False)
    body = Column(LargeBinary, nullable=False)


class BlindTagColumns(Columns):
    """Keyed hash of a normalised identifier, to find a double in a foreign portfolio without reading it."""

    tag = Column(LargeBinary(16), primary_key=True)
    portfolio_id = Column(LargeBinary(16), primary_key=True)
    client_id = Column(LargeBinary(16), primary_key=True)
    idx_epoch = Column(BigInteger, primary_key=True, autoincrement=False)


sales_page = Table("sales_page", metadata, SalesPageColumns)
batch = Table("batch", metadata, BatchColumns)
blind_tag = Table("blind_tag", metadata, BlindTagColumns)
Index("ix_sales_page_client", sales_page.c.client_id)
