"""Noting down, stepping on and changing records of a subject, from its own screen and from the card."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tui.desk.port_entries import EntriesPort, EntryRow, StepForm
from tui.safe_text import wrap
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.record_form import RecordForm
from tui.text import date, gettext
from tui.widgets.drawn import Line, Piece
from tui.widgets.window_table import Column

if TYPE_CHECKING:
    from tui.screens.base import WorkScreen

Then = Callable[[bool | None], None]


def ask_new(screen: WorkScreen, port: EntriesPort, client_id: str, then: Then) -> None:
    """Which kind, then its form."""

    def chosen(kind: str | None) -> None:
        if kind is not None:
            screen.ask("form", lambda: port.form(client_id, kind), partial(filled, kind))

    def filled(kind: str, form: StepForm) -> None:
        heading = dict(port.kinds())[kind]
        save = partial(port.add, client_id, kind)
        screen.app.push_screen(RecordForm(heading, form.fields, save, whole=True, lead=form.ask), then)

    kinds = port.kinds()
    if len(kinds) == 1:
        chosen(kinds[0][0])
    else:
        screen.app.push_screen(ChoiceDialog(gettext("What is it?"), kinds), chosen)


def ask_step(screen: WorkScreen, port: EntriesPort, row: EntryRow, then: Then) -> None:
    """What the next step of a record asks."""

    def asked(form: StepForm) -> None:
        save = partial(port.step, row.client_id, row.id)
        screen.app.push_screen(RecordForm(row.text, form.fields, save, whole=True, lead=form.ask), then)

    screen.ask("form", lambda: port.step_form(row.client_id, row.id), asked)


def ask_edit(screen: WorkScreen, port: EntriesPort, row: EntryRow, then: Then) -> None:
    """What can be changed of a record."""

    def asked(form: StepForm) -> None:
        save = partial(port.edit, row.client_id, row.id)
        screen.app.push_screen(RecordForm(row.text, form.fields, save, whole=True, lead=form.ask), then)

    screen.ask("form", lambda: port.edit_form(row.client_id, row.id), asked)


def renew(screen: WorkScreen) -> None:
    """Something was written: whatever shows it asks again."""
    screen.station.workplaces.mark_stale()  # type: ignore[union-attr]  # a workplace stands on loaded workplaces
    screen.call_after_refresh(screen.notice, gettext("Saved. u takes the last change back."), "good")


def _kind(row: EntryRow) -> Piece:
    return (f"! {row.kind_word}" if row.red else f"  {row.kind_word}", "bad" if row.red else "dim")


def _step(row: EntryRow) -> Piece:
    return (row.step_word, "bad" if row.red else "" if row.open else "dim")


def entry_columns(*, client: bool) -> tuple[Column[EntryRow], ...]:
    """Kind, client (in the list of all), text, where it stands, day, who."""
    named: tuple[Column[EntryRow], ...] = (
        (Column("client", lambda: gettext("Client"), 14, lambda row: (row.client, ""), flex=2),) if client else ()
    )
    return (
        Column("kind", lambda: "  " + gettext("Kind"), 15, _kind),
        *named,
        Column("text", lambda: gettext("What"), 16, lambda row: (row.text, ""), flex=4),
        Column("step", lambda: gettext("Stands"), 15, _step),
        Column("due", lambda: gettext("Due"), 10, lambda row: (date(row.due) if row.due else "", "dim"), right=True),
        Column("owner", lambda: gettext("Who"), 14, lambda row: (row.owner, ""), from_width=100),
    )


def entry_lines(row: EntryRow | None, width: int) -> list[Line]:
    """Below the list: the whole text of the record under the cursor and everything it tells."""
    if row is None:
        return []
    lines: list[Line] = [((part, "strong"),) for part in wrap(row.text, width)]
    lines.append(((f"{row.kind_word} · {row.step_word}" + (f" · {row.owner}" if row.owner else ""), "dim"),))
    for name, text in row.facts:
        lines += [((part, ""),) for part in wrap(f"{name}: {text}", width)]
    return lines
