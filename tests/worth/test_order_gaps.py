"""Typed orders beside accounting: whose document is whose, what is missing, how complete a seller is (S03.35)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.worth.order_gaps import Booked, Typed, completeness, gaps_of, paired

TODAY = 1000


def order(number: str, day: int, amount: int, seller: str = "Анна") -> Typed:
    return Typed(f"{number}/{day}".encode(), number, day, amount, seller)


def sale(document: str, day: int, amount: int, seller: str = "Анна", *, comparable: bool = True) -> Booked:
    return Booked(document, day, amount, seller, comparable)


def test_S03_35_a_number_goes_before_a_sum_whatever_the_order_of_the_list() -> None:
    by_sum, by_number = order("А-1", 900, 500), order("рн-7 ", 905, 480)
    booked = [sale("РН-7", 901, 500), sale("РН-8", 903, 500)]
    assert [document and document.document for _, document in paired([by_sum, by_number], booked)] == ["РН-8", "РН-7"]


def test_S03_35_every_kind_of_gap_is_named_and_a_fresh_order_is_none() -> None:
    orders = [order("1", 990, 100), order("2", 980, 100), order("3", TODAY - 2, 70), order("4", 800, 1)]
    booked = [sale("2", 981, 130), sale("9", 985, 55), sale("8", 890, 55), sale("7", 940, 10, comparable=False)]
    found, pairs = gaps_of(orders, booked, 900, TODAY)
    assert [(gap.kind, gap.day) for gap in found] == [
        ("no_document", 990),
        ("no_order", 985),
        ("sum", 980),
        ("no_order", 940),
    ]
    told = completeness([(found, pairs)], 900)
    assert [(each.documents, each.with_order, each.orders, each.no_document, each.sums) for each in told] == [
        (3, 1, 3, 1, 1)
    ]
    assert told[0].share == 1 / 3


def test_S03_35_a_sale_counts_for_whom_accounting_names_and_a_foreign_sum_is_not_compared() -> None:
    orders = [order("1", 950, 100, "Анна"), order("2", 951, 77, "Борис")]
    booked = [sale("1", 950, 9000, "Борис", comparable=False), sale("5", 951, 77, "Борис", comparable=False)]
    found, pairs = gaps_of(orders, booked, 900, TODAY)
    assert [(gap.kind, gap.seller) for gap in found] == [("no_document", "Борис"), ("no_order", "Борис")]
    told = {each.seller: each for each in completeness([(found, pairs)], 900)}
    assert (told["Анна"].orders, told["Анна"].share) == (1, None)
    assert (told["Борис"].documents, told["Борис"].with_order) == (2, 1)


_NUMBERS = st.sampled_from(["1", "2", "3", "4"])
_DAYS, _SUMS = st.integers(890, TODAY), st.integers(0, 3).map(lambda n: n * 100)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(_NUMBERS, _DAYS, _SUMS), max_size=6, unique_by=lambda each: each[:2]),
    st.lists(st.tuples(_NUMBERS, _DAYS, _SUMS), max_size=6),
)
def test_S03_35_no_document_serves_two_orders_and_none_is_lost(
    typed: list[tuple[str, int, int]], booked: list[tuple[str, int, int]]
) -> None:
    orders, documents = [order(*each) for each in typed], [sale(*each) for each in booked]
    found, pairs = gaps_of(orders, documents, 890, TODAY + 9)
    served = [document for _, document in pairs if document is not None]
    missing = [gap.document for gap in found if gap.kind == "no_order" and gap.document is not None]
    assert sorted(map(repr, [*served, *missing])) == sorted(map(repr, documents))
    assert sum(gap.kind == "no_document" for gap in found) == len(orders) - len(served)
