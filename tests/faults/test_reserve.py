"""A full disk with a reserve: people still come in, suspend and read the log; nothing else is written (R24)."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from core.problem import ExitCode, Problem
from storage.sealing import derive
from storage.vault import reserve
from storage.vault.files import files_of
from storage.vault.people import NewPerson
from tests.faults.disks import SECRET, Disk, _cheap, disk, found, inside, whole
from tests.faults.test_disk import ACTS, refused

__all__ = ["_cheap", "disk"]
pytestmark = pytest.mark.usefixtures("_cheap")
SIZE = 256 * 1024


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixteen megabytes do not fit on the disk of these tests."""
    assert reserve.RESERVE == 16 * 1024 * 1024
    for name in ("make", "renew"):
        monkeypatch.setattr(getattr(reserve, name), "__defaults__", (SIZE,))


def test_R24_a_full_disk_lets_people_in_to_suspend_and_read_the_log(disk: Disk) -> None:
    store = found(disk.folder)
    files = files_of(store)
    assert reserve.make(files) and files.reserve.stat().st_size == SIZE
    assert oct(files.reserve.stat().st_mode & 0o777) == "0o600"
    with inside(store) as session:
        session.people.add(NewPerson("petr", "Petr", "manager", bytearray(SECRET)), derive.TEST_ONLY)
    in_the_way = disk.fill()
    with inside(store) as session:
        assert reserve.spent(files) and files.reserve.stat().st_size == 0
        session.people.suspend("petr")
        assert any(each.kind == "roster_changed" for each in session.trail.entries())
        assert session.trail.verify().ok
        for act in ACTS:
            assert "full" in refused(functools.partial(act, session))
    in_the_way.unlink()
    with inside(store) as session:
        for act in ACTS[:2]:
            act(session)
        assert {each.login for each in session.staffing.staff() if not each.active} == {"petr"}
    assert files.reserve.stat().st_size == SIZE, "taken again when there is room"
    whole(store)


def test_without_a_reserve_a_full_disk_is_a_closed_door(disk: Disk) -> None:
    store = found(disk.folder)
    in_the_way = disk.fill()
    with pytest.raises(Problem) as caught:
        inside(store).__enter__()
    assert caught.value.exit_code is ExitCode.STORE and not reserve.spent(files_of(store))
    assert not reserve.make(files_of(store)), "and a reserve is not made of nothing"
    in_the_way.unlink()


def test_init_makes_one(tmp_path: Path) -> None:
    from tui.desk.making import init_store

    store = tmp_path / "firm.store"
    init_store(store, "Firm", "anna", "RUB", bytearray(b"seven blue windows"))
    assert files_of(store).reserve.stat().st_size == SIZE
