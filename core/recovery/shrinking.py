"""The second queue: still on rhythm, but buying less than a year ago (analytics §3 Queue).

Nobody is late here, so the first queue is silent about them; what leaves are orders, not clients. Anchors and key
accounts only: their money is even enough for half a year to say something.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from core.entities.firm_figures import FirmFigures
from core.entities.ledger import Bool, Int64
from core.recovery.reason import ShrinkingFacts
from core.recovery.stake import money, sums
from core.rhythm.client_days import ClientDays
from core.rhythm.states import Rhythms, code
from core.rules import DEFAULT, Rules


@dataclasses.dataclass(frozen=True, slots=True)
class Shrinking:
    """Clients of the second queue, largest loss first; one row a client in every array."""

    client: Int64
    recent: Int64
    before: Int64
    rhythms: Rhythms
    from_margin: bool

    def __len__(self) -> int:
        return len(self.client)

    def reason(self, row: int) -> ShrinkingFacts:
        """The numbers of one row."""
        client = int(self.client[row])
        recent, before = int(self.recent[row]), int(self.before[row])
        return ShrinkingFacts(
            usual_interval_days=float(self.rhythms.seen.gap[client]),
            days_silent=int(self.rhythms.seen.silent[client]),
            recent=recent,
            before=before,
            missing=2 * (before - recent),
            from_margin=self.from_margin,
        )


def shrinking(
    days: ClientDays, rhythms: Rhythms, figures: FirmFigures, watched: Bool, rules: Rules = DEFAULT
) -> Shrinking:
    """Of the `watched` (anchors, key accounts) those on rhythm whose last half-year is under `shrinking_ratio` of the
    same one a year ago. Ties by client number; without sales nobody is in it."""
    values = money(days, figures.from_margin, figures.margin_share)
    half, year = rules.half_year_days, rules.year_days
    now, then = days.as_of, days.as_of - year
    recent = sums(days, values, now - half, now)
    before = sums(days, values, then - half, then)
    steady = watched & (rhythms.state == code("on_rhythm")) & (before > 0)
    rows = np.flatnonzero(steady & (recent < rules.shrinking_ratio * before))
    rows = rows[np.lexsort((rows, recent[rows] - before[rows]))]
    return Shrinking(rows, recent[rows], before[rows], rhythms, figures.from_margin)
