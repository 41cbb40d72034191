"""Which sections of a dossier are filled, and what to ask next: name, phone and address are no dossier (S03.96)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

SECTIONS: dict[str, tuple[str, ...]] = {
    "company": ("requisites", "address", "site", "company_text"),
    "people": ("owner", "director", "accountant", "buyer", "decision_maker", "several_people"),
    "private": ("birthdays", "hobbies", "cuisine", "family"),
    "buying": ("needs", "wallet", "buying_text", "terms_text"),
    "market": ("rivals", "market_text"),
    "customs": ("customs_text", "gifts"),
    "growth": ("plan", "steps", "strategy_text"),
    "care": ("deputy", "recent_contact", "recent_news", "head_visit", "recent_review"),
}
"""Section → what has to be known, in the order of reading. `…_text` is written by hand."""
TEXTS: tuple[str, ...] = tuple(
    subject.removesuffix("_text") for known in SECTIONS.values() for subject in known if subject.endswith("_text")
)
"""Sections with a text of their own."""
PAGES = (20, 40)
"""What a dossier takes, by the source."""


class SectionState(msgspec.Struct, frozen=True):
    """How much of a section is there: `percent` of its subjects, and those to ask about."""

    section: str
    percent: int
    missing: tuple[str, ...]


def completeness(known: Mapping[str, bool]) -> tuple[SectionState, ...]:
    """Every section by what is known; a subject that is not named counts as unknown."""
    found = []
    for section, subjects in SECTIONS.items():
        missing = tuple(each for each in subjects if not known.get(each, False))
        found.append(SectionState(section, round(100 * (len(subjects) - len(missing)) / len(subjects)), missing))
    return tuple(found)


def whole(states: tuple[SectionState, ...]) -> int:
    """Per cent of everything that is known."""
    subjects = sum(len(known) for known in SECTIONS.values())
    missing = sum(len(each.missing) for each in states)
    return round(100 * (subjects - missing) / subjects)
