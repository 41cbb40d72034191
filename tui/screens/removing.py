"""Removing clients from a screen: one question, one key, one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tui.screens.dialogs.confirm import ConfirmDialog
from tui.text import fill, gettext, ngettext

if TYPE_CHECKING:
    from tui.screens.base import WorkScreen


def ask_to_remove(screen: WorkScreen, clients: Sequence[str], then: Callable[[], None]) -> None:
    """Ask, hide the clients, then do `then` on the drawing thread; a refusal is said in the status line."""
    count = len(clients)
    question = fill(ngettext("Remove {n} client? u brings it back.", "Remove {n} clients? u brings them back.", count),
                    n=count)  # fmt: skip

    def removed(done: int) -> None:
        then()
        screen.notice(fill(gettext("Removed: {n}. u shows them again."), n=done), "good")

    def answered(yes: bool | None) -> None:
        if yes:
            screen.ask("remove", lambda: screen.desk.removal.remove(clients), removed)

    screen.app.push_screen(ConfirmDialog(question), answered)
