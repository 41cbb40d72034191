"""MBG-k: gamma renewal with dropout after every event, in closed form through one incomplete beta (analytics §3).

Gaps ~ Gamma(k, rate k nu), nu ~ Gamma(r, alpha), dropout after each event ~ Beta(a, b). With A = r + k x and
B = alpha + k tx: S(g) = I_{B/(B+kg)}(A, k), q = a/(b+x). k = 1 is MBG/NBD (Batislam, Denizel and Filiztekin 2007).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from core.entities.firm_figures import RhythmParameters
from core.entities.ledger import Float64
from core.rhythm.beta import betainc, log_beta, log_gamma
from core.rules import DEFAULT, Rules

Special = Callable[..., Float64]
"""A function of mathematics, element by element."""


def priors(rules: Rules = DEFAULT) -> RhythmParameters:
    """Centres of the shipped log-normal priors; used as they are until a firm's own fit exists (analytics §1.4)."""
    return RhythmParameters(rules.prior_r, rules.prior_alpha_days, rules.prior_a, rules.prior_b, rules.prior_k)


def log_beta_by_repeats(repeats: npt.NDArray[np.integer], parameters: RhythmParameters) -> Float64:
    """ln B(r + k x, k) for every row, computed once for every different x."""
    if not len(repeats):
        return np.zeros(0)
    table = np.zeros(int(repeats.max()) + 1)
    used = np.zeros(len(table), np.bool_)
    used[repeats] = True
    x = np.flatnonzero(used)
    table[x] = log_beta(parameters.r + parameters.k * x, np.full(len(x), parameters.k))
    out: Float64 = table[repeats]
    return out


def survival(
    repeats: npt.NDArray[np.integer],
    span: npt.NDArray[np.integer],
    silent: npt.NDArray[np.number],
    parameters: RhythmParameters,
    log_b: Float64 | None = None,
) -> Float64:
    """S(g): probability that the gap of a client who still buys lasts longer than `silent` days."""
    k = parameters.k
    rate: Float64 = parameters.alpha + k * np.asarray(span, np.float64)
    pause: Float64 = np.maximum(np.asarray(silent, np.float64), 0.0)
    total = np.add(rate, k * pause)
    known: Float64 = log_beta_by_repeats(repeats, parameters) if log_b is None else log_b
    shape = parameters.r + k * np.asarray(repeats, np.float64)
    return betainc(shape, k, rate / total, k * pause / total, known)


def dropout_odds(repeats: npt.NDArray[np.integer], parameters: RhythmParameters) -> Float64:
    """q = a/(b+x): odds that the last event was the last of all."""
    count: Float64 = np.asarray(repeats, np.float64)
    odds: Float64 = parameters.a / (parameters.b + count)
    return odds


def log_likelihood(
    repeats: Float64,
    span: Float64,
    log_gaps: Float64,
    parameters: RhythmParameters,
    survived: Float64,
    functions: tuple[Special, Special] = (log_gamma, log_beta),
) -> Float64:
    """Log-likelihood of each row up to data constants, with S(g) given (analytics §3 Rhythm).

    `functions` are ln Γ and ln B: who has scipy loaded gives its own, which are several times as fast.
    """
    ln_gamma, ln_beta = functions
    r, alpha, a, b, k = parameters.r, parameters.alpha, parameters.a, parameters.b, parameters.k
    # Thousands of rows share some hundred counts of purchases: the costly functions are taken once a count.
    counts, row = np.unique(repeats, return_inverse=True)
    shape = r + k * repeats
    total: Float64 = repeats * (k * np.log(k) - ln_gamma(k)) + (k - 1) * log_gaps
    total += ln_gamma(r + k * counts)[row] - ln_gamma(r) + r * np.log(alpha) - shape * np.log(alpha + k * span)
    total += ln_beta(a, b + counts + 1)[row] - ln_beta(a, b)
    total += np.log(survived + a / (b + repeats))
    return total
