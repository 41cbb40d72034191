"""GROUP: tasks given to many at once; of each how far it is and what is late (S03.21)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.group_tasks import CloseGroupTask, HandTaskOn, NewGroupTask, OpenGroupTask, ShowClosedTasks
from tui.commands.lists import MOVES
from tui.desk.port_group import GroupTaskRow
from tui.group_text import task_cells, task_heads
from tui.screens.base import WorkScreen
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.group_task import GroupTaskScreen
from tui.screens.grouping import ask_group_task, renew
from tui.text import N_, clients, count, fill, gettext
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_WIDTHS = (20, 14, 8, 13, 6, 17)


def _column(at: int) -> Column[GroupTaskRow]:
    def cell(row: GroupTaskRow) -> tuple[str, str]:
        ink = "bad" if row.overdue and at in (0, 4) else "dim" if row.closed or at in (1, 5) else ""
        return task_cells(row)[at], ink

    flex, since = (1, 0) if at == 0 else (0, 100 if at == 1 else 0)
    return Column(
        f"task-{at}", lambda: task_heads()[at], _WIDTHS[at], cell, right=at in (2, 3, 4), flex=flex, from_width=since
    )


COLUMNS: tuple[Column[GroupTaskRow], ...] = tuple(_column(at) for at in range(len(_WIDTHS)))


class GroupTasksScreen(WorkScreen):
    """Running tasks, those due first first."""

    CODE = "GROUP"
    CSS_PATH = "group.tcss"
    HEADING = N_("Group tasks")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        NewGroupTask,
        OpenGroupTask,
        HandTaskOn,
        ShowClosedTasks,
        ShowMenu,
        FindClient,
        CloseGroupTask,
        *MOVES,
    )
    RULE = (
        N_(
            "A task goes to a list of regular clients, and the list is frozen: everybody's steps and days are the same,"
            " and no client falls out unseen. Who is no regular stays out unless everybody is asked for."
        ),
        N_(
            "Every step is controlled: done, late, with a proof, accepted by the head. A manager sees his own clients,"
            " the head those of all his people; what is due stands on TODAY and on the card."
        ),
    )
    SOURCES = "S03.21"
    AUTO_FOCUS = "#group-tasks"

    def __init__(self) -> None:
        super().__init__()
        self.everything = False
        self._rows: tuple[GroupTaskRow, ...] | None = None

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: row.id, empty=self._empty, id="group-tasks")

    @property
    def table(self) -> WindowTable[GroupTaskRow]:
        return self.query_one("#group-tasks", WindowTable)

    def _empty(self) -> str:
        return "" if self._rows is None else gettext("No group task runs: n gives one, a shows closed ones.")

    def load(self) -> None:
        everything = self.everything
        self.ask("tasks", lambda: self.desk.group_tasks.listed(everything=everything), self._loaded)

    def _loaded(self, rows: tuple[GroupTaskRow, ...]) -> None:
        keep, self._rows = self.table.current_id, rows
        source = Rows(rows, [each.id for each in rows])
        self.table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self.paint_title()
        late = sum(each.overdue for each in rows)
        self.status.set_left(((fill(gettext("late steps: {n}"), n=count(late)), "bad" if late else "dim"),))

    def title_detail(self) -> str:
        return gettext("closed ones too") if self.everything else ""

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    # Verbs
    def exported(self) -> dict[str, str]:
        return {"list": "group_tasks", "closed": "yes" if self.everything else ""}

    def can(self, verb: str) -> bool:
        row = self.table.current if self._rows else None
        if verb == "open_record":
            return row is not None
        if verb == "new_group_task":
            return not self.station.options.read_only
        if verb == "hand_on":
            return row is not None and row.later > 0 and not self.station.options.read_only
        if verb == "close_group_task":
            return row is not None and row.closed is None and not self.station.options.read_only
        return super().can(verb)

    def open_record(self) -> None:
        row = self.table.current
        if row is not None:
            self.app.push_screen(GroupTaskScreen(row.id))

    def new_group_task(self) -> None:
        ask_group_task(self, ())

    def hand_on(self) -> None:
        row = self.table.current
        if row is not None:
            handle = row.id
            self.ask("hand on", lambda: self.desk.group_tasks.hand_on(handle), self._handed)

    def _handed(self, row: GroupTaskRow) -> None:
        renew(self, fill(gettext("The task is given: {clients}."), clients=clients(row.clients)))

    def show_closed(self) -> None:
        self.everything = not self.everything
        self.load()

    def close_group_task(self) -> None:
        row = self.table.current
        if row is None:
            return
        handle = row.id

        def answered(yes: bool | None) -> None:
            if yes:
                told = gettext("The task is closed.")
                self.ask("close", lambda: self.desk.group_tasks.close(handle), lambda _done: renew(self, told))

        self.app.push_screen(ConfirmDialog(fill(gettext("Close “{name}” for everybody?"), name=row.name)), answered)
