"""Somebody like the typed client is in the base: who, why, and what to do (S03.53, U08)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.widget import Widget

from core.wording.reasons import asked_text
from tui.desk.port_newcomers import Double, Home
from tui.screens.dialogs.base import PickDialog
from tui.screens.dialogs.find import Taken
from tui.text import N_, fill, gettext
from tui.widgets.drawn import Line, OneLine, Pager
from tui.widgets.window_table import Column, WindowTable


@dataclass(frozen=True)
class AddAnyway:
    """It is another client: write him."""


@dataclass(frozen=True)
class AskAccess:
    """He is in another portfolio: ask for access instead of writing him once more."""


def warning_text(double: Double) -> str:
    """One line while one types."""
    place = f"{double.name}, {double.city}" if double.city else double.name
    msgid = N_("In the base: {client}. {why}") if double.sure else N_("Perhaps in the base: {client}. {why}")
    return fill(gettext(msgid), client=place, why=double.short)


class DoublesDialog(PickDialog["Taken | AddAnyway", "Double | AddAnyway"]):
    """Returns the client he is, or that he is another one."""

    HAS_FIELD = False
    HEADING = N_("Is he in the base already?")
    HINT = N_("↓ ↑ choose · Enter take · Esc back to the form")

    def __init__(self, doubles: Sequence[Double]) -> None:
        super().__init__()
        self._doubles = doubles

    def columns(self) -> Sequence[Column[Double | AddAnyway]]:
        return (
            Column("name", str, 24, lambda row: (_name(row), "strong" if isinstance(row, AddAnyway) else ""), flex=2),
            Column("city", str, 12, lambda row: (row.city if isinstance(row, Double) else "", "dim")),
            Column("sure", str, 12, lambda row: (_sure(row), "warn")),
        )

    def row_id(self, row: Double | AddAnyway) -> str:
        return row.id if isinstance(row, Double) else ""

    def answer(self, row: Double | AddAnyway) -> Taken | AddAnyway:
        return Taken(row.id) if isinstance(row, Double) else row

    def inside(self) -> Iterable[Widget]:
        yield from super().inside()
        yield Pager(id="why")

    def on_mount(self) -> None:
        self.offer((*self._doubles, AddAnyway()))

    def on_window_table_moved(self, event: WindowTable.Moved) -> None:
        row = event.row
        reasons = row.why if isinstance(row, Double) else ()
        lines: list[Line] = [((each, "dim"),) for each in reasons]
        self.query_one("#why", Pager).show(lines)


def _name(row: Double | AddAnyway) -> str:
    return row.name if isinstance(row, Double) else gettext("Another client: add him")


def _sure(row: Double | AddAnyway) -> str:
    if not isinstance(row, Double):
        return ""
    return gettext("surely he") if row.sure else gettext("alike")


class ElsewhereDialog(PickDialog["AskAccess | AddAnyway", "AskAccess | AddAnyway"]):
    """The client is in another portfolio. Says whom to ask; never whose he is (U08)."""

    HAS_FIELD = False
    HEADING = N_("Exists in another portfolio")
    HINT = N_("Enter choose · Esc back to the form")

    def __init__(self, ask: Sequence[str]) -> None:
        super().__init__()
        self._heads = tuple(ask)

    def columns(self) -> Sequence[Column[AskAccess | AddAnyway]]:
        return (Column("answer", str, 30, lambda row: (_answer_words(row), ""), flex=1),)

    def row_id(self, row: AskAccess | AddAnyway) -> str:
        return type(row).__name__

    def answer(self, row: AskAccess | AddAnyway) -> AskAccess | AddAnyway:
        return row

    def inside(self) -> Iterable[Widget]:
        yield OneLine(((asked_text(self._heads), "warn"),))
        yield from super().inside()

    def on_mount(self) -> None:
        self.offer((AskAccess(), AddAnyway()))


def _answer_words(row: AskAccess | AddAnyway) -> str:
    return gettext("Ask for access") if isinstance(row, AskAccess) else gettext("Another client: add him")


class HomeDialog(PickDialog[str, Home]):
    """Returns the portfolio a new client goes to."""

    HEADING = N_("Whose client is he?")
    HINT = N_("Type to narrow · Enter choose · Esc back to the form")

    def __init__(self, homes: Sequence[Home]) -> None:
        super().__init__()
        self._homes = homes

    def columns(self) -> Sequence[Column[Home]]:
        return (Column("name", str, 30, lambda home: (home.name, ""), flex=1),)

    def row_id(self, row: Home) -> str:
        return row.id

    def answer(self, row: Home) -> str:
        return row.id

    def on_mount(self) -> None:
        self.offer(self._homes)

    def on_line_field_changed(self) -> None:
        from tui.widgets.line_field import LineField

        wanted = self.query_one(LineField).text.casefold()
        self.offer([home for home in self._homes if wanted in home.name.casefold()])
