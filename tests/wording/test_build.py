"""The build hook: a wheel carries compiled catalogues only, and an installed one speaks Russian."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = "import sys; from setuptools import build_meta; getattr(build_meta, 'build_' + sys.argv[1])(sys.argv[2])"
SPEAK = "from core.wording import gettext; import core; print(core.__file__); print(gettext('call today'))"


def built(kind: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A fresh checkout (sources alone, nothing built before) and the wheel built of it."""
    checkout, target = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "setup.py", "MANIFEST.in"):
        shutil.copy(ROOT / name, checkout)
    for name in ("core", "storage", "tui"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    (checkout / "README.md").write_text("Kartoteka\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", BUILD, kind, str(target)], cwd=checkout, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return checkout, next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built("wheel", tmp_path_factory)[1]


def test_an_editable_installation_compiles_the_catalogues(tmp_path_factory: pytest.TempPathFactory) -> None:
    checkout, _ = built("editable", tmp_path_factory)
    compiled = {path.parent.parent.name for path in checkout.rglob("locale/*/LC_MESSAGES/kartoteka.mo")}
    assert compiled == {"ru", "en"}


def test_a_wheel_carries_the_compiled_catalogues_alone(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if "/locale/" in name}
    assert names == {f"core/wording/locale/{lang}/LC_MESSAGES/kartoteka.mo" for lang in ("ru", "en")}


def test_an_installed_wheel_speaks_russian(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", SPEAK], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True,
        env={"PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    place, sentence = done.stdout.splitlines()
    assert Path(place).is_relative_to(tmp_path)
    assert sentence == "позвоните сегодня"
