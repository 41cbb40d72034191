"""Nothing is shown that is not logged: no commit, no receipt; no receipt, no key (U03, spec/security §4)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from core.problem import Problem
from storage.audit.kinds import Kind
from storage.audit.log import LogTransaction
from storage.audit.receipt import Receipt
from storage.keys.door import NotCovered
from storage.keys.scopes import Compartment, Scope
from storage.vault import clients as clients_facet
from storage.vault.session import Session
from tests.vault.stage import Stage, logged, refs


@contextmanager
def failing(session: Session, when: Callable[[str], bool]) -> Iterator[None]:
    """The medium fails at the first statement (or COMMIT) that `when` picks."""
    engine = session.entered.premises.engine

    def on_statement(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if when(statement):
            raise OperationalError(statement, {}, sqlite3.OperationalError("disk I/O error"))

    def on_commit(_connection: object) -> None:
        on_statement(None, None, "COMMIT")

    def on_begin(_connection: object) -> None:
        on_statement(None, None, "BEGIN")  # which a server's driver sends by itself

    event.listen(engine, "begin", on_begin)
    event.listen(engine, "before_cursor_execute", on_statement)
    event.listen(engine, "commit", on_commit)
    try:
        yield
    finally:
        event.remove(engine, "begin", on_begin)
        event.remove(engine, "before_cursor_execute", on_statement)
        event.remove(engine, "commit", on_commit)


@pytest.mark.parametrize("step", ["BEGIN", "SELECT", "INSERT INTO log", "UPDATE log_head", "COMMIT"])
def test_a_reading_that_fails_at_any_step_gives_no_receipt_and_opens_no_key(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    ivan = stage.enter("ivan")
    client_id = refs(ivan)["C-1"]
    stored = ivan.clients.stored(client_id)
    opened: list[object] = []
    monkeypatch.setattr(clients_facet, "open_client_keys", lambda *args: opened.append(args))
    monkeypatch.setattr(ivan.clients, "stored", lambda *_args: stored)
    before = logged(stage, Kind.DOSSIER_READ)
    with failing(ivan, lambda statement: statement.lstrip().startswith(step)), pytest.raises(Problem):
        ivan.clients.history(client_id)
    assert opened == []
    assert logged(stage, Kind.DOSSIER_READ) == before
    assert stage.enter("anna").trail.verify().ok


def test_no_receipt_before_commit_returned(stage: Stage) -> None:
    gate = stage.enter("ivan").entered.gate
    with gate.transaction() as step:
        step.append(Kind.DOSSIER_READ, gate.tag(b"c" * 16), b"", covers=[(1, b"c" * 16)])
        with pytest.raises(RuntimeError):
            _ = step.receipt
    assert step.receipt.covers(1, b"c" * 16)


def test_a_commit_of_unknown_outcome_gives_no_receipt(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    kept: list[LogTransaction] = []
    fault = failing(ivan, lambda statement: statement == "COMMIT" and bool(kept))
    with fault, pytest.raises(Problem), ivan.entered.gate.transaction() as step:
        kept.append(step)
        step.append(Kind.DOSSIER_READ, bytes(16), b"")
    with pytest.raises(RuntimeError):
        _ = kept[0].receipt


def test_dossier_and_private_need_a_receipt_that_names_the_client(stage: Stage) -> None:
    """The receipt of the login opens card, contacts and money of everybody, and no dossier (spec/store §7)."""
    ivan = stage.enter("ivan")
    first, second = (refs(ivan)[ref] for ref in ("C-1", "C-2"))
    login = ivan.clients.keys(first)
    named = ivan.entered.gate.read(Kind.DOSSIER_READ, first, {}, [(int(Scope.CLIENT), first)])
    for part in (Compartment.DOSSIER, Compartment.PRIVATE):
        with pytest.raises(NotCovered):
            login.key(part)
        ivan.clients.keys(first, named).key(part)
    with pytest.raises(NotCovered):
        ivan.clients.keys(second, named)


def test_a_receipt_cannot_be_made_by_hand(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    client_id = refs(ivan)["C-1"]
    with pytest.raises(TypeError):
        Receipt(object(), [1], bytes(16), [(1, client_id)])  # type: ignore[arg-type]

    class Forged:
        def covers(self, *_scope: object) -> bool:
            return True

    with pytest.raises(NotCovered):
        ivan.clients.keys(client_id, Forged())  # type: ignore[arg-type]


def test_what_a_write_stores_and_its_entry_share_one_fate(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    before = {
        table: stage.sql(f"SELECT * FROM {table}") for table in ("record", "history", "digest", "log", "log_head")
    }
    client_id = refs(ivan)["C-1"]
    stored = ivan.clients.stored(client_id)
    for step in ("UPDATE record", "INSERT INTO history", "INSERT INTO log", "INSERT INTO digest", "COMMIT"):
        with failing(ivan, lambda statement, step=step: statement.startswith(step)), pytest.raises(Problem):  # type: ignore[misc]
            ivan.clients.change(client_id, stored, msgspec.structs.replace(stored.card, city="Псков"))
        assert {table: stage.sql(f"SELECT * FROM {table}") for table in before} == before, step
    ivan.clients.change(client_id, stored, msgspec.structs.replace(stored.card, city="Псков"))


def test_every_session_says_when_it_begins_and_ends(stage: Stage) -> None:
    before = (logged(stage, Kind.SESSION_START), logged(stage, Kind.SESSION_END))
    session = stage.enter("petr")
    session.end()
    session.end()
    assert (logged(stage, Kind.SESSION_START), logged(stage, Kind.SESSION_END)) == (before[0] + 1, before[1] + 1)
