"""The scripts a person starts first, where they can go wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(script: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(script), *arguments],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("name", ["setup", "demo", "test", "bench", "lock"])
def test_a_script_can_be_started(name: str) -> None:
    path = ROOT / "scripts" / name
    assert os.access(path, os.X_OK)
    assert path.read_bytes().startswith(b"#!/usr/bin/env bash\n")


def test_ci_only_adds_programs_of_the_system() -> None:
    path = ROOT / ".ci" / "run"
    assert os.access(path, os.X_OK)
    assert path.read_text(encoding="utf-8").rstrip().endswith("exec scripts/test")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A copy of the setup script where it has no environment yet, and a PATH of a few tools without a Python."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "setup", tmp_path / "scripts")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("bash", "env", "dirname", "cat"):
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    return tmp_path


def test_setup_without_a_python_says_what_to_do(bare: Path) -> None:
    done = start(bare / "scripts" / "setup", PATH=str(bare / "tools"))
    assert done.returncode == 1
    assert "needs Python 3.11 to 3.14" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr
    assert not (bare / ".venv").exists()


def test_setup_refuses_a_python_that_is_too_old(bare: Path) -> None:
    old = bare / "tools" / "python3"
    old.write_text("#!/usr/bin/env bash\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    done = start(bare / "scripts" / "setup", PATH=str(bare / "tools"))
    assert done.returncode == 1
    assert "none was found" in done.stderr


def test_setup_refuses_an_unknown_option(bare: Path) -> None:
    done = start(bare / "scripts" / "setup", "--all")
    assert done.returncode == 2
    assert "usage: scripts/setup [--dev]" in done.stderr
