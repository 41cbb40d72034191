"""Undo of a batch gives back exactly what it took, and keeps what people did since (U15, spec/store §2, §4)."""

from __future__ import annotations

import msgspec
import pytest

from core.entities.client import ClientCard
from core.problem import ExitCode, Problem
from storage.vault import pace
from storage.vault.session import Session
from tests.vault.stage import Sale, Stage, cards_order, import_cards, import_sales, refs

NEW: list[Sale] = [("N-1", "ПН-1", 1, "болт", 10), ("N-2", "ПН-2", 2, "болт", 20), ("N-3", "ПН-3", 3, "болт", 30)]


def card(session: Session, ref: str) -> ClientCard:
    return session.clients.stored(refs(session)[ref]).card


def by_hand(session: Session, ref: str, **fields: object) -> None:
    client_id = refs(session)[ref]
    stored = session.clients.stored(client_id)
    session.clients.change(client_id, stored, msgspec.structs.replace(stored.card, **fields))


def update(session: Session, ref: str, **fields: object) -> bytes:
    """A file of clients that fills fields of a client."""
    client_id = refs(session)[ref]
    changed = msgspec.structs.replace(card(session, ref), **fields)
    committed = session.imports.commit(session.imports.prepare(cards_order(changes={client_id: changed})))
    assert committed is not None
    return committed.group


def test_clients_edited_by_hand_since_are_kept_without_the_sales(stage: Stage) -> None:
    session = stage.enter("boris")
    _found, group = import_sales(session, NEW)
    by_hand(session, "N-2", city="Псков")
    kept = refs(session)["N-2"]
    done = session.imports.undo(group)
    assert (done.removed, done.kept) == (2, [kept])
    assert set(refs(session)) == {"C-1", "C-2", "C-3", "L-1", "L-2", "N-2"}
    assert session.sales.documents(kept, 10**6) == []
    assert card(session, "N-2").city == "Псков"


def test_clients_that_another_live_batch_sold_to_are_kept(stage: Stage) -> None:
    session = stage.enter("boris")
    _found, first = import_sales(session, NEW)
    _found, second = import_sales(session, [("N-1", "ПН-9", 9, "гайка", 90)])
    done = session.imports.undo(first)
    assert done.removed == 2 and done.kept == [refs(session)["N-1"]]
    assert [each.amount for each in session.sales.documents(refs(session)["N-1"], 10**6)] == [90]
    session.imports.undo(second)
    assert "N-1" in refs(session), "its own batch was undone before; who keeps the client now is a person's matter"


def test_undo_of_an_update_gives_back_the_fields_nobody_touched(stage: Stage) -> None:
    session = stage.enter("boris")
    group = update(session, "C-1", inn="7707083893", city="Омск", tags=("опт", "юг"))
    by_hand(session, "C-1", city="Псков")
    done = session.imports.undo(group)
    now = card(session, "C-1")
    assert (now.inn, now.tags, now.city) == ("", (), "Псков")
    assert done.restored == 1 and done.kept == [refs(session)["C-1"]]
    causes = [change.cause.split(":")[0] for change in session.clients.history(refs(session)["C-1"])]
    assert causes == ["undo", "person", "batch"]


def test_undo_of_an_update_nobody_touched_gives_the_dump_of_before(stage: Stage) -> None:
    session = stage.enter("boris")
    before = session.upkeep.dump_digest()
    group = update(session, "C-1", inn="7707083893", city="Омск")
    assert session.upkeep.dump_digest() != before
    session.imports.undo(group)
    assert session.upkeep.dump_digest() == before


def test_updates_are_undone_in_any_order(stage: Stage) -> None:
    session = stage.enter("boris")
    before = session.upkeep.dump_digest()
    one = update(session, "C-1", inn="7707083893")
    two = update(session, "C-1", kpp="770701001")
    session.imports.undo(one)
    assert (card(session, "C-1").inn, card(session, "C-1").kpp) == ("", "770701001")
    session.imports.undo(two)
    assert session.upkeep.dump_digest() == before


def test_a_client_that_only_imports_changed_goes_with_its_imports(stage: Stage) -> None:
    """Created by one batch, completed by another, both undone: nobody worked on it, so nothing of it stays."""
    session = stage.enter("boris")
    before = session.upkeep.dump_digest()
    created = import_cards(session, "Юг", ClientCard("Мак", external_id="M-1"))
    completed = update(session, "M-1", inn="7707083893")
    session.imports.undo(completed)
    session.imports.undo(created)
    assert session.upkeep.dump_digest() == before
    assert session.upkeep.check().ok


def test_undo_twice_and_undo_of_nothing_are_refused(stage: Stage) -> None:
    session = stage.enter("boris")
    _found, group = import_sales(session, NEW)
    session.imports.undo(group)
    for batch in (group, b"?" * 16):
        with pytest.raises(Problem) as told:
            session.imports.undo(batch)
        assert told.value.exit_code == ExitCode.BAD_INPUT


@pytest.mark.parametrize("after", [1, 2, 3])
def test_an_undo_that_is_cut_off_is_finished_by_the_next_session(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    session = stage.enter("boris")
    before = session.upkeep.dump_digest()
    _found, group = import_sales(session, [*NEW, ("C-1", "РН-1", 0, "болт", 777_00)])
    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(1, 1, 1))
    real, left = session.clients.remove, [after]

    class Killed(BaseException):
        pass

    def dying(*args: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise Killed
        real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(session.clients, "remove", dying)
    with pytest.raises(Killed):
        session.imports.undo(group)
    again = stage.enter("boris")
    assert again.upkeep.dump_digest() == before
    assert again.upkeep.check().ok and again.trail.verify().ok


def test_undo_deletes_the_keys_of_the_clients_it_removes(stage: Stage) -> None:
    """What an undo removes leaves no row behind in any table but digests and tombstones."""
    session = stage.enter("boris")
    _found, group = import_sales(session, NEW)
    gone = [refs(session)[ref] for ref in ("N-1", "N-2", "N-3")]
    session.imports.undo(group)
    session.end()
    stage.close()
    for client_id in gone:
        assert stage.sql("SELECT 1 FROM client WHERE id = ?", client_id) == []
        assert stage.sql("SELECT 1 FROM record WHERE space_id = ?", client_id) == []
        assert stage.sql("SELECT 1 FROM sales_page WHERE client_id = ?", client_id) == []
        assert len(stage.sql("SELECT 1 FROM tombstone WHERE object_id = ?", client_id)) == 1
