from __future__ import annotations

import msgspec
import numpy as np
import pytest

from core.entities.firm_figures import FirmFigures, RhythmParameters
from core.entities.ledger import UNKNOWN
from core.recovery.gate import admits, defaults, tune
from core.recovery.queue import RecoveryQueue, lapse_probability, recovery_queue
from core.recovery.stake import margin_basis, value_at_stake
from core.rhythm.client_days import ClientDays, client_days
from core.rhythm.history import company_gap, history
from core.rhythm.model import priors
from core.rhythm.states import code, rhythms
from core.rules import DEFAULT
from core.standing.publish import portfolio_figures, publish
from core.standing.pyramid import month_end_before
from tests.rhythm.ledgers import Line, ledger, purchases, random_lines
from tests.rhythm.shared_sales import day, online_retail

AS_OF = 20_000


def stake(lines: list[Line], cost: list[int] | None = None, margin: bool = False, share: float = 1.0) -> int:
    days = client_days(ledger(lines, cost=cost), AS_OF)
    return int(value_at_stake(days, history(days, 30.0), margin, share)[0])


def queue_of(lines: list[Line], as_of: int = AS_OF, **options: object) -> tuple[ClientDays, RecoveryQueue, FirmFigures]:
    days = client_days(ledger(lines), as_of)
    figures = portfolio_figures(days, days, 1)
    return days, recovery_queue(days, rhythms(days, figures), figures, **options), figures  # type: ignore[arg-type]


def test_stake_blends_the_year_and_the_doubled_half_year() -> None:
    lines = [(0, AS_OF - 800, 1, 7), (0, AS_OF - 300, 2, 1000), (0, AS_OF - 100, 3, 400)]
    assert stake(lines) == 0.5 * 1400 + 0.5 * 2 * 400


def test_stake_of_a_young_client_is_annualised_over_at_least_90_days() -> None:
    assert stake([(0, AS_OF - 9, 1, 900)]) == pytest.approx(900 * 365 / 90, abs=1)
    tenure = 121
    assert stake([(0, AS_OF - 120, 1, 500), (0, AS_OF - 20, 2, 500)]) == pytest.approx(1000 * 365 / tenure, abs=1)
    assert stake([(0, AS_OF - 199, 1, 500)]) == pytest.approx(0.5 * 500 * 365 / 200, abs=1)


def test_stake_subtracts_returns_and_is_never_negative() -> None:
    lines = [(0, AS_OF - 800, 1, 5000), (0, AS_OF - 100, 2, 1000), (0, AS_OF - 60, 3, -300)]
    assert stake(lines) == 0.5 * 700 + 0.5 * 2 * 700
    assert stake([(0, AS_OF - 800, 1, 5000), (0, AS_OF - 60, 3, -300)]) == 0


def test_a_rare_buyer_keeps_a_stake_between_his_purchases() -> None:
    every_two_years = purchases([AS_OF - 600 - 730 * i for i in range(5)][::-1], amount=73_000)
    assert stake(every_two_years) == pytest.approx(73_000 * 3 / 6, rel=0.01)
    assert stake(purchases([AS_OF - 600 - 30 * i for i in range(5)][::-1])) == 0


def test_margins_count_when_most_costs_are_known() -> None:
    lines = [(0, AS_OF - 300, 1, 1000), (0, AS_OF - 100, 2, 1000), (0, AS_OF - 50, 3, 1000)]
    days = client_days(ledger(lines, cost=[600, 800, UNKNOWN]), AS_OF)
    known, share = margin_basis(days)
    assert known
    assert share == pytest.approx(0.3)
    one_of_three = client_days(ledger(lines, cost=[600, UNKNOWN, UNKNOWN]), AS_OF)
    assert margin_basis(one_of_three) == (False, 1.0)
    guessed = 300
    whole, half = (400 + 200 + guessed) * 365 / 301, 2 * (200 + guessed)
    assert stake(lines, [600, 800, UNKNOWN], True, share) == round(0.5 * whole + 0.5 * half)


def test_gate_asks_for_silence_and_probability_and_history() -> None:
    events = [purchases([100, 130, 160, 190], 0), purchases([100, 130, 160, 300], 1), purchases([100, 130], 2)]
    days = client_days(ledger([line for rows in events for line in rows]), 310)
    seen = history(days, 30.0)
    sure = np.full(3, 0.9)
    assert admits(seen, sure, 0.5).tolist() == [True, False, False]
    assert admits(seen, np.array([0.4, 0.9, 0.9]), 0.5).tolist() == [False, False, False]


def test_tuned_thresholds_keep_the_promised_alarm_rate() -> None:
    """Replay of every evening: alarms raised in gaps that ended are counted one by one."""
    days = client_days(random_lines(21, 300), 11_100)
    m0 = company_gap(days)
    parameters = RhythmParameters(1.0, 40.0, 0.1, 2.0, 1.8)
    limits = tune(days, parameters, m0)
    assert limits.tuned
    assert limits.sleeping == max(limits.queue, DEFAULT.sleeping_probability_floor) <= limits.lost
    figures = msgspec.structs.replace(portfolio_figures(days, days, 1), parameters=parameters, m0=m0)
    alarms, watched = 0, 0
    begin = 11_100 - round(24 * DEFAULT.month_days)
    lines = random_lines(21, 300)
    raised = np.zeros(days.clients, np.bool_)
    last = np.zeros(days.clients, np.int64)
    for evening in range(begin, 11_101, 1):
        today = client_days(lines, evening)
        found = rhythms(today, figures)
        bought = found.seen.last != last
        long = (evening - last) > np.clip(4 * found.seen.gap, 182, 365)
        alarms += int((raised & bought & ~long).sum())
        raised &= ~bought
        last = found.seen.last.astype(np.int64)
        raised |= admits(found.seen, found.scores.p_lost, limits.queue)
        lost_after = np.clip(4 * found.seen.gap, 182, 365)
        watched += int(((found.seen.events >= 3) & (found.seen.silent < lost_after)).sum())
    rate = 100 * alarms / (watched / DEFAULT.month_days)
    assert 3.5 <= rate <= 5.6


def test_too_little_history_leaves_the_conventional_thresholds() -> None:
    days = client_days(random_lines(2, 8), 11_000)
    found = tune(days, priors(), 40.0)
    assert (found.tuned, found.queue, found.sleeping, found.lost) == (False, 0.5, 0.5, 0.8)
    assert found.completed_gaps < DEFAULT.alarms_min_gaps
    assert defaults(completed_gaps=found.completed_gaps) == found


def test_order_is_probability_times_stake() -> None:
    silent = [AS_OF - 130 - 15 * i for i in range(9)][::-1]
    lines = [*purchases(silent, 0, 1000), *purchases(silent, 1, 9000), *purchases([d - 300 for d in silent], 2, 900)]
    lines += purchases([AS_OF - 2 - 15 * i for i in range(9)], 3, 90_000)
    days, found, _ = queue_of(lines)
    assert found.client.tolist()[:2] == [1, 0]
    assert 3 not in found.client
    assert (found.priority == found.p_lost * found.stake).all()
    _, everyone, _ = queue_of(lines, everyone=True)
    assert sorted(everyone.client.tolist()) == list(range(days.clients))
    assert everyone.priority.tolist() == sorted(everyone.priority.tolist(), reverse=True)


def test_equal_priority_goes_by_key_then_anchor_then_days_overdue() -> None:
    silent = [AS_OF - 130 - 15 * i for i in range(9)][::-1]
    lines = [line for c in range(3) for line in purchases(silent, c)]
    mark = np.eye(3, dtype=np.bool_)
    _, found, _ = queue_of(lines, key=mark[2], anchor=mark[1])
    assert found.client.tolist() == [2, 1, 0]
    assert [found.urgency(row) for row in range(3)][:2] == ["today", "today"]


def test_key_accounts_enter_as_soon_as_they_are_late() -> None:
    late = [AS_OF - 22 - 15 * i for i in range(9)][::-1]
    _, plain, _ = queue_of(purchases(late))
    assert len(plain) == 0
    _, found, _ = queue_of(purchases(late), key=np.array([True]))
    assert (found.state(0), found.action(0), found.urgency(0)) == ("late", "ask_and_deliver", "today")


def test_seasonal_hold_stays_out_except_for_key_and_anchor() -> None:
    spring = [365 * year + 59 + 30 * i for year in range(28, 31) for i in range(3)]
    december = 365 * 31 - 20
    eager = {"queue_probability": 0.05, "sleeping_probability": 0.05}
    days = client_days(ledger(purchases(spring)), december)
    figures = msgspec.structs.replace(portfolio_figures(days, days, 1), **eager)
    state = rhythms(days, figures)
    assert state.state_of(0) == "seasonal_hold"
    assert len(recovery_queue(days, state, figures)) == 0
    held = recovery_queue(days, state, figures, anchor=np.array([True]))
    assert (len(held), held.action(0)) == (1, "wait")
    assert held.reason(0).expected_day == 365 * 31 + 59


def test_reason_holds_the_numbers_of_the_formula() -> None:
    silent = [AS_OF - 130 - 15 * i for i in range(9)][::-1]
    days, found, figures = queue_of(purchases(silent))
    why = found.reason(0)
    seen = history(days, figures.m0)
    assert why.usual_interval_days == pytest.approx(float(seen.gap[0]))
    assert why.days_silent == 130
    assert why.late_in_100 == round(100 * (why.p_late or 0))
    assert why.p_lost == pytest.approx(float(found.p_lost[0]))
    assert (why.horizon_days, why.purchases, why.provisional) == (round(3 * seen.gap[0]), 9, False)
    assert why.value_at_stake == int(found.stake[0])
    assert why.expected_day == silent[-1] + round(float(seen.gap[0]))
    assert why.state in ("sleeping", "lost")


def test_horizon_changes_the_probability_shown_but_not_who_enters() -> None:
    days = client_days(random_lines(31, 200), 11_000)
    figures = portfolio_figures(days, days, 1)
    state = rhythms(days, figures)
    own, fixed = recovery_queue(days, state, figures), recovery_queue(days, state, figures, horizon_days=90)
    assert sorted(own.client.tolist()) == sorted(fixed.client.tolist())
    assert len(own) > 3
    assert set(fixed.horizon.tolist()) == {90}
    assert not np.array_equal(np.sort(own.p_lost), np.sort(fixed.p_lost))


def test_one_purchase_has_no_probability_and_two_are_provisional() -> None:
    lines = [*purchases([AS_OF - 300], 0), *purchases([AS_OF - 300, AS_OF - 270], 1)]
    days, found, figures = queue_of(lines, everyone=True)
    rows = {int(c): found.reason(i) for i, c in enumerate(found.client)}
    assert (rows[0].p_lost, rows[0].usual_interval_days, rows[0].late_in_100) == (None, None, None)
    assert rows[0].state == "first"
    assert rows[1].provisional
    assert rows[1].p_lost is not None
    state = rhythms(days, figures)
    assert lapse_probability(state, 0) is None
    assert lapse_probability(state, 1) == pytest.approx(rows[1].p_lost)
    assert len(queue_of(lines)[1]) == 0


def test_queue_of_a_past_evening_does_not_see_later_lines() -> None:
    lines = random_lines(41, 120)
    rows = lines.day <= 10_700
    known = ledger(
        zip(*(getattr(lines, n)[rows].tolist() for n in ("client", "day", "document", "amount")), strict=True),
        lines.clients,
    )
    answers = []
    for columns in (lines, known):
        days = client_days(columns, 10_700)
        figures = publish(days, client_days(columns, month_end_before(10_700)), 5)
        found = recovery_queue(days, rhythms(days, figures), figures)
        answers.append((figures, [found.reason(i) for i in range(len(found))]))
    assert answers[0] == answers[1]
    assert len(answers[0][1]) > 0


def test_queue_of_online_retail() -> None:
    lines, _ = online_retail()
    as_of = day("2011-12-09")
    days = client_days(lines, as_of)
    figures = publish(days, client_days(lines, month_end_before(as_of)), 1)
    found = recovery_queue(days, rhythms(days, figures), figures)
    seen = history(days, figures.m0)
    assert figures.alarms_tuned
    assert 100 < len(found) < 500
    assert (seen.silent[found.client] >= seen.gap[found.client]).all()
    rhythm_alone = found.rhythms.scores.p_rhythm[found.client]
    assert (rhythm_alone >= figures.queue_probability).all()
    assert figures.correction is not None
    assert not np.array_equal(found.p_lost, rhythm_alone)
    assert ((found.p_lost > 0) & (found.p_lost < 1)).all()
    assert (np.diff(found.priority) <= 0).all()
    assert code("on_rhythm") not in set(found.rhythms.state[found.client].tolist())
