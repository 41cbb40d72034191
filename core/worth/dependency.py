"""Critical dependency: who holds how much of the sales, in bands, and how much to sell to others (S03.98-S03.102)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final, Literal

import msgspec

from core.rules import DEFAULT, Rules

Band = Literal["none", "note", "warning", "high", "critical"]
BANDS: Final[tuple[Band, ...]] = ("none", "note", "warning", "high", "critical")


class Share(msgspec.Struct, frozen=True):
    """One client or group in the whole. Money of 12 months in minor units; shares are of the sum of positive nets."""

    key: str
    """Id of the client, or name of the group."""
    clients: tuple[str, ...]
    turnover: int
    margin: int
    turnover_share: float
    margin_share: float
    band: Band
    margin_band: Band

    @property
    def worse_margin(self) -> bool:
        """The band by margin is worse than the one by turnover and stands beside it."""
        return BANDS.index(self.margin_band) > BANDS.index(self.band)


class Dependency(msgspec.Struct, frozen=True):
    """Shares of one company, department or manager, largest first."""

    clients: int
    """Clients with a positive net over 12 months."""
    turnover: int
    margin: int
    shares: tuple[Share, ...]
    hhi: float
    """Sum of squared shares of single clients, 0..1."""

    @property
    def mono(self) -> bool:
        """There is one client only (S03.102)."""
        return self.clients == 1


def band_of(share: float, rules: Rules = DEFAULT) -> Band:
    """Band of a share; limits are strict, exactly 50 % is *high* (S03.100)."""
    limits = (rules.dependency_note, rules.dependency_warning, rules.dependency_high, rules.dependency_critical)
    return BANDS[sum(share > limit for limit in limits)]


def dependency(
    turnover: Mapping[str, int],
    margin: Mapping[str, int],
    groups: Mapping[str, Sequence[str]] | None = None,
    rules: Rules = DEFAULT,
) -> Dependency:
    """Shares of every client, or of every group where `groups` name members; those in no group stand alone.

    `turnover` and `margin` hold 12 months by client id, minor units; nets ≤ 0 have no share and are no divisor.
    """
    whole = sum(value for value in turnover.values() if value > 0)
    whole_margin = sum(value for value in margin.values() if value > 0)
    members = {name: tuple(ids) for name, ids in (groups or {}).items()}
    taken = {each for ids in members.values() for each in ids}
    members |= {each: (each,) for each in turnover if each not in taken}
    shares = [_share(key, ids, turnover, margin, whole, whole_margin, rules) for key, ids in members.items() if ids]
    positive = [value / whole for value in turnover.values() if value > 0] if whole else []
    return Dependency(
        clients=len(positive),
        turnover=whole,
        margin=whole_margin,
        shares=tuple(sorted(shares, key=lambda each: (-each.turnover, each.key))),
        hhi=math.fsum(share * share for share in positive),
    )


def _share(
    key: str,
    ids: tuple[str, ...],
    turnover: Mapping[str, int],
    margin: Mapping[str, int],
    whole: int,
    whole_margin: int,
    rules: Rules,
) -> Share:
    sold = sum(max(turnover.get(each, 0), 0) for each in ids)
    earned = sum(max(margin.get(each, 0), 0) for each in ids)
    share = sold / whole if whole else 0.0
    by_margin = earned / whole_margin if whole_margin else 0.0
    return Share(key, ids, sold, earned, share, by_margin, band_of(share, rules), band_of(by_margin, rules))


def extra_sales(amount: int, whole: int, target: float) -> int:
    """How much more the others must buy until `amount` is `target` of the whole: 40 of 100 at 20 % → 100 more.

    Minor units, rounded up; 0 where the share is not above the target. `target` is a share above 0.
    """
    return max(0, math.ceil(amount / target - whole - 1e-9))


class Without(msgspec.Struct, frozen=True):
    """What stays when one client or group leaves, minor units of 12 months."""

    turnover: int
    margin: int
    lost_turnover: int
    lost_margin: int
    next_share: float
    """Share of the largest of the others in what stays."""
    next_band: Band


def without(state: Dependency, key: str, rules: Rules = DEFAULT) -> Without | None:
    """The base without one of its shares; None when there is no such share."""
    gone = next((each for each in state.shares if each.key == key), None)
    if gone is None:
        return None
    rest = state.turnover - gone.turnover
    others = [each.turnover for each in state.shares if each.key != key]
    share = max(others, default=0) / rest if rest > 0 else 0.0
    return Without(rest, state.margin - gone.margin, gone.turnover, gone.margin, share, band_of(share, rules))
