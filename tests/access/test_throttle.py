"""The delay after wrong passphrases: powers of two in the store, keyed by a tag that names nobody (R27)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from core.rules import DEFAULT
from storage.access.throttle import LOGIN_SCOPE, forget_failures, login_tag, note_failure, seconds_to_wait
from storage.engine import open_engine
from storage.migrations.run import upgrade

NOW = 1_772_000_000_000_000
TAG, OTHER = b"t" * 16, b"o" * 16


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    engine = open_engine(tmp_path / "a.kartoteka", create=True)
    upgrade(engine)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_R27_the_delay_doubles_from_the_third_wrong_try_to_its_longest(connection: Connection) -> None:
    waits = []
    for _ in range(16):
        note_failure(connection, TAG, NOW)
        waits.append(seconds_to_wait(connection, TAG, NOW))
    free = DEFAULT.login_free_tries
    assert waits[: free - 1] == [0] * (free - 1)
    assert waits[free - 1 :] == [min(DEFAULT.login_delay_max_s, 2**n) for n in range(16 - free + 1)]


def test_R27_the_wait_runs_down_and_is_never_negative(connection: Connection) -> None:
    for _ in range(6):
        note_failure(connection, TAG, NOW)
    assert [seconds_to_wait(connection, TAG, NOW + second * 1_000_000) for second in (0, 1, 7, 8, 9)] == [8, 7, 1, 0, 0]
    assert seconds_to_wait(connection, TAG, NOW + 7_999_999) == 1
    assert seconds_to_wait(connection, OTHER, NOW) == 0


def test_R27_success_forgets_and_tells_how_many_there_were(connection: Connection) -> None:
    for _ in range(5):
        note_failure(connection, TAG, NOW)
    note_failure(connection, OTHER, NOW)
    assert (forget_failures(connection, TAG), forget_failures(connection, TAG)) == (5, 0)
    assert seconds_to_wait(connection, TAG, NOW) == 0
    rows = connection.exec_driver_sql("SELECT scope_kind, scope_id, name FROM counters ORDER BY name").all()
    assert [tuple(row) for row in rows] == [(LOGIN_SCOPE, OTHER, "failures"), (LOGIN_SCOPE, OTHER, "until_us")]


def test_the_tag_is_the_login_whatever_its_case_and_means_nothing_without_the_key() -> None:
    assert login_tag(b"k" * 64, " Ivan ") == login_tag(b"k" * 64, "ivan")
    assert len({login_tag(b"k" * 64, "ivan"), login_tag(b"k" * 64, "petr"), login_tag(b"l" * 64, "ivan")}) == 3
    assert len(login_tag(b"k" * 64, "ivan")) == 16
