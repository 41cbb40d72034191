"""The passphrase of a command: from a private file or from the terminal, never from argv or the environment."""

from __future__ import annotations

import argparse
import getpass
import os
import stat
import sys
import unicodedata
from pathlib import Path

from core.problem import N_, ExitCode, Problem

LONGEST = 1024
LONGEST_SHEET = 4096


def read_passphrase(file: str | None, prompt: str) -> bytearray:
    """Bytes of the passphrase, composed (NFC), for the caller to wipe. Raises Problem."""
    if file is not None:
        return composed(_from_file(Path(file)))
    if not sys.stdin.isatty():
        raise Problem(N_("The passphrase is asked on a terminal: without one, give --passphrase-file FILE."))
    try:
        return composed(bytearray(getpass.getpass(prompt).encode()))
    except EOFError:
        raise Problem(N_("No passphrase was typed: try again.")) from None


def read_twice(file: str | None, prompt: str, again: str) -> bytearray:
    """A new passphrase; typed twice on a terminal. Raises Problem when the two differ."""
    first = read_passphrase(file, prompt)
    if file is None and read_passphrase(None, again) != first:
        raise Problem(N_("The two passphrases differ: try again."))
    return first


def composed(raw: bytearray) -> bytearray:
    """The same letters in one form whatever the keyboard composed them of."""
    try:
        return bytearray(unicodedata.normalize("NFC", raw.decode()).encode())
    except UnicodeDecodeError:
        return raw


def mail_password(args: argparse.Namespace) -> str:
    """Of the firm's mail server; empty where none is needed. Raises Problem."""
    if not args.mail_password_file:
        return ""
    return read_passphrase(args.mail_password_file, "").decode(errors="replace")


def ask(prompt: str) -> str:
    """A secret typed on the terminal, unseen. Raises Problem where there is none."""
    if not sys.stdin.isatty():
        raise Problem(N_("The words of a sheet are asked on a terminal: without one, give --sheet FILE twice."))
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise Problem(N_("Nothing was typed: try again.")) from None


def private_text(file: str) -> str:
    """Text of a file that is ours alone, such as a recovery sheet. Raises Problem."""
    try:
        return _private_bytes(Path(file), LONGEST_SHEET).decode()
    except UnicodeDecodeError:
        raise Problem(N_("{file} holds no words of a recovery sheet."), file=file) from None


def _from_file(path: Path) -> bytearray:
    content = _private_bytes(path, LONGEST)
    line = content.split(b"\n", 1)[0].rstrip(b"\r")
    if not line or len(content) > LONGEST:
        raise Problem(N_("The passphrase file {file} must hold one line with the passphrase."), file=path)
    return bytearray(line)


def _private_bytes(path: Path, longest: int) -> bytearray:
    """The first bytes of a file, one more than `longest` at most."""
    try:
        # Without O_NONBLOCK a named pipe would hang the opening.
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError) as fault:
        raise Problem(
            N_("The passphrase file {file} cannot be read ({why}): check its name and rights."),
            file=path,
            why=fault.strerror if isinstance(fault, OSError) else "",
        ) from None
    try:
        # Looked at before a byte of it is read, and on the file that is open, not on a name that may change.
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode) or stat.S_IMODE(facts.st_mode) & 0o177 or facts.st_uid != os.getuid():
            raise Problem(
                N_("The passphrase file {file} must be yours alone: run chmod 600 on it."), ExitCode.REFUSED, file=path
            )
        return bytearray(os.read(handle, longest + 1))
    finally:
        os.close(handle)
