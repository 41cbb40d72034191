"""The fourth step of an import: buttons that clean, rows that stay out (S03.59, S03.61, S03.62)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from tui.desk.port_wizard import CellLine, CleanButton, CleanView, DraftRow
from tui.screens.importing_steps import Step, said
from tui.text import N_, count, fill, gettext
from tui.text_import import field_title
from tui.widgets.drawn import Line
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column

if TYPE_CHECKING:
    from tui.screens.importing import ImportScreen

_SHOWN_FIELDS = 6
_SHOWN_CELLS = 6


def _pressed(row: CleanButton) -> tuple[str, str]:
    return ("✓", "good") if row.pressed else (" ", "")


def _cells(row: CleanButton) -> tuple[str, str]:
    return (count(row.cells), "" if row.cells else "dim")


BUTTONS: tuple[Column[CleanButton], ...] = (
    Column("pressed", str, 2, _pressed),
    Column("title", lambda: gettext("Cleaning"), 30, lambda row: (row.title, "" if row.cells else "dim"), flex=1),
    Column("cells", lambda: gettext("Cells"), 8, _cells, right=True),
    Column("guessed", lambda: gettext("Guessed"), 8, lambda row: (count(row.guessed) if row.guessed else "", "warn"),
           right=True),
)  # fmt: skip


class CleanStep(Step):
    """Buttons with what they change; Tab shows the rows, to mark and delete."""

    TITLE = N_("Cleaning")

    def __init__(self, screen: ImportScreen) -> None:
        super().__init__(screen)
        self._view: CleanView | None = None
        self._of_rows = False
        self._cells: tuple[str, tuple[CellLine, ...]] = ("", ())

    def load(self) -> None:
        self._view = None
        self.screen.notice(gettext("Reading the rows…"))
        self.screen.station.start_job(N_("Reading"), self._read)

    def _read(self, progress: Callable[[int, int], bool]) -> None:
        view = self.wizard.clean(progress)
        self.screen.app.call_from_thread(self._arrived, view)

    def _arrived(self, view: CleanView) -> None:
        if self.screen.step is self and self.screen.is_attached:
            self.screen.notice("")
            self._loaded(view)
            self.screen.renew_footer()

    def _loaded(self, view: CleanView) -> None:
        self._view = view
        if self._of_rows:
            self._show_rows(view)
        else:
            source = Rows(view.buttons, [each.name for each in view.buttons])
            self.screen.show_rows(BUTTONS, lambda row: row.name, source, keep=True)
        self._look(self.screen.table.current)

    def _show_rows(self, view: CleanView) -> None:
        def cell(index: int) -> Callable[[DraftRow], tuple[str, str]]:
            return lambda row: (row.cells[index], "")

        columns: list[Column[DraftRow]] = [
            Column("row", lambda: gettext("Row"), 6, lambda row: (str(row.row), "dim"), right=True)
        ]
        for index, field in enumerate(view.fields[:_SHOWN_FIELDS]):
            columns.append(
                Column(f"f{index}", partial(field_title, field), 8, cell(index), flex=1,
                       from_width=0 if index < _SHOWN_FIELDS - 2 else 100)
            )  # fmt: skip
        self.screen.show_rows(columns, lambda row: row.id, view.rows, keep=True)

    def moved(self, row: Any) -> None:
        self._look(row)

    def _look(self, row: Any) -> None:
        if isinstance(row, CleanButton) and row.name != self._cells[0]:
            name = row.name

            def seen(cells: tuple[CellLine, ...]) -> None:
                self._cells = (name, cells)
                self.screen.paint()

            self.screen.ask("preview", partial(self.wizard.preview, name), seen)

    def chips(self) -> tuple[str, ...]:
        view = self._view
        if view is None:
            return ()
        told = [fill(gettext("rows: {n}"), n=count(len(view.rows)))]
        if view.left_out:
            told.append(fill(gettext("deleted: {n}"), n=count(view.left_out)))
        if self._of_rows and self.screen.table.marks:
            told.append(fill(gettext("Marked: {n}"), n=len(self.screen.table.marks)))
        return tuple(told)

    def about(self, row: Any, width: int) -> list[Line]:
        if self._view is None:
            return []
        if self._of_rows:
            told = gettext("Space marks, a marks all, Backspace clears, Del deletes from the draft, z brings back.")
            return said(told, width, "dim")
        lines: list[Line] = []
        if isinstance(row, CleanButton) and self._cells[0] == row.name:
            for cell in self._cells[1][:_SHOWN_CELLS]:
                ink = "warn" if cell.guessed else "good"
                lines.append(
                    (
                        (f"{cell.row:>6}  {field_title(cell.field)}: ", "dim"),
                        (f"{cell.old or '—'} → ", ""),
                        (cell.new, ink),
                    )
                )
            rest = row.cells - _SHOWN_CELLS
            if rest > 0:
                lines.append(((fill(gettext("and {n} more"), n=count(rest)), "dim"),))
        return lines or said(
            gettext("Enter presses the button and takes it back; nothing is written yet."), width, "dim"
        )

    def empty(self) -> str:
        return "" if self._view is None else gettext("There is nothing to clean in these columns.")

    def can(self, verb: str) -> bool:
        if self._view is None:
            return verb == "go_before"
        if verb == "act":
            return not self._of_rows and isinstance(self.screen.table.current, CleanButton)
        if verb in ("mark_row", "mark_all"):
            return self._of_rows
        if verb in ("clear_selection", "delete_rows"):
            return self._of_rows and bool(self.screen.table.marks)
        if verb == "bring_back":
            return self._view.left_out > 0
        return True

    def act(self) -> None:
        row = self.screen.table.current
        if isinstance(row, CleanButton):
            self._cells = ("", ())
            call = self.wizard.release if row.pressed else self.wizard.press
            self.ask(partial(call, row.name), self._loaded)

    def other_view(self) -> None:
        self._of_rows = not self._of_rows
        if self._view is not None:
            self._loaded(self._view)

    def mark_row(self) -> None:
        self.screen.table.toggle_mark()
        self.screen.paint()

    def mark_all(self) -> None:
        view = self._view
        if view is None:
            return

        def told(ids: set[str]) -> None:
            self.screen.table.marks = ids
            self.screen.table.refresh()
            self.screen.paint()

        self.ask(lambda: {row.id for row in view.rows.rows(0, len(view.rows))}, told)

    def clear_selection(self) -> None:
        self.screen.table.marks = set()
        self.screen.table.refresh()
        self.screen.paint()

    def delete_rows(self) -> None:
        rows = sorted(map(int, self.screen.table.marks))

        def deleted(view: CleanView) -> None:
            self.screen.table.marks = set()
            self._loaded(view)
            self.screen.notice(fill(gettext("Deleted from the draft: {n}. z brings them back."), n=len(rows)))

        self.ask(partial(self.wizard.leave_out, rows), deleted)

    def bring_back(self) -> None:
        self.ask(self.wizard.take_in, self._loaded)
