"""What asking about needs brings: growth of those asked against growth of those not asked (S03.12)."""

from __future__ import annotations

import msgspec
import numpy as np

from core.entities.ledger import Bool, Int64


class Uplift(msgspec.Struct, frozen=True):
    """Growth of net turnover, half a year after against half a year before, as a share of the half before.

    None where a group has no turnover before. `claimed` is the source's figure.
    """

    asked_clients: int
    others: int
    asked: float | None
    not_asked: float | None
    claimed: float

    @property
    def difference(self) -> float | None:
        """What remains for the question once everybody's growth is taken off."""
        return None if self.asked is None or self.not_asked is None else self.asked - self.not_asked


def uplift(before: Int64, after: Int64, asked: Bool, claimed: float) -> Uplift:
    """`before` and `after`: net of every regular client in two windows of the same length, minor units."""
    return Uplift(
        int(np.count_nonzero(asked)),
        int(np.count_nonzero(~asked)),
        _growth(before[asked], after[asked]),
        _growth(before[~asked], after[~asked]),
        claimed,
    )


def _growth(before: Int64, after: Int64) -> float | None:
    base = int(before.sum())
    return None if base <= 0 else (int(after.sum()) - base) / base
