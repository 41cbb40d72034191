"""CARD: one client. Header, rhythm strip, its tabs.

History, Dossier and Files are dossier reads, asked for only when a tab is opened; the others are free (spec/store §7).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.widget import Widget

from tui.commands.base import Command
from tui.commands.contacts import CallContact, CopyContact, RevealContact
from tui.commands.everywhere import GoBack, ShowHelp, ShowMenu
from tui.commands.files import SaveFile
from tui.commands.lists import MOVES, EditRecord, NextRecord, NextTab, PreviousRecord, PreviousTab, ShowLines
from tui.commands.order_gaps import ShowOrderGaps
from tui.commands.recovery import WhiteOfCard
from tui.commands.removal import RemoveRecord
from tui.commands.work import ON_CARD, LogContact
from tui.desk.answers import CardOverview, Purchase
from tui.desk.port import EditField
from tui.desk.port_orders import OrderRow
from tui.screens.card_dossier import DossierOfCard
from tui.screens.card_lines import header_line, overview_lines
from tui.screens.card_promises import ENTRY_TABS
from tui.screens.card_tabs import first_commands, tab_line
from tui.screens.dialogs.edit import EditDialog
from tui.screens.removing import ask_to_remove
from tui.screens.stating import ask_to_state
from tui.screens.work_lines import clock_piece
from tui.screens.working import ask_contact
from tui.text import N_, fill, gettext
from tui.walk import Walk
from tui.widgets.drawn import Line, OneLine, Pager
from tui.widgets.rhythm_strip import RhythmStrip
from tui.widgets.window_table import WindowTable

TABS = {
    "overview": N_("Overview"),
    "people": N_("People"),
    "history": N_("History"),
    "orders": N_("Orders"),
    "white": N_("White space"),
    "work": N_("Work"),
    "dossier": N_("Dossier"),
    "promises": N_("Commitments"),
    "risks": N_("Risks"),
    "files": N_("Files"),
}
LOWER = {"orders": "lines"} | {tab: f"{tab}-facts" for tab in ("people", "work", "dossier", *ENTRY_TABS, "files")}
"""Tab → what stands below its list."""
READINGS = frozenset(("history", "dossier", "files"))
"""Tabs whose first opening is a reading of the dossier."""


class CardScreen(DossierOfCard):
    """The card of one client; `[` and `]` turn to the neighbours of the list one came from."""

    CODE = "CARD"
    CSS_PATH = "card.tcss"
    HEADING = N_("Card")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        RevealContact,
        EditRecord,
        LogContact,
        NextTab,
        ShowMenu,
        GoBack,
        CallContact,
        RemoveRecord,
        PreviousRecord,
        NextRecord,
        PreviousTab,
        ShowLines,
        CopyContact,
        WhiteOfCard,
        ShowOrderGaps,
        *ON_CARD,
        SaveFile,
        *MOVES,
    )
    AUTO_FOCUS = "#overview"
    RULE = (
        N_(
            "The strip shows every purchase of the recent past, the window in which the next one was expected by the"
            " client's own rhythm, and today. Late begins where less than one silence in ten of this rhythm lasts that"
            " long."
        ),
        N_(
            "Every other tab and walking to the neighbours cost nothing. The first opening of History, Dossier or Files"
            " within a day is a reading of the dossier: it is logged and counts against the limit."
        ),
        N_(
            "Phones and e-mails are masked. One of them is shown for 20 seconds, or while you talk, after its entry"
            " stands in the log; outside your own portfolio a reason is asked. A client counts once a day."
        ),
    )
    SOURCES = "S00.08, S02.16, S03.03, S03.32, S03.46, S03.78, S03.89, S03.91, U05, U10, U13"

    def __init__(self, client_id: str, walk: Walk | None, tab: str = "") -> None:
        super().__init__()
        self.client_id = client_id
        self.tab = tab if tab in TABS else "overview"
        self._walk = walk

    def body(self) -> Iterable[Widget]:
        yield OneLine((), id="client")
        yield RhythmStrip(id="strip")
        yield OneLine((), id="tabs")
        yield Pager(id="overview")
        yield from self.people_widgets()
        yield from self.lists_widgets()
        yield from self.work_widgets()
        yield from self.dossier_widgets()
        yield from self.entries_widgets()
        yield from self.files_widgets()

    def on_mount(self) -> None:
        super().on_mount()
        self._show_tab()

    def footer_commands(self) -> tuple[type[Command], ...]:
        return tuple(dict.fromkeys((*first_commands(self.tab), *self.all_commands())))

    # Loading

    def load(self) -> None:
        client_id = self.client_id
        self.ask("overview", lambda: self.desk.overview(client_id), self._told)
        self.ask_limits()
        self.load_people()
        self.load_work()
        self.load_entries()
        self.loaded_tabs -= {"orders", "white"}
        self.load_tab()

    def client_in_hand(self) -> str:
        return self.client_id

    def _told(self, overview: CardOverview) -> None:
        if overview.row.id != self.client_id:
            return
        self._overview = overview
        self.query_one("#strip", RhythmStrip).show(overview.rhythm)
        self.paint_title()
        self.paint()

    def exported(self) -> dict[str, str] | None:
        table = {"people": "persons", "orders": "documents", "white": "cells"}.get(self.tab)
        return {"list": table, "client": self.client_id} if table else None

    # Painting

    def title_detail(self) -> str:
        return "" if self._overview is None else self._overview.row.name

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)
        self.call_after_refresh(self._paint_tabs)

    def _paint_tabs(self) -> None:
        line = self.query_one("#tabs", OneLine)
        line.show(tab_line(TABS, self.tab, max(40, line.content_size.width)))

    def paint(self) -> None:
        overview = self._overview
        if overview is None:
            return
        client = self.query_one("#client", OneLine)
        clock: Line = () if self.work is None else ((" · ", "dim"), clock_piece(self.work.attention))
        client.show(header_line(overview, clock, client.content_size.width))
        pager = self.query_one("#overview", Pager)
        pairs = [*self.contact_pairs(), *self.entries_pairs(), *self.work_pairs(), *self.people_pairs()]
        pager.show(overview_lines(overview, pairs, max(40, pager.content_size.width)), keep_top=True)
        self.paint_people()
        self.paint_work()
        self.paint_entries()
        self.paint_dossier()
        self.paint_files()
        left = [self.left]
        if self._walk is not None:
            place, total = self._walk.place
            left.insert(0, fill(gettext("{n} of {total}"), n=place, total=total))
        self.status.set_left(((" · ".join(filter(None, left)), "dim"),))

    def _show_tab(self) -> None:
        self._paint_tabs()
        for name in TABS:
            self.query_one(f"#{name}").display = name == self.tab
        for name, below in LOWER.items():
            self.query_one(f"#{below}").display = name == self.tab
        self.query_one(f"#{self.tab}").focus()
        self.renew_footer()
        # Once it has a width: what is hidden has none.
        self.call_after_refresh(self.paint)

    def on_window_table_moved(self, event: WindowTable.Moved) -> None:
        row = event.row
        if event.table.id == "orders" and isinstance(row, Purchase | OrderRow):
            self.show_order(row)
        elif event.table.id in ENTRY_TABS:
            self.paint_entries()
        elif event.table.id in ("people", "work", "dossier", "files"):
            getattr(self, f"paint_{event.table.id}")()

    # Verbs

    def can(self, verb: str) -> bool:
        if verb in ("previous_record", "next_record"):
            return self._walk is not None
        if verb == "show_lines":
            return self.tab in LOWER
        if verb == "reveal_contact":
            return bool(self.offered_contacts())
        if verb == "call_contact":
            return self.calling or any(each.channel == "phone" for each in self.offered_contacts())
        if verb == "new_line" and self.tab == "overview":
            return self._overview is not None and super().can("edit_record")
        if verb in ("new_line", "close_line"):
            tabs = ("people", "work", "files", *ENTRY_TABS)
            return (self.tab in tabs or (verb, self.tab) == ("new_line", "orders")) and super().can("edit_record")
        if verb == "save_file":
            return self.tab == "files" and self.file_line is not None
        if verb in ("open_profile", "tie_person"):
            return self.tab == "people" and self.person is not None and super().can("edit_record")
        if verb in ("open_questionnaire", "copy_contact"):
            return self.has_people if verb == "open_questionnaire" else self.shown is not None
        if verb in ("edit_record", "remove_record"):
            return super().can(verb) and self._overview is not None
        return super().can(verb)

    def next_tab(self) -> None:
        self._turn_tab(1)

    def previous_tab(self) -> None:
        self._turn_tab(-1)

    def _turn_tab(self, by: int) -> None:
        if not self.calling:
            self.hide()
        names = list(TABS)
        self.tab = names[(names.index(self.tab) + by) % len(names)]
        self._show_tab()
        self.load_tab()

    def open_dossier(self) -> None:
        from tui.screens.dossier import DossierScreen

        self.app.push_screen(DossierScreen(self.client_id))

    def show_white(self) -> None:
        self.station.open_white(self.client_id)

    def show_lines(self) -> None:
        if self.tab == "files":
            self.show_file()
            return
        if self.tab == "dossier":
            self.open_dossier()
            return
        if self.open_order_here():
            return
        below, above = self.query_one(f"#{LOWER[self.tab]}", Pager), self.query_one(f"#{self.tab}", WindowTable)
        (above if self.focused is below else below).focus()

    def new_line(self) -> None:
        overview = self._overview
        if self.tab == "overview" and overview is not None:
            ask_to_state(self, self.client_id, overview.row.name, self.stated)
            return
        asked = {"people": self.add_person, "work": self.ask_need, "files": self.add_file, "orders": self.new_order}
        asked.get(self.tab, self.new_entry_here)()

    def close_line(self) -> None:
        closed = {"people": self.leave_person, "work": self.close_work, "files": self.drop_file}
        closed.get(self.tab, self.step_entry_here)()

    def log_contact(self) -> None:
        # What is talked about on the phone is logged while it is in sight, and hides with that.
        ask_contact(self, self.client_id, self._logged)

    def _logged(self) -> None:
        self.hide()
        self.loaded_tabs.discard("history")

    def previous_record(self) -> None:
        self._step(-1)

    def next_record(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        walk = self._walk
        if walk is not None:
            self.ask("walk", lambda: walk.step(by), self._stepped)

    def _stepped(self, found: tuple[Walk, str] | None) -> None:
        if found is None:
            self.notice(gettext("This is the end of the list."))
        else:
            self.turn_to(found[1], found[0])

    def turn_to(self, client_id: str, walk: Walk | None) -> None:
        """Another client on the same card. Readings fall back to Overview: walking past reads no dossiers."""
        self.hide()
        self.client_id, self._walk = client_id, walk
        self._relations = self.work = None
        self._entries.clear()
        self.loaded_tabs.clear()
        self._files = None
        self.forget_dossier()
        if self.tab in READINGS:
            self.tab = "overview"
            self._show_tab()
        self.load()

    def remove_record(self) -> None:
        ask_to_remove(self, [self.client_id], self._removed)

    def _removed(self) -> None:
        self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # a card stands on loaded workplaces
        self.go_back()

    def edit_record(self) -> None:
        if self.tab == "people" and self.person is not None:
            self.edit_person()
            return
        if self.tab == "work" and self.work_line is not None:
            self.edit_need()
            return
        if self.tab == "files" and self.file_line is not None:
            self.edit_file()
            return
        if self.edit_order_here() or self.edit_entry_here():
            return
        client_id = self.client_id
        self.ask("form", lambda: self.desk.edit_form(client_id), self._edit)

    def _edit(self, form: tuple[EditField, ...]) -> None:
        self.app.push_screen(EditDialog(self.client_id, form), self._edited)

    def _edited(self, saved: int | None) -> None:
        if saved:
            self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # a card stands on loaded workplaces
            self.loaded_tabs.discard("history")
            self.notice(gettext("Saved. u takes the last change back."), "good")
