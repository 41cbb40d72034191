from __future__ import annotations

import collections

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.entities.ledger import DELETED, UNKNOWN
from core.rhythm.client_days import ClientDays, client_days, window_sum
from core.rhythm.documents import documents
from tests.rhythm.ledgers import Line, ledger, purchases, random_lines, small_lines, take
from tests.rhythm.shared_sales import day, online_retail


def by_hand(lines: list[Line], as_of: int, limit: int = 30) -> dict[int, dict[int, int]]:
    """Event days by the letter of analytics §3, one document after the other."""
    totals: dict[tuple[int, int, int], int] = collections.Counter()
    for client, when, document, amount in lines:
        if when <= as_of:
            totals[(client, when, document)] += amount
    out: dict[int, dict[int, int]] = {}
    for client in {key[0] for key in totals}:
        own = sorted((k[1], total < 0, k[2], total) for k, total in totals.items() if k[0] == client)
        alive: list[tuple[int, int] | None] = []
        for when, _, _, total in own:
            match = None
            if total < 0:
                before = [(i, entry[0]) for i, entry in enumerate(alive) if entry is not None and entry[1] == -total]
                match = before[-1][0] if before and when - before[-1][1] <= limit else None
            if match is None:
                alive.append((when, total))
            else:
                alive[match] = None
        open_ = [entry for entry in alive if entry is not None]
        net: dict[int, int] = collections.Counter()
        for when, total in open_:
            net[when] += total
        out[client] = {when: total for when, total in net.items() if total > 0}
    return out


def events(days: ClientDays) -> dict[int, dict[int, int]]:
    out: dict[int, dict[int, int]] = {}
    for client, when, net in zip(days.client.tolist(), days.day.tolist(), days.net.tolist(), strict=True):
        out.setdefault(client, {})[when] = net
    return out


@settings(max_examples=300, deadline=None)
@given(small_lines(), st.integers(95, 165))
def test_events_are_those_of_the_definition(lines: list[Line], as_of: int) -> None:
    expected = {client: found for client, found in by_hand(lines, as_of).items() if found}
    assert events(client_days(ledger(lines, 3), as_of)) == expected


@settings(max_examples=150, deadline=None)
@given(small_lines(), st.integers(95, 165), st.randoms(use_true_random=False))
def test_lines_after_as_of_do_not_exist_and_order_does_not_matter(lines: list[Line], as_of: int, dice: object) -> None:
    shuffled = list(lines)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    seen = client_days(ledger(shuffled, 3), as_of)
    known = client_days(ledger([line for line in lines if line[1] <= as_of], 3), as_of)
    for name in ClientDays.__slots__:
        assert np.array_equal(getattr(seen, name), getattr(known, name)), name


@settings(max_examples=100, deadline=None)
@given(small_lines(), st.integers(2, 1000))
def test_money_scales_and_dates_shift(lines: list[Line], factor: int) -> None:
    plain = client_days(ledger(lines, 3), 160)
    scaled = client_days(ledger([(c, d + 7, n, a * factor) for c, d, n, a in lines], 3), 167)
    assert np.array_equal(plain.day + 7, scaled.day)
    assert np.array_equal(plain.net * factor, scaled.net)
    assert np.array_equal(plain.client_net * factor, scaled.client_net)


@settings(max_examples=100, deadline=None)
@given(small_lines())
def test_money_is_neither_made_nor_lost(lines: list[Line]) -> None:
    days = client_days(ledger(lines, 3), 200)
    for client in range(3):
        amounts = [line[3] for line in lines if line[0] == client]
        assert days.client_net[client] == sum(amounts)
        assert days.client_gross[client] == sum(a for a in amounts if a > 0)
        assert days.client_returned[client] == -sum(a for a in amounts if a < 0)
        assert days.move_net[days.move_client == client].sum() == sum(amounts)
    assert window_sum(days, 0, 200).tolist() == days.client_net.tolist()


def test_a_cancellation_takes_the_latest_open_document_within_30_days() -> None:
    lines = [(0, 100, 1, 500), (0, 120, 2, 500), (0, 131, 3, -500)]
    assert client_days(ledger(lines), 200).day.tolist() == [100]
    assert client_days(ledger([(0, 100, 1, 500), (0, 130, 2, -500)]), 200).day.tolist() == []
    late = client_days(ledger([(0, 100, 1, 500), (0, 131, 2, -500)]), 200)
    assert late.day.tolist() == [100]
    assert late.move_day.tolist() == [100, 131]


def test_a_cancelled_document_gives_its_money_back_on_its_own_day() -> None:
    days = client_days(ledger([(0, 100, 1, 500), (0, 120, 2, -500), (0, 125, 3, -70)]), 200)
    assert days.move_day.tolist() == [100, 125]
    assert days.move_net.tolist() == [0, -70]
    assert days.client_cancelled.tolist() == [1]


def test_a_partial_return_never_makes_or_moves_an_event() -> None:
    days = client_days(ledger([(0, 100, 1, 500), (0, 110, 2, -499)]), 200)
    assert days.day.tolist() == [100]
    assert days.net.tolist() == [500]
    assert days.client_net.tolist() == [1]


def test_a_day_that_nets_to_nothing_is_no_event() -> None:
    days = client_days(ledger([(0, 100, 1, 300), (0, 100, 2, 200), (0, 100, 3, -500), (0, 101, 4, 1)]), 200)
    assert days.day.tolist() == [101]
    assert days.move_net.tolist() == [0, 1]


def test_margin_is_unknown_when_one_cost_is() -> None:
    lines = [(0, 100, 1, 500), (0, 100, 1, 300), (0, 101, 2, 400)]
    days = client_days(ledger(lines, cost=[200, UNKNOWN, 150]), 200)
    assert days.margin.tolist() == [UNKNOWN, 250]
    assert days.move_margin.tolist() == [UNKNOWN, 250]


def test_deleted_lines_do_not_exist() -> None:
    lines = ledger(purchases([100, 110]))
    lines.flags[1] = DELETED
    assert client_days(lines, 200).day.tolist() == [100]


def test_an_empty_ledger_and_wrong_columns() -> None:
    days = client_days(ledger([], 4), 100)
    assert days.start.tolist() == [0] * 5
    assert days.client_net.tolist() == [0] * 4
    with pytest.raises(ValueError, match="client index"):
        ledger([(3, 1, 1, 1)], 2)


def test_wide_document_numbers_sort_like_small_ones() -> None:
    lines = random_lines(3, 20)
    wide = take(lines, np.arange(len(lines)))
    wide.document[:] = lines.document * (2**45) - 2**60
    one, two = client_days(lines, 12_000), client_days(wide, 12_000)
    assert np.array_equal(one.day, two.day)
    assert np.array_equal(one.net, two.net)


def test_online_retail_control_totals() -> None:
    lines, numbers = online_retail()
    days = client_days(lines, day("2011-12-09"))
    assert (len(lines), len(numbers)) == (406_829, 4372)
    assert len(np.unique(lines.document)) == 22_190
    assert int(days.client_net.sum()) == 830_006_581
    assert int((days.client_net <= 0).sum()) == 55
    assert int((days.client_net == 0).sum()) == 14
    fraud, largest = numbers.index("16446"), numbers.index("14646")
    assert (int(days.client_gross[fraud]), int(days.client_net[fraud])) == (16_847_250, 290)
    assert len(days.events(fraud)) == 1
    assert int(days.client_net[largest]) == 27_948_902 == int(days.client_net.max())
    assert documents(lines, day("2011-12-09")).cancelled.sum() == 2 * int(days.client_cancelled.sum())
