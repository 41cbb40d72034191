"""Group tasks as lines and columns: what their screens draw and their command prints (S03.21)."""

from __future__ import annotations

import datetime as dt

from core.outreach.group_tasks import Cell
from core.wording.group_tasks import word
from tui.desk.port_group import GroupTaskRow, ManagerCells, PartRow, StepCell, StepHead
from tui.text import count, date, fill, gettext, month_short

DASH = "—"
MARKS = {"accepted": "*", "proved": "+", "done": "?", "overdue": "!", "due": "~", "ahead": "·"}
"""Beside the colour, never instead of it (U19)."""
INKS = {"accepted": "good", "proved": "good", "done": "warn", "overdue": "bad", "due": "accent", "ahead": "dim"}


def task_cells(row: GroupTaskRow) -> tuple[str, ...]:
    """A task in the order of `task_heads`."""
    part = f"{count(row.done)} / {count(row.steps)}"
    if row.closed:
        when = fill(gettext("closed {day}"), day=date(row.closed))
    else:
        when = date(row.next_due) if row.next_due else gettext("all done")
    name = fill(gettext("{task} · pilot"), task=row.name) if row.later else row.name
    return name, row.author, count(row.clients), part, count(row.overdue) if row.overdue else "", when


def task_heads() -> tuple[str, ...]:
    """Heads of the list of tasks."""
    return (
        gettext("Group task"),
        gettext("Given by"),
        gettext("Clients"),
        gettext("Steps done"),
        gettext("Late"),
        gettext("Next until"),
    )


def _day(day: dt.date) -> str:
    """A day in six cells: a step is never a year away."""
    return f"{day.day} {month_short(day.month)}"


def step_title(number: int, step: StepHead) -> str:
    """A step over its column: its number and the day."""
    return f"{number} {_day(step.due)}"


def matrix_cell(cell: Cell) -> tuple[str, str]:
    """Done of all, what is late, what has no proof yet; a star where the head has accepted everything done."""
    text = f"{cell.done}/{cell.clients}"
    if cell.overdue:
        return f"{text} !{cell.overdue}", "bad"
    if cell.done > cell.proved:
        return f"{text} ?{cell.done - cell.proved}", "warn"
    if cell.done and cell.accepted == cell.done:
        return f"{text} *", "good"
    return text, "" if cell.done else "dim"


def total_of(rows: tuple[ManagerCells, ...], steps: int) -> ManagerCells:
    """All managers together."""
    fields = ("clients", "done", "overdue", "proved", "accepted")
    cells = tuple(Cell(*(sum(getattr(row.cells[at], name) for row in rows) for name in fields)) for at in range(steps))
    return ManagerCells(gettext("In all"), sum(row.clients for row in rows), cells)


def step_cell(cell: StepCell) -> tuple[str, str]:
    """One step of one client: a mark, and the day it was done."""
    told = MARKS[cell.state] if cell.day is None else f"{MARKS[cell.state]} {_day(cell.day)}"
    return told, INKS[cell.state]


def part_lines(row: PartRow, steps: tuple[StepHead, ...]) -> list[tuple[str, str]]:
    """Everything about one client of a task, in words with their inks."""
    lines = []
    for number, (step, cell) in enumerate(zip(steps, row.steps, strict=True), 1):
        state = word("group step", cell.state)
        told = f"{number}. {step.name}, {date(step.due)}: {state}"
        if cell.day is not None:
            proof = word("proof", cell.proof) if cell.proof else ""
            told += " " + " · ".join(filter(None, (date(cell.day), cell.who, proof, cell.text)))
        lines.append((told, INKS[cell.state]))
    if row.sent_back:
        lines.append((fill(gettext("Sent back: {why}"), why=row.sent_back), "warn"))
    if row.left_out:
        lines.append((fill(gettext("Left out: {why}"), why=row.left_out), "dim"))
    return lines


def key_text() -> str:
    """What the marks of the matrix mean."""
    return gettext("done/clients · !late · ?without proof · * accepted")
