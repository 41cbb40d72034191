"""The project reads the same wherever it was written: no path of one machine, no word of one workplace."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.walls.source import ROOT

SKIP_FOLDERS = {
    ".git", ".venv", "__pycache__", "build", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis",
    ".import_linter_cache",
}  # fmt: skip
SKIP_SUFFIXES = {".mo", ".pyc", ".gz", ".png", ".bin", ".xlsx", ".zip"}

# A path counts only at its beginning: "https://host/work/" and "a/opt/b" are not ours to judge. Built from parts, so
# that this file does not find itself.
PATHS = re.compile(r"(?<![\w.\-/}])/(?:" + "|".join(["work", "root", "opt/pypi", "opt/wheels", "tmp/kx"]) + r")\b")
WORDS = re.compile(
    r"\b(?:" + "|".join(["C" + "EO", "sub-?" + "agents?", "clau" + "de", "anthro" + "pic", "lang" + "uage models?"])
    + r")\b|\bthe (?:lead|\w+ helper)(?: session| writes)\b|\bissues " + "show",
    re.IGNORECASE,
)  # fmt: skip


def texts() -> Iterator[tuple[Path, str]]:
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if name not in SKIP_FOLDERS and not name.endswith(".egg-info")]
        for name in names:
            path = Path(folder) / name
            if path.suffix not in SKIP_SUFFIXES and path != Path(__file__):
                yield path, path.read_text(encoding="utf-8", errors="replace")


def test_no_file_names_a_machine_or_a_workplace() -> None:
    found = []
    seen = 0
    for path, text in texts():
        seen += 1
        for number, line in enumerate(text.splitlines(), 1):
            if PATHS.search(line) or WORDS.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:90]}")
    assert seen > 50
    assert found == []


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("open('/wo" + "rk/main/x')", True),
        ("a /ro" + "ot/.cache", True),
        ("https://example.org/work/1", False),
        ("../shared/data", False),
        ("the ssh-agent of the person", False),
    ],
)
def test_a_machine_path_is_recognised(line: str, is_found: bool) -> None:
    assert bool(PATHS.search(line) or WORDS.search(line)) is is_found
