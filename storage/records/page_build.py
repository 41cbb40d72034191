"""From columns of sale lines to one page a client, string tables and all, without a loop per line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.entities.ledger import Int32, Int64, UInt16
from storage.records.page_merge import LineKey, line_keys
from storage.records.sales_page import ROW, Page, Rows

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class SaleColumns:
    """Lines of one batch from one source, any order. Codes index the string tables, which need not be sorted.

    Units as in `storage.records.sales_page.ROW`; `client` is an index 0..clients-1.
    """

    client: Int32
    day: Int32
    document: Codes
    line: npt.NDArray[np.uint32]
    occurrence: UInt16
    flags: UInt16
    product: Codes
    quantity: Int64
    amount: Int64
    cost: Int64
    vat: Int64
    currency: Codes
    rate: Int64
    due: Int32
    paid: Int32
    seller: Codes
    documents: Sequence[str]
    products: Sequence[str]
    sellers: Sequence[str]
    currencies: Sequence[str]
    source: str
    batch: bytes
    clients: int


class _LocalTable:
    """One string column: for every client the sorted strings he uses, and every row's place among them."""

    def __init__(self, clients: Int32, codes: Codes, entries: Sequence[str], count: int) -> None:
        order = sorted(range(len(entries)), key=entries.__getitem__)
        rank = np.empty(max(1, len(entries)), np.int64)
        rank[order] = np.arange(len(entries))
        self._sorted = [entries[at] for at in order]
        width = max(1, len(entries))
        unique, inverse = np.unique(clients.astype(np.int64) * width + rank[codes], return_inverse=True)
        owners = unique // width
        self._start = np.searchsorted(owners, np.arange(count + 1)).tolist()
        self._members = (unique % width).tolist()
        self.local = inverse - np.asarray(self._start)[clients]

    def of(self, client: int) -> tuple[str, ...]:
        names = self._sorted
        return tuple([names[at] for at in self._members[self._start[client] : self._start[client + 1]]])


def build_pages(columns: SaleColumns) -> Iterator[tuple[int, Page]]:
    """(client, page) for every client that has lines, clients ascending, rows in canonical order."""
    if not len(columns.client):
        return
    product_rank = np.argsort(np.argsort(np.array(columns.products, dtype=object), kind="stable"), kind="stable")
    document_rank = np.argsort(np.argsort(np.array(columns.documents, dtype=object), kind="stable"), kind="stable")
    order = np.lexsort(
        (
            columns.occurrence,
            product_rank[columns.product],
            columns.line,
            document_rank[columns.document],
            columns.day,
            columns.client,
        )
    )
    clients = columns.client[order]
    tables = [
        _LocalTable(clients, codes[order], entries, columns.clients)
        for codes, entries in (
            (columns.document, columns.documents),
            (columns.product, columns.products),
            (columns.seller, columns.sellers),
            (columns.currency, columns.currencies),
        )
    ]
    rows: Rows = np.zeros(len(order), ROW)
    for field, table in zip(("document", "product", "seller", "currency"), tables, strict=True):
        rows[field] = table.local
    for field in ("day", "line", "occurrence", "flags", "quantity", "amount", "cost", "vat", "rate", "due", "paid"):
        rows[field] = getattr(columns, field)[order]
    start = np.searchsorted(clients, np.arange(columns.clients + 1)).tolist()
    documents, products, sellers, currencies = tables
    sources, batches = (columns.source,), (columns.batch,)
    for client in np.unique(clients).tolist():
        yield (
            client,
            Page(
                rows[start[client] : start[client + 1]],
                documents.of(client),
                products.of(client),
                sellers.of(client),
                sources,
                currencies.of(client),
                batches,
            ),
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """What an imported page changes: counts of lines, and the page to write (None: nothing to write)."""

    new: int
    update: int
    same: int
    page: Page | None
    updated: frozenset[LineKey] = frozenset()
    """Lines of the page that are there already with other values."""


_VALUES = tuple(name for name in ROW.names or () if name not in ("batch", "source"))


def compare(existing: Page | None, draft: Page) -> Difference:
    """Set a drafted page against the living lines of the client. Lines absent from the draft are left alone."""
    count = len(draft.rows)
    if existing is None or not len(existing.rows):
        return Difference(count, 0, 0, draft)
    if _equal(existing, draft):
        return Difference(0, 0, count, None)
    known = dict(zip(line_keys(existing), _values(existing), strict=True))
    new = 0
    updated: set[LineKey] = set()
    keep = np.zeros(count, bool)
    for at, (key, values) in enumerate(zip(line_keys(draft), _values(draft), strict=True)):
        found = known.get(key)
        if found is None:
            new += 1
        elif found != values:
            updated.add(key)
        else:
            continue
        keep[at] = True
    if not keep.any():
        return Difference(0, 0, count, None)
    return Difference(new, len(updated), count - new - len(updated), _slim(draft, keep), frozenset(updated))


def _equal(existing: Page, draft: Page) -> bool:
    """Whether every line is there with every value: the common case of a second import of the same file."""
    if len(existing.rows) != len(draft.rows) or existing.sources != draft.sources:
        return False
    tables = ("documents", "products", "sellers", "currencies")
    if any(getattr(existing, name) != getattr(draft, name) for name in tables):
        return False
    return all(np.array_equal(existing.rows[name], draft.rows[name]) for name in _VALUES)


def _values(page: Page) -> list[tuple[object, ...]]:
    """Everything a line says, with strings in place of indexes."""
    rows = page.rows
    columns: list[Sequence[object]] = [rows[n].tolist() for n in ("day", "flags", "quantity", "amount", "cost")]
    columns += [rows[name].tolist() for name in ("vat", "rate", "due", "paid")]
    columns.append([page.products[at] for at in rows["product"].tolist()])
    columns.append([page.sellers[at] for at in rows["seller"].tolist()])
    columns.append([page.currencies[at] for at in rows["currency"].tolist()])
    return list(zip(*columns, strict=True))


def _slim(page: Page, keep: npt.NDArray[np.bool_]) -> Page:
    """The kept rows with string tables that hold just what they use."""
    rows = page.rows[keep].copy()
    tables = []
    for field, entries in (
        ("document", page.documents),
        ("product", page.products),
        ("seller", page.sellers),
        ("currency", page.currencies),
    ):
        used, local = np.unique(rows[field], return_inverse=True)
        rows[field] = local
        tables.append(tuple(entries[at] for at in used.tolist()))
    return Page(rows, tables[0], tables[1], tables[2], page.sources, tables[3], page.batches)
