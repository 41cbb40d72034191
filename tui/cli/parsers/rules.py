"""`rules list|show|set|reset|document|costs`."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from core.wording.rules import typed_number
from tui.cli.parsers.standing import amount

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    rules = command("rules", _("thresholds of the firm, with their versions"))
    inner = rules.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(rules))
    command("list", _("every rule with its value"), inner)
    show = command("show", _("one rule: value, range, source, who changed it when"), inner)
    change = command("set", _("set a rule and say what it moves"), inner)
    reset = command("reset", _("put the default of a rule back"), inner)
    for each in (show, change, reset):
        each.add_argument("name", metavar="RULE")
    change.add_argument("value", type=_number, metavar="VALUE")
    for each in (change, reset):
        each.add_argument("--why", metavar="TEXT", help=_("the reason, kept with the change"))
        each.add_argument("--dry-run", action="store_true", help=_("only say what it would move"))
    _add_document(command, inner)


def _add_document(command: Command, inner: Any) -> None:
    document = command("document", _("the document of the firm: its clauses, or the words of one"), inner)
    document.add_argument("clause", nargs="?", metavar="CLAUSE")
    document.add_argument("--text", metavar="TEXT", help=_("the firm's own words; empty puts the program's back"))
    costs = command("costs", _("fixed costs by month, or those of one month"), inner)
    costs.add_argument("month", nargs="?", type=_month, metavar="MONTH", help=_("such as 2026-11"))
    costs.add_argument("amount", nargs="?", type=amount, metavar="AMOUNT")


def _month(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(_("a month looks like 2026-11")) from None


def _number(text: str) -> float:
    value = typed_number(text)
    if value is None:
        raise argparse.ArgumentTypeError(_("a number is expected, such as 0.25 or 25%"))
    return value
