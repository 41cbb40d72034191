"""What the first word starts, and what may not be loaded before the unlock screen is painted."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tui.__main__ import prepare_environment, screen_words


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ([], []),
        (["workstation"], []),
        (["--store", "firm.kartoteka"], ["--store", "firm.kartoteka"]),
        (["--store", "queue", "--slow"], ["--store", "queue", "--slow"]),
        (["--store", "workstation", "workstation", "--ascii"], ["--store", "workstation", "--ascii"]),
        (["queue"], None),
        (["--store", "x", "queue"], None),
        (["--help"], None),
        (["demo", "--no-screen"], None),
    ],
)
def test_first_word(words: list[str], options: list[str] | None) -> None:
    assert screen_words(words) == options


def test_switches_of_textual_are_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_DRIVER", "evil:Driver")
    monkeypatch.setenv("TEXTUAL_LOG", "/tmp/x")
    monkeypatch.setenv("TEXTUAL_SCREENSHOT", "1")
    prepare_environment()
    import os

    assert {name for name in os.environ if name.startswith("TEXTUAL")} == {"TEXTUAL_DISABLE_KITTY_KEY"}
    prepare_environment(slow=True)
    assert os.environ["TEXTUAL_COLOR_SYSTEM"] == "256"
    monkeypatch.delenv("TEXTUAL_COLOR_SYSTEM")


def test_nothing_heavy_before_the_first_paint() -> None:
    program = (
        "import sys, tui.__main__, tui.app, tui.options\n"
        "heavy = {'numpy','scipy','pandas','sqlalchemy','alembic','cryptography','msgspec','rapidfuzz','sqlite3',"
        "'core.rules','tui.workplace','tui.screens.clients','tui.desk.answers','textual.widgets._data_table'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_dumb_terminal_is_told_of_the_commands() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.tui.fake_app"],
        capture_output=True,
        text=True,
        env={"TERM": "dumb", "PATH": "/bin"},
    )
    assert done.returncode == 5
    assert "kartoteka --help" in done.stderr
