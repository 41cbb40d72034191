"""Evidence by hand over sales: steps, key, statuses, payments, targets, criteria, portrait, health."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
import pytest

from core.entities.ledger import NO_DAY, DueLines, LineColumns
from core.entities.standing import TargetNote
from core.entities.vocabulary import LEVELS, STEPS
from core.rhythm.client_days import ClientDays, client_days
from core.rules import DEFAULT
from core.standing.distance import Distances
from core.standing.evidence import NOTHING_SAID, Evidence, no_evidence, out_of_queues
from core.standing.growth import fast_growth
from core.standing.health import HealthPart, health, of_attention, of_trend
from core.standing.keys import candidates
from core.standing.payments import payments
from core.standing.portrait import Coded, lead_scores, traits
from core.standing.publish import portfolio_figures
from core.standing.status import LOST, RETURNED, STATUSES, UNFIT
from core.standing.target import limit_in_base, target
from core.standing.xyz import LETTERS
from tests.rhythm.ledgers import Line, ledger, purchases
from tests.rhythm.shared_sales import day
from tui.desk.figures import Stand, stand_of

AS_OF = day("2024-12-31")


def monthly(client: int, months: int, amount: int = 1000, until: int = AS_OF, every: int = 30) -> list[Line]:
    return purchases([until - 5 - every * i for i in range(months)][::-1], client=client, amount=amount)


def stood(lines: LineColumns) -> tuple[ClientDays, Stand]:
    days = client_days(lines, AS_OF)
    return days, stand_of(days, payments(lines, AS_OF), portfolio_figures(days, days, 1))


def with_evidence(lines: LineColumns, **said: Mapping[int, object]) -> Stand:
    days, stand = stood(lines)
    nothing = no_evidence(days.clients)
    changed = {name: getattr(nothing, name).copy() for name in said}
    for name, values in said.items():
        for number, value in values.items():
            changed[name][number] = value
    evidence: Evidence = dataclasses.replace(nothing, **changed)
    return stand.told(days, evidence, DEFAULT)


def test_S03_04_steps_four_and_five_need_a_confirmed_wallet_and_a_referral() -> None:
    lines = ledger([line for client in range(5) for line in monthly(client, 24)])
    stand = with_evidence(lines, wallet_share={1: 0.89, 2: 0.9, 3: 0.95, 4: 0.5}, referrals={3: 1, 4: 3})
    assert [STEPS[code] for code in stand.axes.step] == ["regular", "regular", "adherent", "advocate", "regular"]


def test_S02_05_key_needs_loyalty_letters_and_a_partnership_stated() -> None:
    big = [line for client in range(3) for line in monthly(client, 24, 10_000)]
    small = [line for client in range(3, 9) for line in monthly(client, 24, 10)]
    lines = ledger([*big, *small])
    stand = with_evidence(lines, partnership={0: True, 3: True}, complaint={0: False})
    levels = [LEVELS[code] for code in stand.axes.level]
    assert levels[0] == "key"
    assert "key" not in levels[1:]
    assert not stand.signs.significant[3]
    angry = with_evidence(lines, partnership={0: True}, complaint={0: True})
    assert LEVELS[angry.axes.level[0]] != "key"
    adherent = with_evidence(lines, partnership={0: True}, complaint={0: True}, wallet_share={0: 0.95})
    assert LEVELS[adherent.axes.level[0]] == "key"


def test_S02_07_S02_08_S02_09_a_note_counts_only_for_those_whom_sales_do_not_place() -> None:
    lines = ledger([*monthly(0, 24), (1, AS_OF - 900, 7, 100)], 3)
    noted = LEVELS.index("prospective")
    stand = with_evidence(lines, card_level={0: noted, 1: noted, 2: noted})
    assert [LEVELS[code] for code in stand.axes.level][1:] == ["prospective", "prospective"]
    assert stand.axes.level[0] != noted


def test_S01_06_lost_by_a_person_ends_with_the_next_purchase_and_unfit_does_not() -> None:
    lines = ledger([line for client in range(4) for line in monthly(client, 12, until=AS_OF - 300 * (client % 2))])
    said = {0: LOST, 1: LOST, 2: UNFIT}
    stand = with_evidence(lines, said=said, said_day={0: AS_OF - 20, 1: AS_OF - 20, 2: AS_OF - 400})
    assert [STATUSES[code] for code in stand.axes.base_status][:3] == ["returned", "lost", "unfit"]
    assert out_of_queues(stand.axes).tolist() == [False, True, True, False]
    back = with_evidence(lines, said={1: RETURNED}, said_day={1: AS_OF - 10})
    assert back.axes.base_status[1] == RETURNED
    again = with_evidence(lines, said={0: LOST}, said_day={0: AS_OF - 200})
    assert STATUSES[again.axes.base_status[0]] == "client"
    assert (no_evidence(2).said == NOTHING_SAID).all()


def owed(lines: LineColumns, late: dict[int, int]) -> LineColumns:
    """Every line is due after 14 days and paid so many days later; -1: never paid."""
    after = np.array([late.get(int(client), 0) for client in lines.client])
    due = lines.day + 14
    paid = np.where(after < 0, NO_DAY, due + after).astype(np.int32)
    dues = DueLines(lines.client, lines.day, lines.document, lines.amount, due.astype(np.int32), paid)
    return dataclasses.replace(lines, dues=dues)


def test_S00_03_a_never_on_time_payer_is_no_anchor_and_five_days_of_grace_are_on_time() -> None:
    lines = owed(ledger([line for client in range(4) for line in monthly(client, 24)]), {1: 40, 2: 5, 3: -1})
    days, stand = stood(lines)
    assert stand.anchors.is_anchor.tolist() == [True, False, True, False]
    assert [stand.anchors.signs(client)["pays"] for client in range(4)] == [True, False, True, False]
    paid = payments(lines, AS_OF)
    assert paid.on_time[:3].tolist() == [1.0, 0.0, 1.0]
    assert paid.share[1] == pytest.approx(3 * 0.8 / (paid.invoices[1] + 3))
    assert days.clients == 4


def test_S00_03_few_invoices_and_payments_of_the_future_are_not_judged() -> None:
    lines = owed(ledger(monthly(0, 24)), {0: 0})
    assert lines.dues is not None
    few = dataclasses.replace(lines, dues=DueLines(*(getattr(lines.dues, name)[-3:] for name in DUE)))
    assert stood(few)[1].anchors.signs(0)["pays"] is None
    early = payments(lines, int(lines.day.min()) + 3)
    assert early.invoices.tolist() == [0]
    assert np.isnan(early.share[0])


DUE = ("client", "day", "document", "amount", "due", "paid")


def test_S03_81_never_more_than_ten_key_accounts_by_volume() -> None:
    turnover = np.array([10] * 15 + [-50], np.int64)
    none = np.zeros(16, np.bool_)
    found = candidates(turnover, (150, 150, 150), np.zeros(16, np.int64), none, none, none)
    assert not found.volume.any()
    equal = np.array([10] * 10, np.int64)
    ten = candidates(equal, (100, 100, 100), np.zeros(10, np.int64), none[:10], none[:10], none[:10])
    assert ten.volume.sum() == 10
    assert ten.scale(0) == "company"


def test_S03_82_a_share_of_ten_percent_at_any_level_makes_a_candidate() -> None:
    turnover = np.array([9, 10, 100], np.int64)
    none = np.zeros(3, np.bool_)
    wholes = (1000, np.array([500, 500, 500]), np.array([90, 100, 1000]))
    found = candidates(turnover, wholes, np.zeros(3, np.int64), none, none, none)
    assert found.volume.tolist() == [True, True, True]
    assert [found.scale(client) for client in range(3)] == ["manager", "manager", "company"]
    unknown = candidates(turnover, (0, 0, 0), np.zeros(3, np.int64), none, none, none)
    assert np.isnan(unknown.shares[0]).all()
    assert not unknown.any.any()


def test_S03_83_potential_is_wallet_minus_ours() -> None:
    turnover = np.array([5, 900, 95], np.int64)
    none = np.zeros(3, np.bool_)
    found = candidates(turnover, (1000, 1000, 1000), np.array([205, 0, 100]), none, none, none)
    assert found.potential.tolist() == [200, 0, 5]
    assert found.could.tolist() == [True, False, False]


def test_S02_10_own_use_is_no_target_and_what_he_buys_from_us_proves_the_sum() -> None:
    limit = limit_in_base(DEFAULT, 90.0)
    assert limit == 40_500_000
    resale = TargetNote(purpose="as_is", day=1)
    assert target(resale, limit, None, limit, None, 100).is_target
    assert target(TargetNote(purpose="own_use", day=1), limit, limit, limit, None, 100).is_target is False
    unknown = target(resale, 5, None, limit, None, 100)
    assert (unknown.is_target, unknown.sum_fits) == (False, None)
    assert target(resale, 5, 7, limit, None, 100).sum_fits is False
    assert target(resale, 5, None, None, None, 100).sum_fits is None
    assert target(None, limit, None, limit, None, 100).purpose_fits is None


def test_S02_11_expected_within_half_a_year_of_the_first_contact() -> None:
    note = TargetNote(purpose="in_service", day=1, expected=150)
    found = target(note, 0, None, 40_500_000, 10, 100)
    assert (found.is_target, found.by_expectation, found.clock_ends) == (True, True, 193)
    assert target(note, 0, None, 40_500_000, 10, 193).recheck
    assert not target(note, 0, None, 40_500_000, None, 100).is_target
    assert not target(TargetNote(purpose="in_service", day=1, expected=194), 0, None, 40_500_000, 10, 100).is_target


def test_S00_12_fast_growth_is_new_and_twice_the_quarter_before() -> None:
    old = [(0, AS_OF - 800, 1, 100), (0, AS_OF - 100, 2, 100), (0, AS_OF - 10, 3, 900)]
    new = [(1, AS_OF - 100, 4, 100), (1, AS_OF - 10, 5, 200)]
    less = [(2, AS_OF - 100, 6, 100), (2, AS_OF - 10, 7, 199)]
    first = [(3, AS_OF - 10, 8, 900)]
    days, stand = stood(ledger([*old, *new, *less, *first]))
    assert fast_growth(days, stand.rhythms.seen).tolist() == [False, True, False, False]


def test_S03_13_what_is_missing_to_a_x_is_money_a_month_and_evenness() -> None:
    lines = ledger([*tenth(0, 8_500), *tenth(1, 1_000), *tenth(2, 500)])
    days, stand = stood(lines)
    figures = portfolio_figures(days, days, 1)
    found = Distances(days, stand.axes, figures, True)
    assert found.of(0).there
    short = int(stand.axes.turnover_12m[0]) - int(stand.axes.turnover_12m[1])
    assert found.of(1).monthly == -(-short // 12)
    assert found.of(1).cv is None


def test_a_client_buying_every_45_days_has_a_letter_of_evenness() -> None:
    _days, stand = stood(ledger(monthly(0, 16, every=45)))
    assert LETTERS[int(stand.axes.xyz[0])] in ("X", "Y", "Z")


def test_a_single_client_of_85_percent_is_a_and_zero_months_count() -> None:
    every_other = [day(f"{year}-{month:02d}-{date}") for year in (2023, 2024) for month in range(2, 13, 2)
                   for date in ("05", "15", "25")]  # fmt: skip
    lines = ledger([*tenth(0, 8_500), *tenth(1, 1_500), *purchases(every_other, client=2, amount=100)])
    _days, stand = stood(lines)
    assert stand.axes.abc_of(0) == "A"
    assert stand.axes.cv[2] == pytest.approx(1.0)
    assert LETTERS[int(stand.axes.xyz[2])] == "Z"


def tenth(client: int, amount: int) -> list[Line]:
    """A purchase on the tenth of every month of two years."""
    days = [day(f"{year}-{month:02d}-10") for year in (2023, 2024) for month in range(1, 13)]
    return purchases(days, client=client, amount=amount)


def test_S03_09_a_lead_like_the_key_clients_scores_over_one_unlike_them() -> None:
    industry = ["стройка"] * 6 + ["мебель"] * 12 + ["стройка", "мебель", ""]
    portrayed = np.array([True] * 6 + [False] * 15)
    rest = np.array([False] * 6 + [True] * 12 + [False] * 3)
    attributes = {"industry": Coded.of(industry)}
    found = traits(attributes, portrayed, rest)
    assert (found[0].word, found[0].count, found[0].share, found[0].rest) == ("стройка", 6, 1.0, 0.0)
    score = lead_scores(attributes, portrayed, rest, 21)
    assert score[18] > 80 > 50 > score[19]
    assert np.isnan(score[20])
    assert traits(attributes, portrayed & False, rest) == ()
    assert np.isnan(lead_scores(attributes, portrayed & False, rest, 21)).all()


def test_U26_parts_are_between_0_and_100_and_unknown_ones_do_not_count() -> None:
    assert of_trend(150, 100) == 100
    assert of_trend(25, 100) == 25
    assert of_trend(25, 0) is None
    assert of_attention(None, 30) is None
    assert (of_attention(30, 30), of_attention(60, 30), of_attention(90, 30)) == (100, 50, 0)
    found = health((HealthPart("rhythm", 80.0, ""), HealthPart("money", None, ""), HealthPart("people", 40.0, "")))
    assert found.points == 60
    assert health(()).points is None


def test_bad_input_nobody_and_nothing_give_no_figure_and_no_exception() -> None:
    for lines in (ledger([], 0), ledger([], 3), ledger([(0, AS_OF + 50, 1, 100)]), ledger([(0, AS_OF, 1, -5)])):
        days, stand = stood(lines)
        assert not stand.signs.all.any()
        assert not fast_growth(days, stand.rhythms.seen).any()
        assert len(stand.axes.level) == days.clients
