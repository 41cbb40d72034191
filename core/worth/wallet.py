"""Share of wallet: our sales of 12 months in what the client buys from everybody (analytics §3, S03.11)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from core.entities.trade import WalletEstimate
from core.rules import DEFAULT, Rules


@dataclasses.dataclass(frozen=True, slots=True)
class WalletShare:
    """`share` is 0…1 and above; None: nobody has said what he buys."""

    total: int
    day: int
    source: str
    share: float
    ask_again: bool
    """We sell him more than he is said to buy: the estimate is wrong."""
    stale: bool
    """Too old to be relied on."""


def wallet_share(ours: int, estimate: WalletEstimate | None, today: int, rules: Rules = DEFAULT) -> WalletShare | None:
    """Our share by an estimate; None without one. `ours`: net of 12 months in minor units."""
    if estimate is None or estimate.total <= 0:
        return None
    part = max(ours, 0) / estimate.total
    stale = today - estimate.day > rules.wallet_stale_days
    return WalletShare(estimate.total, estimate.day, estimate.source, part, part > 1, stale)


def latest(estimates: Iterable[WalletEstimate], today: int) -> dict[str, WalletEstimate]:
    """The last estimate of each group ("" = all goods) made up to an evening."""
    found: dict[str, WalletEstimate] = {}
    for each in sorted(estimates, key=lambda one: (one.day, one.at_us)):
        if each.day <= today:
            found[each.group] = each
    return found
