"""The C shim that makes the chosen write fail: compiled when it is needed, loaded into a process of its own."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
MODES = {"kill": 1, "torn": 2, "power": 3, "full": 4, "error": 5}
"""Ways a step fails, by the number the shim knows."""
DYING = frozenset({"kill", "torn", "power"})


def compiler() -> str | None:
    """A C compiler, None where there is none."""
    return shutil.which("gcc") or shutil.which("cc")


def build(folder: Path) -> Path:
    """The shared object, compiled into `folder`."""
    made = folder / "shim.so"
    words = [compiler() or "cc", "-O1", "-shared", "-fPIC", "-o", str(made), str(SOURCE), "-ldl", "-lpthread"]
    subprocess.run(words, check=True, capture_output=True)
    return made


def run_under(folder: Path, module: str, arguments: Sequence[str]) -> int:
    """Run a module in a new process that has the shim loaded; its exit status."""
    environment = {**os.environ, "LD_PRELOAD": str(build(folder))}
    return subprocess.run([sys.executable, "-m", module, *arguments], env=environment, check=False).returncode


def arm(folder: Path, target: int, mode: int) -> None:
    """From now on step number `target` below `folder` fails; 0 and mode 0: only count."""
    _library().kt_arm(os.fsencode(folder), ctypes.c_long(target), mode)


def disarm() -> int:
    """Let everything through again; the number of steps since `arm`."""
    library = _library()
    library.kt_disarm.restype = ctypes.c_long
    return int(library.kt_disarm())


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None)
