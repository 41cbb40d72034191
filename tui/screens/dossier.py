"""DOSS: the dossier of one client: what is missing, growth plan, pages, printing (S03.93, S03.96, U27)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.dossier import EditPlan, PrintAgenda, PrintDossier, WriteSection
from tui.commands.everywhere import GoBack, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, NextPane
from tui.desk.edit_field import EditField
from tui.desk.port_book import BookAnswer, SectionRow
from tui.desk.port_dossier import DossierFormat, PaperOut
from tui.screens.book_lines import pages_line, section_columns, section_lines
from tui.screens.dialogs.record_form import RecordForm
from tui.screens.entering import renew
from tui.screens.printing import PrintingScreen
from tui.text import N_, gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable

FORMATS: tuple[tuple[DossierFormat, str], ...] = (
    ("pdf", "PDF"),
    ("docx", "Word"),
    ("html", "HTML"),
    ("md", "Markdown"),
    ("txt", N_("plain text")),
)


class DossierScreen(PrintingScreen):
    """One dossier; opening it is a reading."""

    CODE = "DOSS"
    CSS_PATH = "entries.tcss"
    HEADING = N_("Dossier")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        WriteSection,
        EditPlan,
        PrintDossier,
        PrintAgenda,
        ShowMenu,
        GoBack,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "A dossier of a key account takes 20 to 40 pages: the company, its people, what they like, when their"
            " birthdays are. Name, requisites, phone and address alone are no dossier."
        ),
        N_(
            "Do not fear to grow: 5 million a month can become 15–20. No client is safe for ever: a sale, a new owner,"
            " a new head, a rival with better terms call for a review."
        ),
    )
    SOURCES = "S03.93, S03.96, S03.103, S03.111, U27"

    def __init__(self, client_id: str) -> None:
        super().__init__()
        self.client_id = client_id
        self._book: BookAnswer | None = None

    def body(self) -> Iterable[Widget]:
        yield WindowTable(section_columns(), lambda row: row.section, empty=lambda: "", id="entries")
        yield Pager(id="entry")

    @property
    def table(self) -> WindowTable[SectionRow]:
        return self.query_one("#entries", WindowTable)

    def client_in_hand(self) -> str:
        return self.client_id

    def load(self) -> None:
        self.ask("book", partial(self.desk.book.read, self.client_id), self._loaded)

    def _loaded(self, book: BookAnswer) -> None:
        keep = self.table.current_id
        self._book = book
        source = Rows(book.sections, [each.section for each in book.sections])
        self.table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self.paint_title()
        self.status.set_left(pages_line(book))
        self.paint()

    def title_detail(self) -> str:
        return "" if self._book is None else self._book.client

    def on_window_table_moved(self) -> None:
        self.paint()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """Below the list: the section under the cursor; for growth the plan."""
        row, pane = self.table.current, self.query_one("#entry", Pager)
        if row is not None and self._book is not None:
            pane.show(section_lines(self._book, row, max(30, pane.content_size.width)))

    # Verbs
    def next_pane(self) -> None:
        (self.query_one("#entry") if self.focused is self.table else self.table).focus()

    def can(self, verb: str) -> bool:
        if verb in ("write_section", "edit_plan"):
            row = self.table.current if self._book is not None else None
            writes = row is not None and not self.station.options.read_only
            return writes and (verb == "edit_plan" or bool(row and row.texts))
        if verb in ("print_dossier", "print_agenda"):
            return self._book is not None and not self.printing
        return super().can(verb)

    def show_lines(self) -> None:
        pane = self.query_one("#entry", Pager)
        (self.table if self.focused is pane else pane).focus()

    def write_section(self) -> None:
        row = self.table.current
        if row is not None:
            again = partial(self.desk.book.text_form, self.client_id, row.section)
            save = partial(self.desk.book.save_text, self.client_id, row.section)
            self.ask("form", again, lambda form: self._form(row.title, form, save))

    def edit_plan(self) -> None:
        save = partial(self.desk.book.save_plan, self.client_id)
        self.ask(
            "form", partial(self.desk.book.plan_form, self.client_id),
            lambda form: self._form(gettext("Growth plan"), form, save, whole=True),
        )  # fmt: skip

    def _form(
        self, heading: str, form: tuple[EditField, ...], save: Callable[..., None], *, whole: bool = False
    ) -> None:
        self.app.push_screen(RecordForm(heading, form, save, whole=whole), self._saved)

    def _saved(self, done: bool | None) -> None:
        if done:
            renew(self)

    def print_dossier(self) -> None:
        def make(form: DossierFormat, purpose: str) -> Sequence[PaperOut]:
            return (self.desk.book.take_out(self.client_id, form, purpose, progress=self.progress),)

        self.print_out(self._formats(), make)

    def print_agenda(self) -> None:
        self.print_out(self._formats(), lambda form, purpose: (self.desk.book.agenda(self.client_id, form, purpose),))

    @staticmethod
    def _formats() -> list[tuple[DossierFormat, str]]:
        return [(form, gettext(name)) for form, name in FORMATS]
