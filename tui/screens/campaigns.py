"""CAMP: campaigns with their counts, the calendar of the year, cadence by segment, answers and costs (S03.38)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual.widget import Widget

from core.wording.outreach import inbox_told
from tui.commands.base import Command
from tui.commands.everywhere import FindClient, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, NextPane
from tui.commands.outreach import (
    MailList,
    NewCampaign,
    NextViewOfCampaigns,
    OpenCampaign,
    PreviousViewOfCampaigns,
    SendThrough,
    TakeInbox,
)
from tui.desk.port_campaigns import CadenceLine, CampaignFigures, Segment
from tui.desk.port_outreach import CampaignDetails, CampaignRow, InboxAnswer
from tui.desk.port_spending import Field
from tui.screens.base import WorkScreen
from tui.screens.campaign_lines import CADENCE_COLUMNS, COLUMNS, answer_lines, calendar_lines, cost_lines, facts
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.fields import FieldsForm
from tui.screens.dialogs.words import WordsDialog
from tui.screens.mailing import mail_to
from tui.text import N_, count, fill, gettext
from tui.widgets.drawn import Line, OneLine, Pager, Piece
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable

VIEWS = {
    "campaigns": N_("Campaigns"),
    "calendar": N_("Calendar"),
    "cadence": N_("Cadence"),
    "answers": N_("Answers"),
    "costs": N_("Costs"),
}
PATH_MAX = 1000
_LISTS = ("campaigns", "cadence")


class CampaignsScreen(WorkScreen):
    """Views above, what stands behind the campaign under the cursor below."""

    CODE = "CAMP"
    CSS_PATH = "campaigns.tcss"
    HEADING = N_("Campaigns")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        OpenCampaign,
        NewCampaign,
        NextViewOfCampaigns,
        MailList,
        ShowMenu,
        FindClient,
        PreviousViewOfCampaigns,
        TakeInbox,
        SendThrough,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "From any list a key makes a mailing: clients, a segment, the queue of recovery, a cell of white space. It"
            " goes to the clients as they were chosen; what forbids a message is asked before the approval, at the"
            " start and before every single one."
        ),
        N_(
            "Useful letters count as much as offers. A segment should hear of a promotion three times a month; one"
            " person gets two mailings in thirty days at most. The program prepares list, text and day; a person starts"
            " every batch."
        ),
        N_(
            "A channel answered less than a third as often as the best one asks whether it is the right one. Own base"
            " and advertising stand side by side: what a contact costs and what it brings."
        ),
    )
    SOURCES = "S03.18, S03.19, S03.22, S03.38, S03.72, S03.73, S03.76, S04.09"
    AUTO_FOCUS = "#campaigns"

    def __init__(self) -> None:
        super().__init__()
        self.view = "campaigns"
        self._rows: tuple[CampaignRow, ...] | None = None
        self._details: CampaignDetails | None = None
        self._figures: CampaignFigures | None = None

    def body(self) -> Iterable[Widget]:
        yield OneLine((), id="tabs")
        yield WindowTable(COLUMNS, lambda row: row.id, empty=self._empty, id="campaigns")
        yield WindowTable(CADENCE_COLUMNS, lambda row: row.code, empty=self._empty, id="cadence")
        yield Pager(id="report")
        yield Pager(id="detail")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_view()

    @property
    def table(self) -> WindowTable[Any]:
        """The list that is shown; beside a report the campaigns, out of sight."""
        return self.query_one(f"#{self.view if self.view in _LISTS else 'campaigns'}", WindowTable)

    def _empty(self) -> str:
        if self.view == "cadence":
            return "" if self._figures is None else gettext("There are no clients yet.")
        if self._rows is None:
            return ""
        return gettext("No campaigns yet: n makes one, r does on any list of clients.")

    def exported(self) -> dict[str, str]:
        tables = {"calendar": "campaign_calendar", "answers": "campaign_answers", "costs": "contact_costs"}
        return {"list": tables.get(self.view, self.view)}

    # Loading

    def load(self) -> None:
        self.ask("campaigns", self.desk.outreach.campaigns, self._loaded)
        self._ask_figures()

    def _ask_figures(self) -> None:
        self._figures = None
        if self.view != "campaigns":
            self.ask("figures", self.desk.campaign_figures.figures, self._reckoned)

    def _loaded(self, rows: tuple[CampaignRow, ...]) -> None:
        self._rows = rows
        table = self.query_one("#campaigns", WindowTable)
        keep, source = table.current_id, Rows(rows, [row.id for row in rows])
        at = source.position(keep) if keep is not None else None
        table.set_source(source, at if at is not None else 0)
        self.paint_title()
        waits = sum(row.state == "draft" for row in rows)
        told = fill(gettext("wait for approval: {n}"), n=count(waits)) if waits else ""
        self.status.set_left(((told, "warn"),) if told else ())

    def _reckoned(self, figures: CampaignFigures) -> None:
        self._figures = figures
        table = self.query_one("#cadence", WindowTable)
        keep = table.current_id
        source = Rows(figures.cadence, [row.code for row in figures.cadence])
        at = source.position(keep) if keep is not None else None
        table.set_source(source, at if at is not None else 0)
        self.paint()

    def _ask_details(self) -> None:
        row = self.query_one("#campaigns", WindowTable).current
        self._details = None
        if isinstance(row, CampaignRow):
            handle = row.id
            self.ask("details", lambda: self.desk.outreach.show(handle), self._detailed)
        self.paint()

    def _detailed(self, details: CampaignDetails) -> None:
        self._details = details
        self.paint()

    # Painting

    def title_detail(self) -> str:
        return "" if self._rows is None else count(len(self._rows))

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def on_window_table_moved(self, event: WindowTable.Moved) -> None:
        if event.table.id == "campaigns":
            self._ask_details()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        if self.view == "cadence":
            self.mail_list()
        else:
            self.open_record()

    def paint(self) -> None:
        pane = self.query_one("#detail", Pager)
        details = self._details
        pane.show([] if details is None else facts(details, max(20, pane.content_size.width)))
        report, figures = self.query_one("#report", Pager), self._figures
        if figures is not None:
            # Not shown before, it has no width yet: it is as wide as the screen.
            report.show(self._report(figures, max(40, self.size.width - 2)), keep_top=True)

    def _report(self, figures: CampaignFigures, width: int) -> list[Line]:
        if self.view == "calendar":
            return calendar_lines(figures, width)
        return cost_lines(figures, width) if self.view == "costs" else answer_lines(figures)

    def _show_view(self) -> None:
        pieces: list[Piece] = [(" ", "")]
        for name, title in VIEWS.items():
            pieces += [(f" {gettext(title)} ", "picked" if name == self.view else "dim"), (" ", "")]
        self.query_one("#tabs", OneLine).show(tuple(pieces))
        for name in _LISTS:
            self.query_one(f"#{name}").display = name == self.view
        self.query_one("#report").display = self.view not in _LISTS
        self.query_one("#detail").display = self.view == "campaigns"
        shown = self.view if self.view in _LISTS else "report"
        self.query_one(f"#{shown}").focus()

    # Verbs

    def can(self, verb: str) -> bool:
        row = self.table.current
        if verb == "open_record":
            return self.view == "campaigns" and row is not None
        if verb == "mail_list":
            return super().can(verb) and self.view == "cadence" and row is not None and row.clients > 0
        if verb in ("new_campaign", "send_through", "take_inbox"):
            return not self.station.options.read_only
        return super().can(verb)

    def open_record(self) -> None:
        row = self.table.current
        if isinstance(row, CampaignRow):
            self.station.open_campaign(row.id)

    def mail_list(self) -> None:
        row = self.table.current
        if isinstance(row, CadenceLine):
            code = row.code
            mail_to(self, lambda: self.desk.campaign_figures.clients_of(code))

    def new_campaign(self) -> None:
        self.ask("segments", self.desk.campaign_figures.segments, self._pick)

    def _pick(self, segments: tuple[Segment, ...]) -> None:
        if not segments:
            self.notice(gettext("There are no clients yet."))
            return

        def chosen(code: str | None) -> None:
            if code is not None:
                mail_to(self, lambda: self.desk.campaign_figures.clients_of(code))

        choices = [(each.code, f"{each.title}  ·  {count(each.clients)}") for each in segments]
        self.app.push_screen(ChoiceDialog(gettext("To whom?"), choices), chosen)

    def send_through(self) -> None:
        def form(fields: tuple[Field, ...]) -> None:
            heading = gettext("Mail server and SMS gateway")
            self.app.push_screen(FieldsForm(heading, fields, self.desk.outreach.save_server))

        self.ask("server", self.desk.outreach.server_form, form)

    def take_inbox(self) -> None:
        def chosen(path: str | None) -> None:
            if path:
                station, desk = self.station, self.desk
                answers: list[InboxAnswer] = []

                def work(progress: Callable[[int, int], bool]) -> None:
                    answers.append(desk.outreach.take_in(path, progress))

                station.start_job(N_("Mailbox"), work, lambda: self._taken(answers))

        asked = gettext("Mailbox that letters come back to: a file (mbox) or a folder (Maildir)")
        self.app.push_screen(WordsDialog(asked, "", PATH_MAX), chosen)

    def _taken(self, answers: list[InboxAnswer]) -> None:
        self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # this is a loaded workplace
        top = self.station.work_screen
        if answers and top is not None:
            top.call_after_refresh(top.notice, inbox_told(answers[0]), "good")

    def next_pane(self) -> None:
        if self.view == "campaigns":
            (self.query_one("#detail") if self.focused is self.table else self.table).focus()

    def next_view(self) -> None:
        self._turn(1)

    def previous_view(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        names = list(VIEWS)
        self.view = names[(names.index(self.view) + by) % len(names)]
        self._show_view()
        if self._figures is None:
            self._ask_figures()
        self.paint()
        self.renew_footer()
