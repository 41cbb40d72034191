"""Moving one client between portfolios: everything goes with him, the old side keeps a tombstone (spec/store §2)."""

from __future__ import annotations

import msgspec
import pytest

from core.entities.client import ClientContacts
from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.keys.scopes import Compartment, Scope
from storage.records.bodies import CONTACTS
from storage.sealing.envelope import Label, Place, SpaceKind
from storage.sealing.secret import SealBroken
from storage.vault.session import Session
from tests.vault.stage import SALES, Stage, faults, home_of, import_sales, logged, refs


def edited(session: Session, ref: str, **fields: object) -> bytes:
    client_id = refs(session)[ref]
    stored = session.clients.stored(client_id)
    session.clients.change(client_id, stored, msgspec.structs.replace(stored.card, **fields))
    return client_id


def lines_of(session: Session, client_id: bytes) -> list[tuple[str, int]]:
    return [(each.document, each.amount) for each in session.sales.documents(client_id, 10**6)]


def test_U09_everything_of_a_client_goes_with_him_to_the_other_portfolio(stage: Stage) -> None:
    boris = stage.enter("boris")
    client_id = edited(boris, "C-1", city="Псков")
    before = (boris.clients.stored(client_id).card, lines_of(boris, client_id), boris.clients.history(client_id))
    boris.moving.move([client_id], home_of(boris, "Юг"))
    petr, ivan = stage.enter("petr"), stage.enter("ivan")
    assert (petr.clients.stored(client_id).card, lines_of(petr, client_id), petr.clients.history(client_id)) == before
    assert client_id not in ivan.clients.load().ids
    with pytest.raises(Problem):
        ivan.clients.stored(client_id)
    assert faults(stage.enter("boris")) == []
    assert petr.trail.verify().ok


def test_a_move_and_the_move_back_leave_the_dump_as_it_was(stage: Stage) -> None:
    boris = stage.enter("boris")
    client_id = edited(boris, "C-1", city="Псков")
    before = list(boris.upkeep.dump())
    for _ in range(2):
        boris.moving.move([client_id], home_of(boris, "Юг"))
        assert list(boris.upkeep.dump()) != before
        boris.moving.move([client_id], home_of(boris, "Север"))
        assert list(boris.upkeep.dump()) == before
    assert faults(boris) == []
    batches = {(each.portfolio_id, each.note.group) for each in boris.batches.all()}
    assert len(batches) == len(boris.batches.all()), "a move back finds the batch the rows came from"


def test_old_keys_open_nothing_of_a_moved_client(stage: Stage) -> None:
    """What the manager he left could copy from the file opens nothing written since."""
    ivan, boris = stage.enter("ivan"), stage.enter("boris")
    client_id = refs(boris)["C-1"]
    old = ivan.clients.keys(client_id)
    old_key = old.key(Compartment.CARD)
    boris.moving.move([client_id], home_of(boris, "Юг"))
    epoch, wraps = stage.sql("SELECT epoch, wraps FROM client WHERE id = ?", client_id)[0]
    assert epoch == old.epoch + 1
    assert stage.sql("SELECT count(*) FROM record WHERE space_id = ? AND epoch <> ?", client_id, epoch) == [(0,)]
    boris.clients.stored(client_id)
    record_id, version, body = stage.sql(
        "SELECT id, version, body FROM record WHERE space_id = ? AND compartment = 0", client_id
    )[0]
    place = Place(Label.RECORD, ivan.entered.premises.store_id, SpaceKind.CLIENT, client_id, record_id, version, epoch)
    with pytest.raises(SealBroken):
        old_key.open(place, body)
    assert len(wraps) == 300


def test_sessions_of_both_sides_see_the_move_in_the_feed(stage: Stage) -> None:
    ivan, petr, boris = stage.enter("ivan"), stage.enter("petr"), stage.enter("boris")
    seen = ivan.feed(), petr.feed()
    client_id = refs(boris)["C-1"]
    boris.moving.move([client_id], home_of(boris, "Юг"))
    assert client_id in ivan.clients.changed_since(seen[0]).gone
    assert client_id in petr.clients.changed_since(seen[1]).cards


def test_an_undone_import_takes_the_moved_lines_too(stage: Stage) -> None:
    boris = stage.enter("boris")
    group = next(each.note.group for each in boris.batches.all() if each.note.kind == "sales")
    client_id = refs(boris)["C-1"]
    boris.moving.move([client_id], home_of(boris, "Юг"))
    boris.imports.undo(group)
    assert "C-1" not in refs(boris)
    assert faults(boris) == []


def test_lines_that_came_again_after_a_move_are_the_same_lines(stage: Stage) -> None:
    boris = stage.enter("boris")
    boris.moving.move([refs(boris)["C-1"]], home_of(boris, "Юг"))
    prepared, _group = import_sales(boris, [each for each in SALES if each[0] == "C-1"])
    assert (prepared.new, prepared.update, prepared.same) == (0, 0, 3)


def test_who_may_not_write_on_both_sides_moves_nobody(stage: Stage) -> None:
    ivan, boris = stage.enter("ivan"), stage.enter("boris")
    client_id, south = refs(boris)["C-1"], home_of(boris, "Юг")
    entries = stage.sql("SELECT count(*) FROM log")
    with pytest.raises(Problem):
        ivan.moving.move([client_id], south)
    keyring = boris.entered.keyring
    keyring.rights[south] = 1
    with pytest.raises(Problem) as told:
        boris.moving.move([client_id], south)
    assert told.value.exit_code == ExitCode.REFUSED
    assert stage.sql("SELECT count(*) FROM log") == entries
    assert stage.enter("petr").clients.load().ids != []


def test_the_keeper_moves_only_whom_he_can_open_wholly(stage: Stage) -> None:
    """A dossier that stays shut to him cannot be sealed anew, so the client stays where he is."""
    boris = stage.enter("boris")
    first, second = refs(boris)["C-1"], refs(boris)["C-2"]
    north = home_of(boris, "Север")
    receipt = boris.entered.gate.read(Kind.DOSSIER_READ, first, {"client": first}, [(int(Scope.CLIENT), first)])
    with boris.entered.gate.writing() as writing:
        key = boris.clients.keys(first, receipt, writing.connection).key(Compartment.DOSSIER)
        body = CONTACTS.encode(ClientContacts(("тайна",)), "person")
        space, feed = (SpaceKind.CLIENT, first), (SpaceKind.PORTFOLIO, north)
        writing.put_record(key, space, feed, b"\x07" * 16, 1, body, int(Compartment.DOSSIER))
    klara = stage.enter("klara")
    south = home_of(klara, "Юг")
    klara.moving.move([second], south)
    with pytest.raises(Problem) as told:
        klara.moving.move([first], south)
    assert told.value.exit_code == ExitCode.REFUSED
    moved = logged(stage, Kind.CLIENT_MOVED)
    boris.moving.move([first], south)
    assert logged(stage, Kind.CLIENT_MOVED) == moved + 1
    assert stage.sql("SELECT count(*) FROM record WHERE space_id = ? AND compartment = 2", first) == [(1,)]


def test_a_blob_put_back_from_the_past_is_not_carried_on(stage: Stage) -> None:
    boris = stage.enter("boris")
    client_id = refs(boris)["C-1"]
    old = stage.sql("SELECT version, body FROM record WHERE space_id = ? AND compartment = 0", client_id)[0]
    edited(boris, "C-1", city="Псков")
    stage.sql("UPDATE record SET version = ?, body = ? WHERE space_id = ? AND compartment = 0", *old, client_id)
    with pytest.raises(Problem) as told:
        boris.moving.move([client_id], home_of(boris, "Юг"))
    assert told.value.exit_code == ExitCode.STORE
