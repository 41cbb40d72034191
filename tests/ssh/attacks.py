"""What somebody with a valid key tries. Each answers whether it worked."""

from __future__ import annotations

import os
import secrets
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.ssh.ground import ROOM
from tests.ssh.harness import Servers, free_port, seen

Attack = Callable[[Servers, str], bool]
WORD = b"a secret of the loopback\n"


class Inside:
    """A service of the server's loopback or a Unix socket that nobody outside should reach; notes who comes."""

    def __init__(self, path: Path | None = None) -> None:
        self.peers: list[int] = []
        if path is None:
            self._listener = socket.socket()
            self._listener.bind(("127.0.0.1", 0))
            self.port = int(self._listener.getsockname()[1])
        else:
            self._listener = socket.socket(socket.AF_UNIX)
            self._listener.bind(str(path))
            path.chmod(0o777)
        self._listener.listen()
        self._unix = path is not None
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                one, _ = self._listener.accept()
            except OSError:
                return
            if self._unix:
                raw = one.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
                self.peers.append(struct.unpack("3i", raw)[1])
            one.sendall(WORD)
            one.close()

    def close(self) -> None:
        self._listener.close()


def _reads(address: tuple[str, int] | str, seconds: float = 1.5) -> bool:
    """Whether the word comes out of an address within a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET) as one:
            one.settimeout(1)
            try:
                one.connect(address)
                if one.recv(len(WORD)) == WORD:
                    return True
            except OSError:
                pass
        time.sleep(0.1)
    return False


def local_forward(s: Servers, kind: str) -> bool:
    """-L to a service on the server's loopback."""
    inside, port = Inside(), free_port()
    try:
        with s.open(s.words(kind, "-N", "-L", f"127.0.0.1:{port}:127.0.0.1:{inside.port}")):
            return _reads(("127.0.0.1", port))
    finally:
        inside.close()


def unix_forward(s: Servers, kind: str) -> bool:
    """-L to a Unix socket, as a database has one: the peer would be the service account."""
    path, port = s.base / f"db-{secrets.token_hex(4)}", free_port()
    inside = Inside(path)
    try:
        with s.open(s.words(kind, "-N", "-L", f"127.0.0.1:{port}:{path}")):
            return _reads(("127.0.0.1", port)) and bool(inside.peers)
    finally:
        inside.close()


def stdio_forward(s: Servers, kind: str) -> bool:
    """-W: the connection itself becomes one to the loopback."""
    inside = Inside()
    try:
        return WORD in s.run(s.words(kind, "-W", f"127.0.0.1:{inside.port}"), 5).stdout
    finally:
        inside.close()


def dynamic_forward(s: Servers, kind: str) -> bool:
    """-D: a SOCKS proxy into the server."""
    inside, port = Inside(), free_port()
    try:
        with s.open(s.words(kind, "-N", "-D", f"127.0.0.1:{port}")):
            end = time.monotonic() + 3
            while time.monotonic() < end:
                with socket.socket() as one:
                    one.settimeout(1)
                    try:
                        one.connect(("127.0.0.1", port))
                        one.sendall(b"\5\1\0")
                        one.recv(2)
                        one.sendall(b"\5\1\0\1\x7f\0\0\1" + inside.port.to_bytes(2, "big"))
                        answer = one.recv(10)
                        if answer[1:2] == b"\0" and one.recv(len(WORD)) == WORD:
                            return True
                        if answer:
                            return False
                    except OSError:
                        pass
                time.sleep(0.1)
            return False
    finally:
        inside.close()


def remote_forward(s: Servers, kind: str) -> bool:
    """-R: a listener on the server that leads out."""
    inside, port = Inside(), free_port()
    try:
        with s.open(s.words(kind, "-N", "-R", f"127.0.0.1:{port}:127.0.0.1:{inside.port}")):
            return _reads(("127.0.0.1", port))
    finally:
        inside.close()


def remote_unix_forward(s: Servers, kind: str) -> bool:
    """-R with a Unix socket on the server's disk."""
    path = s.base / "marks" / f"r-{kind}-{secrets.token_hex(4)}"
    inside = Inside()
    try:
        with s.open(s.words(kind, "-N", "-R", f"{path}:127.0.0.1:{inside.port}")):
            return _reads(str(path))
    finally:
        inside.close()


def forward_on_a_shared_connection(s: Servers, kind: str) -> bool:
    """A forwarding asked for later, over a control connection."""
    control, inside, port = s.base / f"c-{secrets.token_hex(4)}", Inside(), free_port()
    try:
        with s.open(s.words(kind, "-N", "-M", "-S", str(control))):
            _wait_for(control)
            words = s.words(kind, "-S", str(control), "-O", "forward", "-L", f"{port}:127.0.0.1:{inside.port}")
            s.run(words, 5)
            return _reads(("127.0.0.1", port), 2)
    finally:
        inside.close()


def second_session(s: Servers, kind: str) -> bool:
    """Two programs over one connection: the second is not in anybody's session list."""
    control = s.base / f"m-{secrets.token_hex(4)}"
    with s.open(s.words(kind, "-tt", "-M", "-S", str(control)), TERM="vt220"):
        if not _wait_for(control):
            return False
        time.sleep(1)
        # Refused, the client would quietly make a connection of its own: that is no second session of this one.
        alone = ("-o", "ProxyCommand=/bin/false")
        return bool(seen(s.run(s.words(kind, "-tt", "-S", str(control), *alone), 5).stdout))


def tunnel(s: Servers, kind: str) -> bool:
    """-w: a network device. Refused by the server unless PermitTunnel says otherwise."""
    done = s.run(s.words(kind, "-v", "-N", "-w", "any:any", "-o", "ExitOnForwardFailure=yes"), 2)
    return b"tunnel" not in done.stderr.lower() and done.returncode == 0


def agent_forward(s: Servers, kind: str) -> bool:
    """-A: the server's program could use the keys of the person's own machine, or of another session."""
    agent = s.base / f"agent-{secrets.token_hex(4)}"
    running = subprocess.Popen(["ssh-agent", "-D", "-a", str(agent)], stdout=subprocess.DEVNULL)
    try:
        _wait_for(agent)
        return "SSH_AUTH_SOCK" in s.probe(kind, "-A", SSH_AUTH_SOCK=str(agent)).get("env", {})
    finally:
        running.terminate()
        running.wait()


def _planted(s: Servers, kind: str, name: str) -> bool:
    mark = s.base / "marks" / f"{name}-{kind}"
    mark.unlink(missing_ok=True)
    s.probe(kind)
    return mark.exists()


def rc_file(s: Servers, kind: str) -> bool:
    """~/.ssh/rc, run by sshd before the program."""
    return _planted(s, kind, "rc")


def bashrc(s: Servers, kind: str) -> bool:
    """~/.bashrc, which bash reads even for a forced command."""
    return _planted(s, kind, "bashrc")


def profile(s: Servers, kind: str) -> bool:
    """~/.profile of a login shell."""
    return _planted(s, kind, "profile")


def user_environment(s: Servers, kind: str) -> bool:
    """~/.ssh/environment."""
    return "PLANTED" in s.probe(kind).get("env", {})


def locale_from_the_client(s: Servers, kind: str) -> bool:
    """LC_ALL with something in it that a program might obey."""
    hostile = "/tmp/evil\x1b[2J"
    return bool(s.probe(kind, "-o", "SendEnv=LC_ALL", LC_ALL=hostile).get("env", {}).get("LC_ALL") == hostile)


def any_variable(s: Servers, kind: str) -> bool:
    """A variable that Textual would load a module for."""
    found = s.probe(kind, "-o", "SetEnv=LC_TEXTUAL_DRIVER=evil:Driver").get("env", {})
    return any("evil" in value for value in found.values())


def terminal_name(s: Servers, kind: str) -> bool:
    """TERM as a path into the terminal database."""
    return bool(s.probe(kind, TERM="../../../tmp/evil").get("env", {}).get("TERM") == "../../../tmp/evil")


def run_a_command(s: Servers, kind: str) -> bool:
    """`ssh host id`: either it runs, or the program starts in its place and learns what was asked."""
    done = s.run([*s.words(kind), "id; echo SHELL"], 6)
    return b"uid=" in done.stdout or bool(seen(done.stdout))


def run_a_command_with_a_terminal(s: Servers, kind: str) -> bool:
    """The same with a terminal."""
    return bool(s.probe(kind, command=["id; /bin/sh"]))


def newline_in_a_command(s: Servers, kind: str) -> bool:
    """A line break in the command, which once broke out of wrappers."""
    return bool(s.probe(kind, command=["workstation\n/bin/sh -i"]))


def original_command_reaches_the_program(s: Servers, kind: str) -> bool:
    """SSH_ORIGINAL_COMMAND in the program's environment."""
    return "SSH_ORIGINAL_COMMAND" in s.probe(kind, command=["--help"]).get("env", {})


def no_terminal(s: Servers, kind: str) -> bool:
    """-T: a program made for a terminal, without one."""
    return bool(seen(s.run(s.words(kind, "-T"), 6).stdout))


def _sftp(s: Servers, kind: str, *options: str) -> bool:
    target = s.base / f"got-{secrets.token_hex(4)}"
    words = s.words(kind, *options, tool="sftp")
    words[-1] += ":/etc/hostname"
    s.run([*words, str(target)], 6)
    return target.exists()


def sftp(s: Servers, kind: str) -> bool:
    """Fetch a file with sftp from the account of the program."""
    return _sftp(s, kind)


def old_scp(s: Servers, kind: str) -> bool:
    """scp -O: a command on the other side. Open means the program was started for it, blocked that nothing was."""
    target = s.base / f"scp-{secrets.token_hex(4)}"
    words = s.words(kind, "-O", tool="scp")
    host = words.pop()
    done = s.run([*words, f"{host}:/etc/hostname", str(target)], 6)
    return target.exists() or b"PROBE" in done.stdout + done.stderr


def new_scp(s: Servers, kind: str) -> bool:
    """scp over sftp."""
    target = s.base / f"nscp-{secrets.token_hex(4)}"
    words = s.words(kind, tool="scp")
    host = words.pop()
    s.run([*words, f"{host}:/etc/hostname", str(target)], 6)
    return target.exists()


def somebody_elses_name(s: Servers, kind: str) -> bool:
    """Whether the program cannot tell whose key it was: bob's session looks like alice's."""
    one, other = s.probe(kind, who="alice"), s.probe(kind, who="bob")
    told = [(each.get("argv"), each.get("env", {}).get("KARTOTEKA_SSH_USER")) for each in (one, other)]
    return told[0] == told[1] or not (one and other)


def key_unknown_to_the_program(s: Servers, kind: str) -> bool:
    """Whether the program does not learn which key signed: a key planted in the file would look like any other."""
    return not s.probe(kind).get("env", {}).get("KARTOTEKA_SSH_KEY")


def readable_files(s: Servers, kind: str) -> bool:
    """Files made in the session can be read by others."""
    return bool(0o077 & ~int(s.probe(kind).get("umask", 0o077)))


def home_can_be_written(s: Servers, kind: str) -> bool:
    """Whether the account could plant something in its own home for its next login."""
    home = str(s.probe(kind).get("env", {}).get("HOME", ""))
    account = f"{ROOM}/home/{kind}"
    if home != account:
        return False
    return kind != "ours"


def password(s: Servers, kind: str) -> bool:
    """Whether the server offers passwords to guess."""
    words = s.words(kind, "-v", "-o", "PubkeyAuthentication=no", "-o", "BatchMode=yes")
    words[words.index("-q")] = "-v"
    said = s.run(words, 6).stderr
    return b"password" in said.split(b"can continue:")[-1].split(b"\n")[0]


def keyboard(s: Servers, kind: str) -> bool:
    """The same by keyboard-interactive."""
    words = s.words(kind, "-v", "-o", "PubkeyAuthentication=no", "-o", "BatchMode=yes")
    words[words.index("-q")] = "-v"
    said = s.run(words, 6).stderr
    return b"keyboard-interactive" in said.split(b"can continue:")[-1].split(b"\n")[0]


ATTACKS: tuple[Attack, ...] = (
    local_forward,
    unix_forward,
    stdio_forward,
    dynamic_forward,
    remote_forward,
    remote_unix_forward,
    forward_on_a_shared_connection,
    second_session,
    tunnel,
    agent_forward,
    rc_file,
    bashrc,
    profile,
    user_environment,
    locale_from_the_client,
    any_variable,
    terminal_name,
    run_a_command,
    run_a_command_with_a_terminal,
    newline_in_a_command,
    original_command_reaches_the_program,
    no_terminal,
    sftp,
    old_scp,
    new_scp,
    somebody_elses_name,
    key_unknown_to_the_program,
    readable_files,
    home_can_be_written,
    password,
    keyboard,
)


def _wait_for(path: Path, seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if path.exists():
            return True
        time.sleep(0.05)
    return os.path.lexists(path)
