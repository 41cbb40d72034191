"""An answer put together from many readings is one moment of the store, rights included (decision 84)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest
from sqlalchemy import Engine, event

from core.problem import ExitCode, Problem
from storage.engine import reading
from storage.look import looking
from storage.vault.session import Session
from tests.vault.stage import Stage, refs
from tests.vault.test_unlock import suspend
from tui.desk.desk import Desk


@contextmanager
def counted(engine: Engine) -> Iterator[dict[str, int]]:
    """Transactions and statements of an engine inside the block."""
    found = {"begin": 0, "statements": 0}

    def began(_connection: object) -> None:
        found["begin"] += 1

    def said(*_args: object) -> None:
        found["statements"] += 1

    event.listen(engine, "begin", began)
    event.listen(engine, "before_cursor_execute", said)
    try:
        yield found
    finally:
        event.remove(engine, "begin", began)
        event.remove(engine, "before_cursor_execute", said)


def city(session: Session, client_id: bytes) -> str:
    return session.clients.stored(client_id).card.city


def test_U21_what_a_colleague_saves_meanwhile_is_not_in_the_look(stage: Stage) -> None:
    ivan, boris = stage.enter("ivan"), stage.enter("boris")
    client_id = refs(ivan)["C-1"]
    stored = boris.clients.stored(client_id)
    with ivan.look():
        before = city(ivan, client_id)
        boris.clients.change(client_id, stored, msgspec.structs.replace(stored.card, city="Псков"))
        assert city(ivan, client_id) == before
        with ivan.look():  # the same look
            assert city(ivan, client_id) == before
    assert city(ivan, client_id) == "Псков"
    assert looking(ivan.entered.premises.engine) is None


def test_U21_somebody_suspended_begins_no_look(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    suspend(stage, "ivan")
    with pytest.raises(Problem) as told, ivan.look():
        pytest.fail("the look began")
    assert told.value.exit_code is ExitCode.REFUSED


def test_U21_a_look_ends_with_the_fault_inside_it(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    engine = ivan.entered.premises.engine
    with pytest.raises(ZeroDivisionError), ivan.look():
        _ = 1 / 0
    assert looking(engine) is None
    with ivan.look(), pytest.raises(Exception, match=r"no such table|does not exist"), reading(engine) as connection:
        connection.exec_driver_sql("SELECT * FROM nothing_there")


def test_U21_a_card_and_its_line_of_time_are_a_handful_of_transactions(stage: Stage) -> None:
    """Beside a server each of them is a round trip or three: dozens of small ones made a dossier slow."""
    desk = Desk(stage.premises())
    desk.unlock("ivan", bytearray("ivan: семь синих окон на крыше".encode()))
    client_id = refs(desk.session)["C-1"].hex()
    desk.overview(client_id), desk.work.timeline(client_id)
    with counted(desk.session.entered.premises.engine) as found:
        desk.overview(client_id)
        desk.work.timeline(client_id)
    assert found["begin"] <= 24
    assert found["statements"] <= 90
    desk.close("end")
