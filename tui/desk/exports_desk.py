"""Exports as the desk runs them: a list is asked for, approved, written with its mark, and traced when it turns up."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, Problem
from core.wording import dates, fill
from core.wording import gettext as _
from storage.access.exports import APPROVERS, TRACERS, ExportRequest
from storage.outlets.sheet import Sheet
from storage.vault.exports import Export
from tui.desk.dossier_desk import PAPERS
from tui.desk.export_views import narrowed, sheet_of, told, view_to_ask
from tui.desk.port_exports import ExportBook, ExportFormat, ExportLine, TracedLine

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000


class ExportsDesk:
    """Lists on their way out of the store."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def book(self) -> ExportBook:
        """Own exports and those that wait for this person's word."""
        session = self._desk.session
        role = session.role
        exports = session.exports
        waiting = exports.waiting() if role in APPROVERS else []
        return ExportBook(
            tuple(map(self._line, exports.mine())), tuple(map(self._line, waiting)), role in APPROVERS, role in TRACERS
        )

    def ask(
        self,
        view: Mapping[str, str],
        purpose: str,
        form: ExportFormat = "csv",
        receiver: str = "",
        target: Path | None = None,
    ) -> ExportLine:
        """Ask; where nobody has to approve the file is made at once."""
        asked = view_to_ask(view)
        sheet = sheet_of(self._desk, asked)
        exports = self._desk.session.exports
        export = exports.ask(asked, len(sheet.rows), purpose, form, receiver)
        if export.progress.state == "approved":
            export = exports.make(export, self._about(sheet, export), self._sentence, target)
        return self._line(export)

    def decide(self, number: int, approve: bool, reason: str = "") -> ExportLine:
        """Approve or refuse a colleague's export."""
        return self._line(self._desk.session.exports.decide(number, approve, reason))

    def run(self, number: int, target: Path | None = None) -> ExportLine:
        """Make the file of an approved export from the rows as they are now."""
        exports = self._desk.session.exports
        export = exports.find(number)
        if "document" in export.request.view:
            return self._line(self._desk.dossiers.run(export, target))
        return self._line(
            exports.make(export, self._about(sheet_of(self._desk, export.request.view), export), self._sentence, target)
        )

    def trace(self, text: str) -> tuple[TracedLine, ...]:
        """Which exports the lines of a text come from."""
        names = self._names()
        return tuple(
            TracedLine(
                each.number, each.export_id.hex(), names.get(each.person, ""), self._moment(each.at_us), each.found,
                each.planted,
            )
            for each in self._desk.session.exports.trace(text.splitlines())
        )  # fmt: skip

    def open_file(self, file: Path, target: Path | None = None) -> tuple[str, int]:
        """Open a file that a colleague sealed to this person. Gives where it lies now and its size.

        Raises Problem: BAD_INPUT for a file that does not open, REFUSED for `target` in a store of several people.
        """
        try:
            data = file.read_bytes()
        except OSError as fault:
            raise Problem(
                N_("The file {file} cannot be read ({why})."), file=str(file), why=fault.strerror or ""
            ) from None
        path, size = self._desk.session.exports.open_sealed(data, file.name.removesuffix(".sealed"), target)
        return str(path), size

    def _about(self, sheet: Sheet, export: Export) -> Sheet:
        """The sheet with what it is, for formats that have room for it: list, filters, person, moment, purpose."""
        request, names = export.request, self._names()
        facts = [
            (_("List"), told({"list": request.view.get("list", "")})),
            *((name, value.replace("|", ", ")) for name, value in narrowed(request.view).items()),
            (_("Taken out by"), names.get(request.person, "")),
            (_("When"), dates.moment(self._moment(self._desk.now_us()))),
            (_("As of"), dates.long_date(self._desk.today_date())),
            (_("Purpose"), request.purpose),
        ]
        return dataclasses.replace(sheet, about=facts)

    def _line(self, export: Export) -> ExportLine:
        request, names = export.request, self._names()
        return ExportLine(
            number=export.progress.number,
            id=request.id.hex(),
            state=export.progress.state,
            who=names.get(request.person, ""),
            what=self._what(request.view),
            rows=request.rows,
            purpose=request.purpose,
            format=request.format,
            receiver=request.receiver,
            asked=self._moment(request.asked_us),
            by=names.get(export.progress.by, ""),
            runs=export.progress.made,
            file=str(export.file) if export.file is not None else "",
            sha256=export.sha256,
        )

    def _what(self, view: Mapping[str, str]) -> str:
        """The list with what narrows it, or the document with its client."""
        if "document" not in view:
            return told(view)
        kind = PAPERS.get(view["document"], view["document"])
        return f"{_(kind)}: {self._desk.dossiers.name_of(view.get('client', ''))}"

    def _sentence(self, request: ExportRequest, number: int) -> str:
        login = {each.id: each.login for each in self._desk.session.staffing.staff()}.get(request.person, "")
        return fill(
            _("Export No. {number} · {id} · {login} · {moment} · rows: {rows} · confidential, every copy is traced"),
            number=number,
            id=request.id.hex(),
            login=login,
            moment=dates.moment(self._moment(request.asked_us)),
            rows=request.rows,
        )

    def _names(self) -> dict[bytes, str]:
        return {each.id: each.name for each in self._desk.session.staffing.staff()}

    def _moment(self, at_us: int) -> dt.datetime:
        return dt.datetime.fromtimestamp(at_us / MICROSECONDS, self._desk.zone)
