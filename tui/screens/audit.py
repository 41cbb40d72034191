"""AUD: who read what, unusual reading, budgets, the state of the log (U03, U25, S01.18)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget

from core.wording import watch as wording
from core.wording.log_kinds import kind_name
from tui.commands.audit import (
    ClearLogFilter,
    FilterLog,
    NextAuditTab,
    PreviousAuditTab,
    SameSubject,
    VerifyLog,
)
from tui.commands.base import Command
from tui.commands.everywhere import ShowHelp, ShowMenu
from tui.commands.lists import MOVES
from tui.desk.port_audit import (
    BudgetRow,
    LogFilter,
    LogHandle,
    LogLine,
    LogState,
    VerdictAnswer,
    WatchList,
    WatchRow,
)
from tui.glyphs import glyphs
from tui.safe_text import wrap
from tui.screens.base import WorkScreen, chip
from tui.screens.dialogs.log_filter import LogFilterDialog, log_filter_text
from tui.text import N_, count, date, fill, gettext, label, moment
from tui.widgets.bars import bar
from tui.widgets.drawn import Line, OneLine, Pager, Piece
from tui.widgets.row_pages import PAGE_ROWS, Rows
from tui.widgets.window_table import Column, WindowTable

TABS = {"log": N_("Log"), "watch": N_("Watch"), "budgets": N_("Budgets"), "state": N_("State")}
WATCH_DAYS = 90


def _client(row: LogLine) -> Piece:
    name = row.details.get("name")
    if isinstance(name, str) and name:
        return (name, "")
    return (row.client[:8] or ("*" if row.sealed else ""), "dim")


LOG: tuple[Column[LogLine], ...] = (
    Column("seq", lambda: gettext("No."), 7, lambda row: (count(row.seq), "dim"), right=True),
    Column("at", lambda: gettext("When"), 16, lambda row: (moment(row.at), "")),
    Column("who", lambda: gettext("Who"), 10, lambda row: (row.who or "—", "strong")),
    Column("what", lambda: gettext("What"), 20, lambda row: (kind_name(row.kind), ""), flex=1),
    Column("client", lambda: gettext("Client"), 14, _client, flex=1),
)
WATCH: tuple[Column[WatchRow], ...] = (
    Column("day", lambda: gettext("Day"), 10, lambda row: (date(row.day), "")),
    Column("who", lambda: gettext("Who"), 12, lambda row: (row.name or row.login, "strong")),
    Column("rule", lambda: gettext("What"), 24, lambda row: (wording.rule_name(row.rule), "warn"), from_width=100),
    Column("why", lambda: gettext("Why"), 30, lambda row: (row.reason, ""), flex=1),
)
BUDGETS: tuple[Column[BudgetRow], ...] = (
    Column("who", lambda: gettext("Who"), 14, lambda row: (row.name or row.login, "strong"), flex=1),
    Column(
        "role", lambda: gettext("Role"), 12, lambda row: (label("role", row.role, short=True), "dim"), from_width=96
    ),
    Column("budget", lambda: gettext("Budget"), 18, lambda row: (wording.budget_name(row.budget.upper()), "")),
    Column("hours", lambda: gettext("Hours"), 5, lambda row: (str(row.hours), "dim"), right=True),
    Column("used", lambda: gettext("Used"), 6, lambda row: (count(row.used), "bad" if row.used >= row.limit else ""),
           right=True),
    Column("limit", lambda: gettext("Limit"), 6, lambda row: (count(row.limit), "dim"), right=True),
)  # fmt: skip


class AuditScreen(WorkScreen):
    """Four tabs: entries newest first with the one under the cursor below, watch list, budgets, state of the log."""

    CODE = "AUD"
    CSS_PATH = "audit.tcss"
    HEADING = N_("Audit")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        NextAuditTab,
        FilterLog,
        VerifyLog,
        ShowMenu,
        PreviousAuditTab,
        ClearLogFilter,
        SameSubject,
        *MOVES,
    )
    RULE = (
        N_(
            "Every login, opening of a dossier, number shown, probe and change stands in one log before anything is"
            " shown. Each entry holds the root over all entries before it and is signed by whoever acted, so a change"
            " of any of them is found and named. A witness on another machine notices when the end is cut off."
        ),
        N_(
            "What colleagues read is sealed to the auditor and the owner; changes of people and access also to the"
            " admin. Others see their own entries. Whoever reads the log stands in it himself."
        ),
        N_(
            "The watch list holds plain rules: more than usual, more than colleagues, at night, one after another,"
            " long untouched clients, probes, exports. It proves nothing; it says where to look."
        ),
    )
    SOURCES = "U03, U25, S01.18"
    AUTO_FOCUS = "#log"

    def __init__(self) -> None:
        super().__init__()
        self.tab = "log"
        self._filter = LogFilter()
        self._total = 0
        self._state: LogState | None = None
        self._watch: WatchList | None = None
        self._verdict: VerdictAnswer | None = None

    def body(self) -> Iterable[Widget]:
        yield OneLine((), id="tabs")
        banner = Pager(id="banner")
        banner.can_focus = False
        yield banner
        yield WindowTable(LOG, lambda row: str(row.seq), empty=self._empty, id="log")
        yield Pager(id="entry")
        yield WindowTable(WATCH, lambda row: f"{row.login}:{row.rule}:{row.day}", empty=self._calm, id="watch")
        yield WindowTable(BUDGETS, lambda row: f"{row.login}:{row.budget}:{row.hours}", empty=self._empty, id="budgets")
        yield Pager(id="state")

    @property
    def table(self) -> WindowTable[LogLine]:
        return self.query_one("#log", WindowTable)

    def _empty(self) -> str:
        return gettext("Nothing here fits.") if self._state is not None else ""

    def _calm(self) -> str:
        if self._watch is None:
            return ""
        return fill(gettext("Nothing unusual in {n} days."), n=self._watch.days)

    def on_mount(self) -> None:
        super().on_mount()
        self._show_tab()

    def exported(self) -> dict[str, str] | None:
        if self.tab == "state":
            return None
        if self.tab != "log":
            return {"list": self.tab}
        narrowed = self._filter
        since = narrowed.since.isoformat() if narrowed.since else ""
        words = {"who": narrowed.who, "client": narrowed.client, "kind": narrowed.kind, "since": since}
        return {"list": "log"} | {name: said for name, said in words.items() if said}

    # Loading

    def load(self) -> None:
        self.ask("state", self.desk.audit.state, self._stated)
        self._load_tab()

    def _load_tab(self) -> None:
        if self.tab == "log":
            narrowed = self._filter
            self.ask("log", lambda: self._opened(narrowed), self._logged)
        elif self.tab == "watch":
            self.ask("watch", lambda: self.desk.audit.watch(WATCH_DAYS), self._watched)
        elif self.tab == "budgets":
            self.ask("budgets", self.desk.audit.budgets, self._budgeted)

    def _opened(self, narrowed: LogFilter) -> tuple[LogHandle, Sequence[LogLine]]:
        handle = self.desk.audit.open_log(narrowed)
        return handle, handle.rows(0, PAGE_ROWS)

    def _stated(self, state: LogState) -> None:
        self._state = state
        self._paint_state()

    def _logged(self, opened: tuple[LogHandle, Sequence[LogLine]]) -> None:
        handle, first = opened
        keep = self.table.current_id
        at = handle.position(keep) if keep is not None else None
        self._total = len(handle)
        self.table.set_source(handle, at if at is not None and at < len(first) else 0, {0: first})
        self.paint_title()
        self._paint_filter()

    def _watched(self, found: WatchList) -> None:
        self._watch = found
        table = self.query_one("#watch", WindowTable)
        table.set_source(Rows(found.findings, [f"{row.login}:{row.rule}:{row.day}" for row in found.findings]))
        first = found.logins[0] if found.logins else None
        told = "" if first is None else f"{glyphs().marked} {moment(first.at)} {first.reason}"
        self.status.set_left(((told or fill(gettext("The last {n} days"), n=found.days), "bad" if told else "dim"),))

    def _budgeted(self, rows: tuple[BudgetRow, ...]) -> None:
        ids = [f"{row.login}:{row.budget}:{row.hours}" for row in rows]
        self.query_one("#budgets", WindowTable).set_source(Rows(rows, ids))
        self.status.set_left(((gettext("Used within the hours beside it"), "dim"),))

    # Painting

    def title_detail(self) -> str:
        return count(self._total) if self.tab == "log" and self._total else ""

    def _paint_filter(self) -> None:
        if self.tab == "log":
            told = log_filter_text(self._filter)
            self.status.set_left(chip(told) if told else ((gettext("Newest first"), "dim"),))

    def _paint_state(self) -> None:
        state = self._state
        if state is None:
            return
        told = f"{glyphs().marked} {state.alarms[0]}" if state.alarms else ""
        banner = self.query_one("#banner", Pager)
        # The panes of other tabs have no width yet: both are as wide as the screen.
        width = max(20, self.size.width - 2)
        lines = wrap(told, width) if told else []
        banner.styles.height = len(lines)
        banner.show([((line, "bad"),) for line in lines])
        # The tab of the state says all alarms itself.
        banner.display = bool(told) and self.tab != "state"
        pager = self.query_one("#state", Pager)
        pager.show(state_lines(state, self._verdict, width), keep_top=True)

    def on_resize(self) -> None:
        self.call_after_refresh(self._paint_state)

    def on_window_table_moved(self, event: WindowTable.Moved) -> None:
        if event.table.id == "log":
            pane = self.query_one("#entry", Pager)
            row = event.row
            pane.show(entry_lines(row, max(20, pane.content_size.width)) if isinstance(row, LogLine) else ())

    def _show_tab(self) -> None:
        pieces: list[Piece] = [(" ", "")]
        for name, title in TABS.items():
            pieces += [(f" {gettext(title)} ", "picked" if name == self.tab else "dim"), (" ", "")]
        self.query_one("#tabs", OneLine).show(tuple(pieces))
        for name in TABS:
            self.query_one(f"#{name}").display = name == self.tab
        self.query_one("#entry").display = self.tab == "log"
        self.query_one(f"#{self.tab}").focus()
        # Once it has a width: what is hidden has none.
        self.call_after_refresh(self._paint_state)
        self.status.set_left(())
        self.paint_title()
        self.renew_footer()

    # Verbs

    def can(self, verb: str) -> bool:
        if verb == "filter_log":
            return self.tab == "log"
        if verb == "clear_log_filter":
            return self.tab == "log" and self._filter != LogFilter()
        if verb == "same_subject":
            row = self.table.current
            return self.tab == "log" and row is not None and bool(row.client)
        return super().can(verb)

    def next_tab(self) -> None:
        self._turn(1)

    def previous_tab(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        names = list(TABS)
        self.tab = names[(names.index(self.tab) + by) % len(names)]
        self._show_tab()
        self._load_tab()
        self._paint_state()

    def verify_log(self) -> None:
        self.notice(gettext("Verifying every entry…"))
        self.ask("verify", self.desk.audit.verify, self._verified)

    def _verified(self, verdict: VerdictAnswer) -> None:
        self._verdict = verdict
        text = verdict_text(verdict)
        self.notice(text, "good" if verdict.ok else "bad")
        self._paint_state()

    def filter_log(self) -> None:
        def offered(both: tuple[tuple[str, ...], tuple[str, ...]]) -> None:
            self.app.push_screen(LogFilterDialog(self._filter, *both), self._narrowed)

        self.ask("offer", lambda: (self.desk.audit.people(), self.desk.audit.kinds()), offered)

    def clear_log_filter(self) -> None:
        self._narrowed(LogFilter())

    def same_subject(self) -> None:
        row = self.table.current
        if row is not None and row.client:
            self._narrowed(LogFilter(client=row.client))

    def _narrowed(self, chosen: LogFilter | None) -> None:
        if chosen is not None:
            self._filter = chosen
            self._load_tab()


def verdict_text(verdict: VerdictAnswer) -> str:
    """The verdict in a sentence."""
    if verdict.ok:
        return fill(gettext("The log is whole: {n} entries."), n=count(verdict.entries))
    place = "-" if verdict.first_bad is None else str(verdict.first_bad)
    told = gettext("The log is NOT whole: first bad entry {place} ({reason}).")
    return fill(told, place=place, reason=verdict.reason)


def entry_lines(row: LogLine, width: int) -> list[Line]:
    """The entry under the cursor: what its details say to this reader."""
    head: list[Piece] = [(f"{count(row.seq)}  {moment(row.at)}  ", "dim"), (kind_name(row.kind), "strong")]
    lines: list[Line] = [tuple(head)]
    if row.sealed:
        return [*lines, ((gettext("Sealed from you: its class is read by others."), "dim"),)]
    told = "  ".join(f"{name}: {value}" for name, value in row.details.items())
    return [*lines, *(((text, ""),) for text in wrap(told, width))] if told else lines


def state_lines(state: LogState, verdict: VerdictAnswer | None, width: int) -> list[Line]:
    """All alarms, then what vouches for the log."""
    lines: list[Line] = [((text, "bad"),) for alarm in state.alarms for text in wrap(alarm, width)]
    lines += [()] if lines else []
    pairs: list[tuple[Callable[[], str], str]] = [
        (lambda: gettext("Entries"), count(state.entries)),
        (lambda: gettext("Verified at this login"), count(state.verified_at_login)),
        (lambda: gettext("Cosigned by a witness"), count(state.cosigned)),
        (lambda: gettext("Cosigned on"), moment(state.cosigned_at) if state.cosigned_at is not None else "—"),
        (lambda: gettext("Witnesses"), ", ".join(state.witnesses) or "—"),
    ]
    lines += [((f"{caption():<28}", "dim"), (text, "strong")) for caption, text in pairs]
    if state.cosigned is not None and state.entries:
        caption = gettext("Covered by the witness")
        share = bar(state.cosigned / state.entries, max(8, min(24, width - 40)))
        lines.append(((f"{caption:<28}", "dim"), *share))
    lines.append(())
    if verdict is None:
        lines.append(((gettext("v verifies every entry from the first to the last."), "dim"),))
    else:
        lines.append(((verdict_text(verdict), "good" if verdict.ok else "bad"),))
    return lines
