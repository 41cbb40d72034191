"""DUP side by side: two clients field by field, what stays, why they may be one; merge, not a duplicate (U09)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.doubles import (
    CannotTell,
    MergeGroup,
    MergePair,
    NextDouble,
    NotDoubles,
    PreviousDouble,
    SwapSides,
    TakeLeft,
    TakeRight,
)
from tui.commands.everywhere import GoBack, ShowHelp
from tui.commands.lists import MOVES, NextPane
from tui.desk.port_doubles import DoubleGroup, MergeDone, Plan, PlanField
from tui.screens.base import WorkScreen
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.doubles_lines import (
    field_cell,
    kept_line,
    mark_cell,
    reason_lines,
    sides_line,
    value_cell,
)
from tui.text import N_, fill, gettext
from tui.widgets.drawn import OneLine, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

COLUMNS: tuple[Column[PlanField], ...] = (
    Column("mark", str, 2, mark_cell),
    Column("field", lambda: gettext("Field"), 14, field_cell),
    Column("left", lambda: gettext("Stays"), 22, lambda row: value_cell(row, 0), flex=1),
    Column("right", lambda: gettext("Joins it"), 22, lambda row: value_cell(row, 1), flex=1),
)


class MergingScreen(WorkScreen):
    """One pair of a group: the left one survives. Values that differ come first and are marked."""

    CODE = "DUP"
    CSS_PATH = "doubles.tcss"
    HEADING = N_("Side by side")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        MergePair,
        NotDoubles,
        TakeLeft,
        TakeRight,
        SwapSides,
        CannotTell,
        MergeGroup,
        NextDouble,
        PreviousDouble,
        NextPane,
        GoBack,
        *MOVES,
    )
    RULE = (
        N_(
            "Proposed is the value with the better evidence: right check digit, then written with care, then newer,"
            " then fuller. Telephones, addresses of mail and tags are all kept. The losing value stays with its"
            " record."
        ),
    )
    SOURCES = "U09"

    def __init__(self, group: DoubleGroup) -> None:
        super().__init__()
        self._ids = list(group.ids)
        self._other = 1
        self._take: dict[str, str] = {}
        self._plan: Plan | None = None

    def body(self) -> Iterable[Widget]:
        yield OneLine((), id="sides")
        yield WindowTable(COLUMNS, lambda row: row.name, empty=str, id="fields")
        yield OneLine((), id="kept")
        yield Pager(id="bits")

    @property
    def table(self) -> WindowTable[PlanField]:
        return self.query_one("#fields", WindowTable)

    @property
    def _pair(self) -> list[str]:
        return [self._ids[0], self._ids[self._other]]

    # Loading

    def load(self) -> None:
        pair = self._pair
        take = {field: client for field, client in self._take.items() if client in pair}

        def asked() -> tuple[Plan, tuple[str, ...]]:
            return self.desk.doubles.plan(pair, take), self.desk.doubles.pair(*pair)

        self.ask("plan", asked, self._told)

    def _told(self, answer: tuple[Plan, tuple[str, ...]]) -> None:
        plan, why = answer
        self._plan = plan
        self.query_one("#sides", OneLine).show(sides_line(plan, self._other, len(self._ids) - 1))
        keep = self.table.current_id
        source = Rows(plan.fields, [field.name for field in plan.fields])
        at = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if at is not None else 0)
        pane = self.query_one("#bits", Pager)
        told = why or (gettext("These two were not compared with each other: a third one joins them."),)
        pane.show(reason_lines(told, max(20, pane.content_size.width)))
        self.paint_title()
        self.paint_kept()
        self.status.set_left(((fill(gettext("Fields that differ: {n}"), n=plan.disputed), "dim"),))

    def paint_kept(self) -> None:
        field = self.table.current
        self.query_one("#kept", OneLine).show(kept_line(field) if field is not None else ())

    def on_window_table_moved(self) -> None:
        self.paint_kept()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()

    # Verbs

    def can(self, verb: str) -> bool:
        if verb in ("merge_pair", "merge_group", "not_doubles", "cannot_tell") and self.station.options.read_only:
            return False
        if verb in ("take_left", "take_right"):
            side = 0 if verb == "take_left" else 1
            field = self.table.current
            return field is not None and field.differs and bool(field.values[side])
        if verb in ("next_double", "previous_double", "merge_group"):
            return len(self._ids) > 2
        return super().can(verb)

    def take_left(self) -> None:
        self._choose(0)

    def take_right(self) -> None:
        self._choose(1)

    def _choose(self, side: int) -> None:
        field = self.table.current
        if field is not None:
            self._take[field.name] = self._pair[side]
            self.load()

    def swap_sides(self) -> None:
        self._ids[0], self._ids[self._other] = self._ids[self._other], self._ids[0]
        self.load()

    def next_double(self) -> None:
        self._turn(1)

    def previous_double(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        others = len(self._ids) - 1
        self._other = 1 + (self._other - 1 + by) % others
        self.load()

    def next_pane(self) -> None:
        (self.query_one("#bits") if self.focused is self.table else self.table).focus()

    def merge_pair(self) -> None:
        self._merge(self._pair)

    def merge_group(self) -> None:
        self._merge(list(self._ids))

    def _merge(self, ids: list[str]) -> None:
        take = {field: client for field, client in self._take.items() if client in ids}
        far = self._plan is not None and self._plan.portfolios > 1

        def answered(yes: bool | None) -> None:
            if yes:
                self.ask("act", lambda: self.desk.doubles.merge(ids, take, far), done)

        def done(merge: MergeDone) -> None:
            self._gone(merge.merged)
            everything_stale(self)
            self._say(gettext("Merged; u takes it back."))

        if far:
            question = gettext("They are in different portfolios. Move them into the one of the left?")
            self.app.push_screen(ConfirmDialog(question), answered)
        else:
            answered(True)

    def not_doubles(self) -> None:
        self._judge("different")

    def cannot_tell(self) -> None:
        self._judge("unsure")

    def _judge(self, verdict: Literal["different", "unsure"]) -> None:
        pair = self._pair

        def told(_number: str) -> None:
            self._gone(pair[1:])
            everything_stale(self)
            self._say(gettext("Remembered for everybody; u takes it back."))

        self.ask("act", lambda: self.desk.doubles.judge(pair, verdict), told)

    def _gone(self, ids: Iterable[str]) -> None:
        """Whoever was merged or told apart leaves; with nobody left to compare the view closes."""
        self._ids = [each for each in self._ids if each not in set(ids)]
        self._other = 1
        if len(self._ids) < 2:
            self.station.go_back()

    def _say(self, text: str) -> None:
        screen = self.station.work_screen
        if screen is not None:
            screen.notice(text, "good")

    def undo_last(self) -> None:
        from tui.screens.doubles import undo_last_judgement

        undo_last_judgement(self)


def everything_stale(screen: WorkScreen) -> None:
    """Something was said of clients: whatever is shown anywhere may be stale."""
    places = screen.station.workplaces
    if places is not None:
        places.mark_stale()
