"""The ceremony of a restore: two sheets open the copy, two people begin the new epoch of its log (spec/security §2)."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select

from core.problem import N_, ExitCode, Problem
from storage.audit.kinds import Kind
from storage.audit.restored import Restore, encode_restore, may_restore
from storage.audit.roster import ROSTER_KINDS
from storage.audit.verifier import EntryBroken, Roster, parse_entry
from storage.engine import checkpoint_truncate, reading
from storage.keys.backup import Secrets, check_manifest, open_head
from storage.keys.identity import Identity, unlock_identity
from storage.keys.words import from_words
from storage.schema.log import log
from storage.schema.people import roster
from storage.sealing.secret import SealBroken
from storage.vault.copy_check import Examined, examine, premises_of
from storage.vault.copy_file import CopyFile, Progress, broken_copy, read_chunks
from storage.vault.files import StoreFiles, write_secret
from storage.vault.granting import RECOVERY_ID
from storage.vault.premises import Clock, Premises

SHEETS = 2


@dataclass(frozen=True, slots=True)
class Signing:
    """Somebody who signs a restore. The passphrase stays the caller's to wipe."""

    login: str
    passphrase: bytearray


def open_copy(
    file: BinaryIO, found: CopyFile, sheets: Sequence[str], database: Path, progress: Progress | None
) -> Secrets:
    """Unseal a copy into a new database file (0600) with the words of two holders.

    Raises Problem: BAD_INPUT (words, damaged file), REFUSED (sheets of another store, or twice the same), Stopped.
    """
    if len(sheets) != SHEETS:
        raise Problem(N_("Two recovery sheets are needed: give the words of two holders."), ExitCode.BAD_INPUT)
    (_one, first), (_other, second) = (from_words(each) for each in sheets)
    try:
        key, _recovery = open_head(found.head, first, second, RECOVERY_ID)
    except SealBroken:
        raise Problem(
            N_("These two sheets do not open this copy: take the sheets of two different holders of this store."),
            ExitCode.REFUSED,
        ) from None
    handle = os.open(database, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as out:
        secrets = read_chunks(file, found, key, out, progress)
        out.flush()
        os.fsync(out.fileno())
    return secrets


def demand_whole(found: CopyFile, secrets: Secrets, database: Path) -> Examined:
    """Check an unsealed copy against its manifest and its own log. Raises Problem (STORE) naming the first fault."""
    seen = examine(database, secrets)
    manifest = found.manifest
    maker = seen.people.get(manifest.maker)
    try:
        if maker is None:
            raise SealBroken
        check_manifest(found.signed, found.signature, maker.statement.signing_key)
    except SealBroken:
        seen.faults.append("manifest")
    stated = (manifest.store_id, manifest.log_epoch, manifest.log_size, manifest.root)
    if stated != (seen.store_id, seen.epoch, seen.log_size, seen.root):
        seen.faults.append("checkpoint")
    if seen.faults:
        raise Problem(
            N_("This copy is not whole ({count} faults, the first: {fault}): take another one."),
            ExitCode.STORE,
            count=len(seen.faults),
            fault=seen.faults[0],
        )
    return seen


def sign_restore(
    database: Path, secrets: Secrets, found: CopyFile, first: Signing, second: Signing, clock: Clock
) -> int:
    """Begin a new epoch in an unsealed copy; gives its number. Raises Problem (REFUSED)."""
    with closing(premises_of(database, secrets, clock)) as premises:
        one, other = _identity(premises, first), _identity(premises, second)
        people, last_us = _roster_now(premises)
        if not may_restore(people, one.person_id, other.person_id):
            raise Problem(
                N_("A restore is signed by two people: an admin or owner, and an auditor or another owner."),
                ExitCode.REFUSED,
            )
        with reading(premises.engine) as connection:
            size, root = premises.log.state(connection)
        epoch = found.manifest.log_epoch + 1
        restore = Restore(premises.store_id, epoch, size, root, found.manifest.sha256)
        details = encode_restore(restore, other.person_id, other.signer)
        # The entry must directly follow the copied log: a clock that is behind gets no entry of its own in between.
        with premises.log.transaction(one.signer, one.person_id, os.urandom(16), lambda: max(clock(), last_us)) as step:
            step.append(Kind.RESTORED, details=details)
        if not checkpoint_truncate(premises.engine):
            raise broken_copy()
    return epoch


def place_secrets(files: StoreFiles, secrets: Secrets) -> None:
    """Write the files beside a store; those of an earlier, cut-off restore of the same copy may be there already."""
    wanted = ((files.pepper, secrets.pepper), (files.signing, secrets.signing), (files.trust, secrets.trust))
    for path, secret in wanted:
        if not (path.exists() and path.read_bytes() == secret):
            write_secret(path, secret)


def _identity(premises: Premises, who: Signing) -> Identity:
    with reading(premises.engine) as connection:
        row = connection.execute(select(roster.c.id, roster.c.identity).where(roster.c.login == who.login)).first()
    try:
        if row is None:
            raise SealBroken
        return unlock_identity(
            bytes(row.identity),
            who.passphrase,
            premises.pepper,
            premises.store_id,
            bytes(row.id),
            lock_path=premises.files.stretch_lock,
        )
    except SealBroken:
        raise Problem(
            N_("The login {login} or its passphrase is not that of the day of the copy."),
            ExitCode.REFUSED,
            login=who.login,
        ) from None


def _roster_now(premises: Premises) -> tuple[Roster, int]:
    people = Roster(premises.trust_root)
    with reading(premises.engine) as connection:
        rows = connection.scalars(
            select(log.c.entry).where(log.c.kind.in_([int(kind) for kind in ROSTER_KINDS])).order_by(log.c.seq)
        ).all()
        last_us = int(connection.scalar(select(log.c.time_us).order_by(log.c.seq.desc()).limit(1)) or 0)
    try:
        for data in rows:
            people.apply(parse_entry(bytes(data)))
    except EntryBroken:
        raise broken_copy() from None
    return people, last_us
