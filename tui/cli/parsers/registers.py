"""`spend`, `enquiries`, `plan`, `tiers`, `rates`, `selections`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from tui.cli.parsers.types import date, positive

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    _spend(command)
    _enquiries(command)
    _plan(command)
    _tiers(command)
    _rates(command)
    _selections(command)


def _inner(parent: argparse.ArgumentParser) -> Any:
    return parent.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(parent))


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help=_("plan only, write nothing"))


def _spend(command: Command) -> None:
    spend = command("spend", _("what is given out on finding and keeping clients"))
    inner = _inner(spend)
    listed = command("list", _("records with the sums of both sides"), inner)
    listed.add_argument("--from", dest="first", type=date, metavar="DATE", help=_("from this day"))
    listed.add_argument("--to", dest="last", type=date, metavar="DATE", help=_("to this day"))
    add = command("add", _("write a record down"), inner)
    add.add_argument("--kind", default="", metavar="KIND", help=_("acquisition or retention"))
    add.add_argument("--tool", default="", metavar="TOOL", help=_("tool of acquisition, by its name"))
    add.add_argument("--date", default="", metavar="DATE", help=_("day, by default today"))
    add.add_argument("--money", default="", metavar="SUM")
    add.add_argument("--hours", default="", metavar="HOURS", help=_("1.5 or 1:30"))
    add.add_argument("--event", default="", metavar="EVENT", help=_("exhibition, seminar or presentation"))
    add.add_argument("--note", default="", metavar="TEXT")
    command("remove", _("take a record off"), inner).add_argument("id", metavar="ID")
    command("tool", _("add a tool to the firm's dictionary"), inner).add_argument("name", metavar="NAME")
    _file(command("import", _("rows of a file, all of them or none"), inner))


def _enquiries(command: Command) -> None:
    enquiries = command("enquiries", _("who asked, who answered, whose contact was taken"))
    inner = _inner(enquiries)
    listed = command("list", _("enquiries, newest first"), inner)
    listed.add_argument("--limit", type=positive, metavar="N")
    add = command("add", _("write an enquiry down"), inner)
    add.add_argument("--answer", default="", metavar="ANSWER", help=_("answered, missed or nobody"))
    add.add_argument("--channel", default="", metavar="CHANNEL")
    add.add_argument("--tool", default="", metavar="TOOL", help=_("tool of acquisition, by its name"))
    add.add_argument("--who", default="", metavar="LOGIN", help=_("who took it, or should have"))
    add.add_argument("--name", default="", metavar="NAME")
    add.add_argument("--contact", default="", metavar="CONTACT", help=_("phone or e-mail"))
    add.add_argument("--reason", default="", metavar="TEXT", help=_("why there is no contact, such as refused"))
    add.add_argument("--date", default="", metavar="DATE", help=_("day, by default today"))
    add.add_argument("--note", default="", metavar="TEXT")
    close = command("close", _("close with a contact or a reason"), inner)
    close.add_argument("id", metavar="ID")
    close.add_argument("--reason", default="", metavar="TEXT", help=_("why there is no contact, such as refused"))
    command("client", _("make a potential client of an enquiry"), inner).add_argument("id", metavar="ID")
    _file(command("import", _("rows of a file, all of them or none"), inner))


def _plan(command: Command) -> None:
    plan = command("plan", _("plan and fact by month"))
    inner = _inner(plan)
    listed = command("list", _("plan, fact, what is missing and who can bring it"), inner)
    listed.add_argument("--month", default="", metavar="MONTH", help=_("such as 2026-11, by default this one"))
    listed.add_argument("--owner", metavar="NAME", help=_("only this person's clients"))
    change = command("set", _("plan a month of the firm, a manager or a client"), inner)
    change.add_argument("month", metavar="MONTH")
    change.add_argument("amount", metavar="SUM", help=_("0 takes the plan off"))
    whose = change.add_mutually_exclusive_group()
    whose.add_argument("--owner", default="", metavar="NAME", help=_("a manager, by name or login"))
    whose.add_argument("--client", default="", metavar="ID", help=_("a client"))


def _tiers(command: Command) -> None:
    tiers = command("tiers", _("discount tiers of suppliers, and what hangs on them"))
    inner = _inner(tiers)
    command("list", _("tiers by product"), inner)
    change = command("set", _("write a tier down"), inner)
    change.add_argument("product", metavar="PRODUCT")
    change.add_argument("volume", metavar="UNITS", help=_("from so many units a month"))
    change.add_argument("percent", metavar="PERCENT")
    change.add_argument("--base", default="", metavar="PRICE", help=_("price of a unit without a discount"))
    change.add_argument("--supplier", default="", metavar="NAME")
    command("remove", _("take a tier off"), inner).add_argument("id", metavar="ID")
    what_if = command("simulate", _("the tiers if a client leaves, wave by wave"), inner)
    what_if.add_argument("product", metavar="PRODUCT")
    what_if.add_argument("--without", default="", metavar="ID", help=_("the client who leaves"))
    what_if.add_argument("--units", default="", metavar="N", help=_("units a month, by default as sold"))
    what_if.add_argument("--leaving", default="", metavar="N", help=_("units that leave, by default as sold to him"))
    what_if.add_argument("--base", default="", metavar="PRICE", help=_("price of a unit without a discount"))
    what_if.add_argument("--price", default="", metavar="PRICE", help=_("our price, by default the mean one"))
    what_if.add_argument("--others-lose", default="", metavar="PERCENT", help=_("of the others leave with each tier"))


def _rates(command: Command) -> None:
    rates = command("rates", _("rates of currencies"))
    inner = _inner(rates)
    command("list", _("rates, and how many lines of sales wait for one"), inner)
    change = command("set", _("what one unit costs from a day on"), inner)
    change.add_argument("currency", metavar="CODE")
    change.add_argument("rate", metavar="RATE")
    change.add_argument("--date", default="", metavar="DATE", help=_("day, by default today"))
    command("remove", _("take a rate off"), inner).add_argument("id", metavar="ID")
    _file(command("import", _("rows of a file, all of them or none"), inner))


def _selections(command: Command) -> None:
    selections = command("selections", _("saved filters and lists of clients"))
    inner = _inner(selections)
    command("list", _("selections with the number of their clients"), inner)
    save = command("save", _("save a filter, or clients by their ids"), inner)
    save.add_argument("name", metavar="NAME")
    save.add_argument("--level", action="append", default=[], help=_("only this level of the pyramid"))
    save.add_argument("--state", action="append", default=[], help=_("only this state of the rhythm"))
    save.add_argument("--owner", action="append", default=[], help=_("only this person's clients"))
    save.add_argument("--text", default="", help=_("part of the name"))
    save.add_argument("--client", action="append", default=[], metavar="ID", help=_("a client of the list"))
    save.add_argument("--shared", action="store_true", help=_("for everybody"))
    command("show", _("clients of a selection now"), inner).add_argument("name", metavar="NAME")
    command("remove", _("take a selection off"), inner).add_argument("name", metavar="NAME")
