"""SEG: the drawn pyramid with its moves, the ladder, the letters (S02.05–S02.09, S03.04, S03.13)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.containers import Horizontal
from textual.widget import Widget

from core.entities.vocabulary import STEPS
from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu, ShowPalette
from tui.commands.lists import MOVES, NextPane, OpenRecord
from tui.desk.answers import Move, Pyramid
from tui.glyphs import glyphs
from tui.screens.base import WorkScreen
from tui.text import N_, clients, count, date, fill, gettext, label, share
from tui.walk import Walk
from tui.widgets.bars import bar
from tui.widgets.drawn import Line, Pager
from tui.widgets.pyramid import pyramid_lines
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable


def _before(row: Move) -> tuple[str, str]:
    return (label("level", row.before, short=True), "dim")


def _after(row: Move) -> tuple[str, str]:
    from core.entities.vocabulary import LEVELS

    up = LEVELS.index(row.after) < LEVELS.index(row.before)
    signs = glyphs()
    sign = signs.arrived if up else signs.left
    return (f"{sign} {label('level', row.after, short=True)}", "good" if up else "bad")


COLUMNS: tuple[Column[Move], ...] = (
    Column("name", lambda: gettext("Moved"), 14, lambda row: (row.name, ""), flex=1),
    Column("before", lambda: gettext("Was"), 12, _before),
    Column("after", lambda: gettext("Is"), 14, _after),
)


class SegmentsScreen(WorkScreen):
    """Pyramid on top; below, ladder and letters beside the list of moves."""

    CODE = "SEG"
    CSS_PATH = "segments.tcss"
    HEADING = N_("Classification")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        FindClient,
        ShowPalette,
        OpenRecord,
        ShowMenu,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "Key: loyal, buys regularly and for much, and the partnership is a value in itself. Real: buys or bought"
            " repeatedly, large, medium or small by its share of the turnover. Prospective, probable and potential"
            " need a mark of yours on the card: sales alone cannot tell them apart."
        ),
        N_(
            "Ladder: one purchase makes a buyer, a repeat a client, three at a rhythm a regular. The two upper steps"
            " need the share of wallet and a recorded referral."
        ),
    )
    SOURCES = "S02.05–S02.09, S03.04, S03.13"

    def __init__(self) -> None:
        super().__init__()
        self._pyramid: Pyramid | None = None

    def body(self) -> Iterable[Widget]:
        yield Pager(id="pyramid")
        with Horizontal(id="below"):
            yield Pager(id="ladder")
            yield WindowTable(COLUMNS, lambda row: row.id, empty=self._empty, id="moves")

    AUTO_FOCUS = "#moves"

    @property
    def table(self) -> WindowTable[Move]:
        return self.query_one("#moves", WindowTable)

    def _empty(self) -> str:
        return "" if self._pyramid is None else gettext("Nobody has changed the level.")

    def load(self) -> None:
        self.ask("pyramid", self.desk.pyramid, self._loaded)

    def _loaded(self, pyramid: Pyramid) -> None:
        self._pyramid = pyramid
        self.table.set_source(Rows(pyramid.moves, [move.id for move in pyramid.moves]))
        self.paint_title()
        told = fill(gettext("As of {day} · moves since {period}"), day=date(pyramid.as_of), period=pyramid.period)
        self.status.set_left(((told, "dim"),))
        self.paint()

    def title_detail(self) -> str:
        return "" if self._pyramid is None else clients(sum(level.clients for level in self._pyramid.levels))

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        if self._pyramid is None:
            return
        drawn, ladder = self.query_one("#pyramid", Pager), self.query_one("#ladder", Pager)
        drawn.show(pyramid_lines(self._pyramid.levels, drawn.content_size.width), keep_top=True)
        ladder.show(ladder_lines(self._pyramid, ladder.content_size.width), keep_top=True)

    # Verbs

    def can(self, verb: str) -> bool:
        if verb == "open_record":
            return self.table.current is not None
        return super().can(verb)

    def open_record(self) -> None:
        row = self.table.current
        if row is not None:
            self.station.open_card(row.id, Walk(self.table.pages.source, self.table.cursor))

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    def next_pane(self) -> None:
        order = [self.table, self.query_one("#ladder", Pager)]
        (order[1] if self.focused is order[0] else order[0]).focus()


def ladder_lines(pyramid: Pyramid, width: int) -> list[Line]:
    """Steps of the ladder from the top, then the letters; bars by share, counts beside them."""
    steps = [step for step in reversed(STEPS) if step != "none"]
    everyone = max(1, sum(pyramid.steps.values()))
    cells = max(6, min(24, width - 26))
    lines: list[Line] = [((gettext("Ladder"), "title"),)]
    for step in steps:
        n = pyramid.steps.get(step, 0)
        name = label("step", step, short=True)
        lines.append(((f"{name[:12]:<13}", ""), (f"{count(n):>7} ", "strong"), *bar(n / everyone, cells)))
    lines += [(), ((gettext("ABC by margin"), "title"),)]
    letters = max(1, sum(pyramid.abc.values()))
    for letter in "ABC":
        n = pyramid.abc.get(letter, 0)
        lines.append(
            (
                (f"{letter:<13}", "strong" if letter == "A" else ""),
                (f"{count(n):>7} ", "strong"),
                *bar(n / letters, cells),
                (f" {share(n / letters)}", "dim"),
            )
        )
    return lines
