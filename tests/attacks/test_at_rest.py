"""Somebody with the file in hand edits rows: the reader notices, or `store check` does (spec/store §6)."""

from __future__ import annotations

import msgspec
import pytest

from core.problem import ExitCode, Problem
from tests.vault.stage import Stage, refs


def noticed(stage: Stage) -> bool:
    """Whether opening everything, or the check, speaks up."""
    try:
        session = stage.enter("anna")
        session.clients.load()
        checked = session.upkeep.check()
        return not checked.ok or not session.trail.verify().ok
    except Problem as problem:
        assert problem.exit_code in (ExitCode.STORE, ExitCode.REFUSED)
        return True


EDITS = {
    "record body": "UPDATE record SET body = CAST(substr(body, 1, length(body) - 1) || x'00' AS BLOB)",
    "record truncated": "UPDATE record SET body = substr(body, 1, length(body) - 16)",
    "record version": "UPDATE record SET version = version + 1 WHERE space_kind = 1",
    "record epoch": "UPDATE record SET epoch = epoch + 1 WHERE space_kind = 1",
    "record moved": "UPDATE record SET space_id = x'00112233445566778899aabbccddeeff' WHERE space_kind = 1 AND "
    "compartment = 1",
    "record removed": "DELETE FROM record WHERE space_kind = 1 AND compartment = 1",
    "record as text": "UPDATE record SET body = 'text' WHERE space_kind = 1",
    "record size": "UPDATE record SET size = 1",
    "page removed": "DELETE FROM sales_page WHERE id = (SELECT min(id) FROM sales_page)",
    "history removed": "DELETE FROM history",
    "history body": "UPDATE history SET body = zeroblob(length(body))",
    "sales page": "UPDATE sales_page SET body = CAST(substr(body, 1, length(body) - 1) || x'00' AS BLOB)",
    "page as text": "UPDATE sales_page SET body = 'text'",
    "page of another": "UPDATE sales_page SET client_id = (SELECT id FROM client ORDER BY id DESC LIMIT 1)",
    "batch revived": "UPDATE batch SET state = 2",
    "batch body": "UPDATE batch SET body = zeroblob(length(body))",
    "wraps": "UPDATE client SET wraps = zeroblob(length(wraps))",
    "client epoch": "UPDATE client SET epoch = epoch + 1",
    "digest": "UPDATE digest SET sha256 = zeroblob(32)",
    "digest removed": "DELETE FROM digest WHERE version = 1",
    "log entry": "UPDATE log SET entry = CAST(substr(entry, 1, length(entry) - 1) || x'7f' AS BLOB) WHERE seq = 3",
    "log removed": "DELETE FROM log WHERE seq = 5",
    "log cut": "DELETE FROM log WHERE seq = (SELECT max(seq) FROM log)",
    "log swapped": "UPDATE log SET entry = (SELECT entry FROM log WHERE seq = 7) WHERE seq = 6",
    "log actor": "UPDATE log SET actor = x'00112233445566778899aabbccddeeff' WHERE seq = 9",
    "log head": "UPDATE log_head SET size = size - 1",
    "grant body": "UPDATE \"grant\" SET body = substr(body, 1, length(body) - 1) || x'00'",
    "grant member": 'UPDATE "grant" SET signature = zeroblob(64)',
}


@pytest.mark.parametrize("name", list(EDITS))
def test_an_edit_at_rest_is_noticed(stage: Stage, name: str) -> None:
    session = stage.enter("boris")
    client = refs(session)["C-1"]
    for city in ("Казань", "Пермь"):
        stored = session.clients.stored(client)
        session.clients.change(client, stored, msgspec.structs.replace(stored.card, city=city))
    assert not noticed(stage)
    stage.close()
    stage.sql(EDITS[name])
    assert noticed(stage), name


def test_an_older_version_put_back_is_noticed(stage: Stage) -> None:
    """A row with its own older version opens under its key; only the log knows that it is old."""
    session = stage.enter("boris")
    client = refs(session)["C-1"]
    stored = session.clients.stored(client)
    old = stage.sql("SELECT body, version, size FROM record WHERE id = ?", stored.record_id)[0]
    session.clients.change(client, stored, msgspec.structs.replace(stored.card, city="Казань"))
    stage.close()
    stage.sql("UPDATE record SET body = ?, version = ?, size = ? WHERE id = ?", *old, stored.record_id)
    with pytest.raises(Problem) as told:
        stage.enter("boris").clients.load()
    assert told.value.exit_code == ExitCode.STORE


def test_records_of_two_clients_exchanged_are_noticed(stage: Stage) -> None:
    rows = stage.sql("SELECT id, body FROM record WHERE space_kind = 1 AND compartment = 0 LIMIT 2")
    stage.sql("UPDATE record SET body = ? WHERE id = ?", rows[1][1], rows[0][0])
    stage.sql("UPDATE record SET body = ? WHERE id = ?", rows[0][1], rows[1][0])
    assert noticed(stage)


def test_a_row_of_another_store_is_noticed(stage: Stage, empty: Stage) -> None:
    foreign = empty.sql("SELECT body, version, epoch, size FROM record LIMIT 1")[0]
    stage.sql("UPDATE record SET body = ?, version = ?, epoch = ?, size = ? WHERE space_kind = 2", *foreign)
    assert noticed(stage)
