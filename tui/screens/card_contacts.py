"""CARD: masked phones and e-mails, one of them in clear for as long as its entry in the log allows (U05).

The clear value lives in this object alone and only while it is shown: a dump of all widgets before the reveal, or
after it has been hidden again, holds the mask.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

from tui.desk.port_contacts import BudgetLine, BudgetState, Revealed
from tui.screens.base import WorkScreen
from tui.screens.dialogs.contacts import CHANNELS, ContactDialog, ReasonDialog
from tui.text import N_, fill, gettext

if TYPE_CHECKING:
    from core.entities.client_contact import ContactLine
    from tui.desk.answers import CardOverview

_LIMITS = {"dossiers": N_("dossiers {left} of {limit}"), "reveals": N_("reveals {left} of {limit}")}


class ContactsOfCard(WorkScreen):
    """The part of CARD that reveals; the card itself gives the client and paints."""

    client_id: str

    def __init__(self) -> None:
        super().__init__()
        self._overview: CardOverview | None = None
        self.shown: Revealed | None = None
        self.calling = False
        self.left = ""
        """What is left of the limits, for the status line."""
        self._hide_later: Timer | None = None
        self._reason = ("", "")
        """Client and the reason given for looking at him: asked once while his card is open."""

    def paint(self) -> None:
        """Draw what is known."""
        raise NotImplementedError

    # What is on the card

    def offered_contacts(self) -> tuple[ContactLine, ...]:
        """What may be revealed from where one stands."""
        return () if self._overview is None else self._overview.contacts

    def contact_pairs(self) -> list[tuple[str, str, str]]:
        """Caption, mask or clear value, ink: the lines of the Overview."""
        contacts = () if self._overview is None else self._overview.contacts
        return [self._pair(each) for each in contacts]

    def _pair(self, contact: ContactLine) -> tuple[str, str, str]:
        clear = self.shown is not None and self.shown.key == contact.key
        value = self.shown.value if clear and self.shown is not None else contact.mask
        return gettext(CHANNELS[contact.channel]), value, "strong" if clear else ""

    def hide(self) -> None:
        """Back to the mask."""
        if self._hide_later is not None:
            self._hide_later.stop()
            self._hide_later = None
        was, self.shown, self.calling = self.shown, None, False
        if was is not None and self.is_attached:
            self.paint()
            self.renew_footer()

    def on_screen_suspend(self) -> None:
        """Something else covers the card: whoever leaves it behind leaves no number behind it."""
        if not self.calling:
            self.hide()

    # Limits

    def ask_limits(self) -> None:
        """Ask what is left; it stands in the status line."""
        self.ask("limits", self.desk.contacts.budgets, self._limits)

    def _limits(self, state: BudgetState) -> None:
        least: dict[str, BudgetLine] = {}
        for line in state.lines:
            known = least.get(line.budget)
            if line.budget in _LIMITS and (known is None or line.left < known.left):
                least[line.budget] = line
        parts = [fill(gettext(_LIMITS[name]), left=line.left, limit=line.limit) for name, line in sorted(least.items())]
        told = fill(gettext("left today: {limits}"), limits=" · ".join(parts))
        self.left = gettext("limits advise only: one person") if state.advisory else told
        self.paint()

    # Verbs

    def reveal_contact(self) -> None:
        self._choose(("phone", "email", "messenger", "social"), lambda key: self._reveal(key, call=False))

    def call_contact(self) -> None:
        if self.calling:
            self.hide()
            return
        self._choose(("phone",), lambda key: self._reveal(key, call=True))

    def copy_contact(self) -> None:
        shown, client_id = self.shown, self.client_id
        if shown is None:
            return
        reason = self._reason_of(client_id)
        self.ask("copy", lambda: self.desk.contacts.copy(client_id, shown.key, reason), self._copied)

    def _copied(self, value: str) -> None:
        self.station.hand_to_clipboard(value)
        self.notice(gettext("Copied, and logged."))

    def _choose(self, channels: tuple[str, ...], then: Callable[[str], None]) -> None:
        offered = [each for each in self.offered_contacts() if each.channel in channels]
        if len(offered) == 1:
            then(offered[0].key)
        elif offered:
            self.app.push_screen(ContactDialog(offered), lambda key: then(key) if key else None)

    def _reveal(self, key: str, *, call: bool) -> None:
        client_id, reason = self.client_id, self._reason_of(self.client_id)
        if reason:
            self._ask_value(key, reason, call)
            return

        def answered(needed: bool) -> None:
            if not needed:
                self._ask_value(key, "", call)
            elif client_id == self.client_id:
                self.app.push_screen(ReasonDialog(), told)

        def told(words: str | None) -> None:
            if words and client_id == self.client_id:
                self._reason = (client_id, words)
                self._ask_value(key, words, call)

        self.ask("reason", lambda: self.desk.contacts.needs_reason(client_id), answered)

    def _reason_of(self, client_id: str) -> str:
        return self._reason[1] if self._reason[0] == client_id else ""

    def _ask_value(self, key: str, reason: str, call: bool) -> None:
        client_id = self.client_id

        def revealed(found: Revealed) -> None:
            if client_id != self.client_id or self.app.screen is not self:
                return  # the card was turned while the log was being written: nobody looks at that client now
            self.hide()
            self.shown, self.calling = found, call
            self._hide_later = self.set_timer(found.seconds, self.hide)
            if call:
                minutes = found.seconds // 60
                self.notice(fill(gettext("Call: in sight until F5 logs it, at most {minutes} min."), minutes=minutes))
            else:
                self.notice(fill(gettext("Logged. In sight for {seconds} s; y copies."), seconds=found.seconds))
            self.paint()
            self.ask_limits()

        self.ask("reveal", lambda: self.desk.contacts.reveal(client_id, key, reason, call), revealed)
