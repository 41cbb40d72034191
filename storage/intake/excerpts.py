"""Text of a kept file for the terminal: texts as they stand, the beginning of a PDF or document by a child process."""

from __future__ import annotations

import subprocess

from core.files.kinds import TEXTS, text_of
from core.problem import N_, Problem
from storage.intake.child import Task
from storage.intake.encoding import sniff
from storage.intake.readers.excerpt import CHARS, CPU_SECONDS
from storage.intake.spawn import command

ENTRY = "from storage.intake.readers.excerpt import main;raise SystemExit(main())"
_HEAD = 64 * 1024


def excerpt(data: bytes, kind: str) -> tuple[str, bool]:
    """Text of a file and whether that is only its beginning. Raises Problem (BAD_INPUT) where there is none to show."""
    if kind in TEXTS:
        text = _decoded(data)
        return text[:CHARS], len(text) > CHARS
    try:
        done = subprocess.run(
            command(Task(), ENTRY),
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            start_new_session=True,
            timeout=3 * CPU_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise _unreadable() from None
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode != 0:
        raise _unreadable()
    if not text.strip():
        raise Problem(N_("There is no text in this file, a picture perhaps: save a copy to look at it."))
    return text, True


def _decoded(data: bytes) -> str:
    name = sniff(data[:_HEAD], cut=len(data) > _HEAD)
    try:
        return data.decode(name).lstrip("\ufeff")
    except (LookupError, UnicodeDecodeError):
        return text_of(data) or data.decode("utf-8", "replace")


def _unreadable() -> Problem:
    return Problem(N_("This file cannot be read here: save a copy to look at it."))
