"""Files of a dossier at the desk: attached, listed, shown, saved as an export, taken off (U13, S03.114)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from core.dossier.pictures import LARGEST_BYTES, is_whole
from core.entities.files import FileNote
from core.entities.people import cleaned
from core.files.kinds import READABLE, kind_of, plain_name
from core.problem import N_, ExitCode, Problem
from core.wording import files as words
from storage.outlets.formats import ATTACHED, FileFormat
from storage.vault.books.deals import CONTRACT
from storage.vault.books.files import FILE, PRIVATE_FILE
from storage.vault.registers import Register, Stale, Stored
from tui.desk.edit_field import EditField
from tui.desk.editing import Kept
from tui.desk.entries_desk import MICROSECONDS, yes, yes_field
from tui.desk.port_dossier import PaperOut
from tui.desk.port_files import FileRow, FileState, FileText
from tui.desk.work_records import changed_meanwhile

if TYPE_CHECKING:
    from storage.audit.receipt import Receipt
    from tui.desk.desk import Desk

MEGABYTE = 2**20
TEXT_MAX = 200
PATH_MAX = 1000
REGISTERS = (FILE, PRIVATE_FILE)
Found = tuple[Register[FileNote], Stored[FileNote]]


class FilesDesk:
    """Files of the clients of one session."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # Reading
    def rows(self, client_id: str, *, everything: bool = False) -> list[FileRow]:
        """Newest first: a reading of the dossier. `everything`: those off the list and destroyed ones too."""
        found = self._all(client_id, self._receipt(client_id))
        names, contracts = self._desk.persons.names(client_id), self._contracts(client_id)
        staff = {each.id: each.name for each in self._desk.session.staffing.staff()}
        rows = []
        for register, stored in found:
            note = stored.fields
            if note.removed and not everything:
                continue
            state: FileState = "kept" if not note.removed else "removed" if note.content else "destroyed"
            rows.append(
                FileRow(
                    id=note.id.hex(),
                    client_id=client_id,
                    name=note.name,
                    kind=note.kind,
                    kind_word=words.kind_word(note.kind),
                    size=note.size,
                    size_text=words.size_text(note.size),
                    who=staff.get(note.by, ""),
                    made=dt.datetime.fromtimestamp(note.at_us / MICROSECONDS, self._desk.zone),
                    text=note.text,
                    person=names.get(note.person, ""),
                    contract=contracts.get(note.contract, ""),
                    private=register is PRIVATE_FILE,
                    state=state,
                    readable=note.kind in READABLE and state != "destroyed",
                )
            )
        return sorted(rows, key=lambda row: (row.made, row.id), reverse=True)

    def text(self, client_id: str, file_id: str) -> FileText:
        """Its text, or the beginning. Raises Problem where the terminal cannot show it."""
        from storage.intake.excerpts import excerpt

        (register, stored), receipt = self._named(client_id, file_id)
        note = stored.fields
        if note.kind not in READABLE:
            raise Problem(
                N_("The terminal cannot show this ({kind}): save a copy to look at it."),
                kind=words.kind_word(note.kind),
            )
        text, cut = excerpt(self._desk.session.attachments.content(register, stored, receipt), note.kind)
        return FileText(note.name, text, cut)

    def allow_showing(self, terminal: bool) -> None:
        """Raise Problem (REFUSED) where the text would go into a file or a pipe of several people's store."""
        if not terminal and not self._desk.session.entered.alone:
            raise Problem(
                N_("A file is shown on a terminal alone: file save writes a copy, an export with its number."),
                ExitCode.REFUSED,
            )

    def save(
        self, client_id: str, file_id: str, purpose: str = "", *, target: Path | None = None, receiver: str = ""
    ) -> PaperOut:
        """A copy in clear as a numbered export: the only way out. It carries no mark of its own: its digest is logged.

        Raises Problem: REFUSED without the role, BAD_INPUT without a purpose where several people work.
        """
        (register, stored), receipt = self._named(client_id, file_id)
        data = self._desk.session.attachments.content(register, stored, receipt)
        return self._desk.dossiers.take_out_file(
            "file", client_id, _format(stored.fields.kind), purpose, lambda _mark: data, receiver, target,
            {"file": file_id},
        )  # fmt: skip

    def pictures(self, client_id: str, receipt: Receipt, most: int) -> list[tuple[str, bytes]]:
        """Caption and bytes of pictures a document can show, oldest first; nothing private, nothing torn."""
        found: list[tuple[str, bytes]] = []
        for stored in self._shown(client_id, receipt):
            note = stored.fields
            if len(found) < most and note.kind in ("png", "jpg") and note.size <= LARGEST_BYTES:
                data = self._desk.session.attachments.content(FILE, stored, receipt)
                if is_whole(data):
                    found.append((note.text or note.name, data))
        return found

    def named(self, client_id: str, receipt: Receipt) -> list[tuple[str, str, str, dt.date]]:
        """Name, kind, words and day of every file that is not private, oldest first: for the dossier on paper."""
        zone = self._desk.zone
        return [
            (
                each.fields.name,
                words.kind_word(each.fields.kind),
                each.fields.text,
                dt.datetime.fromtimestamp(each.fields.at_us / MICROSECONDS, zone).date(),
            )
            for each in self._shown(client_id, receipt)
        ]

    def _shown(self, client_id: str, receipt: Receipt) -> list[Stored[FileNote]]:
        members = self._desk.work.clients_of(client_id)
        found = self._desk.session.registers.of(FILE, members, receipt)
        return [each for each in found if not each.fields.removed]

    # Attaching
    def form(self, client_id: str) -> tuple[EditField, ...]:
        """What attaching asks: the file, what it is, whom it is about, which contract it is of, whether private."""
        people = [(each.hex(), name) for each, name in self._desk.persons.names(client_id).items()]
        contracts = [(each.hex(), number) for each, number in self._contracts(client_id).items()]
        fields = [EditField("file", "", PATH_MAX), EditField("text", "", TEXT_MAX)]
        if people:
            fields.append(EditField("person", "", choices=(("", "—"), *people)))
        if contracts:
            fields.append(EditField("contract", "", choices=(("", "—"), *contracts)))
        return (*fields, yes_field("private"))

    def attach(self, client_id: str, fields: Mapping[str, str]) -> str:
        """Seal a file of the own inbox (over SSH) or of this machine; its id. Raises Problem."""
        session, rules = self._desk.session, self._desk.session.entered.rules
        path = fields.get("file", "").strip()
        if not path:
            raise Problem(N_("Name a file: its path here, over SSH its name in your inbox."))
        register = PRIVATE_FILE if yes(fields, "private") else FILE
        client = self._desk.work.clients_of(client_id)[0]
        person = _among(fields.get("person", ""), self._desk.persons.names(client_id))
        contract = _among(fields.get("contract", ""), self._contracts(client_id))
        data = self._desk.ssh.content(path, rules.file_mb * MEGABYTE)
        name = plain_name(path)
        note = FileNote(
            name=name,
            kind=kind_of(data, name),
            size=len(data),
            text=_line(fields.get("text", "")),
            person=person,
            contract=contract,
        )
        receipt = session.registers.noting(client)
        held = [stored.fields for each in REGISTERS for stored in session.registers.of(each, [client], receipt)]
        kept = sum(each.size for each in held if each.content)
        if kept + len(data) > rules.client_files_mb * MEGABYTE:
            raise Problem(
                N_("The files of this client would take more than {limit} MB: destroy what is not needed first."),
                limit=rules.client_files_mb,
            )
        told = session.attachments.attach(register, client, note, data, receipt)
        self._desk.editing.written(Kept(register, client, None, told))
        self._desk.touched()
        return told.id.hex()

    # Changing
    def edit_form(self, client_id: str, file_id: str) -> tuple[EditField, ...]:
        """What can be said of it."""
        (_register, stored), _receipt = self._named(client_id, file_id)
        contracts = [(each.hex(), number) for each, number in self._contracts(client_id).items()]
        fields = [EditField("text", stored.fields.text, TEXT_MAX)]
        if contracts:
            mine = stored.fields.contract.hex()
            fields.append(EditField("contract", mine, choices=(("", "—"), *contracts)))
        return tuple(fields)

    def edit(self, client_id: str, file_id: str, fields: Mapping[str, str]) -> None:
        """Say it. Raises Problem."""
        (register, stored), _receipt = self._named(client_id, file_id)
        values: dict[str, object] = {}
        if "text" in fields:
            values["text"] = _line(fields["text"])
        if "contract" in fields:
            values["contract"] = _among(fields["contract"], self._contracts(client_id))
        self._desk.work.change(register, stored, **values)

    def remove(self, client_id: str, file_id: str) -> None:
        """Off the list; an undo brings it back."""
        (register, stored), _receipt = self._named(client_id, file_id)
        self._desk.work.change(register, stored, removed=True)

    def destroy(self, client_id: str, file_id: str) -> None:
        """Delete the content for good; what was known of it stays in its history."""
        (register, stored), _receipt = self._named(client_id, file_id, everything=True)
        try:
            self._desk.session.attachments.destroy(register, stored)
        except Stale:
            raise changed_meanwhile() from None
        self._desk.touched()

    # Within
    def _receipt(self, client_id: str) -> Receipt:
        members = self._desk.work.clients_of(client_id)
        return self._desk.session.registers.read(members[0], "files", members[1:])

    def _all(self, client_id: str, receipt: Receipt) -> list[Found]:
        members, registers = self._desk.work.clients_of(client_id), self._desk.session.registers
        return [(each, stored) for each in REGISTERS for stored in registers.of(each, members, receipt)]

    def _named(self, client_id: str, file_id: str, *, everything: bool = False) -> tuple[Found, Receipt]:
        """A file by its handle with the entry of the reading. Raises Problem (BAD_INPUT) where there is none."""
        receipt = self._receipt(client_id)
        for register, stored in self._all(client_id, receipt):
            if stored.fields.id.hex() == file_id.lower() and (everything or not stored.fields.removed):
                return (register, stored), receipt
        raise Problem(N_("There is no such file with this client: file list shows them with their ids."))

    def _contracts(self, client_id: str) -> dict[bytes, str]:
        return {each.fields.id: each.fields.number for each in self._desk.work.about(CONTRACT, client_id)}


def _format(kind: str) -> FileFormat:
    for form in ATTACHED:
        if form == kind:
            return form
    raise Problem(N_("This file is of a kind that this program does not know: update it."))


def _line(text: str) -> str:
    told = cleaned(text)
    if len(told) > TEXT_MAX:
        raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=TEXT_MAX)
    return told


def _among(word: str, known: Mapping[bytes, str]) -> bytes:
    """A handle by itself or by the name it has. Raises Problem (BAD_INPUT)."""
    if not word:
        return b""
    for handle, name in known.items():
        if word.casefold() in (handle.hex(), name.casefold()):
            return handle
    raise Problem(N_("There is no such record among yours: look at the list again."))
