"""Thresholds of the work of the team: time, group tasks, typed orders, loyalty; part of `rules.Rules`."""

from __future__ import annotations

import dataclasses
from typing import Any


def rule(default: Any, unit: str, source: str, low: float, high: float) -> Any:
    """A field of the rules with what the registry says of it."""
    return dataclasses.field(default=default, metadata={"unit": unit, "source": source, "low": low, "high": high})


@dataclasses.dataclass(frozen=True, kw_only=True)
class WorkRules:
    """Thresholds of the team's work with their defaults."""

    # Team
    team_days: int = rule(90, "days", "S00.04 (ours)", 7, 365)
    team_small_orders: int = rule(30, "orders", "S03.95 (ours)", 1, 10_000)
    team_small_share: float = rule(0.6, "share of orders", "S03.95 (ours)", 0.5, 1)
    head_visit_days: int = rule(90, "days", "S03.92 (ours)", 7, 730)
    group_notice_days: int = rule(3, "days", "S03.21 (ours)", 0, 60)

    # Orders typed by hand
    order_days: int = rule(90, "days", "S03.35 (ours)", 7, 730)
    order_grace_days: int = rule(3, "days", "S03.35 (ours)", 0, 60)
    order_match_days: int = rule(7, "days", "S03.46 (ours)", 0, 60)
    order_match_share: float = rule(0.005, "share", "S03.46 (ours)", 0, 0.2)

    # Loyalty
    loyalty_days: int = rule(180, "days", "S03.24 (ours)", 30, 730)
    loyalty_least_days: int = rule(30, "days", "S03.24 (ours)", 7, 365)
    loyalty_least_clients: int = rule(10, "clients", "S03.24 (ours)", 5, 1000)
