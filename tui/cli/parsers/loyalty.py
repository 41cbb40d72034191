"""`loyalty …`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from tui.cli.parsers.work import field

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    loyalty = command("loyalty", _("loyalty programmes: terms, members, cards, what they do"))
    inner = loyalty.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(loyalty))
    command("list", _("programmes, those in force first"), inner)
    new = command("new", _("a new programme"), inner)
    change = command("set", _("change a programme"), inner)
    change.add_argument("programme", metavar="PROGRAMME")
    for each in (new, change):
        each.add_argument("fields", nargs="+", type=field, metavar="FIELD=VALUE",
                          help=_("name, kind, audience, conditions, since, until, cost, series"))  # fmt: skip
    for name, text in (
        ("show", _("members with their cards")),
        ("report", _("members against others, before and after")),
    ):
        command(name, text, inner).add_argument("programme", metavar="PROGRAMME")
    join = command("join", _("clients take part"), inner)
    join.add_argument("programme", metavar="PROGRAMME")
    join.add_argument("clients", nargs="*", metavar="ID")
    join.add_argument("--from", dest="source", default="", metavar="NAME",
                      help=_("key, mono, bearers (of cards of an import), or a saved selection"))  # fmt: skip
    join.add_argument("--day", default="", metavar="DATE")
    leave = command("leave", _("a client takes part no more"), inner)
    issue = command("issue", _("give a member a card"), inner)
    for each in (leave, issue):
        each.add_argument("programme", metavar="PROGRAMME")
        each.add_argument("client", metavar="ID")
    issue.add_argument("--holder", default="", metavar="NAME", help=_("who bears it"))
    block = command("block", _("a card is good for nothing any more"), inner)
    replace = command("replace", _("another card for a lost or worn one"), inner)
    for each in (block, replace):
        each.add_argument("programme", metavar="PROGRAMME")
        each.add_argument("card", metavar="CARD")
        each.add_argument("--reason", required=True, metavar="TEXT")
    for each in (issue, replace):
        each.add_argument("--number", default="", metavar="CARD", help=_("default: the next of the series"))
