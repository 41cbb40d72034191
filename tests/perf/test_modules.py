"""Modules by name and by count: memory and processor time of a start are mostly what is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.sentences import russian
from tests.perf import logins
from tests.terminal.pty_session import PtySession
from tests.vault import stage as stages
from tests.vault.stage import Stage
from tests.walls.source import ROOT, packages

NOT_FOR_A_MANAGER = {"scipy", "pandas", "alembic", "mako", "unittest", "pytest", "pydoc"}
ONLY_FOR_SOME = {
    "storage.intake.prepare",
    "storage.intake.readers.delimited",
    "storage.vault.founding",
    "tui.desk.making",
}
AT_THE_UNLOCK_SCREEN = 70
"""Modules above those that the smallest Textual program imports: ours, and what running one adds (55 when written)."""
AFTER_A_DAY = 1400
"""Modules of the whole session, a search and the merged view included (1,360 when written)."""


@pytest.fixture
def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}


def test_the_two_ways_to_a_passphrase_agree() -> None:
    assert logins.secret_of("ivan") == stages.secret_of("ivan")


@pytest.mark.in_a_file("a driver of a server is sixty modules more")
def test_a_manager_loads_nothing_he_has_no_use_for(stage: Stage, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.perf.day_of_a_manager", str(stage.path)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    head, card, names = done.stdout.splitlines()
    assert head == "clients 3"
    assert card == "first card", "imported ahead, so that the first opens as fast as the next"
    loaded = set(names.split())
    assert {"tui.desk.desk", "numpy", "sqlalchemy"} <= loaded
    assert packages(loaded) & NOT_FOR_A_MANAGER == set()
    assert loaded & ONLY_FOR_SOME == set()
    assert len(loaded) <= AFTER_A_DAY


def test_the_unlock_screen_stands_on_little_more_than_textual(
    stage: Stage, tmp_path: Path, environment: dict[str, str]
) -> None:
    smallest = "import sys, scripts.benchmarks._minimal; print(len(sys.modules))"
    floor = subprocess.run(
        [sys.executable, "-c", smallest], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    report = tmp_path / "modules"
    probe = [sys.executable, "-m", "tests.walls.first_paint_probe", str(report), russian("Passphrase")]
    with PtySession([*probe, "--store", str(stage.path)], cwd=str(ROOT), env=environment) as session:
        assert session.wait_exit(timeout=60) == 0, session.text
    loaded = report.read_text(encoding="utf-8").split()
    assert "tui.screens.login" in loaded
    assert len(loaded) - int(floor.stdout) <= AT_THE_UNLOCK_SCREEN
