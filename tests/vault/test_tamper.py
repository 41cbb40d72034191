"""Damage at rest: what somebody with the file in hand changes is noticed before it is believed (issue "Tamper")."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from core.problem import ExitCode, Problem
from storage.keys.scopes import Compartment
from tests.vault.stage import Stage, faults, home_of, import_sales, refs

SEALED = ("record", "history", "sales_page", "batch")
IDS = {"record": "id", "history": "seq", "sales_page": "id", "batch": "id"}


@pytest.fixture
def worked(stage: Stage) -> Stage:
    """Clients with two changes of a card, pages from two batches."""
    session = stage.enter("boris")
    for city in ("Псков", "Рига"):
        client_id = refs(session)["C-1"]
        stored = session.clients.stored(client_id)
        session.clients.change(client_id, stored, msgspec.structs.replace(stored.card, city=city))
    import_sales(session, [("C-1", "РН-8", 40, "болт", 9_00), ("C-2", "РН-9", 41, "гайка", 8_00)])
    session.end()
    stage.close()
    return stage


def noticed(stage: Stage) -> list[str]:
    """What the owner is told: at the door, or by `store check`."""
    try:
        return faults(stage.enter("anna"))
    except Problem as told:
        assert told.exit_code == ExitCode.STORE
        return [str(told)]


def everything(stage: Stage, table: str) -> list[tuple[Any, bytes]]:
    return stage.sql(f"SELECT {IDS[table]}, body FROM {table} ORDER BY 1")


def put(stage: Stage, table: str, row: Any, body: Any) -> None:
    stage.sql(f"UPDATE {table} SET body = ?, size = ? WHERE {IDS[table]} = ?", body, len(body), row)


def test_the_untouched_store_has_no_fault(worked: Stage) -> None:
    assert noticed(worked) == []
    assert {table: len(everything(worked, table)) for table in SEALED} == {
        "record": 14,
        "history": 2,
        "sales_page": 5,
        "batch": 3,
    }


@pytest.mark.parametrize("table", SEALED)
@pytest.mark.parametrize("how", ["bit", "cut", "longer", "empty", "text"])
def test_every_damaged_body_is_noticed(worked: Stage, table: str, how: str) -> None:
    """Each row of each sealed table in turn."""
    changes: dict[str, Callable[[bytes], object]] = {
        "bit": lambda body: body[:-1] + bytes([body[-1] ^ 1]),
        "cut": lambda body: body[: len(body) // 2],
        "longer": lambda body: body + b"\0",
        "empty": lambda _body: b"",
        "text": lambda body: body.hex(),
    }
    for row, body in everything(worked, table):
        put(worked, table, row, changes[how](body))
        assert noticed(worked), (table, how, row)
        put(worked, table, row, body)
    assert noticed(worked) == []


@pytest.mark.parametrize("table", SEALED)
def test_two_bodies_exchanged_are_noticed(worked: Stage, table: str) -> None:
    rows = everything(worked, table)
    for (one, first), (other, second) in itertools.pairwise(rows):
        put(worked, table, one, second)
        put(worked, table, other, first)
        assert noticed(worked)
        put(worked, table, one, first)
        put(worked, table, other, second)


@pytest.mark.parametrize("table", [*SEALED, "client", "grant", "roster"])
def test_every_removed_row_is_noticed(worked: Stage, table: str) -> None:
    key = "id" if table == "client" else "rowid"
    # Who looks is left out of it: without his own row he is nobody at the door.
    others = "WHERE login <> 'anna'" if table == "roster" else ""
    for (row,) in worked.sql(f'SELECT {key} FROM "{table}" {others}'):
        with worked.raw() as connection:
            kept = connection.execute(f'SELECT * FROM "{table}" WHERE {key} = ?', (row,)).fetchone()
            connection.execute(f'DELETE FROM "{table}" WHERE {key} = ?', (row,))
        assert noticed(worked), (table, row)
        marks = ", ".join("?" * len(kept))
        worked.sql(f'INSERT INTO "{table}" VALUES ({marks})', *kept)


@pytest.mark.parametrize("table", ["record", "batch"])
def test_an_older_version_put_back_is_noticed(worked: Stage, table: str) -> None:
    before = worked.sql(f"SELECT * FROM {table} ORDER BY id")
    session = worked.enter("boris")
    client_id = refs(session)["C-1"]
    stored = session.clients.stored(client_id)
    session.clients.change(client_id, stored, msgspec.structs.replace(stored.card, city="Орёл"))
    session.imports.undo(next(each.id for each in session.batches.all() if each.note.number == 3))
    session.end()
    after = worked.sql(f"SELECT * FROM {table} ORDER BY id")
    replayed = [row for row in before if row not in after]
    assert replayed
    marks = ", ".join("?" * len(replayed[0]))
    worked.sql(f"DELETE FROM {table} WHERE id = ?", replayed[0][0])
    worked.sql(f"INSERT INTO {table} VALUES ({marks})", *replayed[0])
    assert noticed(worked)


def test_an_older_version_with_the_newer_digest_removed_is_named_by_the_log(worked: Stage) -> None:
    session = worked.enter("boris")
    record_id, version, body = worked.sql("SELECT id, version, body FROM record WHERE version = 3")[0]
    client_id = refs(session)["C-1"]
    stored = session.clients.stored(client_id)
    session.clients.change(client_id, stored, msgspec.structs.replace(stored.card, city="Орёл"))
    session.end()
    seq = worked.sql("SELECT seq FROM digest WHERE record_id = ? AND version = 4", record_id)[0][0]
    worked.sql("UPDATE record SET version = ?, body = ?, size = ? WHERE id = ?", version, body, len(body), record_id)
    worked.sql("DELETE FROM digest WHERE record_id = ? AND version = 4", record_id)
    verdict = worked.enter("anna").trail.verify()
    assert (verdict.ok, verdict.first_bad, verdict.reason) == (False, seq, "digest")


@pytest.mark.parametrize("state", [0, 1, 2])
def test_a_flipped_batch_state_is_noticed(worked: Stage, state: int) -> None:
    for row, now in worked.sql("SELECT id, state FROM batch"):
        if now != state:
            worked.sql("UPDATE batch SET state = ? WHERE id = ?", state, row)
            assert noticed(worked)
            worked.sql("UPDATE batch SET state = ? WHERE id = ?", now, row)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("record", "version", 9),
        ("record", "space_kind", 2),
        ("record", "space_id", b"x" * 16),
        ("record", "compartment", 1),
        ("record", "epoch", 7),
        ("record", "size", 1),
        ("history", "seq", 40),
        ("history", "record_id", b"x" * 16),
        ("history", "size", 1),
        ("sales_page", "client_id", b"x" * 16),
        ("sales_page", "epoch", 7),
        ("sales_page", "size", 1),
        ("batch", "portfolio_id", b"x" * 16),
        ("batch", "size", 1),
        ("client", "id", b"x" * 16),
        ("client", "portfolio_id", b"x" * 16),
        ("client", "epoch", 7),
        ("client", "wraps", bytes(300)),
        ("client", "wraps", b""),
        ("grant", "epoch", 7),
        ("grant", "scope_kind", 3),
        ("grant", "scope_id", b"x" * 16),
        ("grant", "member_id", b"x" * 16),
        ("grant", "grantor_id", b"x" * 16),
        ("grant", "signature", bytes(64)),
        ("grant", "seq", 2),
    ],
)
def test_a_clear_column_with_another_value_is_noticed(worked: Stage, table: str, column: str, value: object) -> None:
    """Of the client with the history, and of a grant of the owner's own."""
    session = worked.enter("anna")
    client_id = refs(session)["C-1"]
    record_id = session.clients.stored(client_id).record_id
    person = session.entered.identity.person_id
    own = {
        "record": ("id", record_id),
        "history": ("record_id", record_id),
        "sales_page": ("client_id", client_id),
        "client": ("id", client_id),
        "batch": ("state", 1),
        "grant": ("scope_kind = 2 AND member_id", person),
    }[table]
    session.end()
    worked.close()
    key = "(SELECT min(rowid)" if table != "client" else "(SELECT min(id)"
    name = "rowid" if table != "client" else "id"
    worked.sql(
        f'UPDATE "{table}" SET {column} = ? WHERE {name} = {key} FROM "{table}" WHERE {own[0]} = ?)', value, own[1]
    )
    assert noticed(worked), (table, column)


def test_a_client_moved_to_another_portfolio_in_the_table_opens_nowhere(worked: Stage) -> None:
    session = worked.enter("boris")
    client_id, other = refs(session)["C-1"], home_of(session, "Юг")
    worked.sql("UPDATE client SET portfolio_id = ? WHERE id = ?", other, client_id)
    petr = worked.enter("petr")
    with pytest.raises(Problem) as told:
        petr.clients.load()
    assert told.value.exit_code == ExitCode.STORE
    for read in (petr.clients.stored, petr.clients.history):
        with pytest.raises(Problem):
            read(client_id)


@pytest.mark.parametrize("part", [Compartment.CARD, Compartment.MONEY])
def test_a_zeroed_key_of_a_client_is_damage_and_no_crash(worked: Stage, part: Compartment) -> None:
    session = worked.enter("boris")
    client_id = refs(session)["C-2"]
    wraps = worked.sql("SELECT wraps FROM client WHERE id = ?", client_id)[0][0]
    broken = wraps[: part * 60] + bytes(60) + wraps[part * 60 + 60 :]
    worked.sql("UPDATE client SET wraps = ? WHERE id = ?", broken, client_id)
    assert faults(session)
    for read in (lambda: session.clients.stored(client_id), lambda: session.sales.page(client_id)):
        try:
            read()
        except Problem as told:
            assert told.exit_code == ExitCode.STORE
