"""CAMP of one campaign: its clients, what keeps each from the message, the message as he would get it (S03.38)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from textual.widget import Widget

from core.entities.outreach import CAMPAIGN_CHANNELS
from core.entities.people import CONSENT_KINDS
from core.outreach.channels import HELD, PUBLISHED
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
from tui.desk.port_outreach import CampaignDetails, CampaignRow, LetterLine, RecipientLine, RunAnswer
from tui.desk.port_spending import Field
from tui.screens.base import WorkScreen, chip
from tui.screens.campaign_lines import RECIPIENT_COLUMNS, facts, letter_lines
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.fields import FieldsForm
from tui.screens.dialogs.secret import SecretDialog
from tui.screens.dialogs.words import WordsDialog
from tui.text import N_, clients, count, fill, gettext
from tui.widgets.drawn import Pager
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import WindowTable

NOTE_MAX = 500
_READS = ("narrow_recipients", "open_record", "next_pane")
_OF_ONE = ("personal_note", "tell_result", "record_consent", "record_refusal", "prefer_channel")
_RESULTS = ("replied", "meeting", "sale", "sent", "unsubscribed", "complained", "cancelled")


class CampaignScreen(WorkScreen):
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
            "A letter is claimed before it goes. What a crash leaves behind is not known: a person says what became of"
            " it, the program never sends it again."
        ),
        N_(
            "Calls and meetings become tasks of whoever leads the client. For a site or a group the text is prepared;"
            " where and when it was published is kept with the name of who says so."
        ),
    )
    SOURCES = "S03.22, S03.38, S03.72, S03.73, S03.76, S02.15"
    AUTO_FOCUS = "#recipients"

    def __init__(self, handle: str) -> None:
        super().__init__()
        self.handle = handle
        self.reason = ""
        """Only recipients with this obstacle are shown."""
        self._found: CampaignDetails | None = None
        self._letter: tuple[str, LetterLine] | None = None

    def body(self) -> Iterable[Widget]:
        yield Pager(id="facts")
        yield WindowTable(RECIPIENT_COLUMNS, lambda row: row.id, empty=self._empty, id="recipients")
        yield Pager(id="letter")

    @property
    def table(self) -> WindowTable[RecipientLine]:
        return self.query_one("#recipients", WindowTable)

    def _empty(self) -> str:
        if self._found is None:
            return ""
        if self._found.campaign.channel in PUBLISHED:
            return gettext("It goes to nobody by name: b says where it can be read.")
        return gettext("None of its clients is open to you.")

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
        top.show(facts(found, max(20, top.content_size.width)))
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

    # Leading it

    def _do(self, call: Callable[[], object], told: str) -> None:
        def done(_answer: object) -> None:
            self.load()
            self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # this is a loaded workplace
            self.notice(told, "good")

        self.ask("lead", call, done)

    def approve_campaign(self) -> None:
        self._do(lambda: self.desk.outreach.approve(self.handle), gettext("Approved."))

    def pause_campaign(self) -> None:
        self._do(lambda: self.desk.outreach.pause(self.handle), gettext("Paused: s goes on."))

    def cancel_campaign(self) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                self._do(lambda: self.desk.outreach.cancel(self.handle), gettext("Called off."))

        self.app.push_screen(ConfirmDialog(gettext("Call it off? Nobody else gets it.")), answered)

    def try_letter(self) -> None:
        told = gettext("The test letter is on its way to you.")
        self._with_password(lambda password: self._do(lambda: self.desk.outreach.test(self.handle, password), told))

    def start_campaign(self) -> None:
        found = self._found
        if found is None:
            return
        ready = found.checks.get("ready", 0) + sum(each.state in ("queued", "soft") for each in found.recipients)
        asked = (
            gettext("Make tasks for {clients}?") if found.campaign.channel in HELD else gettext("Send to {clients}?")
        )

        def answered(yes: bool | None) -> None:
            if yes and found.campaign.channel == "email":
                self._with_password(self._run)
            elif yes:
                self._run("")

        self.app.push_screen(ConfirmDialog(fill(asked, clients=clients(ready))), answered)

    def _with_password(self, then: Callable[[str], None]) -> None:
        """Ask for the password of the mail server where it wants one."""

        def known(server: Any) -> None:
            if server is None or not server.user:
                then("")
                return
            heading = gettext("Password of the mail server")
            self.app.push_screen(SecretDialog(heading), lambda password: then(password) if password else None)

        self.ask("server", self.desk.outreach.server, known)

    def _run(self, password: str) -> None:
        handle, desk, station = self.handle, self.desk, self.station
        answers: list[RunAnswer] = []

        def work(progress: Callable[[int, int], bool]) -> None:
            answers.append(desk.outreach.run(handle, password, progress))

        def after() -> None:
            station.workplaces.mark_stale()  # type: ignore[union-attr]  # this is a loaded workplace
            top = station.work_screen
            if answers and top is not None:
                top.call_after_refresh(top.notice, _told(answers[0]), "good")

        station.start_job(N_("Sending"), work, after)

    def edit_campaign(self) -> None:
        def form(fields: tuple[Field, ...]) -> None:
            save = self.desk.outreach.save_form
            dialog = FieldsForm(gettext("Campaign"), fields, lambda values: save(self.handle, values))
            self.app.push_screen(dialog, self._saved)

        self.ask("form", lambda: self.desk.outreach.form(self.handle), form)

    def record_publication(self) -> None:
        def form(fields: tuple[Field, ...]) -> None:
            save = self.desk.outreach.save_publication
            dialog = FieldsForm(gettext("Published"), fields, lambda values: save(self.handle, values))
            self.app.push_screen(dialog, self._saved)

        self.ask("form", self.desk.outreach.publish_form, form)

    def _saved(self, row: CampaignRow | None) -> None:
        if row is not None:
            self.load()
            self.station.workplaces.mark_stale()  # type: ignore[union-attr]  # this is a loaded workplace
            self.notice(gettext("Saved."), "good")

    def collect_sms(self) -> None:
        self._do(lambda: self.desk.outreach.collect(self.handle), gettext("The folders of the gateway are read."))

    def hand_on(self) -> None:
        self.ask(
            "lead",
            lambda: self.desk.outreach.handed_on(self.handle).id,
            lambda handle: self.station.open_campaign(handle),
        )

    # Of one recipient

    def personal_note(self) -> None:
        row = self.table.current
        if row is not None:
            handle = row.id
            heading = fill(gettext("Words for {name} alone"), name=row.client)
            nudge = gettext("A few words are needed.")
            self.app.push_screen(WordsDialog(heading, nudge, NOTE_MAX), lambda text: self._noted(handle, text))

    def _noted(self, handle: str, text: str | None) -> None:
        if text:
            self._do(lambda: self.desk.outreach.personal(handle, text), gettext("He gets these words too."))

    def tell_result(self) -> None:
        row = self.table.current
        if row is None:
            return
        handle = row.id

        def chosen(state: str | None) -> None:
            if state is not None:
                self._do(lambda: self.desk.outreach.settle(handle, state), gettext("Written down."))  # type: ignore[arg-type]

        choices = [(each, word("recipient", each)) for each in _RESULTS]
        self.app.push_screen(ChoiceDialog(gettext("What became of it"), choices), chosen)

    def record_consent(self) -> None:
        told = gettext("His consent is on record.")
        choices = [(each, word("consent", each)) for each in CONSENT_KINDS]
        self._choose(gettext("How did he agree?"), choices, self.desk.outreach.agreed, told)

    def prefer_channel(self) -> None:
        told = gettext("It is kept how he likes to be told.")
        choices = [(each, word("campaign channel", each)) for each in CAMPAIGN_CHANNELS]
        self._choose(gettext("How he likes to be told"), choices, self.desk.outreach.preferred, told)

    def _choose(
        self, heading: str, choices: list[tuple[str, str]], call: Callable[[str, str], None], told: str
    ) -> None:
        row = self.table.current
        if row is None:
            return
        handle = row.id

        def chosen(code: str | None) -> None:
            if code is not None:
                self._do(lambda: call(handle, code), told)

        self.app.push_screen(ChoiceDialog(heading, choices), chosen)

    def record_refusal(self) -> None:
        row = self.table.current
        if row is None:
            return
        handle = row.id

        def answered(yes: bool | None) -> None:
            if yes:
                self._do(lambda: self.desk.outreach.refused(handle), gettext("He gets no more messages, for ever."))

        question = fill(gettext("No more messages to {name}, for ever?"), name=row.person or row.client)
        self.app.push_screen(ConfirmDialog(question), answered)


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
    waits = row is not None and row.state in ("planned", "queued", "soft")
    return {
        "try_letter": campaign.channel == "email" and open_step,
        "approve_campaign": campaign.state == "draft",
        "start_campaign": not published and campaign.state in ("approved", "running", "paused"),
        "pause_campaign": campaign.state == "running",
        "cancel_campaign": campaign.state in ("draft", "approved", "running", "paused"),
        "edit_campaign": open_step,
        "record_publication": published and campaign.state in ("approved", "done"),
        "collect_sms": campaign.channel == "sms" and campaign.reached > 0,
        "hand_on": bool(campaign.pilot) and campaign.state in ("done", "measured"),
        "personal_note": waits,
        "tell_result": row is not None and row.state not in ("planned", "skipped", "cancelled", "sending"),
        "record_consent": row is not None and campaign.channel in ("email", "sms"),
        "record_refusal": row is not None and campaign.channel in ("email", "sms", "call"),
        "prefer_channel": row is not None,
    }


def _told(answer: RunAnswer) -> str:
    """What a run did, in one line."""
    if answer.campaign.channel in HELD:
        told = gettext("Tasks made: {sent}, left out: {skipped}.")
    else:
        told = gettext("Sent: {sent}, refused: {refused}, left out: {skipped}, later: {later}, not known: {unknown}.")
    names = ("sent", "refused", "skipped", "later", "unknown")
    return fill(told, **{name: count(getattr(answer, name)) for name in names})
