"""`orders`: typed by hand, with their lines, services and people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from core.worth.order_gaps import GAP_KINDS
from tui.cli.parsers.types import date
from tui.cli.parsers.work import field

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    made = command("orders", _("orders typed by hand, beside those of accounting"))
    inner = made.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(made))
    listed = command("list", _("of one client"), inner)
    order = command("add", _("a new order"), inner)
    show = command("show", _("one order with its lines and people"), inner)
    change = command("set", _("change fields"), inner)
    line = command("line", _("a new line or service; with --line, change that one"), inner)
    people = command("people", _("who takes part, and in which services"), inner)
    taken = command("import", _("people from a list in a file"), inner)
    earlier = command("take", _("people of an earlier order"), inner)
    find = command("find", _("earlier orders by period, surname or number"), inner)
    for each in (listed, order, show, change, line, people, taken, earlier):
        each.add_argument("client", metavar="ID")
    gaps = command("gaps", _("how complete each seller's are, and what is missing on either side"), inner)
    gaps.add_argument("client", nargs="?", default="", metavar="ID")
    gaps.add_argument("--since", type=date, metavar="DATE", help=_("default: the span of the rules"))
    gaps.add_argument("--seller", default="", metavar="NAME", help=_("only this person's"))
    gaps.add_argument("--kind", default="", choices=("", *GAP_KINDS), metavar="KIND", help=", ".join(GAP_KINDS))
    for each in (show, change, line, people, taken, earlier):
        each.add_argument("order", metavar="ORDER")
    order.add_argument("number", metavar="NUMBER")
    order.add_argument("--line", dest="lines", action="append", type=field, default=[], metavar="NAME=SUM")
    order.add_argument("--day", default="", metavar="DATE")
    order.add_argument("--person", dest="people", action="append", default=[], metavar="PERSON")
    for each in (change, line):
        each.add_argument("fields", nargs="+", type=field, metavar="FIELD=VALUE")
    line.add_argument("--line", default="", metavar="N", help=_("number of the line"))
    people.add_argument("--add", action="append", default=[], metavar="PERSON")
    people.add_argument("--drop", action="append", default=[], metavar="PERSON")
    taken.add_argument("file", metavar="FILE")
    taken.add_argument("--dry-run", action="store_true", help=_("write nothing"))
    earlier.add_argument("number", metavar="NUMBER", help=_("of the earlier order"))
    for each in (people, taken, earlier):
        each.add_argument(
            "--service", dest="services", action="append", default=[], metavar="N",
            help=_("number of a service of the order; one set for all of them"),
        )  # fmt: skip
    find.add_argument("--created", metavar=_("FROM..TO"))
    find.add_argument("--start", metavar=_("FROM..TO"))
    find.add_argument("--surname", metavar="TEXT")
    find.add_argument("--number", metavar="NUMBER")
