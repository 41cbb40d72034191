"""Checkpoints to a file, syslog and journald: named by root alone, never in anybody's way (R23, spec/security §4)."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.audit.checkpoint import Checkpoint, last_note, origin_of, sign_checkpoint, verify
from storage.audit.sinks import (
    HANGS_SECONDS,
    WAITING,
    Courier,
    Couriers,
    SinksRefused,
    Target,
    line_of,
    read_targets,
)
from tests.audit.support import STORE_ID, signer

ORIGIN = origin_of(STORE_ID)
POINTS = [Checkpoint(ORIGIN, size, b"%032d" % size) for size in range(1, 5)]
NOTES = [sign_checkpoint(point, signer("store")) for point in POINTS]
SAID = '[[checkpoint]]\nfile = "/var/log/checkpoints"\n[[checkpoint]]\nsyslog = "udp://log.example:1514"\n'


def configuration(tmp_path: Path, text: str = SAID, mode: int = 0o644) -> Path:
    folder = tmp_path / "etc"
    folder.mkdir(mode=0o755, exist_ok=True)
    path = folder / "audit.toml"
    path.write_text(text, "utf-8")
    path.chmod(mode)
    return path


class TestWhoNamesTheTargets:
    def test_root_does(self, tmp_path: Path) -> None:
        path = configuration(tmp_path, SAID + "[[checkpoint]]\njournald = true\n")
        kinds = [each.kind for each in read_targets(path, os.getuid())]
        assert kinds == ["file", "syslog", "journald"]

    def test_no_file_is_no_target(self, tmp_path: Path) -> None:
        assert read_targets(tmp_path / "none") == []

    @pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
    def test_a_file_others_can_write_is_refused(self, tmp_path: Path, mode: int) -> None:
        with pytest.raises(SinksRefused, match="owner"):
            read_targets(configuration(tmp_path, mode=mode), os.getuid())

    def test_a_file_in_a_folder_others_can_write_is_refused(self, tmp_path: Path) -> None:
        path = configuration(tmp_path)
        path.parent.chmod(0o777)
        with pytest.raises(SinksRefused, match="owner"):
            read_targets(path, os.getuid())

    def test_a_file_of_somebody_else_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SinksRefused, match="owner"):
            read_targets(configuration(tmp_path), os.getuid() + 1)

    @pytest.mark.parametrize(
        "text",
        [
            "checkpoint = 1", "[[checkpoint]]\nfile = 'relative'", "[[checkpoint]]\ncommand = '/bin/sh'",
            "[[checkpoint]]", "other = 1", "[", "checkpoint = [1]",
            "[[checkpoint]]\nfile = '/a'\nsyslog = '/b'", "[[checkpoint]]\njournald = 'yes'",
            "[[checkpoint]]\nsyslog = 'tcp://x'", "[[checkpoint]]\nsyslog = 'udp://x:y'", "\ud800",
        ],
    )  # fmt: skip
    def test_what_it_does_not_know_is_refused_whole(self, tmp_path: Path, text: str) -> None:
        path = configuration(tmp_path)
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(SinksRefused, match="content"):
            read_targets(path, os.getuid())

    def test_a_refused_file_is_an_alarm(self) -> None:
        assert Couriers(refused="owner").alarms() == ["configuration"]


@contextmanager
def listening(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
        end.bind(str(path))
        end.settimeout(5)
        yield end


class TestDelivery:
    def test_a_file_holds_every_note_whole(self, tmp_path: Path) -> None:
        path = tmp_path / "checkpoints"
        couriers = Couriers([Target("file", str(path))])
        for note in NOTES:
            couriers.bring(note)
        couriers.close(5)
        text = path.read_text("utf-8")
        assert text == "".join(NOTES)
        assert verify(last_note(text), signer("store").public, ORIGIN) == POINTS[-1]

    @pytest.mark.parametrize("kind", ["syslog", "journald"])
    def test_a_datagram_brings_the_note_back(self, tmp_path: Path, kind: str) -> None:
        with listening(tmp_path / "log") as end:
            courier = Courier(Target(kind, str(tmp_path / "log")))
            courier.bring(NOTES[0])
            text = end.recv(65_536).decode()
            courier.close(5)
        assert not courier.alarm
        assert line_of(NOTES[0]) in text
        quoted = text[text.index('"') : text.rindex('"') + 1]
        assert json.loads(quoted) == NOTES[0]
        assert len(text.strip().splitlines()) == (1 if kind == "syslog" else 3)

    @pytest.mark.parametrize(
        "target", [Target("file", "/proc/nothing/here"), Target("syslog", "/nobody/listens"), Target("journald", "/no")]
    )
    def test_a_target_that_fails_is_an_alarm_until_it_works(self, target: Target) -> None:
        couriers = Couriers([target])
        couriers.bring(NOTES[0])
        couriers.close(5)
        assert couriers.alarms() == [target.kind]

    def test_a_link_in_place_of_the_file_is_not_followed(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
        couriers = Couriers([Target("file", str(tmp_path / "link"))])
        couriers.bring(NOTES[0])
        couriers.close(5)
        assert couriers.alarms() == ["file"] and not (tmp_path / "elsewhere").exists()


class Hanging:
    """A target whose other end has stopped."""

    def __init__(self) -> None:
        self.free, self.inside = threading.Event(), threading.Event()

    def __call__(self, _note: str) -> None:
        self.inside.set()
        self.free.wait(20)


def courier(send: Callable[[str], None], now: list[float]) -> Courier:
    return Courier(Target("syslog", "/dev/log"), send, lambda: now[0])


def test_a_hanging_target_blocks_nobody_and_is_an_alarm() -> None:
    hanging, now = Hanging(), [0.0]
    stuck = courier(hanging, now)
    stuck.bring(NOTES[0])
    assert hanging.inside.wait(5)
    before = stuck.alarm
    now[0] = HANGS_SECONDS + 1
    assert (before, stuck.alarm) == (False, True)
    stuck.close(0.01)
    hanging.free.set()


def test_a_target_that_lags_behind_is_an_alarm_before_it_hangs() -> None:
    hanging, now = Hanging(), [0.0]
    stuck = courier(hanging, now)
    for _ in range(WAITING + 2):
        stuck.bring(NOTES[0])
    assert stuck.alarm
    hanging.free.set()
    stuck.close(5)


def test_one_that_failed_and_works_again_is_no_alarm() -> None:
    answers = [OSError(), None]

    def send(_note: str) -> None:
        answer = answers.pop(0)
        if answer is not None:
            raise answer

    mended = courier(send, [0.0])
    mended.bring(NOTES[0])
    mended.bring(NOTES[1])
    mended.close(5)
    assert (mended.alarm, mended.delivered) == (False, 1)
