from __future__ import annotations

import numpy as np
import pytest
from scipy import special

from core.rhythm.beta import betainc, log_beta, log_gamma


def test_log_gamma_equals_scipy() -> None:
    z = np.exp(np.random.default_rng(1).uniform(np.log(1e-8), np.log(1e7), 50_000))
    expected = special.gammaln(z)
    assert np.max(np.abs(log_gamma(z) - expected) / np.maximum(1, np.abs(expected))) < 1e-13


def test_log_beta_does_not_cancel_for_large_arguments() -> None:
    rng = np.random.default_rng(2)
    a, b = np.exp(rng.uniform(-7, 5, 20_000)), np.exp(rng.uniform(-3, 4, 20_000))
    assert np.max(np.abs(log_beta(a, b) - special.betaln(a, b))) < 1e-12
    far = np.exp(rng.uniform(np.log(20), np.log(1e6), 20_000))
    # B(a+1, b) / B(a, b) = a / (a+b); scipy's own betaln is only good to 1e-9 here.
    assert np.max(np.abs(log_beta(far + 1, b) - log_beta(far, b) + np.log1p(b / far))) < 1e-12


@pytest.mark.parametrize("place", ["uniform", "near 0", "near 1", "where the mass lies"])
def test_betainc_equals_scipy_to_1e_10(place: str) -> None:
    rng = np.random.default_rng(4)
    n = 30_000
    a = np.exp(rng.uniform(np.log(1e-3), np.log(5000), n))
    b = np.exp(rng.uniform(np.log(0.05), np.log(50), n))
    small = np.exp(rng.uniform(np.log(1e-14), np.log(0.5), n))
    x = {
        "uniform": rng.random(n),
        "near 0": small,
        "near 1": 1 - small,
        "where the mass lies": np.clip(rng.beta(a, b), 1e-300, 1),
    }[place]
    assert np.max(np.abs(betainc(a, b, x) - special.betainc(a, b, x))) < 1e-10


def test_betainc_keeps_the_small_tail_when_one_minus_x_is_given() -> None:
    y = np.array([1e-20, 1e-18, 1e-17])
    lost = betainc(3.0, 2.0, y, 1 - y)
    assert np.allclose(lost, special.betainc(3.0, 2.0, y), rtol=1e-12)
    assert np.all(1 - betainc(3.0, 2.0, 1 - y, y) <= 1e-16)


def test_betainc_at_the_ends_and_its_shape() -> None:
    assert betainc(2.0, 3.0, [0.0, 1.0]).tolist() == [0.0, 1.0]
    assert betainc(np.ones((4, 1)), np.ones((1, 5)), 0.25).shape == (4, 5)
    assert float(betainc(1.0, 1.0, 0.25)) == pytest.approx(0.25, abs=1e-15)
    assert betainc(np.zeros(0), 1.0, 0.5).shape == (0,)


def test_one_element_does_not_depend_on_its_neighbours() -> None:
    rng = np.random.default_rng(5)
    a, x = rng.uniform(0.1, 400, 9001), rng.random(9001)
    whole = betainc(a, 1.8, x)
    picked = rng.permutation(9001)[:333]
    assert np.array_equal(betainc(a[picked], 1.8, x[picked]), whole[picked])
