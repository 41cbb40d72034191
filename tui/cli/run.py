"""From words to an exit status: parse, open the desk, run the command, say what went wrong in one sentence."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.metadata
import os
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import Language, say, set_language
from core.wording import gettext as _
from tui.cli.output import any_encoding
from tui.cli.parser import build_parser
from tui.cli.signals import Ended, heeded
from tui.safe_text import clean

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MODULES = {
    "init": "stores",
    "demo": "stores",
    "store": "stores",
    "import": "imports",
    "clients": "clients",
    "client": "clients",
    "standing": "standing",
    "pyramid": "standing",
    "segments": "standing",
    "key": "standing",
    "review": "standing",
    "queue": "figures",
    "metrics": "worth",
    "dependency": "worth",
    "profiles": "profiles",
    "quality": "quality",
    "spend": "registers",
    "enquiries": "registers",
    "plan": "registers",
    "team": "team",
    "today": "team",
    "tiers": "registers",
    "rates": "registers",
    "selections": "registers",
    "rules": "rules",
    "audit": "log",
    "duplicates": "doubles",
    "merge": "doubles",
    "groups": "doubles",
    "budget": "budgets",
    "export": "exports",
    "canary": "exports",
    "backup": "backups",
    "people": "people",
    "portfolios": "people",
    "grants": "people",
    "handover": "people",
    "offboard": "people",
    "exposure": "people",
    "recovery": "people",
    "owner": "people",
    "letters": "people",
    "campaign": "campaigns",
    "grouptask": "group",
    "loyalty": "loyalty",
    "cases": "cases",
    "referrals": "cases",
    "white": "white",
    "offers": "white",
    "wallet": "white",
    "products": "products",
    "ssh": "ssh",
    "person": "persons",
    "contact": "work",
    "attention": "work",
    "tasks": "work",
    "needs": "work",
    "links": "work",
    "contracts": "deals",
    "deals": "deals",
    "orders": "orders",
    "questionnaires": "questionnaires",
    "receivables": "deals",
    "commitments": "entries",
    "complaints": "entries",
    "risks": "entries",
    "dossier": "dossier",
    "file": "files",
    "fields": "own",
    "plain": "plain",
}
"""Module of tui.cli that has a command: only that one is imported."""
INTERRUPTED = 130


def run(argv: Sequence[str]) -> int:
    """Run one command. Answers go to stdout alone; problems go to stderr as one sentence (spec/cli)."""
    set_language(_language(argv))
    any_encoding()
    try:
        args = build_parser().parse_args(list(argv))
        if args.version:
            sys.stdout.write(importlib.metadata.version("kartoteka") + "\n")
            return ExitCode.DONE
        if args.command is None:
            raise Problem(N_("No command was given: see kartoteka --help."))
        with heeded():
            return dispatch(args)
    except Problem as problem:
        return _tell(problem)
    except BrokenPipeError:
        # The reader of the pipe has seen enough; its going away is no fault of the command.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except KeyboardInterrupt as end:
        sys.stderr.write(_("Stopped.") + "\n")
        return end.status if isinstance(end, Ended) else INTERRUPTED
    except Exception as fault:  # the last door: no traceback, no locals, no data
        return _unexpected(fault)


def dispatch(args: argparse.Namespace) -> int:
    """Run a parsed command and give its exit status."""
    module = importlib.import_module(f"tui.cli.{MODULES[args.command]}")
    return int(module.COMMANDS[args.command](args))


def _unexpected(fault: Exception) -> int:
    from tui.desk.faults import told

    return _tell(told(fault))


def _tell(problem: Problem) -> int:
    """The sentence on stderr; a file name in it may hold what a terminal obeys."""
    sys.stderr.write(clean(say(problem)) + "\n")
    return problem.exit_code


def _language(argv: Sequence[str]) -> Language:
    """`--lang` before anything is parsed, so that `--help` already speaks it."""
    words = list(argv)
    for at, word in enumerate(words):
        if word.startswith("--lang="):
            return "en" if word == "--lang=en" else "ru"
        if word == "--lang" and at + 1 < len(words):
            return "en" if words[at + 1] == "en" else "ru"
    return "ru"


_HELD: list[Desk] = []
"""The desk of the prompt: its commands share one login."""


@contextlib.contextmanager
def held(desk: Desk) -> Iterator[None]:
    """Inside, every command works at this desk instead of opening one of its own."""
    _HELD.append(desk)
    try:
        yield
    finally:
        _HELD.pop()


@contextlib.contextmanager
def unlocked(args: argparse.Namespace) -> Iterator[Desk]:
    """The desk of the store named by the options, open for the person named there; closed afterwards."""
    from tui.cli.passphrase import read_passphrase
    from tui.desk.desk import open_desk

    if _HELD:
        yield _HELD[-1]
        return
    desk = open_desk(args.store, args.lang or "ru", args.as_of)
    try:
        door = desk.door()
        login = args.login or door.login
        if not login:
            raise Problem(N_("Several people use this store: name yourself with --as LOGIN."))
        passphrase = read_passphrase(args.passphrase_file, _("Passphrase of {login}: ").format(login=login))
        try:
            desk.unlock(login, passphrase)
        finally:
            passphrase[:] = bytes(len(passphrase))
        desk.people.settle_quietly()
        yield desk
    finally:
        desk.close("end")
