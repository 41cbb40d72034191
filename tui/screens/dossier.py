"""DOSS: the dossier of one client: what is missing, growth plan, pages, printing (S03.93, S03.96, U27)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
from tui.safe_text import wrap
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.record_form import RecordForm
from tui.screens.dialogs.words import WordsDialog
from tui.screens.entering import renew
from tui.text import N_, field_name, fill, gettext, percent, short_money
from tui.widgets.bars import bar
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

FORMATS: tuple[tuple[DossierFormat, str], ...] = (("pdf", "PDF"), ("docx", "Word"), ("txt", N_("plain text")))
_WHOLE = 100
_GOOD = 75
_POOR = 40
Printed = Callable[[DossierFormat, str], PaperOut]


def _percent(row: SectionRow) -> tuple[str, str]:
    ink = "good" if row.percent >= _GOOD else "bad" if row.percent < _POOR else "warn"
    return (percent(row.percent), ink)


def section_columns() -> tuple[Column[SectionRow], ...]:
    """Title, completeness, the first thing to ask."""
    return (
        Column("title", lambda: gettext("Section"), 26, lambda row: (row.title, "strong")),
        Column("percent", lambda: gettext("Known"), 7, _percent, right=True),
        Column("bar", str, 10, lambda row: bar(row.percent / _WHOLE, 10, "accent"), from_width=100),
        Column("ask", lambda: gettext("Ask next"), 20, lambda row: (row.asks[0] if row.asks else "", "dim"), flex=1),
    )


class DossierScreen(WorkScreen):
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
        self._stopped = False
        self._printing = False

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
        low, high = book.wanted
        pages = fill(gettext("{n} of {low}–{high} pages"), n=book.pages, low=low, high=high)
        known = fill(gettext("known: {part}"), part=percent(book.percent))
        ink = "good" if book.pages >= low else "warn"
        hints = "".join(f"   {each}" for each in book.hints)
        self.status.set_left(((pages, ink), (f"   {known}", ""), (hints, "warn")))
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
    def can(self, verb: str) -> bool:
        if verb in ("write_section", "edit_plan"):
            row = self.table.current if self._book is not None else None
            writes = row is not None and not self.station.options.read_only
            return writes and (verb == "edit_plan" or bool(row and row.texts))
        if verb in ("print_dossier", "print_agenda"):
            return self._book is not None and not self._printing
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
        def printed(form: DossierFormat, purpose: str) -> PaperOut:
            return self.desk.book.take_out(self.client_id, form, purpose, progress=self._progress)

        self._print(printed)

    def print_agenda(self) -> None:
        self._print(partial(self.desk.book.agenda, self.client_id))

    def _print(self, make: Printed) -> None:
        def chosen(form: str | None) -> None:
            picked = next((each for each, _told in FORMATS if each == form), None)
            if picked is not None:
                nudge = gettext("Say what it is for: it stands in the log.")
                dialog = WordsDialog(gettext("What is the document for?"), nudge)
                self.app.push_screen(dialog, partial(self._make, make, picked))

        told = [(form, gettext(name)) for form, name in FORMATS]
        self.app.push_screen(ChoiceDialog(gettext("On paper"), told), chosen)

    def _make(self, make: Printed, form: DossierFormat, purpose: str | None) -> None:
        if purpose:
            self._printing, self._stopped = True, False
            self.notice(gettext("Making the document… Esc stops it."))
            self.ask("paper", partial(make, form, purpose), self._printed)

    def _progress(self, done: int, total: int) -> bool:
        told = fill(gettext("Making the document: {done} of {total}. Esc stops it."), done=done, total=total)
        self.app.call_from_thread(self.notice, told)
        return not self._stopped

    def problem(self, problem: Exception) -> None:
        self._printing = False
        super().problem(problem)  # type: ignore[arg-type]  # what `ask` gives is a Problem

    def _printed(self, made: PaperOut) -> None:
        self._printing = False
        sentence = gettext("Export No. {number}: {pages} p., {file}")
        self.notice(fill(sentence, number=made.number, pages=made.pages, file=made.file), "good")

    def go_back(self) -> None:
        if self._printing:
            self._stopped = True
        else:
            super().go_back()


def section_lines(book: BookAnswer, row: SectionRow, width: int) -> list[Line]:
    """What is written in the section, the plan where it belongs, everything to ask."""
    lines: list[Line] = []
    if row.section == "growth" and book.plan is not None:
        plan = book.plan
        sentence = gettext("{real} a month now; goal {low} – {high} until {until}, from {now}")
        sums = {"real": plan.real, "low": plan.low, "high": plan.high, "now": plan.now}
        told = fill(sentence, **{name: short_money(each) for name, each in sums.items()}, until=plan.until)
        lines += [((part, "strong"),) for part in wrap(told, width)]
        lines += [((part, ""),) for n, step in enumerate(plan.steps, 1) for part in wrap(f"{n}. {step}", width)]
    for name, text in row.texts:
        if text:
            lines.append(((field_name(f"{name}_text"), "title"),))
            lines += [((part, ""),) for line in text.split("\n") for part in wrap(line, width)]
    lines += [((part, "accent"),) for ask in row.asks for part in wrap(f"? {ask}", width)]
    return lines
