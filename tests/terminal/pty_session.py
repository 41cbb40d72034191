"""A program under a real pty with an emulator that answers its queries, as a terminal would.

Counts bytes, waits for text on the emulated screen, sends keys, resizes. Used by tests and by scripts/bench.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType

import pyte
from rich.cells import get_character_cell_size

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "backspace": "\x7f",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "delete": "\x1b[3~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f12": "\x1b[24~",
    "alt+up": "\x1b[1;3A",
    "alt+down": "\x1b[1;3B",
    "ctrl+c": "\x03",
    "ctrl+l": "\x0c",
}
"""Names of keys → what xterm sends."""

_DA1 = re.compile(rb"\x1b\[0?c")
_DSR = re.compile(rb"\x1b\[6n")
_MODE = re.compile(rb"\x1b\[\?(\d+)\$p")
_CLEAN_ENVIRONMENT = ("COLUMNS", "LINES", "NO_COLOR", "COLORTERM", "TERM_PROGRAM")


class _Screen(pyte.Screen):
    """pyte without the answers it writes itself (we answer) and tolerant of sequences it does not know."""

    def report_device_attributes(self, mode: int = 0, **kwargs: object) -> None: ...

    def report_device_status(self, mode: int) -> None: ...

    def select_graphic_rendition(self, *attrs: int, **kwargs: object) -> None:
        super().select_graphic_rendition(*attrs)

    @property
    def display(self) -> list[str]:
        """The lines as they stand. In the middle of a frame half of a wide letter may be overwritten: a blank."""
        return ["".join(self._cells(y)) for y in range(self.lines)]

    def _cells(self, y: int) -> Iterator[str]:
        wide = False
        for x in range(self.columns):
            data = self.buffer[y][x].data
            if not wide:
                yield data or " "
            wide = not wide and bool(data) and get_character_cell_size(data[0]) == 2


class PtySession:
    """One run of one program. A context manager: whatever happens, the child is gone afterwards."""

    def __init__(
        self,
        argv: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
        synchronized: bool = True,
    ) -> None:
        self.argv = list(argv)
        self.screen = _Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.received = bytearray()
        """Everything the program wrote, in order."""
        self._synchronized = synchronized
        self._pending = b""
        self.status: int | None = None
        environment = {name: value for name, value in os.environ.items() if name not in _CLEAN_ENVIRONMENT}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **(env or {})}
        self.started = time.monotonic()
        self.pid, self.fd = os.forkpty()
        if self.pid == 0:
            try:
                if cwd is not None:
                    os.chdir(cwd)
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
                os.execvpe(self.argv[0], self.argv, environment)
            finally:
                os._exit(127)
        self._size(columns, lines)
        os.set_blocking(self.fd, False)

    def __enter__(self) -> PtySession:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Reading

    def pump(self, seconds: float = 0.0) -> int:
        """Read what there is, waiting at most `seconds` for the first byte; answers queries. Bytes read."""
        ready, _, _ = select.select([self.fd], [], [], seconds)
        total = 0
        while ready:
            try:
                data = os.read(self.fd, 65536)
            except BlockingIOError:
                break
            except OSError:
                self._reap(block=True)
                break
            if not data:
                self._reap(block=True)
                break
            total += len(data)
            self.received += data
            self._answer(data)
            self._stream.feed(data)
            ready, _, _ = select.select([self.fd], [], [], 0)
        return total

    def _answer(self, data: bytes) -> None:
        # A query may be cut in two by the reads: the last bytes are looked at again with the next piece.
        seen = self._pending + data
        answers = b""
        if _DA1.search(seen):
            answers += b"\x1b[?62;22c"
        for _ in _DSR.finditer(seen):
            answers += b"\x1b[1;1R"
        for match in _MODE.finditer(seen):
            mode = int(match.group(1))
            known = mode == 2026 and self._synchronized
            answers += b"\x1b[?%d;%d$y" % (mode, 2 if known else 0)
        tail = seen.rfind(b"\x1b", len(seen) - 12 if len(seen) > 12 else 0)
        self._pending = b"" if answers or tail < 0 else seen[tail:]
        if answers:
            self._write(answers)

    def wait_for(self, what: str | Callable[[PtySession], bool], timeout: float = 20.0) -> float:
        """Until the text stands on the screen (or the predicate holds). Returns seconds since the start.

        Raises AssertionError with the screen when it does not come.
        """
        holds = (lambda session: what in session.text) if isinstance(what, str) else what
        deadline = time.monotonic() + timeout
        while not holds(self):
            if time.monotonic() > deadline or self.status is not None:
                raise AssertionError(f"{what!r} did not appear (status {self.status}):\n{self.text}")
            self.pump(0.05)
        return time.monotonic() - self.started

    def settle(self, quiet: float = 0.3, timeout: float = 10.0) -> int:
        """Read until nothing came for `quiet` seconds. Bytes read."""
        total = 0
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            got = self.pump(quiet)
            total += got
            if not got:
                break
        return total

    @property
    def text(self) -> str:
        """The emulated screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    # Writing

    def send(self, *keys: str) -> None:
        """Keys by name (see KEYS) or text as it is."""
        for key in keys:
            self._write(KEYS.get(key, key).encode())

    def press(self, key: str, quiet: float = 0.2) -> int:
        """One key and the bytes it caused."""
        self.send(key)
        return self.settle(quiet)

    def paste(self, text: str) -> None:
        self._write(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def _write(self, data: bytes) -> None:
        while data:
            try:
                data = data[os.write(self.fd, data) :]
            except BlockingIOError:
                select.select([], [self.fd], [], 0.1)
            except OSError:
                return

    # Control

    def resize(self, columns: int, lines: int) -> None:
        self.screen.resize(lines, columns)
        self._size(columns, lines)

    def _size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal under the program: the kernel sends it SIGHUP."""
        os.close(self.fd)
        self.fd = -1

    def wait_exit(self, timeout: float = 10.0) -> int:
        """Exit status (negative: the signal that ended it). Raises AssertionError when it lives on."""
        deadline = time.monotonic() + timeout
        while self.status is None and time.monotonic() < deadline:
            if self.fd >= 0:
                self.pump(0.02)
            else:
                time.sleep(0.01)
            self._reap()
        assert self.status is not None, "the program did not end"
        return self.status

    def _reap(self, block: bool = False) -> None:
        if self.status is not None:
            return
        try:
            pid, status = os.waitpid(self.pid, 0 if block else os.WNOHANG)
        except ChildProcessError:
            self.status = 0
            return
        if pid:
            self.status = os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        if self.status is None:
            self._reap()
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            self._reap(block=True)
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1
