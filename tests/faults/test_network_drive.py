"""A store on a drive of another machine, or where the WAL is not to be had: one clear sentence (R21, "Bad input")."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from core.problem import ExitCode, Problem
from storage import engine, medium
from storage.engine import open_engine
from storage.medium import kind_of
from tests.cli.station import Station

LOCAL = "22 1 259:2 / / rw,relatime shared:1 - ext4 /dev/vda rw"


def mounted(monkeypatch: pytest.MonkeyPatch, folder: Path, *lines: str) -> None:
    """The kernel's list of mounts as it would be."""
    told = folder / "mountinfo"
    told.write_text("\n".join((LOCAL, *lines)) + "\n", "utf-8")
    monkeypatch.setattr(medium, "MOUNTS", told)


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.rclone", "vboxsf", "ceph"])
def test_a_store_on_a_network_drive_is_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "my drive").mkdir()
    station = Station(tmp_path / "my drive")
    before = station.store.read_bytes()
    there = str(tmp_path / "my drive").replace(" ", "\\040")
    mounted(monkeypatch, tmp_path, f"90 22 0:52 / {there} rw - {kind} server:/base rw,vers=4.2")
    told = station.run("store", "check")
    assert told.status == ExitCode.STORE and told.out == ""
    assert kind in told.err and len(told.err.strip().splitlines()) == 1
    assert station.store.read_bytes() == before


def test_nothing_is_made_there_either(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mounted(monkeypatch, tmp_path, f"90 22 0:52 / {tmp_path} rw - nfs server:/ rw")
    with pytest.raises(Problem) as told:
        open_engine(tmp_path / "new.store", create=True)
    assert told.value.exit_code is ExitCode.STORE and not (tmp_path / "new.store").exists()


def test_the_mount_that_counts_is_the_nearest_and_the_last(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    mounted(monkeypatch, tmp_path, f"90 22 0:52 / {tmp_path} rw - nfs server:/ rw",
            f"91 90 0:53 / {tmp_path / 'local'} rw - ext4 /dev/vdb rw", "broken line",
            f"92 90 0:54 / {tmp_path / 'over'} rw - ext4 /dev/vdc rw",
            f"93 90 0:55 / {tmp_path / 'over'} rw - fuse.sshfs host: rw")  # fmt: skip
    assert kind_of(tmp_path / "a.store") == "nfs" and kind_of(tmp_path / "local" / "a.store") == "ext4"
    assert kind_of(tmp_path / "over" / "a.store") == "fuse.sshfs" and kind_of(Path("/a.store")) == "ext4"
    monkeypatch.setattr(medium, "MOUNTS", tmp_path / "none")
    assert kind_of(tmp_path / "a.store") == "", "another system tells nothing, and nothing is refused"


@pytest.mark.in_a_file("the WAL is the file's")
def test_a_place_without_a_wal_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What sqlite answers where it cannot have the shared memory of the WAL's index."""
    station = Station(tmp_path)
    connect = engine._connect

    class Rows(list[tuple[str]]):
        def fetchall(self) -> list[tuple[str]]:
            return self

        def fetchone(self) -> tuple[str]:
            return self[0]

    class NoWal(sqlite3.Connection):
        def execute(self, statement: str, *values: Any) -> Any:
            return Rows([("delete",)]) if "journal_mode" in statement else super().execute(statement, *values)

    def without(path: Path, mode: str = "rw") -> sqlite3.Connection:
        if mode == "ro":
            return connect(path, mode)
        return sqlite3.connect(path, isolation_level=None, check_same_thread=False, factory=NoWal)

    monkeypatch.setattr(engine, "_connect", without)
    told = station.run("store", "check")
    assert told.status == ExitCode.STORE and "journal_mode" in told.err and len(told.err.strip().splitlines()) == 1
