"""Fitting MBG-k to a firm's own history; the only place in core that needs scipy, imported inside the functions."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable

import msgspec
import numpy as np

from core.entities.firm_figures import RhythmParameters
from core.entities.ledger import Float64
from core.rhythm.history import History
from core.rhythm.model import log_likelihood, priors
from core.rules import DEFAULT, Rules

_STEP = 1e-4
_BOUND = 12.0
_DIGITS = 10
"""Published parameters are rounded, so that last bits of an optimiser do not travel into every store."""

_MOST_KNOWN = 16
_KNOWN: dict[object, RhythmParameters] = {}
"""What was fitted by what it was fitted to: a session asks anew after every note that leaves the sales as they were."""


def warm() -> None:
    """Load scipy ahead of a fit, for a thread that has nothing better to do (half a second)."""
    import scipy.optimize
    import scipy.special  # noqa: F401


def fit(seen: History, rules: Rules = DEFAULT) -> RhythmParameters:
    """MAP estimate from clients with at least one event; alpha in days. Shipped priors when there is nobody.

    A fixed seeded sample of at most `fit_sample_clients` clients is used; equal (x, tx, g) are counted once, since
    the gaps enter the likelihood only through one sum (analytics §2).
    """
    rows = np.flatnonzero(seen.events > 0)
    if not len(rows):
        return priors(rules)
    if len(rows) > rules.fit_sample_clients:
        chosen = np.random.default_rng(rules.fit_seed).permutation(len(rows))[: rules.fit_sample_clients]
        rows = rows[np.sort(chosen)]
    part = seen.take(rows)
    times = np.stack([part.repeats, part.span, part.silent]).astype(np.float64)
    log_gaps, centre, sd = math.fsum(part.log_gaps.tolist()), priors(rules), rules.prior_sd_log
    known = hashlib.blake2b(times.tobytes(), digest_size=16).digest(), log_gaps, msgspec.structs.astuple(centre), sd
    found = _KNOWN.get(known)
    if found is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        found = _KNOWN[known] = estimate(times[0], times[1], times[2], log_gaps, centre, sd)
    return found


def estimate(
    repeats: Float64,
    span: Float64,
    silent: Float64,
    log_gaps: float,
    centre: RhythmParameters,
    sd: float | None,
    fixed_k: float | None = None,
) -> RhythmParameters:
    """Maximise likelihood × log-normal prior around `centre`; `sd` None is plain maximum likelihood.

    Times may be in any unit, `alpha` comes out in the same one. `fixed_k` holds the regularity (1: MBG/NBD).
    """
    from scipy.special import betainc, betaln, gammaln

    patterns, weight = np.unique(np.stack([repeats, span, silent]), axis=1, return_counts=True)
    x, tx, g = patterns
    start = np.log(np.array([centre.r, centre.alpha, centre.a, centre.b, centre.k]))

    def unpack(theta: Float64) -> RhythmParameters:
        r, alpha, a, b = np.exp(theta[:4]).tolist()
        return RhythmParameters(r, alpha, a, b, fixed_k if fixed_k is not None else float(np.exp(theta[4])))

    def cost(theta: Float64) -> float:
        p = unpack(theta)
        rate = p.alpha + p.k * tx
        survived = betainc(p.r + p.k * x, p.k, rate / (rate + p.k * g))
        total = float(weight @ log_likelihood(x, tx, np.zeros_like(x), p, survived, (gammaln, betaln)))
        total += (p.k - 1) * log_gaps
        if sd is not None:
            total -= 0.5 * float(np.sum(((theta - start[: len(theta)]) / sd) ** 2))
        return -total / len(repeats)

    theta = _minimise(cost, start if fixed_k is None else start[:4])
    best = unpack(theta)
    return RhythmParameters(*(float(f"{value:.{_DIGITS}g}") for value in (best.r, best.alpha, best.a, best.b, best.k)))


def _minimise(cost: Callable[[Float64], float], start: Float64) -> Float64:
    """L-BFGS-B with central differences on log parameters; bounds keep a flat direction from running away."""
    from scipy.optimize import minimize

    def gradient(theta: Float64) -> Float64:
        out = np.empty_like(theta)
        for i in range(len(theta)):
            step = np.zeros_like(theta)
            step[i] = _STEP
            out[i] = (cost(theta + step) - cost(theta - step)) / (2 * _STEP)
        return out

    bounds = [(float(value) - _BOUND, float(value) + _BOUND) for value in start]
    answer = minimize(
        cost,
        start,
        jac=gradient,
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-13, "gtol": 1e-8, "maxiter": 300},
    )
    return np.asarray(answer.x, np.float64)
