"""The firm: the same bytes every time, every kind of client, books that add up."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

import msgspec
import numpy as np
import pytest

from core.entities.ledger import CANCELLATION, RETURN
from core.entities.vocabulary import ROLES
from core.sample.firm import CHUNK, SampleChunk, SampleFirm, make_firm
from core.sample.rhythms import (
    ANCHOR,
    LEAVER,
    LIVES,
    NEWCOMER,
    ONCE,
    POTENTIAL,
    RHYTHM_SHARES,
    RHYTHMS,
    SEASONAL,
    rhythm_shares,
)
from core.sample.sales import MILLIONTHS, RETURN_SERIES, document_names

TODAY = dt.date(2026, 11, 20)
FIRM = make_firm(7, 600, TODAY)
CHUNKS = tuple(FIRM.chunks())


def digest(firm: SampleFirm, chunks: tuple[SampleChunk, ...]) -> str:
    """SHA-256 over everything a firm is made of."""
    total = hashlib.sha256(msgspec.json.encode((firm.name, firm.first_day, firm.staff, firm.portfolios)))
    total.update(msgspec.json.encode((firm.products.code, firm.products.name)))
    total.update(firm.products.price.tobytes() + firm.products.cost.tobytes())
    for chunk in chunks:
        total.update(msgspec.json.encode((chunk.portfolio, chunk.clients.card, chunk.clients.contacts)))
        for columns in (chunk.habits, chunk.lines):
            for field in dataclasses.fields(columns):
                total.update(np.ascontiguousarray(getattr(columns, field.name)).tobytes())
    return total.hexdigest()


def events(chunk: SampleChunk) -> list[np.ndarray]:
    """Days on which each client bought."""
    lines = chunk.lines
    sold = lines.flags == 0
    return [
        np.unique(lines.day[start:stop][sold[start:stop]])
        for start, stop in zip(lines.start[:-1], lines.start[1:], strict=True)
    ]


def test_same_seed_and_day_give_the_same_bytes() -> None:
    assert digest(FIRM, CHUNKS) == "50ca25168347928f3467ed622451305571a6496835eb7171860832c2cc3e20d7"


def test_another_seed_or_day_gives_another_firm() -> None:
    for other in (make_firm(8, 600, TODAY), make_firm(7, 600, TODAY - dt.timedelta(days=1))):
        assert digest(other, tuple(other.chunks())) != digest(FIRM, CHUNKS)


def test_a_portfolio_drawn_alone_is_the_same() -> None:
    alone = tuple(FIRM.chunks(portfolio=2))
    assert [chunk.portfolio for chunk in alone] == [2]
    assert digest(FIRM, alone) == digest(FIRM, tuple(c for c in CHUNKS if c.portfolio == 2))


def test_sales_cover_36_months_up_to_today() -> None:
    first, last = FIRM.first_day, FIRM.last_day
    epoch = dt.date(1970, 1, 1)
    assert (epoch + dt.timedelta(days=first), epoch + dt.timedelta(days=last)) == (dt.date(2023, 11, 21), TODAY)
    days = np.concatenate([chunk.lines.day for chunk in CHUNKS])
    assert first <= days.min() <= first + 4
    assert last - 3 <= days.max() <= last
    assert not np.isin((days + 3) % 7, (5, 6)).any()


@pytest.mark.parametrize("today", [dt.date(2024, 2, 29), dt.date(2026, 12, 31), dt.date(2026, 5, 31)])
def test_any_day_can_be_today(today: dt.date) -> None:
    firm = make_firm(1, 40, today)
    assert 1095 <= firm.last_day - firm.first_day + 1 <= 1097
    assert sum(len(chunk.lines) for chunk in firm.chunks()) > 500


def test_people_of_every_role_and_a_manager_for_each_portfolio() -> None:
    assert {person.role for person in FIRM.staff} == set(ROLES)
    assert len({person.login for person in FIRM.staff}) == len(FIRM.staff) == 9
    assert all(person.login.isascii() and person.login.isalpha() for person in FIRM.staff)
    owners = {person.portfolio: person.login for person in FIRM.staff if person.portfolio is not None}
    assert [owners[number] for number in range(4)] == [portfolio.owner_login for portfolio in FIRM.portfolios]
    assert FIRM.portfolios[0].start == 0
    assert FIRM.portfolios[-1].stop == 600
    for before, after in zip(FIRM.portfolios[:-1], FIRM.portfolios[1:], strict=True):
        assert before.stop == after.start > before.start


def test_every_client_is_in_one_chunk() -> None:
    numbers = [card.external_id for chunk in CHUNKS for card in chunk.clients.card]
    assert numbers == [f"К-{number + 1:06d}" for number in range(600)]
    assert [chunk.clients.first for chunk in CHUNKS] == [portfolio.start for portfolio in FIRM.portfolios]


def test_every_rhythm_has_its_share() -> None:
    kinds = np.concatenate([chunk.habits.rhythm for chunk in CHUNKS])
    counts = np.bincount(kinds, minlength=len(RHYTHMS))
    assert np.abs(counts - np.array(RHYTHM_SHARES) * 600).max() <= len(CHUNKS)
    assert sum(RHYTHM_SHARES) == pytest.approx(1)


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        ("weekly", 6, 10),
        ("fortnightly", 12, 18),
        ("monthly", 24, 38),
        ("quarterly", 75, 110),
        ("half_yearly", 120, 210),
    ],
)
def test_rhythms_show_in_the_sales(kind: str, low: int, high: int) -> None:
    gaps = [
        np.diff(days).mean()
        for chunk in CHUNKS
        for days, rhythm in zip(events(chunk), chunk.habits.rhythm, strict=True)
        if RHYTHMS[rhythm] == kind and len(days) > 2
    ]
    assert len(gaps) > 20
    assert low <= np.median(gaps) <= high


def test_single_buyers_potentials_and_rare_buyers() -> None:
    rare = RHYTHMS.index("two_yearly")
    for chunk in CHUNKS:
        for days, kind in zip(events(chunk), chunk.habits.rhythm, strict=True):
            if kind == ONCE:
                assert len(days) == 1
            if kind == POTENTIAL:
                assert len(days) == 0
            if kind == rare:
                assert len(days) <= 4


def test_seasonal_clients_keep_to_their_season() -> None:
    seasons = {1: (3, 6), 2: (5, 9), 3: (8, 9), 4: (10, 12)}
    inside = total = 0
    for chunk in CHUNKS:
        for days, kind, season in zip(events(chunk), chunk.habits.rhythm, chunk.habits.season, strict=True):
            if kind == SEASONAL:
                months = (np.datetime64("1970-01-01") + days).astype("datetime64[M]").astype(int) % 12 + 1
                low, high = seasons[int(season)]
                inside += int(((months >= low) & (months <= high)).sum())
                total += len(days)
    assert total > 200
    assert inside / total > 0.9


def test_lives_show_in_the_sales() -> None:
    seen = set()
    for chunk in CHUNKS:
        habits = chunk.habits
        for row, days in enumerate(events(chunk)):
            life = int(habits.life[row])
            seen.add(life)
            calendar = days - FIRM.first_day
            # a weekend order is written down up to two days away
            assert not len(days) or habits.rhythm[row] == ONCE or calendar.max() <= habits.left[row] + 1
            inside = (calendar > habits.away[row] + 1) & (calendar < habits.back[row] - 2)
            assert habits.rhythm[row] == ONCE or not inside.any()
            if life == NEWCOMER and habits.rhythm[row] != ONCE and len(days):
                assert calendar.min() >= habits.joined[row] - 2
    assert seen == set(range(len(LIVES)))


def test_many_leave_and_many_stay() -> None:
    silent = {life: [] for life in range(len(LIVES))}  # type: dict[int, list[int]]
    frequent = RHYTHMS.index("monthly")
    for chunk in CHUNKS:
        for row, days in enumerate(events(chunk)):
            if chunk.habits.rhythm[row] <= frequent and len(days):
                silent[int(chunk.habits.life[row])].append(FIRM.last_day - int(days[-1]))
    assert np.median(silent[LEAVER]) > 100
    assert np.median(silent[0]) < 30
    assert np.median(silent[ANCHOR]) < 30


def test_the_books_add_up() -> None:
    documents = []
    for chunk in CHUNKS:
        lines = chunk.lines
        back = lines.flags != 0
        assert set(np.unique(lines.flags)) <= {0, RETURN, CANCELLATION}
        assert np.array_equal(back, lines.amount < 0)
        assert np.array_equal(back, lines.quantity < 0)
        assert np.array_equal(back, lines.document >= RETURN_SERIES)
        assert (np.abs(lines.amount) > 0).all()
        assert (lines.quantity % (MILLIONTHS // 2) == 0).all()
        assert (np.abs(lines.cost) < np.abs(lines.amount) * 1.1 + 100).all()
        assert lines.product.min() >= 0
        assert lines.product.max() < len(FIRM.products)
        assert np.array_equal(lines.start, np.searchsorted(lines.client, np.arange(len(chunk.clients) + 1)))
        key = np.stack((lines.document, lines.line), axis=1)
        assert len(np.unique(key, axis=0)) == len(lines)
        whose = np.unique(np.stack((lines.document, lines.client, lines.day), axis=1), axis=0)
        assert len(whose) == len(np.unique(lines.document))
        documents.append(np.unique(lines.document))
    assert len(np.unique(np.concatenate(documents))) == sum(map(len, documents))
    gross = sum(int(c.lines.amount[c.lines.flags == 0].sum()) for c in CHUNKS)
    back_sum = -sum(int(c.lines.amount[c.lines.flags != 0].sum()) for c in CHUNKS)
    assert 0.005 < back_sum / gross < 0.06
    cancelled = sum(int((c.lines.flags == CANCELLATION).sum()) for c in CHUNKS)
    assert cancelled > 0


def test_returns_follow_their_sales() -> None:
    """What comes back was sold to the same client: in all, no product nets below zero."""
    for chunk in CHUNKS:
        lines = chunk.lines
        key = lines.client.astype(np.int64) * len(FIRM.products) + lines.product
        _, group = np.unique(key, return_inverse=True)
        assert np.bincount(group, weights=lines.quantity).min() >= 0


def test_a_few_large_clients_make_much_of_the_turnover() -> None:
    turnover = np.sort(
        np.concatenate([np.bincount(c.lines.client, weights=c.lines.amount, minlength=len(c.clients)) for c in CHUNKS])
    )[::-1]
    assert 0.25 < turnover[:30].sum() / turnover.sum() < 0.85


def test_lines_as_analytics_read_them() -> None:
    chunk = CHUNKS[1]
    ledger = chunk.lines.ledger()
    assert ledger.clients == len(chunk.clients)
    assert len(ledger) == len(chunk.lines)
    assert int(ledger.amount.sum()) == int(chunk.lines.amount.sum())


def test_document_names() -> None:
    assert document_names(np.array([123, RETURN_SERIES + 7, 12_345_678])) == ["РН-000123", "ВЗ-000007", "РН-12345678"]


def test_a_large_firm_has_rare_buyers_and_is_drawn_in_chunks() -> None:
    firm = make_firm(3, 1_000_000, TODAY)
    assert firm.portfolios[-1].stop == 1_000_000
    first, second = (chunk for chunk, _ in zip(firm.chunks(), range(2), strict=False))
    assert len(first.clients) == len(second.clients) == CHUNK
    assert second.clients.first == CHUNK
    assert not set(np.unique(first.lines.document)) & set(np.unique(second.lines.document))
    assert len(first.lines) < 12 * CHUNK
    assert rhythm_shares(1_000_000).sum() == pytest.approx(1)


@pytest.mark.parametrize("clients", [0, -1, 1_000_001])
def test_impossible_sizes_are_refused(clients: int) -> None:
    with pytest.raises(ValueError, match="clients"):
        make_firm(1, clients, TODAY)


@pytest.mark.parametrize("clients", [1, 2, 3, 5])
def test_tiny_firms_work(clients: int) -> None:
    firm = make_firm(1, clients, TODAY)
    assert sum(len(chunk.clients) for chunk in firm.chunks()) == clients
