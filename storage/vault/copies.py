"""Facet of copies: an online copy of the database, sealed to recovery, and what the log says of copies."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import func, select

from core.problem import N_, ExitCode, Problem
from storage.access.rights import MAY_BACK_UP
from storage.audit.checkpoint import Checkpoint, origin_of, sign_checkpoint
from storage.audit.kinds import Kind
from storage.engine import is_sqlite, reading, storage_problem
from storage.keys.backup import Manifest, Secrets, check_manifest, encode_manifest, new_head
from storage.schema.log import log
from storage.sealing.secret import SealBroken
from storage.vault.copy_check import premises_of
from storage.vault.copy_file import CopyFile, Progress, broken_copy, tell, write_chunks
from storage.vault.door import Entered
from storage.vault.files import read_secret
from storage.vault.writing import damaged

_PAGES = 256
"""Pages copied in one go: about a megabyte."""


class Copies:
    """What a session does with copies of its store."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered

    def demand_right(self) -> None:
        """Raise Problem (REFUSED) unless the role keeps backups."""
        if self._entered.me.statement.role not in MAY_BACK_UP:
            raise Problem(N_("Copies of the store are the admin's and the owner's: ask one of them."), ExitCode.REFUSED)

    def last_verified_us(self) -> int | None:
        """When a copy was last found good: it is logged only then. None when none ever was."""
        with reading(self._entered.premises.engine) as connection:
            found = connection.scalar(select(func.max(log.c.time_us)).where(log.c.kind == int(Kind.BACKUP)))
        return None if found is None else int(found)

    def snapshot(self, target: Path, progress: Progress | None) -> None:
        """Copy the database as of one moment, while others go on writing. `target` must not exist; mode 0600.

        Raises Problem (STORE) on a failing medium, Stopped.
        """
        engine = self._entered.premises.engine
        if not is_sqlite(engine):
            from storage.transfer import snapshot_to_file

            snapshot_to_file(engine, target, lambda done, total: tell(progress, done, total))
            return
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        raw = engine.raw_connection()
        try:
            source: Any = raw.driver_connection
            with closing(sqlite3.connect(target, isolation_level=None)) as copy:
                # Nobody relies on this file: it is read once, sealed and removed.
                copy.execute("PRAGMA synchronous=OFF")
                source.execute("BEGIN")
                try:
                    # A reading that stays open pins the snapshot; without it every write would start the copy anew.
                    source.execute("SELECT 1 FROM store").fetchone()
                    source.backup(copy, pages=_PAGES, progress=lambda _status, left, total: tell(
                        progress, total - left, total))  # fmt: skip
                finally:
                    source.execute("ROLLBACK")
        except sqlite3.Error as fault:
            raise storage_problem(fault) or fault from None
        finally:
            raw.close()

    def secrets(self) -> Secrets:
        """The files beside the store, for the sealed part of a copy."""
        premises = self._entered.premises
        return Secrets(premises.pepper, read_secret(premises.files.signing), premises.trust_root)

    def seal(self, out: BinaryIO, database: Path, progress: Progress | None) -> tuple[Manifest, bytes]:
        """Write the sealed file of a snapshot: its manifest, and the key, which is forgotten after checking."""
        premises, secrets = self._entered.premises, self.secrets()
        entry = premises.owners_entry(Kind.RECOVERY_SET, self._entered.staff)
        if entry is None:
            raise damaged("recovery key")
        made_us = premises.clock()
        with closing(premises_of(database, secrets)) as copy:
            with reading(copy.engine) as connection:
                size, root = copy.log.state(connection)
            epoch = copy.epoch
        note = sign_checkpoint(Checkpoint(origin_of(premises.store_id, epoch), size, root), premises.signer)
        head, key = new_head(premises.store_id, made_us, [entry.details])
        sha256, length = write_chunks(out, head, key, secrets, database, progress)
        maker = self._entered.identity.person_id
        manifest = Manifest(premises.store_id, head.backup_id, maker, epoch, size, root, length, made_us, sha256, note)
        out.write(encode_manifest(manifest, self._entered.identity.signer))
        return manifest, key

    def demand_ours(self, found: CopyFile) -> None:
        """Raise Problem unless the file is a copy of this store, vouched for by a colleague, of this very log."""
        premises, manifest = self._entered.premises, found.manifest
        if manifest.store_id != premises.store_id:
            raise Problem(N_("This is a backup of another store."), ExitCode.BAD_INPUT)
        maker = self._entered.staff.get(manifest.maker)
        try:
            if maker is None or maker.statement.role not in MAY_BACK_UP:
                raise SealBroken
            check_manifest(found.signed, found.signature, maker.statement.signing_key)
        except SealBroken:
            raise broken_copy() from None
        verdict = premises.log.verify(premises.trust_root, {manifest.log_size: manifest.root})
        if not verdict.ok:
            raise Problem(
                N_("The log in this copy is not the beginning of the log here: one of the two was replaced."),
                ExitCode.STORE,
            )

    def known(self, manifest: Manifest) -> bool:
        """Whether the log names this very file as a copy that was restored and found good."""
        tag = self._entered.gate.tag(manifest.sha256)
        with reading(self._entered.premises.engine) as connection:
            query = select(func.count()).select_from(log).where(log.c.kind == int(Kind.BACKUP), log.c.subject == tag)
            return bool(connection.scalar(query))

    def note(self, manifest: Manifest, what: str) -> None:
        """Log that a copy was found good. `what`: created, verified or drill."""
        details = {"what": what, "backup": manifest.backup_id, "log_size": manifest.log_size}
        self._entered.gate.note(Kind.BACKUP, manifest.sha256, details)
