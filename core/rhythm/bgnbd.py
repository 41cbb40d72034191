"""BG/NBD (Fader, Hardie and Lee 2005): the second likelihood, kept as a reference, for benches and tests only.

It is degenerate on regular wholesale buyers and its P(alive) answers another question (analytics §0.2), so nothing a
person sees comes from it.
"""

from __future__ import annotations

import dataclasses

import msgspec
import numpy as np

from core.entities.ledger import Float64, Int64
from core.rhythm.beta import log_beta, log_gamma


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


@dataclasses.dataclass(frozen=True, slots=True)
class _Patterns:
    """Equal (x, tx, T) counted once. `x`, `times`: the different values; `ix`, `itx`, `itotal`: rows of the patterns
    with a repeat; `count`: how often each; the rest are sums over all clients, by x or by time."""

    x: Float64
    times: Float64
    ix: Int64
    itx: Int64
    itotal: Int64
    count: Float64
    by_x: Float64
    clients_by_total: Float64
    repeats_by_total: Float64


def _numbered(values: Float64) -> tuple[Float64, Int64]:
    """Different values and the place of each row among them; whole numbers of a small range without sorting."""
    whole = values.astype(np.int64)
    top = int(whole.max(initial=0))
    if top < 2**20 and int(whole.min(initial=0)) >= 0 and np.array_equal(whole, values):
        used = np.flatnonzero(np.bincount(whole, minlength=top + 1))
        place = np.zeros(top + 1, np.int64)
        place[used] = np.arange(len(used))
        return used.astype(np.float64), place[whole]
    found, place = np.unique(values, return_inverse=True)
    return found, place.reshape(-1)


def _patterns(x: Float64, tx: Float64, total: Float64) -> _Patterns:
    counts, ix = _numbered(x)
    times, both = _numbered(np.concatenate([tx, total]))
    itx, itotal = both[: len(x)], both[len(x) :]
    key = (ix * len(times) + itx) * len(times) + itotal
    again = np.sort(key[x > 0])
    first = np.flatnonzero(np.concatenate([[True], again[1:] != again[:-1]])) if len(again) else np.zeros(0, np.int64)
    weight = np.diff(np.append(first, len(again))).astype(np.float64)
    again = again[first]
    rest, row_total = np.divmod(again, len(times))
    row_x, row_tx = np.divmod(rest, len(times))
    return _Patterns(
        counts,
        times,
        row_x,
        row_tx,
        row_total,
        weight,
        np.bincount(ix, minlength=len(counts)).astype(np.float64),
        np.bincount(itotal, minlength=len(times)).astype(np.float64),
        np.bincount(itotal, weights=x, minlength=len(times)).astype(np.float64),
    )


def _dot(first: Float64, second: Float64) -> float:
    """Sum of products by one processor: the threads of BLAS cost more than they save here."""
    return float(np.einsum("i,i->", first, second))


def fit(x: Float64, tx: Float64, total: Float64) -> BgNbd:
    """Maximum likelihood from repeats, last repeat time and time observed, by the analytic gradient.

    Functions of x and of a time alone are taken once for every different value (analytics §2). Imports scipy.
    """
    from scipy.optimize import minimize
    from scipy.special import gammaln, psi

    seen, n = _patterns(x, tx, total), len(x)
    clients, repeats = seen.clients_by_total, seen.repeats_by_total
    some = np.maximum(seen.x, 1)
    whole = float(repeats.sum())

    def cost(theta: Float64) -> tuple[float, Float64]:
        r, alpha, a, b = np.exp(theta).tolist()
        shift = alpha + seen.times
        log_time, inverse = np.log(shift), 1 / shift
        shape = r + seen.x
        gone_x = np.log(a / (b + some - 1))
        later = log_time[seen.itotal] - log_time[seen.itx]
        row_shape = shape[seen.ix]
        odds = gone_x[seen.ix] + row_shape * later
        small = np.exp(-np.abs(odds))
        soft = np.maximum(odds, 0) + np.log1p(small)
        gone = seen.count * np.where(odds >= 0, 1.0, small) / (1 + small)
        head = gammaln(shape) + gammaln(b + seen.x) - gammaln(a + b + seen.x)
        value = _dot(seen.by_x, head) + _dot(seen.count, soft)
        value += n * float(gammaln(a + b) - gammaln(b) - gammaln(r) + r * np.log(alpha))
        value -= _dot(r * clients + repeats, log_time)
        joint = _dot(seen.by_x, psi(a + b + seen.x))
        slope = np.array(
            [
                _dot(seen.by_x, psi(shape)) + n * float(np.log(alpha) - psi(r))
                - _dot(clients, log_time) + _dot(gone, later),
                n * r / alpha - _dot(r * clients + repeats, inverse)
                + _dot(gone * row_shape, inverse[seen.itotal] - inverse[seen.itx]),
                n * float(psi(a + b)) - joint + float(gone.sum()) / a,
                _dot(seen.by_x, psi(b + seen.x)) - joint + n * float(psi(a + b) - psi(b))
                - _dot(np.bincount(seen.ix, gone, len(seen.x)).astype(np.float64), 1 / (b + some - 1)),
            ]
        )  # fmt: skip
        return -value / n, -slope * np.exp(theta) / n

    # A start near the mean rate saves half of the steps.
    rate = max(whole, 1.0) / max(float(total.sum()), 1.0)
    start = np.log([0.5, 0.5 / rate, 0.5, 2.0])
    bounds = [(float(each) - _BOUND, float(each) + _BOUND) for each in start]
    answer = minimize(
        cost,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-12, "gtol": 1e-7, "maxiter": 300},
    )
    return BgNbd(*np.exp(answer.x).tolist())


_BOUND = 12.0
"""A flat direction (a → 0: everybody alive for ever) stops here."""


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
