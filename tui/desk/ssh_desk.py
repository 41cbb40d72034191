"""SSH keys as the desk uses them."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from core.problem import N_, ExitCode, Problem

if TYPE_CHECKING:
    from tui.desk.desk import Desk


INBOX = ".inbox"
"""Behind the name of a store: the folder with one inbox for each person."""
_PLAIN = re.compile(r"\w[\w.@+-]*")


def inbox_of(store: Path, login: str, person: bytes) -> Path:
    """The inbox of a person, named like his outbox."""
    return store.with_name(store.name + INBOX) / (login if _PLAIN.fullmatch(login) else person.hex())


class KeyAnswer(msgspec.Struct, frozen=True):
    """A key in force: whose, what it opens, its fingerprint as ssh-keygen prints it."""

    login: str
    command: str
    type: str
    key: str


class SshDesk:
    """Who comes in with which key."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def used(self) -> bool:
        """Whether this session came by SSH."""
        return self._desk.session.entered.premises.via is not None

    def add(self, login: str, text: str, command: str) -> str:
        """Let a colleague in with a key; gives its fingerprint. Raises Problem."""
        return self._desk.session.ssh_keys.add(login, text, command).told()

    def remove(self, login: str, fingerprint: str) -> str:
        """Take a key away; gives its fingerprint. Raises Problem."""
        return self._desk.session.ssh_keys.remove(login, fingerprint).told()

    @contextlib.contextmanager
    def taken(self, name: str) -> Iterator[str]:
        """A file somebody names: as it is here, and over SSH a private copy of one in the person's own inbox.

        Over SSH a name is a plain file name below the inbox: no folders, no links. The copy goes with the block, and
        nobody can change it between looking and reading. Raises Problem (REFUSED, or BAD_INPUT when it is not there).
        """
        entered = self._desk.session.entered
        if entered.premises.via is None:
            yield name
            return
        plain = name.removeprefix("inbox/")
        if not plain or "/" in plain or plain in (".", "..") or "\0" in plain:
            raise Problem(
                N_("Over SSH only files of your own inbox can be read: give the name alone."), ExitCode.REFUSED
            )
        folder = inbox_of(entered.premises.files.store, entered.me.statement.login, entered.identity.person_id)
        try:
            handle = os.open(folder / plain, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            raise Problem(N_("There is no file {name} in your inbox: put it there with sftp."), name=plain) from None
        with os.fdopen(handle, "rb") as file, tempfile.TemporaryDirectory(prefix="inbox-") as own:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise Problem(N_("There is no file {name} in your inbox: put it there with sftp."), name=plain)
            copy = Path(own) / plain
            with copy.open("wb") as out:
                shutil.copyfileobj(file, out)
            yield str(copy)

    def listed(self) -> list[KeyAnswer]:
        """Keys in force."""
        found = self._desk.session.ssh_keys.listed()
        return [KeyAnswer(each.login, each.key.command, each.key.kind, each.key.told()) for each in found]

    def lines(self, launcher: str) -> list[str]:
        """Lines of sshd's key file. Raises Problem."""
        return self._desk.session.ssh_keys.lines(launcher)
