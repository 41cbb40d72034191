"""What does work over SSH: the program with a clean ground, the prompt, files in and out, and who is not let in."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from tests.ssh.ground import FILES, ROOM, UID
from tests.ssh.harness import USERS, Servers, Terminal
from tests.vault.stage import secret_of


def test_the_ground_the_program_stands_on(servers: Servers) -> None:
    """R4, R8: whole environment, private folder, no dump, no open files but its own."""
    found = servers.probe("ours")
    env = found["env"]
    assert env.pop("KARTOTEKA_SSH_USER") == servers.ids["alice"]
    assert re.fullmatch(r"[0-9a-f]{64}", env.pop("KARTOTEKA_SSH_KEY"))
    folder = env.pop("TMPDIR")
    assert env.pop("HOME") == folder == found["cwd"] and folder.startswith(f"{ROOM}/tmp/")
    assert env == {
        "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm-256color",
        "KARTOTEKA_STORE": f"{ROOM}/store/firm.store",
    }  # fmt: skip
    assert found["argv"] == ["workstation", "--lang", "ru"]
    assert (found["uid"], found["umask"], found["core"], found["tty"]) == (UID, 0o077, 0, True)
    assert found["fds"] == [3], "its own look into /proc"
    assert servers.probe("ours", who="bob")["env"]["KARTOTEKA_SSH_USER"] == servers.ids["bob"]


def test_a_key_nobody_stated_opens_nothing(servers: Servers) -> None:
    path = servers.base / "mallory"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    assert servers.probe("ours", who="mallory") == {}


def test_nobody_of_the_same_account_reads_a_session(servers: Servers) -> None:
    """R8: /proc/PID/environ and mem of another process of the same uid, after the call every session begins with."""
    hardened = "import ctypes,time;ctypes.CDLL(None).prctl(4,0,0,0,0);print(1,flush=True);time.sleep(20)"
    child = subprocess.Popen(
        ["/usr/bin/python3", "-c", hardened],
        user=UID, group=UID, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert child.stdout is not None and child.stdout.readline() == b"1\n"
        for name in ("environ", "mem", "maps"):
            tried = subprocess.run(
                ["head", "-c", "1", f"/proc/{child.pid}/{name}"], user=UID, group=UID, capture_output=True, check=False
            )
            assert tried.returncode != 0 and tried.stdout == b""
    finally:
        child.kill()
        child.wait()


def _sftp(servers: Servers, batch: str) -> subprocess.CompletedProcess[bytes]:
    words = servers.words("ours", "-b", "-", user=FILES, tool="sftp")
    environment = {"PATH": os.environ["PATH"], "HOME": str(servers.base)}
    return subprocess.run(words, input=batch.encode(), capture_output=True, timeout=20, check=False, env=environment)


@pytest.mark.parametrize(
    ("batch", "works"),
    [
        ("put {mine} inbox/a.csv\nget inbox/a.csv {back}\n", True),
        ("ls outbox\n", True),
        ("get /etc/passwd {back}\n", False),
        ("get ../../../../etc/passwd {back}\n", False),
        ("put {mine} a.csv\n", False),
        ("put {mine} ../a.csv\n", False),
        ("mkdir boxes\n", False),
        ("ln -s /etc etc\n", False),
        ("rename inbox other\n", False),
        ("rm -r outbox\nrmdir outbox\n", False),
    ],
)
def test_U34_files_come_and_go_in_their_boxes_alone(servers: Servers, batch: str, works: bool) -> None:
    mine, back = servers.base / "mine.csv", servers.base / "back.csv"
    mine.write_text("a;b\n", "utf-8")
    back.unlink(missing_ok=True)
    done = _sftp(servers, batch.format(mine=mine, back=back))
    assert (done.returncode == 0) is works, done.stderr
    assert back.exists() is (works and "get" in batch)


def test_the_account_for_files_runs_nothing_and_forwards_nothing(servers: Servers) -> None:
    for words in (["id"], []):
        done = servers.run([*servers.words("ours", "-tt", user=FILES), *words], 5)
        assert b"uid=" not in done.stdout and done.returncode != 0
    done = servers.run(servers.words("ours", "-W", "127.0.0.1:22", user=FILES), 5)
    assert done.returncode != 0 and USERS["ours"] != FILES


@pytest.fixture
def over_ssh(servers: Servers, tmp_path: Path) -> dict[str, str]:
    """The environment the launcher leaves, for alice who is ivan."""
    key = servers.probe("ours")["env"]["KARTOTEKA_SSH_KEY"]
    return {
        "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(tmp_path), "TMPDIR": str(tmp_path), "TERM": "xterm",
        "KARTOTEKA_STORE": str(servers.stage.path),
        "KARTOTEKA_SSH_USER": servers.ids["alice"], "KARTOTEKA_SSH_KEY": key,
    }  # fmt: skip


START = "from storage.sealing import derive; derive.TEST_KDF_ALLOWED = True; import sys; from tui.__main__ import main; sys.exit(main(sys.argv[1:]))"  # noqa: E501


def prompt(env: dict[str, str], *words: str) -> Terminal:
    import sys

    root = str(Path(__file__).resolve().parents[2])
    return Terminal([sys.executable, "-c", START, *words], {**env, "PYTHONPATH": root})


def test_plain_one_login_then_commands(servers: Servers, over_ssh: dict[str, str]) -> None:
    """The prompt: the login is the key's, files are those of the inbox, nothing is drawn."""
    inbox = servers.stage.path.with_name("firm.store.inbox") / "ivan"
    inbox.mkdir(parents=True, exist_ok=True)
    (inbox / "new.csv").write_text("Название;Город\nЛютик;Орёл\n", "utf-8")
    link = inbox / "link.csv"
    link.unlink(missing_ok=True)
    link.symlink_to("/etc/passwd")
    person = prompt(over_ssh, "plain")
    try:
        person.until("ivan")
        person.type(secret_of("ivan").decode() + "\n")
        person.until("> ")
        for line, wanted in (
            ("clients", "Клиентов: 0"),
            ("import new.csv", "1"),
            ("client find Лютик", "Лютик"),
            ("import /etc/passwd", "ящик"),
            ("import ../ivan/new.csv", "ящик"),
            ("import link.csv", "ящик"),
            ("clients --as boris", "входа"),
            ("--store /etc/passwd clients", "входа"),
            ("workstation", "здесь"),
            ("nonsense", "nonsense"),
            ('client find "open', "кавычка"),
        ):
            person.type(line + "\n")
            said = person.until("> ").decode("utf-8", "replace")
            assert wanted in said, (line, said)
            assert "\x1b" not in said, "nothing is drawn"
        person.type("exit\n")
        assert person.status() == 0
    finally:
        time.sleep(0)


def test_R6_another_persons_passphrase_does_not_open_with_my_key(servers: Servers, over_ssh: dict[str, str]) -> None:
    person = prompt(over_ssh, "clients", "--as", "petr")
    person.until("petr")
    person.type(secret_of("petr").decode() + "\n")
    person.until("разным людям")
    assert person.status() == 4


def test_R6_the_session_entry_names_the_key(servers: Servers, over_ssh: dict[str, str]) -> None:
    person = prompt(over_ssh, "clients")
    person.until("ivan")
    person.type(secret_of("ivan").decode() + "\n")
    assert person.status() == 0
    entries = servers.stage.sql("SELECT entry FROM log WHERE kind = 20 ORDER BY seq DESC LIMIT 1")
    assert bytes.fromhex(over_ssh["KARTOTEKA_SSH_KEY"]) in bytes(entries[0][0])


def test_a_key_taken_away_opens_no_session(servers: Servers, over_ssh: dict[str, str]) -> None:
    """The key file may still have its line: the store does not wait for it."""
    foreign = {**over_ssh, "KARTOTEKA_SSH_KEY": "00" * 32}
    person = prompt(foreign, "clients")
    person.until("ivan")
    person.type(secret_of("ivan").decode() + "\n")
    person.until("больше не действует")
    assert person.status() == 4
    half = {name: value for name, value in over_ssh.items() if name != "KARTOTEKA_SSH_KEY"}
    person = prompt(half, "clients")
    assert person.status() == 4
