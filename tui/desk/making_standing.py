"""The demo store: what people have stated of clients, two appointed key clients, fixed costs; KEY and SEG show them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from core.entities.entry import Entry
from core.entities.standing import FixedCosts
from core.sample import evidence
from core.sample.firm import SampleFirm
from storage.vault.books.standing import (
    FIXED_COSTS,
    KEY_SIGN,
    LEVEL_NOTE,
    PARTNERSHIP,
    PORTRAIT_NOTE,
    TARGET_NOTE,
)
from storage.vault.registers import Register
from tui.desk.figures import day_number

if TYPE_CHECKING:
    from tui.desk.desk import Desk

APPOINTED = 2
_COST_MONTHS = 12
_COST_SHARE = 0.12
"""Fixed costs of the firm as a share of its turnover: a wholesaler's usual order of magnitude."""


def state_evidence(desk: Desk, sample: SampleFirm) -> None:
    """Write the evidence at the desk of the head, in one transaction; then appoint the first key clients."""
    registers, base = desk.session.registers, desk.base
    largest = np.argsort(-desk.figures().axes.turnover_12m, kind="stable").tolist()
    with registers.writing() as writing:
        for register, number, fields in _of_clients(desk, sample, largest):
            registers.add(writing, register, base.ids[number], fields)
        for costs in _costs(desk):
            registers.add(writing, FIXED_COSTS, desk.session.entered.firm.firm_id, costs)
    desk.touched()
    logins = {each.name: each.login for each in desk.keys.managers()}
    found = desk.keys.candidates(desk.figures())
    led = [number for number in largest if found.any[number] and base.owner(number) in logins]
    for number in led[:APPOINTED]:
        desk.keys.appoint(base.ids[number].hex(), logins[base.owner(number)])


def _of_clients(desk: Desk, sample: SampleFirm, largest: list[int]) -> Iterator[tuple[Register[Any], int, Entry]]:
    figures, today = desk.figures(), day_number(desk.today_date())
    signs = figures.now.signs
    partners = [number for number in largest if signs.loyal[number] and signs.significant[number]]
    potential = np.flatnonzero(figures.rhythms.seen.events == 0).tolist()
    for number, partner in zip(partners, evidence.partnerships(sample.seed, today), strict=False):
        yield PARTNERSHIP, number, partner
    for number, level in zip(potential, evidence.level_notes(sample.seed, today), strict=False):
        yield LEVEL_NOTE, number, level
    for number, target in zip(potential, evidence.targets(sample.seed, today), strict=False):
        yield TARGET_NOTE, number, target
    known = dict.fromkeys((*partners[: evidence.PARTNERS], *potential[::4], *largest[20:]))
    for number, portrait in zip(known, evidence.portraits(sample.seed), strict=False):
        yield PORTRAIT_NOTE, number, portrait
    for at, sign in evidence.key_signs(sample.seed, today):
        if at < len(largest):
            yield KEY_SIGN, largest[at], sign


def _costs(desk: Desk) -> Iterator[FixedCosts]:
    """The same amount every month, in whole thousands."""
    whole = int(np.maximum(desk.figures().axes.turnover_12m, 0).sum())
    amount = round(whole * _COST_SHARE / _COST_MONTHS / 100_000) * 100_000
    day = desk.today_date()
    this = (day.year - 1970) * 12 + day.month - 1
    for month in range(this - _COST_MONTHS, this + 1):
        yield FixedCosts(month=month, amount=amount)
