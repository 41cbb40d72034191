"""DUP: doubles of the base with their reasons, judgements in force, groups of firms (U09, U11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Literal

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.doubles import CannotTell, LookCloser, MergeSure, NextView, NotDoubles, ScanAgain
from tui.commands.everywhere import ShowHelp, ShowMenu
from tui.commands.lists import MOVES, NextPane
from tui.desk.port_doubles import BulkDone, Doubles, Progress
from tui.screens.base import WorkScreen
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.sure_groups import SureGroupsDialog
from tui.screens.doubles_lines import Row, detail_lines, double_row, firms_row, merge_row, suggestion_row
from tui.screens.merging import MergingScreen, everything_stale
from tui.text import N_, count, fill, gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

View = Literal["doubles", "judgements", "firms"]
VIEWS: tuple[View, ...] = ("doubles", "judgements", "firms")
TITLES: dict[View, str] = {"doubles": N_("Doubles"), "judgements": N_("Judgements"), "firms": N_("Groups of firms")}
WAIT_SECONDS = 0.25
"""Between two looks whether the figures are done."""

COLUMNS: tuple[Column[Row], ...] = (
    Column("mark", lambda: gettext("State"), 12, lambda row: (row.mark, row.ink)),
    Column("names", lambda: gettext("Client"), 24, lambda row: (row.names, ""), flex=2),
    Column("size", lambda: gettext("All"), 5, lambda row: (count(len(row.members)), "dim"), right=True),
    Column("score", lambda: gettext("Bits"), 7, lambda row: (row.score, ""), right=True),
    Column("short", lambda: gettext("Why"), 20, lambda row: (row.short, "dim"), flex=2, from_width=96),
)


class DoublesScreen(WorkScreen):
    """Groups above, members and reasons of the one under the cursor below."""

    CODE = "DUP"
    CSS_PATH = "doubles.tcss"
    HEADING = N_("Doubles")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        LookCloser,
        MergeSure,
        NotDoubles,
        NextView,
        ShowMenu,
        CannotTell,
        ScanAgain,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "Every field of a pair says in bits how much more it speaks for one client than for two; three bits are"
            " eight to one. The bits add up to the total. Conflicts come first. Two different valid INNs speak"
            " strongly against; a shared name alone never makes a pair sure."
        ),
        N_(
            "A merge rewrites nothing: the records stay as they are, and the joined one is worked out from them. So"
            " a merge can be taken back at any time, a later one on top of it first."
        ),
        N_(
            "Firms of one owner or parent are not doubles: they are a group. A group is suggested from shared"
            " telephones, domains, addresses and rare names, and a person confirms it."
        ),
    )
    SOURCES = "U09, U11, S03.52"

    def __init__(self) -> None:
        super().__init__()
        self._view: View = "doubles"
        self._wanted = False
        self._known = False
        self._summary = ""

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: row.id, empty=self._empty, id="groups")
        yield Pager(id="reasons")

    @property
    def table(self) -> WindowTable[Row]:
        return self.query_one("#groups", WindowTable)

    def _empty(self) -> str:
        if not self._known:
            return ""
        return {
            "doubles": gettext("No doubles found."),
            "judgements": gettext("Nobody has merged or judged anything yet."),
            "firms": gettext("No groups of firms, and nothing suggests one."),
        }[self._view]

    def exported(self) -> dict[str, str] | None:
        return {"list": "firm_groups" if self._view == "firms" else self._view} if self._known else None

    # Loading

    def load(self) -> None:
        if self._view == "doubles":
            self.ask("groups", self.desk.doubles.found, self._found)
        elif self._view == "judgements":
            self.ask(
                "groups", self.desk.doubles.standing, lambda found: self._show([merge_row(each) for each in found])
            )
        else:
            self.ask("groups", self._firm_rows, self._show)

    def _firm_rows(self) -> list[Row]:
        groups = self.desk.firm_groups
        return [*map(firms_row, groups.all()), *map(suggestion_row, groups.suggest(None))]

    def _found(self, found: Doubles | None) -> None:
        if found is None:
            self._scan_when_free()
            return
        self._summary = fill(
            gettext("Groups: {groups}, sure: {sure} · pairs compared: {pairs}"),
            groups=count(len(found.groups)),
            sure=count(len(found.sure)),
            pairs=count(found.compared),
        )
        if self._view == "doubles":
            self._show([double_row(each) for each in found.groups])

    def _show(self, rows: Sequence[Row]) -> None:
        keep, at = self.table.current_id, self.table.cursor
        self._known = True
        source = Rows(rows, [row.id for row in rows])
        place = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if place is None else place)
        self.paint_title()
        self.paint_reasons()
        told = self._summary if self._view == "doubles" else fill(gettext("Lines: {n}"), n=count(len(rows)))
        self.status.set_left(((told, "dim"),))

    def title_detail(self) -> str:
        return "" if self._view == "doubles" else gettext(TITLES[self._view])

    def on_window_table_moved(self) -> None:
        self.paint_reasons()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        if self.can("look_closer"):
            self.look_closer()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint_reasons)

    def paint_reasons(self) -> None:
        pane = self.query_one("#reasons", Pager)
        row = self.table.current
        pane.show(() if row is None else detail_lines(row, max(20, pane.content_size.width)))

    # Verbs

    def can(self, verb: str) -> bool:
        if verb in ("look_closer", "not_doubles", "cannot_tell", "merge_sure") and self.station.options.read_only:
            return False
        row = self.table.current
        if verb == "look_closer":
            return row is not None
        if verb == "not_doubles":
            return row is not None and (row.group is not None or row.suggestion is not None)
        if verb == "cannot_tell":
            return row is not None and row.group is not None and not row.group.unsure
        if verb == "merge_sure":
            return self._view == "doubles" and self.table.length > 0
        return super().can(verb)

    def next_view(self) -> None:
        self._view = VIEWS[(VIEWS.index(self._view) + 1) % len(VIEWS)]
        self._known = False
        self._show(())
        self.load()

    def next_pane(self) -> None:
        (self.query_one("#reasons") if self.focused is self.table else self.table).focus()

    def _scan_when_free(self) -> None:
        """The first comparison comes by itself, after the figures: one long job at a time."""
        if self._wanted or not self.is_attached:
            return
        if self.station.job is not None:
            self.set_timer(WAIT_SECONDS, self._scan_when_free)
        else:
            self.scan_again()

    def scan_again(self) -> None:
        if self.station.job is not None:
            self.notice(gettext("Another job is running: press r when it is done."), "warn")
            return
        self._wanted = True
        self.station.start_job(N_("Comparing"), self._scan)

    def _scan(self, progress: Progress) -> None:
        found = self.desk.doubles.scan(progress)
        self.app.call_from_thread(self._scanned, found)

    def _scanned(self, found: Doubles | None) -> None:
        if found is None:
            self.notice(gettext("Stopped: press r to compare again."), "warn")
        elif self.is_attached:
            self._found(found)
            self.renew_footer()

    def look_closer(self) -> None:
        row = self.table.current
        if row is None:
            return
        if row.group is not None:
            self.app.push_screen(MergingScreen(row.group))
        elif row.merge is not None:
            merge = row.merge.merge
            self._after(gettext("Take this back?"), lambda: self.desk.doubles.undo(merge))
        elif row.firms is not None:
            group = row.firms.group
            self._after(gettext("Dissolve this group of firms?"), lambda: self.desk.firm_groups.dissolve(group))
        elif row.suggestion is not None:
            ids = [member.id for member in row.suggestion.members]
            self._after(gettext("Is this one group of firms?"), lambda: self.desk.firm_groups.confirm(ids, "owner"))

    def _after(self, question: str, act: Callable[[], object]) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self.ask("act", act, lambda _done: self.changed())

        self.app.push_screen(ConfirmDialog(question), answered)

    def changed(self) -> None:
        """Something was said: everything shown anywhere may be stale."""
        everything_stale(self)

    def not_doubles(self) -> None:
        row = self.table.current
        if row is None:
            return
        ids = [member.id for member in row.members]
        if row.suggestion is not None:
            self.ask("act", lambda: self.desk.firm_groups.strangers(ids), lambda _done: self.changed())
        else:
            self._judge(ids, "different")

    def cannot_tell(self) -> None:
        row = self.table.current
        if row is not None:
            self._judge([member.id for member in row.members], "unsure")

    def _judge(self, ids: Sequence[str], verdict: Literal["different", "unsure"]) -> None:
        def told(_number: str) -> None:
            self.changed()
            self.notice(gettext("Remembered for everybody; u takes it back."))

        self.ask("act", lambda: self.desk.doubles.judge(ids, verdict), told)

    def undo_last(self) -> None:
        undo_last_judgement(self)

    def merge_sure(self) -> None:
        def shown(found: Doubles | None) -> None:
            if found is None or not found.sure:
                self.notice(gettext("No group is sure: look at them one by one."), "warn")
            else:
                self.app.push_screen(SureGroupsDialog(found.sure), answered)

        def answered(yes: bool | None) -> None:
            if yes:
                self.station.start_job(N_("Merging"), run)

        def run(progress: Progress) -> None:
            done = self.desk.doubles.bulk(progress)
            self.app.call_from_thread(self._merged, done)

        self.ask("sure", self.desk.doubles.found, shown)

    def _merged(self, done: BulkDone) -> None:
        self.changed()
        told = fill(gettext("Groups merged: {n}; u takes all of it back."), n=count(len(done.merges)))
        self.notice(told, "good")


def undo_last_judgement(screen: WorkScreen) -> None:
    """Take back the last merge or judgement of this session."""

    def undone(answer: object) -> None:
        if answer is None:
            screen.notice(gettext("There is nothing of yours left to undo in this session."))
            return
        everything_stale(screen)
        screen.notice(gettext("Taken back: the records are as they were."), "good")

    screen.ask("undo", screen.desk.doubles.undo_last, undone)
