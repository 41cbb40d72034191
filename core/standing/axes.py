"""Every axis of every client in one pass: what ACC, SEG and the command `standing` list (spec/cli)."""

from __future__ import annotations

import dataclasses

from core.entities.firm_figures import FirmFigures
from core.entities.ledger import Float64, Int64
from core.entities.vocabulary import LEVELS, STEPS, AbcLetter, BaseStatus, Level, Step, XyzLetter
from core.recovery.stake import money, year_value
from core.rhythm.client_days import ClientDays
from core.rhythm.history import history
from core.rhythm.states import Codes, Rhythms
from core.rules import DEFAULT, Rules
from core.standing import abc, ladder, pyramid, status, xyz


@dataclasses.dataclass(frozen=True, slots=True)
class Axes:
    """One row a client; codes as in the modules they come from."""

    turnover_12m: Int64
    """Net of 12 months, minor units, can be negative."""
    level: Codes
    step: Codes
    base_status: Codes
    abc: Codes
    abc_turnover: Codes
    xyz: Codes
    cv: Float64

    def level_of(self, client: int) -> Level:
        return LEVELS[int(self.level[client])]

    def step_of(self, client: int) -> Step:
        return STEPS[int(self.step[client])]

    def status_of(self, client: int) -> BaseStatus:
        return status.STATUSES[int(self.base_status[client])]

    def abc_of(self, client: int) -> AbcLetter | None:
        return abc.LETTERS[int(self.abc[client])]

    def abc_turnover_of(self, client: int) -> AbcLetter | None:
        return abc.LETTERS[int(self.abc_turnover[client])]

    def xyz_of(self, client: int) -> XyzLetter | None:
        return xyz.LETTERS[int(self.xyz[client])]


def axes(
    days: ClientDays,
    rhythms: Rhythms,
    figures: FirmFigures,
    card_level: Codes | None = None,
    rules: Rules = DEFAULT,
) -> Axes:
    """Standing of every client from his days and the firm's figures alone."""
    seen, cuts = rhythms.seen, figures.cuts
    turnover = year_value(days, days.move_net, days.as_of, rules)
    value = turnover
    if figures.from_margin:
        value = year_value(days, money(days, True, figures.margin_share), days.as_of, rules)
    evenness, cv = xyz.letters(days, seen, figures, rules)
    return Axes(
        turnover,
        pyramid.levels(seen, turnover, cuts, card_level, rules),
        ladder.steps(rhythms, rules),
        status.statuses(days, rhythms, figures, rules),
        abc.letters(value, seen.events, cuts.abc_a, cuts.abc_b),
        abc.letters(turnover, seen.events, cuts.turnover_a, cuts.turnover_b),
        evenness,
        cv,
    )


def levels_before(
    month_end: ClientDays, figures: FirmFigures, card_level: Codes | None = None, rules: Rules = DEFAULT
) -> Codes:
    """Levels at the end of the last full month, by that evening's cuts; for `pyramid.storeys` and `pyramid.movers`."""
    turnover = year_value(month_end, month_end.move_net, month_end.as_of, rules)
    seen = history(month_end, figures.m0, rules)
    return pyramid.levels(seen, turnover, figures.previous, card_level, rules)
