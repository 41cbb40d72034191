"""Facet of the log: what a person may see of it, its verification, checkpoints (spec/store §6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from core.problem import N_, Problem
from storage.audit.checkpoint import Checkpoint, CheckpointBroken, sign_checkpoint
from storage.audit.checkpoint import verify as verify_note
from storage.audit.details import SessionKeys, open_session, session_epoch, session_note
from storage.audit.kinds import Kind, KindClass
from storage.audit.ssh_keys import told_fingerprint
from storage.audit.verifier import Entry, Verdict, parse_entry
from storage.engine import reading
from storage.keys.scopes import Scope
from storage.keys.spaces import reading_key_of_grant
from storage.schema.log import log
from storage.sealing.hpke import AgreementKey
from storage.sealing.secret import SealBroken
from storage.vault.door import Entered

_SCOPE_OF = {Scope.AUDIT_READING: KindClass.READING, Scope.AUDIT_ADMIN: KindClass.ADMIN}

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One entry as this person may read it. `details` is empty where the class is sealed from him."""

    seq: int
    at_us: int
    actor: bytes
    kind: str
    subject: bytes
    details: dict[str, object]
    sealed: bool


class Trail:
    """The log as this session sees it."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered
        self._noted = False

    def entries(
        self,
        *,
        actor: bytes | None = None,
        client_id: bytes | None = None,
        kind: str | None = None,
        since_us: int = 0,
        limit: int | None = None,
    ) -> list[TrailEntry]:
        """Newest first. Whoever may read neither class sees his own entries of any session, without details."""
        return self.told(self.numbers(actor=actor, client_id=client_id, kind=kind, since_us=since_us, limit=limit))

    def numbers(
        self,
        *,
        actor: bytes | None = None,
        client_id: bytes | None = None,
        kind: str | None = None,
        since_us: int = 0,
        limit: int | None = None,
    ) -> list[int]:
        """Numbers of the entries, newest first: what a list holds while it opens only the rows that are shown."""
        query = select(log.c.seq).where(log.c.time_us >= since_us).order_by(log.c.seq.desc())
        if not self._entered.keyring.readers:
            query = query.where(log.c.actor == self._entered.identity.person_id)
        if actor is not None:
            query = query.where(log.c.actor == actor)
        if client_id is not None:
            query = query.where(log.c.subject == self._entered.gate.tag(client_id))
        if kind is not None:
            query = query.where(log.c.kind == int(Kind[kind.upper().replace(".", "_")]))
        with reading(self._entered.premises.engine) as connection:
            return list(connection.scalars(query if limit is None else query.limit(limit)))

    def told(self, numbers: Sequence[int]) -> list[TrailEntry]:
        """These entries, in the order of the numbers; a number this person may not see is left out."""
        readers = self._readers()
        self._note_reading(readers)
        found: dict[int, Entry] = {}
        with reading(self._entered.premises.engine) as connection:
            for start in range(0, len(numbers), _AT_ONCE):
                query = select(log.c.entry).where(log.c.seq.in_(numbers[start : start + _AT_ONCE]))
                if not readers:
                    query = query.where(log.c.actor == self._entered.identity.person_id)
                rows = map(parse_entry, map(bytes, connection.scalars(query)))
                found.update((entry.seq, entry) for entry in rows)
        return list(self._told([found[each] for each in numbers if each in found], readers))

    def _note_reading(self, readers: Mapping[KindClass, AgreementKey]) -> None:
        """Who reads what colleagues read is on record himself, once a session."""
        if readers and not self._noted and not self._entered.alone:
            self._noted = True
            with self._entered.gate.transaction() as step:
                step.append(Kind.LOG_READ)

    def verify(self, checkpoints: dict[int, bytes] | None = None) -> Verdict:
        """Check every entry, signature, digest and the head against the trust root outside the store."""
        premises = self._entered.premises
        return premises.log.verify(premises.trust_root, checkpoints)

    def verify_against(self, saved: str | None) -> Verdict:
        """`verify` with the size and root of a saved checkpoint note. Raises Problem (BAD_INPUT) on another note."""
        if saved is None:
            return self.verify()
        premises = self._entered.premises
        try:
            known = verify_note(saved, premises.signer.public, self._origin())
        except CheckpointBroken:
            raise Problem(N_("This is no checkpoint of this store: give the file that was saved here.")) from None
        return self.verify({known.size: known.root})

    def checkpoint(self) -> str:
        """Signed note of the present size and root, for a witness."""
        premises = self._entered.premises
        with reading(premises.engine) as connection:
            size, root = premises.log.state(connection)
        return sign_checkpoint(Checkpoint(self._origin(), size, root), premises.signer)

    def _origin(self) -> str:
        """Name of the log as it is now: a restore has begun a new epoch."""
        return self._entered.premises.origin

    def _readers(self) -> dict[KindClass, AgreementKey]:
        readers = self._entered.keyring.readers
        return {_SCOPE_OF[scope]: reading_key_of_grant(opened) for scope, opened in readers.items()}

    def _readers_at(self, epoch: int) -> dict[KindClass, AgreementKey]:
        """Halves of the pair a session began under."""
        pairs = self._entered.keyring.pairs
        return {_SCOPE_OF[of]: reading_key_of_grant(opened) for (of, at), opened in pairs.items() if at == epoch}

    def _told(self, rows: list[Entry], readers: dict[KindClass, AgreementKey]) -> Iterator[TrailEntry]:
        sessions: dict[bytes, SessionKeys | None] = {}
        for entry in rows:
            kind = Kind(entry.kind)
            sealed = kind.kind_class is not KindClass.PUBLIC
            details: dict[str, object] = {}
            if kind is Kind.SESSION_START and readers:
                details = _came_by(entry)
            if sealed and entry.details and kind.kind_class in readers:
                if entry.session not in sessions:
                    sessions[entry.session] = self._session_keys(entry.session)
                details = _opened(sessions[entry.session], entry)
            yield TrailEntry(
                entry.seq,
                entry.time_us,
                entry.actor,
                kind.name.lower(),
                entry.subject,
                details,
                sealed and bool(entry.details) and not details,
            )

    def _session_keys(self, session: bytes) -> SessionKeys | None:
        with reading(self._entered.premises.engine) as connection:
            row = connection.scalar(
                select(log.c.entry).where(log.c.session == session, log.c.kind == int(Kind.SESSION_START))
            )
        if row is None:
            return None
        try:
            start = parse_entry(bytes(row))
            readers = dict[KindClass, "bytes | AgreementKey"](self._readers_at(session_epoch(start)))
            return open_session(self._entered.premises.store_id, start, readers)[0] if readers else None
        except SealBroken:
            return None


def _came_by(start: Entry) -> dict[str, object]:
    """The SSH key a session came by, as ssh-keygen prints it; nothing for one at the machine itself."""
    try:
        fingerprint = session_note(start)
    except SealBroken:
        return {}
    return {"key": told_fingerprint(fingerprint)} if fingerprint else {}


def _opened(keys: SessionKeys | None, entry: Entry) -> dict[str, object]:
    if keys is None:
        return {}
    try:
        found = msgspec.msgpack.decode(keys.open(entry))
    except (SealBroken, msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return found if isinstance(found, dict) else {}
