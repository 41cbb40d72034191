"""Attack stories about keys and statements that their maker was not entitled to (spec/security §2, §3)."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from core.problem import ExitCode, Problem
from storage.audit.entry import Entry, encode_entry, encode_fields, leaf_hash
from storage.audit.kinds import Kind
from storage.audit.merkle import Frontier
from storage.audit.roster import Statement, encode_statement
from storage.keys.grants import GrantSecret, issue
from storage.keys.scopes import ALL_COMPARTMENTS, ALL_RIGHTS, Scope
from storage.schema.people import grant
from storage.sealing.hpke import generate_agreement
from storage.vault.session import Session
from tests.vault.stage import Stage, found_stage, import_sales, refs, secret_of, staff_up


def plant(
    by: Session,
    member: Statement,
    scope: Scope,
    scope_id: bytes,
    *,
    epoch: int = 9,
    secret: GrantSecret | None = None,
    not_before_us: int = 0,
    not_after_us: int = 0,
) -> bytes:
    """A grant this person makes outside the program: signed and logged with his own keys, as he really could."""
    wide = scope is Scope.PORTFOLIO
    grant_id, identity = os.urandom(16), by.entered.identity
    body, signature = issue(
        identity,
        grant_id=grant_id,
        store_id=by.entered.premises.store_id,
        scope=scope,
        scope_id=scope_id,
        epoch=epoch,
        member_id=member.person,
        member_public=member.agreement_key,
        secret=secret or GrantSecret(whole=os.urandom(32)),
        compartments=ALL_COMPARTMENTS if wide else 0,
        rights=ALL_RIGHTS,
        not_before_us=not_before_us,
        not_after_us=not_after_us,
    )
    with by.entered.gate.transaction() as step:
        seq = step.append(Kind.GRANT_GIVEN, details=encode_fields((grant_id, hashlib.sha256(body).digest())))
        row = (grant_id, int(scope), scope_id, epoch, member.person, identity.person_id, body, signature, seq)
        step.connection.execute(grant.insert().values(row))
    return grant_id


def person(session: Session, login: str) -> Statement:
    return next(each.statement for each in session.entered.staff.values() if each.statement.login == login)


def shut_out(stage: Stage, login: str) -> Problem:
    with pytest.raises(Problem) as told:
        stage.enter(login)
    assert told.value.exit_code == ExitCode.STORE
    return told.value


@pytest.mark.parametrize("login", ["ivan", "klara", "adam", "vera"])
@pytest.mark.parametrize("scope", [Scope.PORTFOLIO, Scope.AUDIT_READING, Scope.PERSON])
def test_a_grant_by_somebody_who_may_not_grant_is_refused(stage: Stage, login: str, scope: Scope) -> None:
    """He made the key himself, so the member would seal new records to it: the store is refused instead."""
    by = stage.enter(login)
    target = person(by, "petr")
    scope_id = target.person if scope is Scope.PERSON else next(iter(stage.enter("petr").entered.keyring.portfolios))
    plant(by, target, scope, scope_id)
    shut_out(stage, "petr")


@pytest.mark.parametrize("login", ["boris", "anna"])
def test_nobody_gives_a_person_his_own_key(stage: Stage, login: str) -> None:
    """Not even head and owner: the person's own things would then be read by whoever made the key (spec/store §1)."""
    by = stage.enter(login)
    plant(by, person(by, "petr"), Scope.PERSON, person(by, "petr").person)
    shut_out(stage, "petr")


def test_nobody_gives_himself_the_key_of_another_person(stage: Stage) -> None:
    by = stage.enter("ivan")
    plant(by, person(by, "ivan"), Scope.PERSON, person(by, "petr").person)
    shut_out(stage, "ivan")


def test_the_auditors_reading_key_is_the_owners_to_give(stage: Stage) -> None:
    """A head could otherwise hand the auditor a key that reads nothing, and what heads do would stay unread."""
    by = stage.enter("boris")
    plant(by, person(by, "vera"), Scope.AUDIT_READING, by.entered.keyring.firm_id)
    shut_out(stage, "vera")


def test_an_expired_grant_opens_nothing_and_one_of_tomorrow_opens_tomorrow(stage: Stage) -> None:
    boris = stage.enter("boris")
    key = next(iter(stage.enter("ivan").entered.keyring.portfolios.values()))
    now = stage.clock.now_us
    common = {"epoch": key.epoch, "secret": key.secret()}
    plant(boris, person(boris, "petr"), Scope.PORTFOLIO, key.portfolio_id, **common,  # type: ignore[arg-type]
          not_before_us=now + 10_000_000, not_after_us=now + 20_000_000)  # fmt: skip
    opens = []
    for _ in range(3):
        petr = stage.enter("petr")
        opens.append((key.portfolio_id in petr.entered.keyring.portfolios, "C-1" in refs(petr)))
        stage.clock.pass_seconds(12)
    assert opens == [(False, False), (True, True), (False, False)]


def test_a_grant_to_a_swapped_public_key_is_opened_by_nobody(stage: Stage) -> None:
    """The key in the roster row is exchanged before a grant is made: the roster is held against the log first."""
    stage.sql("UPDATE roster SET agreement_key = ? WHERE login = 'petr'", generate_agreement()[1])
    told = shut_out(stage, "boris")
    assert "audit verify" in told.msgid


def test_a_public_key_swapped_while_the_head_is_inside_gets_no_portfolio(stage: Stage) -> None:
    boris = stage.enter("boris")
    stage.sql("UPDATE roster SET agreement_key = ? WHERE login = 'petr'", generate_agreement()[1])
    with pytest.raises(Problem) as told:
        boris.staffing.create_portfolio("Восток", "petr")
    assert told.value.exit_code == ExitCode.STORE


@pytest.mark.parametrize("login", ["adam", "ivan", "boris"])
def test_nobody_promotes_himself(stage: Stage, login: str) -> None:
    """Neither through the log, which refuses the statement, nor in the table, which is held against the log."""
    session = stage.enter(login)
    mine = session.entered.me.statement
    before = session.entered.premises.log_size()
    with pytest.raises(Problem) as told, session.entered.gate.transaction() as step:
        step.append(Kind.ROSTER_CHANGED, details=encode_statement(mine._replace(role="owner")))
    assert told.value.exit_code == ExitCode.REFUSED
    assert session.entered.premises.log_size() == before
    stage.sql("UPDATE roster SET role = 'owner' WHERE login = ?", login)
    shut_out(stage, login)


def test_a_statement_signed_by_the_wrong_person_is_refused_by_the_next_session(stage: Stage) -> None:
    """Written past the program, with a true root and head: the admin makes himself owner in the log itself."""
    adam = stage.enter("adam")
    mine = adam.entered.me.statement
    size, packed = stage.sql("SELECT size, frontier FROM log_head")[0]
    frontier = Frontier.decode(size, packed)
    details = encode_statement(mine._replace(role="owner"))
    entry = Entry(size, stage.clock(), mine.person, bytes(16), Kind.ROSTER_CHANGED, bytes(16), frontier.root(),
                  bytes(32), details)  # fmt: skip
    data = encode_entry(entry)
    frontier.append(leaf_hash(data))
    row = (*entry[:8], data, adam.entered.identity.signer.sign(leaf_hash(data)))
    stage.close()
    stage.sql(
        f"INSERT INTO log VALUES ({', '.join('?' * len(row))})", *[int(v) if isinstance(v, Kind) else v for v in row]
    )
    stage.sql("UPDATE log_head SET size = ?, frontier = ?", size + 1, frontier.encode())
    stage.sql("UPDATE roster SET role = 'owner', seq = ? WHERE login = 'adam'", size)
    shut_out(stage, "anna")


def test_the_audit_keys_are_the_owners_to_state(stage: Stage) -> None:
    """An admin names reading keys of his own, so that the log would be sealed to him and to no auditor."""
    adam = stage.enter("adam")
    mine = [generate_agreement()[1], generate_agreement()[1]]
    with adam.entered.gate.transaction() as step:
        step.append(Kind.AUDIT_KEYS, details=encode_fields((b"\0\0\0\2", *mine)))
    shut_out(stage, "ivan")


def test_an_entry_dressed_up_as_audit_keys_is_refused(stage: Stage) -> None:
    """The clear column of an entry is not the entry: another statement of the owner's does not become one."""
    stage.sql("UPDATE log SET kind = ? WHERE seq = (SELECT max(seq) FROM log WHERE actor = "
              "(SELECT id FROM roster WHERE login = 'anna'))", int(Kind.AUDIT_KEYS))  # fmt: skip
    shut_out(stage, "ivan")


def _plain(value: object) -> object:
    return int(value) if isinstance(value, Kind) else value


@pytest.fixture
def other(tmp_path: Path) -> Stage:
    """A second store with the same people, passphrases and data."""
    (tmp_path / "other").mkdir()
    made = found_stage(tmp_path / "other" / "firm.kartoteka")
    staff_up(made)
    session = made.enter("boris")
    import_sales(session)
    session.end()
    made.close()
    return made


@pytest.mark.parametrize("table", ["record", "sales_page", "client", "batch", '"grant"', "roster"])
def test_rows_copied_from_another_store_are_refused(stage: Stage, other: Stage, table: str) -> None:
    """Same people, same data, same names: still another store."""
    stage.sql(f"DELETE FROM {table}")
    rows = other.sql(f"SELECT * FROM {table}")
    with stage.raw() as target:
        target.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
    with pytest.raises(Problem) as told:
        session = stage.enter("boris")
        found = session.upkeep.check()
        assert not found.ok
        raise Problem("noticed", ExitCode.STORE)
    assert told.value.exit_code in (ExitCode.STORE, ExitCode.REFUSED)


@pytest.mark.parametrize("suffix", [".pepper", ".signing", ".trust"])
def test_a_key_file_of_another_store_opens_nothing(stage: Stage, other: Stage, suffix: str) -> None:
    for each in (stage, other):
        each.close()
    shutil.copy2(other.path.with_name(other.path.name + suffix), stage.path.with_name(stage.path.name + suffix))
    with pytest.raises(Problem) as told:
        stage.enter("anna")
    assert told.value.exit_code == (ExitCode.REFUSED if suffix == ".pepper" else ExitCode.STORE)


def test_a_whole_database_under_another_stores_key_files_opens_nothing(stage: Stage, other: Stage) -> None:
    for each in (stage, other):
        each.close()
    shutil.copy2(other.path, stage.path)
    with pytest.raises(Problem):
        stage.enter("anna")


@pytest.mark.parametrize("suffix", [".pepper", ".signing", ".trust"])
def test_a_key_file_others_can_read_is_refused_with_what_to_do(stage: Stage, suffix: str) -> None:
    file = stage.path.with_name(stage.path.name + suffix)
    file.chmod(0o640)
    with pytest.raises(Problem) as told:
        stage.enter("anna")
    assert told.value.exit_code == ExitCode.STORE and "chmod 600" in told.value.msgid
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:31])
    with pytest.raises(Problem) as told:
        stage.enter("anna")
    assert told.value.exit_code == ExitCode.STORE
    file.unlink()
    with pytest.raises(Problem) as told:
        stage.enter("anna")
    assert told.value.exit_code == ExitCode.STORE


def test_another_persons_identity_in_ones_own_row_opens_nothing(stage: Stage) -> None:
    """The blob of the manager under the login of the owner: his passphrase is then no passphrase of hers."""
    blob = stage.sql("SELECT identity FROM roster WHERE login = 'ivan'")[0][0]
    stage.sql("UPDATE roster SET identity = ? WHERE login = 'anna'", blob)
    with pytest.raises(Problem) as told:
        stage.enter("anna", secret_of("ivan"))
    assert told.value.exit_code == ExitCode.REFUSED


def test_logins_exchanged_in_the_table_are_noticed(stage: Stage) -> None:
    for old, new in (("ivan", "x"), ("boris", "ivan"), ("x", "boris")):
        stage.sql("UPDATE roster SET login = ? WHERE login = ?", new, old)
    shut_out(stage, "anna")


def test_an_identity_of_a_cheaper_derivation_is_refused(stage: Stage) -> None:
    """A downgrade of the cost in the head of the blob: out of bounds, and part of what is authenticated."""
    blob = stage.sql("SELECT identity FROM roster WHERE login = 'anna'")[0][0]
    for head in (b"\x01\0\0\0\x40\x01\x01", b"\x01\x04\0\0\0\x03\x01", b"\xff\0\0\0\x40\x02\x01"):
        stage.sql("UPDATE roster SET identity = ? WHERE login = 'anna'", blob[:3] + head + blob[10:])
        with pytest.raises(Problem) as told:
            stage.enter("anna")
        assert told.value.exit_code == ExitCode.REFUSED
        stage.clock.pass_seconds(1000)
