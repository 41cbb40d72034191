"""The table on the screen is to be taken out: in which form, what for; then the request (U06, S03.58)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tui.desk.port_exports import FORMS, ExportFormat, ExportLine
from tui.screens.dialogs.choice import ChoiceDialog
from tui.screens.dialogs.words import WordsDialog
from tui.text import EXPORT_STATES, N_, fill, gettext

if TYPE_CHECKING:
    from tui.screens.base import WorkScreen

FORM_NAMES: Mapping[ExportFormat, str] = {
    "xlsx": N_("Excel (xlsx)"),
    "csv": N_("text with separators (csv)"),
    "jsonl": N_("for programs (jsonl)"),
}


def ask_for(screen: WorkScreen, view: Mapping[str, str], then: Callable[[ExportLine], None] | None = None) -> None:
    """Which form, what for; then ask for the export, and `then` (by default a notice) with what became of it."""

    def done(line: ExportLine) -> None:
        screen.notice(*became(line))

    def told(form: ExportFormat, purpose: str | None) -> None:
        if purpose:
            screen.ask("export", lambda: screen.desk.exports.ask(view, purpose, form), then or done)

    def chosen(name: str | None) -> None:
        form = next((each for each in FORMS if each == name), None)
        if form is not None:
            nudge = gettext("Say what it is for: it stands in the log.")
            words = WordsDialog(gettext("What is the list for?"), nudge)
            screen.app.push_screen(words, lambda purpose: told(form, purpose))

    choices = [(form, gettext(FORM_NAMES[form])) for form in FORMS]
    screen.app.push_screen(ChoiceDialog(gettext("Take out in which form?"), choices), chosen)


def became(line: ExportLine) -> tuple[str, str]:
    """One sentence about an export that was just asked for, decided or made, and its ink."""
    state = gettext(EXPORT_STATES[line.state])
    told = fill(gettext("Export No. {number}: {state}."), number=line.number, state=state)
    return told, "good" if line.state in ("approved", "made") else "accent"
