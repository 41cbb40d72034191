"""Every write, fsync, truncate, unlink, rename and link of a flow fails in turn, in five ways: the short form.

`scripts/torture --only faults` goes through all of them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.tortures import shim
from scripts.tortures.__main__ import main
from scripts.tortures.flows import COPY, FLOWS, ground_of, look, template
from storage.sealing import derive
from storage.vault import pace

POINTS = 40


@pytest.fixture(autouse=True)
def _as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derive, "TEST_KDF_ALLOWED", derive.TEST_KDF_ALLOWED)
    monkeypatch.setattr(pace, "BOUNDS", pace.BOUNDS)


def test_nothing_shown_is_unlogged_and_every_store_opens(capfd: pytest.CaptureFixture[str]) -> None:
    if shim.compiler() is None:
        pytest.skip("there is no C compiler here")
    assert main(["--only", "faults", "--minutes", "9", "--points", str(POINTS), "--seed", "7"]) == 0
    said = capfd.readouterr().out
    found = re.search(r"(\d+) of (\d+) points \((.*?)\); (\d+) killed, (\d+) refused", said)
    assert found is not None and "violations: 0" in said
    assert int(found[1]) == POINTS and int(found[2]) >= 3000
    assert len([name for name in FLOWS if name in found[3]]) >= 6, "a sample of nearly everything"
    assert int(found[4]) > 10 and int(found[5]) > 5


def test_the_look_sees_what_it_is_for(tmp_path: Path) -> None:
    """Violations made by hand: an entry nobody wrote, a lost change, half a copy, a broken file."""
    made = template(tmp_path / "template")
    store = ground_of("append", made, tmp_path / "ground")
    assert look("append", store, []) == []
    assert look("append", store, ["shown 3", "done"]) == ["shown, not logged: 3", "a change that returned is lost"]
    assert look("grant", store, ["added", "done"]) == [
        "a colleague who was added is lost", "a portfolio that was made is lost",
    ]  # fmt: skip
    assert look("backup", store, ["done"]) == ["a copy that was made is lost"]
    (store.parent / COPY).write_bytes(b"Kb\1\1 half a copy")
    assert len(look("backup", store, [])) == 1
    old = ground_of("migrate", made, tmp_path / "old")
    assert look("migrate", old, []) == []
    old.write_bytes(old.read_bytes()[:-4096])
    assert look("append", old, []) != []
    assert set(FLOWS) == {
        "append", "grant", "import", "rotation", "backup", "migrate", "offboard", "erase", "move", "export", "restore",
    }  # fmt: skip
