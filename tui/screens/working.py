"""F5 and F6 from any screen that has a client in hand: log a contact, make a task."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.desk.edit_field import EditField
from tui.screens.dialogs.log_contact import LogDialog
from tui.screens.dialogs.record_form import RecordForm
from tui.text import gettext

if TYPE_CHECKING:
    from tui.screens.base import WorkScreen

_Known = tuple[str, dict[str, int], list[tuple[str, str]]]


def ask_contact(screen: WorkScreen, client_id: str, then: Callable[[], None] | None = None) -> None:
    """The dialog F5; afterwards whatever shows the client is asked again."""
    desk = screen.desk

    def known() -> _Known:
        told = desk.persons.relations(client_id)
        people = [(each.id, each.name) for each in told.people if each.until is None]
        return desk.row(client_id).name, desk.work.usual_minutes(), people

    def ask(answer: _Known) -> None:
        screen.app.push_screen(LogDialog(client_id, *answer), saved)

    def saved(done: bool | None) -> None:
        if done:
            _renew(screen, gettext("The contact is logged. u takes it back."))
            if then is not None:
                then()

    screen.ask("work", known, ask)


def ask_task(screen: WorkScreen, client_id: str) -> None:
    """The dialog F6: a task at a client, or one's own where no client is in hand."""
    desk = screen.desk

    def ask(form: tuple[EditField, ...]) -> None:
        heading = gettext("Task at the client") if client_id else gettext("Own task")
        dialog = RecordForm(heading, form, partial(desk.work.save_task, client_id), whole=True)
        screen.app.push_screen(dialog, saved)

    def saved(done: bool | None) -> None:
        if done:
            _renew(screen, gettext("The task is noted. u takes it back."))

    screen.ask("work", lambda: desk.work.task_form(client_id), ask)


def _renew(screen: WorkScreen, told: str) -> None:
    screen.station.workplaces.mark_stale()  # type: ignore[union-attr]  # a workplace stands on loaded workplaces
    screen.call_after_refresh(screen.notice, told, "good")
