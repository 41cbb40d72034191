"""Starts the reading process and reads its frames, trusting none of them (spec/security R20, spec/store §7)."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import msgspec

from storage.intake import faults, limits
from storage.intake.child import Task
from storage.intake.frames import Fault, FrameBroken, Header, Progress, decode

ENTRY = "from storage.intake.child import main;raise SystemExit(main())"
_HARDEN = "import sys;sys.path[:0]=sys.argv[1:3];from storage.hardening import harden;harden();"
_TICK_SECONDS = 0.05


class ImportCancelled(Exception):  # noqa: N818  (an answer, not an error)
    """The person stopped the reading; nothing was written."""


def command(task: Task, entry: str = ENTRY) -> list[str]:
    """The command line of the child.

    Isolated (-I), without site (-S: no .pth file runs) and without bytecode files (-B). The two folders are that of
    our packages, checkout or installed wheel alike, and that of msgspec. Only numbers and known words follow.
    """
    ours = Path(__file__).resolve().parents[2]
    theirs = Path(msgspec.__file__).resolve().parents[1]
    packed = msgspec.msgpack.encode(task).hex()
    return [sys.executable, "-I", "-S", "-B", "-c", _HARDEN + entry, str(ours), str(theirs), packed]


class Child:
    """One running reader. A context manager: on leaving, the process is gone, whatever happened."""

    def __init__(
        self,
        fd: int,
        name: str,
        task: Task,
        progress: Callable[[int, int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
        silence: float = limits.SILENCE_SECONDS,
        entry: str = ENTRY,
    ) -> None:
        self._name = name
        self._progress = progress
        self._cancelled = cancelled
        self._silence = silence
        asked, self._ask = os.pipe()
        try:
            self._process = self._start(command(msgspec.structs.replace(task, control=asked), entry), fd, asked)
        finally:
            os.close(asked)
        assert self._process.stdout is not None
        self._pipe = self._process.stdout.fileno()

    @staticmethod
    def _start(line: list[str], fd: int, asked: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            line,
            stdin=fd,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={},
            pass_fds=(asked,),
            start_new_session=True,
            bufsize=0,
        )

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ask)
        if self._process.stdout is not None:
            self._process.stdout.close()

    @property
    def pid(self) -> int:
        """Process id of the reader."""
        return self._process.pid

    def ask(self, task: Task) -> None:
        """A further task about the same file. Raises Problem when the reader is gone."""
        body = msgspec.msgpack.encode(task)
        try:
            os.write(self._ask, len(body).to_bytes(4, "big") + body)
        except OSError:
            raise self._ended() from None

    def frame(self) -> tuple[Header, bytes | bytearray]:
        """The next frame that is no progress. Raises Problem (fault, death, silence, garbage) or ImportCancelled."""
        while True:
            try:
                header, body = decode(self._exactly)
            except FrameBroken as error:
                raise faults.garbled(self._name) from error
            if isinstance(header, Fault):
                raise faults.problem(header.code, self._name, header.row)
            if not isinstance(header, Progress):
                return header, body
            if self._progress is not None:
                self._progress(min(header.done, header.total), header.total)

    def _exactly(self, size: int) -> bytearray:
        data = bytearray(size)
        view = memoryview(data)
        limit = time.monotonic() + self._silence
        while view:
            if self._cancelled is not None and self._cancelled():
                raise ImportCancelled
            ready, _, _ = select.select([self._pipe], [], [], _TICK_SECONDS)
            if not ready:
                if time.monotonic() > limit:
                    raise faults.slow(self._name)
                continue
            count = os.readv(self._pipe, [view])
            if not count:
                raise self._ended()
            view = view[count:]
            limit = time.monotonic() + self._silence
        return data

    def _ended(self) -> Exception:
        status = self._process.wait()
        if status == -signal.SIGXCPU:
            return faults.slow(self._name)
        # Libraries that are no Python abort where memory ends.
        return faults.problem("memory", self._name, 0) if status == -signal.SIGABRT else faults.stopped(self._name)
