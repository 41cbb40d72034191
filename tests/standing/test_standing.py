from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.entities.firm_figures import Cuts, FirmFigures
from core.entities.vocabulary import LEVELS, STEPS
from core.recovery.queue import recovery_queue
from core.recovery.stake import year_value
from core.rhythm.client_days import ClientDays, client_days
from core.rhythm.history import history
from core.rhythm.states import rhythms
from core.standing import abc, ladder, status, xyz
from core.standing.axes import axes, levels_before
from core.standing.months import client_months, firm_months, month_index
from core.standing.publish import portfolio_figures, publish
from core.standing.pyramid import facts, iso_month, levels, month_end_before, movers, storeys
from tests.rhythm.ledgers import Line, ledger, purchases, random_lines
from tests.rhythm.shared_sales import day, online_retail

AS_OF = day("2024-06-15")


def portfolio(lines: list[Line], as_of: int = AS_OF, clients: int | None = None) -> tuple[ClientDays, FirmFigures]:
    days = client_days(ledger(lines, clients), as_of)
    month_end = client_days(ledger(lines, clients), month_end_before(as_of))
    return days, portfolio_figures(days, month_end, 1)


def letters(values: list[int]) -> str:
    amounts = np.array(values, np.int64)
    a, b = abc.cut_amounts(amounts, (0.8, 0.95))
    return "".join(abc.LETTERS[c] or "-" for c in abc.letters(amounts, np.ones(len(values), np.int64), a, b))


def test_abc_counts_the_share_before_the_client() -> None:
    assert letters([85, 10, 5]) == "ABC"
    assert letters([100]) == "A"
    assert letters([50, 30, 10, 6, 4]) == "AABBC"
    assert letters([0, -5, 10]) == "CCA"
    assert letters([]) == ""
    assert letters([0, -5]) == "CC"


def test_a_client_who_never_bought_has_no_letter() -> None:
    assert abc.letters(np.array([0, 5]), np.array([0, 1]), 5, 5).tolist() == [0, 1]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(-1000, 100_000), max_size=40), st.integers(2, 1000))
def test_abc_equals_the_definition_and_ignores_the_currency(values: list[int], factor: int) -> None:
    ordered = sorted((v for v in values if v > 0), reverse=True)
    whole, before = sum(ordered), 0
    expected: dict[int, str] = {}
    for value in ordered:
        share = before / whole
        expected.setdefault(value, "A" if share < 0.8 else "B" if share < 0.95 else "C")
        before += value
    assert letters(values) == "".join(expected.get(v, "C") for v in values)
    assert letters([v * factor for v in values]) == letters(values)


def test_month_end_before_is_the_last_full_month() -> None:
    assert month_end_before(day("2011-12-09")) == day("2011-11-30")
    assert month_end_before(day("2011-12-31")) == day("2011-11-30")
    assert month_end_before(day("2024-03-01")) == day("2024-02-29")
    assert iso_month(day("2011-11-30")) == "2011-11"


def test_levels_by_sales_alone() -> None:
    lines = [
        *purchases([AS_OF - 400, AS_OF - 20], 0, 5000),
        *purchases([AS_OF - 30], 1, 3000),
        *purchases([AS_OF - 40], 2, 1500),
        *purchases([AS_OF - 366], 3, 9000),
        *purchases([AS_OF - 900, AS_OF - 800], 4, 9000),
    ]
    days, figures = portfolio(lines, clients=6)
    turnover = year_value(days, days.move_net, days.as_of)
    seen = history(days, figures.m0)
    found = levels(seen, turnover, figures.cuts)
    assert [LEVELS[c] for c in found] == ["large", "medium", "small", "potential", "small", "potential"]
    why = [facts(c, found, seen, turnover, figures.cuts) for c in range(6)]
    assert [w.real_by for w in why] == ["current", "current", "current", "once_old", "repeated", "never"]
    assert why[0].share_percent == pytest.approx(100 * 5000 / 9500)
    assert (why[3].days_silent, why[5].days_silent) == (366, None)
    probable = np.full(6, LEVELS.index("probable"), np.uint8)
    carded = levels(seen, turnover, figures.cuts, probable)
    assert [LEVELS[c] for c in carded][3:] == ["probable", "small", "probable"]


def test_a_rare_buyer_stays_real_within_his_own_rhythm() -> None:
    days = client_days(ledger(purchases([AS_OF - 426 - 730 * i for i in range(6)])), AS_OF)
    found = facts(
        0,
        levels(history(days, 30.0), np.zeros(1, np.int64), Cuts(0)),
        history(days, 30.0),
        np.zeros(1, np.int64),
        Cuts(0),
    )
    assert (found.level, found.real_by) == ("small", "current")


def test_a_wholly_cancelled_purchase_makes_no_client() -> None:
    days, figures = portfolio([(0, AS_OF - 20, 1, 500), (0, AS_OF - 10, 2, -500)])
    state = rhythms(days, figures)
    assert status.STATUSES[status.statuses(days, state, figures)[0]] == "potential"
    assert ladder.steps(state).tolist() == [0]
    assert days.client_cancelled.tolist() == [1]


def test_storeys_count_moves_between_two_evenings() -> None:
    large, small, potential = (LEVELS.index(name) for name in ("large", "small", "potential"))
    before = np.array([small, small, potential, large], np.uint8)
    now = np.array([large, small, small, small], np.uint8)
    found = {s.level: s for s in storeys(now, before, np.array([50, 5, 2, 3]))}
    assert (found["large"].clients, found["large"].turnover, found["large"].arrived, found["large"].left) == (
        1,
        50,
        1,
        1,
    )
    assert (found["small"].clients, found["small"].arrived, found["small"].left) == (3, 2, 1)
    assert (found["potential"].arrived, found["potential"].left) == (0, 1)
    assert movers(now, before).tolist() == [0, 3, 2]
    assert list(found) == list(LEVELS)


def test_ladder_steps() -> None:
    monthly = [AS_OF - 10 - 30 * i for i in range(8)][::-1]
    lines = [
        *purchases([AS_OF - 5], 1),
        *purchases([AS_OF - 35, AS_OF - 5], 2),
        *purchases(monthly, 3),
        *purchases([d - 390 for d in monthly], 4),
    ]
    days, figures = portfolio(lines, clients=5)
    found = [STEPS[c] for c in ladder.steps(rhythms(days, figures))]
    assert found == ["none", "buyer", "client", "regular", "client"]


def test_base_status_follows_the_states() -> None:
    monthly = list(range(0, 360, 30))
    back = [AS_OF - 850 + d for d in monthly]
    lines = [
        *purchases([AS_OF - 340 + d for d in monthly], 0),
        *purchases([AS_OF - 850 + d for d in monthly], 1),
        *purchases([*back, AS_OF - 20], 2),
        *purchases([*back, AS_OF - 300, AS_OF - 270, AS_OF - 240, *[AS_OF - 200 + 20 * i for i in range(10)]], 3),
        *purchases([AS_OF - 5], 4),
    ]
    days, figures = portfolio(lines, clients=6)
    found = [status.STATUSES[c] for c in status.statuses(days, rhythms(days, figures), figures)]
    assert found == ["client", "presumed_lost", "returned", "client", "client", "potential"]


def test_dormant_is_asleep() -> None:
    monthly = [AS_OF - 40 - 30 * i for i in range(8)][::-1]
    days, figures = portfolio(purchases(monthly))
    eager = msgspec.structs.replace(figures, sleeping_probability=0.05, lost_probability=0.95)
    assert status.statuses(days, rhythms(days, eager), eager).tolist() == [status.DORMANT]


def months_of(amounts: list[int], first: str = "2022-06") -> list[Line]:
    """Two purchases a month on the 5th and the 20th, half of the amount each."""
    start = np.datetime64(first, "M")
    return [
        (0, int((start + i).astype("datetime64[D]").astype(int)) + place, 2 * i + place // 10, amount // 2)
        for i, amount in enumerate(amounts)
        if amount
        for place in (4, 19)
    ]


def xyz_of(lines: list[Line], index: tuple[float, ...] = ()) -> tuple[str | None, float]:
    days, figures = portfolio(lines)
    figures = msgspec.structs.replace(figures, month_index=index)
    code, cv = xyz.letters(days, history(days, 30.0), figures)
    return xyz.LETTERS[code[0]], float(cv[0])


def test_xyz_counts_zero_months_and_the_population_sd() -> None:
    letter, cv = xyz_of(months_of([100] * 24))
    assert (letter, cv) == ("X", 0.0)
    letter, cv = xyz_of(months_of([100] * 12 + [60, 140] * 6))
    assert letter == "Y"
    assert cv == pytest.approx(0.4)
    letter, cv = xyz_of(months_of([100] * 12 + [100, 100, 0, 100, 100, 100, 0, 100, 100, 0, 100, 100]))
    assert letter == "Z"
    assert cv == pytest.approx(math.sqrt(3 / 9), rel=1e-6)


def test_xyz_takes_the_season_out() -> None:
    season = [0.5, 1.5] * 6
    amounts = [round(1000 * season[(5 + i) % 12]) for i in range(24)]
    assert xyz_of(months_of(amounts))[0] == "Y"
    assert xyz_of(months_of(amounts), tuple(season))[0] == "X"


def test_period_is_as_long_as_the_clients_rhythm_asks() -> None:
    periods = xyz.period_months(np.array([10, 30, 31, 40, 41, 61, 81, 82, 121, 239, 241.0]))
    assert periods.tolist() == [1, 1, 2, 2, 3, 4, 4, 6, 6, 6, 0]


def test_xyz_of_the_new_and_of_the_rare() -> None:
    assert xyz_of(months_of([0] * 20 + [100] * 4))[0] == "N"
    rare = purchases([AS_OF - 100 - 300 * i for i in range(5)][::-1])
    assert xyz_of(rare)[0] is None


def test_month_index_has_mean_one_and_needs_24_full_months() -> None:
    seasonal = [100 + 50 * (i % 12 == 5) for i in range(30)]
    days, figures = portfolio([(c, d, n, a) for c in range(40) for _, d, n, a in months_of(seasonal, "2021-12")])
    assert np.mean(figures.month_index) == pytest.approx(1)
    assert len(figures.month_index) == 12
    assert month_index(firm_months(days)[-24:]) == ()
    assert client_months(days, 0)[-1] == ("2024-06", 0)
    assert len(client_months(days, 0)) == 24
    assert firm_months(days)[0][0] == "2021-12"


def test_head_and_manager_see_the_same_of_the_same_clients() -> None:
    """store §5: the manager opens 30 of 300 clients and has the published figures."""
    lines = random_lines(77, 300)
    as_of = 11_050
    days = client_days(lines, as_of)
    figures = publish(days, client_days(lines, month_end_before(as_of)), 9)
    figures = msgspec.msgpack.decode(msgspec.msgpack.encode(figures), type=FirmFigures)
    mine = np.arange(7, 300, 10)
    rows = np.isin(lines.client, mine)
    part = ledger(
        zip(
            np.searchsorted(mine, lines.client[rows]).tolist(),
            lines.day[rows].tolist(),
            lines.document[rows].tolist(),
            lines.amount[rows].tolist(),
            strict=True,
        ),
        len(mine),
    )
    own_days = client_days(part, as_of)
    whole, own = rhythms(days, figures), rhythms(own_days, figures)
    assert np.array_equal(whole.state[mine], own.state)
    assert np.array_equal(whole.scores.p_lost[mine], own.scores.p_lost, equal_nan=True)
    turnover, own_turnover = year_value(days, days.move_net, as_of), year_value(own_days, own_days.move_net, as_of)
    assert np.array_equal(
        levels(whole.seen, turnover, figures.cuts)[mine], levels(own.seen, own_turnover, figures.cuts)
    )
    one = abc.letters(turnover, whole.seen.events, figures.cuts.abc_a, figures.cuts.abc_b)
    two = abc.letters(own_turnover, own.seen.events, figures.cuts.abc_a, figures.cuts.abc_b)
    assert np.array_equal(one[mine], two)
    assert np.array_equal(status.statuses(days, whole, figures)[mine], status.statuses(own_days, own, figures))
    assert np.array_equal(xyz.letters(days, whole.seen, figures)[0][mine], xyz.letters(own_days, own.seen, figures)[0])
    queue = recovery_queue(days, whole, figures)
    shown = {int(c): queue.reason(i) for i, c in enumerate(queue.client) if c in set(mine.tolist())}
    own_queue = recovery_queue(own_days, own, figures)
    assert [shown[int(mine[c])] for c in own_queue.client] == [own_queue.reason(i) for i in range(len(own_queue))]
    assert len(own_queue) == len(shown) > 0


def test_order_of_lines_does_not_change_the_published_bytes() -> None:
    lines = random_lines(78, 60)
    order = np.random.default_rng(1).permutation(len(lines))
    shuffled = ledger(
        zip(*(getattr(lines, n)[order].tolist() for n in ("client", "day", "document", "amount")), strict=True),
        lines.clients,
    )
    end = month_end_before(11_000)
    answers = [
        msgspec.msgpack.encode(publish(client_days(c, 11_000), client_days(c, end), 1)) for c in (lines, shuffled)
    ]
    assert answers[0] == answers[1]


def test_figures_of_nobody() -> None:
    days, figures = portfolio([], clients=0)
    assert (figures.buyers, figures.cuts.abc_a, figures.stake_median, figures.months) == (0, 0, 0, ())
    assert len(rhythms(days, figures).state) == 0
    silent, figures = portfolio([], clients=3)
    state = rhythms(silent, figures)
    assert [LEVELS[c] for c in levels(state.seen, np.zeros(3, np.int64), figures.cuts)] == ["potential"] * 3
    assert len(recovery_queue(silent, state, figures, everyone=True)) == 0
    assert publish(silent, silent, 1).fitted is False


def test_online_retail_pyramid() -> None:
    lines, numbers = online_retail()
    as_of = day("2011-12-09")
    days = client_days(lines, as_of)
    figures = portfolio_figures(days, client_days(lines, month_end_before(as_of)), 1)
    turnover = year_value(days, days.move_net, as_of)
    found = levels(history(days, figures.m0), turnover, figures.cuts)
    assert LEVELS[found[numbers.index("14646")]] == "large"
    sums = [s.turnover for s in storeys(found, found, turnover)]
    assert sum(sums) == int(turnover.sum())
    share = turnover[found == LEVELS.index("large")].sum() / turnover[turnover > 0].sum()
    assert 0.5 <= share <= 0.51
    large = np.count_nonzero(found == LEVELS.index("large")) / np.count_nonzero(turnover > 0)
    assert large == pytest.approx(0.056, abs=0.002)


def test_axes_agree_with_their_modules_and_moves_with_two_evenings() -> None:
    lines = random_lines(91, 150)
    as_of = 11_000
    days, month_end = client_days(lines, as_of), client_days(lines, month_end_before(as_of))
    figures = portfolio_figures(days, month_end, 1)
    state = rhythms(days, figures)
    found = axes(days, state, figures)
    assert np.array_equal(found.step, ladder.steps(state))
    assert np.array_equal(found.abc, found.abc_turnover)
    assert {found.level_of(c) for c in range(150)} >= {"large", "medium", "small"}
    assert {found.abc_of(c) for c in range(150)} >= {"A", "B", "C"}
    before = levels_before(month_end, figures)
    floors = storeys(found.level, before, found.turnover_12m)
    assert sum(f.clients for f in floors) == 150
    assert sum(f.arrived for f in floors) == sum(f.left for f in floors) == len(movers(found.level, before)) > 0


def test_letters_by_margin_and_by_turnover_differ_where_margins_do() -> None:
    lines = [(0, AS_OF - 10, 1, 1000), (1, AS_OF - 10, 1, 900), (2, AS_OF - 10, 1, 100)]
    days = client_days(ledger(lines, cost=[990, 100, 90]), AS_OF)
    figures = portfolio_figures(days, days, 1)
    found = axes(days, rhythms(days, figures), figures)
    assert figures.from_margin
    assert [found.abc_of(c) for c in range(3)] == ["C", "A", "C"]
    assert [found.abc_turnover_of(c) for c in range(3)] == ["A", "A", "C"]


def test_levels_of_the_month_end_use_the_cuts_of_that_evening() -> None:
    """Trade doubled this month; a client who did nothing new was large then by the smaller cuts of then."""
    lines = [(0, AS_OF - 40, 1, 600), (1, AS_OF - 40, 2, 400), (2, AS_OF - 3, 3, 5000)]
    days, figures = portfolio(lines)
    month_end = client_days(ledger(lines), month_end_before(AS_OF))
    now = axes(days, rhythms(days, figures), figures).level
    assert [LEVELS[c] for c in levels_before(month_end, figures)] == ["large", "medium", "potential"]
    assert [LEVELS[c] for c in now] == ["small", "small", "large"]
