"""Which phone or e-mail, and why: the two questions before a value is revealed (U05)."""

from __future__ import annotations

from collections.abc import Sequence

from core.entities.client_contact import ContactLine
from tui.screens.dialogs.base import PickDialog
from tui.screens.dialogs.words import WordsDialog
from tui.text import N_, gettext
from tui.widgets.window_table import Column

CHANNELS = {
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "messenger": N_("Messenger"),
    "social": N_("Social network"),
}


class ContactDialog(PickDialog[str, ContactLine]):
    """Returns the key of a phone or e-mail; shows masks alone."""

    HAS_FIELD = False
    HEADING = N_("Which one?")
    HINT = N_("Enter show · Esc close")

    def __init__(self, contacts: Sequence[ContactLine]) -> None:
        super().__init__()
        self._contacts = contacts

    def columns(self) -> Sequence[Column[ContactLine]]:
        return (
            Column("channel", str, 12, lambda row: (gettext(CHANNELS[row.channel]), "dim")),
            Column("mask", str, 24, lambda row: (row.mask, ""), flex=1),
        )

    def row_id(self, row: ContactLine) -> str:
        return row.key

    def answer(self, row: ContactLine) -> str:
        return row.key

    def on_mount(self) -> None:
        self.table.styles.height = min(12, len(self._contacts))
        self.offer(self._contacts)


class ReasonDialog(WordsDialog):
    """Returns a few words of reason; asked outside the own portfolio."""

    def __init__(self) -> None:
        super().__init__(
            gettext("Not your own portfolio: why do you look?"),
            gettext("A few words are needed: they stand in the log."),
        )
