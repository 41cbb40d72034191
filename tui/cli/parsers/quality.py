"""`quality list|verify|week|keeper`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from tui.cli.parsers.types import date

Command = Callable[..., Any]
AMISS = ("unverified", "inn", "phone", "email", "bounced", "no_contact", "single_contact", "one_time")


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    quality = command("quality", _("what is amiss in the central file, and who keeps it"))
    inner = quality.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(quality))
    listed = command("list", _("cards that are old, wrong, or reachable through one person alone"), inner)
    listed.add_argument("--kind", action="append", choices=AMISS, default=[], help=_("only this"))
    verify = command("verify", _("stamp cards as verified today"), inner)
    verify.add_argument("ids", nargs="+", metavar="ID")
    unknown = command("unknown", _("what is unknown of clients, the largest turnover first"), inner)
    unknown.add_argument("--task", nargs="+", default=[], metavar="ID", help=_("make the task to ask these clients"))
    command("week", _("who used the file in the last seven days, and who began the contacts"), inner)
    keeper = command("keeper", _("who keeps the central file; with a login: name him"), inner)
    keeper.add_argument("keeper", nargs="?", metavar="LOGIN")
    keeper.add_argument("--allowance", default="0", metavar="SUM", help=_("paid for it every month"))
    keeper.add_argument("--since", type=date, metavar="DATE", help=_("first day; today when left out"))
    keeper.add_argument("--kpi", default="", metavar="TEXT", help=_("what the keeper is judged by"))
