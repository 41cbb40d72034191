"""The two ends of a witness's visit; neither needs a passphrase (spec/security §4)."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from core.problem import N_, Problem
from storage.audit.witness import LONGEST_LINE, Channel, Witness
from storage.vault.premises import open_premises
from storage.vault.serving import Serving
from tui.desk.places import configured_store, data_folder

PATIENCE_SECONDS = 300.0
"""For one visit: a proof over millions of entries takes a while on the store's side."""


class VisitAnswer(msgspec.Struct, frozen=True):
    """What one visit found; field names are the JSON contract of `audit witness --from`."""

    origin: str
    size: int
    kept: int
    """Size of the checkpoint the log had to continue; 0 at the first visit."""
    taken: bool
    """Whether the store has taken the cosignature (or the contradiction) back."""
    contradiction: bool
    witness: str
    key: str


def serve(store: str | None, lines: BinaryIO, out: BinaryIO) -> None:
    """Answer a witness until it hangs up. Raises Problem when there is no store."""
    premises = open_premises(configured_store(store))
    try:
        serving = Serving(premises)
        while line := lines.readline(LONGEST_LINE + 1):
            out.write(serving.answer(line))
            out.flush()
    finally:
        premises.close()


def visit(source: str, state: str | None, *, new_epoch: bool) -> VisitAnswer:
    """Be the witness of the store behind `source`: its path, or a command that serves it. Raises Problem."""
    witness = Witness(Path(state) if state else data_folder() / "witness")
    with _channel(source) as channel:
        found = witness.visit(channel, int(time.time()), new_epoch=new_epoch)
    return VisitAnswer(
        found.origin,
        found.size,
        found.kept_size,
        found.taken,
        found.contradiction,
        witness.name,
        witness.public.hex(),
    )


@contextlib.contextmanager
def _channel(source: str) -> Iterator[Channel]:
    if Path(source).is_file():
        words = [sys.executable, "-m", "tui", "--store", source, "audit", "serve"]
    else:
        try:
            words = shlex.split(source)
        except ValueError:
            words = []
    try:
        child = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment())
    except (OSError, IndexError, ValueError):
        raise Problem(
            N_("{source} is neither a store nor a command: give a path, or a command such as ssh with its words."),
            source=source,
        ) from None
    watchdog = threading.Timer(PATIENCE_SECONDS, child.kill)
    watchdog.start()
    ends = child.stdin, child.stdout

    def ask(line: bytes) -> bytes:
        if ends[0] is None or ends[1] is None:
            raise OSError
        ends[0].write(line)
        ends[0].flush()
        return ends[1].readline(LONGEST_LINE + 1)

    try:
        yield ask
    finally:
        watchdog.cancel()
        for end in ends:
            with contextlib.suppress(OSError):
                if end is not None:
                    end.close()
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _environment() -> dict[str, str]:
    """What ssh needs to find the person's keys and agent, and a program its words; nothing else."""
    return {name: value for name, value in os.environ.items() if name in _PASSED}


_PASSED = frozenset({"PATH", "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "TERM", "LANG", "LC_ALL", "PYTHONPATH"})
