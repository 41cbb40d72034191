"""Faults between program and server: whatever the outcome, nothing is shown that is not logged (U21, spec/security §7).

The long form is `scripts/torture --only server`.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from core.entities.firm import FirmSettings
from core.problem import ExitCode, Problem
from scripts.tortures.proxy import Proxy
from scripts.tortures.server import torture, violations
from storage.audit.kinds import Kind
from storage.pointer import write_pointer
from storage.sealing import derive
from storage.vault.founding import found_store
from storage.vault.people import NewPerson
from storage.vault.session import Session
from tests.postgres import PROGRAM, TestServer, new_server
from tests.vault.stage import HandClock, Stage, import_sales, logged, refs, secret_of


def through(stage: Stage, server: TestServer, proxy: Proxy) -> Session:
    """A session whose every byte goes through the proxy."""
    stage.path.unlink()
    url = server.url(PROGRAM, stage.database).update_query_dict({"host": str(proxy.folder), "port": str(server.port)})
    write_pointer(stage.path, url)
    return stage.enter("ivan")


def test_U21_a_connection_cut_after_commit_was_sent_shows_nothing(served: Stage, server: TestServer) -> None:
    with Proxy(server.folder, server.port) as proxy:
        session = through(served, server, proxy)
        client_id = refs(session)["C-1"]
        before = logged(served, Kind.DOSSIER_READ)
        proxy.cut_after(b"COMMIT")
        with pytest.raises(Problem) as told:
            session.clients.history(client_id)
        assert told.value.exit_code is ExitCode.STORE
        assert proxy.cuts == 1
        # The entry may be there, the dossier was not shown: the unknown outcome counts as not shown.
        unknown = logged(served, Kind.DOSSIER_READ) - before
        assert unknown in (0, 1)
        assert session.clients.history(client_id) == []
        assert logged(served, Kind.DOSSIER_READ) - before == unknown + 1


def test_U21_a_connection_that_closes_half_or_stalls_is_one_sentence(served: Stage, server: TestServer) -> None:
    with Proxy(server.folder, server.port) as proxy:
        session = through(served, server, proxy)
        client_id = refs(session)["C-1"]
        proxy.close_half_after(b"pg_advisory_xact_lock")
        with pytest.raises(Problem, match="away"):
            session.clients.history(client_id)
        proxy.stall_after(b"COMMIT", 0.3)
        assert session.clients.history(client_id) == []
        assert proxy.stalls == 1


def test_U21_a_server_that_goes_away_in_the_middle_of_a_save_has_saved_nothing(
    served: Stage, server: TestServer
) -> None:
    with Proxy(server.folder, server.port) as proxy:
        session = through(served, server, proxy)
        client_id = refs(session)["C-1"]
        stored = session.clients.stored(client_id)
        typed = msgspec.structs.replace(stored.card, city="Псков")
        proxy.cut_before(b"COMMIT")
        with pytest.raises(Problem, match="away") as told:
            session.clients.change(client_id, stored, typed)
        assert told.value.exit_code is ExitCode.STORE
        assert proxy.losses == 1
        assert session.clients.stored(client_id).card.city == "Тула"
        # What was typed is still there to be saved again, on the same version.
        session.clients.change(client_id, stored, typed)
        assert session.clients.stored(client_id).card.city == "Псков"
        assert [each.fields["city"] for each in session.clients.history(client_id)] == [("Тула", "Псков")]


def test_U21_a_save_of_unknown_outcome_is_there_whole_or_not_at_all(served: Stage, server: TestServer) -> None:
    with Proxy(server.folder, server.port) as proxy:
        session = through(served, server, proxy)
        client_id = refs(session)["C-1"]
        stored = session.clients.stored(client_id)
        proxy.cut_after(b"COMMIT")
        with pytest.raises(Problem, match="away"):
            session.clients.change(client_id, stored, msgspec.structs.replace(stored.card, city="Псков"))
        assert proxy.cuts == 1
        there = session.clients.stored(client_id).card.city == "Псков"
        assert len(session.clients.history(client_id)) == int(there)
        assert served.enter("boris").upkeep.check().ok


@pytest.mark.long
def test_U21_backends_killed_at_random_show_nothing_that_is_not_logged(served: Stage, server: TestServer) -> None:
    seen = torture(lambda: served.enter("boris"), server, served.database, kills=25, crashes=0, seed=20261128, people=2)
    assert seen.kills == 25
    assert seen.shown and seen.saved
    assert violations(served.enter("boris"), seen) == []


@pytest.mark.long
def test_U21_a_server_that_crashes_comes_back_with_everything_that_was_shown(tmp_path: Path) -> None:
    """On a server of its own with durable settings: the shared one trades safety for speed."""
    server = new_server(durable=True)
    path, clock, database = tmp_path / "firm.kartoteka", HandClock(), server.database()
    person = NewPerson("anna", "Анна", "owner", secret_of("anna"))
    firm, place = FirmSettings("Ромашка"), server.place(database)
    made = found_store(path, firm, person, "Центр", settings=derive.TEST_ONLY, clock=clock, server=place)
    stage = Stage(path, made, clock, database)
    import_sales(stage.enter(), portfolio="Центр")
    seen = torture(lambda: stage.enter(), server, database, kills=6, crashes=1, seed=7, people=2)
    assert seen.crashes == 1
    assert seen.shown or seen.saved
    assert violations(stage.enter(), seen) == []
    stage.close()
    server.stop("immediate")
