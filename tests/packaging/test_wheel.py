"""What a person gets who installs the wheel: every module, the sentences, and a screen that paints."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.packaging.sentences import russian
from tests.packaging.stores import make_store
from tests.terminal.pty_session import PtySession

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "storage", "tui")
DESCRIPTION = "Account management in the terminal. Without a command: the workstation."

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy without anything compiled before, so that the build itself has to make the catalogues."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in", "README.md"):
        shutil.copy(ROOT / name, source)
    for room in ROOMS:
        shutil.copytree(ROOT / room, source / room, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "-w", out, source, cwd=out)
    (built,) = out.glob("kartoteka-*.whl")
    return built


@dataclass(frozen=True)
class Installed:
    python: Path
    program: Path
    folder: Path
    environment: dict[str, str]


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel and its locked dependencies in a new environment, far from the checkout."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    # Compiling every module of every library takes longer than the rest; what is imported is compiled then.
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
    lock = ROOT / "scripts" / "locks" / "runtime.txt"
    run(*pip, "--require-hashes", "--only-binary", ":all:", "-r", lock, cwd=folder)
    run(*pip, "--no-deps", wheel, cwd=folder)
    run(python, "-m", "pip", "check", cwd=folder)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KARTOTEKA", "LC_"))}
    environment = {**kept, "HOME": str(folder), "LANG": "C.UTF-8", "COLUMNS": "200"}
    return Installed(python, python.with_name("kartoteka"), folder, environment)


def test_the_wheel_holds_every_module_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    patterns = ("*.py", "*.tcss", "*.mako")
    wanted = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for pattern in patterns
        for path in (ROOT / room).rglob(pattern)
    }
    wanted |= {f"core/wording/locale/{language}/LC_MESSAGES/kartoteka.mo" for language in ("ru", "en")}
    assert wanted - names == set()
    assert {name for name in names if name.endswith((".po", ".pot", ".pyc")) or not name.startswith(ROOMS)} == set()


def test_the_installed_program_speaks_russian(installed: Installed) -> None:
    where = run(installed.python, "-c", "import core; print(core.__file__)", cwd=installed.folder)
    assert Path(where.strip()).is_relative_to(installed.folder)
    assert "0.1.0" in run(installed.program, "--version", cwd=installed.folder, env=installed.environment)
    text = run(installed.program, "--help", cwd=installed.folder, env=installed.environment)
    assert russian(DESCRIPTION) in " ".join(text.split())


def test_the_installed_program_paints_its_unlock_screen(installed: Installed) -> None:
    store = make_store([str(installed.program)], installed.folder, installed.environment)
    command = ["/usr/bin/env", "-u", "PYTHONPATH", str(installed.program), "--store", str(store)]
    with PtySession(command, cwd=str(installed.folder), env=installed.environment) as session:
        session.wait_for(russian("Passphrase"), timeout=60)
        assert session.status is None
