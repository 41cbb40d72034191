"""Killed at random moments of imports, edits and recovery: nothing is half-written, nothing shown is unlogged (U03)."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.tortures.__main__ import Torture, main
from scripts.tortures.ground import FILES
from scripts.tortures.verdict import Told, look
from storage.sealing import derive
from storage.vault import imports


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Founding the tortured store makes this process cheap; the other tests get it back as it was."""
    monkeypatch.setattr(derive, "TEST_KDF_ALLOWED", derive.TEST_KDF_ALLOWED)
    monkeypatch.setattr(imports, "CHUNK", imports.CHUNK)


def test_kill_9_during_imports_and_edits(tmp_path: Path) -> None:
    torture = Torture(tmp_path, seed=11)
    torture.run(minutes=5, kills=25)
    figures = torture.figures
    assert figures.faults == []
    assert 25 <= figures.kills <= 30
    assert figures.at_steps and figures.cut_off and figures.shown and figures.saved and figures.clearing
    assert figures.importing + figures.editing + figures.clearing >= figures.kills


def test_the_look_sees_what_it_is_for(tmp_path: Path) -> None:
    """What was said and is not there is a violation: an entry nobody wrote, an edit and an import that got lost."""
    torture = Torture(tmp_path, seed=1)
    ground = torture.ground
    assert look(ground, ground.template, Told()).faults == []
    for line, fault in (
        (f"shown {bytes(16).hex()} 3", "shown, not logged: 3"),
        (f"in {FILES[0]}", "an import that returned is not there, or one that was undone is"),
    ):
        assert look(ground, ground.template, Told([line])).faults == [fault]
    (tmp_path / "life1" / "firm.store-wal").unlink(missing_ok=True)
    torn = tmp_path / "life1" / "firm.store"
    torn.write_bytes(torn.read_bytes()[:-4096])
    assert look(ground, torn, Told()).faults != []


def test_the_command_says_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "kills", "--minutes", "1", "--kills", "1", "--seed", "3"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("torture: ") and "violations: 0" in said and said.count("\n") == 1
