"""The log as the desk uses it: lines to read, the verdict, and the rows a list may show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.audit.roster import RosterStatement
from storage.audit.verifier import Verdict
from storage.vault import assurance
from storage.vault.premises import Premises
from tui.desk import reports
from tui.desk.port_audit import LogFilter, LogLine

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MINUTE_US = 60_000_000
MICROSECONDS = 1_000_000


class Cosigned(msgspec.Struct, frozen=True):
    """Size of the log and moment at which a witness last vouched for it."""

    size: int
    at: dt.datetime


class LogExport(msgspec.Struct, frozen=True):
    """A file of the log: entries first ≤ number < size. Field names are the JSON contract of `audit export`."""

    file: str
    first: int
    size: int
    sha256: str
    checkpoint: str


class WitnessRow(msgspec.Struct, frozen=True):
    """A witness of the store."""

    name: str
    key: str


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

    def lines(self, narrowed: LogFilter, limit: int | None) -> list[LogLine]:
        """Entries of the log this person may see."""
        desk = self._desk
        return reports.log_rows(desk.session, desk.zone, reports.log_numbers(desk.session, desk.zone, narrowed, limit))

    def verify(self, saved: str | None) -> tuple[Verdict, str]:
        """The verdict on the whole log, against a saved checkpoint where one is given, and a new checkpoint."""
        trail = self._desk.session.trail
        return trail.verify_against(saved), trail.checkpoint()

    def cosigned(self) -> Cosigned | None:
        """The last checkpoint a witness has cosigned."""
        found = self._desk.session.custody.cosigned()
        if found is None:
            return None
        return Cosigned(found.size, dt.datetime.fromtimestamp(found.at_us / 1_000_000, self._desk.zone))

    def witnesses(self) -> list[WitnessRow]:
        """Whom an owner or auditor has entered as a witness."""
        return [WitnessRow(each.name, each.public.hex()) for each in self._desk.session.custody.witnesses()]

    def set_witness(self, key: str, name: str = "", *, present: bool = True) -> None:
        """Enter a witness by the name and key it has printed, or take one out by its key. Raises Problem."""
        custody = self._desk.session.custody
        try:
            public = bytes.fromhex(key)
        except ValueError:
            public = b""
        if not present:
            name = next((each.name for each in custody.witnesses() if each.public == public), "")
        custody.set_witness(public, name, present=present)

    def export(self, file: str, *, segment: bool, before: dt.date | None) -> LogExport:
        """The whole log, or the part before a day (by default this year) that is not archived yet. Raises Problem."""
        archiving, zone = self._desk.session.archiving, self._desk.zone
        if not segment:
            done = archiving.export(Path(file))
        else:
            day = before or self._desk.today_date().replace(month=1, day=1)
            begin = dt.datetime.combine(day, dt.time(), zone).timestamp()
            done = archiving.close_segment(Path(file), int(begin * MICROSECONDS))
        return LogExport(str(done.file), done.first, done.size, done.sha256.hex(), done.checkpoint)

    def settle(self, reason: str) -> None:
        """Go on in spite of a contradiction. Raises Problem (REFUSED) unless auditor or owner."""
        self._desk.session.custody.settle(reason)

    def allow_rows(self, count: int, to_terminal: bool) -> None:
        """Log a list of clients that leaves the program, and refuse one that is an export (spec/store §7).

        More than `export_rows` client rows to anything but a terminal are an export, whatever the command; a store
        of one person is exempt, and logged.
        """
        session = self._desk.session
        limit = session.entered.rules.export_rows
        if to_terminal or not count:
            return
        if count <= limit or session.entered.alone:
            session.entered.gate.note(Kind.CLIENT_LISTED, details={"rows": count})
            return
        session.entered.gate.note(Kind.REFUSED, details={"rows": count})
        raise Problem(
            N_(
                "A list of {count} clients is an export and needs an approval: ask with export request, or narrow it to"
                " {limit} rows."
            ),
            ExitCode.REFUSED,
            count=count,
            limit=limit,
        )
