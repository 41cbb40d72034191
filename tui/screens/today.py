"""TODAY: what calls for you, red first; the clients that make most of the money are starred (S03.113)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from core.wording.reminders import kind_name
from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu, ShowPalette
from tui.commands.lists import MOVES, OpenRecord
from tui.commands.worth import ShowBehind
from tui.desk.answers import Reminder, Today
from tui.desk.answers_reports import FigureName
from tui.desk.port_copies import CopyAge
from tui.glyphs import glyphs
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.evidence import show_behind
from tui.text import N_, count, date, fill, gettext, percent
from tui.walk import Walk
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable


def _kind(row: Reminder) -> tuple[str, str]:
    name = kind_name(row.kind)
    return (f"! {name}" if row.red else f"  {name}", "bad" if row.red else "dim")


def _client(row: Reminder) -> tuple[str, str]:
    return (f"{glyphs().star} {row.client}" if row.top20 else f"  {row.client}", "strong" if row.top20 else "")


COLUMNS: tuple[Column[Reminder], ...] = (
    Column("kind", lambda: gettext("Why"), 15, _kind),
    Column("client", lambda: "  " + gettext("Client"), 16, _client, flex=3),
    Column("text", lambda: gettext("What"), 37, lambda row: (row.text, ""), flex=5),
    Column(
        "due",
        lambda: gettext("Due"),
        10,
        lambda row: (date(row.due) if row.due else "", "dim"),
        right=True,
        from_width=96,
    ),
)


class TodayScreen(WorkScreen):
    """The first screen of the day."""

    CODE = "TODAY"
    HEADING = N_("Today")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        FindClient,
        ShowPalette,
        OpenRecord,
        ShowMenu,
        ShowBehind,
        *MOVES,
    )
    RULE = (
        N_(
            "First what to do with old clients, then where to find new ones. Red is what must not wait: a client of"
            " weight who is leaving, a promise that is due."
        ),
        N_("A star marks the clients that make most of the money: 20 % of the priorities give 80 % of the result."),
        N_(
            "The order is by role: a manager sees his promises first, the head what happened at key accounts and where"
            " he owes a visit, administrator and auditor the alarms of the log."
        ),
        N_("After the first purchase a client must not vanish: every one of them needs a next step."),
    )
    SOURCES = "S02.01, S03.01, S03.92, S03.104, S03.113, S03.115"

    def __init__(self) -> None:
        super().__init__()
        self._today: Today | None = None

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: f"{row.kind}:{row.client_id}:{row.text}", empty=self._empty, id="today")

    @property
    def table(self) -> WindowTable[Reminder]:
        return self.query_one("#today", WindowTable)

    def _empty(self) -> str:
        if self._today is None:
            return ""
        if self.station.job is not None:
            return gettext("The figures are being computed.")
        return gettext("Nothing is due. F9 opens the menu, F2 finds a client.")

    def load(self) -> None:
        self.ask("today", self._both, self._loaded)

    def _both(self) -> tuple[Today, CopyAge]:
        return self.desk.today(), self.desk.copies.age()

    def _loaded(self, answer: tuple[Today, CopyAge]) -> None:
        today, copy = answer
        keep = self.table.current
        self._today = today
        ids = [f"{row.kind}:{row.client_id}:{row.text}" for row in today.reminders]
        source = Rows(today.reminders, ids)
        at = None if keep is None else source.position(f"{keep.kind}:{keep.client_id}:{keep.text}")
        self.table.set_source(source, at or 0)
        self.paint_title()
        red = sum(1 for row in today.reminders if row.red)
        line: list[tuple[str, str]] = [(fill(gettext("{n} must not wait"), n=red), "bad" if red else "dim")]
        if today.top20_clients:
            told = gettext("{n} clients ({star}) make {part} of the money")
            part = percent(today.top20_share_percent)
            line.append(("   " + fill(told, n=count(today.top20_clients), star=glyphs().star, part=part), "dim"))
        line.append(("   " + copy_told(copy), "bad" if copy.late else "dim"))
        self.status.set_left(tuple(line))

    def title_detail(self) -> str:
        return "" if self._today is None else date(self._today.as_of)

    def client_in_hand(self) -> str:
        row = self.table.current
        return row.client_id if row is not None else ""

    def exported(self) -> dict[str, str]:
        return {"list": "today"}

    def can(self, verb: str) -> bool:
        if verb == "open_record":
            return self.table.current is not None
        if verb == "show_evidence":
            return self._today is not None and bool(self._figures())
        return super().can(verb)

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    def open_record(self) -> None:
        row = self.table.current
        if row is not None and row.kind in ("alarm", "login"):
            self.station.go("AUD")
        elif row is not None and row.kind == "group" and not row.client_id:
            self.station.go("GROUP")
        elif row is not None and row.kind == "campaign":
            self.station.go("CAMP")
        elif row is not None and row.client_id:
            self.station.open_card(row.client_id, Walk(self.table.pages.source, self.table.cursor, "client_id"))

    def _figures(self) -> dict[FigureName, str]:
        """Figures whose evidence can be opened, with the client they are about."""
        row, today = self.table.current, self._today
        found: dict[FigureName, str] = {}
        if row is not None and row.client_id:
            found["stake"] = row.client_id
        if today is not None and today.top20_clients:
            found["top20"] = ""
        return found

    def show_evidence(self) -> None:
        """Behind the client under the cursor, or behind the share of the best clients."""
        from core.wording.reports import figure_title

        figures = self._figures()

        def chosen(name: str | None) -> None:
            figure = next((each for each in figures if each == name), None)
            if figure is not None:
                show_behind(self, figure, figures[figure])

        choices = [(each, figure_title(each)) for each in figures]
        self.app.push_screen(ChoiceDialog(gettext("Behind which figure?"), choices), chosen)


def copy_told(age: CopyAge) -> str:
    """Age of the last verified copy, for the status line (S01.12)."""
    if age.days is None:
        return gettext("no copy")
    if age.days == 0:
        return gettext("copy today")
    return fill(gettext("copy {n} d"), n=age.days)
