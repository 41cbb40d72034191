"""Where checkpoints leave this machine's reach: a file, syslog, journald (spec/security §4).

Targets stand in a file that only root can change, never in the store or the environment (R23): an admin of the program
must not be able to point the log elsewhere. Every target has a thread of its own; one that fails or hangs raises an
alarm and holds nobody up.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import socket
import stat
import threading
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

CONFIGURATION = Path("/etc/kartoteka/audit.toml")
JOURNAL = "/run/systemd/journal/socket"
WAITING = 8
"""Notes a target may lag behind before an alarm."""
HANGS_SECONDS = 10.0
SEND_SECONDS = 5.0
LARGEST = 65_536
_AUTH_INFO = 8 * 10 + 6
"""Priority of a syslog line: facility auth-private, severity informational."""
Send = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Target:
    """One place checkpoints go to. `kind`: file, syslog or journald."""

    kind: str
    place: str


class SinksRefused(Exception):  # noqa: N818
    """The file of targets is not root's alone, or says something unknown. The argument names what, not who."""


def read_targets(path: Path = CONFIGURATION, owner: int = 0) -> list[Target]:
    """The targets of this machine; none when there is no file. Raises SinksRefused."""
    try:
        with path.open("rb") as file:
            facts = os.fstat(file.fileno())
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return []
    except OSError:
        raise SinksRefused("unreadable") from None
    folder = path.parent.stat()
    for each in (facts, folder):
        if each.st_uid != owner or stat.S_IMODE(each.st_mode) & 0o022:
            raise SinksRefused("owner")
    try:
        told = tomllib.loads(data[:LARGEST].decode())
        listed = told.get("checkpoint", [])
        if set(told) - {"checkpoint"} or not isinstance(listed, list):
            raise ValueError
        return [_target(each) for each in listed]
    except (ValueError, TypeError, AttributeError):
        raise SinksRefused("content") from None


def _target(told: dict[str, object]) -> Target:
    if len(told) != 1:
        raise ValueError
    ((kind, place),) = told.items()
    if kind == "journald" and place is True:
        return Target(kind, JOURNAL)
    if kind == "file" and isinstance(place, str) and place.startswith("/"):
        return Target(kind, place)
    if kind == "syslog" and isinstance(place, str) and (place.startswith("/") or _remote(place)):
        return Target(kind, place)
    raise ValueError


def _remote(place: str) -> tuple[str, int] | None:
    parts = urlsplit(place)
    return (parts.hostname, parts.port or 514) if parts.scheme == "udp" and parts.hostname else None


def line_of(note: str) -> str:
    """A note in one line: a JSON string, which any reader of logs leaves whole and turns back."""
    return "kartoteka-checkpoint " + json.dumps(note)


def sender(target: Target) -> Send:
    """What delivers one note, raising OSError when it does not arrive at the local end."""
    if target.kind == "file":
        return lambda note: _append(target.place, note)
    if target.kind == "journald":
        fields = "SYSLOG_IDENTIFIER=kartoteka\nPRIORITY=6\nMESSAGE={}\n"
        return lambda note: _datagram(target.place, fields.format(line_of(note)))
    return lambda note: _datagram(_remote(target.place) or target.place, f"<{_AUTH_INFO}>kartoteka: {line_of(note)}")


def _append(place: str, note: str) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o640)
    try:
        os.write(handle, note.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def _datagram(place: str | tuple[str, int], text: str) -> None:
    family = socket.AF_UNIX if isinstance(place, str) else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        channel.settimeout(SEND_SECONDS)
        channel.sendto(text.encode(), place)


class Courier:
    """Brings notes to one target, in order, in a thread of its own."""

    def __init__(self, target: Target, send: Send | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.target = target
        self._send = send or sender(target)
        self._clock = clock
        self._notes: queue.Queue[str | None] = queue.Queue(WAITING)
        self._busy_since: float | None = None
        self._failed = False
        self.delivered = 0
        self._thread = threading.Thread(target=self._run, daemon=True, name=f"checkpoints to {target.kind}")
        self._thread.start()

    def bring(self, note: str) -> None:
        """Queue a note; one that finds no room is dropped, the next says more anyway."""
        try:
            self._notes.put_nowait(note)
        except queue.Full:
            self._failed = True

    @property
    def alarm(self) -> bool:
        """Whether the last note did not arrive, or one has been under way for too long."""
        since = self._busy_since
        return self._failed or (since is not None and self._clock() - since > HANGS_SECONDS)

    def close(self, patience: float) -> None:
        """Give what is queued a last chance; a target that hangs is left behind."""
        with contextlib.suppress(queue.Full):
            self._notes.put_nowait(None)
        self._thread.join(patience)

    def _run(self) -> None:
        while (note := self._notes.get()) is not None:
            self._busy_since = self._clock()
            try:
                self._send(note)
                self._failed = False
                self.delivered += 1
            except OSError:
                self._failed = True
            self._busy_since = None


class Couriers:
    """All targets of this machine. A file of targets that is refused is an alarm of its own."""

    def __init__(self, targets: Sequence[Target] = (), *, refused: str = "") -> None:
        self._couriers = [Courier(each) for each in targets]
        self._refused = refused

    @classmethod
    def configured(cls) -> Couriers:
        """As the file of root says."""
        try:
            return cls(read_targets(CONFIGURATION))
        except SinksRefused as found:
            return cls(refused=str(found))

    def bring(self, note: str) -> None:
        """To every target; returns at once."""
        for each in self._couriers:
            each.bring(note)

    def alarms(self) -> list[str]:
        """Kinds of the targets that checkpoints do not reach; `configuration` when the file is refused."""
        found = [each.target.kind for each in self._couriers if each.alarm]
        return [*found, *(["configuration"] if self._refused else [])]

    def close(self, patience: float = 1.0) -> None:
        """At the end of a session."""
        end = time.monotonic() + patience
        for each in self._couriers:
            each.close(max(0.0, end - time.monotonic()))
