"""Regularised incomplete beta function and log-gamma in numpy alone, so that scoring needs no scipy.

`betainc(a, b, x)` is the continued fraction of DiDonato and Morris (NIST DLMF 8.17.22), taken on the side where
it converges fast, I_x(a,b) = 1 - I_{1-x}(b,a). Elements are worked on in blocks, so temporaries stay in the cache.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.entities.ledger import Float64

_BLOCK = 4096
_TINY = 1e-300
_EPSILON = 1e-15
_MAX_STEPS = 500
_SHIFT = 9
"""Stirling's series with five terms is exact to 1e-16 from 9 upwards."""
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
_HALF_LOG_TWO_PI = 0.91893853320467274178


def _correction(z: Float64) -> Float64:
    """Stirling's remainder: ln G(z) - ((z - 1/2) ln z - z + ln sqrt(2 pi)), for z ≥ 9."""
    inverse = 1.0 / z
    square = inverse * inverse
    total = np.full_like(z, _STIRLING[-1])
    for term in _STIRLING[-2::-1]:
        total *= square
        total += term
    return total * inverse


def log_gamma(z: npt.ArrayLike) -> Float64:
    """ln of the gamma function for z > 0, relative error about 1e-15."""
    value = np.atleast_1d(np.asarray(z, np.float64)).copy()
    product = np.ones_like(value)
    for _ in range(_SHIFT):
        small = value < _SHIFT
        if not small.any():
            break
        product[small] *= value[small]
        value[small] += 1.0
    out: Float64 = (value - 0.5) * np.log(value) - value + _HALF_LOG_TWO_PI + _correction(value) - np.log(product)
    return out.reshape(np.shape(z))


def log_beta(a: npt.ArrayLike, b: npt.ArrayLike) -> Float64:
    """ln B(a, b) for a, b > 0; without cancellation where one argument is large."""
    first, second = np.broadcast_arrays(np.asarray(a, np.float64), np.asarray(b, np.float64))
    big, small = np.maximum(first, second), np.minimum(first, second)
    plain = log_gamma(small) + log_gamma(big) - log_gamma(big + small)
    far = big >= 20
    if far.any():
        safe = np.where(far, big, 20.0)
        both = safe + small
        drift = -(safe - 0.5) * np.log1p(small / safe) - small * np.log(both) + small
        near = log_gamma(small) + drift + _correction(safe) - _correction(both)
        plain = np.where(far, near, plain)
    out: Float64 = plain
    return out


def _fraction(a: Float64, b: Float64, x: Float64) -> Float64:
    """Continued fraction of I_x(a,b) by modified Lentz; finished elements leave the loop."""
    out = np.empty_like(x)
    rows = np.arange(len(x))
    live = np.ones(len(x), np.bool_)
    c = np.ones_like(x)
    d = 1.0 - (a + b) * x / (a + 1.0)
    d[np.abs(d) < _TINY] = _TINY
    d = 1.0 / d
    h = d.copy()
    for m in range(1, _MAX_STEPS):
        even = m * (b - m) * x / ((a + (2 * m - 1)) * (a + 2 * m))
        d = 1.0 / (1.0 + even * d)
        c = 1.0 + even / c
        step = d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + (2 * m + 1)))
        d = 1.0 / (1.0 + odd * d)
        c = 1.0 + odd / c
        last = d * c
        # A finished element must not move on with its neighbours, else its last bit depends on who is scored with it.
        h = np.where(live, h * step * last, h)
        live &= np.abs(last - 1.0) > _EPSILON
        left = np.count_nonzero(live)
        if left < 0.7 * len(rows) or left == 0:
            out[rows[~live]] = h[~live]
            if left == 0:
                return out
            rows = rows[live]
            a, b, x, c, d, h = (values[live] for values in (a, b, x, c, d, h))
            live = live[live]
    out[rows] = h
    return out


def _block(a: Float64, b: Float64, x: Float64, y: Float64, log_b: Float64) -> Float64:
    """I_x(a,b) with y = 1 - x given apart, so that neither end loses digits."""
    swap = x > (a + 1.0) / (a + b + 2.0)
    p, q = np.where(swap, b, a), np.where(swap, a, b)
    u, v = np.where(swap, y, x), np.where(swap, x, y)
    inside = (u > 0) & (v > 0)
    safe_u = np.where(inside, u, 0.5)
    safe_v = np.where(inside, v, 0.5)
    log_u = np.where(safe_u > 0.5, np.log1p(-np.minimum(safe_v, 0.5)), np.log(safe_u))
    log_v = np.where(safe_v > 0.5, np.log1p(-np.minimum(safe_u, 0.5)), np.log(safe_v))
    front = np.exp(p * log_u + q * log_v - log_b) / p
    part = np.where(inside, front * _fraction(p, q, safe_u), 0.0)
    out: Float64 = np.clip(np.where(swap, 1.0 - part, part), 0.0, 1.0)
    return out


def betainc(
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    x: npt.ArrayLike,
    y: npt.ArrayLike | None = None,
    log_b: npt.ArrayLike | None = None,
) -> Float64:
    """I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1. Absolute error below 1e-12.

    `y` may give 1 - x without rounding, `log_b` ln B(a, b) where the caller has it from a table. Outside the range
    the value is meaningless; the callers' arguments are positive by construction.
    """
    top = np.asarray(x, np.float64)
    rest = 1.0 - top if y is None else np.asarray(y, np.float64)
    arrays = np.broadcast_arrays(np.asarray(a, np.float64), np.asarray(b, np.float64), top, rest)
    known = np.broadcast_to(log_beta(a, b) if log_b is None else np.asarray(log_b), arrays[0].shape).reshape(-1)
    flat = [np.ascontiguousarray(array).reshape(-1) for array in arrays]
    out = np.empty(flat[0].size, np.float64)
    for low in range(0, out.size, _BLOCK):
        part = slice(low, low + _BLOCK)
        out[part] = _block(flat[0][part], flat[1][part], flat[2][part], flat[3][part], known[part])
    return out.reshape(arrays[0].shape)
