"""`export request|list|approve|refuse|run|open` and `canary trace`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from tui.cli.parsers.types import positive
from tui.desk.port_exports import LISTS

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    export = command("export", _("take a list out of the store: asked, approved, marked"))
    inner = export.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(export))
    request = command("request", _("ask for a list; made at once where nobody has to approve"), inner)
    request.add_argument(
        "list", choices=tuple(LISTS), metavar="LIST", help=_("one of {known}").format(known=", ".join(LISTS))
    )
    request.add_argument("--purpose", required=True, metavar="TEXT", help=_("what it is for; stands in the log"))
    request.add_argument("--format", choices=("csv", "jsonl", "xlsx"), default="csv", help=_("form of the file"))
    request.add_argument("--to", default="", metavar="LOGIN", help=_("seal the file to a colleague"))
    request.add_argument("--level", action="append", default=[], help=_("only this level of the pyramid"))
    request.add_argument("--owner", action="append", default=[], help=_("only this person's clients"))
    request.add_argument("--sort", default="", help=_("column to order by, - in front for descending"))
    request.add_argument("--limit", type=positive, metavar="N")
    request.add_argument("--all", dest="everyone", action="store_true", help=_("score every client who ever bought"))
    request.add_argument("--horizon", type=positive, metavar="DAYS")
    request.add_argument(
        "--only", action="append", default=[], metavar="WORD=VALUE",
        help=_("narrows the list as its screen does: period=quarter, tab=matrix, selection=NAME"),
    )  # fmt: skip
    command("list", _("own exports, and those that wait for your word"), inner)
    approve = command("approve", _("let a colleague's export go"), inner)
    refuse = command("refuse", _("stop a colleague's export"), inner)
    run = command("run", _("make the file of an approved export"), inner)
    opened = command("open", _("open a file that a colleague sealed to you"), inner)
    for each in (approve, refuse, run):
        each.add_argument("number", type=positive, metavar="NUMBER")
    for each in (approve, refuse):
        each.add_argument("--reason", default="", metavar="TEXT")
    for each in (request, run, opened):
        each.add_argument("-o", "--output", metavar="FILE", help=_("where it goes; in a store of one person"))
    opened.add_argument("file", metavar="FILE")
    canary = command("canary", _("planted rows of exports"))
    traces = canary.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(canary))
    trace = command("trace", _("which export, person and day a found line comes from"), traces)
    trace.add_argument("value", metavar="VALUE", help=_("a name, a line or a text file"))
