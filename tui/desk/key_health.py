"""Health of a key client from parts that a person can see, each with its evidence (U26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.recovery.queue import lapse_probability
from core.rhythm.client_days import ClientDays
from core.standing.health import (
    Health,
    HealthPart,
    health,
    of_attention,
    of_count,
    of_rhythm,
    of_trend,
)
from core.wording import keys as words
from tui.desk.standing_sources import Sources

if TYPE_CHECKING:
    from tui.desk.desk import Desk

LEVELS_OF_PEOPLE = 3
"""Top, middle, rank and file (S03.89)."""
ATTENTION_LEAST = 30
"""Days; no norm of attention is shorter (S03.32)."""


def health_of(desk: Desk, number: int, sources: Sources | None = None) -> Health:
    """Rhythm, money trend, coverage of people, attention, open complaints, promises kept."""
    figures = desk.figures()
    seen, as_of, rules = figures.rhythms.seen, figures.days.as_of, figures.rules
    sources, currency = sources or Sources(desk, as_of), desk.base.currency
    p_lost = lapse_probability(figures.rhythms, number)
    half = rules.half_year_days
    last = _money(figures.days, number, as_of - half, as_of)
    before = _money(figures.days, number, as_of - rules.year_days - half, as_of - rules.year_days)
    contact = sources.last_two_way().get(number)
    quiet = None if contact is None else as_of - contact
    norm = max(ATTENTION_LEAST, min(float(seen.gap[number]), figures.firm.m0))
    people, complaints, promises = sources.people(), sources.complaints(), sources.promises()
    levels, open_, kept = people.get(number), complaints.get(number), promises.get(number)
    silent = int(seen.silent[number]) if seen.events[number] else None
    return health(
        (
            HealthPart("rhythm", of_rhythm(p_lost), words.rhythm_evidence(p_lost, silent)),
            HealthPart("money", of_trend(last, before), words.money_evidence(last, before, currency)),
            HealthPart(
                "people",
                None if levels is None else min(100.0, 100 * levels / LEVELS_OF_PEOPLE),
                words.nothing_recorded() if levels is None else words.bad_of_all(levels, LEVELS_OF_PEOPLE),
            ),
            HealthPart("attention", of_attention(quiet, norm), words.attention_evidence(quiet, norm)),
            HealthPart(
                "complaints",
                None if open_ is None else 0.0 if open_ else 100.0,
                words.nothing_recorded() if open_ is None else str(open_),
            ),
            HealthPart(
                "promises",
                None if kept is None else of_count(*kept),
                words.nothing_recorded() if kept is None else words.bad_of_all(*kept),
            ),
        )
    )


def _money(days: ClientDays, number: int, after: int, until: int) -> int:
    rows = slice(int(days.move_start[number]), int(days.move_start[number + 1]))
    inside = (days.move_day[rows] > after) & (days.move_day[rows] <= until)
    return int(days.move_net[rows][inside].sum())
