"""BG/NBD (Fader, Hardie and Lee 2005): the second likelihood, kept as a reference and for tests only.

It is degenerate on regular wholesale buyers and its P(alive) answers another question (analytics §0.2), so nothing a
person sees comes from it.
"""

from __future__ import annotations

import msgspec
import numpy as np

from core.entities.ledger import Float64
from core.rhythm.beta import log_beta, log_gamma
from core.rhythm.fit import _minimise


class BgNbd(msgspec.Struct, frozen=True):
    """Parameters; `alpha` in the unit of the times given."""

    r: float
    alpha: float
    a: float
    b: float


def log_likelihood(x: Float64, tx: Float64, total: Float64, p: BgNbd) -> Float64:
    """Log-likelihood of (x, tx, T) for each row."""
    head = log_gamma(p.r + x) - log_gamma(p.r) + p.r * np.log(p.alpha)
    alive = log_beta(p.a, p.b + x) - log_beta(p.a, p.b) - (p.r + x) * np.log(p.alpha + total)
    safe = np.maximum(x, 1)
    gone = log_beta(p.a + 1, p.b + safe - 1) - log_beta(p.a, p.b) - (p.r + x) * np.log(p.alpha + tx)
    out: Float64 = head + np.where(x > 0, np.logaddexp(alive, gone), alive)
    return out


def fit(x: Float64, tx: Float64, total: Float64) -> BgNbd:
    """Maximum likelihood from repeats, last repeat time and time observed."""
    patterns, weight = np.unique(np.stack([x, tx, total]), axis=1, return_counts=True)

    def cost(theta: Float64) -> float:
        p = BgNbd(*np.exp(theta).tolist())
        return -float(weight @ log_likelihood(patterns[0], patterns[1], patterns[2], p)) / len(x)

    return BgNbd(*np.exp(_minimise(cost, np.zeros(4))).tolist())


def alive(x: Float64, tx: Float64, total: Float64, p: BgNbd) -> Float64:
    """P(alive) at T."""
    safe = np.maximum(x, 1)
    odds = np.log(p.a / (p.b + safe - 1)) + (p.r + x) * np.log((p.alpha + total) / (p.alpha + tx))
    out: Float64 = np.where(x > 0, 1 / (1 + np.exp(np.minimum(odds, 700.0))), 1.0)
    return out


def lapse(x: Float64, tx: Float64, total: Float64, horizon: float, p: BgNbd) -> Float64:
    """P(no purchase in the next `horizon`)."""
    still = ((p.alpha + total) / (p.alpha + total + horizon)) ** (p.r + x)
    out: Float64 = 1 - alive(x, tx, total, p) * (1 - still)
    return out
