"""`rules list|show|set|reset`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from core.wording.rules import typed_number

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


def _number(text: str) -> float:
    value = typed_number(text)
    if value is None:
        raise argparse.ArgumentTypeError(_("a number is expected, such as 0.25 or 25%"))
    return value
