"""Lifetime value: past and expected margin of every client, and the source's product (analytics §3 LTV, S03.07)."""

from __future__ import annotations

import dataclasses

import msgspec
import numpy as np

from core.entities.firm_figures import FirmFigures
from core.entities.ledger import Bool, Float64
from core.recovery.stake import money, year_value
from core.rhythm.client_days import ClientDays
from core.rhythm.states import Rhythms
from core.rules import DEFAULT, Rules


@dataclasses.dataclass(frozen=True, slots=True)
class Lifetimes:
    """One row a client; money in minor units, NaN for a client who never bought.

    `past` is the margin earned so far, `future` what is expected: `cheque` x `per_month` x `margin_share` x
    `residual_months`.
    """

    cheque: Float64
    per_month: Float64
    margin_share: Float64
    lived_months: Float64
    """From the first purchase to the evening."""
    spent_months: Float64
    """From the first to the last purchase, at least 1: the life the source counts."""
    residual_months: Float64
    past: Float64
    future: Float64

    @property
    def whole(self) -> Float64:
        """Past and future together."""
        return self.past + self.future


class FourFigures(msgspec.Struct, frozen=True):
    """S, C, P, T of the source: mean cheque in minor units, purchases a month, margin as a share, months."""

    cheque: float
    per_month: float
    margin_share: float
    months: float

    @property
    def product(self) -> float:
        """S x C x P x T in minor units (S03.07: 5,000 x 2 x 20 % x 24 = 48,000)."""
        return self.cheque * self.per_month * self.margin_share * self.months


class CompanyLifetime(msgspec.Struct, frozen=True):
    """Lifetime value of the firm's client. Money in minor units."""

    clients: int
    expected: float
    """Ours: mean of past + future over all who ever bought."""
    past: float
    future: float
    group: int
    """Clients in the group of the source's means."""
    source: FourFigures | None
    """Means over the group; None when it is empty. Living clients have not finished: read the product as "at least"."""
    base_value: float
    """Sum of all future parts: what the base is worth from tomorrow on (S04.07)."""


def residual_months(rhythms: Rhythms, figures: FirmFigures, per_month: Float64, most: int) -> Float64:
    """Expected further months: P(alive) (1 - w^most)/(1 - w), w the chance to survive one more month of purchases."""
    parameters, seen = figures.parameters, rhythms.seen
    dropout = parameters.a / (parameters.a + parameters.b + seen.repeats + 1.0)
    stay = np.power(1 - dropout, np.where(np.isfinite(per_month), per_month, 0.0))
    series = np.where(stay < 1 - 1e-12, (1 - stay**most) / np.maximum(1 - stay, 1e-12), float(most))
    out: Float64 = np.where(seen.events > 0, np.nan_to_num(rhythms.scores.p_alive) * series, np.nan)
    return out


def lifetimes(days: ClientDays, rhythms: Rhythms, figures: FirmFigures, rules: Rules = DEFAULT) -> Lifetimes:
    """Lifetime value of every client from his days and the firm's figures."""
    seen = rhythms.seen
    bought = seen.events > 0
    month = rules.month_days
    lived = np.where(bought, (days.as_of - seen.first + 1) / month, np.nan)
    spent = np.where(bought, np.maximum((seen.last - seen.first) / month, 1.0), np.nan)
    width = np.clip(lived, rules.ltv_min_months, rules.year_days / month)
    recent = days.day > days.as_of - rules.year_days
    count = np.bincount(days.client[recent], minlength=days.clients).astype(np.float64)
    net = np.bincount(days.client[recent], weights=days.net[recent], minlength=days.clients)
    whole_count = np.diff(days.start).astype(np.float64)
    whole_net = np.bincount(days.client, weights=days.net, minlength=days.clients)
    quiet = count == 0
    cheque = np.where(quiet, whole_net / np.maximum(whole_count, 1), net / np.maximum(count, 1))
    per_month: Float64 = np.where(quiet, whole_count / np.maximum(lived, rules.ltv_min_months), count / width)
    margin = _margins(days, figures, bought, rules)
    ahead = residual_months(rhythms, figures, per_month, rules.ltv_residual_months)
    values = money(days, figures.from_margin, figures.margin_share).astype(np.float64)
    earned = np.bincount(days.move_client, weights=values, minlength=days.clients)
    past: Float64 = np.where(bought, earned, np.nan)
    empty = np.full(days.clients, np.nan)
    cheque, per_month = np.where(bought, cheque, empty), np.where(bought, per_month, empty)
    return Lifetimes(cheque, per_month, margin, lived, spent, ahead, past, cheque * per_month * margin * ahead)


def _margins(days: ClientDays, figures: FirmFigures, bought: Bool, rules: Rules) -> Float64:
    """P of every client: margin / net of 12 months, the firm's where nothing was bought, 1 where costs are unknown."""
    if not figures.from_margin:
        return np.where(bought, 1.0, np.nan)
    net = year_value(days, days.move_net, days.as_of, rules).astype(np.float64)
    values = money(days, True, figures.margin_share)
    margin = year_value(days, values, days.as_of, rules).astype(np.float64)
    share = np.where(net > 0, margin / np.maximum(net, 1.0), figures.margin_share)
    return np.where(bought, share, np.nan)


def company_lifetime(values: Lifetimes, group: Bool) -> CompanyLifetime:
    """Means over all buyers (ours) and over `group` (the source's four figures)."""
    bought = np.isfinite(values.past)
    picked = group & bought
    n = int(bought.sum())
    source = None
    if picked.any():
        source = FourFigures(
            float(values.cheque[picked].mean()),
            float(values.per_month[picked].mean()),
            float(values.margin_share[picked].mean()),
            float(values.spent_months[picked].mean()),
        )
    past = float(values.past[bought].mean()) if n else 0.0
    future = float(values.future[bought].mean()) if n else 0.0
    return CompanyLifetime(
        n, past + future, past, future, int(picked.sum()), source, float(values.future[bought].sum()) if n else 0.0
    )


def months_from_retention(crr: float, months: float) -> float | None:
    """T = 1 / (1 - monthly retention): 96 % a month → 25 months; None where nobody leaves."""
    monthly = max(crr, 0.0) ** (1 / months)
    return None if monthly >= 1 else 1 / (1 - monthly)


class CrrWhatIf(msgspec.Struct, frozen=True):
    """What another CRR would do to the expected lifetime, months; None where nobody leaves."""

    before: float | None
    after: float | None

    @property
    def uplift(self) -> float | None:
        """Growth of what a client is expected to bring, as a share: lifetimes stand in proportion to it."""
        if not self.before or self.after is None:
            return None
        return self.after / self.before - 1


def what_if_crr(crr: float, points: float, months: float, most: int) -> CrrWhatIf:
    """Lifetimes at a CRR over `months` and at one `points` higher (0.05: 5 points), at most `most` months (S03.17)."""

    def capped(value: float) -> float:
        found = months_from_retention(min(max(value, 0.0), 1.0), months)
        return float(most) if found is None else min(found, float(most))

    return CrrWhatIf(capped(crr), capped(crr + points))
