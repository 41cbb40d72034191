"""What is said of one recipient of a campaign: personal words, an answer, consent, the channel he prefers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from core.entities.outreach import CAMPAIGN_CHANNELS, RecipientState
from core.entities.people import CONSENT_KINDS
from core.wording.outreach import word
from tui.desk.port_outreach import RecipientLine
from tui.screens.campaign_leading import LeadingCampaign
from tui.screens.campaign_lines import took_place
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.confirm import ConfirmDialog
from tui.screens.dialogs.words import WordsDialog
from tui.text import fill, gettext
from tui.widgets.window_table import WindowTable

NOTE_MAX = 500
_RESULTS = ("replied", "meeting", "sale", "sent", "unsubscribed", "complained", "cancelled")
_OF_UNKNOWN = ("sent", "queued", "cancelled")
"""What can be said of a letter nobody knows of."""


class RecipientsOfCampaign(LeadingCampaign):
    """The part of CAMP that speaks of the client under the cursor."""

    @property
    def table(self) -> WindowTable[RecipientLine]:
        """Recipients of the campaign."""
        return self.query_one("#recipients", WindowTable)

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
                said = cast("RecipientState", state)
                self._do(lambda: self.desk.outreach.settle(handle, said), gettext("Written down."))

        # A letter is spoken of once it has left: what still waits in a queue is a call or a meeting.
        held = row.state == "queued"
        states = _OF_UNKNOWN if row.state == "unknown" else _RESULTS
        choices = [(each, took_place() if held and each == "sent" else word("recipient", each)) for each in states]
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
        self, heading: str, choices: Iterable[tuple[str, str]], call: Callable[[str, str], None], told: str
    ) -> None:
        row = self.table.current
        if row is None:
            return
        handle = row.id

        def chosen(code: str | None) -> None:
            if code is not None:
                self._do(lambda: call(handle, code), told)

        self.app.push_screen(ChoiceDialog(heading, list(choices)), chosen)

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
