"""What sshd starts for a key: clears the ground, then becomes one of three fixed programs (spec/security R4, R6, R8).

    command="/opt/kartoteka/bin/python -I -m tui.launcher --user ID --command workstation"

Reads SSH_USER_AUTH, which sshd writes with ExposeAuthInfo, then throws the whole environment away. Imports nothing but
the standard library, so that nothing of the store is in memory before the ground is clear.
"""

from __future__ import annotations

import base64
import binascii
import configparser
import contextlib
import ctypes
import hashlib
import os
import re
import resource
import shutil
import stat
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

REFUSED = 4
CONFIGURATION = Path("/etc/kartoteka/server.conf")
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "workstation": ("workstation",),
    "plain": ("plain",),
    "witness": ("audit", "serve"),
}
"""What a key may open, as words of the program."""
TERMINALS = frozenset(
    {"xterm", "xterm-256color", "xterm-direct", "xterm-kitty", "screen", "screen-256color", "tmux", "tmux-256color"}
    | {"linux", "vt100", "vt220", "rxvt", "rxvt-unicode-256color", "putty", "putty-256color", "konsole", "alacritty"}
    | {"konsole-256color", "gnome", "gnome-256color", "foot", "st-256color", "dumb"}
)
PLAIN_TERMINAL = "xterm"
"""For a terminal nobody has heard of: every terminal of this century draws it."""
SEARCH_PATH = "/usr/bin:/bin"
_LONGEST = 16_384
_PR_SET_DUMPABLE = 4


class Refused(Exception):  # noqa: N818  (an answer, not a fault)
    """The one sentence somebody gets who is not let in."""


@dataclass(frozen=True, slots=True)
class Server:
    """The root-owned configuration."""

    store: str
    tmp: Path
    lang: str
    program: tuple[str, ...]


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Never returns: becomes the program, or exits with a sentence."""
    try:
        words, environment, folder = prepare(sys.argv[1:] if argv is None else argv, os.environ)
    except Refused as refusal:
        sys.stderr.write(f"kartoteka: {refusal}\n")
        sys.exit(REFUSED)
    os.chdir(folder)
    os.closerange(3, 1024)
    os.execve(words[0], words, environment)  # noqa: S606  (a list, never a shell)


def prepare(argv: Sequence[str], given: Mapping[str, str]) -> tuple[list[str], dict[str, str], Path]:
    """Words to become, the whole environment for them, and the private folder. Raises Refused."""
    forbid_dumps()
    os.umask(0o077)
    user, command, configuration = _options(argv)
    if given.get("SSH_ORIGINAL_COMMAND") is not None:
        raise Refused("this key opens one program and runs no other commands.")
    if command != "witness" and not (os.isatty(0) and os.isatty(1)):
        raise Refused("this program needs a terminal: connect without a command and without -T.")
    key = key_of(given.get("SSH_USER_AUTH", ""))
    server = read_configuration(configuration)
    folder = private_folder(server.tmp)
    environment = {
        "PATH": SEARCH_PATH,
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TERM": terminal(given.get("TERM", "")),
        "KARTOTEKA_STORE": server.store,
        "KARTOTEKA_SSH_USER": user,
        "KARTOTEKA_SSH_KEY": key,
    }
    words = [*server.program, *COMMANDS[command]]
    if command != "witness":
        words += ["--lang", server.lang]
    return words, environment, folder


def forbid_dumps() -> None:
    """No core file, and no reading by others of the same uid; exec resets the second, so the program does it again."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _options(argv: Sequence[str]) -> tuple[str, str, Path]:
    """Only the line in the key file gives these, so anything odd is a broken key file."""
    found = {"--user": "", "--command": "", "--config": str(CONFIGURATION)}
    words = list(argv)
    if len(words) % 2 or any(name not in found for name in words[::2]):
        raise Refused("the key file is not the one that ssh keys writes.")
    found.update(zip(words[::2], words[1::2], strict=True))
    if not re.fullmatch(r"[0-9a-f]{32}", found["--user"]) or found["--command"] not in COMMANDS:
        raise Refused("the key file is not the one that ssh keys writes.")
    return found["--user"], found["--command"], Path(found["--config"])


def key_of(path: str) -> str:
    """SHA-256 in hex of the key that really signed: sshd tells it in a file, the client cannot. Raises Refused."""
    try:
        with Path(path).open("rb") as file:
            text = file.read(_LONGEST).decode("ascii")
    except (OSError, ValueError):
        raise Refused("sshd does not say which key was used: set ExposeAuthInfo yes.") from None
    keys = [words for words in map(str.split, text.splitlines()) if len(words) >= 3 and words[0] == "publickey"]
    if len(keys) != 1:
        raise Refused("one SSH key must be used, and no other way in.")
    try:
        return hashlib.sha256(base64.b64decode(keys[0][2], validate=True)).hexdigest()
    except binascii.Error:
        raise Refused("sshd does not say which key was used: set ExposeAuthInfo yes.") from None


def read_configuration(path: Path) -> Server:
    """The configuration, which nobody but root (or whoever runs this) may write. Raises Refused."""
    try:
        facts = path.lstat()
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refused(f"the configuration {path} cannot be read.") from None
    if not stat.S_ISREG(facts.st_mode) or facts.st_uid != 0 or facts.st_mode & 0o022:
        raise Refused(f"the configuration {path} must be a file of root that nobody else may write.")
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
        section = parser["server"]
        store, tmp = section["store"], section["tmp"]
    except (configparser.Error, KeyError):
        raise Refused(f"the configuration {path} needs a section [server] with store and tmp.") from None
    program = tuple(section.get("program", f"{sys.executable} -I -m tui").split())
    lang = section.get("lang", "ru")
    if lang not in ("ru", "en") or not program or not all(each.startswith("/") for each in (store, tmp, program[0])):
        raise Refused(f"the configuration {path} names its places from the root, and ru or en.")
    return Server(store, Path(tmp), lang, program)


def terminal(name: str) -> str:
    """The terminal's name if it is a known one: what stands there becomes a path in the terminal database."""
    return name if name in TERMINALS else PLAIN_TERMINAL


def private_folder(base: Path) -> Path:
    """A folder of this session alone; those of sessions that are gone are cleared away. Raises Refused."""
    folder = base / str(os.getpid())
    try:
        for old in base.iterdir():
            if old.name.isdigit() and not Path(f"/proc/{old.name}").exists():
                shutil.rmtree(old, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
    except OSError:
        raise Refused(f"the folder {base} for temporary files cannot be used.") from None
    return folder


if __name__ == "__main__":
    main()
