"""The analytics pass by the product itself, with the same answers as `_analytics_tail` gives to the peers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from core.entities.firm_figures import FIGURES_VERSION, Cuts, FirmFigures
from core.entities.ledger import Float64, Int32, Int64, LineColumns
from core.recovery.stake import margin_basis, money, year_value
from core.rhythm.client_days import ClientDays, client_days
from core.rhythm.history import company_gap, history
from core.rhythm.model import priors
from core.rules import DEFAULT
from core.standing import abc, xyz
from core.standing.months import firm_months, month_index

WINDOW = 90
MONTHS_BACK = 24


def whole_pass(lines: LineColumns, manager: Int32, as_of: int) -> Mapping[str, npt.NDArray[np.generic]]:
    """Lines to letters, tiers, steps, S-C-P-T, managers, concentration and 24 months of flow."""
    days = client_days(lines, as_of)
    m0 = round(company_gap(days), 6)
    seen = history(days, m0)
    from_margin, share = margin_basis(days)
    value = year_value(days, money(days, from_margin, share), as_of)
    net = year_value(days, days.move_net, as_of)
    cuts = abc.cuts(days, from_margin, share)
    figures = _figures(days, m0, cuts)
    median, sd, logs = gap_statistics(days)
    bought = seen.events > 0
    lately = np.bincount(days.client[days.day > as_of - DEFAULT.year_days], minlength=days.clients)
    tenure = np.clip((as_of - seen.first + 1) / DEFAULT.month_days, 3, 12)
    letters, _ = xyz.letters(days, seen, figures)
    positive = net[net > 0].astype(np.float64)
    part = positive / positive.sum()
    by_manager = np.bincount(manager, np.maximum(net, 0), int(manager.max()) + 1)
    return {
        "events": seen.events, "gap": seen.gap, "median": median, "sd": sd, "logs": logs,
        "abc": abc.letters(value, seen.events, cuts.abc_a, cuts.abc_b),
        "size": abc.letters(net, seen.events, cuts.size_large, cuts.size_medium),
        "xyz": letters,
        "s": net / np.maximum(lately, 1), "c": np.where(bought, lately / tenure, 0.0),
        "p": value / np.where(net != 0, net, 1),
        "t": np.where(bought, (seen.last - seen.first) / DEFAULT.month_days, 0.0),
        "step": np.minimum(seen.events, 3), "manager": by_manager / by_manager.sum(),
        "top": np.array([part.max(), (part**2).sum()]), "flow": flow(days, seen.first),
    }  # fmt: skip


def _figures(days: ClientDays, m0: float, cuts: Cuts) -> FirmFigures:
    """What the letters need of the firm."""
    return FirmFigures(
        v=FIGURES_VERSION, day=days.as_of, log_size=0, whole_firm=True, clients=days.clients, buyers=0,
        parameters=priors(), fitted=False, m0=m0, from_margin=True, margin_share=1.0, cuts=cuts, previous=cuts,
        stake_median=0, queue_probability=0.5, sleeping_probability=0.5, lost_probability=0.8, alarms_tuned=False,
        completed_gaps=0, positive_net=0, month_index=month_index(firm_months(days)),
    )  # fmt: skip


def gap_statistics(days: ClientDays) -> tuple[Float64, Float64, Float64]:
    """Median, population sd and sum of logarithms of the gaps of every client; 0 without a gap."""
    same = np.flatnonzero(days.client[1:] == days.client[:-1])
    gaps = np.diff(days.day)[same].astype(np.int64)
    client = days.client[1:][same]
    count = np.bincount(client, minlength=days.clients)
    some = np.maximum(count, 1)
    total = np.bincount(client, gaps, days.clients)
    squares = np.bincount(client, gaps * gaps, days.clients)
    table = np.log(np.arange(int(gaps.max(initial=1)) + 1, dtype=np.float64).clip(1))
    logs: Float64 = np.bincount(client, table[gaps], days.clients).astype(np.float64)
    bits = int(gaps.max(initial=1)).bit_length()
    ordered: Int64 = np.sort((client.astype(np.int64) << bits) | gaps) & (2**bits - 1)
    start = np.r_[0, np.cumsum(count)[:-1]]
    low, high = start + (some - 1) // 2, start + some // 2
    top = max(len(ordered) - 1, 0)
    middle = (ordered[np.minimum(low, top)] + ordered[np.minimum(high, top)]) / 2
    variance = np.maximum(squares / some - (total / some) ** 2, 0)
    return np.where(count > 0, middle, 0.0), np.sqrt(variance), logs


def flow(days: ClientDays, first: Int32) -> Int64:
    """Month by month: active at the start, kept, new, gone quiet."""
    month = np.datetime64(days.as_of, "D").astype("datetime64[M]")
    steps = np.arange(MONTHS_BACK, -1, -1)
    ends = [int((month - back + 1).astype("datetime64[D]").astype(np.int64)) - 1 for back in steps.tolist()]
    recent = days.day > ends[0] - WINDOW
    client, day = days.client[recent], days.day[recent]
    active = []
    for end in ends:
        mask = np.zeros(days.clients, np.bool_)
        mask[client[(day > end - WINDOW) & (day <= end)]] = True
        active.append(mask)
    born = first[np.diff(days.start) > 0]
    rows = []
    for at in range(MONTHS_BACK):
        before, after = active[at], active[at + 1]
        new = np.count_nonzero((born > ends[at]) & (born <= ends[at + 1]))
        kept = np.count_nonzero(before & after)
        rows.append((np.count_nonzero(before), kept, new, np.count_nonzero(before) - kept))
    return np.array(rows, np.int64)
