"""CAMP of one campaign: its clients, what keeps each from the message, the message as he would get it (S03.38)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from textual.widget import Widget

from core.outreach.channels import PUBLISHED, WRITTEN
from core.wording.outreach import word
from tui.commands.base import Command
from tui.commands.everywhere import GoBack, ShowHelp, ShowMenu
from tui.commands.lists import MOVES, NextPane, OpenRecord
from tui.commands.outreach import (
    ApproveCampaign,
    CancelCampaign,
    CollectSms,
    EditCampaign,
    HandOn,
    NarrowRecipients,
    PauseCampaign,
    PersonalNote,
    PreferChannel,
    RecordConsent,
    RecordPublication,
    RecordRefusal,
    StartCampaign,
    TellResult,
    TryLetter,
)
from tui.desk.port_outreach import CampaignDetails, ControlAnswer, LetterLine, RecipientLine
from tui.screens.base import chip
from tui.screens.campaign_lines import RECIPIENT_COLUMNS, control_lines, facts, letter_lines
from tui.screens.campaign_recipients import RecipientsOfCampaign
from tui.text import N_, gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable

FACTS_MAX = 10
"""Lines of facts on top; longer ones scroll."""
_OF_ONE = ("personal_note", "tell_result", "record_consent", "record_refusal", "prefer_channel")


class CampaignScreen(RecipientsOfCampaign):
    """Facts on top, the clients below them, at the bottom the message to the one under the cursor."""

    CODE = "CAMP"
    CSS_PATH = "campaigns.tcss"
    HEADING = N_("Campaign")
    OFFERS: ClassVar[tuple[type[Command], ...]] = (
        ShowHelp,
        TryLetter,
        ApproveCampaign,
        StartCampaign,
        RecordPublication,
        PersonalNote,
        TellResult,
        EditCampaign,
        NarrowRecipients,
        OpenRecord,
        PauseCampaign,
        CancelCampaign,
        RecordConsent,
        RecordRefusal,
        PreferChannel,
        CollectSms,
        HandOn,
        ShowMenu,
        GoBack,
        NextPane,
        *MOVES,
    )
    RULE = (
        N_(
            "No letter and no SMS leaves without consent with its day, to an address on hold, outside the working hours"
            " of who gets it, twice, oftener than the cap, or with an empty place in the text."
        ),
        N_(
            "A letter is claimed before it goes. Of the one that was on its way when the program was cut off nobody"
            " knows: a person says whether it came, goes once more or is given up."
        ),
        N_(
            "Calls and meetings become tasks of whoever leads the client. For a site or a group the text is prepared;"
            " where and when it was published is kept with the name of who says so."
        ),
    )
    SOURCES = "S03.22, S03.38, S03.72, S03.73, S03.76, S02.15"
    AUTO_FOCUS = "#recipients"

    def __init__(self, handle: str) -> None:
        super().__init__(handle)
        self.reason = ""
        """Only recipients with this obstacle are shown."""
        self._letter: tuple[str, LetterLine] | None = None
        self._brought: ControlAnswer | None = None

    def body(self) -> Iterable[Widget]:
        yield Pager(id="facts")
        yield WindowTable(RECIPIENT_COLUMNS, lambda row: row.id, empty=self._empty, id="recipients")
        yield Pager(id="letter")

    def _empty(self) -> str:
        if self._found is None:
            return ""
        if self._found.campaign.channel in PUBLISHED:
            return gettext("It goes to nobody by name: b says where it can be read.")
        return gettext("None of its clients is open to you.")

    def exported(self) -> dict[str, str] | None:
        if self._found is None or self._found.campaign.channel in PUBLISHED:
            return None
        return {"list": "recipients", "campaign": self.handle} | ({"obstacle": self.reason} if self.reason else {})

    # Loading

    def load(self) -> None:
        handle = self.handle
        self.ask("campaign", lambda: self.desk.outreach.show(handle), self._loaded)

    def _loaded(self, found: CampaignDetails) -> None:
        self._found = found
        if self.reason not in self._reasons():
            self.reason = ""
        self._letter = None
        rows = [each for each in found.recipients if not self.reason or self.reason == _reason(each)]
        keep, source = self.table.current_id, Rows(rows, [each.id for each in rows])
        at = source.position(keep) if keep is not None else None
        self.table.set_source(source, at if at is not None else 0)
        self.paint_title()
        self.status.set_left(chip(word("obstacle", self.reason)) if self.reason else ())
        self.paint()
        if found.campaign.control and found.campaign.state not in ("draft", "approved"):
            handle = self.handle
            self.ask("brought", lambda: self.desk.outreach.results(handle), self._compared)

    def _compared(self, answer: ControlAnswer) -> None:
        self._brought = answer
        self.paint()

    def _reasons(self) -> list[str]:
        if self._found is None:
            return []
        return list(dict.fromkeys(_reason(each) for each in self._found.recipients if _reason(each)))

    def on_window_table_moved(self) -> None:
        row = self.table.current
        if row is None:
            self.paint()
            return
        handle = row.id

        def read(letter: LetterLine) -> None:
            self._letter = (handle, letter)
            self.paint()

        self.ask("letter", lambda: self.desk.outreach.letter(handle), read)

    # Painting

    def title_detail(self) -> str:
        return "" if self._found is None else self._found.campaign.name

    def on_resize(self) -> None:
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        found, row = self._found, self.table.current
        if found is None:
            return
        top, pane = self.query_one("#facts", Pager), self.query_one("#letter", Pager)
        told = facts(found, max(20, top.content_size.width))
        if self._brought is not None:
            told += control_lines(self._brought, max(20, top.content_size.width))
        top.styles.height = min(FACTS_MAX, len(told))
        top.show(told)
        width = max(20, pane.content_size.width)
        if self._letter is not None and row is not None and self._letter[0] == row.id:
            pane.show(letter_lines(self._letter[1], found.campaign, width))
        elif row is None:
            pane.show(letter_lines(LetterLine(found.subject, found.text, ()), found.campaign, width))

    # Verbs

    def client_in_hand(self) -> str:
        row = self.table.current
        return row.client_id if row is not None else ""

    def can(self, verb: str) -> bool:
        found, row = self._found, self.table.current
        if verb == "next_pane":
            return True
        if verb == "open_record":
            return row is not None
        if verb == "narrow_recipients":
            return bool(self._reasons())
        allowed = None if found is None else _allowed(found, row).get(verb)
        if allowed is None:
            return super().can(verb) if verb not in _allowed_verbs() else False
        return allowed and not self.station.options.read_only

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.open_record()

    def open_record(self) -> None:
        row = self.table.current
        if row is not None:
            self.station.open_card(row.client_id, None)

    def next_pane(self) -> None:
        (self.query_one("#letter") if self.focused is self.table else self.table).focus()

    def narrow_recipients(self) -> None:
        order = ["", *self._reasons()]
        at = order.index(self.reason) if self.reason in order else 0
        self.reason = order[(at + 1) % len(order)]
        if self._found is not None:
            self._loaded(self._found)


def _reason(row: RecipientLine) -> str:
    return row.said if row.state == "skipped" else row.obstacle


def _allowed_verbs() -> frozenset[str]:
    return frozenset(
        ("try_letter", "approve_campaign", "start_campaign", "pause_campaign", "cancel_campaign", "edit_campaign",
         "record_publication", "collect_sms", "hand_on", *_OF_ONE)
    )  # fmt: skip


def _allowed(found: CampaignDetails, row: RecipientLine | None) -> Mapping[str, bool]:
    """What the step of the campaign and that of the recipient allow."""
    campaign, open_step = found.campaign, found.campaign.state in ("draft", "approved")
    published = campaign.channel in PUBLISHED
    tried = found.tested or campaign.channel != "email"
    waits = row is not None and row.state in ("planned", "queued", "soft")
    return {
        "try_letter": campaign.channel == "email" and open_step,
        "approve_campaign": campaign.state == "draft",
        "start_campaign": not published
        and (campaign.state in ("running", "paused") or (campaign.state == "approved" and tried)),
        "pause_campaign": campaign.state == "running",
        "cancel_campaign": campaign.state in ("draft", "approved", "running", "paused"),
        "edit_campaign": open_step,
        "record_publication": published and campaign.state in ("approved", "done"),
        "collect_sms": campaign.channel == "sms" and campaign.reached > 0,
        "hand_on": bool(campaign.pilot) and campaign.state in ("done", "measured"),
        "personal_note": waits,
        "tell_result": row is not None and row.state not in ("planned", "skipped", "cancelled", "sending"),
        "record_consent": row is not None and campaign.channel in WRITTEN,
        "record_refusal": row is not None and campaign.channel in WRITTEN | {"call"},
        "prefer_channel": row is not None,
    }
