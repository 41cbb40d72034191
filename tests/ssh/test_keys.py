"""SSH keys as signed statements, and the lines sshd gets (R1). No sshd is needed here."""

from __future__ import annotations

import base64
import os
import subprocess
from pathlib import Path

import pytest

from core.problem import ExitCode, Problem
from storage.audit.ssh_keys import SshKey, encode_key, parse_key, public_key
from storage.audit.verifier import EntryBroken
from tests.vault.fixtures import _cheap, stage, template
from tests.vault.stage import Stage
from tui import launcher

__all__ = ["_cheap", "stage", "template"]


def text_of(part: bytes = b"\1") -> str:
    blob = b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + part * 32
    return "ssh-ed25519 " + base64.b64encode(blob).decode() + " somebody@somewhere\n"


def test_U01_the_key_file_says_one_thing_a_key(stage: Stage) -> None:
    admin = stage.enter("adam")
    key = admin.ssh_keys.add("ivan", text_of())
    admin.ssh_keys.add("vera", text_of(b"\2"), "witness")
    lines = admin.ssh_keys.lines("/opt/kartoteka/bin/python -I -m tui.launcher")
    blob = base64.b64encode(key.blob).decode()
    assert lines[0] == (
        f'restrict,pty,command="/opt/kartoteka/bin/python -I -m tui.launcher --user {key.person.hex()} '
        f'--command workstation" ssh-ed25519 {blob}'
    )
    assert lines[1].startswith('restrict,command="') and "--command witness" in lines[1]
    admin.ssh_keys.remove("vera", admin.ssh_keys.listed()[1].key.told())
    assert len(admin.ssh_keys.lines("/x")) == 1 and admin.trail.verify().ok
    admin.end()


def test_one_key_one_person(stage: Stage) -> None:
    admin = stage.enter("adam")
    admin.ssh_keys.add("ivan", text_of())
    for login in ("petr", "ivan"):
        with pytest.raises(Problem, match="lets somebody in already"):
            admin.ssh_keys.add(login, text_of())
    admin.end()


@pytest.mark.parametrize("login", ["ivan", "boris", "klara", "vera"])
def test_who_may_not_state_keys(stage: Stage, login: str) -> None:
    session = stage.enter(login)
    for act in (lambda: session.ssh_keys.add("ivan", text_of()), lambda: session.ssh_keys.lines("/x")):
        with pytest.raises(Problem) as caught:
            act()
        assert caught.value.exit_code is ExitCode.REFUSED
    session.end()


@pytest.mark.parametrize(
    "text",
    [
        "", "ssh-ed25519", "ssh-ed25519 AAAA", text_of() + text_of(b"\2"), 'command="x" ' + text_of(),
        text_of().replace("ssh-ed25519 ", "ssh-rsa "), text_of().replace("ssh-ed25519 ", "ssh-dss "),
        "ssh-ed25519 " + base64.b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0\x1f" + bytes(31)).decode(),
        "ssh-ed25519 " + base64.b64encode(b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + bytes(33)).decode(),
        "ssh-rsa " + base64.b64encode(b"\0\0\0\x07ssh-rsa\0\0\0\1\3\0\0\1\0" + b"\x7f" * 256).decode(),
    ],
)  # fmt: skip
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match=r"key|base64|short"):
        public_key(text)


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_keys_of_ssh_keygen(tmp_path: Path, kind: str) -> None:
    bits = ["-b", "3072"] if kind == "rsa" else []
    path = tmp_path / "key"
    try:
        subprocess.run(["ssh-keygen", "-q", "-t", kind, *bits, "-N", "", "-f", str(path)], check=True)
    except FileNotFoundError:
        pytest.skip("ssh-keygen is not here")
    text = path.with_suffix(".pub").read_text("ascii")
    name, blob = public_key(text)
    told = subprocess.run(["ssh-keygen", "-l", "-f", f"{path}.pub"], capture_output=True, text=True, check=True).stdout
    key = SshKey(os.urandom(16), "plain", name, blob)
    assert told.split()[1] == key.told()
    assert parse_key(encode_key(key)) == key


def test_every_other_statement_is_refused() -> None:
    """Every bit and every cut of a statement: another valid statement, or none."""
    data = encode_key(SshKey(b"p" * 16, "plain", *public_key(text_of())))
    for at in range(len(data) * 8):
        changed = bytearray(data)
        changed[at // 8] ^= 1 << at % 8
        try:
            found = parse_key(bytes(changed))
        except EntryBroken:
            continue
        assert encode_key(found) == bytes(changed)
    for cut in range(len(data)):
        with pytest.raises(EntryBroken):
            parse_key(data[:cut])


@pytest.mark.parametrize("text", ["/x y", '/x"', "/x;id", "/x $(id)", "/x\nssh", "", " /x", "/x  -I"])
def test_the_launcher_cannot_be_more_than_a_path(stage: Stage, text: str) -> None:
    admin = stage.enter("adam")
    admin.ssh_keys.add("ivan", text_of())
    if text == "/x y":
        assert len(admin.ssh_keys.lines(text)) == 1
    else:
        with pytest.raises(Problem, match="launcher"):
            admin.ssh_keys.lines(text)
    admin.end()


GOOD = ["--user", "a" * 32, "--command", "witness"]


@pytest.mark.parametrize(
    "words", [[], GOOD[:3], [*GOOD, "more"], ["--user", "x", *GOOD[2:]], [*GOOD[:3], "sh"], ["-c", "id", *GOOD]]
)
def test_the_launcher_refuses_other_words(words: list[str]) -> None:
    with pytest.raises(launcher.Refused):
        launcher._options(words)


@pytest.mark.parametrize("command", [None, "", "id"])
def test_the_launcher_refuses(tmp_path: Path, command: str | None) -> None:
    """A command beside the key's own, even an empty one; and a workstation without a terminal."""
    given = {} if command is None else {"SSH_ORIGINAL_COMMAND": command}
    words = ["--user", "a" * 32, "--command", "workstation" if command is None else "witness"]
    before = os.umask(0o022)
    try:
        with pytest.raises(launcher.Refused):
            launcher.prepare(words, given)
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    "text",
    ["", "password\n", "publickey\n", "publickey ssh-ed25519 !!!\n", "publickey ssh-ed25519 AAAA\n" * 2],
)
def test_what_sshd_must_say_of_the_key(tmp_path: Path, text: str) -> None:
    path = tmp_path / "auth"
    path.write_text(text, "ascii")
    with pytest.raises(launcher.Refused):
        launcher.key_of(str(path))
    with pytest.raises(launcher.Refused):
        launcher.key_of(str(tmp_path / "none"))


def test_the_configuration_is_roots_alone(tmp_path: Path) -> None:
    path = tmp_path / "server.conf"
    path.write_text("[server]\nstore = /srv/firm.store\ntmp = /run/kartoteka\n", "utf-8")
    path.chmod(0o644)
    if os.geteuid() == 0:
        assert launcher.read_configuration(path).store == "/srv/firm.store"
        for mode in (0o664, 0o646):
            path.chmod(mode)
            with pytest.raises(launcher.Refused):
                launcher.read_configuration(path)
        path.chmod(0o644)
        for text in ("", "[server]\nstore = a\ntmp = b\n", "[server]\nstore = /a\n", "nonsense"):
            path.write_text(text, "utf-8")
            with pytest.raises(launcher.Refused):
                launcher.read_configuration(path)
        os.chown(path, 1, 1)
    link = tmp_path / "link"
    link.symlink_to(path)
    for each in (path, link, tmp_path, tmp_path / "none"):
        with pytest.raises(launcher.Refused):
            launcher.read_configuration(each)


def test_terminals_nobody_knows() -> None:
    assert launcher.terminal("xterm-256color") == "xterm-256color"
    for name in ("", "../../etc/passwd", "xterm\n", "TERM", "x" * 5000):
        assert launcher.terminal(name) == launcher.PLAIN_TERMINAL
