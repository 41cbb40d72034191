"""SET, own fields: what the firm keeps of clients and their people beside what every firm does (U12)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import GoBack, ShowHelp, ShowMenu
from tui.commands.lists import MOVES
from tui.commands.own import ChangeOwnField, DropOwnField, NewOwnField
from tui.desk.edit_field import EditField
from tui.desk.port_own import OwnFieldRow
from tui.screens.base import WorkScreen
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.record_form import RecordForm
from tui.text import N_, count, fill, gettext
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable


def field_columns() -> tuple[Column[OwnFieldRow], ...]:
    """Name, kind, subject, values of a choice, column, how many have it filled in."""
    return (
        Column("name", lambda: gettext("Field"), 16, lambda row: (row.name, "strong"), flex=2),
        Column("kind", lambda: gettext("Kind"), 10, lambda row: (row.kind_word, "")),
        Column("of", lambda: gettext("About whom"), 10, lambda row: (row.of_word, "dim")),
        Column("choices", lambda: gettext("Values"), 14, lambda row: (", ".join(row.choices), "dim"), flex=3),
        Column("listed", lambda: gettext("Column"), 8, lambda row: (gettext("yes") if row.listed else "", "good")),
        Column("used", lambda: gettext("Filled in"), 10, lambda row: (count(row.used), ""), right=True),
    )


class OwnFieldsScreen(WorkScreen):
    """Declared fields."""

    CODE = "SET"
    CSS_PATH = "entries.tcss"
    HEADING = N_("Own fields")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        NewOwnField,
        ChangeOwnField,
        DropOwnField,
        ShowMenu,
        GoBack,
        *MOVES,
    )
    RULE = (
        N_(
            "A field has a kind: text, number, date, choice, yes or no. Fields of clients stand on the card under F4,"
            " in the filter of the client list, in imports and exports; up to three are columns of the list."
        ),
        N_("Fields of people stand in the form of a contact person. An erasure of the person takes them along."),
    )
    SOURCES = "U12"

    def __init__(self) -> None:
        super().__init__()
        self._loaded_once = False

    def body(self) -> Iterable[Widget]:
        yield WindowTable(field_columns(), lambda row: row.id, empty=self._empty, id="entries")

    def _empty(self) -> str:
        return gettext("No own fields yet: n declares one.") if self._loaded_once else ""

    @property
    def table(self) -> WindowTable[OwnFieldRow]:
        return self.query_one("#entries", WindowTable)

    def on_mount(self) -> None:
        super().on_mount()
        self.load()

    def load(self) -> None:
        self.ask("fields", self.desk.own.fields, self._told)

    def _told(self, rows: list[OwnFieldRow]) -> None:
        self._loaded_once = True
        keep = self.table.current_id
        source = Rows(rows, [row.id for row in rows])
        self.table.set_source(source, (None if keep is None else source.position(keep)) or 0)

    # Verbs
    def can(self, verb: str) -> bool:
        writes = not self.station.options.read_only
        if verb == "new_own_field":
            return writes
        if verb in ("change_own_field", "drop_own_field"):
            return writes and self.table.current is not None
        return super().can(verb)

    async def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        if ChangeOwnField.able(self):
            self.change_own_field()

    def new_own_field(self) -> None:
        self._form("", gettext("Declare a field"))

    def change_own_field(self) -> None:
        row = self.table.current
        if row is not None:
            self._form(row.id, row.name)

    def _form(self, field_id: str, heading: str) -> None:
        def asked(form: tuple[EditField, ...]) -> None:
            save = partial(self.desk.own.save_field, field_id)
            lead = gettext("Values of a choice stand with commas between them.")
            self.app.push_screen(RecordForm(heading, form, save, whole=not field_id, lead=lead), self._saved)

        self.ask("form", partial(self.desk.own.field_form, field_id), asked)

    def _saved(self, done: bool | None) -> None:
        if done:
            self.notice(gettext("Saved."), "good")
            self.load()

    def drop_own_field(self) -> None:
        row = self.table.current
        if row is None:
            return

        def sure(yes: bool | None) -> None:
            if yes:
                self.ask("drop", lambda: self.desk.own.remove_field(row.id), lambda _none: self._saved(True))

        asked = fill(gettext("Take the field {name} off? What stands in it stays."), name=row.name)
        self.app.push_screen(ConfirmDialog(asked), sure)
