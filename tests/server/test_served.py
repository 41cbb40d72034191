"""A store on a server is the store of the other rooms: same log, same refusals, and a role that cannot rewrite it."""

from __future__ import annotations

import re
import threading

import msgspec
import pytest
from sqlalchemy.exc import ProgrammingError

from core.entities.firm import FirmSettings
from core.problem import ExitCode, Problem
from core.wording import set_language
from storage.audit.kinds import Kind
from storage.engine import open_engine, reading
from storage.migrations.run import HEAD
from storage.pointer import parse_url, place_of, read_pointer, write_pointer
from storage.sealing import derive
from storage.vault.founding import Server, beside, found_store, give_roles
from storage.vault.people import NewPerson
from tests.postgres import OWNER, PROGRAM, TestServer
from tests.vault.stage import Stage, logged, refs, secret_of
from tui.desk.desk import Desk


def test_U21_the_store_on_a_server_does_what_the_store_in_a_file_does(served: Stage) -> None:
    ivan, boris = served.enter("ivan"), served.enter("boris")
    client_id = refs(ivan)["C-1"]
    stored = ivan.clients.stored(client_id)
    ivan.clients.change(client_id, stored, msgspec.structs.replace(stored.card, city="Псков"))
    assert boris.clients.history(client_id)[0].fields == {"city": ("Тула", "Псков")}
    assert logged(served, Kind.DOSSIER_READ) == 1
    portfolio = next(iter(ivan.entered.keyring.portfolios))
    assert boris.rotation.rotate(portfolio) > 0
    assert ivan.clients.stored(client_id).card.city == "Псков"
    assert boris.upkeep.check().ok
    assert boris.entered.premises.log.verify(boris.entered.premises.trust_root).ok


def test_U21_a_reading_is_one_snapshot_that_cannot_write(served: Stage) -> None:
    session = served.enter("ivan")
    engine = session.entered.premises.engine
    with reading(engine) as connection:
        before = session.entered.premises.log.size(connection)
        served.enter("boris").end()
        assert session.entered.premises.log.size(connection) == before
        with pytest.raises(Exception, match="read-only"):
            connection.exec_driver_sql("DELETE FROM counters")


@pytest.mark.parametrize(
    "statement", ["UPDATE log SET time_us = 1", "DELETE FROM log", "TRUNCATE log", "UPDATE digest SET seq = 1"]
)
def test_U21_the_programs_role_cannot_change_the_log(served: Stage, server: TestServer, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        server.sql(statement, served.database, PROGRAM)


def test_U21_a_role_that_may_change_the_log_is_refused_at_the_start(served: Stage, server: TestServer) -> None:
    server.sql(f"GRANT UPDATE ON log TO {PROGRAM}", served.database, OWNER)
    with pytest.raises(Problem) as told:
        served.enter("ivan")
    assert told.value.exit_code is ExitCode.STORE
    assert "may change entries of its log" in str(told.value)


def test_U21_missing_rights_are_named_and_store_nothing(served: Stage, server: TestServer) -> None:
    ivan = served.enter("ivan")
    client_id = refs(ivan)["C-1"]
    stored = ivan.clients.stored(client_id)
    server.sql(f"REVOKE INSERT ON history FROM {PROGRAM}", served.database, OWNER)
    before = served.sql("SELECT count(*) FROM log")
    with pytest.raises(Problem, match="may not do that on the server"):
        ivan.clients.change(client_id, stored, msgspec.structs.replace(stored.card, city="Псков"))
    assert served.sql("SELECT count(*) FROM log") == before


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("database", "no such database or role"),
        ("username", "no such database or role"),
        ("host", "away"),
    ],
)
def test_U21_a_server_that_is_not_there_is_one_sentence(
    served: Stage, server: TestServer, change: str, sentence: str
) -> None:
    url = server.url(PROGRAM, served.database)
    url = {
        "host": url.update_query_dict({"host": "/nowhere"}),
        "database": url.set(database="nobody_made_this"),
        "username": url.set(username="nobody"),
    }[change]
    served.path.unlink()
    write_pointer(served.path, url)
    with pytest.raises(Problem, match=sentence) as told:
        served.enter("ivan")
    assert told.value.exit_code is ExitCode.STORE
    assert "\n" not in str(told.value)


def test_U21_an_empty_database_and_one_of_another_encoding_are_named(served: Stage, server: TestServer) -> None:
    def enter(database: str) -> str:
        served.path.unlink()
        write_pointer(served.path, server.url(PROGRAM, database))
        with pytest.raises(Problem) as told:
            served.enter("ivan")
        return str(told.value)

    assert "no store in the database" in enter(server.database())
    server.sql("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
    try:
        assert "LATIN1" in enter("latin")
    finally:
        server.sql("DROP DATABASE latin")


def test_U21_a_store_of_a_newer_program_and_half_a_store_are_refused(served: Stage) -> None:
    served.sql("UPDATE store SET format = format + 1")
    with pytest.raises(Problem, match="newer version of the program") as told:
        served.enter("ivan")
    assert told.value.exit_code is ExitCode.STORE
    served.sql("DELETE FROM store")
    with pytest.raises(Problem, match=r"newer version|no store") as told:
        served.enter("ivan")
    assert told.value.exit_code is ExitCode.STORE


def test_U21_no_row_of_the_server_says_anything_of_a_client(served: Stage) -> None:
    """What the server keeps is what its administrator, its backups and its replicas see."""
    session = served.enter("petr")
    client_id = refs(session)["L-1"]
    session.clients.history(client_id)
    session.end()
    tokens = [each.encode(code) for each in ("Лютик", "Фирма C-1", "Тула", "болт", "РН-1", "900 123-45-67")
              for code in ("utf-8", "cp1251", "utf-16-le")]  # fmt: skip
    names = [name for (name,) in served.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    assert {"record", "sales_page", "log"} <= set(names)
    for name in names:
        for row in served.sql(f'SELECT * FROM "{name}"'):
            held = b"\0".join(each if isinstance(each, bytes) else str(each).encode() for each in row)
            assert not [each for each in tokens if each in held], name


def test_U21_tables_of_an_older_program_are_brought_up_by_their_owner_alone(served: Stage, server: TestServer) -> None:
    for statement in ("DROP INDEX ix_log_kind", "UPDATE alembic_version SET version_num = '0001'"):
        server.sql(statement, served.database, OWNER)
    with pytest.raises(Problem, match="run store roles as its owner"):
        served.enter("ivan")
    give_roles(server.place(served.database))
    served.enter("ivan").end()
    assert server.sql("SELECT version_num FROM alembic_version", served.database, OWNER) == [(HEAD,)]


def test_U21_a_server_that_is_too_old_is_named(served: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.server.OLDEST", 99)
    with pytest.raises(Problem, match=r"is version \d+; this program needs 99 or newer") as told:
        served.enter("ivan")
    assert told.value.exit_code is ExitCode.STORE


@pytest.mark.parametrize(("ahead", "sentence"), [(3600, "behind"), (-3600, "ahead of"), (5, "")])
def test_U21_clocks_that_differ_are_told_of_at_the_login(
    served: Stage, server: TestServer, ahead: int, sentence: str
) -> None:
    """The clock the program's role sees is put wrong, as that of another machine would be."""
    for statement in (
        "CREATE SCHEMA wrong",
        "CREATE FUNCTION wrong.clock_timestamp() RETURNS timestamptz LANGUAGE sql "
        f"AS 'SELECT pg_catalog.clock_timestamp() + make_interval(secs => {ahead})'",
        f"GRANT USAGE ON SCHEMA wrong TO {PROGRAM}",
        f"ALTER ROLE {PROGRAM} IN DATABASE {served.database} SET search_path = wrong, pg_catalog, public",
    ):
        server.sql(statement, served.database)
    set_language("en")
    desk = Desk(served.premises())
    desk.unlock("ivan", secret_of("ivan"))
    told = [each for each in desk.audit.alarms() if "database server" in each]
    assert len(told) == bool(sentence)
    assert all(sentence in each and re.search("3,(600|599|601) s", each) for each in told)


def test_U21_founding_that_fails_leaves_nothing_on_the_server_or_beside_it(
    server: TestServer, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    database = server.database()
    path = tmp_path / "firm.kartoteka"
    person = NewPerson("anna", "Анна", "owner", secret_of("anna"))
    with monkeypatch.context() as patch:
        patch.setattr("storage.vault.founding.create_recovery", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(OSError, match="full"):
            found_store(path, FirmSettings("Р"), person, "Ц", settings=derive.TEST_ONLY, server=server.place(database))
    assert beside(path) == set()
    assert server.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", database, OWNER) == [(0,)]
    person = NewPerson("anna", "Анна", "owner", secret_of("anna"))
    found_store(path, FirmSettings("Р"), person, "Ц", settings=derive.TEST_ONLY, server=server.place(database))
    with pytest.raises(Problem, match="a store in this database already"):
        found_store(
            tmp_path / "other", FirmSettings("Р"), person, "Ц", settings=derive.TEST_ONLY, server=server.place(database)
        )
    url = server.url(OWNER, database)
    with pytest.raises(Problem, match="must not own the tables"):
        found_store(tmp_path / "third", FirmSettings("Р"), person, "Ц", server=Server(url, url))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("postgresql+psycopg://me:secret@db/firm", "contains a password"),
        ("postgresql://db/firm?password=secret", "contains a password"),
        ("mysql://db/firm", "not supported"),
        ("postgresql", "not a database URL"),
    ],
)
def test_U21_urls_that_are_refused(text: str, sentence: str) -> None:
    with pytest.raises(Problem, match=sentence) as told:
        parse_url(text)
    assert "secret" not in str(told.value)


def test_U21_the_pointer_says_where_and_nothing_else(served: Stage, tmp_path: object) -> None:
    data = served.path.read_bytes()
    assert data.startswith(b"kartoteka/server/1\n")
    assert served.path.stat().st_mode & 0o777 == 0o600
    found = read_pointer(served.path)
    assert found is not None and found.password is None
    served.path.write_bytes(b"kartoteka/server/1\nhttp://x\n")
    with pytest.raises(Problem, match="does not name a database server"):
        open_engine(served.path)
    from pathlib import Path

    assert place_of(parse_url("postgresql://db.example:5433/fir m"), Path("/a")).name == "db.example-5433-fir_m.store"


def test_U21_twenty_threads_append_one_log_without_a_gap(served: Stage) -> None:
    sessions = [served.enter("ivan") for _ in range(5)]
    client_id = refs(sessions[0])["C-1"]
    faults: list[BaseException] = []

    def work(session: object) -> None:
        try:
            for _ in range(10):
                session.entered.gate.note(Kind.COPY, client_id)  # type: ignore[attr-defined]
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(each,)) for each in sessions for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    assert logged(served, Kind.COPY) == 200
    assert sessions[0].entered.premises.log.verify(sessions[0].entered.premises.trust_root).ok


def test_U21_a_replica_that_lagged_when_it_took_over_is_noticed_at_login(served: Stage, server: TestServer) -> None:
    """The shorter log stands for a replica that was promoted before it had everything."""
    served.enter("ivan").end()
    served.close()
    lagging = server.database(served.database)
    session = served.enter("ivan")
    session.entered.gate.note(Kind.COPY, refs(session)["C-1"])
    session.end()
    served.close()
    served.path.unlink()
    write_pointer(served.path, server.url(PROGRAM, lagging))
    with pytest.raises(Problem) as told:
        served.enter("ivan")
    assert told.value.exit_code is ExitCode.STORE
