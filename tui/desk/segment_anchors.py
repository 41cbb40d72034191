"""The tab of anchors: three signs, coverage, who came and who went (S00.01–S00.06, S00.13)."""

from __future__ import annotations

import functools

import msgspec
import numpy as np

from core.entities.ledger import Bool, Int64
from core.entities.vocabulary import LEVELS
from core.standing.anchor import Coverage, coverage, nearest
from core.standing.months import month_number
from core.wording import evidence as evidence_words
from core.wording import money
from core.wording import segments as words
from storage.vault.books.standing import OBLIGATIONS
from tui.desk.port_standing import Segment, SegmentFigure
from tui.desk.segment_rows import Note
from tui.desk.segment_tabs import AxisTab
from tui.desk.standing_records import latest

NEAREST = 5


class AnchorsTab(AxisTab):
    """Anchors by what they bring a month."""

    def segment(self) -> Segment:
        found = self.coverage
        figures = [
            self._figure("anchor", self.figures.anchors.is_anchor),
            self._figure("provisional", self.figures.anchors.provisional),
        ]
        figures += [self._figure(key, self._mask(key)) for key in ("carry", "gained", "kept", "lost", "large")]
        if not self.figures.anchors.is_anchor.any():
            figures.insert(0, self._figure("nearest", self._mask("nearest")))
        else:
            figures.append(self._figure("nearest", self._mask("nearest")))
        says = words.coverage(found.share, found.monthly, found.fixed, found.break_even, self.seen.base.currency)
        made = self.made(figures, says, [])
        if self.seen.among is not None:
            return made
        return msgspec.structs.replace(made, gauge=found.share, goal=1.0 if found.share is not None else None)

    @functools.cached_property
    def coverage(self) -> Coverage:
        """What the anchors carry of the fixed costs entered by month."""
        month = int(month_number(self.figures.days.as_of))
        return coverage(self.figures.anchors, self.seen.desk.evolution.monthly_costs(month))

    def _figure(self, key: str, chosen: Bool) -> SegmentFigure:
        made = self.figure(key, words.title(key), chosen, words.rule(key))
        monthly = round(float(self.figures.anchors.monthly[self.seen.narrowed(chosen)].sum()))
        return msgspec.structs.replace(made, more=words.monthly(money.short(self.seen.money(monthly))))

    def _mask(self, key: str) -> Bool:
        found, before = self.figures.anchors, self.seen.anchors_before.is_anchor
        if key in ("anchor", "provisional"):
            return found.is_anchor if key == "anchor" else found.provisional
        if key in ("gained", "kept", "lost"):
            return {
                "gained": found.is_anchor & ~before,
                "kept": found.is_anchor & before,
                "lost": ~found.is_anchor & before,
            }[key]
        out = np.zeros(len(found.score), np.bool_)
        if key == "nearest":
            out[nearest(found, NEAREST)] = True
        elif key == "carry":
            rows = self._by_margin(found.is_anchor)
            out[rows[: self.coverage.break_even or 0]] = True
        elif key == "large":
            out = (self.now.level <= LEVELS.index("large")) & ~self._answered()
        else:
            raise KeyError(key)
        return out

    def _answered(self) -> Bool:
        out = np.zeros(len(self.seen.base.ids), np.bool_)
        out[list(latest(self.seen.desk, OBLIGATIONS, self.figures.days.as_of))] = True
        return out

    def _by_margin(self, chosen: Bool) -> Int64:
        rows = np.flatnonzero(chosen)
        return rows[np.lexsort((rows, -self.figures.anchors.monthly[rows]))]

    def chosen(self, key: str) -> Int64:
        if key == "nearest":
            return np.array(nearest(self.figures.anchors, NEAREST), np.int64)
        return self._by_margin(self._mask(key))

    def note(self, key: str) -> Note:
        found, rules = self.figures.anchors, self.seen.rules

        def told(number: int) -> tuple[str, str]:
            cv, paid = float(found.cv[number]), float(found.payments.share[number])
            signs = found.signs(number, rules)
            numbers = evidence_words.anchor_numbers(
                int(found.active[number]),
                int(found.periods[number]),
                None if np.isnan(cv) else cv,
                None if np.isnan(paid) else paid,
                int(found.payments.invoices[number]),
            )
            said = "; ".join(numbers)
            if key in ("nearest", "lost"):
                said = f"{words.failing(signs)} — {said}"
            mark = "".join("✓" if held else "?" if held is None else "×" for held in signs.values())
            return mark, said

        return told
