"""Edits: history with cause, old and new; nobody's change is lost (U15, U16)."""

from __future__ import annotations

import msgspec
import pytest

from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.vault.clients import Stale
from storage.vault.imports import ImportOrder
from storage.vault.session import Session
from tests.vault.stage import Stage, cards_order, logged, refs


def edit(session: Session, ref: str = "C-1", **fields: object) -> bytes:
    client_id = refs(session)[ref]
    stored = session.clients.stored(client_id)
    session.clients.change(client_id, stored, msgspec.structs.replace(stored.card, **fields))
    return client_id


def test_U15_every_change_says_who_when_why_and_the_old_value(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    client_id = edit(ivan, city="Псков", tags=("опт",))
    edit(ivan, city="Рига")
    edit(stage.enter("boris"), note="звонить утром")
    told = stage.enter("boris").clients.history(client_id)
    assert [(change.from_version, change.to_version, change.cause, change.fields) for change in told] == [
        (3, 4, "person", {"note": ("", "звонить утром")}),
        (2, 3, "person", {"city": ("Псков", "Рига")}),
        (1, 2, "person", {"city": ("Тула", "Псков"), "tags": ([], ["опт"])}),
    ]
    me = ivan.entered.identity.person_id
    assert [change.who == me for change in told] == [False, True, True]
    assert told[0].at_us > told[1].at_us > told[2].at_us


def test_U15_a_change_back_is_a_change_of_its_own(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    client_id = edit(ivan, city="Псков")
    stored = ivan.clients.stored(client_id)
    ivan.clients.change(client_id, stored, msgspec.structs.replace(stored.card, city="Тула"), "undo:0")
    told = ivan.clients.history(client_id)
    assert [(change.cause, change.fields["city"]) for change in told] == [
        ("undo:0", ("Псков", "Тула")),
        ("person", ("Тула", "Псков")),
    ]


def test_a_change_of_nothing_writes_nothing(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    before = ivan.entered.premises.log_size()
    edit(ivan, city="Тула")
    assert ivan.entered.premises.log_size() == before


def test_U16_a_change_over_a_newer_version_is_refused_and_keeps_the_first(stage: Stage) -> None:
    ivan, boris = stage.enter("ivan"), stage.enter("boris")
    client_id = refs(ivan)["C-1"]
    mine, theirs = ivan.clients.stored(client_id), boris.clients.stored(client_id)
    ivan.clients.change(client_id, mine, msgspec.structs.replace(mine.card, city="Псков"))
    before = stage.sql("SELECT count(*), max(seq) FROM log")
    with pytest.raises(Stale):
        boris.clients.change(client_id, theirs, msgspec.structs.replace(theirs.card, city="Рига"))
    assert stage.sql("SELECT count(*), max(seq) FROM log") == before
    assert boris.clients.stored(client_id).card.city == "Псков"
    assert boris.upkeep.check().ok


def test_an_edit_moves_the_change_feed_and_only_of_its_portfolio(stage: Stage) -> None:
    ivan, petr = stage.enter("ivan"), stage.enter("petr")
    before = (ivan.feed(), petr.feed())
    edit(ivan, city="Псков")
    assert {key: value + 1 for key, value in before[0].items()} == ivan.feed()
    assert petr.feed() == before[1]


def test_history_is_a_dossier_read_logged_with_its_subject(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    client_id = edit(ivan, city="Псков")
    before = logged(stage, Kind.DOSSIER_READ)
    ivan.clients.history(client_id)
    assert logged(stage, Kind.DOSSIER_READ) == before + 1
    tag = stage.sql("SELECT subject FROM log WHERE kind = ?", int(Kind.DOSSIER_READ))[-1][0]
    assert tag == ivan.entered.gate.tag(client_id) != client_id[:16]


def test_the_card_is_read_without_an_entry_and_the_change_with_one(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    before = ivan.entered.premises.log_size()
    client_id = refs(ivan)["C-1"]
    ivan.clients.stored(client_id)
    ivan.clients.walk()(client_id)
    ivan.sales.documents(client_id, 10**6)
    assert ivan.entered.premises.log_size() == before
    edit(ivan, city="Псков")
    assert ivan.entered.premises.log_size() == before + 1


def test_who_may_read_only_is_refused(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    ivan = stage.enter("ivan")
    ivan.entered.keyring.rights.update(dict.fromkeys(ivan.entered.keyring.rights, 1))
    with pytest.raises(Problem) as told:
        edit(ivan, city="Псков")
    assert told.value.exit_code == ExitCode.REFUSED
    batch = ivan.batches.all()[0].note.group
    for act in (lambda: ivan.imports.undo(batch), lambda: ivan.imports.commit(ivan.imports.prepare(_order(ivan)))):
        with pytest.raises(Problem) as told:
            act()
        assert told.value.exit_code == ExitCode.REFUSED


def _order(session: Session) -> ImportOrder:
    client_id = refs(session)["C-1"]
    return cards_order(changes={client_id: msgspec.structs.replace(session.clients.stored(client_id).card, inn="1")})
