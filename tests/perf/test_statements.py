"""SQL by count: what is done for every client is never asked for client by client (spec/store §4, §6)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storage.vault import pace
from storage.vault.session import Session
from tests.perf.counting import add_clients, add_sales, counted, engine_of, sales_of, traced
from tests.vault.stage import Stage, secret_of
from tui.desk.desk import Desk

FEW, MANY = 3, 60


def cost(stage: Stage, step: Callable[[Session], object]) -> tuple[int, int]:
    """Statements and write transactions of a step in a fresh session of the head."""
    session = stage.enter("boris")
    with counted(engine_of(session)) as count:
        step(session)
    session.end()
    return len(count), count.writes


def test_reading_costs_the_same_for_few_and_for_many_clients(stage: Stage) -> None:
    def read(session: Session) -> None:
        session.clients.lines()
        session.sales.ledger(session.clients.load().ids)
        session.sales.buyers(session.entered.keyring.portfolios)

    few = cost(stage, read)
    session = stage.enter("boris")
    add_sales(session, sales_of(MANY))
    session.end()
    many = cost(stage, read)
    # One batch more, whose note is opened and held against the log: constant, whatever the number of its clients.
    assert few[1] == many[1] == 0
    assert many[0] - few[0] <= 12
    session = stage.enter("boris")
    assert len(session.clients.lines().ids) > MANY
    add_sales(session, sales_of(MANY, first=MANY))
    session.end()
    assert cost(stage, read)[0] - many[0] <= many[0] - few[0]


def test_coming_in_costs_the_same_for_few_and_for_many_clients(stage: Stage) -> None:
    def come_in() -> int:
        premises = stage.premises()
        desk = Desk(premises)
        with counted(premises.engine) as count:
            desk.unlock("boris", secret_of("boris"))
            desk.pulse()
        desk.close("end")
        return len(count)

    come_in()
    few = come_in()
    session = stage.enter("boris")
    add_clients(session, MANY)
    session.end()
    assert come_in() - few <= 12


@pytest.mark.in_a_file("counts what SQLite traces")
@pytest.mark.parametrize("sales", [False, True], ids=["cards", "sales"])
def test_an_import_writes_many_new_clients_at_a_time(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, sales: bool
) -> None:
    def bring(session: Session, count: int, first: int) -> None:
        if sales:
            add_sales(session, sales_of(count, first))
        else:
            add_clients(session, count, first)

    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(MANY, MANY, MANY))
    few = cost(stage, lambda session: bring(session, FEW, 0))
    many = cost(stage, lambda session: bring(session, MANY, 100))
    # Batches known before are read again: a handful of statements each, and one batch has come.
    assert many[0] - few[0] <= 12
    # Plan, one transaction of clients, commit.
    assert many[1] == few[1] == 3
    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(MANY // 3, MANY // 3, MANY // 3))
    assert cost(stage, lambda session: bring(session, MANY, 200))[1] == 5


def test_undo_removes_many_clients_at_a_time(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(MANY, MANY, MANY))

    def undo(count: int, first: int) -> int:
        session = stage.enter("boris")
        group = add_clients(session, count, first).group
        with counted(engine_of(session)) as found:
            assert session.imports.undo(group).removed == count
        session.end()
        return len(found)

    undo(FEW, 0)
    few = undo(FEW, 100)
    assert undo(MANY, 200) - few <= 12


@pytest.mark.in_a_file("counts what SQLite traces")
def test_walking_from_card_to_card_is_one_statement_a_card(stage: Stage) -> None:
    session = stage.enter("boris")
    add_clients(session, MANY)
    ids = session.clients.load().ids
    with traced(engine_of(session)) as found:
        read = session.clients.walk()
        before = len(found)
        for client_id in ids:
            read(client_id)
        assert len(found) - before == len(ids)
    session.end()


def test_asking_whether_something_changed_is_cheap_and_writes_nothing(stage: Stage) -> None:
    premises = stage.premises()
    desk = Desk(premises)
    desk.unlock("boris", secret_of("boris"))
    desk.pulse()
    with counted(premises.engine) as count:
        desk.pulse()
    assert len(count) <= 4
    assert count.writes == 0
    desk.close("end")
