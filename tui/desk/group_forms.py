"""Forms of group tasks: whom a task is for and its steps; what proves a step (S03.21)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from core.entities.work import Activity
from core.outreach.group_tasks import NAME_MAX
from core.problem import N_
from core.wording import dates, fill, gettext
from core.wording import group_tasks as words
from core.wording.promises import choices as yes_or_no
from core.wording.work import word as work_word
from tui.desk import typed
from tui.desk.figures import date_of
from tui.desk.port_group import Values
from tui.desk.port_spending import Field

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MARKED: Final = "marked"
ALL_REGULARS: Final = "regulars"
EVERYBODY: Final = ""
LATER: Final = "later"
"""The clients of all others wait for what comes of it with those of one manager: a pilot (S02.15)."""
FORM_STEPS: Final = 4
"""Steps a form of 24 lines takes; a command takes as many as a task may have."""
_CONTACTS = 8
_STEP_TITLES: Final = (N_("Step 1"), N_("Step 2"), N_("Step 3"), N_("Step 4"))


def new_form(desk: Desk, marked: int) -> tuple[Field, ...]:
    """Name, whom it is for, steps with the days they are due."""
    sources = [(ALL_REGULARS, gettext("all regular clients"))]
    if marked:
        sources.insert(0, (MARKED, fill(gettext("marked: {n}"), n=marked)))
    sources += [(each.id, each.name) for each in desk.selections.listed()]
    managers = [(EVERYBODY, gettext("all managers")), *((name, name) for name in desk.owners())]
    steps: list[Field] = []
    for number, title in enumerate(_STEP_TITLES, 1):
        steps += [
            Field(f"step{number}", title, max_length=NAME_MAX),
            Field(f"due{number}", N_("  is done by"), max_length=10),
        ]
    return (
        Field("name", N_("Name"), max_length=NAME_MAX),
        Field("source", N_("Clients"), sources[0][0], tuple(sources)),
        Field("manager", N_("Whose"), EVERYBODY, tuple(managers)),
        Field("others", N_("The others"), "", (("", gettext("are not asked")), (LATER, gettext("later, if it works")))),
        Field("regular", N_("Regulars alone"), "yes", yes_or_no("yes")),
        *steps,
    )


def steps_of(values: Values) -> list[tuple[str, int]]:
    """Steps and their days as the form took them; day 0 where none was typed. Raises Problem (BAD_INPUT)."""
    found = []
    for number in range(1, FORM_STEPS + 1):
        name, due = values.get(f"step{number}", "").strip(), values.get(f"due{number}", "")
        if not name and not due.strip():
            continue
        found.append((name, typed.day(due, 0)))
    return found


def proof_form(steps: Sequence[tuple[int, str]], contacts: Sequence[Activity], today: dt.date) -> tuple[Field, ...]:
    """Which step, its day, what proves it: nothing is an answer too, and the matrix will say so."""
    proofs = (*words.choices("proof"), ("", gettext("none yet")))
    fields = [
        Field("step", N_("Which step"), str(steps[0][0] + 1), tuple((str(at + 1), name) for at, name in steps)),
        Field("day", N_("Day"), dates.short_date(today), max_length=10),
        Field("proof", N_("Proof"), "contact" if contacts else "note", proofs),
        Field("text", N_("What came of it, or where the file lies")),
    ]
    if contacts:
        told = [
            (each.id.hex(), f"{dates.short_date(date_of(each.day))} {work_word('contact', each.kind)}")
            for each in contacts[:_CONTACTS]
        ]
        fields.append(Field("contact", N_("Which contact"), told[0][0], tuple(told)))
    return tuple(fields)
