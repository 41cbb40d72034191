"""`quality list`, `quality verify`, `quality week`, `quality keeper` (S03.33–S03.39): as the screen DQ."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, money, numbers
from core.wording import gettext as _
from core.wording.quality import AMISS_TITLES
from core.wording.relations import word
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def quality(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        return _ACTIONS[args.action](args, desk)


def _list(args: argparse.Namespace, desk: Desk) -> int:
    desk.figures()
    rows = [row for row in desk.quality.rows() if not args.kind or row.kind in args.kind]
    desk.log.allow_rows(len({row.id for row in rows}), sys.stdout.isatty())
    if args.json:
        write_json({"rows": rows, "clients": len(desk.base.ids)})
        return ExitCode.DONE
    cells = [(_(AMISS_TITLES[row.kind]), row.name, row.owner, str(row.days or ""), row.id) for row in rows]
    write_table((_("Amiss"), _("Client"), _("Owner"), _("Days"), "ID"), "<<<><", cells)
    return ExitCode.DONE


def _unknown(args: argparse.Namespace, desk: Desk) -> int:
    desk.figures()
    made = desk.quality.ask_unknown(args.task) if args.task else 0
    rows = desk.quality.unknown()
    desk.log.allow_rows(len(rows), sys.stdout.isatty())
    if args.json:
        write_json({"rows": rows, "tasks": made})
        return ExitCode.DONE
    cells = []
    for row in rows:
        ask, task = ", ".join(word("subject", each) for each in row.unknown), _("yes") if row.asked else ""
        cells.append((row.name, money.money(row.turnover), numbers.share(row.percent / 100), ask, task, row.id))
    write_table((_("Client"), _("12 months"), _("Known"), _("Ask next"), _("Task"), "ID"), "<>><<<", cells)
    return ExitCode.DONE


def _verify(args: argparse.Namespace, desk: Desk) -> int:
    count = desk.quality.verify([desk.base.ids[desk.place_of(each)].hex() for each in args.ids])
    if args.json:
        write_json({"verified": count})
    else:
        write_line(fill(_("Verified today: {n}."), n=count))
    return ExitCode.DONE


def _week(args: argparse.Namespace, desk: Desk) -> int:
    rows = desk.quality.week()
    if args.json:
        write_json({"week": rows})
        return ExitCode.DONE
    cells = [(row.who, str(row.logins), str(row.cards), str(row.by_us), str(row.by_client)) for row in rows]
    heads = (_("Who"), _("Logins"), _("Changes"), _("Contacts by us"), _("By clients"))
    write_table(heads, "<>>>>", cells)
    return ExitCode.DONE


def _keeper(args: argparse.Namespace, desk: Desk) -> int:
    if args.keeper:
        since = args.since or desk.today_date()
        desk.quality.set_keeper(args.keeper, _minor(args.allowance), since, args.kpi)
    told = desk.quality.keeper()
    if args.json:
        write_json({"keeper": told})
    elif told is None:
        write_line(_("Nobody keeps the central file yet."))
    else:
        write_line(keeper_sentence(told.name, told.since, money.money(told.allowance), told.kpi))
    return ExitCode.DONE


def keeper_sentence(name: str, since: dt.date, allowance: str, kpi: str) -> str:
    """Who keeps the file, for how much, judged by what."""
    text = _("The central file is kept by {name} since {day}, for {allowance} a month.")
    told = fill(text, name=name, day=dates.long_date(since), allowance=allowance)
    return told + (" " + fill(_("Judged by: {kpi}."), kpi=kpi) if kpi else "")


def _minor(text: str) -> int:
    try:
        value = Decimal(text.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value < 10**9):
        raise Problem(N_("The allowance is a sum of money: {text} is none."), text=text)
    return int(value * 100)


_ACTIONS = {"list": _list, "unknown": _unknown, "verify": _verify, "week": _week, "keeper": _keeper}
COMMANDS = {"quality": quality}
