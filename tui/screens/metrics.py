"""MET: the base by period: who came and went, retention, lifetime value, balance (S00.10–S00.11, S03.07, S03.16)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from core.worth.periods import KINDS, PeriodKind
from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, NextPane
from tui.commands.worth import NextOwner, NextPeriod
from tui.desk.answers_worth import MetricsAnswer, PeriodFigures
from tui.glyphs import glyphs
from tui.safe_text import wrap
from tui.screens.base import WorkScreen
from tui.text import N_, NOTHING, count, date, fill, gettext, share, short_money
from tui.widgets.bars import columns
from tui.widgets.drawn import Line, Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

_KIND_NAMES: dict[PeriodKind, str] = {
    "week": N_("by week"),
    "month": N_("by month"),
    "quarter": N_("by quarter"),
    "year": N_("by year"),
}
_CHART = 4
"""Lines of the chart."""


def _part(value: float | None) -> str:
    return NOTHING if value is None else share(value)


def _lost(row: PeriodFigures) -> tuple[str, str]:
    return (f"-{row.lost}", "bad" if row.lost else "")


def _columns(kind: PeriodKind) -> tuple[Column[PeriodFigures], ...]:
    from core.wording.worth import period_name

    def named(row: PeriodFigures) -> tuple[str, str]:
        return (period_name(kind, row.first) + ("" if row.whole else " *"), "" if row.whole else "dim")

    return (
        Column("period", lambda: gettext("Period"), 12, named, flex=1),
        Column("start", lambda: gettext("Start"), 8, lambda row: (count(row.start), "dim"), right=True, from_width=96),
        Column("acquired", lambda: gettext("Acquired"), 7, lambda row: (f"+{row.acquired}", "good"), right=True),
        Column("returned", lambda: gettext("Came back"), 9, lambda row: (f"+{row.returned}", ""), right=True),
        Column(
            "lost", lambda: gettext("Lost?"), 7, lambda row: (f"-{row.lost}", "bad" if row.lost else ""), right=True
        ),
        Column("end", lambda: gettext("End"), 7, lambda row: (count(row.end), "strong"), right=True),
        Column("crr", lambda: "CRR", 6, lambda row: (_part(row.crr.value), ""), right=True),
        Column("ltv", lambda: "LTV", 11, lambda row: (short_money(row.ltv.expected), ""), right=True),
        Column(
            "repeat",
            lambda: gettext("Repeat"),
            8,
            lambda row: (_part(row.repeat_share), ""),
            right=True,
            from_width=96,
        ),
        Column(
            "base",
            lambda: gettext("Base value"),
            13,
            lambda row: (short_money(row.base_value), ""),
            right=True,
            from_width=110,
        ),
    )


class MetricsScreen(WorkScreen):
    """Periods above, newest first; below the period under the cursor with the source's formulas."""

    CODE = "MET"
    CSS_PATH = "worth.tcss"
    HEADING = N_("Figures")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        FindClient,
        NextPeriod,
        NextOwner,
        ShowMenu,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "Acquired: first purchases. Lost?: those whom the rhythm presumes lost in the period; a person's word makes"
            " it certain. Returned: those who bought after that. Start + acquired + returned - lost = end."
        ),
        N_(
            "CRR: of those active at the start, the share active at the end. That is another figure than the lost: not"
            " active at the end and presumed lost are different things. LTV: margin earned so far and expected."
        ),
        N_("The source's own formulas stand in grey below ours; ours sort and warn, the source's never do."),
    )
    SOURCES = "S00.05, S00.10–S00.11, S01.07, S03.07, S03.16, S04.07"

    def __init__(self) -> None:
        super().__init__()
        self.kind: PeriodKind = "month"
        self.owner: str | None = None
        self._owners: tuple[str, ...] = ()
        self._answer: MetricsAnswer | None = None

    def body(self) -> Iterable[Widget]:
        yield WindowTable(_columns(self.kind), lambda row: row.first.isoformat(), empty=self._empty, id="periods")
        yield Pager(id="detail")

    @property
    def table(self) -> WindowTable[PeriodFigures]:
        return self.query_one("#periods", WindowTable)

    def _empty(self) -> str:
        return "" if self._answer is None else gettext("There are no sales yet: nothing to count.")

    def load(self) -> None:
        kind, owner = self.kind, self.owner

        def asked() -> tuple[MetricsAnswer, tuple[str, ...]]:
            return self.desk.worth.metrics(kind, owner), self.desk.owners()

        self.ask("metrics", asked, self._loaded)

    def _loaded(self, found: tuple[MetricsAnswer, tuple[str, ...]]) -> None:
        answer, self._owners = found
        self._answer = answer
        rows = answer.periods[::-1]
        self.table.columns = _columns(answer.period)
        self.table.set_source(Rows(rows, [row.first.isoformat() for row in rows]))
        self.paint_title()
        whose = gettext("the whole open base") if answer.owner is None else answer.owner
        shown = fill(
            gettext("As of {day} · {kind} · {whose}"),
            day=date(answer.as_of),
            kind=gettext(_KIND_NAMES[answer.period]),
            whose=whose,
        )
        self.status.set_left(((shown, "dim"),))
        self.paint_detail()

    def on_window_table_moved(self) -> None:
        self.paint_detail()

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint_detail)

    def paint_detail(self) -> None:
        pane = self.query_one("#detail", Pager)
        row = self.table.current
        if self._answer is not None and row is not None:
            pane.show(detail_lines(self._answer, row, max(20, pane.content_size.width)))

    # Verbs

    def next_period(self) -> None:
        self.kind = KINDS[(KINDS.index(self.kind) + 1) % len(KINDS)]
        self.load()

    def next_owner(self) -> None:
        order = (None, *self._owners)
        at = order.index(self.owner) if self.owner in order else 0
        self.owner = order[(at + 1) % len(order)]
        self.load()

    def next_pane(self) -> None:
        (self.query_one("#detail") if self.focused is self.table else self.table).focus()


def told(title: str, text: str, width: int) -> list[Line]:
    """A titled sentence, its further lines under the first one."""
    head = f"{title} "
    first, *rest = wrap(text, max(20, width - len(head))) or [""]
    return [((head, "title"), (first, "")), *(((" " * len(head) + line, ""),) for line in rest)]


def source(text: str, width: int) -> list[Line]:
    """What the source's own formula says, in grey under ours."""
    return [(("  " + line, "dim"),) for line in wrap(text, max(20, width - 2))]


def detail_lines(answer: MetricsAnswer, row: PeriodFigures, width: int) -> list[Line]:
    """Alarms, then retention and lifetime value of one period, ours and the source's, then the curve of the base."""
    from core.wording.worth import alarm_sentence

    alarms: list[Line] = [((f"{glyphs().marked} {alarm_sentence(alarm)}", "bad"),) for alarm in answer.alarms]
    return [
        *alarms,
        *_retention(row, width),
        *_lifetime(row, width),
        *_balance(row, width),
        *chart_lines(answer, width),
    ]


def _retention(row: PeriodFigures, width: int) -> list[Line]:
    crr = row.crr
    ours = fill(
        gettext("CRR {value}: of {start} active {kept} stayed; new {new}, won back {back}, woken {woken}"),
        value=_part(crr.value),
        start=count(crr.at_start),
        kept=count(crr.kept),
        new=count(crr.new),
        back=count(crr.won_back),
        woken=count(crr.woken),
    )
    theirs = fill(
        gettext("by the source's formula {value}: it counts only first purchases as new"), value=_part(crr.source)
    )
    return [*told(gettext("Retention"), ours, width), *source(theirs, width)]


def _lifetime(row: PeriodFigures, width: int) -> list[Line]:
    from core.wording.worth import source_ltv

    ltv, means = row.ltv, row.ltv.source
    ours = fill(
        gettext("{whole} = earned {past} + expected {future}"),
        whole=short_money(ltv.expected),
        past=short_money(ltv.past),
        future=short_money(ltv.future),
    )
    lines = told(gettext("Lifetime value"), ours, width)
    if means is not None:
        theirs = source_ltv(means.cheque, means.per_month, means.margin_share, means.months, means.product)
        lines += source(theirs, width)
    return lines


def _balance(row: PeriodFigures, width: int) -> list[Line]:
    text = fill(
        gettext("first sales {first}, repeat {repeat}; {steady} from buyers of the period before"),
        first=short_money(row.first_money),
        repeat=short_money(row.repeat_money),
        steady=_part(row.steady_share),
    )
    return told(gettext("Balance"), text, width)


def chart_lines(answer: MetricsAnswer, width: int) -> list[Line]:
    """The base at the end of every period as columns, oldest left (S01.05)."""
    periods = answer.periods[-max(1, width // 4) :]
    if len(periods) < 2:
        return []
    drawn = columns([each.end for each in periods], _CHART)
    caption = fill(
        gettext("Clients at the end of each period: {first} to {last}"),
        first=count(periods[0].end),
        last=count(periods[-1].end),
    )
    wide = ["".join(mark * 3 + " " for mark in line) for line in drawn]
    return [(), ((caption, "dim"),), *(((line, "accent"),) for line in wide)]
