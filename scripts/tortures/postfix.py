"""A postfix of our own on loopback: for tests and benches. No letter leaves it: there is no transport that could.

It knows a domain whose every mailbox is there, one whose mailboxes are unknown at the door, one whose letters come
back later as reports, one that puts off, and the firm's own domain, where reports arrive. It needs root, for postfix
begins as root and works as a user of its own.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.entities.outreach import MailServer

GOOD, REFUSED, RETURNED, PUT_OFF, FIRM = (
    "good.example", "refused.example", "returned.example", "putoff.example", "firma.example",
)  # fmt: skip
SENDER = f"news@{FIRM}"
NEEDS_ROOT = "postfix begins as root: run the tests as root, or on a machine that .ci/run has set up"
_BUSY = (
    "pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr",
    "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce",
    "trace unix - - n - 0 bounce", "proxymap unix - - n - - proxymap", "error unix - - n - - error",
    "retry unix - - n - - error", "virtual unix - n n - - virtual", "anvil unix - - n - 1 anvil",
    "postlog unix-dgram n - n - 1 postlogd", "showq unix n - n - - showq",
)  # fmt: skip
_WAIT_S = 30.0


@dataclass
class TestPostfix:
    """One running postfix in a folder of its own."""

    __test__ = False
    folder: Path
    port: int

    @property
    def server(self) -> MailServer:
        """How a desk reaches it."""
        return MailServer(host="127.0.0.1", port=self.port, security="none", sender=SENDER, bounces=SENDER)

    @property
    def delivered(self) -> Path:
        """Maildir of everything that came to the good domain, and to the others once they take letters."""
        return self.folder / "mail" / "all"

    @property
    def returned(self) -> Path:
        """Maildir of the firm: reports of what came back."""
        return self.folder / "mail" / "firm"

    def letters(self, box: Path) -> list[bytes]:
        """What lies in one of them now."""
        return [each.read_bytes() for each in sorted((box / "new").glob("*"))]

    def wait_for(self, box: Path, letters: int) -> list[bytes]:
        """The same once there are so many. Raises TimeoutError."""
        until = time.monotonic() + _WAIT_S
        while len(list((box / "new").glob("*"))) < letters:
            if time.monotonic() > until:
                raise TimeoutError(f"{len(self.letters(box))} of {letters} letters have come")
            time.sleep(0.05)
        return self.letters(box)

    def put_off(self, answer: str) -> None:
        """What the domain that puts off says from now on; "OK": it takes letters."""
        (self.folder / "etc" / "access").write_text(f"{PUT_OFF} {answer}\n")
        self.run("reload")

    def run(self, action: str, check: bool = True) -> None:
        subprocess.run(
            ["/usr/sbin/postfix", "-c", str(self.folder / "etc"), action], check=check, capture_output=True, cwd="/"
        )

    def stop(self) -> None:
        """End it, and look that it is gone."""
        pid = self.folder / "spool" / "pid" / "master.pid"
        number = int(pid.read_text()) if pid.exists() else 0
        self.run("stop", check=False)
        command = Path(f"/proc/{number}/comm")
        if number and command.exists() and command.read_text().strip() == "master":
            os.kill(number, signal.SIGKILL)


@contextmanager
def post_office() -> Iterator[TestPostfix]:
    """A postfix for as long as the block lasts. Raises PermissionError without root."""
    if os.geteuid() != 0:
        raise PermissionError(NEEDS_ROOT)
    folder = Path(tempfile.mkdtemp(prefix="kartoteka-postfix-"))
    folder.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        office = TestPostfix(folder, int(free.getsockname()[1]))
    try:
        _set_up(office)
        office.run("start")
        _demand_open(office)
        yield office
    finally:
        office.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _set_up(office: TestPostfix) -> None:
    folder, etc = office.folder, office.folder / "etc"
    for name in ("etc", "spool", "data", "mail"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix", "postfix")
    shutil.chown(folder / "mail", "postfix", "postfix")
    (etc / "boxes").write_text(f"@{GOOD} all/\n@{PUT_OFF} all/\n@{FIRM} firm/\n")
    (etc / "transport").write_text(f"{RETURNED} nobody:\n")
    (etc / "access").write_text(f"{PUT_OFF} 450 4.7.1 Greylisted, see you later\n")
    # Taken at the door and found out later: 67 says that there is no such user.
    (etc / "nobody").write_text("#!/bin/sh\nexit 67\n")
    (etc / "nobody").chmod(0o755)
    late = f"pipe user=nobody argv={etc / 'nobody'}"
    (etc / "master.cf").write_text(
        "\n".join((f"127.0.0.1:{office.port} inet n - n - - smtpd", f"nobody unix - n n - 4 {late}", *_BUSY, ""))
    )
    user = shutil.os.stat(folder / "mail").st_uid  # type: ignore[attr-defined]
    settings = {
        "compatibility_level": "3.6",
        "queue_directory": folder / "spool",
        "data_directory": folder / "data",
        "command_directory": "/usr/sbin",
        "daemon_directory": "/usr/lib/postfix/sbin",
        "mail_owner": "postfix",
        "setgid_group": "postdrop",
        "maillog_file": folder / "spool" / "log",
        "maillog_file_prefixes": folder,
        "myhostname": f"mx.{FIRM}",
        "mydestination": "",
        "inet_interfaces": "127.0.0.1",
        "inet_protocols": "ipv4",
        "mynetworks": "127.0.0.0/8",
        "default_transport": "error:5.1.2 nothing leaves this machine",
        "relay_transport": "error:5.1.2 nothing leaves this machine",
        "local_transport": "error:5.1.2 nothing leaves this machine",
        "transport_maps": f"texthash:{etc / 'transport'}",
        "relay_domains": RETURNED,
        "virtual_mailbox_domains": f"{GOOD} {REFUSED} {PUT_OFF} {FIRM}",
        "virtual_mailbox_base": folder / "mail",
        "virtual_mailbox_maps": f"texthash:{etc / 'boxes'}",
        "virtual_uid_maps": f"static:{user}",
        "virtual_gid_maps": f"static:{user}",
        "virtual_minimum_uid": "1",
        "recipient_delimiter": "+",
        "smtpd_recipient_restrictions": f"check_recipient_access texthash:{etc / 'access'}, "
        "permit_mynetworks, reject_unauth_destination",
        "biff": "no",
        "alias_maps": "",
        "alias_database": "",
    }
    (etc / "main.cf").write_text("".join(f"{name} = {value}\n" for name, value in settings.items()))


def _demand_open(office: TestPostfix) -> None:
    until = time.monotonic() + _WAIT_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", office.port), 1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
