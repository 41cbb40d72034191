"""Tabs of SEG that read the axes: pyramid, ladder, matrix, groups (S02.05–S02.09, S03.04–S03.13, S03.94)."""

from __future__ import annotations

import functools

import msgspec
import numpy as np

from core.entities.ledger import Bool, Int64
from core.entities.standing import LevelNote
from core.entities.vocabulary import LEVELS, STEPS, Level
from core.standing import abc, xyz
from core.standing.distance import Distances
from core.standing.status import UNFIT
from core.wording import evidence as evidence_words
from core.wording import labels, money
from core.wording import segments as words
from core.wording.numbers import share
from storage.vault.books.standing import LEVEL_NOTE, OBLIGATIONS
from tui.desk.figures import date_of
from tui.desk.port_standing import Segment, SegmentFigure
from tui.desk.segment_rows import Note, by_turnover
from tui.desk.segments import Seen
from tui.desk.standing_records import latest, level_counts

APPROACH: dict[Level, str] = {
    "key": "key",
    "large": "approach_large",
    "medium": "approach_medium",
    "small": "approach_small",
    "prospective": "prospective",
    "probable": "probable",
    "potential": "potential",
}
"""Clause of the document that stands under a level."""
_MIDDLE = (STEPS.index("client"), STEPS.index("regular"))
_A, _B = abc.LETTERS.index("A"), abc.LETTERS.index("B")
_X = xyz.LETTERS.index("X")


class AxisTab:
    """What the tabs of one axis share."""

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.figures = seen.figures
        self.now, self.before = seen.figures.axes, seen.figures.before.axes

    def figure(
        self, key: str, title: str, chosen: Bool, rule: str, was: Bool | None = None, level: Level | None = None
    ) -> SegmentFigure:
        """A figure of a mask, with who came and who went since `was`."""
        turnover, chosen = self.now.turnover_12m, self.seen.narrowed(chosen)
        was = None if was is None else self.seen.narrowed(was)
        sold_in_all = np.maximum(turnover if self.seen.among is None else turnover[self.seen.among], 0)
        whole = max(int(sold_in_all.sum()), 1)
        sold = int(turnover[chosen].sum())
        return SegmentFigure(
            key=key,
            title=title,
            count=int(np.count_nonzero(chosen)),
            turnover=self.seen.money(sold),
            share=max(sold, 0) / whole,
            arrived=0 if was is None else int(np.count_nonzero(chosen & ~was)),
            left=0 if was is None else int(np.count_nonzero(was & ~chosen)),
            rule=rule,
            level=level,
        )

    def made(self, figures: list[SegmentFigure], says: list[str], alarms: list[str]) -> Segment:
        """The segment of this tab. What is said of the whole base is not said of a selection."""
        seen, part = self.seen, self.seen.among
        return Segment(
            view=seen.view,
            as_of=seen.figures.as_of,
            since=date_of(seen.since),
            figures=tuple(figures),
            says=tuple(says) if part is None else (),
            alarms=tuple(alarms) if part is None else (),
            clients=len(seen.base.ids) if part is None else int(np.count_nonzero(part)),
            figures_date=date_of(seen.figures.firm.day) if seen.figures.published else None,
        )


class PyramidTab(AxisTab):
    """Levels with evidence, required reasons, approach."""

    def segment(self) -> Segment:
        text = self.seen.desk.evolution.text
        found = []
        for code, level in enumerate(LEVELS):
            rule = f"{text(APPROACH[level])} {evidence_words.level_needs(level)}"
            chosen, was = self.now.level == code, self.before.level == code
            found.append(self.figure(level, labels.label("level", level), chosen, rule, was, level))
        found.append(self.figure("moved", words.title("moved"), self._moved, words.rule("moved")))
        return self.made(found, [], no_segments(self.seen))

    @property
    def _moved(self) -> Bool:
        moved: Bool = self.now.level != self.before.level
        return moved

    def chosen(self, key: str) -> Int64:
        if key == "moved":
            rows = np.flatnonzero(self._moved)
            order = np.lexsort((rows, np.minimum(self.now.level[rows], self.before.level[rows])))
            return rows[order]
        return by_turnover(self.figures, self.now.level == LEVELS.index(key)) if key in LEVELS else _none(key)

    def note(self, key: str) -> Note:  # noqa: ARG002  (one note for every level)
        notes = latest(self.seen.desk, LEVEL_NOTE, self.figures.days.as_of)

        def told(number: int) -> tuple[str, str]:
            level = self.now.level_of(number)
            was = LEVELS[int(self.before.level[number])]
            mark = ""
            if was != level:
                mark = "+" if LEVELS.index(level) < LEVELS.index(was) else "-"
            note = notes[number].fields if number in notes else None
            said = self._said(number, level, note)
            if mark:
                said = f"{words.stood(labels.short_label('level', was).lower())}; {said}"
            return mark, said

        return told

    def _said(self, number: int, level: Level, note: LevelNote | None) -> str:
        figures = self.figures
        if level in ("prospective", "probable", "potential"):
            if note is None or not level_counts(note, figures.days.as_of, figures.rules):
                return evidence_words.level_needs(level)
            return evidence_words.level_note(note, note.day + figures.rules.manual_level_days)
        signs = figures.now.signs
        held = {"loyal": signs.loyal, "significant": signs.significant, "partnership": signs.partnership}
        if level == "key":
            return "; ".join(evidence_words.sign(name) for name in held)
        whole = figures.firm.cuts.positive_turnover
        told = share(max(int(self.now.turnover_12m[number]), 0) / whole, 2) if whole > 0 else ""
        lacking = [evidence_words.sign(name) for name, flags in held.items() if not flags[number]]
        return f"{told}; " + words.to_key(lacking) if level == "large" and lacking else told


class LadderTab(AxisTab):
    """Steps with moves, averages, the action of each (S03.04–S03.06, S03.10)."""

    def segment(self) -> Segment:
        found = []
        for code, step in enumerate(STEPS):
            chosen = self.now.step == code
            made = self.figure(step, labels.label("step", step), chosen, self._rule(step), self.before.step == code)
            found.append(self._with_averages(made, chosen))
        middle = np.isin(self.now.step, _MIDDLE)
        found.append(
            self._with_averages(self.figure("middle", words.title("middle"), middle, words.rule("middle")), middle)
        )
        moved = self.now.step != self.before.step
        found.append(self.figure("moved", words.title("moved"), moved, words.rule("moved")))
        return self.made(found, [], [])

    def _rule(self, step: str) -> str:
        return words.action(step) if step == "none" else f"{self.seen.desk.evolution.text(step)} → {words.action(step)}"

    @functools.cached_property
    def _year(self) -> Int64:
        days = self.figures.days
        recent = days.day > days.as_of - self.seen.rules.year_days
        return np.bincount(days.client[recent], minlength=days.clients)

    def _with_averages(self, made: SegmentFigure, chosen: Bool) -> SegmentFigure:
        bought = self.seen.narrowed(chosen) & (self._year > 0)
        events = int(self._year[bought].sum())
        if not events:
            return made
        clients = int(np.count_nonzero(bought))
        cheque = int(np.maximum(self.now.turnover_12m[bought], 0).sum()) // events
        gap = float(np.median(self.figures.rhythms.seen.gap[bought]))
        return msgspec.structs.replace(
            made, more=words.averages(cheque, events / clients, gap, self.seen.base.currency)
        )

    def chosen(self, key: str) -> Int64:
        if key == "middle":
            return by_turnover(self.figures, np.isin(self.now.step, _MIDDLE))
        if key == "moved":
            return by_turnover(self.figures, self.now.step != self.before.step)
        return by_turnover(self.figures, self.now.step == STEPS.index(key)) if key in STEPS else _none(key)

    def note(self, key: str) -> Note:  # noqa: ARG002
        shares = self.figures.now.said.wallet_share

        def told(number: int) -> tuple[str, str]:
            now, was = int(self.now.step[number]), int(self.before.step[number])
            said = words.action(STEPS[now])
            if STEPS[now] == "regular" and np.isnan(shares[number]):
                said = evidence_words.wallet(None)
            if now != was:
                said = f"{words.stood(labels.short_label('step', STEPS[was]).lower())}; {said}"
            return ("" if now == was else "+" if now > was else "-"), said

        return told


class MatrixTab(AxisTab):
    """ABC-XYZ 3×3 by margin or by turnover, moves, what is missing to A-X (S03.13)."""

    @property
    def _letters(self) -> tuple[Int64, Int64]:
        turnover = self.seen.view.by == "turnover"
        now = self.now.abc_turnover if turnover else self.now.abc
        was = self.before.abc_turnover if turnover else self.before.abc
        return now.astype(np.int64), was.astype(np.int64)

    def segment(self) -> Segment:
        now, was = self._letters
        found = []
        for a, letter in enumerate(abc.LETTERS):
            for x, even in enumerate(xyz.LETTERS):
                if letter is None or even is None:
                    continue
                chosen, before = (now == a) & (self.now.xyz == x), (was == a) & (self.before.xyz == x)
                rule = f"{labels.label('abc', letter)}; {labels.label('xyz', even)}"
                found.append(self.figure(f"{letter}-{even}", f"{letter}-{even}", chosen, rule, before))
        found.append(self.figure("strays", words.title("strays"), self._strays(now), words.rule("strays")))
        found.append(self.figure("moved", words.title("moved"), self._moved(), words.rule("moved")))
        return self.made(found, [], [])

    def _strays(self, now: Int64) -> Bool:
        even = np.isin(self.now.xyz, (_X, _X + 1, _X + 2))
        near: Bool = even & (((now == _A) & (self.now.xyz != _X)) | ((now == _B) & (self.now.xyz == _X)))
        return near

    def _moved(self) -> Bool:
        now, was = self._letters
        moved: Bool = (now != was) | (self.now.xyz != self.before.xyz)
        return moved & (self.figures.before.rhythms.seen.events > 0)

    def chosen(self, key: str) -> Int64:
        now, _was = self._letters
        if key == "strays":
            return by_turnover(self.figures, self._strays(now))
        if key == "moved":
            return by_turnover(self.figures, self._moved())
        letter, _, even = key.partition("-")
        if letter not in abc.LETTERS or even not in xyz.LETTERS:
            return _none(key)
        at = (now == abc.LETTERS.index(letter)) & (self.now.xyz == xyz.LETTERS.index(even))
        return by_turnover(self.figures, at)

    def note(self, key: str) -> Note:  # noqa: ARG002
        by_volume = self.seen.view.by == "turnover"
        distances = Distances(self.figures.days, self.now, self.figures.firm, by_volume, self.seen.rules)
        now, was = self._letters

        def told(number: int) -> tuple[str, str]:
            said = words.missing(distances.of(number), self.seen.base.currency)
            letters = f"{abc.LETTERS[int(was[number])] or ''}{self.before.xyz_of(number) or ''}"
            changed = was[number] != now[number] or self.before.xyz[number] != self.now.xyz[number]
            if changed and letters:
                said = f"{words.stood(letters)}; {said}"
            rank = (int(now[number]), int(self.now.xyz[number]))
            better = rank < (int(was[number]), int(self.before.xyz[number]))
            return ("" if not changed or not letters else "+" if better else "-"), said

        return told


class GroupsTab(AxisTab):
    """Key and large as the VIP group with lists of its own; a base without segments is told so (S03.94, S02.06)."""

    def segment(self) -> Segment:
        text = self.seen.desk.evolution.text
        found = [self.figure("vip", words.title("vip"), self._vip, words.rule("vip"))]
        for level in ("key", "large", "medium", "small"):
            chosen = self.now.level == LEVELS.index(level)
            found.append(self.figure(level, labels.label("level", level), chosen, text(APPROACH[level]), None, level))
        found.append(self.figure("large_open", words.title("large"), self._unanswered(), words.rule("large")))
        unfit = self.now.base_status == UNFIT
        found.append(self.figure("unfit", words.title("unfit"), unfit, words.rule("unfit")))
        return self.made(found, [], no_segments(self.seen))

    @property
    def _vip(self) -> Bool:
        vip: Bool = self.now.level <= LEVELS.index("large")
        return vip

    def _unanswered(self) -> Bool:
        out = self._vip.copy()
        answered = latest(self.seen.desk, OBLIGATIONS, self.figures.days.as_of)
        out[list(answered)] = False
        return out

    def chosen(self, key: str) -> Int64:
        if key == "vip":
            return by_turnover(self.figures, self._vip)
        if key == "large_open":
            return by_turnover(self.figures, self._unanswered())
        if key == "unfit":
            return by_turnover(self.figures, self.now.base_status == UNFIT)
        return by_turnover(self.figures, self.now.level == LEVELS.index(key)) if key in LEVELS else _none(key)

    def note(self, key: str) -> Note:  # noqa: ARG002
        answered = latest(self.seen.desk, OBLIGATIONS, self.figures.days.as_of)

        def told(number: int) -> tuple[str, str]:
            each = answered.get(number)
            sold = money.short(self.seen.money(int(self.now.turnover_12m[number])))
            return ("" if each is None else "✓" if each.fields.able else "!"), words.obligations(
                sold, None if each is None else each.fields.able, "" if each is None else each.fields.note
            )

        return told


def no_segments(seen: Seen) -> list[str]:
    """The alarm of a base where everybody stands on one level."""
    levels = np.unique(seen.figures.axes.level)
    return [words.no_segments()] if len(seen.base.ids) > 1 and len(levels) < 2 else []


def _none(key: str) -> Int64:
    raise KeyError(key)
