"""Facet of exports: asking, deciding, making the file, tracing a found line (U06, spec/security §6).

Order of a file: rows → planted rows → bytes → SHA-256 into the log → COMMIT → the file. A full disk or a kill between
the last two leaves an entry without a file, never a file without an entry.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select

from core.entities.letters import Letter
from core.problem import N_, ExitCode, Problem
from core.rules import DEFAULT
from storage.access.canaries import Traces, derive, key_of, plant
from storage.access.exports import (
    APPROVERS,
    MAY_EXPORT,
    PURPOSE_MAX,
    TRACERS,
    ExportRequest,
    Progressed,
    canaries_in,
    number_of,
    progressed,
)
from storage.audit.kinds import Kind
from storage.audit.roster import RosterStatement
from storage.engine import reading
from storage.outlets.folders import box_of, write_file
from storage.outlets.formats import WRITERS, FileFormat
from storage.outlets.sheet import Mark, Sheet
from storage.schema.log import log
from storage.vault.door import Entered
from storage.vault.inbox import Inbox
from storage.vault.sealed_export import open_export, seal_export
from storage.vault.writing import Writing

_OWN, _ASKED, _DECIDED = "export.own", "export.asked", "export.decided"
Sentence = Callable[[ExportRequest, int], str]
"""The line of the mark in the reader's words: request and number."""
Compose = Callable[[Mark], bytes]
"""The bytes of a file that carries the mark."""


@dataclass(frozen=True, slots=True)
class Export:
    """One export as this session knows it. `file` is set by the run that made it."""

    request: ExportRequest
    progress: Progressed
    file: Path | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Traced:
    """Where found rows come from: `found` of the `planted` rows of an export were met."""

    export_id: bytes
    number: int
    person: bytes
    at_us: int
    found: int
    planted: int


class Exports:
    """Exports of this person, and those that wait for his word."""

    def __init__(self, entered: Entered, inbox: Inbox) -> None:
        self._entered = entered
        self._inbox = inbox

    def ask(self, view: Mapping[str, str], rows: int, purpose: str, form: FileFormat, receiver: str = "") -> Export:
        """Ask for an export of so many rows. Above the limit it waits for a head; below, or alone, it may be made.

        Raises Problem: REFUSED without the role or anybody to approve, BAD_INPUT without a purpose or for an
        unknown receiver.
        """
        entered, me = self._entered, self._entered.identity.person_id
        if entered.me.statement.role not in MAY_EXPORT:
            raise Problem(N_("Your role takes nothing out of the store."), ExitCode.REFUSED)
        told = " ".join(purpose.split())
        if not told or len(told) > PURPOSE_MAX:
            raise Problem(
                N_("An export needs a purpose of 1 to {limit} characters: say what it is for."), limit=PURPOSE_MAX
            )
        if receiver:
            self._receiver(receiver)
        request = ExportRequest(me, told, dict(view), rows, form, receiver, entered.premises.clock(), os.urandom(16))
        approvers = self._approvers() if self._needs_approval(request) else []
        if self._needs_approval(request) and not approvers:
            raise Problem(
                N_("There is nobody who could approve this export: a head or the owner has to."), ExitCode.REFUSED
            )
        body = {"request": msgspec.msgpack.encode(request)}
        with entered.gate.transaction() as step:
            writing = Writing(step, entered.premises.store_id)
            self._inbox.send_within(writing, me, _OWN, body)
            for each in approvers:
                self._inbox.send_within(writing, each, _ASKED, body)
            writing.flush()
            step.append(Kind.EXPORT_REQUESTED, request.id, _details(request), writes=writing.leaves)
        return self._of(request)

    def mine(self) -> list[Export]:
        """Own exports, newest first."""
        found = [self._of(request) for _letter, request in self._letters(_OWN)]
        return sorted(found, key=lambda each: -each.progress.number)

    def waiting(self) -> list[Export]:
        """Exports of colleagues that wait for the word of this person, oldest first. What was decided goes."""
        found = []
        for letter, request in self._letters(_ASKED):
            export = self._of(request) if request.person == letter.sender else None
            if export is None or export.progress.state != "asked":
                self._inbox.settle(letter.id)
            else:
                found.append(export)
        return sorted(found, key=lambda each: each.progress.number)

    def decide(self, number: int, approve: bool, reason: str = "") -> Export:
        """Approve or refuse a colleague's export. Raises Problem: REFUSED without the role, BAD_INPUT for no such."""
        entered = self._entered
        if entered.me.statement.role not in APPROVERS:
            raise Problem(N_("Exports are approved by a head or the owner."), ExitCode.REFUSED)
        for letter, request in self._letters(_ASKED):
            export = self._of(request)
            if export.progress.number != number or export.progress.state != "asked" or request.person != letter.sender:
                continue
            told = " ".join(reason.split())[:PURPOSE_MAX]
            kind = Kind.EXPORT_APPROVED if approve else Kind.EXPORT_REFUSED
            with entered.gate.transaction() as step:
                writing = Writing(step, entered.premises.store_id)
                if entered.staff[request.person].statement.state == "active":
                    body = {"number": number, "approved": approve, "reason": told}
                    self._inbox.send_within(writing, request.person, _DECIDED, body)
                writing.flush()
                note = msgspec.msgpack.encode({"number": number, "reason": told})
                step.append(kind, request.id, note, writes=writing.leaves)
            self._inbox.settle(letter.id)
            return self._of(request)
        raise Problem(N_("No export number {number} waits for your word: see export list."), number=number)

    def find(self, number: int) -> Export:
        """An own export by its number. Raises Problem (BAD_INPUT)."""
        for each in self.mine():
            if each.progress.number == number:
                return each
        raise Problem(N_("You have no export number {number}: see export list."), number=number)

    def make(self, export: Export, sheet: Sheet, sentence: Sentence, target: Path | None = None) -> Export:
        """Log and write the file of a list: to the own outbox, or to `target` in a store of one person.

        Raises Problem: REFUSED while it is not approved, over, or larger than what was approved; STORE when the file
        cannot be written: the entry stands then, and the export may be run again.
        """
        request = export.request

        def composed(mark: Mark) -> bytes:
            planted = plant(sheet, key_of(self._entered.firm.tags().subject), request.id, request.canaries)
            for form, writer in WRITERS.items():
                if form == request.format:
                    return writer(planted, mark)
            raise Problem(N_("A list is written as csv, jsonl or xlsx."))

        return self.make_file(export, len(sheet.rows), composed, sentence, target)

    def make_file(
        self, export: Export, rows: int, compose: Compose, sentence: Sentence, target: Path | None = None
    ) -> Export:
        """Log and write whatever `compose` makes of the mark; `rows` clients are in it. Raises Problem as `make`."""
        request, entered = export.request, self._entered
        self._demand_target(target)
        before = self._of(request).progress
        self._demand_may_run(request, before, rows)
        mark = Mark(before.number, request.id, sentence(request, before.number), before.made + 1)
        data = compose(mark)
        suffix: str = request.format
        if request.receiver:
            data = seal_export(self._receiver(request.receiver), entered.premises.store_id, request.id, data)
            suffix += ".sealed"
        sha256 = hashlib.sha256(data).hexdigest()
        details = {"number": mark.number, "sha256": sha256, "rows": rows, "planted": request.canaries,
                   "bytes": len(data), "receiver": request.receiver}  # fmt: skip
        with entered.gate.transaction() as step:
            # Asked again where nobody can decide or run anything meanwhile.
            now = self._progress(request, step.connection)
            self._demand_may_run(request, now, rows)
            if now.made + 1 != mark.copy:
                raise Problem(N_("Another copy of this export was made meanwhile: run it again."), ExitCode.REFUSED)
            step.append(Kind.EXPORT, request.id, msgspec.msgpack.encode(details))
        step.receipt  # noqa: B018  (raises while the commit is in doubt: then there is no file)
        name = f"export-{mark.number:04d}.{suffix}"
        path = self._write(target, name, data)
        return Export(request, self._of(request).progress, path, sha256)

    def trace(self, texts: Iterable[str]) -> list[Traced]:
        """Which exports the planted rows in these texts come from, most rows first. Logged.

        Raises Problem (REFUSED) without the role.
        """
        entered = self._entered
        if entered.me.statement.role not in TRACERS:
            raise Problem(N_("Your role may not do this: ask the owner or your head."), ExitCode.REFUSED)
        traces, key = Traces(texts), key_of(entered.firm.tags().subject)
        found = [traced for each in self._made() if (traced := _traced(each, traces, key)).found]
        entered.gate.note(Kind.CANARY_TRACED, details={"exports": [each.number for each in found][:20]})
        return sorted(found, key=lambda each: (-each.found, each.number))

    def open_sealed(self, data: bytes, name: str, target: Path | None = None) -> tuple[Path, int]:
        """Open an export that a colleague sealed to this person: where it lies now, and its size. Logged first.

        Raises Problem: BAD_INPUT for what does not open, REFUSED for `target` in a store of several people.
        """
        self._demand_target(target)
        entered = self._entered
        opened = open_export(entered.identity.agreement, entered.premises.store_id, data)
        entered.gate.note(Kind.CLIENT_LISTED, details={"opened": hashlib.sha256(opened).hexdigest()})
        return self._write(target, name, opened), len(opened)

    def outbox(self) -> Path:
        """Where files of this person go in a store of several."""
        me, store = self._entered.me.statement, self._entered.premises.files.store
        return box_of(store, "outbox", me.login, me.person)

    def _write(self, target: Path | None, name: str, data: bytes) -> Path:
        folder, own = (self.outbox(), name) if target is None else (target.absolute().parent, target.name)
        try:
            return write_file(folder, own, data, box=target is None)
        except OSError as fault:
            raise Problem(
                N_("{path} cannot be written ({why}): the export is logged and may be run again."),
                ExitCode.STORE,
                path=str(folder / own),
                why=fault.strerror or "",
            ) from None

    def _demand_target(self, target: Path | None) -> None:
        if target is not None and not self._entered.alone:
            raise Problem(
                N_("This store has several people: files go to your outbox, so leave -o out."), ExitCode.REFUSED
            )

    def _demand_may_run(self, request: ExportRequest, now: Progressed, rows: int) -> None:
        if request.person != self._entered.identity.person_id:
            raise Problem(N_("This export is somebody else's: ask for one of your own."), ExitCode.REFUSED)
        if now.state == "asked":
            raise Problem(N_("This export still waits for approval."), ExitCode.REFUSED)
        if now.state == "refused":
            raise Problem(N_("This export was refused: talk to your head."), ExitCode.REFUSED)
        if now.state == "expired" or now.made >= DEFAULT.export_runs:
            raise Problem(N_("This export is over: ask for a new one."), ExitCode.REFUSED)
        if rows > request.rows + self._entered.rules.export_rows // 2 or (
            rows > self._entered.rules.export_rows >= request.rows and not self._entered.alone
        ):
            raise Problem(
                N_("The list has {rows} rows now and {approved} were asked for: ask for a new export."),
                ExitCode.REFUSED,
                rows=rows,
                approved=request.rows,
            )

    def _needs_approval(self, request: ExportRequest) -> bool:
        return request.rows > self._entered.rules.export_rows and not self._entered.alone

    def _approvers(self) -> list[bytes]:
        active = [each.statement for each in self._entered.staff.values() if each.statement.state == "active"]
        return sorted(
            each.person for each in active if each.role in APPROVERS and each.person != self._entered.identity.person_id
        )

    def _receiver(self, login: str) -> RosterStatement:
        for each in self._entered.staff.values():
            if each.statement.login == login and each.statement.state == "active":
                return each
        raise Problem(N_("There is nobody with the login {login}: see people list."), login=login)

    def _letters(self, kind: str) -> Iterator[tuple[Letter, ExportRequest]]:
        for letter in self._inbox.read():
            if letter.kind != kind:
                continue
            packed = letter.body.get("request")
            if isinstance(packed, bytes):
                with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
                    yield letter, msgspec.msgpack.decode(packed, type=ExportRequest)

    def _of(self, request: ExportRequest) -> Export:
        with reading(self._entered.premises.engine) as connection:
            return Export(request, self._progress(request, connection))

    def _progress(self, request: ExportRequest, connection: Connection) -> Progressed:
        now_us, staff = self._entered.premises.clock(), self._entered.staff
        needed = self._needs_approval(request)
        found = progressed(connection, request.id, request.person, staff, now_us, needed)
        if found is None:
            raise Problem(N_("Nobody has asked for this export: see export list."), ExitCode.REFUSED)
        return found

    def _made(self) -> Iterator[tuple[bytes, int, bytes, int]]:
        """Id, number, person and moment of every export that was made."""
        with reading(self._entered.premises.engine) as connection:
            rows = connection.execute(
                select(log.c.subject, log.c.actor, log.c.time_us)
                .where(log.c.kind == int(Kind.EXPORT))
                .order_by(log.c.seq)
            ).all()
            asked = {
                bytes(row.subject): row.seq
                for row in connection.execute(
                    select(log.c.subject, log.c.seq).where(log.c.kind == int(Kind.EXPORT_REQUESTED))
                )
            }
            seen = set()
            for row in rows:
                export_id = bytes(row.subject)
                if export_id in asked and export_id not in seen:
                    seen.add(export_id)
                    yield export_id, number_of(connection, asked[export_id]), bytes(row.actor), int(row.time_us)


def _traced(made: tuple[bytes, int, bytes, int], traces: Traces, key: bytes) -> Traced:
    export_id, number, person, at_us = made
    planted = canaries_in(export_id)
    found = sum(traces.holds(derive(key, export_id, each)) for each in range(planted))
    return Traced(export_id, number, person, at_us, found, planted)


def _details(request: ExportRequest) -> bytes:
    view = " ".join(f"{name}={value}" for name, value in sorted(request.view.items()))[:120]
    return msgspec.msgpack.encode(
        {"purpose": request.purpose, "view": view, "rows": request.rows, "receiver": request.receiver[:40]}
    )
