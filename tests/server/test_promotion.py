"""A replica takes over: sessions reconnect by themselves, and nothing that was shown is missing from the log (U21)."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from core.entities.client import ClientCard, ClientContacts
from core.entities.firm import FirmSettings
from core.problem import Problem
from scripts.tortures.server import Seen, violations
from storage.engine import reading
from storage.pointer import write_pointer
from storage.sealing import derive
from storage.vault.founding import found_store
from storage.vault.people import NewPerson
from tests.postgres import PROGRAM, TestServer, new_server
from tests.vault.stage import HandClock, Stage, secret_of


def replica_of(primary: TestServer) -> TestServer:
    """A streaming copy of a server, as `docs/admin-postgresql.md` sets one up."""
    folder = primary.folder.with_name(primary.folder.name + "-replica")
    folder.mkdir()
    shutil.chown(folder, "postgres", "postgres")
    copy = TestServer(folder, primary.binaries, port=5433, settings=dict(primary.settings))
    source = f"host={primary.folder} port={primary.port} user=postgres"
    copy.run("pg_basebackup", "-D", str(folder / "data"), "-R", "-X", "stream", "-c", "fast", "-d", source)
    copy.start()
    return copy


def caught_up(primary: TestServer, replica: TestServer) -> None:
    target = primary.sql("SELECT pg_current_wal_lsn()")[0][0]
    for _ in range(200):
        if replica.sql(f"SELECT pg_last_wal_replay_lsn() >= '{target}'")[0][0]:
            return
        time.sleep(0.05)
    raise AssertionError("the replica does not follow")


def test_U21_a_promoted_replica_goes_on_with_the_same_log(tmp_path: Path) -> None:
    primary = new_server(durable=True, wal_level="replica", max_wal_senders="4", hot_standby="on")
    database, path, clock = primary.database(), tmp_path / "firm.kartoteka", HandClock()
    person = NewPerson("anna", "Анна", "owner", secret_of("anna"))
    place = primary.place(database)
    made = found_store(path, FirmSettings("Р"), person, "Ц", settings=derive.TEST_ONLY, clock=clock, server=place)
    replica = replica_of(primary)
    stage = Stage(path, made, clock, database)
    path.unlink()
    both = primary.url(PROGRAM, database).update_query_dict(
        {
            "host": f"{primary.folder},{replica.folder}",
            "port": f"{primary.port},{replica.port}",
            "target_session_attrs": "read-write",
        }
    )
    write_pointer(path, both)
    session = stage.enter()
    client = session.newcomers.add(session.home_portfolio(), ClientCard("Лютик"), ClientContacts())
    seen = Seen()
    for _ in range(3):
        seen.shown.append((client, session.clients.opened(client, (), "history").seqs[0]))

    # A session that was sent to the copy writes nothing and is told so.
    path.unlink()
    write_pointer(path, replica.url(PROGRAM, database))
    with pytest.raises(Problem, match="only read"):
        stage.enter()
    path.unlink()
    write_pointer(path, both)

    caught_up(primary, replica)
    primary.stop("immediate")
    replica.run("pg_ctl", "-D", str(replica.folder / "data"), "-w", "promote")
    receipt = None
    for _ in range(20):
        try:
            receipt = session.clients.opened(client, (), "history")
            break
        except Problem:
            time.sleep(0.1)
    assert receipt is not None, "the session has not found the new primary"
    seen.shown.append((client, receipt.seqs[0]))
    with reading(session.entered.premises.engine) as connection:
        assert connection.exec_driver_sql("SHOW port").scalar() == str(replica.port)
    assert violations(session, seen) == []
    assert session.upkeep.check().ok
    session.end()
    replica.stop("immediate")
