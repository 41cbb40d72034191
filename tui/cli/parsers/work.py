"""`contact`, `attention`, `tasks`, `needs`, `links`, `contracts`, `deals`, `receivables`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from tui.cli.parsers.types import date, positive

Command = Callable[..., Any]


def field(text: str) -> tuple[str, str]:
    """FIELD=VALUE; the value may be empty."""
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise argparse.ArgumentTypeError(_("two words joined by = are needed"))
    return name, value


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    contact = command("contact", _("log a contact with a client"))
    contact.add_argument("client", metavar="ID")
    contact.add_argument("kind", metavar="KIND", help=_("call, meeting, visit, letter, sms, messenger, social, …"))
    contact.add_argument("text", nargs="?", default="", metavar="TEXT")
    contact.add_argument("--minutes", type=positive, metavar="N", help=_("default: the usual ones of the kind"))
    contact.add_argument("--network", default="", metavar="NAME", help=_("which messenger or network"))
    contact.add_argument("--person", dest="people", action="append", default=[], metavar="PERSON")
    contact.add_argument("--no-answer", action="store_true", help=_("the client did not answer"))
    contact.add_argument("--inbound", action="store_true", help=_("the client began it"))
    contact.add_argument("--day", type=date, metavar="DATE")
    attention = command("attention", _("clients who wait for a two-way contact beyond the norm"))
    attention.add_argument("--limit", type=positive, metavar="N")
    _tasks(command)
    _needs(command)
    _links(command)
    _deals(command)


def _group(command: Command, name: str, text: str) -> tuple[Any, Any]:
    made = command(name, text)
    return made, made.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(made))


def _tasks(command: Command) -> None:
    _made, inner = _group(command, "tasks", _("tasks at clients and own ones"))
    command("list", _("open tasks, soonest first"), inner).add_argument(
        "--all", dest="everything", action="store_true", help=_("closed ones too")
    )
    new = command("add", _("a new task"), inner)
    new.add_argument("text", metavar="TEXT")
    new.add_argument("--client", default="", metavar="ID")
    new.add_argument("--due", default="", metavar="DATE")
    new.add_argument("--kind", default="other", metavar="KIND")
    new.add_argument("--owner", default="", metavar="LOGIN", help=_("who does it"))
    done = command("done", _("close a task"), inner)
    done.add_argument("id", metavar="TASK")
    done.add_argument("--result", default="", metavar="TEXT", help=_("what came of it"))
    done.add_argument("--drop", action="store_true", help=_("it is not to be done any more"))
    command("calendar", _("own tasks, birthdays and ends of contracts as .ics, without names of clients"), inner)
    off = command("off", _("days off of one's own: no task falls on them"), inner)
    off.add_argument("first", type=date, metavar="DATE")
    off.add_argument("last", type=date, metavar="DATE")


def _needs(command: Command) -> None:
    _made, inner = _group(command, "needs", _("what clients need to buy more from us"))
    command("list", _("open needs, soonest first"), inner).add_argument(
        "--all", dest="everything", action="store_true", help=_("closed ones too")
    )
    new = command("add", _("what a client answered"), inner)
    new.add_argument("client", metavar="ID")
    new.add_argument("text", metavar="TEXT")
    new.add_argument("--kind", default="other", metavar="KIND", help=_("delivery, assortment or other"))
    new.add_argument("--due", default="", metavar="DATE")
    new.add_argument("--owner", default="", metavar="LOGIN", help=_("who does it"))
    close = command("close", _("close a need with two answers"), inner)
    close.add_argument("client", metavar="ID")
    close.add_argument("id", metavar="NEED")
    close.add_argument(
        "--satisfaction", type=positive, required=True, metavar="N", help=_("1 to 5, as the client says")
    )
    close.add_argument("--obstacle", default="", metavar="TEXT", help=_("what keeps him from buying from us alone"))
    command("uplift", _("growth of those who were asked, beside the 15 % of the source"), inner)


def _links(command: Command) -> None:
    _made, inner = _group(command, "links", _("contact persons, and who of us knows them"))
    command("show", _("people of a client, alarms, what is unknown"), inner).add_argument("client", metavar="ID")
    new = command("add", _("a new contact person"), inner)
    edit = command("edit", _("change a contact person"), inner)
    tie = command("tie", _("how well a colleague knows a person, 0 to 5"), inner)
    left = command("left", _("a person has left the client"), inner)
    refer = command("refer", _("somebody was named to us"), inner)
    news = command("news", _("something happened at the client"), inner)
    care = command("care", _("deputy, on call, escalation phone, wallet, rivals"), inner)
    for each in (new, edit, tie, left, refer, news, care):
        each.add_argument("client", metavar="ID")
    for each in (edit, tie, left):
        each.add_argument("person", metavar="PERSON")
    for each in (new, edit, care):
        each.add_argument("fields", nargs="+", type=field, metavar="FIELD=VALUE")
    tie.add_argument("strength", type=int, metavar="N")
    tie.add_argument("--who", default="", metavar="LOGIN", help=_("another colleague than yourself"))
    left.add_argument("--to", default="", metavar="ID", help=_("the client he works for now"))
    refer.add_argument("whom", metavar="TEXT")
    refer.add_argument("--person", default="", metavar="PERSON", help=_("who named us"))
    news.add_argument("text", metavar="TEXT")


def _deals(command: Command) -> None:
    for name, text, new_text in (
        ("contracts", _("contracts with clients"), _("a new contract")),
        ("deals", _("deals and their stages"), _("a new deal")),
    ):
        _made, inner = _group(command, name, text)
        command("list", _("of one client or of all"), inner).add_argument("client", nargs="?", default="", metavar="ID")
        new = command("add", new_text, inner)
        change = command("set", _("change fields"), inner)
        for each in (new, change):
            each.add_argument("client", metavar="ID")
        change.add_argument("id", metavar="RECORD")
        for each in (new, change):
            each.add_argument("fields", nargs="+", type=field, metavar="FIELD=VALUE")
        if name == "deals":
            command("funnel", _("deals and money of every stage"), inner)
            stages = command("stages", _("the firm's stages; with names, set them"), inner)
            stages.add_argument("names", nargs="*", metavar="STAGE")
    owed = command("receivables", _("who owes what, how overdue"))
    owed.add_argument("client", nargs="?", default="", metavar="ID")
    owed.add_argument("--overdue", action="store_true", help=_("only what is past its day"))
    owed.add_argument("--set", dest="fields", action="append", type=field, default=[], metavar="FIELD=VALUE",
                      help=_("limit=SUM, stop=yes or no, promised=DATE"))  # fmt: skip
