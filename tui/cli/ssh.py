"""`ssh add|remove|list|keys` (U01). The key file is replaced whole or not at all."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import fill, ngettext
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked

if TYPE_CHECKING:
    from tui.desk.desk import Desk

LONGEST_KEY = 8192


def ssh(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        return _ACTIONS[args.action](args, desk)


def _add(args: argparse.Namespace, desk: Desk) -> int:
    try:
        with Path(args.file).open("rb") as file:
            text = file.read(LONGEST_KEY).decode("ascii")
    except (OSError, ValueError):
        raise Problem(
            N_("The key file {file} cannot be read: give the .pub file of ssh-keygen."), file=args.file
        ) from None
    told = desk.ssh.add(args.login, text, args.opens)
    return _say(args, told, _("{login} comes in with {key} now. Write the key file: ssh keys -o FILE."))


def _remove(args: argparse.Namespace, desk: Desk) -> int:
    told = desk.ssh.remove(args.login, args.fingerprint)
    return _say(args, told, _("{login} no longer comes in with {key}. Write the key file: ssh keys -o FILE."))


def _say(args: argparse.Namespace, told: str, sentence: str) -> int:
    if args.json:
        write_json({"login": args.login, "key": told})
    else:
        write_line(fill(sentence, login=args.login, key=told))
    return ExitCode.DONE


def _list(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.ssh.listed()
    if args.json:
        write_json({"keys": found})
    else:
        write_table((_("Login"), _("Opens"), _("Key")), "<<<", [(each.login, each.command, each.key) for each in found])
    return ExitCode.DONE


def _keys(args: argparse.Namespace, desk: Desk) -> int:
    lines = desk.ssh.lines(args.launcher or f"{sys.executable} -I -m tui.launcher")
    text = "".join(line + "\n" for line in lines)
    if args.output is None:
        sys.stdout.write(text)
        return ExitCode.DONE
    _replace(Path(args.output), text)
    count = len(lines)
    if args.json:
        write_json({"file": args.output, "keys": count})
    else:
        write_line(fill(ngettext("{n} key is in {file}.", "{n} keys are in {file}.", count), n=count, file=args.output))
    return ExitCode.DONE


def _replace(path: Path, text: str) -> None:
    part = path.with_name(path.name + ".part")
    try:
        part.unlink(missing_ok=True)
        # sshd reads it as the account people log in to, so it is readable; it holds public keys.
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644), "w", encoding="ascii") as file:
            os.fchmod(file.fileno(), 0o644)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as fault:
        raise Problem(
            N_("The key file {path} cannot be written ({why})."), ExitCode.STORE, path=path, why=fault.strerror
        ) from None


_ACTIONS: dict[str, Callable[[argparse.Namespace, Desk], int]] = {
    "add": _add,
    "remove": _remove,
    "list": _list,
    "keys": _keys,
}
COMMANDS = {"ssh": ssh}
