"""SEG: where everybody stands, tab by tab; every figure opens its clients, every client his evidence and card."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import msgspec
from textual.containers import Horizontal
from textual.widget import Widget

from core.wording.segments import tab as tab_name
from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu, ShowPalette
from tui.commands.lists import MOVES, NextPane
from tui.commands.outreach import MailList
from tui.commands.selections import PickSelection
from tui.commands.standing import (
    AnswerQuestion,
    CloseReview,
    LetterBy,
    MakeCall,
    MakeMeeting,
    MovesSince,
    NextTabOfSegments,
    OpenEvidence,
    PreviousTabOfSegments,
    StateClient,
)
from tui.desk.port_selections import SelectionRow
from tui.desk.port_standing import SINCE, TABS, By, Member, MembersHandle, Proof, Segment, SegmentFigure, View
from tui.safe_text import wrap
from tui.screens.base import WIDE, chip
from tui.screens.dialogs.choice import Choice, ChoiceDialog
from tui.screens.mailing import MailingOfSegment
from tui.screens.segments_lines import figure_columns, member_columns, picture, proof_lines, storey_columns
from tui.screens.segments_work import SegmentsWork
from tui.screens.selecting import selection_text
from tui.text import N_, clients, date, fill, gettext
from tui.walk import Walk
from tui.widgets.drawn import Line, OneLine, Pager, Piece
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable

_PROOF_LINES = (3, 5)
"""Least and most lines of the evidence on a narrow screen."""


class SegmentsScreen(MailingOfSegment, SegmentsWork):
    """Tabs; figures with a picture above, the clients behind the one under the cursor below, evidence at the foot."""

    CODE = "SEG"
    CSS_PATH = "segments.tcss"
    HEADING = N_("Classification")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        NextTabOfSegments,
        OpenEvidence,
        StateClient,
        MovesSince,
        MailList,
        MakeMeeting,
        ShowMenu,
        FindClient,
        ShowPalette,
        PreviousTabOfSegments,
        NextPane,
        LetterBy,
        MakeCall,
        AnswerQuestion,
        CloseReview,
        PickSelection,
        *MOVES,
    )
    RULE = (
        N_(
            "Key: loyal, buys regularly and for much, and the partnership is a value in itself. Real: buys or bought"
            " repeatedly, large, medium or small by its share of the turnover. Prospective, probable and potential"
            " need evidence of yours, and it counts for six months."
        ),
        N_(
            "Ladder: one purchase makes a buyer, a repeat a client, three at a rhythm a regular. Adherent and advocate"
            " need the share of wallet, confirmed within six months, and a recorded referral."
        ),
        N_(
            "Anchors are even, regular and pay in time; size does not matter. Matrix: A-X is the target, what is"
            " missing to it stands beside each stray. Review: whoever is no regular is asked every 60 days what must be"
            " done."
        ),
    )
    SOURCES = "S00.01–S00.13, S02.05–S02.13, S03.04–S03.13, S03.94"
    AUTO_FOCUS = "#storeys"

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self._segment: Segment | None = None
        self._proofs: tuple[Proof, ...] = ()
        self._selected = ""
        """Name of the saved selection the tabs are made of."""

    def body(self) -> Iterable[Widget]:
        yield OneLine((), id="tabs")
        yield Pager(id="says")
        with Horizontal(id="above"):
            yield WindowTable(storey_columns(), lambda row: row.key, id="storeys")
            yield WindowTable(figure_columns(), lambda row: row.key, id="figures")
            yield Pager(id="picture")
        yield WindowTable(member_columns(), lambda row: row.id, empty=self._empty, id="members")
        yield Pager(id="proof")

    # What it is made of

    @property
    def figures(self) -> WindowTable[SegmentFigure]:
        return self.query_one("#storeys" if self.view.tab == "pyramid" else "#figures", WindowTable)

    @property
    def members(self) -> WindowTable[Member]:
        return self.query_one("#members", WindowTable)

    def _empty(self) -> str:
        return "" if self._segment is None else gettext("Nobody stands behind this figure.")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_tab()

    # Loading

    def load(self) -> None:
        view = self.view
        self.ask("segment", lambda: self.desk.standing.segment(view), self._loaded)

    def _loaded(self, segment: Segment) -> None:
        if segment.view != self.view:
            return
        self._segment = segment
        table, keep = self.figures, self.figures.current_id
        source = Rows(segment.figures, [figure.key for figure in segment.figures])
        at = source.position(keep) if keep is not None else None
        table.set_source(source, at if at is not None else 0)
        self.paint_title()
        told = fill(gettext("As of {day} · moves since {since}"), day=date(segment.as_of), since=date(segment.since))
        by = gettext("by the portfolio") if segment.figures_date is None else date(segment.figures_date)
        told += " · " + fill(gettext("figures: {figures}"), figures=by)
        self.status.set_left((*(chip(self._selected) if self._selected else ()), (told, "dim")))
        self.paint()
        self._drill()

    def _drill(self) -> None:
        """The clients behind the figure under the cursor."""
        figure, view = self.figures.current, self.view
        if figure is None:
            return
        key = figure.key

        def shown(found: MembersHandle) -> None:
            if view == self.view and self.figures.current_id == key:
                keep = self.members.current_id
                at = found.position(keep) if keep is not None else None
                self.members.set_source(found, at if at is not None else 0)
                self._prove()

        self.ask("members", lambda: self.desk.standing.members(view, key), shown)

    def _prove(self) -> None:
        """The evidence of the client under the cursor, or the rule of the figure."""
        row = self.members.current
        if self.focused is not self.members or row is None:
            self._proofs = ()
            self.paint()
            return
        client_id = row.id

        def shown(found: tuple[Proof, ...]) -> None:
            self._proofs = found
            self.paint()

        self.ask("proofs", lambda: self.desk.standing.proofs(client_id), shown)

    # Painting

    def title_detail(self) -> str:
        return "" if self._segment is None else clients(self._segment.clients)

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        segment = self._segment
        if segment is None:
            return
        says, drawn, proof = (self.query_one(name, Pager) for name in ("#says", "#picture", "#proof"))
        room = max(20, self.size.width - 2)
        lines: list[Line] = [((part, "bad"),) for text in segment.alarms for part in wrap(text, room)]
        lines += [((part, "strong"),) for text in segment.says for part in wrap(text, room)]
        says.styles.height = len(lines)
        says.show(lines)
        pictured = picture(segment, max(20, drawn.content_size.width or 34))
        if bool(pictured) != drawn.display:
            drawn.display = bool(pictured)
            # Its width is known once it has been laid out.
            self.call_after_refresh(self.paint)
        drawn.show(pictured, keep_top=True)
        figure = self.figures.current
        width = max(20, proof.content_size.width)
        told: list[Line] = []
        if self._proofs:
            told = proof_lines(self._proofs, width)
        elif figure is not None:
            rule = figure.rule[:1].upper() + figure.rule[1:]
            told = [((text, "dim"),) for text in wrap(f"{figure.title}. {rule}", width)]
        # By the width itself: while the terminal is being widened the class comes after the painting.
        if self.size.width < WIDE:
            proof.styles.height = max(_PROOF_LINES[0], min(_PROOF_LINES[1], len(told)))
        else:
            proof.styles.height = None
        proof.show(told)

    def _show_tab(self) -> None:
        pieces: list[Piece] = []
        for name in TABS:
            pieces += [(f" {tab_name(name)} ", "picked" if name == self.view.tab else "dim")]
        self.query_one("#tabs", OneLine).show(tuple(pieces))
        self.query_one("#storeys").display = self.view.tab == "pyramid"
        self.query_one("#figures").display = self.view.tab != "pyramid"
        self.query_one("#picture").display = False
        self.figures.focus()

    def on_window_table_moved(self, event: WindowTable.Moved) -> None:
        if event.table is self.members:
            self._prove()
        elif event.table is self.figures:
            self._proofs = ()
            self.paint()
            self._drill()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_evidence()

    # Verbs

    def exported(self) -> dict[str, str]:
        view, figure = self.view, self.figures.current
        words = {"tab": view.tab, "by": view.by, "since": view.since, "selection": view.selection}
        if self.focused is self.members and figure is not None:
            return {"list": "members", "key": figure.key, **words}
        return {"list": "segments", **words}

    def can(self, verb: str) -> bool:
        changes = not self.station.options.read_only
        member = self.members.current is not None and self.focused is self.members
        if verb == "open_evidence":
            return self.figures.current is not None
        if verb == "letter_by":
            return self.view.tab == "matrix"
        if verb == "moves_since":
            return self.view.tab == "anchors"
        if verb == "state_client":
            return changes and member
        if verb == "make_meeting":
            return changes and member and self.view.tab in ("review", "targets", "ladder")
        if verb in ("make_call", "answer_question"):
            return changes and member and self.view.tab == "review"
        if verb == "close_review":
            return changes and self.view.tab == "review"
        return super().can(verb)

    def open_evidence(self) -> None:
        if self.focused is not self.members:
            self.set_focus(self.members)
            self._prove()
            return
        row = self.members.current
        if row is not None:
            self.station.open_card(row.id, Walk(self.members.pages.source, self.members.cursor))

    def next_pane(self) -> None:
        if self.focused is self.members:
            self.set_focus(self.figures)
        else:
            self.set_focus(self.members)
        self._prove()

    def next_tab(self) -> None:
        self._turn(1)

    def previous_tab(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        tab = TABS[(TABS.index(self.view.tab) + by) % len(TABS)]
        self.view = msgspec.structs.replace(self.view, tab=tab)
        self._segment, self._proofs = None, ()
        self._show_tab()
        self.load()

    def letter_by(self) -> None:
        by: By = "turnover" if self.view.by == "margin" else "margin"
        self.view = msgspec.structs.replace(self.view, by=by)
        self.load()
        self.notice(gettext("Letter by turnover") if by == "turnover" else gettext("Letter by margin"))

    def moves_since(self) -> None:
        since = SINCE[(SINCE.index(self.view.since) + 1) % len(SINCE)]
        self.view = msgspec.structs.replace(self.view, since=since)
        self.load()

    def pick_selection(self) -> None:
        self.ask("selections", self.desk.selections.listed, self._ask_selection)

    def _ask_selection(self, saved: tuple[SelectionRow, ...]) -> None:
        names = {row.id: row.name for row in saved}

        def chosen(handle: str | None) -> None:
            if handle is not None:
                self._selected = names.get(handle, "")
                self.view = msgspec.structs.replace(self.view, selection=handle)
                self._segment, self._proofs = None, ()
                self.load()

        choices: list[Choice] = [("", gettext("Everybody")), *((row.id, selection_text(row)) for row in saved)]
        self.app.push_screen(ChoiceDialog(gettext("Only one segment"), choices), chosen)
