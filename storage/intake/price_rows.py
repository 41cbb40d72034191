"""Rows of a price list as its items, and what makes two of them the same (S02.17)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np

from core.entities.trade import PriceItem
from storage.intake.records_table import RecordsTable
from storage.intake.typed import RowVerdict


def item_of(table: RecordsTable, row: int) -> PriceItem:
    """One row; an item without a code goes by its name."""
    name = table.value("product_name", row)
    code = table.value("product", row) or name
    return PriceItem(code, name, table.value("group", row), table.amount("price", row), table.value("unit", row))


def price_items(table: object) -> list[PriceItem]:
    """A file of products as a price list: whole, in its order, rows in error left out, the first of a code counts."""
    if not isinstance(table, RecordsTable) or table.kind != "products":
        return []
    found: dict[str, PriceItem] = {}
    for row in np.flatnonzero(table.verdict == RowVerdict.OK).tolist():
        item = item_of(table, row)
        found.setdefault(item.code, item)
    return list(found.values())


def price_key(item: PriceItem) -> bytes:
    """What makes it one item of the list."""
    return hashlib.sha256(b"price\x1f" + item.code.encode("utf-8", "replace")).digest()[:16]


def price_digest(item: PriceItem) -> bytes:
    """What the list says of it; since when it is listed is ours."""
    said = "\x1f".join((item.code, item.name, item.group, str(item.price), item.unit))
    return hashlib.sha256(said.encode("utf-8", "replace")).digest()[:16]


def list_digest(items: Iterable[PriceItem]) -> bytes:
    """The whole list, in its order."""
    state = hashlib.sha256()
    for item in items:
        state.update(price_digest(item))
    return state.digest()
