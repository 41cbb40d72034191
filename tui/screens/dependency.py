"""DEP: how much of the sales each client holds, in bands, and the base without him (S03.98–S03.102)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from core.worth.dependency import BANDS, Band
from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.lists import MOVES
from tui.commands.worth import (
    AddTier,
    GroupOf,
    NextDepartment,
    NextOwner,
    RemoveTier,
    ShowEvidence,
    ShowLevels,
    Simulate,
    TaskPack,
    WhatIfGone,
)
from tui.desk.answers_worth import DependencyAnswer, LevelRow, ShareRow
from tui.glyphs import glyphs
from tui.safe_text import wrap
from tui.screens.dependency_forms import DependencyForms
from tui.screens.evidence import EvidenceScreen
from tui.text import N_, clients, date, fill, gettext, share, short_money
from tui.widgets.bars import bar
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_INKS: dict[Band, str] = {"none": "", "note": "accent", "warning": "warn", "high": "bad", "critical": "bad"}
_MARKS: dict[Band, str] = {"none": "", "note": "~", "warning": "!", "high": "!!", "critical": "!!!"}


def _band(row: ShareRow) -> tuple[str, str]:
    return (band_text(row.band, row.held), _INKS[worse(row.band, row.held)])


def worse(band: Band, held: Band) -> Band:
    """The band by the figures of the evening, or the one still in force where that is worse."""
    return held if BANDS.index(held) > BANDS.index(band) else band


def band_text(band: Band, held: Band) -> str:
    """Mark and word of a band; one that is held by its memory alone says so."""
    from core.wording.worth import band_name

    shown = worse(band, held)
    told = f"{_MARKS[shown]} {band_name(shown)}".strip()
    return told if shown == band else fill(gettext("{band} (held)"), band=told)


def _shown(row: ShareRow) -> tuple[str, str]:
    return (share(row.turnover_share, 1), _INKS[row.band])


COLUMNS: tuple[Column[ShareRow], ...] = (
    Column("name", lambda: gettext("Client"), 18, lambda row: (row.name, ""), flex=1),
    Column("share", lambda: gettext("Share"), 8, _shown, right=True),
    Column("turnover", lambda: gettext("12 months"), 12, lambda row: (short_money(row.turnover), ""), right=True),
    Column("band", lambda: gettext("Band"), 19, _band),
    Column(
        "margin",
        lambda: gettext("Of margin"),
        10,
        lambda row: (share(row.margin_share, 1), _INKS[row.margin_band]),
        right=True,
    ),
    Column("owner", lambda: gettext("Owner"), 16, lambda row: (row.owner, "dim"), from_width=100),
)


def _level(row: LevelRow) -> tuple[str, str]:
    return (band_text(row.band, row.held), _INKS[worse(row.band, row.held)])


def _level_name(row: LevelRow) -> tuple[str, str]:
    kind = gettext("department") if row.level == "department" else gettext("manager")
    return (f"{row.name} ({kind})", "")


def _level_client(row: LevelRow) -> tuple[str, str]:
    return (gettext("one client only") if row.mono else row.client, "bad" if row.mono else "dim")


LEVELS: tuple[Column[LevelRow], ...] = (
    Column("name", lambda: gettext("Whose clients"), 24, _level_name, flex=1),
    Column("share", lambda: gettext("Share"), 8, lambda row: (share(row.share, 1), ""), right=True),
    Column("band", lambda: gettext("Band"), 22, _level),
    Column("client", lambda: gettext("Largest"), 18, _level_client),
)


class DependencyScreen(DependencyForms):
    """Shares above, largest first; below the bands, what to sell to others, and the base without a client."""

    CODE = "DEP"
    CSS_PATH = "worth.tcss"
    HEADING = N_("Dependency")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        ShowEvidence,
        WhatIfGone,
        Simulate,
        GroupOf,
        ShowMenu,
        NextOwner,
        FindClient,
        NextDepartment,
        ShowLevels,
        TaskPack,
        AddTier,
        RemoveTier,
        *MOVES,
    )
    RULE = (
        N_(
            "Over 20 % of the turnover of 12 months: take note. Over 30 %: a warning. Over 40 %: high. Over 50 %:"
            " critical, the client can dictate terms. The limits are strict: exactly 50 % is high."
        ),
        N_("A higher band holds at once, a lower one only after two months below: until then it is “held”."),
        N_("Cut a share by selling more to the others, never by selling less to him: the line below says how much."),
    )
    SOURCES = "S03.98–S03.102"
    AUTO_FOCUS = "#shares"

    def __init__(self) -> None:
        super().__init__()
        self.owner: str | None = None
        self._owners: tuple[str, ...] = ()
        self.department: str | None = None
        self.selection: str | None = None
        self._departments: tuple[str, ...] = ()
        self._gone: str | None = None
        self._answer: DependencyAnswer | None = None

    def body(self) -> Iterable[Widget]:
        yield WindowTable(COLUMNS, lambda row: row.id, empty=self._empty, id="shares")
        yield WindowTable(LEVELS, lambda row: f"{row.level}:{row.name}", empty=self._empty, id="levels")
        yield Pager(id="detail")

    @property
    def table(self) -> WindowTable[ShareRow]:
        return self.query_one("#shares", WindowTable)

    def _empty(self) -> str:
        return "" if self._answer is None else gettext("There are no sales in the last 12 months.")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#levels").display = False

    def load(self) -> None:
        owner, gone, department, selection = self.owner, self._gone, self.department, self.selection

        def asked() -> tuple[DependencyAnswer, tuple[str, ...], tuple[str, ...]]:
            worth = self.desk.worth
            answer = worth.dependency(owner, gone, department, selection)
            return answer, self.desk.owners(), worth.departments()

        self.ask("dependency", asked, self._loaded)

    def _loaded(self, found: tuple[DependencyAnswer, tuple[str, ...], tuple[str, ...]]) -> None:
        answer, self._owners, self._departments = found
        keep = self.table.current_id
        self._answer = answer
        source = Rows(answer.shares, [row.id for row in answer.shares])
        at = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if at is not None else 0)
        levels = self.query_one("#levels", WindowTable)
        levels.set_source(Rows(answer.levels, [f"{row.level}:{row.name}" for row in answer.levels]))
        self.paint_title()
        whose = answer.owner or answer.department or gettext("the whole open base")
        told = fill(gettext("As of {day} · {whose}"), day=date(answer.as_of), whose=whose)
        if answer.selection:
            told += " · " + fill(gettext("group: {name}"), name=answer.selection)
        self.status.set_left(((told, "dim"),))
        self.paint_detail()

    def title_detail(self) -> str:
        return "" if self._answer is None else clients(self._answer.clients)

    def on_window_table_moved(self) -> None:
        self.paint_detail()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.show_evidence()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint_detail)

    def paint_detail(self) -> None:
        pane = self.query_one("#detail", Pager)
        if self._answer is not None:
            pane.show(detail_lines(self._answer, self.table.current, max(20, pane.content_size.width)))

    # Verbs

    def exported(self) -> dict[str, str]:
        if self.query_one("#levels").display:
            return {"list": "levels"}
        words = {"owner": self.owner, "department": self.department, "selection": self.selection}
        return {"list": "dependency"} | {name: word or "" for name, word in words.items()}

    def can(self, verb: str) -> bool:
        row = self.table.current
        if verb == "task_pack":
            return row is not None and row.band != "none" and not self.station.options.read_only
        if verb in ("add_tier", "remove_tier"):
            return not self.station.options.read_only
        if verb in ("show_evidence", "what_if", "simulate"):
            return row is not None
        if verb == "next_department":
            return bool(self._departments)
        return super().can(verb)

    def current_members(self) -> tuple[str, ...]:
        row = self.table.current
        return () if row is None else row.members or (row.id,)

    def show_evidence(self) -> None:
        """Documents of the client, or members of the group; of a department or manager, his clients."""
        levels = self.query_one("#levels", WindowTable)
        if levels.display:
            level = levels.current
            if level is not None:
                self.owner = level.name if level.level == "manager" else None
                self.department = level.name if level.level == "department" else None
                self.show_levels()
                self.load()
            return
        row = self.table.current
        if row is not None:
            members, title, reports = self.current_members(), row.name, self.desk.reports
            view = {"list": "evidence", "members": "|".join(members)}
            self.app.push_screen(EvidenceScreen(lambda: reports.share_evidence(members, title), view))

    def what_if(self) -> None:
        row = self.table.current
        if row is not None:
            self._gone = None if self._gone == row.id else row.id
            self.load()

    def next_owner(self) -> None:
        order = (None, *self._owners)
        at = order.index(self.owner) if self.owner in order else 0
        self.owner, self.department, self._gone = order[(at + 1) % len(order)], None, None
        self.load()

    def next_department(self) -> None:
        order = (None, *self._departments)
        at = order.index(self.department) if self.department in order else 0
        self.department, self.owner, self._gone = order[(at + 1) % len(order)], None, None
        self.load()

    def show_levels(self) -> None:
        levels = self.query_one("#levels", WindowTable)
        levels.display = not levels.display
        self.table.display = not levels.display
        (levels if levels.display else self.table).focus()

    def set_group(self, handle: str | None) -> None:
        self.selection, self._gone = handle, None
        self.load()

    @property
    def grouped(self) -> bool:
        return self.selection is not None


def detail_lines(answer: DependencyAnswer, row: ShareRow | None, width: int) -> list[Line]:
    """The bands, the client under the cursor, and the base without the one chosen."""
    lines: list[Line] = []
    if answer.mono:
        mono = gettext("There is one client only: it needs active sales and a loyalty programme at once.")
        lines.append(((f"{glyphs().marked} {mono}", "bad"),))
    lines.append(_bands(answer))
    if row is not None:
        cells = max(8, min(40, width - 30))
        drawn = bar(row.turnover_share, cells, _INKS[row.band] or "accent")
        lines.append(((f"{share(row.turnover_share, 1):>7} ", "strong"), *drawn))
        if row.extra.amount:
            told = gettext("Sell {extra} more to the others and the share falls to 20 %.")
            lines.append(((fill(told, extra=short_money(row.extra)), ""),))
    return lines + _without(answer, width)


def _bands(answer: DependencyAnswer) -> Line:
    from core.wording.worth import band_name

    parts: list[tuple[str, str]] = [(gettext("Bands") + " ", "title")]
    for band in BANDS[1:]:
        held = answer.bands.get(band, 0)
        parts.append((f"{band_name(band)}: {held}   ", _INKS[band] if held else "dim"))
    return tuple(parts)


def _without(answer: DependencyAnswer, width: int) -> list[Line]:
    from core.wording.worth import band_name

    gone = answer.what_if
    if gone is None:
        return []
    name = next((each.name for each in answer.shares if each.id == gone.without), "")
    rest = fill(
        gettext("turnover {turnover} (less {lost}), margin {margin} (less {lost_margin})"),
        turnover=short_money(gone.turnover),
        lost=short_money(gone.lost_turnover),
        margin=short_money(gone.margin),
        lost_margin=short_money(gone.lost_margin),
    )
    largest = fill(
        gettext("the next largest then holds {share} {band}"),
        share=share(gone.next_share, 1),
        band=band_name(gone.next_band),
    )
    title = fill(gettext("Without {name}:"), name=name)
    told: list[Line] = [((part, ""),) for part in wrap(rest, width)]
    return [(), ((title, "title"),), *told, ((largest, _INKS[gone.next_band]),)]
