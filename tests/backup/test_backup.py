"""Sealed copies: made while others write, restored to be looked at, restored for good (U22, S01.12)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.backup import Copy, Signing, create, drill, restore, verify
from storage.vault.files import files_of
from storage.vault.session import Session
from tests.vault.stage import Stage, cheap_derivation, found_stage, import_sales, logged, secret_of, staff_up


@pytest.fixture(autouse=True)
def _cheap() -> Iterator[None]:
    with cheap_derivation():
        yield


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    with cheap_derivation():
        stage = found_stage(tmp_path_factory.mktemp("stage") / "firm.store")
        staff_up(stage)
        session = stage.enter("boris")
        import_sales(session)
        session.end()
    return stage


@pytest.fixture
def stage(template: Stage, tmp_path: Path) -> Iterator[Stage]:
    (tmp_path / "here").mkdir()
    copied = template.copy(tmp_path / "here" / "firm.store")
    yield copied
    copied.close()


def made(stage: Stage, target: Path, login: str = "adam") -> Copy:
    session = stage.enter(login)
    copy = create(session, target)
    session.end()
    return copy


def signers(one: str = "adam", other: str = "vera") -> tuple[Signing, Signing]:
    return Signing(one, secret_of(one)), Signing(other, secret_of(other))


def restored(stage: Stage, file: Path, target: Path, **changed: object) -> int:
    sheets = changed.get("sheets", stage.founded.recovery[:2])
    pair = changed.get("signers", signers())
    trusted = changed.get("trusted", lambda root: root == files_of(stage.path).trust.read_bytes())
    return restore(file, target, sheets, pair, trusted, stage.clock)[1]  # type: ignore[arg-type]


def dump(session: Session) -> str:
    found = session.upkeep.dump_digest()
    assert session.upkeep.check().faults == []
    session.end()
    return found


def test_S01_12_U22_a_restored_copy_is_the_store_with_everybodys_passphrase(stage: Stage, tmp_path: Path) -> None:
    before = dump(stage.enter("boris"))
    copy = made(stage, tmp_path)
    assert copy.file.parent == tmp_path and copy.restored and copy.clients == 3
    assert oct(copy.file.stat().st_mode & 0o777) == "0o600"
    target = tmp_path / "new" / "firm.store"
    target.parent.mkdir()
    assert restored(stage, copy.file, target) == 2
    again = Stage(target, stage.founded, stage.clock)
    assert dump(again.enter("boris")) == before
    for login in ("anna", "ivan", "klara", "adam", "vera"):
        again.enter(login).end()
    session = again.enter("vera")
    assert session.trail.verify().ok
    assert session.trail.checkpoint().splitlines()[0].endswith("/2"), "the log goes on under a new origin"
    assert logged(again, Kind.RESTORED) == 1
    session.end()
    # A copy of the restored store, and one more epoch.
    second = made(again, tmp_path / "second.kbackup")
    assert (second.log_epoch, restored(again, second.file, tmp_path / "third.store")) == (2, 3)
    again.close()


def test_the_file_holds_nothing_in_clear(stage: Stage, tmp_path: Path) -> None:
    data = made(stage, tmp_path / "a.kbackup").file.read_bytes()
    files = files_of(stage.path)
    for secret in (files.pepper.read_bytes(), files.signing.read_bytes(), b"SQLite format", b"boris", "Фирма".encode()):
        assert secret not in data


def test_any_two_sheets_open_it_and_one_does_not(stage: Stage, tmp_path: Path) -> None:
    file = made(stage, tmp_path / "a.kbackup").file
    a, b, c = stage.founded.recovery
    session = stage.enter("adam")
    for sheets in ((a, b), (c, a), (b, c)):
        assert verify(session, file, sheets).restored
    for wrong in ((a,), (a, a), (a, b, c)):
        with pytest.raises(Problem):
            verify(session, file, wrong)
    other = found_stage(tmp_path / "other.store")
    with pytest.raises(Problem) as caught:
        verify(session, file, other.founded.recovery[:2])
    assert caught.value.exit_code is ExitCode.REFUSED
    session.end()


def test_who_may_make_copies(stage: Stage, tmp_path: Path) -> None:
    for login in ("ivan", "boris", "klara", "vera"):
        with pytest.raises(Problem) as caught:
            made(stage, tmp_path / "a.kbackup", login)
        assert caught.value.exit_code is ExitCode.REFUSED
        stage.close()
    assert made(stage, tmp_path / "a.kbackup", "anna").clients == 3


@pytest.mark.parametrize(
    ("pair", "good"),
    [
        (("adam", "vera"), True),
        (("anna", "vera"), True),
        (("adam", "anna"), True),
        (("adam", "adam"), False),
        (("anna", "anna"), False),
        (("vera", "adam"), False),
        (("boris", "vera"), False),
        (("adam", "boris"), False),
        (("ivan", "petr"), False),
    ],
)
def test_a_restore_is_signed_by_an_admin_and_an_auditor(
    stage: Stage, tmp_path: Path, pair: tuple[str, str], good: bool
) -> None:
    file = made(stage, tmp_path / "a.kbackup").file
    target = tmp_path / "new.store"
    if good:
        assert restored(stage, file, target, signers=signers(*pair)) == 2
        return
    with pytest.raises(Problem) as caught:
        restored(stage, file, target, signers=signers(*pair))
    assert caught.value.exit_code is ExitCode.REFUSED
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith("new")] == ["new.store.copy"]


def test_alone_one_person_signs_for_both(tmp_path: Path) -> None:
    stage = found_stage(tmp_path / "firm.store")
    file = made(stage, tmp_path / "a.kbackup", "anna").file
    assert restored(stage, file, tmp_path / "new.store", signers=signers("anna", "anna")) == 2
    stage.close()


def test_a_restore_refuses(stage: Stage, tmp_path: Path) -> None:
    file = made(stage, tmp_path / "a.kbackup").file
    wrong = Signing("adam", bytearray(b"not this one")), signers()[1]
    for changed in ({"signers": wrong}, {"trusted": lambda _root: False}, {"sheets": stage.founded.recovery[:1]}):
        with pytest.raises(Problem):
            restored(stage, file, tmp_path / "new.store", **changed)
    with pytest.raises(Problem, match="already exists"):
        restored(stage, file, stage.path)
    assert not (tmp_path / "new.store").exists()


def test_every_changed_byte_is_found(stage: Stage, tmp_path: Path) -> None:
    """Head, chunks, manifest, signature, length: a sample of places in each, every cut, something behind the end."""
    file = made(stage, tmp_path / "a.kbackup").file
    data = file.read_bytes()
    session = stage.enter("adam")
    places = [*range(64), *range(64, len(data) - 1024, len(data) // 200), *range(len(data) - 1024, len(data), 9)]
    changed = tmp_path / "changed"
    refused = 0
    cases = [data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :] for at in places]
    cases += [data[:at] for at in (0, 1, 43, len(data) // 2, len(data) - 1)] + [data + b"\0", data * 2, b"\0" * 1000]
    for case in cases:
        changed.write_bytes(case)
        with pytest.raises(Problem):
            verify(session, changed)
        refused += 1
    assert refused == len(cases) > 300
    session.end()


def test_a_copy_of_another_store_or_of_another_log(stage: Stage, tmp_path: Path) -> None:
    other = found_stage(tmp_path / "other.store")
    foreign = made(other, tmp_path / "foreign.kbackup", "anna").file
    other.close()
    file = made(stage, tmp_path / "a.kbackup").file
    # The store itself is put back to where it was before the copy: the copy knows more of the log than the store.
    (tmp_path / "back").mkdir()
    session = stage.enter("adam")
    with pytest.raises(Problem, match="another store"):
        verify(session, foreign)
    session.end()
    assert restored(stage, file, tmp_path / "back" / "firm.store") == 2
    back = Stage(tmp_path / "back" / "firm.store", stage.founded, stage.clock)
    later = made(stage, tmp_path / "later.kbackup").file
    session = back.enter("adam")
    with pytest.raises(Problem, match="not the beginning"):
        verify(session, later)
    session.end()
    back.close()


def test_verified_is_logged_and_only_then(stage: Stage, tmp_path: Path) -> None:
    session = stage.enter("adam")
    assert session.copies.last_verified_us() is None
    file = create(session, tmp_path / "a.kbackup").file
    first = session.copies.last_verified_us()
    assert logged(stage, Kind.BACKUP) == 1 and first is not None
    stage.clock.pass_seconds(86_400)
    assert not verify(session, file).restored, "the log names this very file as restored once"
    assert logged(stage, Kind.BACKUP) == 2 and (session.copies.last_verified_us() or 0) > first
    assert drill(session, file, stage.founded.recovery[1:]).restored
    assert logged(stage, Kind.BACKUP) == 3
    session.end()
    # A manager sees the age as well, and nothing of the details.
    manager = stage.enter("ivan")
    assert manager.copies.last_verified_us() is not None
    manager.end()


def test_a_copy_of_a_damaged_store_gets_no_name(stage: Stage, tmp_path: Path) -> None:
    session = stage.enter("adam")
    card = "SELECT id FROM record WHERE compartment = 0 ORDER BY id LIMIT 1"
    stage.sql(f"UPDATE record SET body = zeroblob(size) WHERE id = ({card})")
    with pytest.raises(Problem, match="not whole"):
        create(session, tmp_path / "a.kbackup")
    assert logged(stage, Kind.BACKUP) == 0
    assert [each.name for each in tmp_path.iterdir()] == ["here"]
    session.end()


def test_writers_go_on_while_a_copy_is_made(stage: Stage, tmp_path: Path) -> None:
    """The copy is of one moment; what was written meanwhile is not in it, and nobody waited."""
    session, other = stage.enter("adam"), stage.enter("boris")
    written: list[int] = []

    def progress(_done: int, _total: int) -> bool:
        if len(written) < 20:
            other.entered.gate.note(Kind.COPY)
            written.append(other.entered.premises.log_size())
        return True

    copy = create(session, tmp_path / "a.kbackup", progress)
    assert len(written) >= 3 and copy.log_size == written[0] - 1
    session.end()
    other.end()


@pytest.mark.parametrize("stop_after", [0, 1, 3])
def test_stopped_leaves_nothing(stage: Stage, tmp_path: Path, stop_after: int) -> None:
    session = stage.enter("adam")
    calls = []

    def progress(_done: int, _total: int) -> bool:
        calls.append(1)
        return len(calls) <= stop_after

    with pytest.raises(Problem, match="Stopped"):
        create(session, tmp_path / "a.kbackup", progress)
    session.end()
    assert [each.name for each in tmp_path.iterdir()] == ["here"]
    assert not files_of(stage.path).copying.exists()


def test_what_a_killed_run_left_is_cleared(stage: Stage, tmp_path: Path) -> None:
    files = files_of(stage.path)
    for path in (files.copying, Path(f"{files.copying}-wal"), tmp_path / "a.kbackup.part"):
        path.write_bytes(b"left")
    assert made(stage, tmp_path / "a.kbackup").restored
    assert not files.copying.exists() and not (tmp_path / "a.kbackup.part").exists()


def test_places_that_cannot_be(stage: Stage, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_bytes(b"precious")
    session = stage.enter("adam")
    for target in (taken, tmp_path / "no" / "folder"):
        with pytest.raises(Problem) as caught:
            create(session, target)
        assert caught.value.exit_code is ExitCode.BAD_INPUT
    session.end()
    assert taken.read_bytes() == b"precious"


def test_a_restore_nobody_signed_is_seen(stage: Stage, tmp_path: Path) -> None:
    """The second signature of the entry is changed by whoever holds the file and the admin's key."""
    file = made(stage, tmp_path / "a.kbackup").file
    target = tmp_path / "new.store"
    restored(stage, file, target)
    with closing(sqlite3.connect(target)) as raw:
        (entry,) = raw.execute("SELECT entry FROM log WHERE kind = 15").fetchone()
        at = len(entry) - 34 - 34 - 10  # inside the second signature, the last field of the details
        raw.execute(
            "UPDATE log SET entry = ? WHERE kind = 15", (entry[:at] + bytes((entry[at] ^ 1,)) + entry[at + 1 :],)
        )
        raw.commit()
    again = Stage(target, stage.founded, stage.clock)
    session = again.enter("vera")
    assert not session.trail.verify().ok
    with pytest.raises(Problem):
        session.trail.checkpoint()
    session.end()
    again.close()


def test_the_place_of_a_disk_that_is_too_small(stage: Stage, tmp_path: Path) -> None:
    from tests.faults.disks import no_file_longer_than

    session = stage.enter("adam")
    with no_file_longer_than(40_000), pytest.raises(Problem) as caught:
        create(session, tmp_path / "a.kbackup")
    assert caught.value.exit_code is ExitCode.STORE
    session.end()
    assert [each.name for each in tmp_path.iterdir()] == ["here"]
    assert made(stage, tmp_path / "a.kbackup").restored


def test_one_at_a_time(stage: Stage, tmp_path: Path) -> None:
    from storage.turn import turn

    session = stage.enter("adam")
    with turn(files_of(stage.path).copy_lock), pytest.raises(Problem, match="Another copy"):
        create(session, tmp_path / "a.kbackup")
    session.end()
    assert [each.name for each in tmp_path.iterdir()] == ["here"]
