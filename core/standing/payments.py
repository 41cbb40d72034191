"""The third sign of an anchor: share of the money that comes by its due day (analytics §3 Anchor, S00.03)."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.entities.ledger import NO_DAY, Float64, Int32, LineColumns
from core.rules import DEFAULT, Rules


@dataclasses.dataclass(frozen=True, slots=True)
class Payments:
    """One row a client."""

    invoices: Int32
    """Invoices of the last 12 months that can be judged: paid, or past their day of grace."""
    on_time: Float64
    """Share of their money paid in time, 0…1; NaN without invoices."""
    share: Float64
    """The same shrunk by three invoices at .8, so that one late invoice condemns nobody; NaN without invoices."""


def no_payments(clients: int) -> Payments:
    """Nobody has recorded when invoices are due."""
    nothing = np.full(clients, np.nan)
    return Payments(np.zeros(clients, np.int32), nothing, nothing)


def payments(lines: LineColumns, as_of: int, rules: Rules = DEFAULT) -> Payments:
    """How clients pay, as known on the evening of `as_of`: a payment made later is no payment yet."""
    dues = lines.dues
    if dues is None or not len(dues):
        return no_payments(lines.clients)
    paid = (dues.paid != NO_DAY) & (dues.paid <= as_of)
    ripe = dues.due.astype(np.int64) + rules.pays_grace_days
    rows = (dues.day <= as_of) & (dues.due > as_of - rules.pays_days) & (dues.amount > 0) & (paid | (ripe < as_of))
    client, amount = dues.client[rows], dues.amount[rows].astype(np.float64)
    in_time = paid[rows] & (dues.paid[rows] <= ripe[rows])
    document = np.unique(np.stack((client.astype(np.int64), dues.document[rows])), axis=1)[0]
    invoices = np.bincount(document, minlength=lines.clients).astype(np.int32)
    whole = np.bincount(client, weights=amount, minlength=lines.clients)
    good = np.bincount(client, weights=amount * in_time, minlength=lines.clients)
    some = whole > 0
    on_time = np.where(some, good / np.where(some, whole, 1.0), np.nan)
    prior = rules.pays_prior_invoices
    share = (invoices * on_time + prior * rules.pays_prior_share) / np.maximum(invoices + prior, 1e-9)
    return Payments(invoices, on_time, share)
