"""A colleague's time in the firm: what he opens after every step, and what the store says about it (S01.13, U02)."""

from __future__ import annotations

import pytest

from core.problem import ExitCode, Problem
from storage.sealing import derive
from storage.vault.people import NewPerson
from storage.vault.session import Session
from tests.vault.stage import Stage, faults, home_of, refs, secret_of
from tests.vault.test_people import ALL, NAMES, NARROW, opened
from tests.vault.test_rotation import old_key, opens_nothing

NEW = bytearray("совсем другая фраза".encode())


def refusal(stage: Stage, login: str, secret: bytearray | None = None) -> Problem:
    with pytest.raises(Problem) as told:
        stage.enter(login, secret)
    return told.value


def sound(stage: Stage) -> bool:
    session = stage.enter("boris")
    return faults(session) == [] and session.trail.verify().ok


def settled(stage: Stage, login: str = "boris") -> Session:
    session = stage.enter(login)
    session.rotation.settle()
    assert session.rotation.pending() == []
    return session


def test_S01_13_suspension_closes_the_store_at_once_and_what_he_knew_waits_for_new_keys(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    key = old_key(ivan, "Север")
    stage.enter("adam").people.suspend("ivan")
    with pytest.raises(Problem):
        ivan.clients.load()
    assert refusal(stage, "ivan").exit_code == ExitCode.REFUSED
    assert stage.sql('SELECT scope_kind FROM "grant" WHERE member_id = ?', key_owner(ivan)) == [(4,)]
    boris = stage.enter("boris")
    assert [each.reason for each in boris.rotation.pending()] == ["revoked"] and boris.rotation.firm_due()
    boris.rotation.settle()
    assert opens_nothing(stage, key) and not boris.rotation.firm_due()
    assert sound(stage)


def key_owner(session: Session) -> bytes:
    return session.entered.identity.person_id


def test_a_restored_colleague_has_his_own_portfolios_again(stage: Stage) -> None:
    stage.enter("adam").people.suspend("ivan")
    settled(stage)
    stage.enter("boris").people.restore("ivan")
    assert opened(stage.enter("ivan")) == {"Север": ALL}
    assert set(refs(stage.enter("ivan"))) == {"C-1", "C-2", "C-3"}
    assert sound(stage)


def test_restored_by_the_admin_he_comes_in_and_a_head_gives_him_the_rest(stage: Stage) -> None:
    stage.enter("adam").people.suspend("ivan")
    stage.enter("adam").people.restore("ivan")
    assert opened(stage.enter("ivan")) == {}
    boris = settled(stage)
    boris.grants.give("ivan", home_of(boris, "Север"))
    assert opened(stage.enter("ivan")) == {"Север": ALL}


def test_roles_change_with_their_keys(stage: Stage) -> None:
    anna = stage.enter("anna")
    anna.people.change_role("ivan", "head")
    assert opened(stage.enter("ivan")) == dict.fromkeys(NAMES, ALL)
    anna.people.change_role("ivan", "keeper")
    assert opened(stage.enter("ivan")) == dict.fromkeys(NAMES, NARROW)
    anna.people.change_role("ivan", "manager")
    assert opened(stage.enter("ivan")) == {"Север": ALL}
    anna.people.change_role("ivan", "auditor")
    session = stage.enter("ivan")
    assert opened(session) == {} and len(session.entered.keyring.readers) == 2
    settled(stage)
    assert sound(stage)


@pytest.mark.parametrize(
    ("who", "whom", "role"),
    [
        ("boris", "ivan", "head"), ("adam", "ivan", "admin"), ("adam", "petr", "auditor"), ("boris", "vera", "manager"),
        ("adam", "anna", "manager"), ("ivan", "petr", "keeper"), ("vera", "ivan", "keeper"),
    ],
)  # fmt: skip
def test_the_owner_alone_states_heads_admins_and_auditors(stage: Stage, who: str, whom: str, role: str) -> None:
    with pytest.raises(Problem) as told:
        stage.enter(who).people.change_role(whom, role)  # type: ignore[arg-type]
    assert told.value.exit_code == ExitCode.REFUSED
    assert {each.login: each.role for each in stage.enter("boris").staffing.staff()}[whom] != role


@pytest.mark.parametrize("who", ["anna", "adam", "boris"])
def test_nobody_changes_himself(stage: Stage, who: str) -> None:
    people = stage.enter(who).people
    for step in (people.suspend, people.leave, people.restore, lambda login: people.change_role(login, "owner")):
        with pytest.raises(Problem) as told:
            step(who)
        assert told.value.exit_code == ExitCode.REFUSED


def test_an_owner_is_suspended_by_nobody_but_another_owner(stage: Stage) -> None:
    for who in ("adam", "boris"):
        with pytest.raises(Problem):
            stage.enter(who).people.suspend("anna")
    assert stage.enter("anna").role == "owner"


def test_whoever_left_is_gone_and_the_login_stays_taken(stage: Stage) -> None:
    stage.enter("boris").people.leave("petr")
    assert refusal(stage, "petr").exit_code == ExitCode.REFUSED
    for step in (
        lambda: stage.enter("anna").people.restore("petr"),
        lambda: stage.enter("anna").people.add(NewPerson("petr", "П", "manager", secret_of("petr")), derive.TEST_ONLY),
    ):
        with pytest.raises(Problem) as told:
            step()
        assert told.value.exit_code == ExitCode.BAD_INPUT
    settled(stage)
    assert sound(stage)


def test_another_passphrase_keeps_every_key(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    before = stage.sql("SELECT agreement_key, signing_key FROM roster WHERE login = 'ivan'")
    ivan.people.change_passphrase(secret_of("ivan"), NEW, derive.TEST_ONLY)
    assert refusal(stage, "ivan").exit_code == ExitCode.REFUSED
    assert opened(stage.enter("ivan", NEW)) == {"Север": ALL}
    assert stage.sql("SELECT agreement_key, signing_key FROM roster WHERE login = 'ivan'") == before
    assert sound(stage)


def test_the_passphrase_is_changed_only_by_whoever_knows_it(stage: Stage) -> None:
    size = stage.premises().log_size()
    ivan = stage.enter("ivan")
    with pytest.raises(Problem) as told:
        ivan.people.change_passphrase(secret_of("petr"), NEW, derive.TEST_ONLY)
    assert told.value.exit_code == ExitCode.REFUSED
    ivan.end()
    assert stage.premises().log_size() <= size + 4
    assert stage.enter("ivan").role == "manager"


def test_U24_a_lost_passphrase_costs_drafts_and_no_client(stage: Stage) -> None:
    boris = stage.enter("boris")
    stage.enter("ivan").inbox.send(key_owner(boris), "task", {"n": 1})
    boris.inbox.send(key_owner(stage.enter("ivan")), "task", {"n": 2})
    boris.people.new_keys("ivan", NEW, derive.TEST_ONLY)
    assert refusal(stage, "ivan").exit_code == ExitCode.REFUSED
    ivan = stage.enter("ivan", NEW)
    assert opened(ivan) == {"Север": ALL} and set(refs(ivan)) == {"C-1", "C-2", "C-3"}
    assert ivan.inbox.read() == []
    assert [each.body for each in stage.enter("boris").inbox.read()] == [{"n": 1}]
    boris = stage.enter("boris")
    boris.rotation.rotate(home_of(boris, "Север"))
    assert opened(stage.enter("ivan", NEW)) == {"Север": ALL}
    assert sound(stage)


def test_the_owner_steps_back_when_a_head_holds_everything(stage: Stage) -> None:
    anna = stage.enter("anna")
    keys = [old_key(anna, name) for name in ("Север", "Юг")]
    assert anna.people.step_back() == 3
    assert opened(anna) == {} == opened(stage.enter("anna"))
    boris = settled(stage)
    assert all(opens_nothing(stage, key) for key in keys)
    assert opened(stage.enter("boris")) == dict.fromkeys(NAMES, ALL)
    boris.staffing.create_portfolio("Восток", "ivan")
    assert opened(stage.enter("anna")) == {}
    assert sound(stage)


def test_the_owner_alone_does_not_step_back(empty: Stage) -> None:
    with pytest.raises(Problem) as told:
        empty.enter().people.step_back()
    assert told.value.exit_code == ExitCode.REFUSED
    assert opened(empty.enter()) == {"Центр": ALL}
