"""Facet of the archive: the log, or a closed part of it, as a file that any machine can verify (spec/security §4)."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, func, select

from core.problem import N_, ExitCode, Problem
from storage.audit.checkpoint import CheckpointBroken, parse
from storage.audit.entry import EntryBroken, encode_fields, leaf_hash
from storage.audit.exported import FORMAT
from storage.audit.kinds import Kind
from storage.audit.merkle import Frontier
from storage.audit.verifier import parse_entry, parse_fields
from storage.engine import reading, storage_problem
from storage.outlets.folders import box_of, write_file
from storage.schema.log import digest, log
from storage.vault.assurance import SETTLERS, roster_at
from storage.vault.door import Entered


@dataclass(frozen=True, slots=True)
class Archived:
    """What was written. `first` ≤ number < `size`; `checkpoint`: the note the file carries, or empty."""

    file: Path
    first: int
    size: int
    sha256: bytes
    checkpoint: str


class Archiving:
    """Whole logs and yearly parts. The entries stay in the store: an archive is a second place, not a move."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    def export(self, file: Path) -> Archived:
        """The whole log as it is now. Raises Problem: REFUSED unless auditor or owner, STORE for a bad place."""
        self._demand()
        done = self._write(file, 0, self._entered.premises.log_size())
        with self._entered.gate.transaction() as step:
            step.append(Kind.LOG_READ)
        return done

    def close_segment(self, file: Path, before_us: int) -> Archived:
        """Archive what came after the last closed part and before an instant, up to the last cosigned checkpoint there.

        Without any cosigned checkpoint in it the part ends at the instant. Raises Problem as `export`, and BAD_INPUT
        when there is nothing to close.
        """
        self._demand()
        with reading(self._entered.premises.engine) as connection:
            first = _closed(connection)
            size = int(connection.scalar(select(func.count()).where(log.c.time_us < before_us)) or 0)
            noted = [each for each in _notes(connection) if first < parse(each)[0].size <= size]
        if noted:
            size = max(parse(each)[0].size for each in noted)
        if size <= first:
            raise Problem(N_("There is nothing to close: this part of the log is archived already."))
        done = self._write(file, first, size)
        details = encode_fields((first.to_bytes(8, "big"), size.to_bytes(8, "big"), done.sha256))
        with self._entered.gate.transaction() as step:
            step.append(Kind.SEGMENT_CLOSED, details=details)
        return done

    def _write(self, target: Path, first: int, size: int) -> Archived:
        entered, sha256, notes = self._entered, hashlib.sha256(), [""]

        def fill(out: IO[bytes]) -> None:
            with reading(entered.premises.engine) as connection:
                within = [each for each in _notes(connection) if first < parse(each)[0].size <= size]
                notes[0] = max(within, key=lambda each: parse(each)[0].size, default="")
                head = self._head(connection, first, size, notes[0])
                for line in itertools.chain([head], _body(connection, first, size)):
                    data = json.dumps(line, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
                    sha256.update(data)
                    out.write(data)

        try:
            file = write_file(self._folder(target), target.name, fill)
        except OSError as fault:
            raise storage_problem(fault) or Problem(
                N_("The file {path} cannot be written ({why})."), ExitCode.STORE, path=target, why=fault.strerror
            ) from None
        return Archived(file, first, size, sha256.digest(), notes[0])

    def _folder(self, target: Path) -> Path:
        """Any folder in a store of one person; elsewhere files go to the own outbox (spec/store §7)."""
        entered = self._entered
        if entered.alone:
            return target.absolute().parent
        if len(target.parts) != 1:
            raise Problem(
                N_("This store has several people: files go to your outbox, so give a name without a folder."),
                ExitCode.REFUSED,
            )
        me = entered.me.statement
        return box_of(entered.premises.files.store, "outbox", me.login, me.person)

    def _head(self, connection: Connection, first: int, size: int, note: str) -> dict[str, Any]:
        premises = self._entered.premises
        tree, start_peaks, time_us = Frontier(), b"", 0
        for seq, at_us, data in connection.execute(
            select(log.c.seq, log.c.time_us, log.c.entry).where(log.c.seq < size).order_by(log.c.seq)
        ):
            if seq == first:
                start_peaks = tree.encode()
            elif seq < first:
                time_us = at_us
            tree.append(leaf_hash(bytes(data)))
        people = roster_at(premises, first).values() if first else ()
        return {
            "kartoteka_log": FORMAT,
            "store": premises.store_id.hex(),
            "first": first,
            "size": size,
            "start_peaks": start_peaks.hex(),
            "peaks": tree.encode().hex(),
            "time_us": time_us,
            "store_key": premises.signer.public.hex() if first else "",
            "people": [[each.hex() if isinstance(each, bytes) else each for each in person] for person in people],
            "checkpoint": note,
        }

    def _demand(self) -> None:
        if self._entered.me.statement.role not in SETTLERS:
            raise Problem(N_("Your role may not do this: ask the owner or the auditor."), ExitCode.REFUSED)


def _body(connection: Connection, first: int, size: int) -> Iterator[list[Any]]:
    """Every entry with what it wrote, in the order of the log; both tables are read once."""
    leaves = iter(
        connection.execute(
            select(digest.c.seq, digest.c.record_id, digest.c.version, digest.c.sha256)
            .where(digest.c.seq >= first, digest.c.seq < size)
            .order_by(digest.c.seq)
        )
    )
    left = next(leaves, None)
    query = select(log.c.seq, log.c.entry, log.c.signature).where(log.c.seq >= first, log.c.seq < size)
    for seq, data, signature in connection.execute(query.order_by(log.c.seq)):
        writes = []
        while left is not None and left.seq == seq:
            writes.append([bytes(left.record_id).hex(), left.version, bytes(left.sha256).hex()])
            left = next(leaves, None)
        yield [base64.b64encode(bytes(data)).decode(), base64.b64encode(bytes(signature)).decode(), writes]


def _closed(connection: Connection) -> int:
    """Where the last closed part ends."""
    query = select(log.c.entry).where(log.c.kind == int(Kind.SEGMENT_CLOSED)).order_by(log.c.seq.desc()).limit(1)
    data = connection.scalar(query)
    if data is None:
        return 0
    try:
        return int.from_bytes(parse_fields(parse_entry(bytes(data)).details, 3)[1], "big")
    except EntryBroken:
        return 0


def _notes(connection: Connection) -> Iterator[str]:
    """Cosigned checkpoints that the log holds."""
    for data in connection.scalars(select(log.c.entry).where(log.c.kind == int(Kind.CHECKPOINT)).order_by(log.c.seq)):
        try:
            note = parse_fields(parse_entry(bytes(data)).details, 1)[0].decode()
            parse(note)
        except (EntryBroken, UnicodeDecodeError, CheckpointBroken):
            continue
        yield note
