"""The project's own source as the wall tests read it."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "storage", "tui")


def python_files(*folders: str) -> list[Path]:
    """Every Python file of these folders, scripts without a suffix included."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    if "scripts" in folders:
        plain = (path for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.suffix)
        found += [path for path in plain if path.read_bytes().startswith(b"#!/usr/bin/env python")]
    return sorted(path for path in found if "__pycache__" not in path.parts)


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST | None = None) -> str:
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT)}" + (f":{line}" if line else "")


def imported(path: Path) -> Iterator[tuple[str, ast.stmt]]:
    """Dotted names a file imports, at any depth: `from a.b import c` gives both a.b and a.b.c."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node
        elif isinstance(node, ast.ImportFrom):
            start = node.module or ""
            if node.level:
                above = path.relative_to(ROOT).parts[: -node.level]
                start = ".".join((*above, *filter(None, [node.module])))
            yield start, node
            for alias in node.names:
                yield f"{start}.{alias.name}", node


def modules_of(*folders: str) -> list[str]:
    """Importable modules below these folders; what is started rather than imported is left out."""
    names = []
    for path in python_files(*folders):
        relative = path.relative_to(ROOT)
        # Alembic runs env.py inside a migration; a __main__ is a program.
        if relative.name == "__main__.py" or relative.as_posix() == "storage/migrations/env.py":
            continue
        names.append(".".join(relative.with_suffix("").parts).removesuffix(".__init__"))
    return names


def loaded_by(*names: str) -> set[str]:
    """sys.modules of a fresh interpreter that imported these modules."""
    statement = ";".join(["import sys", *(f"import {name}" for name in names), "print(*sorted(sys.modules))"])
    done = subprocess.run([sys.executable, "-c", statement], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def packages(modules: set[str]) -> set[str]:
    """The top-level names of these modules."""
    return {name.partition(".")[0] for name in modules}
