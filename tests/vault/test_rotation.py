"""Rotation: everything under new keys, nothing of it lost, cut off anywhere and gone on with (spec/security §3.3)."""

from __future__ import annotations

import pytest

from core.entities.client import ClientCard
from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.keys.portfolio import PortfolioKey, slot_of
from storage.keys.scopes import Compartment
from storage.sealing.secret import SealBroken
from storage.vault import pace
from storage.vault.session import Session
from tests.vault.stage import Stage, faults, home_of, import_cards, import_sales, logged, refs


def old_key(session: Session, name: str) -> PortfolioKey:
    return session.entered.keyring.portfolios[home_of(session, name)]


def opens_nothing(stage: Stage, key: PortfolioKey) -> bool:
    """Whether an old key of a portfolio unwraps no client's key any more, in any compartment."""
    rows = stage.sql("SELECT id, epoch, wraps FROM client WHERE portfolio_id = ?", key.portfolio_id)
    assert rows
    for client_id, epoch, wraps in rows:
        for part in Compartment:
            try:
                key.wrapper(part).unwrap(key.wrap_context(part, client_id, epoch), slot_of(wraps, part))
            except SealBroken:
                continue
            return False
    return True


def test_everything_is_there_after_rotation_and_the_old_key_opens_nothing(stage: Stage) -> None:
    boris, ivan = stage.enter("boris"), stage.enter("ivan")
    client = refs(boris)["C-1"]
    stored = boris.clients.stored(client)
    boris.clients.change(client, stored, ClientCard("Ромашка-2", external_id="C-1"))
    dump, changes = boris.upkeep.dump_digest(), boris.clients.history(client)
    before, key = stage.sql("SELECT id, body FROM record UNION SELECT id, body FROM sales_page"), old_key(ivan, "Север")
    home = key.portfolio_id
    rows = {row[0] for row in stage.sql("SELECT id FROM client WHERE portfolio_id = ?", home)}
    assert boris.rotation.rotate(home) == len(rows) == 3
    assert opens_nothing(stage, key)
    assert (boris.upkeep.dump_digest(), boris.clients.history(client)) == (dump, changes)
    assert faults(boris) == [] and boris.trail.verify().ok
    for login in ("ivan", "boris", "anna", "klara"):
        session = stage.enter(login)
        assert {"C-1", "C-2", "C-3"} <= set(refs(session))
        assert session.entered.keyring.portfolios[home].epoch == 2
        assert session.entered.keyring.portfolios[home].before is None
    after = dict(stage.sql("SELECT id, body FROM record UNION SELECT id, body FROM sales_page"))
    own = {
        row[0]
        for row in stage.sql(
            "SELECT id FROM record WHERE space_id IN (SELECT id FROM client WHERE portfolio_id = ?)", home
        )
    }
    assert own and all(after[each] != body for each, body in before if each in own)
    assert stage.sql('SELECT count(*) FROM "grant" WHERE scope_id = ? AND epoch = 1', home) == [(0,)]


def test_a_session_that_was_open_all_the_time_reads_and_writes_on(stage: Stage) -> None:
    ivan, boris = stage.enter("ivan"), stage.enter("boris")
    client = refs(ivan)["C-1"]
    boris.rotation.rotate(home_of(boris, "Север"))
    assert ivan.clients.stored(client).card.external_id == "C-1"
    assert ivan.sales.page(client) is not None
    stored = ivan.clients.stored(client)
    ivan.clients.change(client, stored, ClientCard("Другая", external_id="C-1"))
    import_cards(ivan, "Север", ClientCard("Новая", external_id="N-1"))
    assert stage.enter("boris").clients.stored(client).card.name == "Другая"
    assert "N-1" in refs(boris)
    assert faults(stage.enter("boris")) == []


def test_a_second_rotation_follows_the_first(stage: Stage) -> None:
    boris = stage.enter("boris")
    home, dump = home_of(boris, "Север"), boris.upkeep.dump_digest()
    keys = []
    for _round in range(3):
        keys.append(boris.entered.keyring.portfolios[home])
        boris.rotation.rotate(home)
    assert all(opens_nothing(stage, key) for key in keys)
    assert stage.enter("boris").upkeep.dump_digest() == dump
    assert faults(stage.enter("boris")) == []


def test_an_import_is_undone_after_rotation_as_before(stage: Stage) -> None:
    boris = stage.enter("boris")
    before = boris.upkeep.dump_digest()
    _prepared, group = import_sales(boris, [("C-7", "РН-70", 1, "болт", 5_00), ("C-1", "РН-71", 2, "болт", 5_00)])
    boris.rotation.rotate(home_of(boris, "Север"))
    boris.imports.undo(group)
    assert boris.upkeep.dump_digest() == before
    assert faults(boris) == []


class CutOff(BaseException):
    """The process is gone."""


@pytest.mark.parametrize("after", range(7))
def test_rotation_cut_off_after_any_transaction_is_finished_by_the_next_session(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Start, declaration of work, three chunks of one client, end: killed after each; meanwhile everybody works on."""
    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(1, 1, 1))
    boris, ivan = stage.enter("boris"), stage.enter("ivan")
    home, key, dump = home_of(boris, "Север"), old_key(ivan, "Север"), boris.upkeep.dump_digest()
    real, left = boris.entered.gate.transaction, [after]

    def transaction() -> object:
        if not left[0]:
            raise CutOff
        left[0] -= 1
        return real()

    with monkeypatch.context() as patched:
        patched.setattr(boris.entered.gate, "transaction", transaction)
        if after < 6:
            with pytest.raises(CutOff):
                boris.rotation.rotate(home)
        else:
            boris.rotation.rotate(home)
    assert stage.enter("ivan").entered.keyring.portfolios[home].epoch == (1 if after == 0 else 2)
    assert set(refs(ivan)) == {"C-1", "C-2", "C-3"}
    assert stage.enter("boris").upkeep.dump_digest() == dump
    import_cards(stage.enter("ivan"), "Север", ClientCard("Новая", external_id="N-1"))
    other = stage.enter("anna")
    if after == 0:
        other.rotation.rotate(home)
    else:
        assert [each.reason for each in other.rotation.pending()] == (["running"] if after < 6 else [])
        other.rotation.settle()
    assert other.rotation.pending() == []
    assert opens_nothing(stage, key)
    assert set(refs(stage.enter("ivan"))) == {"C-1", "C-2", "C-3", "N-1"}
    assert faults(stage.enter("boris")) == [] and stage.enter("boris").trail.verify().ok


def test_only_whoever_holds_the_whole_key_and_may_give_it_rotates(stage: Stage) -> None:
    home = home_of(stage.enter("boris"), "Север")
    size = logged(stage, Kind.ROTATION)
    for login in ("ivan", "klara", "petr", "adam", "vera"):
        with pytest.raises(Problem) as told:
            stage.enter(login).rotation.rotate(home)
        assert told.value.exit_code == ExitCode.REFUSED
    assert logged(stage, Kind.ROTATION) == size


def test_a_row_put_back_from_the_past_is_not_sealed_anew(stage: Stage) -> None:
    boris = stage.enter("boris")
    client = refs(boris)["C-1"]
    (old,) = stage.sql("SELECT version, size, body FROM record WHERE space_id = ? AND compartment = 0", client)
    boris.clients.change(client, boris.clients.stored(client), ClientCard("Ромашка-2", external_id="C-1"))
    boris.end()
    stage.close()
    stage.sql("UPDATE record SET version = ?, size = ?, body = ? WHERE space_id = ? AND compartment = 0", *old, client)
    boris = stage.enter("boris")
    with pytest.raises(Problem) as told:
        boris.rotation.rotate(home_of(boris, "Север"))
    assert told.value.exit_code == ExitCode.STORE


def test_the_firm_key_is_rotated_in_one_step(stage: Stage) -> None:
    boris, ivan = stage.enter("boris"), stage.enter("ivan")
    was = boris.entered.keyring.firm
    settings, tags = boris.firm.settings(), boris.firm.tags()
    assert stage.enter("adam").rotation.rotate_firm() == 2
    assert (ivan.firm.settings(), ivan.firm.tags()) == (settings, tags)
    assert (stage.enter("petr").firm.settings(), stage.enter("petr").firm.tags()) == (settings, tags)
    assert was is not None and was.epoch == 1
    assert ivan.entered.keyring.firm is not None and ivan.entered.keyring.firm.epoch == 2
    assert faults(stage.enter("boris")) == [] and boris.trail.verify().ok
