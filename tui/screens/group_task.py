"""One group task: the matrix of managers and steps above, its clients below, the one under the cursor in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar, TypeVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.everywhere import FindClient, GoBack, ShowHelp, ShowMenu
from tui.commands.group_tasks import AcceptSteps, LeaveClientOut, MarkStep, SendStepBack
from tui.commands.lists import MOVES, NextPane, OpenRecord
from tui.desk.port_group import GroupTaskDetails, ManagerCells, PartRow, StepHead
from tui.group_text import key_text, matrix_cell, part_lines, step_cell, step_title, total_of
from tui.safe_text import wrap
from tui.screens.base import WorkScreen
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.words import WordsDialog
from tui.screens.grouping import ask_proof, renew
from tui.text import N_, count, date, fill, gettext
from tui.walk import Walk
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_CELL, _ROOMY, _GAP = 8, 16, 2
"""Cells of a step: at least, at most, and between two of them."""
_WIDE = 110
"""From this width the status line has room for what the marks mean."""
_NAME = 22
"""Cells a name takes at least, with the marks before it."""


R = TypeVar("R")


class GroupTaskScreen(WorkScreen):
    """Tab goes from the matrix to the clients; the clients are those of the manager under the cursor."""

    CODE = "GROUP"
    CSS_PATH = "group.tcss"
    HEADING = N_("Group task")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        MarkStep,
        OpenRecord,
        AcceptSteps,
        ShowMenu,
        GoBack,
        NextPane,
        SendStepBack,
        LeaveClientOut,
        FindClient,
        *MOVES,
    )
    RULE = (
        N_(
            "A line a manager, a column a step: how many clients it is done for, how many are late (!), how many have"
            " no proof (?), and a star where the head has accepted all of it. The last line is everybody."
        ),
        N_(
            "A step counts as proved with a note, a contact that was logged since, or the place of a file; the head"
            " accepts it or sends it back with a word why."
        ),
    )
    SOURCES = "S03.21"
    AUTO_FOCUS = "#matrix"

    def __init__(self, task_id: str) -> None:
        super().__init__()
        self.task_id = task_id
        self._told: GroupTaskDetails | None = None

    def body(self) -> Iterable[Widget]:
        yield Pager(id="steps")
        yield WindowTable(_matrix_columns((), 0), _manager, id="matrix")
        yield WindowTable(_part_columns((), 0), _part, empty=self._empty, id="parts")
        yield Pager(id="part")

    def _empty(self) -> str:
        return "" if self._told is None else gettext("No client of yours is in this task.")

    @property
    def matrix(self) -> WindowTable[ManagerCells]:
        return self.query_one("#matrix", WindowTable)

    @property
    def table(self) -> WindowTable[PartRow]:
        return self.query_one("#parts", WindowTable)

    # Loading
    def load(self) -> None:
        handle = self.task_id
        self.ask("task", lambda: self.desk.group_tasks.show(handle), self._loaded)

    def _loaded(self, told: GroupTaskDetails) -> None:
        self._told = told
        keep = self.matrix.current_id
        rows = told.managers if len(told.managers) == 1 else (*told.managers, total_of(told.managers, len(told.steps)))
        source = Rows(rows, [row.manager for row in rows])
        self._widen()
        self.matrix.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self.matrix.styles.height = min(len(rows) + 1, max(3, self.size.height // 3))
        self._show_parts()
        self.paint_title()
        task = told.task
        late = fill(gettext("late: {n}"), n=count(task.overdue))
        done = fill(gettext("done {done} of {steps}"), done=count(task.done), steps=count(task.steps))
        line: Line = ((done, "dim"), ("   ", ""), (late, "bad" if task.overdue else "dim"))
        self.status.set_left((*line, ("   " + key_text(), "dim")) if self.size.width >= _WIDE else line)

    def _show_parts(self) -> None:
        told = self._told
        if told is None:
            return
        row = self.matrix.current
        names = {each.manager for each in told.managers}
        wanted = names if row is None or row.manager not in names else {row.manager}
        parts = [each for each in told.parts if each.manager in wanted]
        keep, source = self.table.current_id, Rows(parts, [each.id for each in parts])
        self.table.set_source(source, (None if keep is None else source.position(keep)) or 0)
        self.paint()

    def title_detail(self) -> str:
        return "" if self._told is None else self._told.task.name

    def on_resize(self) -> None:
        self._widen()
        self.call_after_refresh(self.paint)

    def _widen(self) -> None:
        """A column a step, as wide as there is room."""
        steps = () if self._told is None else self._told.steps
        if steps:
            room = (self.size.width - _NAME) // len(steps) - _GAP
            width = max(_CELL, min(_ROOMY, room))
            self.matrix.show_columns(_matrix_columns(steps, width), _manager)
            self.table.show_columns(_part_columns(steps, width), _part)

    def paint(self) -> None:
        """The steps in words above, the client under the cursor below."""
        told = self._told
        if told is None:
            return
        steps, room = self.query_one("#steps", Pager), max(20, self.size.width - 2)
        text = " · ".join(f"{at} {each.name}, {date(each.due)}" for at, each in enumerate(told.steps, 1))
        lines: list[Line] = [((part, "dim"),) for part in wrap(text, room)]
        steps.styles.height = len(lines)
        steps.show(lines)
        row, pane = self.table.current, self.query_one("#part", Pager)
        below = [] if row is None else part_lines(row, told.steps)
        pane.show([((part, ink),) for line, ink in below for part in wrap(line, room)])

    def on_window_table_moved(self, event: WindowTable.Moved) -> None:
        if event.table.id == "matrix":
            self._show_parts()
        else:
            self.paint()
        self.renew_footer()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        if event.table.id == "matrix":
            self.next_pane()
        else:
            self.open_record()

    # Verbs
    def client_in_hand(self) -> str:
        row = self.table.current if self._told is not None else None
        return row.client_id if row is not None and self.focused is self.table else ""

    def exported(self) -> dict[str, str]:
        return {"list": "group_task", "task": self.task_id}

    def can(self, verb: str) -> bool:
        told = self._told
        row = self.table.current if told is not None else None
        writes = not self.station.options.read_only and told is not None and told.task.closed is None
        if verb in ("mark_step", "leave_client_out"):
            return writes and row is not None and self.focused is self.table and not row.left_out
        if verb == "accept_steps":
            return writes and row is not None
        if verb == "send_step_back":
            done = row is not None and any(cell.day is not None for cell in row.steps)
            return writes and done and self.focused is self.table
        if verb == "open_record":
            return row is not None
        return super().can(verb)

    def next_pane(self) -> None:
        (self.table if self.focused is self.matrix else self.matrix).focus()
        self.renew_footer()

    def open_record(self) -> None:
        if self.focused is self.matrix:
            self.next_pane()
            return
        row = self.table.current
        if row is not None:
            self.station.open_card(row.client_id, Walk(self.table.pages.source, self.table.cursor, "client_id"))

    def mark_step(self) -> None:
        row = self.table.current
        if row is not None:
            first = next((at for at, cell in enumerate(row.steps) if cell.day is None), None)
            ask_proof(self, self.task_id, row.client_id, first)

    def accept_steps(self) -> None:
        row, source = self.table.current, self.table.pages.source
        if row is None:
            return
        clients = [row.client_id]
        if self.focused is self.matrix:
            clients = [each.client_id for each in source.rows(0, len(source))]
        handle = self.task_id

        def told(n: int) -> None:
            renew(self, fill(gettext("Accepted: {n}."), n=n))

        self.ask("accept", lambda: self.desk.group_tasks.accept(handle, clients), told)

    def send_step_back(self) -> None:
        row, told = self.table.current, self._told
        if row is None or told is None:
            return
        done = [(str(at), told.steps[at].name) for at, cell in enumerate(row.steps) if cell.day is not None]
        client_id, handle = row.client_id, self.task_id

        def chosen(step: str | None) -> None:
            if step is not None:
                asked = WordsDialog(gettext("What is missing?"), "")
                self.app.push_screen(asked, lambda why: sent(int(step), why) if why else None)

        def sent(step: int, why: str) -> None:
            back = self.desk.group_tasks.send_back
            self.ask(
                "back", lambda: back(handle, client_id, step, why), lambda _done: renew(self, gettext("Sent back."))
            )

        self.app.push_screen(ChoiceDialog(gettext("Which step is sent back?"), done), chosen)

    def leave_client_out(self) -> None:
        row = self.table.current
        if row is None:
            return
        client_id, handle = row.client_id, self.task_id

        def told(why: str | None) -> None:
            if why:
                out = self.desk.group_tasks.leave_out
                said = gettext("Left out. u takes it back.")
                self.ask("out", lambda: out(handle, client_id, why), lambda _done: renew(self, said))

        self.app.push_screen(WordsDialog(gettext("Why is the client left out?"), ""), told)


def _manager(row: ManagerCells) -> str:
    return row.manager


def _part(row: PartRow) -> str:
    return row.id


def _client(row: PartRow) -> tuple[str, str]:
    if row.left_out:
        return (row.client, "dim")
    return (row.client, "warn" if row.sent_back else "")


def _matrix_columns(steps: tuple[StepHead, ...], width: int) -> tuple[Column[ManagerCells], ...]:
    def cell(at: int, row: ManagerCells) -> tuple[str, str]:
        return matrix_cell(row.cells[at])

    name = Column[ManagerCells]("manager", lambda: gettext("Manager"), 14, lambda row: (row.manager, ""), flex=1)
    return (name, *(_column(at, steps, width, cell) for at in range(len(steps))))


def _part_columns(steps: tuple[StepHead, ...], width: int) -> tuple[Column[PartRow], ...]:
    def cell(at: int, row: PartRow) -> tuple[str, str]:
        return ("", "") if row.left_out else step_cell(row.steps[at])

    name = Column[PartRow]("client", lambda: gettext("Client"), 14, _client, flex=1)
    return (name, *(_column(at, steps, width, cell) for at in range(len(steps))))


def _column(at: int, steps: tuple[StepHead, ...], width: int, cell: Callable[[int, R], tuple[str, str]]) -> Column[R]:
    return Column(f"step-{at}", lambda: step_title(at + 1, steps[at]), width, lambda row: cell(at, row))
