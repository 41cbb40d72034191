"""Tabs of SEG that lead to work: target clients and «Смотр базы» (S00.07, S00.09, S00.12, S02.10, S02.11)."""

from __future__ import annotations

import functools

import msgspec
import numpy as np

from core.entities.ledger import Bool, Int64
from core.entities.vocabulary import STEPS
from core.standing.evidence import out_of_queues
from core.standing.growth import fast_growth
from core.standing.target import Target
from core.wording import evidence as evidence_words
from core.wording import segments as words
from storage.vault.books.standing import BASE_REVIEW
from storage.vault.books.work import NEED
from tui.desk.port_standing import Segment
from tui.desk.segment_rows import Note, by_turnover
from tui.desk.segment_tabs import AxisTab
from tui.desk.standing_desk import REVIEW
from tui.desk.standing_sources import Sources

REGULAR = STEPS.index("regular")


class TargetsTab(AxisTab):
    """Two ticks and the half-year clock."""

    KEYS = ("target", "expected", "recheck", "unsure", "own_use")

    @functools.cached_property
    def found(self) -> dict[int, Target]:
        """Everybody of whom something is known."""
        return self.seen.desk.standing.targets()

    def segment(self) -> Segment:
        figures = [self.figure(key, words.title(key), self._mask(key), words.rule(key)) for key in self.KEYS]
        alarms = []
        if self.seen.base.currency != "USD" and self.seen.desk.evolution.rate("USD") is None:
            alarms.append(words.no_rate())
        return self.made(figures, [], alarms)

    def _mask(self, key: str) -> Bool:
        if key not in self.KEYS:
            raise KeyError(key)
        out = np.zeros(len(self.seen.base.ids), np.bool_)
        out[[number for number, each in self.found.items() if _is(each, key)]] = True
        return out

    def chosen(self, key: str) -> Int64:
        return by_turnover(self.figures, self._mask(key))

    def note(self, key: str) -> Note:  # noqa: ARG002
        currency = self.seen.base.currency

        def told(number: int) -> tuple[str, str]:
            each = self.found[number]
            ticks = "".join(
                "✓" if held else "?" if held is None else "×" for held in (each.purpose_fits, each.sum_fits)
            )
            parts = [evidence_words.purpose(each.purpose)] if each.purpose else []
            parts += [evidence_words.target_sum(each, currency), evidence_words.target_clock(each)]
            return ticks, "; ".join(parts)

        return told


def _is(each: Target, key: str) -> bool:
    return {
        "target": each.is_target,
        "expected": each.by_expectation,
        "recheck": each.recheck,
        "own_use": each.purpose_fits is False,
        "unsure": each.purpose_fits is not False and each.sum_fits is None and not each.is_target,
    }[key]


class ReviewTab(AxisTab):
    """«Смотр базы»: who is not a regular yet, the question, the answer; the gauge of regulars."""

    KEYS = ("open", "tasked", "answered", "regulars", "growth")

    def segment(self) -> Segment:
        figures = [self.figure(key, words.title(key), self._mask(key), words.rule(key)) for key in self.KEYS]
        base = self._base
        whole = int(np.count_nonzero(base))
        part = int(np.count_nonzero(base & (self.now.step >= REGULAR))) / whole if whole else 0.0
        last = self._last()
        due = None if last is None else last + self.seen.rules.base_review_days
        late = due is not None and due <= self.figures.days.as_of
        said = [words.review_due(last, due, late), words.gauge(part, self.seen.rules.regulars_goal)]
        made = self.made(figures, said[1:], [said[0]] if late or last is None else [])
        if self.seen.among is not None:
            made = msgspec.structs.replace(made, says=tuple(said[1:]))
        elif not made.alarms:
            made = msgspec.structs.replace(made, says=tuple(said))
        return msgspec.structs.replace(made, gauge=part, goal=self.seen.rules.regulars_goal)

    def _last(self) -> int | None:
        registers = self.seen.desk.session.registers
        days = [each.fields.day for each in registers.all(BASE_REVIEW) if not each.fields.removed]
        known = [day for day in days if day <= self.figures.days.as_of]
        return max(known) if known else None

    @functools.cached_property
    def _base(self) -> Bool:
        """Everybody who ever bought and was not sorted out: only these are the base (S01.01)."""
        bought: Bool = (self.figures.rhythms.seen.events > 0) & ~out_of_queues(self.now)
        return self.seen.narrowed(bought)

    @functools.cached_property
    def _asked(self) -> tuple[Bool, Bool]:
        """Whose task is open, and who has answered since the last review was due."""
        count, day = len(self.seen.base.ids), self.figures.days.as_of
        tasked, answered = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
        for number, states in Sources(self.seen.desk, day).tasks(REVIEW).items():
            tasked[number] = any(states)
        since = day - self.seen.rules.base_review_days
        for each in self.seen.desk.session.registers.all(NEED):
            number = self.seen.base.place.get(each.space_id, -1)
            if number >= 0 and not each.fields.removed and since < each.fields.asked <= day:
                answered[number] = True
        return tasked, answered

    def _mask(self, key: str) -> Bool:
        tasked, answered = self._asked
        loose = self._base & (self.now.step < REGULAR)
        found: Bool
        if key == "open":
            found = loose & ~tasked & ~answered
        elif key == "growth":
            found = fast_growth(self.figures.days, self.figures.rhythms.seen, self.seen.rules) & self._base
        elif key == "regulars":
            found = self._base & (self.now.step >= REGULAR)
        else:
            found = {"tasked": tasked, "answered": answered}[key]
        return found

    def chosen(self, key: str) -> Int64:
        return by_turnover(self.figures, self._mask(key))

    def note(self, key: str) -> Note:  # noqa: ARG002
        growing = fast_growth(self.figures.days, self.figures.rhythms.seen, self.seen.rules)
        needs: dict[int, str] = {}
        for each in self.seen.desk.session.registers.all(NEED):
            number = self.seen.base.place.get(each.space_id, -1)
            if number >= 0 and not each.fields.removed and each.fields.asked:
                needs[number] = each.fields.text

        def told(number: int) -> tuple[str, str]:
            seen = self.figures.rhythms.seen
            said = needs.get(number) or words.loose(int(seen.events[number]), int(seen.silent[number]))
            return ("↑" if growing[number] else ""), said

        return told
