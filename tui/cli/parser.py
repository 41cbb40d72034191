"""The command line as a tree of parsers (spec/cli). Imports nothing heavy: `--help` must answer at once."""

from __future__ import annotations

import argparse
import functools
import re
from collections.abc import Callable
from typing import Any, NoReturn

from core.problem import N_, ExitCode, Problem
from core.wording import gettext as _
from core.wording import language
from tui.cli.parsers import (
    audit,
    backup,
    budgets,
    campaigns,
    cases,
    dossier,
    doubles,
    entries,
    exports,
    files,
    group,
    loyalty,
    orders,
    own,
    papers,
    people,
    person,
    profiles,
    quality,
    questionnaires,
    registers,
    removal,
    rules,
    ssh,
    standing,
    team,
    white,
    work,
    worth,
)
from tui.cli.parsers.types import date, positive
from tui.cli.parsers.words import explain

KINDS = ("sales", "clients", "people", "payments", "products", "deals", "enquiries", "spend", "rates", "cards")
"""Kinds a table may be told to be; other formats say it themselves."""
MOST_DAYS = 3650
"""A horizon beyond ten years says nothing of a client."""

# What argparse has to say, in our words; its own sentences are English and not ours to keep stable.
_SAID: tuple[tuple[str, str], ...] = (
    (r"argument (?P<name>.+?): invalid choice: '?(?P<word>.*?)'? \(choose from (?P<known>.*)\)$",
     N_("There is no {word} here: use one of {known}.")),
    (r"argument (?P<name>.+?): expected .*argument", N_("The option {name} needs a value after it.")),
    (r"argument (?P<name>.+?): ignored explicit argument", N_("The option {name} takes no value.")),
    (r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)$",
     N_("The options {name} and {other} exclude each other: give one of them.")),
    (r"argument (?P<name>.+?): (?P<why>.+)$", N_("{name}: {why}.")),
    (r"unrecognized arguments: (?P<word>.*)$", N_("There is no option or argument {word} here: see kartoteka --help.")),
    (r"the following arguments are required: (?P<name>.*)$",
     N_("The command needs {name}: see kartoteka --help.")),
)  # fmt: skip


class _Formatter(argparse.HelpFormatter):
    """Help in the reader's language."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence and with our exit code instead of argparse's 2."""

    def __init__(self, add_help: bool = True, **options: Any) -> None:
        # Abbreviated options would make every new option a break of somebody's script.
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Formatter, **options)
        self._positionals.title = _("arguments")
        self._optionals.title = _("options")
        if add_help:
            self.add_argument("-h", "--help", action="help", help=_("show this help"))

    def error(self, message: str) -> NoReturn:
        for pattern, sentence in _SAID:
            found = re.match(pattern, message, re.DOTALL)
            if found:
                facts = {name: text.replace("'", "") for name, text in found.groupdict().items()}
                raise Problem(sentence, ExitCode.BAD_INPUT, **facts)
        raise Problem(
            N_("The command cannot be read: {message}. See kartoteka --help."), ExitCode.BAD_INPUT, message=message
        )


def _days(text: str) -> int:
    days = positive(text)
    if days > MOST_DAYS:
        raise argparse.ArgumentTypeError(_("at most ten years, 3650 days"))
    return days


def _pair(text: str) -> tuple[str, str]:
    left, sign, right = text.rpartition("=")
    if not sign or not left or not right:
        raise argparse.ArgumentTypeError(_("two words joined by = are needed"))
    return left, right


def _globals(default: Any) -> argparse.ArgumentParser:
    """Options every command takes, before or after its name."""
    parser = _Parser(add_help=False)
    parser.add_argument("--store", default=default, metavar="PATH", help=_("store to open"))
    parser.add_argument("--as", dest="login", default=default, metavar="LOGIN", help=_("who is asking"))
    parser.add_argument(
        "--passphrase-file", default=default, metavar="FILE", help=_("file with the passphrase, mode 0600")
    )
    parser.add_argument("--lang", choices=("ru", "en"), default=default, help=_("language of the answer"))
    parser.add_argument("--json", action="store_true", default=default, help=_("answer for machines"))
    parser.add_argument("--as-of", type=date, default=default, metavar="DATE", help=_("the figures of that evening"))
    return parser


def build_parser() -> argparse.ArgumentParser:
    """The whole tree in the language of the process, made once: the prompt parses line after line.

    `args.command` names what to run, as in spec/cli.
    """
    return _built(language())


@functools.cache
def _built(_spoken: str) -> argparse.ArgumentParser:
    top = _Parser(
        prog="kartoteka",
        parents=[_globals(None)],
        description=_("Account management in the terminal. Without a command: the workstation."),
    )
    top.add_argument("--version", action="store_true", help=_("print the version"))
    below = top.add_subparsers(dest="command", metavar=_("COMMAND"), parser_class=_Parser)
    shared = _globals(argparse.SUPPRESS)

    def command(name: str, help_text: str, parent: Any = below) -> argparse.ArgumentParser:
        # argparse fills in a help text with %, a description only where it names the program.
        plain = help_text.replace("%", "%%")
        made: argparse.ArgumentParser = parent.add_parser(name, help=plain, description=help_text, parents=[shared])
        return made

    for add in (
        _add_store,
        _add_import,
        profiles.add,
        quality.add,
        _add_clients,
        doubles.add,
        standing.add,
        _add_figures,
        worth.add,
        registers.add,
        team.add,
        cases.add,
        campaigns.add,
        group.add,
        loyalty.add,
        white.add,
        rules.add,
        audit.add,
        budgets.add,
        exports.add,
        backup.add,
        people.add,
        ssh.add,
        person.add,
        work.add,
        orders.add,
        questionnaires.add,
        entries.add,
        dossier.add,
        files.add,
        own.add,
    ):
        add(command)
    explain(top)
    return top


Command = Callable[..., argparse.ArgumentParser]


def _add_store(command: Command) -> None:
    workstation = command("workstation", _("open the screens"))
    for flag, text in (
        ("--ascii", _("draw with ASCII characters alone")),
        ("--no-mouse", _("leave the mouse to the terminal")),
        ("--slow", _("fewer bytes for a slow line")),
        ("--read-only", _("change nothing")),
    ):
        workstation.add_argument(flag, action="store_true", help=text)
    init = command("init", _("make a new store"))
    init.add_argument("--firm", required=True, metavar="NAME", help=_("name of the firm"))
    init.add_argument("--owner", required=True, metavar="LOGIN", help=_("login of the first person"))
    init.add_argument("--currency", default="RUB", help=_("base currency, three letters"))
    demo = command("demo", _("a throw-away store with the sample firm"))
    demo.add_argument("--clients", type=positive, default=600, metavar="N", help=_("size of the sample firm"))
    demo.add_argument("--no-screen", action="store_true", help=_("only make the store"))
    store = command("store", _("look after the store"))
    inner = store.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=_Parser)
    command("check", _("open every record and compare it with the log"), inner)
    point = command("point", _("name a store on a database server on this machine"), inner)
    point.add_argument("url", metavar="URL")
    roles = command("roles", _("give the roles of a store on a server their rights anew"), inner)
    copy = command("copy", _("copy a store between a file and a database server"), inner)
    copy.add_argument("source", metavar="FROM")
    copy.add_argument("target", metavar="TO")
    for each in (roles, copy, init):
        each.add_argument("--schema-as", metavar="ROLE", required=each is roles, help=_("role that owns the tables"))
        each.add_argument("--backup-role", metavar="ROLE", help=_("role that reads for backups"))


def _add_import(command: Command) -> None:
    imports = command("import", _("read files into the base; import undo BATCH, import batches, import watch FOLDER"))
    imports.add_argument("files", nargs="+", metavar="FILE")
    imports.add_argument("--kind", choices=KINDS, help=_("what the rows are"))
    imports.add_argument("--map", dest="maps", action="append", type=_pair, default=[], metavar="COLUMN=FIELD")
    imports.add_argument("--set", dest="sets", action="append", type=_pair, default=[], metavar="FIELD=VALUE")
    imports.add_argument("--sheet", type=positive, metavar="N", help=_("which sheet of a workbook, by its number"))
    imports.add_argument("--encoding", metavar="NAME", help=_("encoding of the file, when the guess is wrong"))
    imports.add_argument("--profile", metavar="PROFILE", help=_("how the file is read: see profiles list"))
    imports.add_argument("--once", action="store_true", help=_("import watch: only what lies in the folder now"))
    imports.add_argument("--owner", metavar="LOGIN", help=_("whose portfolio new clients go to"))
    imports.add_argument("--dry-run", action="store_true", help=_("plan only, write nothing"))
    imports.add_argument("-o", "--output", metavar="DIR", help=_("where files with left-out rows go"))
    answer = imports.add_mutually_exclusive_group()
    answer.add_argument("--accept-asks", action="store_true", help=_("take the best candidate of a doubtful row"))
    answer.add_argument("--skip-asks", action="store_true", help=_("leave doubtful rows out"))


def _add_clients(command: Command) -> None:
    clients = command("clients", _("list clients"))
    clients.add_argument("--level", action="append", default=[], help=_("only this level of the pyramid"))
    clients.add_argument("--owner", action="append", default=[], help=_("only this person's clients"))
    clients.add_argument("--overdue", action="store_true", help=_("only who owes past the day"))
    clients.add_argument("--tag", action="append", default=[], metavar="TAG", help=_("only with this tag"))
    clients.add_argument("--field", action="append", default=[], metavar="FIELD=VALUE", help=_("by an own field"))
    clients.add_argument("--sort", default="name", help=_("column to order by, - in front for descending"))
    clients.add_argument("--limit", type=positive, metavar="N")
    client = command("client", _("find or show a client"))
    inner = client.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=_Parser)
    find = command("find", _("look a client up"), inner)
    find.add_argument("text", nargs="?", help=_("name, number or ИНН"))
    find.add_argument("--batch", metavar="FILE", help=_("one query a line, answers as JSON Lines"))
    find.add_argument("--limit", type=positive, default=5, metavar="N")
    removal.add(command, inner)
    papers.add(command, inner)
    show = command("show", _("the dossier as text"), inner)
    show.add_argument("id", metavar="ID")
    show.add_argument("--section", choices=("overview", "history", "orders"))
    add = command("add", _("one new client: a name and a phone, or a block of requisites"), inner)
    add.add_argument("name", nargs="?", default="", metavar="NAME")
    add.add_argument("--phone", default="", metavar="PHONE")
    add.add_argument("--email", default="", metavar="EMAIL")
    add.add_argument("--note", default="", metavar="TEXT")
    add.add_argument("--person", action="store_true", help=_("a private person, no firm"))
    add.add_argument("--requisites", default="", metavar="FILE", help=_("the block a firm sends; - reads it here"))
    add.add_argument("--owner", metavar="LOGIN", help=_("whose portfolio new clients go to"))
    add.add_argument("--anyway", action="store_true", help=_("although somebody like him is there"))
    edit = command("edit", _("change fields of the card"), inner)
    edit.add_argument("id", metavar="ID")
    edit.add_argument("fields", nargs="+", type=work.field, metavar="FIELD=VALUE")
    tag = command("tag", _("give a client tags, or take them away"), inner)
    tag.add_argument("id", metavar="ID")
    tag.add_argument("tags", nargs="*", metavar="TAG")
    tag.add_argument("--remove", action="append", default=[], metavar="TAG", help=_("take this tag away"))
    reveal = command("reveal", _("one phone or e-mail in clear; logged and counted first"), inner)
    reveal.add_argument("id", metavar="ID")
    reveal.add_argument("contact", nargs="?", metavar="CONTACT", help=_("which one, as client show names it: phone:0"))
    reveal.add_argument("--reason", default="", metavar="TEXT", help=_("why; needed outside the own portfolio"))


def _add_figures(command: Command) -> None:
    queue = command("queue", _("the recovery queue"))
    queue.add_argument("--all", dest="everyone", action="store_true", help=_("score every client who ever bought"))
    queue.add_argument("--limit", type=positive, metavar="N")
    queue.add_argument("--horizon", type=_days, metavar="DAYS", help=_("days ahead; default: each client's own"))
