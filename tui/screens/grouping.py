"""Giving a group task and marking its steps, from any screen that knows the clients (S03.21)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from core.wording.group_tasks import left_out
from tui.desk.port_group import GroupTaskRow
from tui.desk.port_spending import Field
from tui.screens.base import WorkScreen
from tui.screens.dialogs.fields import FieldsForm
from tui.text import clients, fill, gettext


def ask_group_task(screen: WorkScreen, marked: Sequence[str], then: Callable[[], None] | None = None) -> None:
    """The form of a new task; `marked`: clients of the list it is made from."""
    port = screen.desk.group_tasks

    def ask(fields: tuple[Field, ...]) -> None:
        form = FieldsForm(gettext("Group task"), fields, lambda values: port.save(values, marked))
        screen.app.push_screen(form, saved)

    def saved(row: GroupTaskRow | None) -> None:
        if row is None:
            return
        told = fill(gettext("The task is given: {clients}."), clients=clients(row.clients))
        if row.no_regulars:
            told = f"{told} {left_out(row.no_regulars)}"
        renew(screen, told)
        if then is not None:
            then()

    screen.ask("form", lambda: port.form(len(marked)), ask)


def ask_proof(screen: WorkScreen, task_id: str, client_id: str, step: int | None = None) -> None:
    """Which step is done and what proves it; afterwards whatever shows the client is asked again."""
    port = screen.desk.group_tasks

    def ask(fields: tuple[Field, ...]) -> None:
        form = FieldsForm(gettext("A step is done"), _picked(fields, step), partial(_mark))
        screen.app.push_screen(form, lambda done: renew(screen, gettext("Noted. u takes it back.")) if done else None)

    def _mark(values: Mapping[str, str]) -> bool:
        port.mark(task_id, client_id, values)
        return True

    screen.ask("form", lambda: port.proof_form(task_id, client_id), ask)


def renew(screen: WorkScreen, told: str) -> None:
    """What shows the work is asked again, and a sentence says what happened."""
    screen.station.workplaces.mark_stale()  # type: ignore[union-attr]  # a workplace stands on loaded workplaces
    screen.call_after_refresh(screen.notice, told, "good")


def _picked(fields: tuple[Field, ...], step: int | None) -> tuple[Field, ...]:
    """The form with the step under the cursor chosen."""
    wanted = "" if step is None else str(step + 1)
    return tuple(
        Field(each.name, each.title, wanted, each.choices, each.max_length)
        if each.name == "step" and wanted in dict(each.choices)
        else each
        for each in fields
    )
