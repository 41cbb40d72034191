"""`import watch FOLDER`: every file that is put there is imported once and moved on (exchange §3 step 1)."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import fill, say
from core.wording import gettext as _
from tui.cli.output import write_line
from tui.safe_text import plain

if TYPE_CHECKING:
    from tui.desk.desk import Desk

DONE, FAILED = "done", "failed"
EVERY_SECONDS = 5.0
Status = Callable[["Desk", Path], ExitCode]
Seen = dict[Path, tuple[int, int]]


def watch(args: argparse.Namespace, desk: Desk, one: Status) -> int:
    """Import what lies in the folder and what comes; files end in `done` or `failed` inside it.

    `--once`: only what lies there now; the exit status is the gravest one. Raises Problem for a folder that is none.
    """
    folder = Path(args.files[1])
    if not folder.is_dir():
        raise Problem(N_("{folder} is not a folder."), folder=str(folder))
    seen: Seen = {}
    worst = int(ExitCode.DONE)
    while True:
        for file in settled(folder, seen, args.once):
            worst = max(worst, int(_take(desk, file, one)))
        if args.once:
            return worst
        time.sleep(EVERY_SECONDS)


def settled(folder: Path, seen: Seen, at_once: bool) -> list[Path]:
    """Files that nobody has written to since the last look, by name; hidden ones and folders are passed over."""
    found = []
    for file in sorted(folder.iterdir()):
        if file.name.startswith(".") or file.is_symlink() or not file.is_file():
            continue
        told = file.stat()
        mark = (told.st_size, told.st_mtime_ns)
        if at_once or seen.get(file) == mark:
            found.append(file)
        seen[file] = mark
    return found


def _take(desk: Desk, file: Path, one: Status) -> ExitCode:
    write_line(fill(_("File {file}:"), file=file.name))
    try:
        status = one(desk, file)
    except Problem as problem:
        if problem.exit_code is ExitCode.STORE:
            raise
        sys.stderr.write(plain(say(problem)) + "\n")
        status = problem.exit_code
    _move(file, DONE if status in (ExitCode.DONE, ExitCode.ROWS_IN_ERROR) else FAILED)
    return status


def _move(file: Path, where: str) -> None:
    """Beside others of its name, never over one."""
    folder = file.parent / where
    folder.mkdir(exist_ok=True)
    target, number = folder / file.name, 1
    while target.exists():
        number += 1
        target = folder / f"{file.stem}-{number}{file.suffix}"
    file.rename(target)
