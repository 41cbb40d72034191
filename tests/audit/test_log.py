"""Appending: what a receipt proves, and that a failure at any point leaves neither entry nor receipt."""

from __future__ import annotations

import copy
import fcntl
import pickle
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from core.problem import ExitCode, Problem
from storage.audit.details import SessionKeys
from storage.audit.entry import MAX_DETAILS, STORE_ACTOR, parse_entry
from storage.audit.kinds import Kind
from storage.audit.log import AuditLog
from storage.audit.receipt import Receipt, _Mint
from storage.engine import open_engine, reading
from storage.schema.log import digest, log, log_head
from storage.schema.people import roster
from tests.audit.support import (
    SESSION,
    START_US,
    STORE_ID,
    Firm,
    Ticks,
    edit,
    new_firm,
    person_id,
    record_id,
    signer,
    statement,
)

CLIENT = (1, b"client number 01")


def size(firm: Firm) -> int:
    with reading(firm.engine) as connection:
        return firm.log.size(connection)


def entries(firm: Firm) -> list[Any]:
    with reading(firm.engine) as connection:
        return [parse_entry(each) for each in connection.scalars(select(log.c.entry).order_by(log.c.seq))]


def verdict(firm: Firm) -> tuple[bool, int, str]:
    found = firm.log.verify(firm.trust_root)
    return found.ok, found.entries, found.reason


def test_a_receipt_exists_only_after_the_commit(firm: Firm) -> None:
    with firm.step("manager") as step:
        first = step.append(Kind.DOSSIER_READ, covers=[CLIENT])
        second = step.append(Kind.REVEAL, b"t" * 16, b"phone", covers=[(1, b"client number 02")])
        with pytest.raises(RuntimeError):
            _ = step.receipt
    assert (first, second, step.receipt.seqs, step.receipt.session) == (4, 5, (4, 5), SESSION)
    assert step.receipt.covers(*CLIENT)
    assert step.receipt.covers(1, b"client number 02")
    assert not step.receipt.covers(2, CLIENT[1])
    assert not step.receipt.covers(1, b"client number 03")
    assert verdict(firm) == (True, 6, "")


def test_a_receipt_cannot_be_made_changed_or_copied(firm: Firm) -> None:
    with firm.step("manager") as step:
        step.append(Kind.DOSSIER_READ, covers=[CLIENT])
    with pytest.raises(TypeError):
        Receipt(None, [1], SESSION, [CLIENT])  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Receipt(_Mint(), [1], SESSION, [CLIENT])
    with pytest.raises(AttributeError):
        Receipt.__new__(Receipt).covers(*CLIENT)
    with pytest.raises(AttributeError):
        step.receipt._coverage = frozenset([(1, b"x" * 16)])
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError):
            attempt(step.receipt)


def test_the_columns_are_those_of_the_entry(firm: Firm) -> None:
    with firm.step("manager") as step:
        step.append(Kind.DOSSIER_READ, b"t" * 16, b"who", writes=[(record_id(1), 7, b"d" * 32)])
    with reading(firm.engine) as connection:
        row = connection.execute(select(log).where(log.c.seq == 4)).one()
        leaf = connection.execute(select(digest)).one()
        head = connection.execute(select(log_head)).one()
    assert tuple(row[:8]) == parse_entry(row.entry)[:8]
    assert (row.actor, row.subject, row.kind) == (person_id("manager"), b"t" * 16, Kind.DOSSIER_READ)
    assert tuple(leaf) == (record_id(1), 7, b"d" * 32, 4)
    assert (head.size, len(head.frontier)) == (5, 64)


def test_sealed_details_are_read_with_the_session_keys_only(firm: Firm, tmp_path: Path) -> None:
    with firm.step("manager") as step:
        step.append(Kind.DOSSIER_READ, details="Ромашка, перед звонком".encode())
        step.append(Kind.LOCKED, details=b"idle")
    sealed, clear = entries(firm)[4:]
    assert clear.details == b"idle"
    for path in tmp_path.iterdir():
        assert "Ромашка".encode() not in path.read_bytes()
    assert firm.keys().open(sealed).decode() == "Ромашка, перед звонком"
    with (
        pytest.raises(ValueError, match="need the keys"),
        firm.log.transaction(signer("manager"), person_id("manager"), SESSION, firm.clock) as step,
    ):
        step.append(Kind.DOSSIER_READ, details=b"in clear")
    assert size(firm) == 6


def test_an_exception_inside_leaves_nothing(firm: Firm) -> None:
    with pytest.raises(KeyError), firm.step("manager") as step:
        step.append(Kind.WRITE, writes=[(record_id(1), 1, b"d" * 32)])
        step.connection.execute(roster.update().values(name="gone"))
        raise KeyError
    with pytest.raises(RuntimeError):
        _ = step.receipt
    with pytest.raises(RuntimeError):
        step.append(Kind.WRITE)
    with reading(firm.engine) as connection:
        assert connection.execute(select(digest)).all() == []
        assert "gone" not in connection.scalars(select(roster.c.name)).all()
    assert verdict(firm) == (True, 4, "")


@pytest.mark.parametrize("table", ["log", "digest", "log_head"])
def test_a_failure_at_any_statement_leaves_nothing(firm: Firm, table: str) -> None:
    def fail(conn: Any, cursor: Any, text: str, *rest: Any) -> None:
        if text.startswith(("INSERT", "UPDATE")) and table in text.split()[:3]:
            raise sqlite3.OperationalError("database or disk is full")

    event.listen(firm.engine, "before_cursor_execute", fail)
    with pytest.raises((Problem, sqlite3.OperationalError)), firm.step("manager") as step:
        step.append(Kind.WRITE, writes=[(record_id(1), 1, b"d" * 32)])
    event.remove(firm.engine, "before_cursor_execute", fail)
    with pytest.raises(RuntimeError):
        _ = step.receipt
    assert verdict(firm) == (True, 4, "")


def test_a_failing_commit_gives_no_receipt_and_no_entry(firm: Firm) -> None:
    with firm.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            "CREATE TABLE child (id INTEGER REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED)"
        )
    with pytest.raises(IntegrityError), firm.step("manager") as step:
        step.append(Kind.DOSSIER_READ, covers=[CLIENT])
        step.connection.exec_driver_sql("INSERT INTO child VALUES (1)")  # breaks at COMMIT, not before
    with pytest.raises(RuntimeError):
        _ = step.receipt
    assert verdict(firm) == (True, 4, "")


def test_an_unknown_outcome_of_the_commit_gives_no_receipt(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    def torn(connection: Any) -> None:
        connection.connection.driver_connection.execute("COMMIT")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), firm.step("manager") as step:
        step.append(Kind.DOSSIER_READ, covers=[CLIENT])
        monkeypatch.setattr(firm.engine.dialect, "do_commit", lambda raw: torn(step.connection))
    monkeypatch.undo()
    with pytest.raises(RuntimeError):
        _ = step.receipt
    assert verdict(firm) == (True, 5, ""), "logged but not shown is the harmless half"


def test_ending_the_transaction_from_inside_gives_no_receipt(firm: Firm) -> None:
    with pytest.raises(RuntimeError, match="from inside"), firm.step("manager") as step:
        step.append(Kind.DOSSIER_READ, covers=[CLIENT])
        step.connection.commit()
    with pytest.raises(RuntimeError):
        _ = step.receipt


def test_a_full_disk_is_one_sentence(firm: Firm) -> None:
    with pytest.raises(Problem) as caught, firm.step("manager") as step:
        step.connection.exec_driver_sql("PRAGMA max_page_count=1")
        for number in range(2000):
            step.append(Kind.WRITE, details=b"x" * 700, writes=[(record_id(number), 1, b"d" * 32)])
    assert caught.value.exit_code == ExitCode.STORE
    assert "full" in str(caught.value)
    assert verdict(firm) == (True, 4, "")


def test_the_queue_is_not_left_locked_by_a_failure(firm: Firm, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="wait for itself"), firm.step("manager"), firm.step("manager"):
        pass
    edit(tmp_path / "firm.kartoteka", "DELETE FROM log WHERE seq = 3")
    for _ in range(2):
        with pytest.raises(Problem) as caught, firm.step("manager"):
            pass
        assert caught.value.exit_code == ExitCode.STORE


def test_the_queue_is_an_os_lock_held_for_the_whole_transaction(firm: Firm, tmp_path: Path) -> None:
    with (tmp_path / "firm.lock").open("wb") as other:
        with firm.step("manager") as step:
            with pytest.raises(BlockingIOError):
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            step.append(Kind.LOCKED)
            with pytest.raises(BlockingIOError):
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_lock_that_cannot_be_taken_is_no_transaction(firm: Firm) -> None:
    nowhere = AuditLog(firm.engine, STORE_ID, "/nonexistent/lock")
    with pytest.raises(OSError, match="No such file"), nowhere.transaction(signer("manager"), b"", b""):
        pass


class TestClock:
    def test_going_back_is_noted_before_the_entry(self, firm: Firm) -> None:
        before = firm.clock.now
        with firm.step("manager", Ticks(START_US - 60_000_000)) as step:
            assert step.append(Kind.DOSSIER_READ, details=b"x") == 5
            assert step.append(Kind.DOSSIER_READ) == 6
        noted, read, _ = entries(firm)[4:]
        assert (noted.kind, noted.time_us) == (Kind.CLOCK_JUMP, START_US - 59_000_000)
        assert int.from_bytes(noted.details, "big") == before
        assert firm.keys().open(read) == b"x", "sealed for the number it really got"
        assert step.receipt.seqs == (4, 5, 6)
        assert verdict(firm) == (True, 7, "")

    def test_two_seconds_are_tolerated(self, firm: Firm) -> None:
        with firm.step("manager", lambda: firm.clock.now - 2_000_000) as step:
            step.append(Kind.DOSSIER_READ)
        assert verdict(firm) == (True, 5, "")
        with firm.step("manager", lambda: firm.clock.now - 4_000_001) as step:
            step.append(Kind.DOSSIER_READ)
        assert [each.kind for each in entries(firm)[5:]] == [Kind.CLOCK_JUMP, Kind.DOSSIER_READ]


class TestWhatCouldNeverBeVerified:
    def test_a_signer_who_is_not_the_actor(self, firm: Firm) -> None:
        for actor, name in ((person_id("manager"), "head"), (STORE_ACTOR, "manager")):
            with pytest.raises(ValueError, match="another key"), firm.log.transaction(signer(name), actor, SESSION):
                pass

    def test_who_is_not_in_the_roster_or_suspended(self, firm: Firm) -> None:
        with firm.step("head") as step:
            firm.state_person(step, statement("manager", "manager", "suspended"), Kind.ROSTER_CHANGED)
        for name in ("manager", "stranger"):
            with pytest.raises(Problem) as caught, firm.step(name):
                pass
            assert caught.value.exit_code == ExitCode.REFUSED
        assert verdict(firm) == (True, 5, "")

    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("store", Kind.DOSSIER_READ),
            ("store", Kind.WRITE),
            ("manager", Kind.LOGIN_FAILED),
            ("owner", Kind.STORE_CREATED),
        ],
    )
    def test_kinds_of_another_signer(self, firm: Firm, name: str, kind: Kind) -> None:
        with pytest.raises(ValueError, match=r"not for this signer|founds"), firm.step(name) as step:
            step.append(kind)
        assert size(firm) == 4

    def test_a_log_begins_with_its_founding(self, tmp_path: Path) -> None:
        firm = new_firm(tmp_path / "new.kartoteka")
        with pytest.raises(ValueError, match="founds"), firm.step("owner") as step:
            step.append(Kind.DOSSIER_READ)

    def test_a_roster_statement_the_actor_may_not_make(self, firm: Firm) -> None:
        for name, what in (
            ("manager", statement("friend", "manager")),
            ("head", statement("head", "owner")),
            ("head", statement("second", "admin")),
        ):
            kind = Kind.ROSTER_CHANGED if what.login == "head" else Kind.ROSTER_ADDED
            with pytest.raises(Problem) as caught, firm.step(name) as step:
                firm.state_person(step, what, kind)
            assert caught.value.exit_code == ExitCode.REFUSED
        assert verdict(firm) == (True, 4, "")

    @pytest.mark.parametrize(
        "writes",
        [
            [(b"short", 1, b"d" * 32)],
            [(b"r" * 16, 1, b"d" * 31)],
            [(b"r" * 16, -1, b"d" * 32)],
            [(b"r" * 16, 1, b"d" * 32), (b"r" * 16, 1, b"e" * 32)],
        ],
    )
    def test_writes(self, firm: Firm, writes: list[tuple[bytes, int, bytes]]) -> None:
        with pytest.raises(ValueError, match=r"a write is|written once"), firm.step("manager") as step:
            step.append(Kind.WRITE, writes=writes)

    def test_what_is_too_long(self, firm: Firm) -> None:
        with firm.step("manager") as step:
            step.append(Kind.LOCKED, details=b"x" * MAX_DETAILS)
            step.append(Kind.WRITE, details=b"x" * 764)
        for kind, length in ((Kind.LOCKED, MAX_DETAILS + 1), (Kind.WRITE, 765), (Kind.LOCKED, 70_000)):
            with pytest.raises(ValueError, match=r"too long|not a valid"), firm.step("manager") as step:
                step.append(kind, details=b"x" * length)
        assert verdict(firm) == (True, 6, "")


def test_details_without_the_key_of_the_class(firm: Firm) -> None:
    keys = SessionKeys(STORE_ID, SESSION, {})
    with (
        pytest.raises(ValueError, match="no key"),
        firm.log.transaction(signer("manager"), person_id("manager"), SESSION, firm.clock, keys) as step,
    ):
        step.append(Kind.WRITE, details=b"x")


def test_state_for_a_checkpoint(firm: Firm) -> None:
    with reading(firm.engine) as connection:
        assert firm.log.state(connection) == (4, firm.log.verify(firm.trust_root).root)


def test_a_busy_database_is_a_sentence_too(firm: Firm, tmp_path: Path) -> None:
    other = open_engine(tmp_path / "firm.kartoteka")
    with firm.engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA busy_timeout=1")  # type: ignore[union-attr]
    with other.begin() as blocking:
        blocking.execute(select(log.c.seq).limit(1))
        with pytest.raises((Problem, DBAPIError)) as caught, firm.step("manager"):
            pass
    assert isinstance(caught.value, Problem)
