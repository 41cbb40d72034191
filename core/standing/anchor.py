"""Anchor clients: even, regular buyers of long standing, and what their margin covers (analytics §3 Anchor, S00.01)."""

from __future__ import annotations

import dataclasses

import msgspec
import numpy as np

from core.entities.firm_figures import FirmFigures
from core.entities.ledger import Bool, Float64, Int32, Int64
from core.recovery.stake import money
from core.rhythm.client_days import ClientDays
from core.rhythm.states import Rhythms
from core.rules import DEFAULT, Rules
from core.standing.axes import Axes
from core.standing.months import month_number
from core.standing.payments import Payments, no_payments
from core.standing.xyz import period_months


@dataclasses.dataclass(frozen=True, slots=True)
class Anchors:
    """One row a client. Where nobody records due days the third sign says "no data" and two are judged."""

    periods: Int32
    """Periods of the client's own length that could have had a purchase, at most `anchor_periods`."""
    active: Int32
    """Those of them with a purchase."""
    cv: Float64
    tenure_months: Float64
    score: Float64
    """0..100, NaN for a client who never bought."""
    is_anchor: Bool
    provisional: Bool
    """Anchor by the signs, with 6-12 months of history only."""
    monthly: Float64
    """Mean monthly margin over the last 12 full months (fewer if younger), minor units."""
    payments: Payments

    def signs(self, client: int, rules: Rules = DEFAULT) -> dict[str, bool | None]:
        """Constant purchases, roughly equal volume, constant payments (S00.03); None: no data."""
        share = self.active[client] / max(int(self.periods[client]), 1)
        return {
            "regular": bool(share >= rules.anchor_active_share and self.periods[client] > 0),
            "even": bool(self.cv[client] <= rules.anchor_cv),
            "pays": self._pays(client, rules),
        }

    def _pays(self, client: int, rules: Rules) -> bool | None:
        if self.payments.invoices[client] < rules.pays_min_invoices:
            return None
        return bool(self.payments.share[client] >= rules.pays_share)


class Coverage(msgspec.Struct, frozen=True):
    """What the anchors carry; money in minor units a month."""

    anchors: int
    monthly: int
    fixed: int | None
    share: float | None
    """Anchors' mean monthly margin / fixed costs; None without fixed costs."""
    break_even: int | None
    """Fewest anchors whose margin covers the fixed costs; None where all of them do not, or without costs."""


def anchors(
    days: ClientDays,
    rhythms: Rhythms,
    axes: Axes,
    figures: FirmFigures,
    rules: Rules = DEFAULT,
    paid: Payments | None = None,
) -> Anchors:
    """Anchors of one evening. CV is that of XYZ; clients without it (rare, new or uneven) are none."""
    paid = no_payments(days.clients) if paid is None else paid
    seen = rhythms.seen
    bought = seen.events > 0
    last = int(month_number(days.as_of)) - 1
    first = np.where(bought, month_number(seen.first), last + 1)
    length = period_months(seen.gap, rules)
    available = np.where(bought & (length > 0), np.clip((last - first) // np.maximum(length, 1), 0, None), 0)
    periods = np.minimum(available, rules.anchor_periods).astype(np.int32)
    active = _active(days, last, length, periods)
    tenure = np.where(bought, (days.as_of - seen.first + 1) / rules.month_days, 0.0)
    share = active / np.maximum(periods, 1)
    even = np.clip(1 - np.nan_to_num(axes.cv, nan=1.0), 0, 1)
    weights = (rules.anchor_weight_regular, rules.anchor_weight_even, rules.anchor_weight_tenure)
    parts = share * weights[0] + even * weights[1] + np.minimum(tenure / rules.anchor_tenure_months, 1) * weights[2]
    pays = np.where(paid.invoices > 0, rules.anchor_weight_pays, 0.0)
    parts = parts + pays * np.nan_to_num(paid.share)
    score = np.where(bought, 100 * parts / (sum(weights) + pays), np.nan)
    signed = (periods >= rules.anchor_min_periods) & (share >= rules.anchor_active_share)
    signed &= np.nan_to_num(axes.cv, nan=np.inf) <= rules.anchor_cv
    # A client who has stopped is a case for recovery: what he did is no ground to stand on.
    signed &= (seen.silent <= rules.lost_gaps * seen.gap) & (np.nan_to_num(score) >= rules.anchor_score)
    signed &= (paid.invoices < rules.pays_min_invoices) | (np.nan_to_num(paid.share) >= rules.pays_share)
    young = tenure < rules.anchor_tenure_months
    old_enough = tenure >= rules.anchor_provisional_months
    return Anchors(
        periods,
        active,
        axes.cv,
        tenure,
        score,
        signed & old_enough,
        signed & old_enough & young,
        _monthly(days, figures, last, first, rules),
        paid,
    )


def _active(days: ClientDays, last: int, length: Int32, periods: Int32) -> Int32:
    """Periods with a purchase, counted back from the last full month."""
    back = last - month_number(days.day)
    own = length[days.client]
    number = np.where((back >= 0) & (own > 0), back // np.maximum(own, 1), -1)
    keep = (number >= 0) & (number < periods[days.client])
    cell = np.unique(days.client[keep].astype(np.int64) * 4096 + number[keep])
    return np.bincount(cell // 4096, minlength=days.clients).astype(np.int32)


def _monthly(days: ClientDays, figures: FirmFigures, last: int, first: Int64, rules: Rules) -> Float64:
    values = money(days, figures.from_margin, figures.margin_share)
    month = month_number(days.move_day)
    keep = (month > last - rules.anchor_periods) & (month <= last)
    total = np.bincount(days.move_client[keep], weights=values[keep], minlength=days.clients)
    width = np.clip(last - first + 1, 1, rules.anchor_periods)
    return total / width


def coverage(found: Anchors, fixed_monthly: int | None) -> Coverage:
    """How much of the fixed costs of a month (minor units, from the rules of the firm) the anchors carry."""
    values = np.sort(found.monthly[found.is_anchor])[::-1]
    whole = round(float(values.sum()))
    if not fixed_monthly:
        return Coverage(len(values), whole, None, None, None)
    enough = np.flatnonzero(np.cumsum(values) >= fixed_monthly)
    return Coverage(
        len(values), whole, fixed_monthly, whole / fixed_monthly, int(enough[0]) + 1 if len(enough) else None
    )


def nearest(found: Anchors, count: int = 5) -> list[int]:
    """Clients closest to being an anchor who are none, best first (S00.13)."""
    score = np.where(found.is_anchor | (found.periods == 0), np.nan, found.score)
    rows = np.flatnonzero(~np.isnan(score))
    return [int(row) for row in rows[np.lexsort((rows, -score[rows]))][:count]]
