"""Kolotilov's five criteria of a key client at three levels (S03.81–S03.88). They make candidates, not appointments."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.entities.ledger import Bool, Float64, Int64
from core.entities.standing import CRITERIA, SCALES, Criterion, Scale
from core.rules import DEFAULT, Rules


@dataclasses.dataclass(frozen=True, slots=True)
class Candidates:
    """One row a client. Shares are of the sum of the positive nets of 12 months, 0…1; NaN: the whole is unknown."""

    shares: tuple[Float64, ...]
    """One array a level, in the order of `SCALES`."""
    potential: Int64
    """Wallet − ours, minor units a year; 0 where the wallet is unknown or all ours."""
    volume: Bool
    could: Bool
    """Potential: what he buys elsewhere alone would make him key at some level."""
    fame: Bool
    innovator: Bool
    demanding: Bool

    def criteria(self, client: int) -> dict[Criterion, bool]:
        """The five answers."""
        found = (self.volume, self.could, self.fame, self.innovator, self.demanding)
        return {name: bool(flags[client]) for name, flags in zip(CRITERIA, found, strict=True)}

    def scale(self, client: int, rules: Rules = DEFAULT) -> Scale | None:
        """The widest level at which he is key by volume."""
        for name, shares in zip(SCALES, self.shares, strict=True):
            if shares[client] >= rules.key_share:
                return name
        return None

    @property
    def any(self) -> Bool:
        """Candidates: at least one criterion holds."""
        found: Bool = self.volume | self.could | self.fame | self.innovator | self.demanding
        return found


def shares_of(turnover_12m: Int64, whole: Int64 | int) -> Float64:
    """Share of each client in a whole, by client or one for all; ≥ 10.0 % makes at most ten key clients."""
    sum_ = np.broadcast_to(np.asarray(whole, np.float64), turnover_12m.shape)
    positive = np.maximum(turnover_12m, 0)
    return np.where(sum_ > 0, positive / np.where(sum_ > 0, sum_, 1.0), np.nan)


def positive_by(groups: Int64, turnover_12m: Int64, count: int) -> Int64:
    """Sum of the positive nets of each group."""
    return np.rint(np.bincount(groups, weights=np.maximum(turnover_12m, 0), minlength=count)).astype(np.int64)


def candidates(
    turnover_12m: Int64,
    wholes: tuple[Int64 | int, ...],
    wallet: Int64,
    fame: Bool,
    innovator: Bool,
    demanding: Bool,
    rules: Rules = DEFAULT,
) -> Candidates:
    """`wholes`: positive nets at company, department, manager; `wallet`: purchases of a year from all suppliers, 0
    where unknown."""
    shares = tuple(shares_of(turnover_12m, whole) for whole in wholes)
    volume = np.zeros(len(turnover_12m), np.bool_)
    could = volume.copy()
    potential = np.where(wallet > 0, np.maximum(wallet - np.maximum(turnover_12m, 0), 0), 0).astype(np.int64)
    for each, whole in zip(shares, wholes, strict=True):
        volume |= np.nan_to_num(each) >= rules.key_share
        could |= np.nan_to_num(shares_of(potential, whole)) >= rules.key_share
    return Candidates(shares, potential, volume, could, fame, innovator, demanding)
