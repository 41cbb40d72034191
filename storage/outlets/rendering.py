"""Starts the rendering process, follows its progress and takes its file, trusting no frame of it."""

from __future__ import annotations

import os
import select
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from core.problem import N_, ExitCode, Problem
from storage.outlets.payload import Task

ENTRY = "from storage.outlets.child import main;raise SystemExit(main())"
_HARDEN = "import sys;sys.path[:0]=sys.argv[1:3];from storage.hardening import harden;harden();"
_HEAD = struct.Struct("<4sI")
_PAIR = struct.Struct("<II")
_TICK_SECONDS = 0.05
SILENCE_SECONDS = 150.0
LARGEST_FILE = 256 * 1024 * 1024
STEPS = 4
_last = threading.local()

Progress = Callable[[int, int], bool]
"""`progress(done, total)` is called every so often; False stops the work."""


class RenderingStopped(Exception):  # noqa: N818  (an answer, not an error)
    """The person stopped the work; nothing was made."""


@dataclass(slots=True)
class Rendered:
    """What came back: files, their pages (0 where nobody counts them), warnings of the compiler."""

    files: list[bytes] = field(default_factory=list)
    pages: int = 0
    warnings: list[str] = field(default_factory=list)


def command(entry: str = ENTRY) -> list[str]:
    """The command line of the process: isolated, without site and bytecode files, nothing but two folders of code."""
    ours = Path(__file__).resolve().parents[2]
    theirs = Path(msgspec.__file__).resolve().parents[1]
    return [sys.executable, "-I", "-S", "-B", "-c", _HARDEN + entry, str(ours), str(theirs)]


def render(task: Task, progress: Progress | None = None, entry: str = ENTRY) -> Rendered:
    """Do the task in a process of its own.

    Raises Problem (BAD_INPUT for a form that is refused, STORE for a process that failed), RenderingStopped.
    """
    _last.done = 0
    with tempfile.TemporaryDirectory(prefix="kartoteka-empty-") as root:
        packed = msgspec.msgpack.encode(msgspec.structs.replace(task, root=root))
        process = subprocess.Popen(
            command(entry), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/", env={},
            close_fds=True, start_new_session=True, bufsize=0,
        )  # fmt: skip
        feeder = threading.Thread(target=_feed, args=(process, packed), daemon=True)
        feeder.start()
        try:
            return _received(process, progress)
        except _Ended as ended:
            raise _failed("form-slow" if task.kind == "form" else str(ended)) from None
        finally:
            process.kill()
            process.wait()
            feeder.join()
            if process.stdout is not None:
                process.stdout.close()


def _feed(process: subprocess.Popen[bytes], packed: bytes) -> None:
    assert process.stdin is not None
    with suppress(OSError), process.stdin as pipe:
        view = memoryview(packed)
        while view:
            view = view[os.write(pipe.fileno(), view) :]


def _received(process: subprocess.Popen[bytes], progress: Progress | None) -> Rendered:
    made = Rendered()
    for kind, body in _frames(process, progress):
        match kind:
            case b"STEP":
                done, _total = _PAIR.unpack(body)
                _report(progress, min(done, STEPS - 1))
            case b"WARN":
                made.warnings.append(body.decode("utf-8", "replace"))
            case b"PAGE":
                made.pages = int.from_bytes(body, "little")
            case b"DATA":
                made.files.append(body)
            case b"FAIL":
                raise _failed(body.decode("ascii", "replace"))
            case b"DONE":
                _report(progress, STEPS)
                return made
            case _:
                break
    raise _failed("garbage")


def _frames(process: subprocess.Popen[bytes], progress: Progress | None) -> Iterator[tuple[bytes, bytes]]:
    while True:
        kind, size = _HEAD.unpack(_exactly(process, _HEAD.size, progress))
        if size > LARGEST_FILE:
            raise _failed("size")
        yield kind, _exactly(process, size, progress)


def _exactly(process: subprocess.Popen[bytes], size: int, progress: Progress | None) -> bytes:
    assert process.stdout is not None
    pipe, data, limit = process.stdout.fileno(), bytearray(), time.monotonic() + SILENCE_SECONDS
    while len(data) < size:
        ready, _, _ = select.select([pipe], [], [], _TICK_SECONDS)
        if not ready:
            _report(progress, None)
            if time.monotonic() > limit:
                raise _Ended("silence")
            continue
        piece = os.read(pipe, min(size - len(data), 1 << 20))
        if not piece:
            raise _Ended("end")
        data += piece
    return bytes(data)


def _report(progress: Progress | None, done: int | None) -> None:
    """Tell how far the work is; None: as far as before, asked only whether to go on."""
    if done is not None:
        _last.done = done
    if progress is not None and not progress(getattr(_last, "done", 0), STEPS):
        raise RenderingStopped


class _Ended(Exception):  # noqa: N818  (a word for `_failed`)
    """The process is gone or silent before it was done."""


_REFUSED = {
    "form-broken": N_("The template cannot be read: save it as a Word document (.docx) again."),
    "form-hostile": N_("The template asks for more than the fields of a document: it is refused."),
    "form-field": N_("The template names a field that is not known here: check its fields."),
    "form-syntax": N_("The fields of the template cannot be read: check the braces around them."),
    "form-slow": N_("The template takes too long to fill in: it is refused."),
    "form-large": N_("The template is larger than 10 MB: take pictures out of it."),
}


def _failed(word: str) -> Problem:
    if word in _REFUSED:
        return Problem(_REFUSED[word])
    return Problem(
        N_("The document could not be made ({why}): try again, and with another format if that does not help."),
        ExitCode.STORE,
        why=word,
    )
