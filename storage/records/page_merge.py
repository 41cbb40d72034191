"""Several pages of one client as one: which row of a line is the living one (spec/store §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from storage.records.sales_page import DELETED, Page, Rows

LineKey = tuple[str, str, int, int, str, int]
"""(source, document, year, line, product where the line has no number, occurrence).

The year is part of the identity of a document because accounting programs start their numbering anew
every January; the product stands in for a missing line number.
"""


def _year(day: int) -> int:
    return int(np.datetime64(int(day), "D").astype("datetime64[Y]").astype(int)) + 1970


def line_keys(page: Page) -> list[LineKey]:
    """Identity of every row of a page, in the order of its rows."""
    rows = page.rows
    years = rows["day"].astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    return [
        (page.sources[source], page.documents[document], year, line, "" if line else page.products[product], nth)
        for source, document, year, line, product, nth in zip(
            rows["source"].tolist(),
            rows["document"].tolist(),
            years.tolist(),
            rows["line"].tolist(),
            rows["product"].tolist(),
            rows["occurrence"].tolist(),
            strict=True,
        )
    ]


def _table(tables: Iterable[Sequence[str]]) -> tuple[str, ...]:
    return tuple(sorted(set().union(*tables)))


def _renumber(old: Sequence[object], new: Sequence[object]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    where = {entry: number for number, entry in enumerate(new)}
    return np.array([where[entry] for entry in old] or [0], dtype=np.int64)


def join_pages(pages: Sequence[Page]) -> Page:
    """One page with all rows of `pages`, string tables merged, rows in order of day and line identity."""
    documents = _table(page.documents for page in pages)
    products = _table(page.products for page in pages)
    sellers = _table(page.sellers for page in pages)
    sources = _table(page.sources for page in pages)
    currencies = _table(page.currencies for page in pages)
    batches = tuple(sorted({batch for page in pages for batch in page.batches}))
    parts = []
    for page in pages:
        rows = page.rows.copy()
        for field, old, new in (
            ("document", page.documents, documents),
            ("product", page.products, products),
            ("seller", page.sellers, sellers),
            ("source", page.sources, sources),
            ("currency", page.currencies, currencies),
            ("batch", page.batches, batches),
        ):
            if old != new and len(rows):
                rows[field] = _renumber(old, new)[rows[field]]
        parts.append(rows)
    rows = np.concatenate(parts)
    order = np.lexsort(
        (rows["occurrence"], rows["product"], rows["line"], rows["document"], rows["source"], rows["day"])
    )
    return Page(rows[order], documents, products, sellers, sources, currencies, batches)


def live_rows(page: Page, batch_number: Mapping[bytes, int]) -> Page:
    """The rows that count: of several rows of one line the one of the latest live batch, deletions left out.

    `batch_number` gives the order of the *live* batches; rows of batches it lacks are dead.
    """
    numbers = np.array([batch_number.get(batch, -1) for batch in page.batches] or [-1], dtype=np.int64)
    rows = page.rows
    rank = numbers[rows["batch"]] if len(rows) else np.zeros(0, np.int64)
    alive = rank >= 0
    if len(page.batches) > 1 and np.count_nonzero(numbers >= 0) > 1:
        best: dict[LineKey, int] = {}
        for at, key in enumerate(line_keys(page)):
            if not alive[at]:
                continue
            other = best.get(key)
            if other is None or rank[at] > rank[other]:
                best[key] = at
        alive = np.zeros(len(rows), bool)
        alive[list(best.values())] = True
    alive &= (rows["flags"] & DELETED) == 0
    kept: Rows = rows if bool(alive.all()) else rows[alive]
    return Page(kept, page.documents, page.products, page.sellers, page.sources, page.currencies, page.batches)
