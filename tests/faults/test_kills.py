"""Killed at random moments of imports, edits and recovery: nothing is half-written, nothing shown is unlogged (U03)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scripts.tortures.__main__ import Torture, main
from scripts.tortures.ground import FILES
from scripts.tortures.verdict import Told, look
from storage.sealing import derive
from storage.vault import pace


@pytest.fixture(autouse=True, scope="module")
def _as_before() -> Iterator[None]:
    """Founding the tortured store makes this process cheap; the other tests get it back as it was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(derive, "TEST_KDF_ALLOWED", derive.TEST_KDF_ALLOWED)
        patch.setattr(pace, "BOUNDS", pace.BOUNDS)
        yield


@pytest.fixture(scope="module")
def torture(_as_before: None, tmp_path_factory: pytest.TempPathFactory) -> Torture:
    return Torture(tmp_path_factory.mktemp("torture"), seed=11)


def test_the_look_sees_what_it_is_for(torture: Torture) -> None:
    """What was said and is not there is a violation: an entry nobody wrote, an edit and an import that got lost."""
    ground = torture.ground
    assert look(ground, ground.template, Told()).faults == []
    for line, fault in (
        (f"shown {bytes(16).hex()} 3", "shown, not logged: 3"),
        (f"in {FILES[0]}", "an import that returned is not there, or one that was undone is"),
    ):
        assert look(ground, ground.template, Told([line])).faults == [fault]
    torn = ground.template.parent.parent / "life1" / "firm.store"
    torn.with_name("firm.store-wal").unlink(missing_ok=True)
    torn.write_bytes(torn.read_bytes()[:-4096])
    assert look(ground, torn, Told()).faults != []


def test_kill_9_during_imports_and_edits(torture: Torture) -> None:
    torture.run(minutes=5, kills=25)
    figures = torture.figures
    assert figures.faults == []
    assert 25 <= figures.kills <= 40, "a cycle begun goes on to its end: three at work, and those that clear up"
    assert figures.at_steps and figures.cut_off and figures.shown and figures.saved and figures.clearing
    assert figures.importing + figures.editing + figures.clearing >= figures.kills


@pytest.mark.long
def test_the_command_says_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "kills", "--minutes", "1", "--kills", "1", "--seed", "3"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("torture: ") and "violations: 0" in said and said.count("\n") == 1
