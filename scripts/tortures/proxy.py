"""A man in the middle of the program and its database server: cuts, half-closes and stalls where it is told to."""

from __future__ import annotations

import contextlib
import socket
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

Fault = Literal["cut", "lose", "half", "stall"]


class Proxy:
    """Listens on a socket of its own and passes everything on, until the words that bring the fault go by."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kartoteka-proxy-", dir="/tmp"))
        self._to = str(folder / f".s.PGSQL.{port}")
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.folder / f".s.PGSQL.{port}"))
        self._listener.listen(64)
        self._fault: tuple[Fault, bytes, float] | None = None
        self._lock = threading.Lock()
        self.cuts = self.losses = self.halves = self.stalls = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def cut_after(self, words: bytes) -> None:
        """Pass the words on to the server, and never its answer: the outcome is unknown to the program."""
        self._fault = ("cut", words, 0.0)

    def cut_before(self, words: bytes) -> None:
        """Swallow the words and cut: for the program the same as `cut_after`, and the server has undone the step."""
        self._fault = ("lose", words, 0.0)

    def close_half_after(self, words: bytes) -> None:
        """Pass the words on, then let nothing more through to the server and end the way back."""
        self._fault = ("half", words, 0.0)

    def stall_after(self, words: bytes, seconds: float) -> None:
        """Hold everything for a while behind the words."""
        self._fault = ("stall", words, seconds)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.socket(socket.AF_UNIX)
                try:
                    far.connect(self._to)
                except OSError:
                    near.close()
                    continue
                threading.Thread(target=self._pass, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(far, near, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, asking: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                due = self._due(data) if asking else None
                if due is not None and due[0] == "stall":
                    self.stalls += 1
                    time.sleep(due[2])
                if due is not None and due[0] == "lose":
                    self.losses += 1
                    break
                if due is not None and due[0] == "cut":
                    # The way back is closed first: the answer must not slip through.
                    with contextlib.suppress(OSError):
                        source.shutdown(socket.SHUT_RDWR)
                target.sendall(data)
                if due is not None and due[0] in ("cut", "half"):
                    self.cuts += due[0] == "cut"
                    self.halves += due[0] == "half"
                    time.sleep(0.05)
                    break
        for each in (source, target):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def _due(self, data: bytes) -> tuple[Fault, bytes, float] | None:
        with self._lock:
            if self._fault is not None and self._fault[1] in data:
                due, self._fault = self._fault, None
                return due
        return None
