"""Founding a store: what lies on disk, what recovery opens, what a failure leaves (issue "Store", "Bad input")."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from core.entities.firm import FirmSettings
from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.audit.receipt import _MINT, Receipt
from storage.audit.verifier import parse_entry, parse_statement
from storage.keys.grants import open_grant
from storage.keys.portfolio import PortfolioKey
from storage.keys.recovery import open_recovery, recovery_public
from storage.keys.scopes import Compartment, Scope
from storage.keys.words import from_words
from storage.records.bodies import PORTFOLIO
from storage.sealing import derive
from storage.sealing.envelope import Label, Place, SpaceKind
from storage.vault import founding
from storage.vault.files import write_secret
from storage.vault.founding import found_store
from storage.vault.granting import RECOVERY_ID
from storage.vault.people import NewPerson
from tests.vault.stage import Stage, secret_of


def owner() -> NewPerson:
    return NewPerson("anna", "Анна", "owner", secret_of("anna"))


def found(path: Path) -> founding.Founded:
    return found_store(path, FirmSettings("Ромашка"), owner(), "Центр", settings=derive.TEST_ONLY)


def test_every_file_of_a_new_store_is_for_its_owner_alone(empty: Stage) -> None:
    files = list(empty.path.parent.iterdir())
    assert {file.name.removeprefix(empty.path.name) for file in files} >= {"", ".pepper", ".signing", ".trust"}
    assert {file.name: oct(stat.S_IMODE(file.stat().st_mode)) for file in files} == {
        file.name: oct(0o600) for file in files
    }


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (2, 1)])
def test_two_of_three_recovery_holders_open_the_portfolio(empty: Stage, pair: tuple[int, int]) -> None:
    """The printed words alone, with the database and no passphrase, read the note of the first portfolio."""
    sheets = [from_words(empty.founded.recovery[n]) for n in pair]
    assert [number for number, _key in sheets] == [n + 1 for n in pair]
    store_id = empty.founded.store_id
    entry = parse_entry(empty.sql("SELECT entry FROM log WHERE kind = ?", int(Kind.RECOVERY_SET))[0][0])
    public = recovery_public(entry.details)
    key = open_recovery(entry.details, store_id, sheets[0][1], sheets[1][1], person_id=RECOVERY_ID, public=public)
    stated = parse_entry(empty.sql("SELECT entry FROM log WHERE kind = ?", int(Kind.ROSTER_ADDED))[0][0])
    grantor = parse_statement(stated.details).signing_key
    body, signature, portfolio = empty.sql(
        'SELECT body, signature, scope_id FROM "grant" WHERE member_id = ? AND scope_kind = 2', RECOVERY_ID
    )[0]
    receipt = Receipt(_MINT, [0], bytes(16), [(int(Scope.PORTFOLIO), portfolio)])
    opened = open_grant(receipt, key, body, signature, grantor, store_id=store_id, now_us=empty.clock())
    space = PortfolioKey.of_grant(opened).space_key(Compartment.CARD)
    blob = empty.sql("SELECT body FROM record WHERE id = ?", portfolio)[0][0]
    place = Place(Label.RECORD, store_id, SpaceKind.PORTFOLIO, portfolio, portfolio, 1, 1)
    assert PORTFOLIO.decode(space.open(place, blob)).f.name == "Центр"


def test_every_key_of_a_new_store_is_wrapped_to_recovery_except_the_persons_own(empty: Stage) -> None:
    scopes = {row[0] for row in empty.sql('SELECT scope_kind FROM "grant" WHERE member_id = ?', RECOVERY_ID)}
    assert scopes == {Scope.PORTFOLIO, Scope.FIRM, Scope.AUDIT_READING, Scope.AUDIT_ADMIN}


def test_a_new_store_verifies_and_is_sound(empty: Stage) -> None:
    session = empty.enter()
    verdict = session.trail.verify()
    assert verdict.ok and verdict.entries == session.entered.premises.log_size()
    assert session.upkeep.check().ok
    assert session.firm.settings() == FirmSettings("Ромашка")
    assert [note.name for note in session.staffing.portfolios().values()] == ["Центр"]


@pytest.mark.parametrize("suffix", ["", ".pepper", ".signing", ".trust"])
def test_a_taken_place_is_refused_and_left_as_it_was(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "firm.kartoteka"
    taken = path.with_name(path.name + suffix)
    taken.write_bytes(b"somebody else's")
    with pytest.raises(Problem) as told:
        found(path)
    assert told.value.exit_code in (ExitCode.BAD_INPUT, ExitCode.STORE)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {taken.name: b"somebody else's"}


@pytest.mark.parametrize("step", ["upgrade", "write_secret", "enrol", "create_recovery", "create_portfolio"])
def test_a_founding_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(founding, step, fail)
    with pytest.raises((OSError, Problem)):
        found(tmp_path / "firm.kartoteka")
    assert list(tmp_path.iterdir()) == []


def test_a_login_that_cannot_be_leaves_nothing_behind(tmp_path: Path) -> None:
    person = NewPerson("an na", "Анна", "owner", secret_of("anna"))
    with pytest.raises(Problem):
        found_store(tmp_path / "a.kartoteka", FirmSettings("Р"), person, "Центр", settings=derive.TEST_ONLY)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Problem) as told:
        found(tmp_path / "no" / "firm.kartoteka")
    assert told.value.exit_code == ExitCode.STORE


def test_a_key_file_that_was_cut_off_is_written_again_and_a_whole_one_is_not(tmp_path: Path) -> None:
    """Found by torture: a restore killed in the middle of a key file could not be repeated."""
    place = tmp_path / "firm.store.pepper"
    place.with_name(place.name + ".part").write_bytes(b"half")
    write_secret(place, bytes(32))
    assert not place.with_name(place.name + ".part").exists() and place.read_bytes() == bytes(32)
    assert place.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Problem):
        write_secret(place, b"x" * 32)
    assert place.read_bytes() == bytes(32)
