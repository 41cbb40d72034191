"""The part of the analytics pass that every engine leaves to numpy, without the product: for the peers' environment.

Written from the definitions alone (analytics §3), so that equal results mean something.
"""

from __future__ import annotations

from typing import Any

import numpy as np

YEAR, HALF, MONTH = 365, 182, 365.25 / 12
WINDOW = 90
MONTHS_BACK = 24
WIDTH = 36


def month_of(day: Any) -> Any:
    """Months since 1970-01."""
    return np.asarray(day, "datetime64[D]").astype("datetime64[M]").astype(np.int64)


def tail(
    days: dict[str, Any], gaps: dict[str, Any], matrix: Any, manager: Any, clients: int, as_of: int
) -> dict[str, Any]:
    """Letters, tiers, steps, S-C-P-T, managers, concentration and 24 months of flow.

    `days`: client, day, net, cost sorted by client and day; `gaps`: count, mean, median, sd and log-sum by client;
    `matrix`: net by client and month, the part-month of `as_of` last.
    """
    event = days["net"] > 0
    client, day = days["client"][event], days["day"][event]
    events = np.bincount(client, minlength=clients)
    edge = np.r_[0, np.cumsum(events)]
    bought = events > 0
    first = np.where(bought, day[np.minimum(edge[:-1], len(day) - 1)], as_of + 1)
    last = np.where(bought, day[np.maximum(edge[1:] - 1, 0)], 0)
    x = np.maximum(events - 1, 0)
    own = np.where(x >= 2, gaps["mean"], np.nan)
    m0 = round(float(np.nanmedian(own)), 6)
    mean = np.where(x > 0, gaps["mean"], 1.0)
    gap = np.exp((x * np.log(mean) + 3 * np.log(m0)) / (x + 3))
    gap = np.where((x >= 2) & (mean > 180), mean, gap)
    recent = days["day"] > as_of - YEAR
    value12 = np.bincount(days["client"][recent], days["net"][recent] - days["cost"][recent], clients)
    net12 = np.bincount(days["client"][recent], days["net"][recent], clients)
    months = matrix.sum(axis=0)[1:-1][-24:]
    numbers = (int(month_of(as_of)) - 24 + np.arange(24)) % 12
    index = np.array([np.maximum(months[numbers == each], 0).mean() for each in range(12)])
    index /= index.mean()
    whole = net12 > 0
    share = net12[whole] / net12[whole].sum()
    by_manager = np.bincount(manager, np.maximum(net12, 0), int(manager.max()) + 1)
    count12 = np.bincount(client[day > as_of - YEAR], minlength=clients)
    tenure = np.clip((as_of - first + 1) / MONTH, 3, 12)
    return {
        "events": events, "gap": gap, "median": gaps["median"], "sd": gaps["sd"], "logs": gaps["logs"],
        "abc": letters(value12, bought, 0.8, 0.95), "size": letters(net12, bought, 0.5, 0.8),
        "xyz": evenness(matrix, np.where(bought, month_of(first), 10**9), gap, bought, as_of, index),
        "s": net12 / np.maximum(count12, 1), "c": count12 / tenure,
        "p": value12 / np.where(net12 != 0, net12, 1), "t": np.where(bought, (last - first) / MONTH, 0.0),
        "step": np.minimum(events, 3), "manager": by_manager / by_manager.sum(),
        "top": np.array([share.max(), (share**2).sum()]), "flow": flow(client, day, first, clients, as_of),
    }  # fmt: skip


def letters(value: Any, bought: Any, high: float, low: float) -> Any:
    """1, 2, 3 by the cumulative share before the client; 0 for those who never bought."""
    ordered = np.sort(value[value > 0])[::-1]
    before = np.r_[0, np.cumsum(ordered)[:-1]] / ordered.sum()
    cut = [ordered[max(int(np.searchsorted(before, each)), 1) - 1] for each in (high, low)]
    code = np.where(value >= cut[0], 1, np.where(value >= cut[1], 2, 3))
    return np.where(bought, code, 0)


def evenness(matrix: Any, first: Any, gap: Any, bought: Any, as_of: int, index: Any) -> Any:
    """XYZ codes 1, 2, 3, 4 (new), 0 (no letter) from 36 full months by the client's own period."""
    last = int(month_of(as_of)) - 1
    money = matrix[:, :-1][:, -WIDTH:]
    calendar = (last - np.arange(WIDTH)[::-1]) % 12
    available = np.clip(last - first, 0, WIDTH)
    own = np.stack([money[:, -24:][:, calendar[-24:] == each].mean(axis=1) for each in range(12)], axis=1)
    steady = (available >= 24) & (own.mean(axis=1) > 0) & (own.min(axis=1) >= 0)
    scale = np.where(steady, own.mean(axis=1), 1.0)
    part = np.where(steady, 0.25, 0.0)[:, None]
    money = money / ((1 - part) * index + part * own / scale[:, None])[:, calendar]
    length = np.full(len(gap), 6)
    for months in (4, 3, 2):
        length[1.5 * gap <= months * MONTH] = months
    length[gap <= 30 + 1e-6] = 1
    length[gap > 120] = 6
    length[gap > 240] = 0
    out = np.zeros(len(gap), np.int64)
    for months in (1, 2, 3, 4, 6):
        rows = np.flatnonzero(bought & (length == months))
        most = min(12, WIDTH // months)
        sums = money[rows, WIDTH - most * months :].reshape(len(rows), most, months).sum(axis=2)
        count = np.minimum(available[rows] // months, most)
        used = np.arange(most)[::-1] < count[:, None]
        sums = np.where(used, sums, 0.0)
        mean = sums.sum(axis=1) / np.maximum(count, 1)
        sd = np.sqrt((np.where(used, sums - mean[:, None], 0) ** 2).sum(axis=1) / np.maximum(count, 1))
        cv = np.where(mean > 0, sd / np.where(mean > 0, mean, 1), np.inf)
        code = np.where(cv <= 0.25, 1, np.where(cv <= 0.5, 2, 3))
        out[rows] = np.where((count < 6) | (np.count_nonzero(sums, axis=1) < 3), 4, code)
    return out


def flow(client: Any, day: Any, first: Any, clients: int, as_of: int) -> Any:
    """Month by month: active at the start, kept, new, gone quiet."""
    now = int(month_of(as_of))
    following = np.arange(now - MONTHS_BACK + 1, now + 2).astype("datetime64[M]")
    ends = (following.astype("datetime64[D]").astype(np.int64) - 1).tolist()
    active = []
    for end in ends:
        mask = np.zeros(clients, bool)
        mask[client[(day > end - WINDOW) & (day <= end)]] = True
        active.append(mask)
    rows = []
    for start, end, before, after in zip(ends[:-1], ends[1:], active[:-1], active[1:], strict=True):
        new = int(((first > start) & (first <= end)).sum())
        rows.append((int(before.sum()), int((before & after).sum()), new, int((before & ~after).sum())))
    return np.array(rows)
