"""TEAM: how the team spends its time and what comes of it; the head's visits, hand-overs, news of key accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual.widget import Widget

from core.wording.team import word
from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.group_tasks import ShowGroupTasks
from tui.commands.lists import MOVES
from tui.commands.order_gaps import ShowOrderGaps
from tui.commands.team import MarkLooked, NextTabOfTeam, OpenTeamLine, PreviousTabOfTeam
from tui.desk.port_team import Digest, DigestRow, HandedRow, ManagerRow, TeamAnswer, VisitRow
from tui.safe_text import wrap
from tui.screens.base import WorkScreen
from tui.screens.evidence import EvidenceScreen
from tui.team_text import COLUMNS, TABS, says, year_lines
from tui.text import N_, date, gettext
from tui.walk import Walk
from tui.widgets.drawn import Line, OneLine, Pager, Piece
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable


class TeamScreen(WorkScreen):
    """A table a tab; what is wrong stands above it in words."""

    CODE = "TEAM"
    CSS_PATH = "team.tcss"
    HEADING = N_("Team")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        NextTabOfTeam,
        OpenTeamLine,
        MarkLooked,
        ShowMenu,
        FindClient,
        ShowGroupTasks,
        ShowOrderGaps,
        PreviousTabOfTeam,
        *MOVES,
    )
    RULE = (
        N_(
            "Do not lose anchors: of all clients they get the most time. A manager is red when another group of his"
            " clients got more of his minutes."
        ),
        N_(
            "Who leads key accounts leads three at most and no stream of small orders: “quick” and “analyst” do not"
            " combine. The head knows the owners and top people of key accounts and visits them regularly."
        ),
        N_(
            "When a seller leaves, sales dip exactly there: the portfolio he left shows who has not been spoken to and"
            " the money of equal windows before and after."
        ),
    )
    SOURCES = "S00.04, S00.14, S01.17, S03.40, S03.92, S03.95, S03.115"
    AUTO_FOCUS = "#team-time"

    def __init__(self) -> None:
        super().__init__()
        self.tab = TABS[0]
        self._answer: TeamAnswer | None = None

    def body(self) -> Iterable[Widget]:
        yield OneLine((), id="tabs")
        yield Pager(id="says")
        for name in TABS:
            yield WindowTable(_columns(name), _key, empty=self._empty, id=f"team-{name}")

    @property
    def table(self) -> WindowTable[Any]:
        return self.query_one(f"#team-{self.tab}", WindowTable)

    def _empty(self) -> str:
        return "" if self._answer is None else gettext("Nothing to show here yet.")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_tab()

    def load(self) -> None:
        self.ask("team", lambda: (self.desk.team.answer(), self.desk.team.digest()), self._loaded)

    def _loaded(self, both: tuple[TeamAnswer, Digest]) -> None:
        answer, digest = both
        self._answer = answer
        managers = answer.managers
        tables: dict[str, tuple[Any, ...]] = {
            "time": managers,
            "load": managers,
            "plan": managers,
            "visits": answer.visits,
            "handed": answer.handed,
            "year": year_lines(answer),
            "digest": digest.rows,
        }
        for name, rows in tables.items():
            table = self.query_one(f"#team-{name}", WindowTable)
            keep, source = table.current_id, Rows(rows, [_key(row) for row in rows])
            at = source.position(keep) if keep is not None else None
            table.set_source(source, at if at is not None else 0)
        self.paint_title()
        self.paint()

    def title_detail(self) -> str:
        return "" if self._answer is None else date(self._answer.as_of)

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        if self._answer is None:
            return
        room, pane = max(20, self.size.width - 2), self.query_one("#says", Pager)
        lines: list[Line] = [((part, ink),) for text, ink in says(self._answer, self.tab) for part in wrap(text, room)]
        pane.styles.height = len(lines)
        pane.show(lines)

    def _show_tab(self) -> None:
        pieces: list[Piece] = [
            (f" {word('tab of TEAM', name)} ", "picked" if name == self.tab else "dim") for name in TABS
        ]
        self.query_one("#tabs", OneLine).show(tuple(pieces))
        for name in TABS:
            self.query_one(f"#team-{name}").display = name == self.tab
        self.table.focus()
        self.paint()

    # Verbs

    def client_in_hand(self) -> str:
        row = self.table.current
        return row.id if isinstance(row, VisitRow | DigestRow) else ""

    def exported(self) -> dict[str, str]:
        return {"list": "team" if self.tab in ("time", "load", "plan") else self.tab}

    def can(self, verb: str) -> bool:
        if verb == "open_record":
            return self.tab != "year" and self.table.current is not None
        if verb == "mark_looked":
            return self.tab == "digest" and not self.station.options.read_only
        return super().can(verb)

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    def open_record(self) -> None:
        row = self.table.current
        if isinstance(row, VisitRow | DigestRow):
            self.station.open_card(row.id, Walk(self.table.pages.source, self.table.cursor, "id"))
        elif isinstance(row, ManagerRow):
            login = row.login
            self.app.push_screen(EvidenceScreen(lambda: self.desk.team.evidence(login)))
        elif isinstance(row, HandedRow):
            handle = row.id
            self.app.push_screen(EvidenceScreen(lambda: self.desk.team.handed_evidence(handle)))

    def next_tab(self) -> None:
        self._turn(1)

    def previous_tab(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        self.tab = TABS[(TABS.index(self.tab) + by) % len(TABS)]
        self._show_tab()
        self.renew_footer()

    def show_group_tasks(self) -> None:
        from tui.screens.group_tasks import GroupTasksScreen

        self.app.push_screen(GroupTasksScreen())

    def show_order_gaps(self) -> None:
        from tui.screens.order_gaps import OrderGapsScreen

        self.app.push_screen(OrderGapsScreen())

    def mark_looked(self) -> None:
        self.ask("looked", self.desk.team.looked, self._marked)

    def _marked(self, _done: None) -> None:
        self.load()
        self.notice(gettext("From now on only what is new."), "good")


def _key(row: Any) -> str:
    if isinstance(row, ManagerRow):
        return row.login
    if isinstance(row, DigestRow):
        return f"{row.id}:{row.kind}:{row.text}:{row.day}"
    return str(row.id if isinstance(row, VisitRow | HandedRow) else row.name)


def _columns(tab: str) -> tuple[Column[Any], ...]:
    return tuple(
        Column(
            each.key,
            each.title,
            each.width,
            each.cell,
            right=each.right,
            flex=each.flex,
            from_width=each.from_width,
        )
        for each in COLUMNS[tab]()
    )
