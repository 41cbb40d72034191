"""Lock, hang-up, end: the terminal is left clean and the desk is told (spec/terminal §3.7, spec/store §7)."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.terminal.fake_run import fake_session, unlock
from tests.terminal.pty_session import PtySession
from tests.tui.fake_desk import PASSPHRASE

RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?1003l", b"\x1b[?2004l")


def assert_restored(session: PtySession) -> None:
    tail = bytes(session.received[-600:])
    assert all(sequence in tail for sequence in RESTORED)
    assert tail.index(b"\x1b[2J") < tail.index(b"\x1b[?1049l")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_a_lost_session_and_a_clean_terminal(number: int, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with fake_session("--start", "ACC", KARTOTEKA_FAKE_LOG=str(log)) as session:
        unlock(session)
        session.signal(number)
        assert session.wait_exit() == 129
        assert log.read_text() == "close lost\n"
        assert_restored(session)


def test_hanging_up_is_a_lost_session(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with fake_session("--start", "ACC", KARTOTEKA_FAKE_LOG=str(log)) as session:
        unlock(session)
        session.hang_up()
        assert session.wait_exit() == 129
        assert log.read_text() == "close lost\n"


def test_a_desk_that_hangs_does_not_keep_us(tmp_path: Path) -> None:
    with fake_session("--start", "ACC", KARTOTEKA_FAKE_CLOSE="30") as session:
        unlock(session)
        session.signal(signal.SIGTERM)
        assert session.wait_exit(5) == 129


def test_leaving_is_a_plain_end(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with fake_session("--start", "TODAY", KARTOTEKA_FAKE_LOG=str(log)) as session:
        unlock(session, "Сегодня")
        session.press("f10", 0.4)
        session.press("down", 0.2)
        session.send("enter")
        assert session.wait_exit() == 0
        assert log.read_text() == "close end\n"


def test_lock_replaces_the_image_and_comes_back_to_the_card(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with fake_session("--start", "ACC", KARTOTEKA_FAKE_LOG=str(log)) as session:
        unlock(session)
        session.press("down")
        session.press("enter", 0.4)
        assert "Карточка" in session.text
        command = Path(f"/proc/{session.pid}/cmdline").read_bytes()
        session.send("f12")
        session.wait_for("Парольная фраза")
        session.settle()
        assert "Берег" not in session.text
        assert b"--resume-fd" not in command
        assert b"--resume-fd" in Path(f"/proc/{session.pid}/cmdline").read_bytes()
        assert log.read_text() == "lock key\n"
        unlock(session, "Карточка")
        assert "АО «Берег-2»" in session.text.splitlines()[0]
        session.press("escape", 0.4)
        assert "Клиенты" in session.text.splitlines()[0]


def test_the_passphrase_may_be_typed_before_the_core_is_loaded() -> None:
    with fake_session("--start", "ACC", "--as", "ivanova", ready=False, KARTOTEKA_FAKE_CORE="1.5") as session:
        session.send(PASSPHRASE, "enter")
        session.settle()
        assert "Загру" in session.text
        session.wait_for("Клиенты")


def test_paste_into_the_passphrase() -> None:
    with fake_session("--start", "ACC") as session:
        session.paste(PASSPHRASE + "\n")
        session.settle()
        session.send("enter")
        session.wait_for("Клиенты")
