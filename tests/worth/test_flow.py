from __future__ import annotations

import itertools

import numpy as np
import pytest

from core.rhythm.client_days import ClientDays, client_days
from core.rhythm.states import rhythms
from core.rules import DEFAULT
from core.standing.publish import portfolio_figures
from core.standing.pyramid import month_end_before
from core.standing.status import PRESUMED_LOST, statuses
from core.worth.balance import alarms, balance
from core.worth.flow import Absences, absences, averages, confirmed, flow
from core.worth.periods import KINDS, Period, PeriodKind, periods_until
from core.worth.retention import activity_window, monthly_retention, retention
from tests.rhythm.ledgers import Line, ledger, purchases, random_lines
from tests.rhythm.shared_sales import day

START = day("2024-01-01")


def away(days: ClientDays) -> Absences:
    figures = portfolio_figures(days, days, 1)
    return absences(days, rhythms(days, figures), figures)


@pytest.mark.parametrize("seed", range(8))
def test_absences_end_in_the_state_of_today(seed: int) -> None:
    lines = random_lines(seed)
    for as_of in (10_600, 10_900, 11_300):
        days = client_days(lines, as_of)
        figures = portfolio_figures(days, client_days(lines, month_end_before(as_of)), 1)
        seen = rhythms(days, figures)
        gone = np.flatnonzero(statuses(days, seen, figures) == PRESUMED_LOST)
        found = absences(days, seen, figures)
        assert sorted(found.away_at(as_of).tolist()) == gone.tolist()
        assert (found.lost <= as_of).all()
        ended = found.back >= 0
        assert (found.back[ended] > found.lost[ended]).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(4))
def test_S01_07_the_flow_of_one_period_begins_where_the_last_ended(seed: int, kind: PeriodKind) -> None:
    days = client_days(random_lines(seed), 11_250)
    gone = away(days)
    flows = tuple(flow(days, gone, each) for each in periods_until(kind, 11_250, 400, int(days.day.min())))
    assert flows[0].start == 0
    for one, following in itertools.pairwise(flows):
        assert one.end == following.start
        assert one.start + one.acquired + one.returned - one.lost == one.end
    assert flows[-1].end == int((np.diff(days.start) > 0).sum()) - len(gone.away_at(11_250))
    assert sum(each.acquired for each in flows) == int((np.diff(days.start) > 0).sum())


def test_a_client_who_left_and_came_back_is_lost_once_and_returned_once() -> None:
    before = [START + 14 * i for i in range(12)]
    again = [before[-1] + 500, before[-1] + 514, before[-1] + 528]
    days = client_days(ledger(purchases(before + again)), again[-1] + 3)
    gone = away(days)
    assert gone.client.tolist() == [0]
    assert gone.back.tolist() == [again[0]]
    lost = int(gone.lost[0])
    assert before[-1] + DEFAULT.lost_min_days <= lost <= before[-1] + DEFAULT.lost_silent_days + 1
    whole = flow(days, gone, Period(START, again[-1] + 3))
    assert (whole.acquired, whole.lost, whole.returned, whole.end) == (1, 1, 1, 1)


def test_S03_03_a_rhythm_of_years_is_no_absence() -> None:
    days = client_days(ledger(purchases([START - 730 * i for i in range(5, 0, -1)])), START - 730 + 425)
    assert not len(away(days).client)


def test_nothing_sold_gives_no_absence_and_an_empty_flow() -> None:
    days = client_days(ledger([], 3), START)
    gone = away(days)
    assert not len(gone.client)
    assert flow(days, gone, Period(START - 30, START)).end == 0
    assert averages(()) is None


def test_averages_count_whole_periods_only() -> None:
    days = client_days(ledger([*purchases([START]), *purchases([START + 40], client=1)]), START + 45)
    flows = tuple(flow(days, away(days), each) for each in periods_until("month", START + 45, 2))
    assert averages(flows) == (1.0, 0.0, 0.0, 0.0)


def crowd(kept: int, gone: int, new: int, back: int, passing: int = 0) -> tuple[ClientDays, Absences, Period]:
    """Clients made to order around one month: kept, not active at the end, new, won back, new and silent again."""
    period = Period(START, START + 30)
    lines: list[Line] = []
    absent: list[tuple[int, int, int]] = []

    def put(*days_: int) -> int:
        client = len({line[0] for line in lines})
        lines.extend(purchases(days_, client=client))
        return client

    for _ in range(kept):
        put(START - 20, START + 10)
    for _ in range(gone):
        put(START - 80)
    for _ in range(new):
        put(START + 5)
    for _ in range(back):
        absent.append((put(START - 700, START + 7), START - 400, START + 7))
    for _ in range(passing):
        put(START + 1)
    rows = np.array(absent, np.int32).reshape(-1, 3)
    days = client_days(ledger(lines), period.last)
    return days, Absences(rows[:, 0], rows[:, 1], rows[:, 2], days.clients), period


def test_S03_16_crr_of_two_hundred_clients() -> None:
    days, gone, period = crowd(kept=170, gone=30, new=30, back=10)
    found = retention(days, period, 90, gone)
    assert (found.at_start, found.at_end, found.kept, found.new, found.won_back) == (200, 210, 170, 30, 10)
    assert found.value == pytest.approx(0.85)
    assert found.source == pytest.approx(0.90)
    assert found.churn == pytest.approx(0.15)


def test_S03_16_who_was_won_back_is_counted_with_the_new_ones() -> None:
    """The checked example of the source: (210 − 40) / 200 = 85 %, 30 new and 10 won back."""
    days, gone, period = crowd(kept=170, gone=30, new=30, back=10)
    found = retention(days, period, 90, gone)
    assert found.value == pytest.approx((found.at_end - (found.new + found.won_back)) / found.at_start)
    assert found.value == pytest.approx((210 - 40) / 200)


def test_S03_16_crr_of_a_year_falls_the_other_way_by_the_source() -> None:
    lines: list[Line] = []
    client = 0

    def add(count: int, *when: int) -> None:
        nonlocal client
        for _ in range(count):
            lines.extend(purchases(when, client=client))
            client += 1

    end = START + 365
    add(170, START - 10, end - 20)
    add(30, START - 10)
    add(40, START + 100, end - 30)
    add(60, START + 100)
    days = client_days(ledger(lines), end)
    found = retention(days, Period(START, end), 90, Absences(*(np.zeros(0, np.int32),) * 3, days.clients))
    assert (found.at_start, found.at_end, found.kept, found.acquired) == (200, 210, 170, 100)
    assert found.value == pytest.approx(0.85)
    assert found.source == pytest.approx(0.55)


def test_S03_16_no_base_no_value() -> None:
    days, gone, period = crowd(kept=0, gone=0, new=3, back=0)
    found = retention(days, period, 90, gone)
    assert found.value is None
    assert found.source is None
    assert found.churn is None


def test_everybody_active_at_the_end_has_one_origin() -> None:
    for seed in range(6):
        days = client_days(random_lines(seed), 11_200)
        gone = away(days)
        for period in periods_until("quarter", 11_200, 12, int(days.day.min())):
            found = retention(days, period, activity_window(days), gone)
            assert found.kept + found.new + found.won_back + found.woken == found.at_end
            assert found.kept <= found.at_start


def test_the_window_of_activity_follows_long_gaps_within_bounds() -> None:
    quick = client_days(ledger(purchases([START + 7 * i for i in range(60)])), START + 420)
    assert activity_window(quick) == DEFAULT.activity_days
    slow = client_days(ledger(purchases([START + 120 * i for i in range(60)])), START + 7300)
    assert activity_window(slow) == 120
    few = client_days(ledger(purchases([START, START + 400])), START + 500)
    assert activity_window(few) == DEFAULT.activity_days


def test_monthly_retention_of_a_year() -> None:
    assert monthly_retention(0.85, 12) ** 12 == pytest.approx(0.85)


def test_S00_05_S00_10_money_is_first_or_repeat_and_steady_money_is_of_last_periods_buyers() -> None:
    lines = [
        *purchases([START, START + 31, START + 62], client=0, amount=100),
        *purchases([START + 40], client=1, amount=1000),
        *purchases([START, START + 65], client=2, amount=10),
    ]
    days = client_days(ledger(lines), START + 90)
    january, february, march = periods_until("month", START + 90, 3)
    first = balance(days, january, None)
    assert (first.first_sales, first.first_money, first.repeat_money, first.steady_money) == (2, 110, 0, 0)
    second = balance(days, february, january)
    assert (second.first_money, second.repeat_money, second.steady_money) == (1000, 100, 100)
    third = balance(days, march, february)
    assert (third.first_money, third.repeat_money, third.steady_money) == (0, 110, 100)
    assert third.steady_share == pytest.approx(100 / 110)
    assert third.repeat_share == 1.0
    flows = tuple(flow(days, away(days), each) for each in (january, february, march))
    assert alarms(flows, (first, second, third)) == ("no_acquisition",)


def test_S00_10_alarms_of_a_halved_acquisition_and_falling_repeats() -> None:
    lines: list[Line] = []
    client = 0
    for month, (new, repeat) in enumerate([(10, 90), (10, 80), (10, 70), (4, 20)]):
        when = day(f"2024-{month + 1:02d}-10")
        for _ in range(new):
            lines.extend(purchases([when], client=client, amount=10))
            client += 1
        lines.append((0, when + 1, 10**6 + month, repeat if month else 10**4))
    days = client_days(ledger(lines), day("2024-04-30"))
    periods = periods_until("month", days.as_of, 4)
    balances = tuple(balance(days, each, before) for each, before in zip(periods, (None, *periods[:-1]), strict=True))
    flows = tuple(flow(days, away(days), each) for each in periods)
    assert [each.acquired for each in flows] == [10, 10, 10, 4]
    assert alarms(flows, balances) == ("acquisition_halved", "repeat_low", "repeat_falling")
    assert alarms((), ()) == ()


def test_S01_07_a_persons_word_moves_a_client_from_presumed_to_lost_and_counts_him_once() -> None:
    before = [START + 14 * i for i in range(12)]
    again = [before[-1] + 500]
    steady = [START + 14 * i for i in range(47)]
    days = client_days(ledger([*purchases(before + again), *purchases(steady, client=1)]), again[-1] + 3)
    model = away(days)
    assert model.client.tolist() == [0]
    whole = Period(START, days.as_of)
    assert (flow(days, model, whole).lost, flow(days, model, whole).confirmed) == (1, 0)
    early, late = before[-1] + 20, int(model.lost[0]) + 30
    for word, counted in ((early, early), (late, int(model.lost[0]))):
        told = confirmed(days, model, [(0, word), (0, word + 1)])
        assert (told.client.tolist(), told.lost.tolist(), told.back.tolist()) == ([0], [counted], [again[0]])
        assert (flow(days, told, whole).lost, flow(days, told, whole).confirmed) == (1, 1)
    both = confirmed(days, model, [(1, steady[-1] + 1)])
    found = flow(days, both, whole)
    assert (found.lost, found.confirmed, found.end) == (2, 1, flow(days, model, whole).end - 1)
    assert confirmed(days, model, [(1, days.as_of + 9), (0, START - 9)]).lost.tolist() == model.lost.tolist()
