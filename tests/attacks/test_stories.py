"""Named attacks on who may read what (spec/security §2, §7)."""

from __future__ import annotations

import hashlib
import os

import pytest

from core.problem import ExitCode, Problem
from storage.audit.entry import encode_fields
from storage.audit.kinds import Kind
from storage.keys.door import NotCovered
from storage.keys.grants import issue
from storage.keys.scopes import ALL_COMPARTMENTS, ALL_RIGHTS, Compartment, Scope
from storage.vault.clients import unknown_client
from tests.vault.stage import Stage, refs


def refused(stage: Stage, login: str) -> Problem:
    with pytest.raises(Problem) as told:
        stage.enter(login)
    return told.value


def test_a_manager_plants_a_grant_of_a_key_he_made_up(stage: Stage) -> None:
    """He signs it himself and logs it himself; he is no grantor, so the receiver's session refuses the store."""
    ivan, petr = stage.enter("ivan"), stage.enter("petr")
    portfolio = next(iter(ivan.entered.keyring.portfolios))
    key = ivan.entered.keyring.portfolios[portfolio]
    grant_id = os.urandom(16)
    body, signature = issue(
        ivan.entered.identity, grant_id=grant_id, store_id=key.store_id, scope=Scope.PORTFOLIO, scope_id=portfolio,
        epoch=1, member_id=petr.entered.identity.person_id, member_public=petr.entered.identity.agreement_public,
        secret=key.secret(), compartments=ALL_COMPARTMENTS, rights=ALL_RIGHTS,
    )  # fmt: skip
    with ivan.entered.gate.transaction() as step:
        seq = step.append(Kind.GRANT_GIVEN, details=encode_fields((grant_id, hashlib.sha256(body).digest())))
    row = (grant_id, 2, portfolio, 1, petr.entered.identity.person_id, ivan.entered.identity.person_id, body,
           signature, seq)  # fmt: skip
    stage.close()
    stage.sql('INSERT INTO "grant" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', *row)
    assert refused(stage, "petr").exit_code == ExitCode.STORE


def test_a_grant_the_log_does_not_know_is_refused(stage: Stage) -> None:
    stage.sql('UPDATE "grant" SET seq = 1 WHERE scope_kind = 2')
    assert refused(stage, "ivan").exit_code == ExitCode.STORE


def test_a_grant_replayed_to_another_member_opens_nothing(stage: Stage) -> None:
    ivan = stage.enter("ivan").entered.identity.person_id
    petr = stage.enter("petr").entered.identity.person_id
    stage.close()
    stage.sql('UPDATE "grant" SET member_id = ? WHERE member_id = ? AND scope_kind = 2', petr, ivan)
    assert refused(stage, "petr").exit_code == ExitCode.STORE


def test_the_trust_root_is_another_ones(stage: Stage) -> None:
    stage.path.with_name(stage.path.name + ".trust").write_bytes(os.urandom(32))
    assert refused(stage, "anna").exit_code == ExitCode.STORE


def test_the_pepper_is_another_ones(stage: Stage) -> None:
    """Without the pepper no passphrase opens anything, and the answer is that of a wrong passphrase."""
    stage.path.with_name(stage.path.name + ".pepper").write_bytes(os.urandom(32))
    assert refused(stage, "anna").exit_code == ExitCode.REFUSED


@pytest.mark.parametrize("login", ["adam", "vera"])
def test_the_admin_and_the_auditor_open_no_client(stage: Stage, login: str) -> None:
    session = stage.enter(login)
    assert session.entered.keyring.portfolios == {} and session.clients.load().ids == []
    client = refs(stage.enter("boris"))["C-1"]
    for read in (session.clients.stored, session.clients.history, session.clients.keys):
        with pytest.raises(Problem):
            read(client)


def test_a_client_of_another_portfolio_looks_like_one_that_is_not_there(stage: Stage) -> None:
    foreign = refs(stage.enter("boris"))["L-1"]
    session = stage.enter("ivan")
    for client in (foreign, os.urandom(16)):
        with pytest.raises(Problem) as told:
            session.clients.stored(client)
        assert told.value.msgid == unknown_client().msgid


def test_the_login_opens_no_dossier(stage: Stage) -> None:
    session = stage.enter("ivan")
    keys = session.clients.keys(refs(session)["C-1"])
    keys.key(Compartment.CARD)
    for part in (Compartment.DOSSIER, Compartment.PRIVATE):
        with pytest.raises(NotCovered):
            keys.key(part)


def test_budgets_are_exact_and_a_refusal_is_logged(stage: Stage) -> None:
    """40 dossiers an hour, the same one free within a day (U04); counted in the transaction that logs the reading."""
    session = stage.enter("ivan")
    gate = session.entered.gate
    for number in range(40):
        for _again in range(2):
            gate.read(Kind.DOSSIER_READ, bytes([number]) * 16, {})
    with pytest.raises(Problem) as told:
        gate.read(Kind.DOSSIER_READ, bytes([40]) * 16, {})
    assert told.value.exit_code == ExitCode.REFUSED
    kinds = [each.kind for each in session.trail.entries(limit=2)]
    assert kinds == ["refused", "dossier_read"]
    stage.clock.pass_seconds(3_601)
    gate.read(Kind.DOSSIER_READ, bytes([40]) * 16, {})


def test_a_manager_sees_his_own_entries_and_no_details(stage: Stage) -> None:
    session = stage.enter("ivan")
    session.clients.history(refs(session)["C-1"])
    entries = session.trail.entries()
    assert {each.actor for each in entries} == {session.entered.identity.person_id}
    assert all(each.details == {} for each in entries)
    audited = stage.enter("vera").trail.entries(kind="dossier_read")
    assert audited[0].details["client"] == refs(session)["C-1"]
