"""LOYAL: loyalty programmes, with their terms, members, cards and cost (S03.24)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.lists import MOVES
from tui.commands.loyalty import EditProgramme, NewProgramme, OpenProgramme
from tui.desk.port_loyalty import ProgrammeRow
from tui.desk.port_spending import Field
from tui.loyalty_text import programme_cells, programme_heads, programme_lines
from tui.safe_text import wrap
from tui.screens.base import WorkScreen
from tui.screens.dialogs.fields import FieldsForm
from tui.screens.grouping import renew
from tui.screens.loyalty_programme import ProgrammeScreen
from tui.text import N_, count, gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_WIDTHS = (18, 12, 20, 9, 6, 11, 10)
_WIDE = frozenset({2})
"""Columns for 100 cells and more."""


def _column(at: int) -> Column[ProgrammeRow]:
    def cell(row: ProgrammeRow) -> tuple[str, str]:
        return programme_cells(row)[at], "dim" if row.over or at in (1, 2) else ""

    return Column(
        f"programme-{at}",
        lambda: programme_heads()[at],
        _WIDTHS[at],
        cell,
        right=at in (3, 4, 5),
        flex=int(at == 0),
        from_width=100 if at in _WIDE else 0,
    )


COLUMNS: tuple[Column[ProgrammeRow], ...] = tuple(_column(at) for at in range(len(_WIDTHS)))


class LoyaltyScreen(WorkScreen):
    """Programmes in force first; below, the one under the cursor in words."""

    CODE = "LOYAL"
    CSS_PATH = "group.tcss"
    HEADING = N_("Loyalty")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        NewProgramme,
        OpenProgramme,
        EditProgramme,
        ShowMenu,
        FindClient,
        *MOVES,
    )
    RULE = (
        N_(
            "A programme is for those who do not care where they buy, for shops with cards, for key clients and for"
            " those who buy from us alone: each needs something else. It has conditions, an end and a cost."
        ),
        N_(
            "What it does is asked of figures: members against others, before and after, each with its interval; where"
            " there are too few clients no figure is given."
        ),
    )
    SOURCES = "S03.24, S03.15"
    AUTO_FOCUS = "#programmes"

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[ProgrammeRow, ...] | None = None

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: row.id, empty=self._empty, id="programmes")
        yield Pager(id="programme")

    @property
    def table(self) -> WindowTable[ProgrammeRow]:
        return self.query_one("#programmes", WindowTable)

    def _empty(self) -> str:
        return "" if self._rows is None else gettext("No programme yet: n makes one.")

    def load(self) -> None:
        self.ask("programmes", self.desk.loyalty.listed, self._loaded)

    def _loaded(self, rows: tuple[ProgrammeRow, ...]) -> None:
        keep, self._rows = self.table.current_id, rows
        source = Rows(rows, [each.id for each in rows])
        self.table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self.paint_title()
        self.paint()

    def title_detail(self) -> str:
        return count(len(self._rows)) if self._rows else ""

    def on_window_table_moved(self) -> None:
        self.paint()
        self.renew_footer()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        row, pane = self.table.current if self._rows else None, self.query_one("#programme", Pager)
        room = max(20, self.size.width - 2)
        lines = [] if row is None else programme_lines(row)
        pane.show([((part, ink),) for text, ink in lines for part in wrap(text, room)])

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    # Verbs
    def exported(self) -> dict[str, str]:
        return {"list": "programmes"}

    def can(self, verb: str) -> bool:
        row = self.table.current if self._rows else None
        if verb == "open_record":
            return row is not None
        if verb in ("new_programme", "edit_programme"):
            return not self.station.options.read_only and (verb == "new_programme" or row is not None)
        return super().can(verb)

    def open_record(self) -> None:
        row = self.table.current
        if row is not None:
            self.app.push_screen(ProgrammeScreen(row.id))

    def new_programme(self) -> None:
        self._ask("")

    def edit_programme(self) -> None:
        row = self.table.current
        if row is not None:
            self._ask(row.id)

    def _ask(self, handle: str) -> None:
        port = self.desk.loyalty

        def ask(fields: tuple[Field, ...]) -> None:
            form = FieldsForm(gettext("Loyalty programme"), fields, lambda values: port.save(values, handle))
            self.app.push_screen(form, saved)

        def saved(row: ProgrammeRow | None) -> None:
            if row is not None:
                renew(self, gettext("Written down."))

        self.ask("form", lambda: port.form(handle), ask)
