from __future__ import annotations

import dataclasses

import msgspec
import numpy as np
import pytest

from core.entities.firm_figures import FirmFigures
from core.rhythm.client_days import ClientDays, client_days
from core.rhythm.states import Rhythms, rhythms
from core.standing.publish import portfolio_figures
from core.worth.lifetime import FourFigures, company_lifetime, lifetimes, months_from_retention, residual_months
from tests.rhythm.ledgers import ledger, purchases, random_lines
from tests.rhythm.shared_sales import day

AS_OF = day("2024-12-31")


def scene(days: ClientDays) -> tuple[Rhythms, FirmFigures]:
    figures = portfolio_figures(days, days, 1)
    return rhythms(days, figures), figures


def test_S03_07_four_figures_give_the_sources_product() -> None:
    assert FourFigures(5000, 2, 0.20, 24).product == pytest.approx(48_000)


def test_S03_07_retention_of_a_month_gives_the_months() -> None:
    assert months_from_retention(0.96, 1) == pytest.approx(25)
    assert FourFigures(5000, 2, 0.20, months_from_retention(0.96, 1) or 0).product == pytest.approx(50_000)
    assert months_from_retention(0.85, 12) == pytest.approx(74, abs=0.5)
    assert months_from_retention(1.0, 1) is None


def test_a_steady_client_earns_past_and_future() -> None:
    days = client_days(ledger(purchases([AS_OF - 30 * i for i in range(24, -1, -1)], amount=5000)), AS_OF)
    seen, figures = scene(days)
    found = lifetimes(days, seen, figures)
    assert found.cheque[0] == 5000
    assert found.past[0] == 25 * 5000
    assert found.per_month[0] == pytest.approx(13 / 12, rel=0.08)
    assert 0 < found.residual_months[0] <= 60
    assert found.future[0] == pytest.approx(
        found.cheque[0] * found.per_month[0] * found.margin_share[0] * found.residual_months[0]
    )
    assert found.whole[0] == found.past[0] + found.future[0]


def test_margin_is_earned_where_costs_are_known() -> None:
    lines = purchases([AS_OF - 30 * i for i in range(12, -1, -1)], amount=1000)
    days = client_days(ledger(lines, cost=[800] * len(lines)), AS_OF)
    seen, figures = scene(days)
    assert figures.from_margin
    found = lifetimes(days, seen, figures)
    assert found.margin_share[0] == pytest.approx(0.2)
    assert found.past[0] == pytest.approx(13 * 200)


def test_nobody_who_never_bought_has_a_value() -> None:
    days = client_days(ledger(purchases([AS_OF - 5]), 3), AS_OF)
    found = lifetimes(days, *scene(days))
    assert np.isnan(found.past[1:]).all()
    assert np.isnan(found.future[1:]).all()
    company = company_lifetime(found, np.ones(3, np.bool_))
    assert company.clients == 1
    assert company.group == 1


def test_residual_months_follow_the_chance_to_stay() -> None:
    days = client_days(ledger(purchases([AS_OF - 30 * i for i in range(10, -1, -1)])), AS_OF)
    seen, figures = scene(days)
    one = np.array([1.0])
    usual = residual_months(seen, figures, one, 60)[0]
    loyal = msgspec.structs.replace(figures, parameters=msgspec.structs.replace(figures.parameters, a=1e-9))
    alive = dataclasses.replace(seen, scores=dataclasses.replace(seen.scores, p_alive=np.array([1.0])))
    assert residual_months(alive, loyal, one, 60)[0] == pytest.approx(60, rel=1e-6)
    assert 0 < usual < 60
    dead = dataclasses.replace(seen, scores=dataclasses.replace(seen.scores, p_alive=np.array([0.0])))
    assert residual_months(dead, figures, one, 60)[0] == 0


@pytest.mark.parametrize("seed", range(5))
def test_figures_are_finite_for_everybody_who_bought(seed: int) -> None:
    days = client_days(random_lines(seed), 11_000)
    found = lifetimes(days, *scene(days))
    bought = np.diff(days.start) > 0
    for field in dataclasses.fields(found):
        values = getattr(found, field.name)
        assert np.isfinite(values[bought]).all(), field.name
        assert np.isnan(values[~bought]).all(), field.name
    company = company_lifetime(found, bought)
    assert company.expected == pytest.approx(company.past + company.future)
    assert company.base_value == pytest.approx(float(found.future[bought].sum()))
    assert company.source is not None
    assert company.source.months >= 1


def test_no_sales_at_all() -> None:
    days = client_days(ledger([], 2), AS_OF)
    company = company_lifetime(lifetimes(days, *scene(days)), np.ones(2, np.bool_))
    assert (company.clients, company.expected, company.source, company.base_value) == (0, 0.0, None, 0.0)
