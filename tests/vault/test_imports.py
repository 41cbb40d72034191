"""Imports: prepare writes nothing, one batch, the latest line wins, a cut-off import is invisible (spec/store §4)."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable

import msgspec
import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from core.entities.client import ClientCard
from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.vault import imports, pace
from storage.vault.batches import BatchState
from storage.vault.imports import NewClient
from storage.vault.session import Session
from tests.vault.stage import (
    SALES,
    Sale,
    Stage,
    cards_order,
    home_of,
    import_cards,
    import_sales,
    logged,
    refs,
    sales_order,
)

MORE: list[Sale] = [(f"N-{n}", f"ПН-{n}", n, "болт", 100 + n) for n in range(7)]


def amounts(session: Session, ref: str) -> list[int]:
    page = session.sales.page(refs(session)[ref])
    return sorted(page.rows["amount"].tolist()) if page is not None else []


def prepared_for(session: Session, sales: list[Sale], portfolio: str = "Север") -> imports.Prepared:
    return session.imports.prepare(sales_order(session, sales, home_of(session, portfolio)))


def killed_between_chunks(session: Session, sales: list[Sale], at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import that ends like a process that is killed: nothing behind the `at`-th chunk runs."""

    class Killed(BaseException):
        pass

    def die(done: int, _total: int) -> bool:
        if done >= at:
            raise Killed
        return True

    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(2, 2, 2))
    with pytest.raises(Killed):
        session.imports.commit(prepared_for(session, sales), die)


def test_preparing_writes_nothing(stage: Stage) -> None:
    session = stage.enter("boris")
    before = hashlib.sha256(stage.bytes()).digest()
    found = prepared_for(session, [*SALES, *MORE])
    assert (found.new, found.update, found.same) == (7, 0, 5)
    assert hashlib.sha256(stage.bytes()).digest() == before


def test_the_same_file_again_is_nothing_new_and_nothing_changed(stage: Stage) -> None:
    session = stage.enter("boris")
    before = session.entered.premises.log_size()
    found = prepared_for(session, list(SALES))
    assert (found.new, found.update, found.same, found.pages) == (0, 0, 5, {})
    done = session.imports.commit(found)
    assert done is not None and (done.clients, done.lines) == (0, 0)
    assert session.entered.premises.log_size() == before


def test_a_changed_line_wins_and_the_old_one_comes_back_with_undo(stage: Stage) -> None:
    session = stage.enter("boris")
    before = session.upkeep.dump_digest()
    found, group = import_sales(session, [("C-1", "РН-1", 0, "болт", 777_00), ("C-1", "РН-1", 0, "гайка", 30_50)])
    assert (found.new, found.update, found.same) == (0, 1, 1)
    assert amounts(session, "C-1") == [30_50, 99_99, 777_00]
    assert sorted(session.sales.ledger([refs(session)["C-1"]]).lines.amount.tolist()) == [30_50, 99_99, 777_00]
    session.imports.undo(group)
    assert amounts(session, "C-1") == [30_50, 99_99, 120_00]
    assert session.upkeep.dump_digest() == before


def test_redo_by_importing_again_gives_the_same_data(stage: Stage) -> None:
    session = stage.enter("boris")
    _found, group = import_sales(session, MORE)
    after = session.upkeep.dump_digest()
    session.imports.undo(group)
    found, _again = import_sales(session, MORE)
    assert (found.new, found.same) == (7, 0)
    assert session.upkeep.dump_digest() == after


def test_the_latest_live_batch_decides_whichever_is_undone_first(stage: Stage) -> None:
    session = stage.enter("boris")
    groups = [import_sales(session, [("C-2", "РН-3", 4, "болт", amount)])[1] for amount in (1, 2, 3)]
    seen = [amounts(session, "C-2")]
    for at in (1, 2, 0):
        session.imports.undo(groups[at])
        seen.append(amounts(session, "C-2"))
    assert seen == [[3], [3], [1], [7_00]]


def test_one_file_over_several_portfolios_is_one_batch_to_undo(stage: Stage) -> None:
    session = stage.enter("boris")
    before = session.upkeep.dump_digest()
    sales: list[Sale] = [("C-1", "РН-70", 9, "болт", 5), ("L-1", "РН-71", 9, "болт", 6), ("N-1", "РН-72", 9, "болт", 7)]
    _found, group = import_sales(session, sales, "Центр")
    assert len(session.batches.group(group)) == 3
    assert (amounts(session, "L-1"), amounts(session, "N-1")) == ([6], [7])
    session.imports.undo(group)
    assert session.upkeep.dump_digest() == before


def test_the_log_tells_of_an_import_what_and_how_much(stage: Stage) -> None:
    session = stage.enter("boris")
    _found, group = import_sales(session, MORE)
    vera = stage.enter("vera").trail
    committed = vera.entries(kind="import_committed", limit=1)[0]
    assert committed.details == {"batch": group, "kind": "sales", "sha256": bytes(32), "clients": 7}
    assert vera.entries(kind="import_planned", limit=1)[0].details["rows"] == 7


@pytest.mark.parametrize("at", [0, 2, 4, 6])
def test_a_cut_off_import_is_invisible_and_cleared_by_the_next_session(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    boris = stage.enter("boris")
    before = boris.upkeep.dump_digest()
    watching = stage.enter("ivan")
    sales: list[Sale] = [*MORE, ("C-1", "РН-1", 0, "болт", 777_00)]
    killed_between_chunks(boris, sales, at, monkeypatch)
    assert len(watching.clients.load().ids) == 3, "a session open all the time"
    assert amounts(watching, "C-1") == [30_50, 99_99, 120_00]
    again = stage.enter("boris")
    assert again.upkeep.dump_digest() == before
    assert [each.state for each in again.batches.all()] == [BatchState.LIVE, BatchState.LIVE, BatchState.DEAD]
    assert again.upkeep.check().ok and again.trail.verify().ok
    assert stage.sql("SELECT count(*) FROM client") == [(5,)]


def test_a_cut_off_import_cannot_be_cleared_while_it_runs(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    boris = stage.enter("boris")
    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(2, 2, 2))

    def look(done: int, _total: int) -> bool:
        if done == 4:
            ivan = stage.enter("ivan")
            assert [each.state for each in ivan.batches.all()] == [BatchState.LIVE, BatchState.OPEN]
            assert len(ivan.clients.load().ids) == 3
        return True

    assert boris.imports.commit(prepared_for(boris, MORE), look) is not None
    assert len(stage.enter("ivan").clients.load().ids) == 10


def test_a_cancelled_import_leaves_nothing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    boris = stage.enter("boris")
    before = boris.upkeep.dump_digest()
    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(2, 2, 2))
    assert boris.imports.commit(prepared_for(boris, MORE), lambda done, _total: done < 4) is None
    assert boris.upkeep.dump_digest() == before
    assert boris.upkeep.check().ok


def full_disk(session: Session, after: int) -> Callable[[], None]:
    """Fail the `after`-th commit from now like a full disk; gives the way to take it back."""
    left = [after]

    def fail(_connection: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    engine = session.entered.premises.engine
    event.listen(engine, "commit", fail)
    return lambda: event.remove(engine, "commit", fail)


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5, 6])
def test_a_disk_that_fills_at_any_step_leaves_the_store_as_it_was(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    boris = stage.enter("boris")
    before = boris.upkeep.dump_digest()
    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(2, 2, 2))
    prepared = prepared_for(boris, MORE)
    undo_fault = full_disk(boris, step)
    with pytest.raises(Problem) as told:
        boris.imports.commit(prepared)
    undo_fault()
    assert told.value.exit_code == ExitCode.STORE
    again = stage.enter("boris")
    assert again.upkeep.dump_digest() == before
    assert again.upkeep.check().ok and again.trail.verify().ok


def test_two_sessions_with_the_same_plan_make_every_client_once(stage: Stage) -> None:
    boris, klara = stage.enter("boris"), stage.enter("klara")
    plans = [prepared_for(boris, MORE), prepared_for(klara, MORE)]
    boris.imports.commit(plans[0])
    with pytest.raises(Problem) as told:
        klara.imports.commit(plans[1])
    assert told.value.exit_code == ExitCode.BAD_INPUT
    found = stage.enter("boris").clients.load()
    names = [card.external_id for card in found.cards]
    assert len(names) == len(set(names)) == 12
    second = prepared_for(klara, MORE)
    assert (second.new, second.same) == (0, 7)


def test_U16_an_edit_made_between_plan_and_commit_is_not_overwritten(stage: Stage) -> None:
    boris, ivan = stage.enter("boris"), stage.enter("ivan")
    client_id = refs(boris)["C-1"]
    card = boris.clients.stored(client_id).card
    prepared = boris.imports.prepare(
        cards_order(changes={client_id: msgspec.structs.replace(card, inn="7707083893", city="Омск")})
    )
    stored = ivan.clients.stored(client_id)
    ivan.clients.change(client_id, stored, msgspec.structs.replace(stored.card, city="Псков", note="звонить утром"))
    boris.imports.commit(prepared)
    now = boris.clients.stored(client_id).card
    assert (now.inn, now.city, now.note) == ("7707083893", "Псков", "звонить утром")


def test_new_clients_of_a_file_of_clients_are_undone_too(stage: Stage) -> None:
    session = stage.enter("boris")
    before = session.upkeep.dump_digest()
    group = import_cards(session, "Юг", ClientCard("Мак", external_id="M-1"), ClientCard("Ирис", external_id="M-2"))
    done = session.imports.undo(group)
    assert (done.removed, done.restored, done.kept) == (2, 0, [])
    assert session.upkeep.dump_digest() == before
    assert stage.sql("SELECT count(*) FROM tombstone") > [(0,)]


def test_a_foreign_portfolio_cannot_be_imported_into(stage: Stage) -> None:
    ivan, boris = stage.enter("ivan"), stage.enter("boris")
    foreign = home_of(boris, "Юг")
    before = ivan.entered.premises.log_size()
    with pytest.raises(Problem) as told:
        ivan.imports.commit(ivan.imports.prepare(cards_order([NewClient(foreign, ClientCard("Чужой"))])))
    assert told.value.exit_code == ExitCode.REFUSED
    assert ivan.entered.premises.log_size() == before
    group = next(each.note.group for each in boris.batches.all() if each.portfolio_id == foreign)
    with pytest.raises(Problem):
        ivan.imports.undo(group)


def test_each_chunk_is_one_entry(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    session = stage.enter("boris")
    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(3, 3, 3))
    before = logged(stage, Kind.WRITE)
    import_sales(session, MORE)
    assert logged(stage, Kind.WRITE) == before + 3
    assert session.trail.verify().ok
