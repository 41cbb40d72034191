"""Full, read-only, gone: one sentence, exit 6, nothing half-written, and the next session works (issue "Bad input")."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from core.problem import ExitCode, Problem
from storage.audit.kinds import Kind
from storage.vault import pace
from storage.vault.session import Session
from tests.faults.disks import Disk, _cheap, disk, found, inside, no_file_longer_than, order, whole

__all__ = ["_cheap", "disk"]
pytestmark = pytest.mark.usefixtures("_cheap")
Act = Callable[[Session], object]


def edit(session: Session) -> None:
    client = session.clients.load().ids[0]
    stored = session.clients.stored(client)
    session.clients.change(client, stored, msgspec.structs.replace(stored.card, note="half"))


def read(session: Session) -> object:
    return session.clients.history(session.clients.load().ids[0])


def bring_in(session: Session) -> object:
    return session.imports.commit(session.imports.prepare(order(session, 400, "B")))


def undo(session: Session) -> object:
    return session.imports.undo(session.batches.all()[0].note.group)


ACTS = [edit, read, bring_in, undo]


def refused(act: Callable[[], object]) -> str:
    """The one sentence of an act that cannot be done, which names no client."""
    with pytest.raises(Problem) as caught:
        act()
    assert caught.value.exit_code is ExitCode.STORE
    sentence = str(caught.value)
    assert sentence.endswith(".") and "Client" not in sentence and "\n" not in sentence
    return sentence


def wal_of(store: Path) -> Path:
    return store.with_name(store.name + "-wal")


@pytest.mark.parametrize(("act", "room"), [*((act, 0) for act in ACTS), (bring_in, 60_000)])
def test_no_room_for_an_act(tmp_path: Path, act: Act, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The session in which it failed goes on when there is room again; the next one finds nothing of the half."""
    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(50, 50, 50))
    store = found(tmp_path)
    before, _ = whole(store)
    with inside(store) as session:
        entries = session.trail.verify().entries
        with no_file_longer_than(wal_of(store).stat().st_size + room):
            refused(lambda: act(session))
        written = session.trail.verify().entries - entries
        assert written > 0 if room else written == 0, "with some room it fails in the middle, without any at once"
        assert session.upkeep.dump_digest() == before
        if room:
            return
        act(session)
    whole(store)


@pytest.mark.parametrize("room", [60_000, 120_000])
def test_an_import_cut_off_by_the_disk_leaves_nothing(
    tmp_path: Path, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "BOUNDS", pace.Bounds(50, 50, 50))
    store = found(tmp_path)
    before, _ = whole(store)
    with inside(store) as session, no_file_longer_than(wal_of(store).stat().st_size + room):
        refused(lambda: bring_in(session))
        # With a little more room the session itself has taken back what it wrote.
        assert len(session.batches.unfinished()) == (1 if room == 60_000 else 0)
        monkeypatch.setattr(session, "end", session.entered.premises.close)  # no room even for the end of the session
    assert whole(store)[0] == before


def test_nothing_is_read_that_cannot_be_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key of a client is not even unwrapped."""
    store = found(tmp_path)
    with inside(store) as session:
        unwrapped: list[object] = []
        keys = session.clients.keys

        def noted(*args: Any) -> object:
            unwrapped.append(args)
            return keys(*args)

        monkeypatch.setattr(session.clients, "keys", noted)
        with no_file_longer_than(wal_of(store).stat().st_size):
            refused(lambda: read(session))
        assert unwrapped == []
        read(session)
        assert unwrapped != []


@pytest.mark.parametrize("room", [0, 4_096, 9_000, 16_000])
def test_no_room_to_come_in(tmp_path: Path, room: int) -> None:
    store = found(tmp_path)
    before = whole(store)
    with no_file_longer_than(room):
        refused(lambda: inside(store).__enter__())
    dump, entries = whole(store)
    assert dump == before[0]
    assert entries - before[1] == 3, "start, opening and end of this look; nothing of the session that was refused"


@pytest.mark.parametrize("act", ACTS)
def test_a_disk_that_is_full(disk: Disk, act: Act) -> None:
    store = found(disk.folder)
    before, _ = whole(store)
    with inside(store) as session:
        in_the_way = disk.fill()
        assert "full" in refused(lambda: act(session))
        in_the_way.unlink()
        assert session.upkeep.dump_digest() == before
        act(session)
    whole(store)


def test_no_way_in_nor_a_new_store_on_a_full_disk(disk: Disk, tmp_path: Path) -> None:
    store = found(disk.folder)
    before, _ = whole(store)
    in_the_way = disk.fill()
    assert "full" in refused(lambda: inside(store).__enter__())
    second = disk.folder / "second"
    second.mkdir()
    refused(lambda: found(second))
    assert list(second.iterdir()) == []
    in_the_way.unlink()
    assert whole(store)[0] == before
    whole(found(second))


def test_a_disk_that_cannot_be_written(disk: Disk) -> None:
    store = found(disk.folder)
    before, _ = whole(store)
    disk.remount("ro")
    assert "rights" in refused(lambda: inside(store).__enter__())
    disk.remount("rw")
    assert whole(store)[0] == before


def removed(store: Path, aside: Path) -> None:
    store.rename(aside)


def replaced(store: Path, aside: Path) -> None:
    store.rename(aside)
    shutil.copy2(aside, store)


def without_wal(store: Path, aside: Path) -> None:
    wal_of(store).rename(aside)


@pytest.mark.parametrize("harm", [removed, replaced, without_wal])
@pytest.mark.parametrize("act", ACTS)
def test_files_taken_away_under_an_open_session(tmp_path: Path, harm: Callable[[Path, Path], None], act: Act) -> None:
    """What is written to a removed file is lost without an error: so nothing is written, nothing is shown."""
    store = found(tmp_path)
    aside = tmp_path / "aside"
    with inside(store) as session:
        edit(session)
        before = session.trail.verify().entries
        harm(store, aside)
        refused(lambda: act(session))
        refused(lambda: session.clients.load())
        assert not store.exists() or harm is not removed
        aside.replace(wal_of(store) if harm is without_wal else store)
        assert session.trail.verify().entries == before
    assert whole(store)[1] > before


def test_taken_away_between_the_entry_and_its_commit(tmp_path: Path) -> None:
    store = found(tmp_path)
    with inside(store) as session:

        def act() -> None:
            with session.entered.gate.transaction() as step:
                step.append(Kind.LOCKED)
                store.rename(tmp_path / "aside")
            assert step.receipt is None

        refused(act)
        (tmp_path / "aside").rename(store)
    whole(store)


def test_a_wal_lost_with_its_process_is_seen_against_a_checkpoint(tmp_path: Path) -> None:
    """The store opens as it was before; only somebody who kept a checkpoint can know that there was more."""
    store = found(tmp_path)
    before, _ = whole(store)
    session = inside(store)
    opened = session.__enter__()
    edit(opened)
    note = opened.trail.checkpoint()
    lost = tmp_path / "lost"
    lost.mkdir()
    for file in tmp_path.glob("firm.store*"):
        if not file.name.endswith(("-wal", "-shm")):
            shutil.copy2(file, lost / file.name)
    session.__exit__(None, None, None)
    assert whole(lost / "firm.store")[0] == before
    with inside(lost / "firm.store") as later:
        assert later.trail.verify().ok
        assert not later.trail.verify_against(note).ok
