"""Evidence of everything that is said of where one client stands: the records, the figures, the rule (U10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.standing import pyramid
from core.standing.distance import Distances
from core.wording import evidence as words
from core.wording import fill, gettext, labels
from core.wording import keys as key_words
from core.wording import segments as segment_words
from core.wording import standing as level_words
from storage.vault.books.standing import (
    LEVEL_NOTE,
    OBLIGATIONS,
    PARTNERSHIP,
    STATUS_NOTE,
)
from tui.desk.port_standing import Proof
from tui.desk.standing_records import latest, level_counts

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.figures import Figures


def proofs_of(desk: Desk, number: int) -> tuple[Proof, ...]:
    """Level, step, status, anchor, key, target, letters: each with what it rests on."""
    figures = desk.figures()
    return (
        *_level(desk, figures, number),
        *_key(desk, figures, number),
        *_step(figures, number),
        *_status(desk, figures, number),
        *_anchor(figures, number),
        *_target(desk, number),
        _letters(desk, figures, number),
    )


def _level(desk: Desk, figures: Figures, number: int) -> list[Proof]:
    level = figures.axes.level_of(number)
    if level in ("key", "large", "medium", "small"):
        facts = pyramid.facts(
            number,
            figures.now.sales.level,
            figures.rhythms.seen,
            figures.axes.turnover_12m,
            figures.firm.cuts,
            figures.rules,
        )
        lines = [Proof("level", True, level_words.why_level(facts, desk.base.currency))]
        asked = latest(desk, OBLIGATIONS, figures.days.as_of).get(number)
        if asked is not None:
            told = (
                gettext("the obligations can be met") if asked.fields.able else gettext("the obligations cannot be met")
            )
            said = f"{told} ({words.day_text(asked.fields.day)})"
            lines.append(
                Proof("level", asked.fields.able, f"{said}: {asked.fields.note}" if asked.fields.note else said)
            )
        elif level in ("key", "large"):
            lines.append(Proof("level", None, gettext("can the obligations be met? nobody has answered")))
        return lines
    note = latest(desk, LEVEL_NOTE, figures.days.as_of).get(number)
    if note is None or not level_counts(note.fields, figures.days.as_of, figures.rules):
        return [Proof("level", None, words.level_needs(level))]
    until = note.fields.day + figures.rules.manual_level_days
    return [Proof("level", True, words.level_note(note.fields, until))]


def _key(desk: Desk, figures: Figures, number: int) -> list[Proof]:
    signs = figures.now.signs
    if not figures.rhythms.seen.events[number]:
        return []
    valued = latest(desk, PARTNERSHIP, figures.days.as_of).get(number)
    note = words.sign("partnership")
    if valued is not None:
        until = words.day_text(valued.fields.day + figures.rules.manual_level_days)
        said = fill(gettext("{text}, stated {day}, counts until {end}"), text=valued.fields.note,
                    day=words.day_text(valued.fields.day), end=until)  # fmt: skip
        note = f"{note}: {said}"
    return [
        Proof("key", bool(signs.loyal[number]), words.sign("loyal")),
        Proof("key", bool(signs.significant[number]), words.sign("significant")),
        Proof("key", bool(signs.partnership[number]), note),
        _criteria(desk, figures, number),
    ]


def _criteria(desk: Desk, figures: Figures, number: int) -> Proof:
    """The other notion: Kolotilov's five criteria, and whether he is appointed."""
    found = desk.keys.now().criteria(number)
    given = desk.keys.appointed(figures.days.as_of).get(number)
    held = ", ".join(words.criterion(name).lower() for name, each in found.items() if each)
    if given is not None:
        names = {each.id: each.name for each in desk.session.staffing.staff()}
        return Proof("key", True, key_words.led(names.get(given.fields.manager, ""), held))
    return Proof("key", None if held else False, key_words.candidate(held))


def _step(figures: Figures, number: int) -> list[Proof]:
    step = figures.axes.step_of(number)
    part = float(figures.now.said.wallet_share[number])
    told = f"{labels.label('step', step)}: {segment_words.action(step)}"
    lines = [Proof("step", True, told)]
    if step in ("regular", "adherent", "advocate"):
        known = None if np.isnan(part) else part
        held = None if known is None else known >= figures.rules.adherent_share
        lines.append(Proof("step", held, words.wallet(known)))
    return lines


def _status(desk: Desk, figures: Figures, number: int) -> list[Proof]:
    from tui.desk.standing_desk import first_day, is_cancelled

    status = labels.label("base_status", figures.axes.status_of(number))
    lines = []
    since = first_day(figures, number)
    if since is not None:
        lines.append(Proof("status", True, fill(gettext("{status}; client since {day}"), status=status, day=since)))
    else:
        lines.append(Proof("status", True, status))
    if is_cancelled(figures, number):
        lines.append(Proof("status", False, gettext("cancelled: the only purchases were taken back whole")))
    said = latest(desk, STATUS_NOTE, figures.days.as_of).get(number)
    if said is not None:
        told = [labels.label("base_status", said.fields.status), words.day_text(said.fields.day)]
        told += [words.reason(said.fields.reason)] if said.fields.reason else []
        told += [said.fields.note] if said.fields.note else []
        lines.append(Proof("status", True, ", ".join(told)))
    return lines


def _anchor(figures: Figures, number: int) -> list[Proof]:
    found = figures.anchors
    if not found.periods[number]:
        return []
    signs = found.signs(number, figures.rules)
    cv, paid = float(found.cv[number]), float(found.payments.share[number])
    numbers = words.anchor_numbers(
        int(found.active[number]),
        int(found.periods[number]),
        None if np.isnan(cv) else cv,
        None if np.isnan(paid) else paid,
        int(found.payments.invoices[number]),
    )
    return [Proof("anchor", held, text) for held, text in zip(signs.values(), numbers, strict=True)]


def _target(desk: Desk, number: int) -> list[Proof]:
    found = desk.standing.targets(number).get(number)
    if found is None:
        return []
    said = gettext("purpose unknown") if found.purpose is None else words.purpose(found.purpose)
    lines = [
        Proof("target", found.purpose_fits, said),
        Proof("target", found.sum_fits, words.target_sum(found, desk.base.currency)),
    ]
    if found.purpose_fits:
        held = None if found.recheck else found.by_expectation or found.sum_fits
        lines.append(Proof("target", held, words.target_clock(found)))
    return lines


def _letters(desk: Desk, figures: Figures, number: int) -> Proof:
    axes = figures.axes
    by_margin = figures.once("distances", lambda: Distances(figures.days, axes, figures.firm, False, figures.rules))
    found = by_margin.of(number)
    told = f"{axes.abc_of(number) or '—'}{axes.xyz_of(number) or ''}"
    if axes.abc_of(number) != axes.abc_turnover_of(number):
        told += fill(gettext(" (by volume {letter})"), letter=axes.abc_turnover_of(number) or "—")
    return Proof("letters", found.there, f"{told} · {segment_words.missing(found, desk.base.currency)}")
