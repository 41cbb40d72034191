"""`plain`: the commands at a prompt after one login, line by line, nothing drawn (for screen readers, U17, U19)."""

from __future__ import annotations

import argparse
import contextlib
import re
import shlex
import sys
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import fill, say
from core.wording import gettext as _
from tui.cli import run as running
from tui.cli.output import write_line
from tui.cli.run import unlocked
from tui.cli.signals import Ended, heeded
from tui.safe_text import clean

if TYPE_CHECKING:
    from tui.desk.desk import Desk

NOT_HERE = frozenset({"plain", "workstation", "init", "demo"})
"""Commands that open another store, or draw."""
FIXED = ("store", "login", "passphrase_file")
"""Options that would name another store or person than the one of the login."""
WRITTEN = frozenset({"output", "target", "errors"})
"""Arguments that name a place to write to."""
_PLACE = re.compile("FILE|DEST|PATH|FOLDER|CHECKPOINT")
"""Placeholders of arguments that name a place."""
LEAVE = frozenset({"exit", "quit", "выход"})


def plain(args: argparse.Namespace) -> int:
    """Log in once, then run one line after another until `exit` or the end of the input."""
    if not sys.stdin.isatty():
        raise Problem(N_("The prompt needs a terminal: give single commands instead."))
    with unlocked(args) as desk:
        write_line(
            fill(
                _("{firm}. Commands as on the command line; help lists them, exit ends."),
                firm=desk.session.firm.settings().name,
            )
        )
        _prompt(desk, args)
    return ExitCode.DONE


def _prompt(desk: Desk, args: argparse.Namespace) -> None:
    with running.held(desk):
        while True:
            sys.stdout.write("> ")
            sys.stdout.flush()
            line = sys.stdin.readline()
            if not line or line.strip().casefold() in LEAVE:
                return
            try:
                status = _one(line, args, desk)
            except Problem as problem:
                sys.stdout.write(clean(say(problem)) + "\n")
                status = problem.exit_code
            except Ended:
                raise  # told to end, the prompt and not its command alone
            except KeyboardInterrupt:
                sys.stdout.write(_("Stopped.") + "\n")
                continue
            if status:
                write_line(fill(_("Exit code {code}."), code=int(status)))


def _one(line: str, outer: argparse.Namespace, desk: Desk) -> int:
    from tui.cli.parser import build_parser

    try:
        words = shlex.split(line)
    except ValueError:
        raise Problem(N_("A quotation mark is open: close it.")) from None
    if not words:
        return ExitCode.DONE
    if words == ["help"] or words == ["помощь"]:
        words = ["--help"]
    try:
        parser = build_parser()
        args = parser.parse_args(words)
    except SystemExit:  # argparse has printed the help
        return ExitCode.DONE
    if args.command is None or args.command in NOT_HERE:
        raise Problem(N_("This command has no place at the prompt: help lists the others."))
    if any(getattr(args, name) is not None for name in FIXED):
        raise Problem(N_("Store and person are those of your login: leave --store and --as out."), ExitCode.REFUSED)
    if args.lang is None:
        args.lang = outer.lang
    with contextlib.ExitStack() as files:
        for name in _paths(parser, args):
            given = getattr(args, name)
            if name in WRITTEN and desk.ssh.used:
                raise Problem(N_("Over SSH files go to your outbox: leave this option out."), ExitCode.REFUSED)
            taken = [files.enter_context(desk.ssh.taken(each)) for each in _listed(given)]
            setattr(args, name, taken if isinstance(given, list) else taken[0])
        with heeded():
            return running.dispatch(args)


def _paths(parser: argparse.ArgumentParser, args: argparse.Namespace) -> list[str]:
    """Names of the arguments of this command that are places of files, as far as they were given."""
    found, at = [], parser
    for word in (args.command, getattr(args, "action", None)):
        for action in at._actions:
            if isinstance(action, argparse._SubParsersAction) and word in action.choices:
                at = action.choices[word]
                break
        found += [each.dest for each in at._actions if isinstance(each.metavar, str) and _PLACE.match(each.metavar)]
    return [name for name in dict.fromkeys(found) if getattr(args, name, None)]


def _listed(given: str | list[str]) -> list[str]:
    return given if isinstance(given, list) else [given]


COMMANDS = {"plain": plain}
