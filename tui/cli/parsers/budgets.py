"""`budget show|set|leaving`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from tui.cli.parsers.types import positive

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    budget = command("budget", _("reading limits: what is left, and the share of a colleague"))
    inner = budget.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(budget))
    show = command("show", _("what is left of the own limits, or the share of a colleague"), inner)
    show.add_argument("who", nargs="?", metavar="LOGIN")
    change = command("set", _("give a colleague more or less of the limits"), inner)
    change.add_argument("who", metavar="LOGIN")
    change.add_argument("percent", type=positive, metavar="PERCENT", help=_("100 is what everybody has"))
    leaving = command("leaving", _("a quarter of the limits for somebody who is leaving"), inner)
    leaving.add_argument("who", metavar="LOGIN")
    for each in (change, leaving):
        each.add_argument("--days", type=positive, metavar="N", help=_("for so many days; else until it is set again"))
