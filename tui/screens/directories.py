"""Directories of questionnaires: countries, names of fields, variants, the dictionary (S03.66–S03.70)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import GoBack, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, ClearFilter, FilterList
from tui.commands.questionnaires import DIRECTORY_COMMANDS, FieldDown, FieldUp, OwnPaper
from tui.desk.edit_field import EditField
from tui.desk.port_questionnaire import Directory, DirectoryRow
from tui.screens.base import WorkScreen, chip
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.importing import ValueDialog
from tui.screens.dialogs.record_form import RecordForm
from tui.text import N_, count, fill, gettext
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_WRITES = frozenset(("new_row", "edit_row", "drop_row", "own_paper", "field_up", "field_down"))


class DirectoryScreen(WorkScreen):
    """One directory. Subclasses name it and its columns: (msgid, width, share of the room)."""

    CODE = "QST"
    CSS_PATH = "questionnaire.tcss"
    AUTO_FOCUS = "#rows"
    DIRECTORY: ClassVar[Directory]
    COLUMNS: ClassVar[tuple[tuple[str, int, int], ...]]
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp, *DIRECTORY_COMMANDS, FilterList, ShowMenu, GoBack, ClearFilter, *MOVES,
    )  # fmt: skip
    RULE = (N_("A directory is the whole firm's: what is changed here is changed for everybody at once."),)
    SOURCES = "S03.66–S03.70"

    def __init__(self, form_id: str = "", country: str = "") -> None:
        super().__init__()
        self.form_id, self._country = form_id, country
        self._rows: list[DirectoryRow] | None = None
        self._text = ""

    def body(self) -> Iterable[Widget]:
        def cell(at: int) -> Column[DirectoryRow]:
            title, width, flex = self.COLUMNS[at]
            ink = "" if at else "strong"
            return Column(f"c{at}", partial(gettext, title), width, lambda row: (row.cells[at], ink), flex=flex)

        columns = tuple(cell(at) for at in range(len(self.COLUMNS)))
        yield WindowTable(columns, lambda row: row.id, empty=self._empty, id="rows")

    def _empty(self) -> str:
        return "" if self._rows is None else gettext("Nothing here: n adds a line.")

    @property
    def table(self) -> WindowTable[DirectoryRow]:
        return self.query_one("#rows", WindowTable)

    def load(self) -> None:
        self.ask("rows", partial(self.desk.questionnaires.rows, self.DIRECTORY, self.form_id), self._loaded)

    def _loaded(self, rows: list[DirectoryRow]) -> None:
        self._rows = rows
        self._show()

    def _show(self) -> None:
        wanted = self._text.casefold()
        rows = [row for row in self._rows or () if wanted in " ".join(row.cells).casefold()]
        keep = self.table.current_id
        source = Rows(rows, [each.id for each in rows])
        self.table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        counted = ((fill(gettext("lines: {n}"), n=count(len(rows))), "dim"),)
        self.status.set_left((*chip(self._text), *counted) if self._text else counted)
        self.paint_title()

    def title_detail(self) -> str:
        return self._country

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        if self.can("open_row"):
            self.open_row()

    # Verbs
    def can(self, verb: str) -> bool:
        if verb in _WRITES and self.station.options.read_only:
            return False
        if verb in ("edit_row", "open_row", "drop_row", "own_paper", "field_up", "field_down"):
            return self._rows is not None and self.table.current is not None
        if verb == "clear_filter":
            return bool(self._text)
        return super().can(verb)

    def new_row(self) -> None:
        self._ask_row("")

    def edit_row(self) -> None:
        if self.table.current is not None:
            self._ask_row(self.table.current.id)

    def open_row(self) -> None:
        if self.can("edit_row") and not self.station.options.read_only:
            self.edit_row()

    def _ask_row(self, row_id: str) -> None:
        quest = self.desk.questionnaires
        again = partial(quest.form, self.DIRECTORY, row_id, self.form_id)

        def asked(form: tuple[EditField, ...]) -> None:
            def save(fields: object) -> None:
                assert isinstance(fields, dict)
                quest.save_row(self.DIRECTORY, row_id, fields, self.form_id)

            dialog = RecordForm(gettext(self.HEADING), form, save, whole=not row_id, again=again if row_id else None)
            self.app.push_screen(dialog, self._saved)

        self.ask("form", again, asked)

    def drop_row(self) -> None:
        row = self.table.current
        if row is None:
            return
        drop = partial(self.desk.questionnaires.drop_row, self.DIRECTORY, row.id, self.form_id)

        def answered(yes: bool | None) -> None:
            if yes:
                self.ask("drop", drop, lambda _done: self._saved(True))

        question = fill(gettext("Take “{name}” out of the directory?"), name=row.cells[0])
        self.app.push_screen(ConfirmDialog(question), answered)

    def filter_list(self) -> None:
        def told(text: str | None) -> None:
            if text is not None:
                self._text = text.strip()
                self._show()

        self.app.push_screen(ValueDialog(gettext("Show lines with…"), self._text), told)

    def clear_filter(self) -> None:
        self._text = ""
        self._show()

    def _saved(self, done: bool | None) -> None:
        if done:
            self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # it stands on loaded workplaces
            self.call_after_refresh(self.notice, gettext("Saved."), "good")


class CountriesScreen(DirectoryScreen):
    """Countries and their questionnaires."""

    DIRECTORY = "countries"
    HEADING = N_("Countries and questionnaires")
    COLUMNS = (
        (N_("Country"), 20, 2), (N_("Language"), 12, 0), (N_("Letters by"), 18, 1), (N_("Fields"), 6, 0),
        (N_("Paper"), 12, 0),
    )  # fmt: skip
    OFFERS = (ShowHelp, *DIRECTORY_COMMANDS, OwnPaper, FilterList, ShowMenu, GoBack, ClearFilter, *MOVES)

    def open_row(self) -> None:
        row = self.table.current
        if row is not None:
            self.stale = True
            self.app.push_screen(FieldsScreen(row.id, row.cells[0]))

    def own_paper(self) -> None:
        row = self.table.current
        if row is None:
            return

        def told(path: str | None) -> None:
            if path is not None:
                self.notice(gettext("Trying the file out…"))
                set_paper = partial(self.desk.questionnaires.set_paper, row.id, path)
                self.ask("paper", set_paper, lambda _done: self._saved(True))

        heading = fill(gettext("Word file for {country}"), country=row.cells[0])
        caption = gettext("Path of a .docx; empty: print the form as a list.")
        self.app.push_screen(ValueDialog(heading, "", caption), told)


class FieldsScreen(DirectoryScreen):
    """Names of the fields of one country's form."""

    DIRECTORY = "fields"
    HEADING = N_("Names of the fields of questionnaires")
    COLUMNS = ((N_("Field"), 24, 2), (N_("Translation"), 14, 0), (N_("Comes from"), 18, 1), (N_("In Word"), 14, 1))
    OFFERS = (ShowHelp, *DIRECTORY_COMMANDS, FieldUp, FieldDown, FilterList, ShowMenu, GoBack, ClearFilter, *MOVES)

    def field_up(self) -> None:
        self._move(-1)

    def field_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        row = self.table.current
        if row is not None:
            move = partial(self.desk.questionnaires.move_field, self.form_id, row.id, by)
            self.ask("move", move, lambda _done: self._saved(True))


class VariantsScreen(DirectoryScreen):
    """What may be picked in fields whose names begin with `_`."""

    DIRECTORY = "variants"
    HEADING = N_("Variants of the fields of questionnaires")
    COLUMNS = ((N_("Field"), 26, 1), (N_("Variants"), 36, 2))


class DictionaryScreen(DirectoryScreen):
    """Words in three languages."""

    DIRECTORY = "dictionary"
    HEADING = N_("Dictionary for translation")
    COLUMNS = ((N_("Russian word"), 24, 1), (N_("English word"), 24, 1), (N_("French word"), 24, 1))


def directory_screen(name: str, form_id: str, country: str) -> DirectoryScreen:
    """The screen of a directory; fields are those of one form."""
    if name == "fields":
        return FieldsScreen(form_id, country)
    return {"countries": CountriesScreen, "variants": VariantsScreen, "dictionary": DictionaryScreen}[name]()
