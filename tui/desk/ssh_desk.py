"""SSH keys as the desk uses them."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from core.problem import N_, Problem
from storage.intake.source import Source
from storage.outlets.folders import box_of, open_file

if TYPE_CHECKING:
    from tui.desk.desk import Desk

_MEGABYTE = 2**20


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
        me = entered.me.statement
        folder = box_of(entered.premises.files.store, "inbox", me.login, me.person)
        with open_file(folder, plain) as file, tempfile.TemporaryDirectory(prefix="inbox-") as own:
            copy = Path(own) / plain
            with copy.open("wb") as out:
                shutil.copyfileobj(file, out)
            yield str(copy)

    def content(self, name: str, most: int) -> bytes:
        """Bytes of a file somebody names: of the own inbox over SSH, else of this machine. No copy is made on disk.

        Raises Problem: REFUSED for a name that leads out of the inbox, BAD_INPUT for what is not there or too large.
        """
        entered = self._desk.session.entered
        if entered.premises.via is None:
            with Source(Path(name).expanduser()) as source:
                if source.size > most:
                    raise _too_large(source.name, source.size, most)
                data = os.pread(source.fd, source.size, 0)
                source.check_unchanged()
                return data
        plain = name.removeprefix("inbox/")
        me = entered.me.statement
        with open_file(box_of(entered.premises.files.store, "inbox", me.login, me.person), plain) as file:
            data = file.read(most + 1)
            if len(data) > most:
                raise _too_large(plain, os.fstat(file.fileno()).st_size, most)
            return data

    def listed(self) -> list[KeyAnswer]:
        """Keys in force."""
        found = self._desk.session.ssh_keys.listed()
        return [KeyAnswer(each.login, each.key.command, each.key.kind, each.key.told()) for each in found]

    def lines(self, launcher: str) -> list[str]:
        """Lines of sshd's key file. Raises Problem."""
        return self._desk.session.ssh_keys.lines(launcher)


def _too_large(name: str, size: int, most: int) -> Problem:
    return Problem(
        N_("{file} has {megabytes} MB, and at most {limit} MB are kept of one file: make it smaller."),
        file=name,
        megabytes=max(size // _MEGABYTE, most // _MEGABYTE + 1),
        limit=most // _MEGABYTE,
    )
