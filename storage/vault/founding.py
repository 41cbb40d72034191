"""Founding a store: key files, first person, firm space, first portfolio, recovery words (spec/store §1)."""

from __future__ import annotations

import contextlib
import glob
import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from core.entities.client import Portfolio
from core.entities.firm import FirmSettings
from core.problem import N_, ExitCode, Problem
from storage.access.blind_index import IndexKeys
from storage.audit.entry import encode_fields
from storage.audit.kinds import Kind
from storage.audit.log import AuditLog, now_us
from storage.audit.roster import encode_founding
from storage.engine import open_engine, open_server, storage_problem
from storage.keys.identity import unlock_identity
from storage.keys.recovery import HOLDERS, create_recovery
from storage.keys.scopes import Scope
from storage.keys.spaces import SpaceKey, new_reading_pair
from storage.keys.words import to_words
from storage.migrations.run import revision, take_down, upgrade
from storage.pointer import write_pointer
from storage.records.bodies import FIRM
from storage.schema.base import FORMAT
from storage.schema.store import store
from storage.sealing.derive import DEFAULT, KdfSettings
from storage.sealing.envelope import SpaceKind
from storage.sealing.hpke import generate_agreement
from storage.sealing.sign import Signer, generate_signing
from storage.server import give_rights
from storage.vault.files import files_of, write_secret
from storage.vault.firm import INDEX, INDEX_ID, SETTINGS_ID, TAGS, TAGS_ID, TagKeys
from storage.vault.granting import RECOVERY_ID, Granter
from storage.vault.people import Enrolled, NewPerson, create_portfolio, enrol, state_person
from storage.vault.premises import Clock, Premises
from storage.vault.writing import Writing

AUDIT_EPOCH = 1


@dataclass(frozen=True, slots=True)
class Founded:
    """What is said once: the words of the three recovery holders."""

    store_id: bytes
    recovery: tuple[str, ...]


def found_store(
    path: Path,
    firm: FirmSettings,
    owner: NewPerson,
    portfolio: str,
    *,
    settings: KdfSettings = DEFAULT,
    clock: Clock = now_us,
    server: Server | None = None,
) -> Founded:
    """Make a store with its first person, who holds everything until there are others; of one on a `server` the path
    is that of its pointer, beside which the key files lie.

    Raises Problem when the place is taken or cannot be written; nothing is left behind then.
    """
    path = path.absolute()
    files = files_of(path)
    there = beside(path)
    engine = open_engine(path, create=True) if server is None else _prepared(path, server)
    try:
        if server is None:
            upgrade(engine)
        store_id = os.urandom(16)
        private, public = generate_signing()
        pepper = os.urandom(32)
        for file, secret in ((files.pepper, pepper), (files.signing, private)):
            write_secret(file, secret)
        log = AuditLog(engine, store_id, files.lock)
        premises = Premises(engine, files, store_id, pepper, Signer(private), bytes(32), log, clock)
        first = enrol(premises, owner, settings)
        write_secret(files.trust, first.statement.signing_key)
        recovery = _write_founding(premises, firm, owner, first, portfolio, public)
    except BaseException:
        engine.dispose()
        if server is not None:
            _clear(server)
        for file in beside(path) - there:
            file.unlink(missing_ok=True)
        raise
    engine.dispose()
    return Founded(store_id, recovery)


@dataclass(frozen=True, slots=True)
class Server:
    """Where a store on a database server is made. `url`: as the program will connect; `schema`: as the role that owns
    the tables, `backup`: a role that reads for backups, where there is one.
    """

    url: URL
    schema: URL
    backup: str = ""


def _prepared(path: Path, server: Server) -> Engine:
    """Tables made by their owner, rights given, the pointer written; the engine of the program's own role."""
    if not server.url.username or server.url.username == server.schema.username:
        raise Problem(
            N_("The program's role must not own the tables: name the owner of the schema with --schema-as ROLE."),
            ExitCode.BAD_INPUT,
        )
    owner = open_server(server.schema, new=True)
    try:
        if revision(owner) is not None:
            raise Problem(
                N_("There is a store in this database already: make another database for a new one."),
                ExitCode.BAD_INPUT,
            )
        write_pointer(path, server.url)
        upgrade(owner)
        with owner.begin() as connection:
            give_rights(connection, server.url.username, server.backup)
        return open_server(server.url, new=True)
    except DBAPIError as fault:
        path.unlink(missing_ok=True)
        raise storage_problem(fault) or fault from None
    finally:
        owner.dispose()


def give_roles(server: Server) -> None:
    """Bring the tables of a store up to this program, as their owner, and give everybody his rights anew.

    Raises Problem (STORE).
    """
    owner = open_server(server.schema, new=True)
    try:
        upgrade(owner)
        with owner.begin() as connection:
            give_rights(connection, server.url.username or "", server.backup)
    except DBAPIError as fault:
        raise storage_problem(fault) or fault from None
    finally:
        owner.dispose()


def _clear(server: Server) -> None:
    with contextlib.suppress(Problem, DBAPIError):
        owner = open_server(server.schema, new=True)
        take_down(owner)
        owner.dispose()


def beside(path: Path) -> set[Path]:
    """Files of the folder that bear the store's name: itself, its journal, keys and locks."""
    return {file for file in path.parent.glob(glob.escape(path.name) + "*") if file.is_file()}


def _write_founding(
    premises: Premises, firm: FirmSettings, owner: NewPerson, first: Enrolled, portfolio: str, store_public: bytes
) -> tuple[str, ...]:
    statement = first.statement
    identity = unlock_identity(
        first.identity,
        owner.passphrase,
        premises.pepper,
        premises.store_id,
        statement.person,
        lock_path=premises.files.stretch_lock,
    )
    holders = [generate_agreement() for _ in range(HOLDERS)]
    blob, recovery_public = create_recovery(premises.store_id, [each[1] for each in holders])
    session = os.urandom(16)
    with premises.log.transaction(identity.signer, statement.person, session, premises.clock) as step:
        writing = Writing(step, premises.store_id)
        step.append(Kind.STORE_CREATED, details=encode_founding(premises.store_id, store_public))
        writing.row(store, id=1, store_id=premises.store_id, format=FORMAT)
        state_person(writing, first)
        step.append(Kind.RECOVERY_SET, details=blob)
        granter = Granter(writing, identity)
        firm_id = os.urandom(16)
        firm_key = SpaceKey.create(Scope.FIRM, firm_id, 1)
        person_key = SpaceKey.create(Scope.PERSON, statement.person, 1)
        reading, reading_public = new_reading_pair()
        admin, admin_public = new_reading_pair()
        epoch = AUDIT_EPOCH.to_bytes(4, "big")
        step.append(Kind.AUDIT_KEYS, details=encode_fields((epoch, reading_public, admin_public)))
        own, spare = (statement.person, statement.agreement_key), (RECOVERY_ID, recovery_public)
        granter.give(Scope.PERSON, statement.person, 1, person_key.secret(), own)
        for member in (own, spare):
            granter.give(Scope.FIRM, firm_id, 1, firm_key.secret(), member)
            granter.give(Scope.AUDIT_READING, firm_id, AUDIT_EPOCH, reading, member)
            granter.give(Scope.AUDIT_ADMIN, firm_id, AUDIT_EPOCH, admin, member)
        note = Portfolio(portfolio, owner_id=statement.person)
        create_portfolio(writing, granter, note, (statement,), recovery_public)
        space = (SpaceKind.FIRM, firm_id)
        key = firm_key.seal_key()
        writing.put_record(key, space, space, SETTINGS_ID, 1, FIRM.encode(firm, "person"))
        writing.put_record(key, space, space, TAGS_ID, 1, TAGS.encode(TagKeys(os.urandom(32)), "person"))
        index = INDEX.encode(IndexKeys({1: os.urandom(32)}), "person")
        writing.put_record(key, space, space, INDEX_ID, 1, index)
        writing.flush()
        step.append(Kind.WRITE, writes=writing.leaves)
    return tuple(" ".join(to_words(number + 1, private)) for number, (private, _public) in enumerate(holders))
