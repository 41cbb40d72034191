"""`loyalty …`: programmes, members, cards, report (S03.24, S03.15)."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording.loyalty import joined
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.loyalty_text import (
    card_lines,
    member_cells,
    member_heads,
    programme_cells,
    programme_heads,
    programme_lines,
    report_lines,
)

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_loyalty import ProgrammeDetails, ProgrammeRow

FIELDS = ("name", "kind", "audience", "conditions", "since", "until", "cost", "series")


def loyalty(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        return _ACTIONS[args.action](args, desk)


def _list(args: argparse.Namespace, desk: Desk) -> int:
    rows = desk.loyalty.listed()
    if args.json:
        write_json({"programmes": rows, "as_of": desk.today_date(), "log_size": desk.log_size()})
        return ExitCode.DONE
    write_table(("ID", *programme_heads()), "<<<<>>><", [(each.id, *programme_cells(each)) for each in rows])
    return ExitCode.DONE


def _save(args: argparse.Namespace, desk: Desk) -> int:
    for name, _value in args.fields:
        if name not in FIELDS:
            raise Problem(N_("There is no field {field}: use one of {known}."), field=name, known=", ".join(FIELDS))
    row = desk.loyalty.save(dict(args.fields), args.programme if args.action == "set" else "")
    if args.json:
        write_json(row)
    else:
        _told(row)
    return ExitCode.DONE


def _show(args: argparse.Namespace, desk: Desk) -> int:
    found = _details(args, desk)
    if args.json:
        write_json(found)
        return ExitCode.DONE
    _told(found.programme)
    table = [(each.client_id, *member_cells(each)) for each in found.members]
    write_table(("ID", *member_heads()), "<<<<<", table)
    for each in found.members:
        for text, _ink in card_lines(each):
            write_line(f"  {each.client}: {text}")
    return ExitCode.DONE


def _report(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.loyalty.show(args.programme)
    if args.json:
        told = {"programme": found.programme, "effect": found.effect, "least": found.least}
        write_json({**told, "currency": found.currency, "as_of": found.as_of, "log_size": found.log_size})
        return ExitCode.DONE
    _told(found.programme)
    for text, _ink in report_lines(found):
        write_line(text)
    return ExitCode.DONE


def _join(args: argparse.Namespace, desk: Desk) -> int:
    clients = [*args.clients, *(desk.loyalty.chosen(args.source) if args.source else ())]
    new = desk.loyalty.join(args.programme, clients, args.day)
    if args.json:
        write_json({"joined": new})
    else:
        write_line(joined(new))
    return ExitCode.DONE


def _leave(args: argparse.Namespace, desk: Desk) -> int:
    desk.loyalty.leave(args.programme, args.client)
    if args.json:
        write_json({"left": args.client})
    return ExitCode.DONE


def _issue(args: argparse.Namespace, desk: Desk) -> int:
    return _number(args, desk.loyalty.issue(args.programme, args.client, args.number, args.holder))


def _replace(args: argparse.Namespace, desk: Desk) -> int:
    return _number(args, desk.loyalty.replace(args.programme, args.card, args.number, args.reason))


def _block(args: argparse.Namespace, desk: Desk) -> int:
    desk.loyalty.block(args.programme, args.card, args.reason)
    return _number(args, args.card)


def _number(args: argparse.Namespace, number: str) -> int:
    if args.json:
        write_json({"card": number})
    else:
        write_line(number)
    return ExitCode.DONE


def _details(args: argparse.Namespace, desk: Desk) -> ProgrammeDetails:
    found = desk.loyalty.show(args.programme)
    desk.log.allow_rows(len(found.members), sys.stdout.isatty())
    return found


def _told(row: ProgrammeRow) -> None:
    write_line(f"{row.id}  {row.name}")
    for text, _ink in programme_lines(row):
        write_line(text)


_ACTIONS = {
    "list": _list,
    "new": _save,
    "set": _save,
    "show": _show,
    "report": _report,
    "join": _join,
    "leave": _leave,
    "issue": _issue,
    "block": _block,
    "replace": _replace,
}
COMMANDS = {"loyalty": loyalty}
