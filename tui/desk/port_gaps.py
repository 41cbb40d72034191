"""What is missing between typed orders and accounting, as screens and commands see it (S03.35)."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import msgspec

from core.entities.money import Money
from core.worth.order_gaps import GapKind


class SellerRow(msgspec.Struct, frozen=True):
    """How complete the orders of one seller are; `share` None where accounting has no sale of his."""

    seller: str
    documents: int
    with_order: int
    share: float | None
    orders: int
    no_document: int
    sums: int


class GapRow(msgspec.Struct, frozen=True):
    """One thing to clear up. `typed` or `booked` None: that side is missing."""

    id: str
    client_id: str
    client: str
    seller: str
    kind: GapKind
    day: dt.date
    number: str
    document: str
    typed: Money | None
    booked: Money | None


class OrderGaps(msgspec.Struct, frozen=True):
    """Sellers and gaps of a span that ends with the evening."""

    since: dt.date
    as_of: dt.date
    sellers: tuple[SellerRow, ...]
    gaps: tuple[GapRow, ...]
    """Newest first."""
    log_size: int


class OrderGapsPort(Protocol):
    """Typed orders against accounting."""

    def found(self, since: dt.date | None = None, client_id: str = "") -> OrderGaps:
        """Of one client or of all, by default over `order_days`. Raises Problem."""
        ...
