"""Why clients complain and leave: Pareto of reasons, share of losses for lack of attention (S03.45)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from core.entities.cases import NO_ATTENTION, ServiceCase


class ParetoLine(msgspec.Struct, frozen=True):
    """One cause: how often, its share and the share of it and all more frequent ones together."""

    key: str
    count: int
    share: float
    cumulative: float


def pareto(keys: Iterable[str]) -> list[ParetoLine]:
    """Causes by frequency; equal ones by name. Shares are 0 … 1 of everything counted."""
    counts = Counter(keys)
    whole, seen, lines = counts.total() or 1, 0, []
    for key, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])):
        seen += count
        lines.append(ParetoLine(key, count, count / whole, seen / whole))
    return lines


def no_attention_share(cases: Iterable[ServiceCase]) -> tuple[int, float | None]:
    """Losses, and the share of them where nobody looked after the client; None where nothing was lost."""
    lost = [each for each in cases if each.is_loss]
    if not lost:
        return 0, None
    return len(lost), sum(each.staff == NO_ATTENTION for each in lost) / len(lost)
