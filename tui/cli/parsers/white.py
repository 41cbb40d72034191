"""`white …`, `offers …`, `wallet …`, `products …`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from core.entities.trade import GROUP_MARKS, OFFER_ANSWERS
from core.wording import gettext as _
from tui.cli.parsers.types import positive

Command = Callable[..., Any]
_MOST = Decimal(10) ** 15


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    _white(command)
    _offers(command)
    _wallet(command)
    _products(command)


def _actions(made: Any) -> Any:
    return made.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(made))


def _white(command: Command) -> None:
    inner = _actions(command("white", _("clients and product groups: what they do not buy from us")))
    listed = command("list", _("the matrix, the largest potential first"), inner)
    listed.add_argument("--owner", metavar="NAME", help=_("only this person's clients"))
    listed.add_argument("--falling", action="store_true", help=_("only those who buy less than a year ago"))
    listed.add_argument("--limit", type=positive, metavar="N")
    show = command("show", _("every group of one client beside his trend"), inner)
    short = command("short", _("items to offer him, never bought first"), inner)
    mark = command("mark", _("why he does not buy a group"), inner)
    for each in (show, short, mark):
        each.add_argument("client", metavar="ID")
    mark.add_argument("group", metavar="GROUP")
    mark.add_argument("mark", choices=GROUP_MARKS, metavar="MARK", help=", ".join(GROUP_MARKS))
    mark.add_argument("--note", default="", metavar="TEXT")
    command("groups", _("the groups of products"), inner)


def _offers(command: Command) -> None:
    inner = _actions(command("offers", _("what was offered, and new products")))
    listed = command("list", _("offers, newest first"), inner)
    listed.add_argument("client", nargs="?", default="", metavar="ID")
    made = command("add", _("put an offer on record"), inner)
    made.add_argument("client", metavar="ID")
    made.add_argument("--item", default="", metavar="CODE", help=_("item of the price list"))
    made.add_argument("--group", default="", metavar="GROUP", help=_("group of products"))
    made.add_argument("--text", default="", metavar="TEXT", help=_("what was offered, in words"))
    answer = command("answer", _("what the client said"), inner)
    answer.add_argument("offer", metavar="OFFER")
    answer.add_argument("answer", choices=OFFER_ANSWERS[1:], metavar="ANSWER", help=", ".join(OFFER_ANSWERS[1:]))
    wish = command("wish", _("he wants what we do not have: a need for purchasing"), inner)
    wish.add_argument("client", metavar="ID")
    wish.add_argument("text", metavar="TEXT")
    novelty = command("novelty", _("whom to offer a new product: key accounts and innovators first"), inner)
    novelty.add_argument("item", metavar="CODE")
    novelty.add_argument("--limit", type=positive, metavar="N")
    novelty.add_argument("--tasks", action="store_true", help=_("make the tasks"))


def _wallet(command: Command) -> None:
    inner = _actions(command("wallet", _("what clients buy from everybody, and our share of it")))
    show = command("show", _("our share by group, with source and date"), inner)
    change = command("set", _("an estimate of a year's purchases"), inner)
    for each in (show, change):
        each.add_argument("client", metavar="ID")
    change.add_argument("total", type=_money, metavar="SUM", help=_("a year, in the base currency"))
    change.add_argument("--group", default="", metavar="GROUP", help=_("one group; without it all goods"))
    change.add_argument("--source", required=True, metavar="TEXT", help=_("who says so"))


def _products(command: Command) -> None:
    inner = _actions(command("products", _("the price list")))
    find = command("find", _("items in a client's own words"), inner)
    find.add_argument("text", metavar="TEXT")
    find.add_argument("--limit", type=positive, default=20, metavar="N")
    groups = command("groups", _("how products outside the list get their group"), inner)
    groups.add_argument("--by", choices=("prefix", "word"), required=True, help=_("beginning of the code, first word"))


def _money(text: str) -> Decimal:
    """A sum in whole units of the base currency."""
    try:
        value = Decimal(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not value.is_finite() or not 0 < value < _MOST:
        raise argparse.ArgumentTypeError(_("a sum is expected, such as 150000 or 150000.50"))
    return value
