"""Imports as the desk runs them: one file in, one batch back."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from core.rhythm.fit import warm
from tui.desk.answers import ImportAnswer
from tui.desk.figures import day_number
from tui.desk.port import Progress

if TYPE_CHECKING:  # reading files is for those who do: most sessions never need it
    from core.profile import Profile
    from tui.desk.desk import Desk
    from tui.desk.importing import ImportOptions
    from tui.desk.port_wizard import Batch


class ImportsDesk:
    """Files that come into the base."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def file(self, path: Path, options: ImportOptions, owner: str | None, progress: Progress | None) -> ImportAnswer:
        """Plan and commit one file (spec/cli `import`); further tables of its format are batches of their own."""
        answer = self._one(path, options, owner, progress)
        more = [
            number
            for number, sheet in enumerate(answer.sheets)
            if sheet.kind and sheet.rows and options.sheet < 0 and number != answer.sheet_number
        ]
        parts = tuple(self._one(path, replace(options, kind="", sheet=number), owner, progress) for number in more)
        return msgspec.structs.replace(answer, parts=parts) if parts else answer

    def _one(self, path: Path, options: ImportOptions, owner: str | None, progress: Progress | None) -> ImportAnswer:
        from tui.desk.importing import run as run_import

        desk = self._desk
        publishes = desk.session.may_publish() and not options.dry_run
        if publishes:
            # While the reading child works, this process only waits.
            threading.Thread(target=warm, daemon=True).start()
        today = day_number(desk.today_date())
        answer = run_import(desk.session, desk.base, path, options, owner, today, progress, self._saved)
        if answer.batch is not None:
            self.settled(publishes)
        return answer

    def _saved(self, fingerprint: str) -> Profile | None:
        found = self._desk.profiles.saved_for(fingerprint)
        return None if found is None else found[1]

    def settled(self, publishes: bool = True) -> None:
        """After a commit: the base is read anew, and the figures where everybody is to have them."""
        desk = self._desk
        desk.refresh()
        if publishes and desk.session.may_publish() and desk.session.opens_everything():
            desk.figures()

    def batches(self) -> tuple[Batch, ...]:
        """Imports that were made, the newest first: who, when, of which bytes, how many, whether still in force."""
        from tui.desk.wizard_commit import batches_of

        return batches_of(self._desk)

    def undo(self, batch: str, progress: Progress | None) -> dict[str, object]:
        """Take an import back (spec/cli `import undo`)."""
        from tui.desk.importing import undo

        answer = undo(self._desk.session, batch, progress)
        self._desk.refresh()
        return answer
