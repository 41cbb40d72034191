"""`standing`, `segments`, `key`, `review`: where clients stand, and what people state of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from core.entities.standing import BY_HAND, FAME_STATES, LOSS_REASONS, PURPOSES, TICKS
from core.problem import Problem
from core.wording import gettext as _
from tui.cli.parsers.types import date, positive
from tui.typed import typed_amount

Command = Callable[..., Any]
TABS = ("pyramid", "ladder", "matrix", "anchors", "targets", "review", "groups", "portrait")


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    _add_standing(command)
    _add_segments(command)
    _add_key(command)
    _add_review(command)


def _add_standing(command: Command) -> None:
    standing = command("standing", _("where every client stands; set, lift, why: what a person states of one"))
    standing.add_argument("words", nargs="*", metavar="[set|lift|why] ID WHAT")
    for name, meta, text in (
        ("reason", "TEXT", _("why he will buy soon, or why he left: {known}").format(known=", ".join(LOSS_REASONS))),
        ("territory", "TEXT", _("territory of a potential client")),
        ("industry", "TEXT", _("industry of a client")),
        ("note", "TEXT", _("in words")),
        ("source", "TEXT", _("who says so, or how he came to us")),
        ("currency", "CODE", _("currency of the need")),
        ("size", "TEXT", _("size of the client's firm")),
        ("decides", "TEXT", _("who decides")),
        ("why-us", "TEXT", _("why he chose us")),
    ):
        standing.add_argument(f"--{name}", default="", metavar=meta, help=text)
    standing.add_argument("--expected", type=date, metavar="DATE", help=_("day the decision or the need is expected"))
    standing.add_argument("--tick", action="append", default=[], choices=TICKS, help=_("what he would gain by"))
    standing.add_argument("--knows-us", choices=("yes", "no"), help=_("whether he knows of us"))
    standing.add_argument("--purpose", choices=PURPOSES, help=_("what he buys for"))
    standing.add_argument(
        "--quarterly", type=amount, default=Decimal(0), metavar="AMOUNT", help=_("need of a quarter, all suppliers")
    )
    standing.add_argument("--able", choices=("yes", "no"), help=_("whether the obligations can be met"))
    command("pyramid", _("the pyramid: counts, turnover, moves"))


def _add_segments(command: Command) -> None:
    segments = command("segments", _("figures of a tab of the classification, and the clients behind one"))
    segments.add_argument("tab", choices=TABS)
    segments.add_argument("figure", nargs="?", metavar="FIGURE", help=_("key of a figure: its clients"))
    segments.add_argument("--by", choices=("margin", "turnover"), default="margin", help=_("letter ABC by what"))
    segments.add_argument(
        "--since", choices=("month", "quarter", "year"), default="month", help=_("moves since the end of what")
    )
    segments.add_argument("--selection", default="", metavar="NAME", help=_("only the clients of a saved selection"))
    segments.add_argument("--limit", type=positive, metavar="N")


def _add_key(command: Command) -> None:
    key = command("key", _("key clients: candidates, appointments, evidence"))
    inner = key.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(key))
    command("list", _("candidates and appointed"), inner)
    command("managers", _("who leads how many"), inner)
    why = command("why", _("evidence of the criteria and of the health of one client"), inner)
    appoint = command("appoint", _("give a key client to a manager, three at most"), inner)
    retire = command("retire", _("end an appointment"), inner)
    review = command("review", _("record the yearly review"), inner)
    sign = command("sign", _("record fame, an innovator, what a demanding client taught"), inner)
    for each in (why, appoint, retire, review, sign):
        each.add_argument("id", metavar="ID")
    appoint.add_argument("manager", metavar="LOGIN")
    appoint.add_argument("--why", default="", metavar="TEXT", help=_("why over the limit"))
    appoint.add_argument("--until", type=date, metavar="DATE", help=_("last day of an appointment over the limit"))
    retire.add_argument("--why", required=True, metavar="TEXT", help=_("why it ends"))
    review.add_argument("--note", required=True, metavar="TEXT", help=_("what the review has found"))
    sign.add_argument("criterion", choices=BY_HAND)
    sign.add_argument("--state", default="", choices=FAME_STATES, help=_("how far the reference is"))
    sign.add_argument("--note", default="", metavar="TEXT", help=_("in words"))
    sign.add_argument("--cost", type=amount, default=Decimal(0), metavar="AMOUNT", help=_("cost of free work"))
    sign.add_argument("--plans", type=date, metavar="DATE", help=_("day his plans were discussed"))
    sign.add_argument("--no-tender", type=date, metavar="DATE", help=_("since when he buys without a tender"))


def _add_review(command: Command) -> None:
    review = command("review", _("review of the base: who is no regular yet, the question, the answer"))
    inner = review.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(review))
    listed = command("list", _("who is to be asked"), inner)
    listed.add_argument("--limit", type=positive, metavar="N")
    task = command("task", _("a meeting, or a call, with the question in it"), inner)
    answer = command("answer", _("what the client answered becomes a need"), inner)
    command("close", _("the review is held"), inner)
    for each in (task, answer):
        each.add_argument("id", metavar="ID")
    task.add_argument("--call", action="store_true", help=_("a call instead of a meeting"))
    answer.add_argument("text", metavar="TEXT")
    answer.add_argument("--kind", choices=("delivery", "assortment", "other"), default="other")


def amount(text: str) -> Decimal:
    """An amount of money in whole units, with a comma or a point before the small ones."""
    try:
        return typed_amount(text)
    except Problem:
        raise argparse.ArgumentTypeError(_("an amount looks like 5200 or 5200.50")) from None
