"""Typed orders against accounting over a real store (S03.35)."""

from __future__ import annotations

import datetime as dt

import pytest

from core.entities.deals import OrderItem
from core.problem import Problem
from tests.desk.test_merged_base import desk_of, merged
from tests.vault.stage import Stage, refs
from tui.desk.desk import Desk

SINCE = dt.date(2026, 1, 1)


def client(desk: Desk, ref: str = "C-1") -> str:
    return refs(desk.session)[ref].hex()


def typed(desk: Desk, ref: str, number: str, amount: int, day: str) -> None:
    desk.orders.add_order(client(desk, ref), number, [OrderItem("болт", amount=amount)], day, ())


def test_S03_35_gaps_of_a_seller_are_named_with_both_sums(stage: Stage) -> None:
    ivan = desk_of(stage)
    typed(ivan, "C-1", "РН-1", 150_50, "2026-01-12")
    typed(ivan, "C-1", "РН-2", 80_00, "2026-02-11")
    typed(ivan, "C-2", "З-5", 33_00, "2026-02-20")
    told = ivan.order_gaps.found(SINCE)
    assert [(each.client, each.kind, each.number or each.document) for each in told.gaps] == [
        ("Фирма C-2", "no_document", "З-5"),
        ("Фирма C-1", "sum", "РН-2"),
        ("Фирма C-3", "no_order", "РН-4"),
        ("Фирма C-2", "no_order", "РН-3"),
    ]
    differing = told.gaps[1]
    assert differing.typed is not None and differing.booked is not None
    assert (differing.typed.amount, differing.booked.amount) == (80_00, 99_99)
    row = told.sellers[0]
    assert (row.seller, row.documents, row.with_order, row.share, row.orders) == ("Ivan", 4, 2, 0.5, 3)
    assert (row.no_document, row.sums) == (1, 1)


def test_S03_35_one_client_a_merged_client_and_other_peoples_clients(stage: Stage) -> None:
    boris = desk_of(stage, "boris")
    typed(boris, "C-2", "РН-3", 7_00, "2026-01-16")
    assert [each.document for each in boris.order_gaps.found(SINCE, client(boris)).gaps] == ["РН-2", "РН-1"]
    one, _two, _merge = merged(stage, boris)
    assert [each.document for each in boris.order_gaps.found(SINCE, one).gaps] == ["РН-2", "РН-1"]
    assert desk_of(stage, "petr").order_gaps.found(SINCE).gaps == ()
    with pytest.raises(Problem):
        boris.order_gaps.found(dt.date(2027, 1, 1))
