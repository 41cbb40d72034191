"""`store copy`: record by record in both directions, compared, resumable (U21)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.problem import ExitCode, Problem
from storage import transfer
from storage.transfer import copy_store
from storage.vault.founding import Server
from tests.desk.test_merged_base import desk_of
from tests.files.test_attachments import attach, client
from tests.postgres import OWNER, TestServer
from tests.vault.fixtures import stage, template
from tests.vault.stage import Stage, faults

__all__ = ["stage", "template"]


def digests(stage: Stage) -> tuple[str, int, bool]:
    """Logical dump, size of the log, and whether everything matches it."""
    session = stage.enter("boris")
    found = session.upkeep.dump_digest(), session.entered.premises.log_size(), session.upkeep.check().ok
    return found


def at(path: Path, like: Stage, database: str = "") -> Stage:
    return Stage(path, like.founded, like.clock, database)


def place(server: TestServer) -> tuple[str, Server]:
    database = server.database()
    return database, server.place(database)


def test_U21_to_the_server_and_back_is_the_same_store(stage: Stage, server: TestServer, tmp_path: Path) -> None:
    before = digests(stage)
    stage.close()
    size = stage.enter("boris").entered.premises.log_size()
    stage.close()
    database, where = place(server)
    copied = copy_store(stage.path, tmp_path / "served", where)
    served = at(tmp_path / "served", stage, database)
    assert copied.rows["log"] >= size and copied.resumed == 0
    again = copy_store(served.path, tmp_path / "back.kartoteka", None)
    assert (again.sha256, again.rows) == (copied.sha256, copied.rows)
    for each in (served, at(tmp_path / "back.kartoteka", stage)):
        found = digests(each)
        assert (found[0], found[2]) == (before[0], True)
        each.close()


def test_U21_a_copy_that_was_stopped_is_no_store_and_goes_on(
    stage: Stage, server: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.close()
    monkeypatch.setattr(transfer, "CHUNK", 3)
    database, where = place(server)
    with pytest.raises(Problem) as told:
        copy_store(stage.path, tmp_path / "served", where, lambda done, total: done < total // 2)
    assert told.value.exit_code is ExitCode.REFUSED
    with pytest.raises(Problem, match="may not do that on the server"):
        at(tmp_path / "served", stage, database).enter("boris")
    whole = copy_store(stage.path, tmp_path / "served", where)
    assert whole.resumed > 0
    assert digests(at(tmp_path / "served", stage, database))[2]


def test_U21_attached_files_go_to_the_server_and_back_however_the_copy_was_cut(
    stage: Stage, server: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_of(stage)
    here = client(desk)
    files = {number: os.urandom(20_000 + number).hex().encode() for number in range(4)}
    ids = {number: attach(desk, tmp_path, f"план {number}.txt", data) for number, data in files.items()}
    desk.close("end")
    stage.close()
    monkeypatch.setattr(transfer, "BYTES", 50_000)
    monkeypatch.setattr(transfer, "CHUNK", 3)
    database, where = place(server)
    for part in (1 / 3, 2 / 3):
        with pytest.raises(Problem):
            copy_store(
                stage.path,
                tmp_path / "served",
                where,
                lambda done, total, part=part: done < part * total,  # type: ignore[misc]
            )
    copied = copy_store(stage.path, tmp_path / "served", where)
    assert copied.resumed > 0
    assert copy_store(tmp_path / "served", tmp_path / "back.kartoteka", None).sha256 == copied.sha256
    for each in (at(tmp_path / "served", stage, database), at(tmp_path / "back.kartoteka", stage)):
        other = desk_of(each)
        for number, data in files.items():
            out = other.files.save(here, ids[number], "проверка")
            assert Path(out.file).read_bytes() == data
            Path(out.file).unlink()
        assert faults(other.session) == []
        other.close("end")
        each.close()


def test_U21_a_source_that_has_grown_meanwhile_is_copied_anew(
    stage: Stage, server: TestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.close()
    monkeypatch.setattr(transfer, "CHUNK", 3)
    _, where = place(server)
    with pytest.raises(Problem):
        copy_store(stage.path, tmp_path / "served", where, lambda done, total: done < total // 2)
    stage.enter("ivan").end()
    assert copy_store(stage.path, tmp_path / "served", where).resumed == 0


def test_U21_a_place_that_is_taken_is_refused(stage: Stage, server: TestServer, tmp_path: Path) -> None:
    stage.close()
    taken = tmp_path / "taken"
    taken.write_bytes(b"")
    with pytest.raises(Problem, match="already exists"):
        copy_store(stage.path, taken, None)
    assert taken.read_bytes() == b""
    _, where = place(server)
    copy_store(stage.path, tmp_path / "served", where)
    with pytest.raises(Problem, match="a store in this database already"):
        copy_store(stage.path, tmp_path / "other", where)


def test_U21_a_copy_that_differs_is_named(stage: Stage, server: TestServer, tmp_path: Path) -> None:
    stage.close()
    database, where = place(server)

    def meddle(done: int, total: int) -> bool:
        server.sql("UPDATE roster SET name = 'Чужой'", database, OWNER)
        return True

    with pytest.raises(Problem, match="differs from the store in roster"):
        copy_store(stage.path, tmp_path / "served", where, meddle)
