"""Decrypted sales pages of many clients joined into the columns analytics read, without a loop per line."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from core.entities.ledger import DueLines, Int64, LineColumns
from core.entities.rates import RateTable
from storage.records.page_merge import join_pages, live_rows
from storage.records.sales_page import (
    CANCELLATION,
    DELETED,
    NO_DAY,
    ONE,
    RETURN,
    ROW,
    UNKNOWN,
    Page,
    PageHead,
    Rows,
    check_rows,
    decode_page,
    read_head,
    row_bytes,
)

BLOCK_ROWS = 200_000
"""Rows converted at once: bounds the packed copy to some 16 MB."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Joined lines, and how many stay out of sums for want of a rate (spec/store §4)."""

    lines: LineColumns
    without_rate: int


def to_base(amount: Int64, rate: Int64) -> Int64:
    """Minor units of the base currency, rounded half up; exact while |amount| < 9·10¹⁰ minor units."""
    whole = amount * (rate // ONE)
    part = amount * (rate % ONE)
    return np.asarray(whole + (2 * part + ONE) // (2 * ONE), dtype=np.int64)


class _Joiner:
    """Collects packed rows and turns them into columns a block at a time."""

    def __init__(self) -> None:
        self._parts: list[memoryview | bytes] = []
        self._owners: list[tuple[int, int, int, tuple[int, ...]]] = []
        self._rows = 0
        self._documents = 0
        self._columns: list[tuple[np.ndarray[tuple[int], np.dtype[np.int64]], ...]] = []
        self._dues: list[tuple[np.ndarray[tuple[int], np.dtype[np.int64]], ...]] = []
        self.without_rate = 0

    def add(self, client: int, packed: memoryview | bytes, count: int, tables: tuple[int, ...]) -> None:
        if not count:
            return
        self._parts.append(packed)
        self._owners.append((client, count, self._documents, tables))
        self._documents += tables[0]
        self._rows += count
        if self._rows >= BLOCK_ROWS:
            self._flush()

    def _flush(self) -> None:
        if not self._rows:
            return
        rows: Rows = np.frombuffer(b"".join(self._parts), ROW)
        counts = np.array([owner[1] for owner in self._owners])
        tables = np.array([owner[3] for owner in self._owners], dtype=np.int64)
        check_rows(rows, [np.repeat(tables[:, at], counts) for at in range(6)])
        clients = np.repeat(np.array([owner[0] for owner in self._owners], dtype=np.int32), counts)
        base = np.repeat(np.array([owner[2] for owner in self._owners], dtype=np.int64), counts)
        keep = (rows["flags"] & DELETED) == 0
        rate = rows["rate"]
        rated = rate != UNKNOWN
        self.without_rate += int(np.count_nonzero(keep & ~rated))
        keep &= rated
        amount, cost = rows["amount"].astype(np.int64), rows["cost"].astype(np.int64)
        foreign = keep & (rate != ONE)
        if foreign.any():
            amount[foreign] = to_base(amount[foreign], rate[foreign])
            known = foreign & (cost != UNKNOWN)
            cost[known] = to_base(cost[known], rate[known])
        flags = rows["flags"] & (RETURN | CANCELLATION)
        columns = (clients, rows["day"], rows["document"] + base, amount, cost, flags)
        self._columns.append(tuple(column[keep] for column in columns))
        # What takes a document back is owed by nobody.
        owed = keep & (rows["due"] != NO_DAY) & (rows["flags"] & CANCELLATION == 0)
        if owed.any():
            told = (clients, rows["day"], rows["document"] + base, amount, rows["due"], rows["paid"])
            self._dues.append(tuple(column[owed] for column in told))
        self._parts, self._owners, self._rows = [], [], 0

    def columns(self, clients: int) -> LineColumns:
        self._flush()

        def column(at: int) -> Int64:
            parts = [block[at] for block in self._columns]
            return np.concatenate(parts) if parts else np.zeros(0, np.int64)

        lines = LineColumns(
            client=column(0).astype(np.int32, copy=False),
            day=column(1).astype(np.int32, copy=False),
            document=column(2).astype(np.int64, copy=False),
            amount=column(3).astype(np.int64, copy=False),
            cost=column(4).astype(np.int64, copy=False),
            flags=column(5).astype(np.uint16, copy=False),
            clients=clients,
            dues=self._due_lines(),
        )
        self._columns = []
        return lines

    def _due_lines(self) -> DueLines | None:
        if not self._dues:
            return None
        whole = [np.concatenate([block[at] for block in self._dues]) for at in range(6)]
        self._dues = []
        return DueLines(
            client=whole[0].astype(np.int32, copy=False),
            day=whole[1].astype(np.int32, copy=False),
            document=whole[2].astype(np.int64, copy=False),
            amount=whole[3].astype(np.int64, copy=False),
            due=whole[4].astype(np.int32, copy=False),
            paid=whole[5].astype(np.int32, copy=False),
        )


def living(bodies: Iterable[bytes], live: Mapping[bytes, int]) -> Page:
    """All pages of one client as one page of its living lines. Raises PageBroken on a damaged page."""
    pages = [decode_page(body) for body in bodies]
    return live_rows(pages[0] if len(pages) == 1 else join_pages(pages), live)


def rated(page: Page, rates: RateTable) -> Page:
    """The page with a rate from the table wherever a line has none."""
    rows = page.rows
    bare = np.flatnonzero(rows["rate"] == UNKNOWN)
    if not len(bare) or not rates:
        return page
    rows = rows.copy()
    for number, currency in enumerate(page.currencies):
        of = bare[rows["currency"][bare] == number]
        if len(of):
            rows["rate"][of] = rates.column(currency, rows["day"][of].astype(np.int64))
    return dataclasses.replace(page, rows=rows)


def join_ledger(
    pages: Iterable[tuple[int, bytes]], live: Mapping[bytes, int], clients: int, rates: RateTable | None = None
) -> Ledger:
    """Living lines of all clients.

    `pages` yields (client index, page body), all pages of a client in a row; `live` numbers the live batches; `rates`
    serve lines that came without one. Raises PageBroken on a damaged page.
    """
    joiner = _Joiner()
    held: list[bytes] = []
    owner = -1

    def settle() -> None:
        if not held:
            return
        head = read_head(held[0])
        if len(held) == 1 and _one_live(head, live) and not (rates and _bare(held[0], head)):
            joiner.add(owner, row_bytes(held[0], head), head.count, head.table_counts)
        elif len(held) > 1 or any(batch in live for batch in head.batches):
            page = living(held, live)
            if rates:
                page = rated(page, rates)
            tables = (
                len(page.documents),
                len(page.products),
                len(page.sellers),
                len(page.sources),
                len(page.currencies),
                len(page.batches),
            )
            joiner.add(owner, np.ascontiguousarray(page.rows).tobytes(), len(page.rows), tables)
        held.clear()

    for client, body in pages:
        if client != owner:
            settle()
            owner = client
        held.append(body)
    settle()
    return Ledger(joiner.columns(clients), joiner.without_rate)


def _bare(body: bytes, head: PageHead) -> bool:
    """Whether a page has a line without a rate."""
    return bool((np.frombuffer(row_bytes(body, head), ROW)["rate"] == UNKNOWN).any())


def _one_live(head: PageHead, live: Mapping[bytes, int]) -> bool:
    return len(head.batches) == 1 and head.batches[0] in live
