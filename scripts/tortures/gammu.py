"""A gammu-smsd of our own with its dummy modem: takes messages from a folder, cuts them into parts, sends nothing."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FOLDERS = ("outbox", "sent", "error")
_TOTAL = re.compile(r"Transmitted (OUT\S+) \(total: (\d+)\)")
_WAIT_S = 60.0


@dataclass
class TestGateway:
    """Folders of one gateway; its daemon runs when it is told to."""

    __test__ = False
    folder: Path
    program: Path

    def __post_init__(self) -> None:
        for each in (*FOLDERS, "inbox", "phone"):
            (self.folder / each).mkdir(parents=True)
        # Without `transmitformat` this daemon sends Cyrillic in the alphabet of GSM, which has none.
        (self.folder / "rc").write_text(
            f"[gammu]\nmodel = dummy\nconnection = none\nport = {self.folder}/phone\n"
            "[smsd]\nservice = files\ntransmitformat = auto\ndebuglevel = 255\nreceive = 0\nloopsleep = 0\n"
            "statusfrequency = 0\nchecksecurity = 0\nchecksignal = 0\nchecknetwork = 0\ncommtimeout = 1\n"
            f"logfile = {self.folder}/log\ninboxpath = {self.folder}/inbox/\noutboxpath = {self.folder}/outbox/\n"
            f"sentsmspath = {self.folder}/sent/\nerrorsmspath = {self.folder}/error/\n"
        )

    @property
    def folders(self) -> tuple[Path, Path, Path]:
        outbox, sent, error = (self.folder / each for each in FOLDERS)
        return outbox, sent, error

    def parts(self) -> dict[str, int]:
        """Name of every message the modem was given → as how many parts."""
        log = (self.folder / "log").read_text("utf-8", "replace")
        return {name: int(total) for name, total in _TOTAL.findall(log)}

    @contextmanager
    def running(self) -> Iterator[None]:
        """The daemon at work for as long as the block lasts."""
        daemon = subprocess.Popen(
            [str(self.program), "-c", str(self.folder / "rc")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            yield
        finally:
            daemon.kill()
            daemon.wait()

    def wait_until(self, true: Callable[[], bool]) -> None:
        """Raises TimeoutError where it never becomes true."""
        until = time.monotonic() + _WAIT_S
        while not true():
            if time.monotonic() > until:
                raise TimeoutError((self.folder / "log").read_text("utf-8", "replace")[-2_000:])
            time.sleep(0.02)
