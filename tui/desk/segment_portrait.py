"""The portrait of the key client, and leads by likeness to it (S02.13, S03.09)."""

from __future__ import annotations

import functools

import msgspec
import numpy as np

from core.entities.ledger import Bool, Float64, Int64
from core.entities.vocabulary import LEVELS
from core.standing import abc, xyz
from core.standing.portrait import FEW, Coded, Trait, lead_scores, traits
from core.wording import segments as words
from storage.vault.books.standing import LEVEL_NOTE, PORTRAIT_NOTE
from tui.desk.port_standing import Segment, SegmentFigure
from tui.desk.segment_rows import Note, by_turnover
from tui.desk.segment_tabs import AxisTab
from tui.desk.standing_records import every, latest

SHOWN = 40
"""Words of the portrait at most: what marks the key client most stands first."""
THIRDS = (1 / 3, 2 / 3)


class PortraitTab(AxisTab):
    """Words that key clients have oftener than the others."""

    def segment(self) -> Segment:
        found = self._traits[:SHOWN]
        leads = self.figure("leads", words.title("leads"), ~np.isnan(self._scores), words.rule("leads"))
        portrayed = self.figure("portrayed", words.title("portrayed"), self._portrayed, words.rule("portrayed"))
        figures = [leads, portrayed, *(self._figure(each) for each in found)]
        return self.made(figures, [], [] if self._traits else [words.few_portrayed(FEW)])

    def _figure(self, each: Trait) -> SegmentFigure:
        key = f"{each.attribute}={each.word}"
        made = self.figure(
            key, f"{words.attribute(each.attribute)}: {each.word}", self._having(each), words.rule("portrayed")
        )
        return msgspec.structs.replace(made, share=each.share, more=words.trait(each.share, each.rest))

    @functools.cached_property
    def _portrayed(self) -> Bool:
        """Key clients and those with A-X."""
        key = self.now.level == LEVELS.index("key")
        best = (self.now.abc == abc.LETTERS.index("A")) & (self.now.xyz == xyz.LETTERS.index("X"))
        return np.asarray(key | best, np.bool_)

    @functools.cached_property
    def _bought(self) -> Bool:
        return np.asarray(self.figures.rhythms.seen.events > 0, np.bool_)

    @functools.cached_property
    def _attributes(self) -> dict[str, Coded]:
        desk, base, day = self.seen.desk, self.seen.base, self.figures.days.as_of
        count = len(base.ids)
        told: dict[str, list[str]] = {
            name: [""] * count for name in ("industry", "size", "source", "decides", "why_us")
        }
        for number, note in latest(desk, LEVEL_NOTE, day).items():
            told["industry"][number] = note.fields.industry
        for number, profiles in every(desk, PORTRAIT_NOTE, day).items():
            for name, column in told.items():
                column[number] = getattr(profiles[-1].fields, name) or column[number]
        found = {name: Coded.of(column) for name, column in told.items()}
        found["territory"] = Coded.of([card.city for card in base.cards])
        goods = desk.white.assortment()
        found["goods"] = Coded(goods.groups.groups, goods.like.main)
        found["cheque"] = self._cheques()
        found["rhythm"] = self._paces()
        return found

    def _cheques(self) -> Coded:
        """Thirds of the mean cheque among those who ever bought."""
        days, events = self.figures.days, self.figures.rhythms.seen.events
        cheque = np.maximum(days.client_net, 0) / np.maximum(events, 1)
        code = np.full(days.clients, -1, np.int32)
        if self._bought.any():
            cuts = np.quantile(cheque[self._bought], THIRDS)
            code[self._bought] = np.searchsorted(cuts, cheque[self._bought], side="right")
        return Coded(tuple(words.band(at) for at in range(len(THIRDS) + 1)), code)

    def _paces(self) -> Coded:
        seen = self.figures.rhythms.seen
        code = np.searchsorted(words.PACE_DAYS, seen.gap).astype(np.int32)
        code[seen.events < 2] = -1
        return Coded(tuple(words.pace(at) for at in range(len(words.PACE_DAYS) + 1)), code)

    @functools.cached_property
    def _traits(self) -> tuple[Trait, ...]:
        return traits(self._attributes, self._portrayed, self._bought & ~self._portrayed)

    @functools.cached_property
    def _scores(self) -> Float64:
        """Scores of those who have not bought yet."""
        score = lead_scores(self._attributes, self._portrayed, self._bought & ~self._portrayed, len(self.seen.base.ids))
        score[self._bought] = np.nan
        return score

    def _having(self, each: Trait) -> Bool:
        coded = self._attributes[each.attribute]
        return np.asarray(self._portrayed & (coded.code == coded.words.index(each.word)), np.bool_)

    def chosen(self, key: str) -> Int64:
        if key == "leads":
            rows = np.flatnonzero(~np.isnan(self._scores))
            return rows[np.lexsort((rows, -self._scores[rows]))]
        if key == "portrayed":
            return by_turnover(self.figures, self._portrayed)
        found = next((each for each in self._traits if f"{each.attribute}={each.word}" == key), None)
        if found is None:
            raise KeyError(key)
        return by_turnover(self.figures, self._having(found))

    def note(self, key: str) -> Note:
        def told(number: int) -> tuple[str, str]:
            named = [
                coded.words[int(coded.code[number])]
                for coded in self._attributes.values()
                if coded.code[number] >= 0 and coded.words[int(coded.code[number])]
            ]
            said = ", ".join(named)
            return "", f"{words.score(float(self._scores[number]))}: {said}" if key == "leads" else said

        return told
