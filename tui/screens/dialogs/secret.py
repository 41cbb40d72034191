"""A password that is used once and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from tui.screens.dialogs.base import Dialog
from tui.text import N_, gettext
from tui.widgets.line_field import SecretField, wipe


class SecretDialog(Dialog[str]):
    """Returns what was typed."""

    HINT = N_("Enter go on · Esc leave it")
    AUTO_FOCUS = "SecretField"

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = heading

    def heading(self) -> str:
        return self._heading

    def inside(self) -> Iterable[Widget]:
        yield SecretField(id="secret")

    def on_secret_field_submitted(self) -> None:
        taken = self.query_one(SecretField).take()
        typed = taken.decode(errors="replace")
        wipe(taken)
        if typed:
            self.dismiss(typed)
        else:
            self.tell(gettext("A password is needed."), "warn")
