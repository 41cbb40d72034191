"""`profiles list`, `profiles show`, `profiles edit` (exchange §3 Profiles): the same desk methods as the screen IMP."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import fill
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def profiles(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        return _ACTIONS[args.action](args, desk)


def _list(args: argparse.Namespace, desk: Desk) -> int:
    lines = desk.profiles.lines()
    if args.json:
        write_json({"profiles": lines})
        return ExitCode.DONE
    where = {"own": _("mine"), "shared": _("of the firm"), "program": _("of the program")}
    rows = [(each.name, where[each.where], each.kind, each.about) for each in lines]
    write_table((_("Profile"), _("Whose"), _("Rows are"), _("About")), "<<<<", rows)
    return ExitCode.DONE


def _show(args: argparse.Namespace, desk: Desk) -> int:
    text = desk.profiles.text(args.name)
    if args.json:
        write_json({"name": args.name, "text": text})
    else:
        for line in text.splitlines():
            write_line(line)
    return ExitCode.DONE


def _edit(args: argparse.Namespace, desk: Desk) -> int:
    """Take the text from a file, or from the person's editor; one that comes with the program is saved as a copy."""
    text = text_of_file(args.file) if args.file else _edited(desk.profiles.text(args.name), desk)
    name = desk.profiles.save(args.name, text, args.shared)
    if args.json:
        write_json({"name": name, "text": desk.profiles.text(name)})
    else:
        write_line(fill(_("The profile {name} is saved."), name=name))
    return ExitCode.DONE


def text_of_file(name: str) -> str:
    """A text from a file, or from standard input for "-". Raises Problem (BAD_INPUT)."""
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Problem(N_("The file {file} cannot be read as text: save it in UTF-8."), file=name) from None


def _edited(text: str, desk: Desk) -> str:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if desk.ssh.used or not editor or not sys.stdin.isatty():
        raise Problem(N_("There is no editor here: give the new text with --file FILE."))
    with tempfile.TemporaryDirectory(prefix="profile-") as folder:
        path = Path(folder) / "profile.toml"
        path.write_text(text, "utf-8")
        if subprocess.run([*shlex.split(editor), str(path)], check=False).returncode:
            raise Problem(N_("The editor was left with a fault: nothing is saved."))
        return path.read_text("utf-8")


_ACTIONS = {"list": _list, "show": _show, "edit": _edit}
COMMANDS = {"profiles": profiles}
