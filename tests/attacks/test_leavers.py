"""Named attacks around keys that come and go: leavers, swapped keys, old rows, old copies (spec/security §2, §7)."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from core.entities.client import ClientCard
from core.problem import ExitCode, Problem
from storage.audit.entry import encode_fields
from storage.audit.kinds import Kind
from storage.audit.roster import encode_statement
from storage.keys.grants import GrantSecret, issue
from storage.keys.scopes import ALL_COMPARTMENTS, ALL_RIGHTS, Compartment, Scope
from storage.keys.words import to_words
from storage.sealing import derive
from storage.sealing.hpke import generate_agreement
from storage.vault.lifecycle import Lifecycle
from storage.vault.rotation import DONE, DUE, STARTED, declare
from storage.vault.session import Session
from tests.vault.stage import Stage, home_of, import_cards, refs, secret_of
from tests.vault.test_lifecycle import settled
from tests.vault.test_people import ALL, NAMES, opened
from tests.vault.test_rotation import old_key, opens_nothing

OTHER = bytearray("одиннадцать серых мышей".encode())


def refused(stage: Stage, login: str, secret: bytearray | None = None) -> ExitCode:
    with pytest.raises(Problem) as told:
        stage.enter(login, secret)
    return told.value.exit_code


def planted(by: Session, to: Session, scope_id: bytes, whole: bytes, seq: int | None = None) -> tuple[object, ...]:
    """A row of the grant table as somebody with the file in hand and keys of his own makes it."""
    me, grant_id = by.entered.identity, os.urandom(16)
    body, signature = issue(
        me, grant_id=grant_id, store_id=by.entered.premises.store_id, scope=Scope.PORTFOLIO, scope_id=scope_id,
        epoch=9, member_id=to.entered.identity.person_id, member_public=to.entered.identity.agreement_public,
        secret=GrantSecret(whole=whole), compartments=ALL_COMPARTMENTS, rights=ALL_RIGHTS,
    )  # fmt: skip
    if seq is None:
        with by.entered.gate.transaction() as step:
            seq = step.append(Kind.GRANT_GIVEN, details=encode_fields((grant_id, hashlib.sha256(body).digest())))
    return (grant_id, 2, scope_id, 9, to.entered.identity.person_id, me.person_id, body, signature, seq)


def put(stage: Stage, row: tuple[object, ...]) -> None:
    stage.close()
    stage.sql('INSERT INTO "grant" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', *row)


def test_an_old_roster_row_does_not_revive_an_old_passphrase(stage: Stage) -> None:
    """Somebody looked over ivan's shoulder and has yesterday's database; ivan changed the passphrase since."""
    ((old,),) = stage.sql("SELECT identity FROM roster WHERE login = 'ivan'")
    stage.enter("ivan").people.change_passphrase(secret_of("ivan"), OTHER, derive.TEST_ONLY)
    stage.close()
    stage.sql("UPDATE roster SET identity = ? WHERE login = 'ivan'", old)
    assert refused(stage, "ivan") is ExitCode.STORE
    assert refused(stage, "boris") is ExitCode.STORE, "everybody notices"


def test_a_colleague_does_not_restate_another_one_s_sealed_keys(stage: Stage) -> None:
    """A manager signs that an old blob of a head's is the head's again."""
    ((old,),) = stage.sql("SELECT identity FROM roster WHERE login = 'boris'")
    stage.enter("boris").people.change_passphrase(secret_of("boris"), OTHER, derive.TEST_ONLY)
    ivan, boris = stage.enter("ivan"), stage.enter("boris", OTHER).entered.identity.person_id
    with ivan.entered.gate.transaction() as step:
        step.append(Kind.IDENTITY_SET, boris, encode_fields((boris, hashlib.sha256(old).digest())))
    stage.close()
    stage.sql("UPDATE roster SET identity = ? WHERE login = 'boris'", old)
    assert refused(stage, "boris") is ExitCode.STORE


def test_a_swapped_public_key_is_noticed_before_anything_is_wrapped_to_it(stage: Stage) -> None:
    _private, public = generate_agreement()
    boris = stage.enter("boris")
    stage.sql("UPDATE roster SET agreement_key = ? WHERE login = 'petr'", public)
    with pytest.raises(Problem):
        stage.enter("boris")
    boris.grants.give("petr", home_of(boris, "Север"))
    stage.close()
    petr = stage.sql("SELECT id FROM roster WHERE login = 'petr'")[0][0]
    key = stage.sql("SELECT agreement_key FROM roster WHERE id = ?", petr)[0][0]
    assert key == public and refused(stage, "petr") is ExitCode.STORE


def test_an_admin_who_gives_a_manager_keys_of_his_own_making_gets_nothing_by_rotation(stage: Stage) -> None:
    """He may help with a lost passphrase, and then knows it; what he cannot do is to hold the portfolio's key."""
    stage.enter("adam").people.new_keys("ivan", OTHER, derive.TEST_ONLY)
    assert opened(stage.enter("ivan", OTHER)) == {}
    boris = settled(stage)
    boris.rotation.rotate(home_of(boris, "Север"))
    assert opened(stage.enter("ivan", OTHER)) == {}


def test_a_head_who_knew_the_keys_is_warned_of_new_ones(stage: Stage) -> None:
    boris = stage.enter("boris")
    south = home_of(boris, "Юг")
    boris.grants.give("ivan", south)
    words = {each.statement.login: each.fingerprint for each in boris.grants.people()}
    stage.enter("adam").people.new_keys("ivan", OTHER, derive.TEST_ONLY)
    boris = stage.enter("boris")
    for said in ("", words["ivan"], words["petr"]):
        with pytest.raises(Problem) as told:
            boris.grants.give("ivan", south, confirmed=said)
        assert told.value.exit_code == ExitCode.REFUSED
    fresh = next(each.fingerprint for each in boris.grants.people() if each.statement.login == "ivan")
    boris.grants.give("ivan", south, confirmed=fresh.upper())
    assert opened(stage.enter("ivan", OTHER)) == {"Юг": ALL}


def test_a_revoked_grant_put_back_is_known_to_be_void(stage: Stage) -> None:
    ivan = stage.enter("ivan").entered.identity.person_id
    (row,) = stage.sql('SELECT * FROM "grant" WHERE member_id = ? AND scope_kind = 2', ivan)
    boris = stage.enter("boris")
    boris.grants.revoke("ivan", home_of(boris, "Север"))
    put(stage, row)
    assert refused(stage, "ivan") is ExitCode.STORE


def test_an_expired_grant_is_not_prolonged_by_its_columns(stage: Stage) -> None:
    """The dates stand in the signed body; another body is another grant."""
    boris = stage.enter("boris")
    now = stage.clock.now_us
    boris.grants.give("petr", home_of(boris, "Север"), not_after_us=now + 3_600_000_000)
    grant_id, body = stage.sql('SELECT id, body FROM "grant" ORDER BY seq DESC LIMIT 1')[0]
    stage.clock.pass_seconds(7_200)
    assert opened(stage.enter("petr")) == {"Юг": ALL}
    end = (now + 3_600_000_000).to_bytes(8, "big")
    assert end in body
    stage.close()
    longer = body.replace(end, (now + 10**15).to_bytes(8, "big"))
    stage.sql('UPDATE "grant" SET body = ? WHERE id = ?', longer, grant_id)
    assert refused(stage, "petr") is ExitCode.STORE


@pytest.mark.parametrize("role", ["owner", "head", "auditor"])
def test_an_admin_does_not_promote_himself(stage: Stage, role: str) -> None:
    """Not by the program, and not by writing the statement himself: the log takes none that the roster forbids."""
    adam = stage.enter("adam")
    me = adam.entered.me.statement
    with pytest.raises(Problem) as told:
        adam.people.change_role("adam", role)  # type: ignore[arg-type]
    assert told.value.exit_code == ExitCode.REFUSED
    with pytest.raises(Problem), adam.entered.gate.transaction() as step:
        step.append(Kind.ROSTER_CHANGED, details=encode_statement(me._replace(role=role)))
    stage.close()
    stage.sql("UPDATE roster SET role = ? WHERE login = 'adam'", role)
    assert refused(stage, "adam") is ExitCode.STORE


def test_an_admin_plants_a_portfolio_key_of_his_own(stage: Stage) -> None:
    """So that what a manager writes from now on is under a key the admin knows. He is no grantor."""
    adam, ivan = stage.enter("adam"), stage.enter("ivan")
    home = next(iter(ivan.entered.keyring.portfolios))
    put(stage, planted(adam, ivan, home, os.urandom(32)))
    assert refused(stage, "ivan") is ExitCode.STORE


def test_a_demoted_head_gives_nothing_more_and_what_he_gave_stays(stage: Stage) -> None:
    boris, petr = stage.enter("boris"), stage.enter("petr")
    north = home_of(boris, "Север")
    whole = old_key(boris, "Север").secret().whole
    assert whole is not None
    boris.grants.give("petr", north)
    stage.enter("anna").people.change_role("boris", "manager")
    assert opened(stage.enter("petr")) == {"Север": ALL, "Юг": ALL}
    assert opened(stage.enter("ivan")) == {"Север": ALL}
    put(stage, planted(boris, petr, north, whole))
    assert refused(stage, "petr") is ExitCode.STORE


def test_a_demoted_head_points_to_an_entry_of_his_better_days(stage: Stage) -> None:
    boris, petr = stage.enter("boris"), stage.enter("petr")
    north = home_of(boris, "Север")
    whole = old_key(boris, "Север").secret().whole
    assert whole is not None
    boris.grants.give("petr", north)
    (seq,) = stage.sql('SELECT max(seq) FROM "grant"')[0]
    stage.enter("anna").people.change_role("boris", "manager")
    put(stage, planted(boris, petr, north, whole, seq))
    assert refused(stage, "petr") is ExitCode.STORE


def test_an_ex_manager_with_yesterday_s_copy_reads_yesterday_and_nothing_of_today(stage: Stage) -> None:
    """The copy he made opens with his old passphrase, as the threat model says; none of its keys opens today's rows."""
    ivan = stage.enter("ivan")
    ids = refs(ivan)
    copy = stage.copy(stage.path.with_name("yesterday.kartoteka"))
    boris = stage.enter("boris")
    boris.leaving.offboard("ivan", "petr")
    petr = stage.enter("petr")
    import_cards(petr, "Север", ClientCard("Тайная", external_id="T-1"))
    petr.clients.change(ids["C-1"], petr.clients.stored(ids["C-1"]), ClientCard("Сегодня", external_id="C-1"))
    petr.end()
    stage.close()
    thief = copy.enter("ivan")
    assert set(refs(thief)) == {"C-1", "C-2", "C-3"}
    key = old_key(thief, "Север")
    assert opens_nothing(stage, key)
    firm = thief.entered.keyring.firm
    assert firm is not None and firm.epoch == 1
    assert stage.sql("SELECT DISTINCT epoch FROM record WHERE space_kind = 3") == [(2,)]
    assert refused(stage, "ivan") is ExitCode.REFUSED


def test_yesterday_s_rows_in_today_s_database_are_noticed(stage: Stage) -> None:
    """He brings his row of the roster and his grants back into today's file."""
    rows = stage.sql("SELECT * FROM roster WHERE login = 'ivan'")
    grants = stage.sql('SELECT * FROM "grant" WHERE member_id = ?', rows[0][0])
    stage.enter("boris").leaving.offboard("ivan", "petr")
    stage.close()
    stage.sql("DELETE FROM roster WHERE login = 'ivan'")
    stage.sql(f"INSERT INTO roster VALUES ({', '.join('?' * len(rows[0]))})", *rows[0])
    for row in grants:
        stage.sql('INSERT INTO "grant" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', *row)
    assert refused(stage, "ivan") is ExitCode.STORE
    assert refused(stage, "petr") is ExitCode.STORE


def test_rotation_undone_row_by_row_is_noticed(stage: Stage) -> None:
    """A client's keys, card and pages of before are put back, so that the old key would open them again."""
    boris = stage.enter("boris")
    client = refs(boris)["C-2"]
    old = stage.sql("SELECT epoch, wraps FROM client WHERE id = ?", client)[0]
    cards = stage.sql("SELECT id, epoch, size, body FROM record WHERE space_id = ?", client)
    boris.rotation.rotate(home_of(boris, "Север"))
    stage.close()
    stage.sql("UPDATE client SET epoch = ?, wraps = ? WHERE id = ?", *old, client)
    for record_id, *rest in cards:
        stage.sql("UPDATE record SET epoch = ?, size = ?, body = ? WHERE id = ?", *rest, record_id)
    for login in ("ivan", "boris"):
        with pytest.raises(Problem) as told:
            stage.enter(login).clients.load()
        assert told.value.exit_code == ExitCode.STORE


def test_keys_of_two_clients_are_exchanged(stage: Stage) -> None:
    ids = refs(stage.enter("boris"))
    wraps = {ref: stage.sql("SELECT wraps FROM client WHERE id = ?", ids[ref])[0][0] for ref in ("C-1", "C-2")}
    stage.close()
    for ref, other in (("C-1", "C-2"), ("C-2", "C-1")):
        stage.sql("UPDATE client SET wraps = ? WHERE id = ?", wraps[other], ids[ref])
    with pytest.raises(Problem) as told:
        stage.enter("ivan").clients.load()
    assert told.value.exit_code == ExitCode.STORE


def test_revoked_and_then_rotated_with_a_suspended_colleague_in_between(stage: Stage) -> None:
    """The case that blocked other products: a revoked member with no usable key must not stop the rotation."""
    stage.enter("adam").people.suspend("klara")
    stage.enter("adam").people.new_keys("petr", OTHER, derive.TEST_ONLY)
    boris = settled(stage)
    for name in NAMES:
        boris.rotation.rotate(home_of(boris, name))
    assert opened(stage.enter("ivan")) == {"Север": ALL}
    assert opened(stage.enter("boris")) == dict.fromkeys(NAMES, ALL)


@pytest.mark.parametrize("state", [DUE, STARTED, DONE])
def test_a_manager_who_declares_rotations_moves_nothing(stage: Stage, state: int) -> None:
    ivan = stage.enter("ivan")
    home = next(iter(ivan.entered.keyring.portfolios))
    with ivan.entered.gate.transaction() as step:
        declare(step, state, Scope.PORTFOLIO, home, 1 << 31)
    boris = stage.enter("boris")
    assert boris.rotation.pending() == []
    assert boris.leaving.offboard("petr", "ivan").certificate is not None
    assert opened(stage.enter("ivan")) == {"Север": ALL, "Юг": ALL}


def test_a_suspended_colleague_signs_nothing_more_with_a_session_still_open(stage: Stage) -> None:
    ivan = stage.enter("ivan")
    stage.enter("adam").people.suspend("ivan")
    size = stage.premises().log_size()
    with (
        pytest.raises(Problem) as told,
        ivan.entered.premises.log.transaction(
            ivan.entered.identity.signer, ivan.entered.identity.person_id, os.urandom(16), stage.clock
        ),
    ):
        pytest.fail("he got in")
    assert told.value.exit_code == ExitCode.REFUSED
    with pytest.raises(Problem):
        ivan.inbox.send(stage.enter("vera").entered.identity.person_id, "task", {})
    assert stage.sql("SELECT count(*) FROM log WHERE kind = ? AND seq >= ?", int(Kind.WRITE), size) == [(0,)]


def test_sheets_of_another_firm_open_nothing_here(stage: Stage) -> None:
    anna = stage.enter("anna")
    foreign = [" ".join(to_words(number, os.urandom(32))) for number in (1, 2)]
    for sheets in (foreign, [stage.founded.recovery[0], foreign[1]]):
        with pytest.raises(Problem) as told:
            anna.recovering.give_again("boris", sheets, "проверка")
        assert told.value.exit_code == ExitCode.REFUSED


def test_a_helper_with_cards_alone_opens_no_phone_and_no_sale(stage: Stage) -> None:
    boris = stage.enter("boris")
    boris.grants.give("petr", home_of(boris, "Север"), parts=["card"], write=False)
    petr = stage.enter("petr")
    client = refs(petr)["C-1"]
    assert petr.sales.page(client) is None and not petr.clients.contacts(client).phones
    key = petr.entered.keyring.of(home_of(petr, "Север"))
    assert key.compartments == Compartment.CARD.bit
    with pytest.raises(Problem) as told:
        petr.clients.change(client, petr.clients.stored(client), ClientCard("Иначе", external_id="C-1"))
    assert told.value.exit_code == ExitCode.REFUSED


def test_the_only_owner_is_not_locked_out_by_his_own_admin(stage: Stage) -> None:
    adam = stage.enter("adam")
    assert isinstance(adam.people, Lifecycle)
    for step in (adam.people.suspend, adam.people.leave):
        with pytest.raises(Problem):
            step("anna")
    assert stage.enter("anna").role == "owner"


def test_a_store_file_moved_back_to_yesterday_has_fewer_entries_than_somebody_saw(stage: Stage, tmp_path: Path) -> None:
    """The revocation is in nobody's log any more; the checkpoint the head saved says so."""
    kept = stage.keep(tmp_path / "kept")
    files = {each: each.read_bytes() for each in stage.path.parent.glob(stage.path.name + ".*")}
    boris = stage.enter("boris")
    boris.grants.revoke("ivan", home_of(boris, "Север"))
    saved = boris.trail.checkpoint()
    boris.end()
    stage.close()
    stage.put_back(kept)
    for each in stage.path.parent.glob(stage.path.name + ".*"):
        each.unlink()
    for each, content in files.items():
        each.write_bytes(content)
        each.chmod(0o600)
    verdict = stage.enter("vera").trail.verify_against(saved)
    assert not verdict.ok and verdict.reason in ("cut", "checkpoint")
