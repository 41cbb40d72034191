"""Sales pages: what is written is read back, and nothing else is read (spec/store §4)."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.records.ledger import join_ledger, living, to_base
from storage.records.page_build import SaleColumns, build_pages, compare
from storage.records.page_merge import join_pages, line_keys, live_rows
from storage.records.sales_page import (
    CANCELLATION,
    DELETED,
    HEADER_SIZE,
    NO_DAY,
    ONE,
    ROW,
    UNKNOWN,
    Page,
    PageBroken,
    decode_page,
    encode_page,
)

FIRST, SECOND, THIRD = (bytes([n]) * 16 for n in (1, 2, 3))
DAY = (dt.date(2026, 3, 2) - dt.date(1970, 1, 1)).days

Line = tuple[int, str, int, str, int]
"""client, document, day, product, amount"""

LINES = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(["РН-1", "РН-2", "C77", "ä/№3"]),
        st.integers(DAY, DAY + 40),
        st.sampled_from(["болт", "Гайка", "10х40"]),
        st.integers(-(10**12), 10**12),
    ),
    max_size=40,
)


def columns(lines: list[Line], batch: bytes = FIRST, source: str = "1c") -> SaleColumns:
    documents = sorted({line[1] for line in lines}, reverse=True)
    products = sorted({line[3] for line in lines}, reverse=True)
    seen: dict[tuple[int, str, str], int] = {}
    nth = []
    for client, document, _day, product, _amount in lines:
        key = (client, document, product)
        nth.append(seen.get(key, 0))
        seen[key] = nth[-1] + 1
    count = len(lines)
    return SaleColumns(
        client=np.array([line[0] for line in lines], np.int32),
        day=np.array([line[2] for line in lines], np.int32),
        document=np.array([documents.index(line[1]) for line in lines], np.int32),
        line=np.zeros(count, np.uint32),
        occurrence=np.array(nth, np.uint16),
        flags=np.array([CANCELLATION * (line[4] < 0) for line in lines], np.uint16),
        product=np.array([products.index(line[3]) for line in lines], np.int32),
        quantity=np.full(count, 1_000_000, np.int64),
        amount=np.array([line[4] for line in lines], np.int64),
        cost=np.full(count, UNKNOWN, np.int64),
        vat=np.full(count, UNKNOWN, np.int64),
        currency=np.zeros(count, np.int32),
        rate=np.full(count, ONE, np.int64),
        due=np.full(count, NO_DAY, np.int32),
        paid=np.full(count, NO_DAY, np.int32),
        seller=np.zeros(count, np.int32),
        documents=documents,
        products=products,
        sellers=[""],
        currencies=["RUB"],
        source=source,
        batch=batch,
        clients=5,
    )


def pages_of(lines: list[Line], batch: bytes = FIRST) -> dict[int, Page]:
    return dict(build_pages(columns(lines, batch)))


def told(page: Page) -> list[tuple[object, ...]]:
    return sorted(zip(line_keys(page), page.rows["amount"].tolist(), strict=True))


@given(LINES)
@settings(max_examples=60, deadline=None)
def test_pages_hold_every_line_and_read_back(lines: list[Line]) -> None:
    pages = pages_of(lines)
    assert sum(len(page.rows) for page in pages.values()) == len(lines)
    for client, page in pages.items():
        again = decode_page(encode_page(page))
        assert again.rows.tobytes() == page.rows.tobytes()
        assert again.documents == tuple(sorted({line[1] for line in lines if line[0] == client}))
        wanted = sorted((line[1], line[2], line[3], line[4]) for line in lines if line[0] == client)
        found = sorted(
            (again.documents[d], day, again.products[p], amount)
            for d, day, p, amount in again.rows[["document", "day", "product", "amount"]].tolist()
        )
        assert found == wanted


@given(LINES)
@settings(max_examples=40, deadline=None)
def test_joined_ledger_has_the_same_money_by_client_and_day(lines: list[Line]) -> None:
    pages = pages_of(lines)
    ledger = join_ledger(((c, encode_page(p)) for c, p in pages.items()), {FIRST: 1}, 5)
    found: dict[tuple[int, int], int] = {}
    for client, day, amount in zip(
        ledger.lines.client.tolist(), ledger.lines.day.tolist(), ledger.lines.amount.tolist(), strict=True
    ):
        found[client, day] = found.get((client, day), 0) + amount
    wanted: dict[tuple[int, int], int] = {}
    for client, _document, day, _product, amount in lines:
        wanted[client, day] = wanted.get((client, day), 0) + amount
    assert found == wanted
    by_document = {(c, d): n for c, _dd, d, _p, n in lines}
    assert len(set(ledger.lines.document.tolist())) >= len({(line[0], line[1]) for line in lines}) * bool(by_document)


@given(LINES)
@settings(max_examples=40, deadline=None)
def test_importing_the_same_lines_again_changes_nothing(lines: list[Line]) -> None:
    first, again = pages_of(lines), pages_of(list(lines), SECOND)
    for client, page in again.items():
        existing = living([encode_page(first[client])], {FIRST: 1})
        difference = compare(existing, page)
        assert (difference.new, difference.update, difference.page) == (0, 0, None)
        assert difference.same == len(page.rows)


def test_a_changed_line_wins_and_comes_back_when_its_batch_dies() -> None:
    old = pages_of([(0, "РН-1", DAY, "болт", 100), (0, "РН-1", DAY, "Гайка", 50)])[0]
    draft = pages_of([(0, "РН-1", DAY, "болт", 120), (0, "РН-2", DAY, "болт", 7)], SECOND)[0]
    difference = compare(live_rows(old, {FIRST: 1}), draft)
    assert (difference.new, difference.update, difference.same) == (1, 1, 0)
    assert difference.page is not None
    both = [encode_page(old), encode_page(difference.page)]
    assert sorted(living(both, {FIRST: 1, SECOND: 2}).rows["amount"].tolist()) == [7, 50, 120]
    assert sorted(living(both, {FIRST: 1}).rows["amount"].tolist()) == [50, 100]
    assert told(living(both, {FIRST: 1})) == told(old)


def test_a_deleted_line_hides_the_older_one() -> None:
    old = pages_of([(0, "РН-1", DAY, "болт", 100)])[0]
    gone = pages_of([(0, "РН-1", DAY, "болт", 100)], SECOND)[0]
    rows = gone.rows.copy()
    rows["flags"] = DELETED
    deleted = Page(rows, gone.documents, gone.products, gone.sellers, gone.sources, gone.currencies, gone.batches)
    merged = join_pages([old, deleted])
    assert len(live_rows(merged, {FIRST: 1, SECOND: 2}).rows) == 0
    assert len(live_rows(merged, {FIRST: 1}).rows) == 1


def test_the_same_number_in_another_year_is_another_document() -> None:
    page = pages_of([(0, "РН-1", DAY, "болт", 1), (0, "РН-1", DAY + 366, "болт", 2)])[0]
    assert len({key[:3] for key in line_keys(page)}) == 2


def test_every_truncation_and_extension_is_refused() -> None:
    body = encode_page(pages_of([(0, "РН-1", DAY, "болт", 1), (0, "C77", DAY + 1, "Гайка", 2)])[0])
    for size in range(len(body)):
        with pytest.raises(PageBroken):
            decode_page(body[:size])
    with pytest.raises(PageBroken):
        decode_page(body + b"\0")


@pytest.mark.parametrize(
    ("field", "value"), [("document", 9), ("product", 9), ("currency", 3), ("source", 1), ("batch", 1), ("flags", 8)]
)
def test_an_index_outside_its_table_is_refused(field: str, value: int) -> None:
    page = pages_of([(0, "РН-1", DAY, "болт", 1)])[0]
    rows = page.rows.copy()
    rows[field] = value
    body = encode_page(page)
    broken = body[:HEADER_SIZE] + rows.tobytes() + body[HEADER_SIZE + ROW.itemsize :]
    with pytest.raises(PageBroken):
        decode_page(broken)
    with pytest.raises(PageBroken):
        join_ledger([(0, broken)], {FIRST: 1}, 1)


def test_unsorted_rows_and_tables_are_refused() -> None:
    page = pages_of([(0, "РН-1", DAY, "болт", 1), (0, "РН-2", DAY + 1, "болт", 2)])[0]
    parts = (page.products, page.sellers, page.sources, page.currencies, page.batches)
    with pytest.raises(PageBroken):
        decode_page(encode_page(Page(page.rows[::-1], page.documents, *parts)))
    with pytest.raises(PageBroken):
        decode_page(encode_page(Page(page.rows, page.documents[::-1], *parts)))


@given(st.integers(-(10**10), 10**10), st.integers(1, 200 * ONE))
def test_conversion_to_the_base_currency_is_exact(amount: int, rate: int) -> None:
    if abs(amount) * (rate % ONE) * 2 >= 2**62:
        return
    wanted = (2 * amount * rate + ONE) // (2 * ONE)
    assert to_base(np.array([amount]), np.array([rate]))[0] == wanted


def test_lines_without_a_rate_stay_out_of_sums_and_are_counted() -> None:
    page = pages_of([(0, "РН-1", DAY, "болт", 1), (0, "РН-2", DAY, "болт", 5)])[0]
    rows = page.rows.copy()
    rows["rate"][0] = UNKNOWN
    body = encode_page(
        Page(rows, page.documents, page.products, page.sellers, page.sources, page.currencies, page.batches)
    )
    ledger = join_ledger([(0, body)], {FIRST: 1}, 1)
    assert ledger.without_rate == 1
    assert ledger.lines.amount.tolist() == [5]
