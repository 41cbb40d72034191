"""Bytes on the wire (spec/terminal §5): counts, not clocks."""

from __future__ import annotations

import time

import pytest

from tests.terminal.fake_run import fake_session, unlock
from tests.tui.fake_desk import PASSPHRASE


@pytest.mark.parametrize("clients", ["1000", "1000000"])
def test_budget_of_the_list(clients: str) -> None:
    with fake_session("--start", "ACC", KARTOTEKA_FAKE_CLIENTS=clients) as session:
        login = len(session.received)
        main = unlock(session)
        assert login <= 10_000
        assert login + main <= 51_000
        assert main <= 15_000

        assert session.press("down") <= 800
        assert session.press("j") <= 800
        assert session.press("о") <= 800

        before = len(session.received)
        presses = 60
        for _ in range(presses):
            session.send("down")
            session.pump(0.03)
        session.settle()
        assert "64 из" in session.text
        assert (len(session.received) - before) / presses <= 1_600

        assert session.press("/") <= 45_000
        session.press("escape", 0.4)

        before = len(session.received)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            session.pump(0.2)
        assert len(session.received) == before


def test_a_running_job_whispers() -> None:
    with fake_session("--start", "SEG", KARTOTEKA_FAKE_PREPARE="8") as session:
        session.send(PASSPHRASE, "enter")
        session.wait_for("Показатели")
        session.settle(0.2, timeout=1.5)
        before, start = len(session.received), time.monotonic()
        while time.monotonic() - start < 3:
            session.pump(0.2)
        assert 0 < len(session.received) - before <= 300 * 3


def test_redraw_and_resize_paint_everything_again() -> None:
    with fake_session("--start", "ACC") as session:
        unlock(session)
        shown = session.text
        session.screen.reset()
        assert session.press("ctrl+l", 0.5) > 2_000
        assert session.text == shown
        session.resize(120, 40)
        session.settle(0.6)
        assert "Город" in session.text
        session.resize(80, 24)
        session.settle(0.6)
        assert session.text == shown
