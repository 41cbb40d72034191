"""F2 over a real store and a real terminal, in Russian, with the wrong layout on (U07, U18)."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.finding.bases import fill
from tests.terminal.pty_session import PtySession
from tests.terminal.test_oracle import offences
from tests.vault.stage import Stage, secret_of
from tests.walls.source import ROOT

FRAME = b"\x1b[?2026h"


@contextmanager
def workstation(stage: Stage, login: str) -> Iterator[PtySession]:
    """Past the unlock screen, on the list of clients."""
    stage.close()
    words = ["--store", str(stage.path), "--as", login, "--start", "ACC"]
    with PtySession([sys.executable, "-m", "tests.finding.station", *words], cwd=str(ROOT)) as session:
        session.wait_for("Последняя запись", timeout=60)
        session.settle()
        session.send(secret_of(login).decode(), "enter")
        session.wait_for("1 из ", timeout=60)
        session.settle(0.8)
        yield session


def test_U07_a_client_is_found_in_three_keys_whatever_the_layout(stage: Stage) -> None:
    fill(stage)
    with workstation(stage, "boris") as session:
        session.send("f2")
        session.wait_for("Найти клиента")
        session.settle()
        for key in "hjvfirf":  # ромашка with the Latin layout on
            session.press(key)
        session.wait_for("другая раскладка")
        assert "ООО «Ромашка»" in session.text
        session.send("enter")
        session.wait_for("Карточка · ООО «Ромашка»")
        assert session.status is None
        assert offences(bytes(session.received)) == []


def test_a_keystroke_is_a_few_frames_and_few_bytes(stage: Stage) -> None:
    fill(stage)
    with workstation(stage, "boris") as session:
        opened = session.press("f2", 0.8)
        assert opened <= 45_000
        session.press("и", 0.8)  # what was learnt by heart at the first letter is not learnt again
        frames, size = session.received.count(FRAME), len(session.received)
        for key in "ванов":
            session.press(key, 0.3)
        assert session.received.count(FRAME) - frames <= 3 * len("ванов")
        assert (len(session.received) - size) / len("ванов") <= 4_000


def test_a_new_client_is_typed_saved_and_taken_out_again(stage: Stage) -> None:
    with workstation(stage, "ivan") as session:
        session.send("f2")
        session.wait_for("Найти клиента")
        session.settle()
        session.send("Берёзка")
        session.wait_for("завести «Берёзка»")
        session.send("enter")
        session.wait_for("Добавится в постоянные клиенты")
        session.settle(0.8)
        session.send("enter")
        session.wait_for("Карточка · Берёзка")
        session.settle(0.8)
        session.send("г")  # u on the Russian layout
        session.wait_for("больше нет в базе")
        session.settle(0.8)
        assert "Клиенты" in session.screen.display[0], "his card is left, too"
        assert session.status is None
