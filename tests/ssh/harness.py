"""Three real sshd on loopback ports, and ssh clients that try things on them."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from storage.sealing import derive
from tests.ssh.ground import FILES, ROOM, SERVICE
from tests.vault.stage import Stage, cheap_derivation, found_stage, staff_up

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("force", "command", "ours")
USERS = {"force": f"{SERVICE}-force", "command": f"{SERVICE}-command", "ours": SERVICE}
PEOPLE = {"alice": "ivan", "bob": "petr"}
"""Who in the attacks is who in the store."""
PROBE = f"/usr/bin/python3 -I -S {ROOM}/app/tests/ssh/probe.py"


def missing() -> str:
    """Why these tests cannot run here, empty when they can."""
    if os.geteuid() != 0:
        return "a real sshd is started as root"
    for tool in ("/usr/sbin/sshd", "/usr/bin/python3"):
        if not Path(tool).exists():
            return f"{tool} is not here"
    for tool in ("ssh", "sftp", "scp", "ssh-keygen", "unshare"):
        if shutil.which(tool) is None:
            return f"{tool} is not here"
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    return "" if tried.returncode == 0 else "mount namespaces are not allowed here"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Servers:
    """The three configurations, running."""

    base: Path
    ports: dict[str, int]
    ids: dict[str, str]
    stage: Stage
    opened: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def words(self, kind: str, *options: str, who: str = "alice", user: str = "", tool: str = "ssh") -> list[str]:
        """An ssh command line to a configuration, up to the host."""
        port = "-p" if tool == "ssh" else "-P"
        return [
            tool, "-F", "none", "-q", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
            "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "ConnectTimeout=5", "-i", str(self.base / who),
            port, str(self.ports[kind]), *options, f"{user or USERS[kind]}@127.0.0.1",
        ]  # fmt: skip

    def run(self, words: Sequence[str], seconds: float = 10, **more: Any) -> subprocess.CompletedProcess[bytes]:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.base), **more.pop("env", {})}
        try:
            return subprocess.run(
                words,
                capture_output=True,
                timeout=seconds,
                check=False,
                stdin=subprocess.DEVNULL,
                env=environment,
                **more,
            )
        except subprocess.TimeoutExpired as late:
            return subprocess.CompletedProcess(words, 255, late.stdout or b"", late.stderr or b"")

    def probe(
        self, kind: str, *options: str, who: str = "alice", command: Sequence[str] = (), **env: str
    ) -> dict[str, Any]:
        """What the program finds itself in; empty when it was not started."""
        words = self.words(kind, "-tt", *options, who=who)
        done = self.run([*words, *command], env={"TERM": "xterm-256color", **env})
        return seen(done.stdout)

    @contextmanager
    def open(self, words: Sequence[str], **env: str) -> Iterator[subprocess.Popen[bytes]]:
        """A connection that stays open for the block."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.base), **env}
        process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()


def seen(output: bytes) -> dict[str, Any]:
    found = re.search(rb"PROBE(\{.*?\})END", output, re.DOTALL)
    return dict(json.loads(found[1])) if found else {}


def documented() -> str:
    """The sshd settings of docs/admin-ssh.md, word for word."""
    text = (ROOT / "docs" / "admin-ssh.md").read_text("utf-8")
    return text.split("```sshd\n")[1].split("```")[0]


def _keys(base: Path) -> dict[str, str]:
    for name in ("host", *PEOPLE):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(base / name)], check=True)
    return {name: (base / f"{name}.pub").read_text("ascii") for name in PEOPLE}


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Three sshd in a mount namespace of their own; nothing of the machine is changed."""
    why = missing()
    if why:
        pytest.skip(why)
    base = Path(tempfile.mkdtemp(prefix="kartoteka-ssh-"))
    base.chmod(0o755)
    (base / "marks").mkdir()
    (base / "marks").chmod(0o777)
    public = _keys(base)
    before, derive.TEST_KDF_ALLOWED = derive.TEST_KDF_ALLOWED, True
    (base / "store").mkdir(mode=0o700)
    with cheap_derivation():
        stage = found_stage(base / "store" / "firm.store")
        staff_up(stage)
        admin = stage.enter("adam")
        ids = {who: admin.ssh_keys.add(login, public[who]).person.hex() for who, login in PEOPLE.items()}
        launcher = f"{ROOM}/venv/bin/python -I -m tui.launcher --config {ROOM}/server.conf"
        lines = admin.ssh_keys.lines(launcher)
        admin.end()
        stage.close()
    derive.TEST_KDF_ALLOWED = before
    ports = {kind: free_port() for kind in KINDS}
    spec = {
        "base": str(base),
        "ports": ports,
        "public": public,
        "accounts": [*USERS.values(), FILES],
        "prefix": sys.base_prefix,
        "python": f"python{sys.version_info.major}.{sys.version_info.minor}",
        "root": str(ROOT),
        "packages": str(next(Path(sys.prefix).glob("lib/python3*/site-packages"))),
        "probe": PROBE,
        "program": PROBE,
        "store": str(base / "store"),
        "ours_keys": "".join(line + "\n" for line in lines),
        "files_keys": public["alice"],
        "documented": documented(),
    }
    (base / "spec.json").write_text(json.dumps(spec), "utf-8")
    ground = subprocess.Popen(
        ["unshare", "--mount", "--propagation", "private", sys.executable, "-m", "tests.ssh.ground", str(base)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert ground.stdout is not None and ground.stdin is not None
        assert ground.stdout.readline() == b"ready\n"
        yield Servers(base, ports, ids, stage)
    finally:
        assert ground.stdin is not None
        ground.stdin.close()
        ground.wait(20)
        shutil.rmtree(base)


class Terminal:
    """A program under a pseudo-terminal: type, read until something stands there."""

    def __init__(self, words: Sequence[str], env: dict[str, str]) -> None:
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(words[0], list(words), env)
        self.output = b""

    def until(self, text: str, seconds: float = 30) -> bytes:
        """Everything since the last call up to and with `text`."""
        wanted, end = text.encode(), time.monotonic() + seconds
        while wanted not in self.output:
            ready, _, _ = select.select([self._fd], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"{text!r} did not come: {self.output[-2000:]!r}")
            try:
                data = os.read(self._fd, 65536)
            except OSError:
                data = b""
            if not data:
                raise AssertionError(f"ended before {text!r}: {self.output[-2000:]!r}")
            self.output += data
        at = self.output.index(wanted) + len(wanted)
        found, self.output = self.output[:at], self.output[at:]
        return found

    def type(self, text: str) -> None:
        os.write(self._fd, text.encode())

    def close(self) -> int:
        """End it and give its exit status."""
        with suppress(ProcessLookupError, OSError):
            os.kill(self.pid, signal.SIGKILL)
        _, status = os.waitpid(self.pid, 0)
        os.close(self._fd)
        return os.waitstatus_to_exitcode(status)

    def status(self) -> int:
        """Exit status once it has ended by itself."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            ready, _, _ = select.select([self._fd], [], [], 0.05)
            if ready:
                with suppress(OSError):
                    self.output += os.read(self._fd, 65536)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                os.close(self._fd)
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("it does not end")
