"""What is seen while the keys are being wiped: nothing of the base."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.screen import Screen

from tui.text import gettext
from tui.widgets.drawn import OneLine


class CurtainScreen(Screen[None], inherit_bindings=False):
    """Covers everything at the moment of the lock."""

    CSS_PATH = "dialogs.tcss"
    ALLOW_SELECT = False

    def compose(self) -> ComposeResult:
        yield OneLine(((gettext("Locking…"), "dim"),))
