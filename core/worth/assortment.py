"""From products of sales to groups: by the price list, else by the beginning of the code or the first word (S02.02)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np

from core.entities.ledger import Int32, Int64
from core.entities.trade import GroupsBy, PriceItem

_PREFIX: Final = re.compile(r"^([^\W\d_]+)[\s\-_./\\:]*\d")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
OTHER: Final = "—"
"""Group of what has neither a letter nor a name."""


@dataclasses.dataclass(frozen=True, slots=True)
class ProductSales:
    """What each client bought of each product; sorted by client. Money in minor units of the base currency."""

    client: Int32
    product: Int32
    year: Int64
    """Net of the last 12 months."""
    first: Int32
    last: Int32
    """First and last day with a purchase."""
    products: tuple[str, ...]
    clients: int


@dataclasses.dataclass(frozen=True, slots=True)
class GroupSales:
    """As `ProductSales`, by group."""

    client: Int32
    group: Int32
    year: Int64
    first: Int32
    last: Int32
    start: Int64
    """Rows of client i are `start[i]:start[i + 1]`."""
    groups: tuple[str, ...]
    clients: int


def group_name(code: str, name: str, by: GroupsBy) -> str:
    """Group of a product that the price list does not know."""
    if by == "prefix":
        found = _PREFIX.match(code.strip())
        if found:
            return found[1]
    words = _WORD.findall(name or code)
    return str(words[0]).capitalize() if words else OTHER


def group_map(
    products: Sequence[str], names: Mapping[str, str], prices: Iterable[PriceItem], by: GroupsBy
) -> tuple[Int32, tuple[str, ...]]:
    """Group of every product, and the groups in order of the alphabet; those of the price list that nobody has bought
    from are among them."""
    listed = {each.code: each.group or group_name(each.code, each.name, by) for each in prices}
    of = [listed.get(code) or group_name(code, names.get(code, ""), by) for code in products]
    groups = tuple(sorted({*of, *listed.values()}))
    place = {name: number for number, name in enumerate(groups)}
    return np.array([place[each] for each in of], np.int32), groups


def by_group(sales: ProductSales, group_of: Int32, groups: tuple[str, ...]) -> GroupSales:
    """Products of one group added up."""
    width = max(1, len(groups))
    key = sales.client.astype(np.int64) * width + group_of[sales.product]
    keys, place = np.unique(key, return_inverse=True)
    year = np.zeros(len(keys), np.int64)
    np.add.at(year, place, sales.year)
    first = np.full(len(keys), np.iinfo(np.int32).max, np.int32)
    last = np.full(len(keys), np.iinfo(np.int32).min, np.int32)
    np.minimum.at(first, place, sales.first)
    np.maximum.at(last, place, sales.last)
    client = (keys // width).astype(np.int32)
    start = np.searchsorted(client, np.arange(sales.clients + 1)).astype(np.int64)
    return GroupSales(client, (keys % width).astype(np.int32), year, first, last, start, groups, sales.clients)
