"""The log as the desk uses it: lines to read, the verdict, and the rows a list may show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from storage.audit.roster import RosterStatement
from storage.audit.verifier import Verdict
from storage.vault import assurance
from storage.vault.premises import Premises
from tui.desk import reports

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MINUTE_US = 60_000_000


def last_checkpoint(premises: Premises, staff: Mapping[bytes, RosterStatement]) -> tuple[int | None, int]:
    """Size of the log at the last checkpoint somebody vouches for, and how many minutes ago that was."""
    known = assurance.last_checkpoint(premises, staff)
    if known is None:
        return None, 0
    return known.size, max(0, premises.clock() - known.at_us) // MINUTE_US


class LogDesk:
    """What commands and screens ask of the log."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def lines(
        self, *, who: str | None, client: str | None, kind: str | None, since: dt.date | None, limit: int | None
    ) -> list[reports.LogLine]:
        """Entries of the log this person may see."""
        desk = self._desk
        if client is not None:
            desk.place_of(client)
        return reports.log_lines(desk.session, desk.zone, who=who, client=client, kind=kind, since=since, limit=limit)

    def verify(self, saved: str | None) -> tuple[Verdict, str]:
        """The verdict on the whole log, against a saved checkpoint where one is given, and a new checkpoint."""
        trail = self._desk.session.trail
        return trail.verify_against(saved), trail.checkpoint()

    def allow_rows(self, count: int, to_terminal: bool) -> None:
        """Log a list of clients that leaves the program. Raises Problem (REFUSED) for a list that is an export.

        More than `export_rows` client rows to anything but a terminal are an export (spec/store §7); a one-person
        store is exempt, and logged.
        """
        if not to_terminal:
            reports.demand_no_export(self._desk.session, count)
