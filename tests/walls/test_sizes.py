"""Sizes to stay under, so that a file, a class and a function can each be read in one go."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.walls.source import ROOMS, ROOT, place, python_files, tree

FILE_LINES = 400
CLASS_LINES = 300
FUNCTION_LINES = 60

# A migration is a frozen list of statements.
EXCEPT = ("storage/migrations/versions/",)


def too_long(path: Path, module: ast.Module, lines: int) -> list[str]:
    """What in this file has as many lines as its limit, or more."""
    found = [f"{place(path)} has {lines} lines"] if lines >= FILE_LINES else []
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef):
            limit = CLASS_LINES
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            limit = FUNCTION_LINES
        else:
            continue
        size = (node.end_lineno or node.lineno) - node.lineno + 1
        if size >= limit:
            found.append(f"{place(path, node)} {node.name} has {size} lines")
    return found


def test_nothing_is_too_long() -> None:
    files = [
        path for path in python_files(*ROOMS, "scripts") if not path.relative_to(ROOT).as_posix().startswith(EXCEPT)
    ]
    assert len(files) > 20
    found = [fault for path in files for fault in too_long(path, tree(path), len(path.read_text().splitlines()))]
    assert found == []


@pytest.mark.parametrize(("lines", "faults"), [(58, 0), (59, 1)])
def test_a_long_function_is_found(lines: int, faults: int) -> None:
    text = "def long():\n" + "    x = 1\n" * lines
    assert len(too_long(ROOT / "core" / "made_up.py", ast.parse(text), lines + 1)) == faults
