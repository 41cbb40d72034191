"""`grouptask …`: tasks given to many regulars at once (S03.21)."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import dates, numbers
from core.wording import gettext as _
from core.wording.group_tasks import left_out
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.desk import typed
from tui.group_text import key_text, matrix_cell, part_lines, step_cell, step_title, task_cells, task_heads, total_of

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_group import GroupTaskRow


def grouptask(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        return _ACTIONS[args.action](args, desk)


def _list(args: argparse.Namespace, desk: Desk) -> int:
    rows = desk.group_tasks.listed(everything=args.everything)
    if args.json:
        write_json({"group_tasks": rows, "as_of": desk.today_date(), "log_size": desk.log_size()})
        return ExitCode.DONE
    write_table(("ID", *task_heads()), "<<<>>><", [(each.id, *task_cells(each)) for each in rows])
    return ExitCode.DONE


def _new(args: argparse.Namespace, desk: Desk) -> int:
    clients = list(args.clients)
    if args.selection:
        clients += desk.selections.resolve(desk.selections.named(args.selection))
    elif not clients:
        clients = [each.hex() for each in desk.base.ids]
    if args.later and not args.owners:
        raise Problem(N_("A pilot says whose clients come first: give --owner with --later."))
    listed, later = clients, list[str]()
    if args.owners:
        clients = [each for each in listed if desk.row(each).owner in args.owners]
        later = [each for each in listed if desk.row(each).owner not in args.owners] if args.later else later
    steps = [(name, typed.day(day, 0)) for name, day in args.steps]
    row = desk.group_tasks.new(args.name, steps, clients, anybody=args.anybody, later=later)
    if args.json:
        write_json(row)
        return ExitCode.DONE
    _told(row)
    if row.no_regulars:
        write_line(left_out(row.no_regulars))
    return ExitCode.DONE


def _show(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.group_tasks.show(args.task)
    desk.log.allow_rows(len(found.parts), sys.stdout.isatty())
    if args.json:
        write_json(found)
        return ExitCode.DONE
    _told(found.task)
    for number, step in enumerate(found.steps, 1):
        write_line(f"  {number}. {step.name}, {dates.short_date(step.due)}")
    heads = [step_title(number, step) for number, step in enumerate(found.steps, 1)]
    rows = (*found.managers, total_of(found.managers, len(found.steps)))
    table = [(row.manager, numbers.count(row.clients), *(matrix_cell(each)[0] for each in row.cells)) for row in rows]
    write_table((_("Manager"), _("Clients"), *heads), "<>" + "<" * len(heads), table)
    write_line(key_text())
    parts = [
        (each.client_id, each.client, each.manager, *("" if each.left_out else step_cell(one)[0] for one in each.steps))
        for each in found.parts
    ]
    write_table(("ID", _("Client"), _("Manager"), *heads), "<<<" + "<" * len(heads), parts)
    return ExitCode.DONE


def _done(args: argparse.Namespace, desk: Desk) -> int:
    values = {
        "step": str(args.step or ""),
        "proof": args.proof,
        "text": args.text,
        "contact": args.contact,
        "day": args.day.isoformat() if args.day else "",
    }
    desk.group_tasks.mark(args.task, args.client, values)
    return _part(args, desk)


def _accept(args: argparse.Namespace, desk: Desk) -> int:
    clients = args.clients or [each.client_id for each in desk.group_tasks.show(args.task).parts]
    accepted = desk.group_tasks.accept(args.task, clients)
    if args.json:
        write_json({"accepted": accepted})
    else:
        write_line(numbers.count(accepted))
    return ExitCode.DONE


def _back(args: argparse.Namespace, desk: Desk) -> int:
    desk.group_tasks.send_back(args.task, args.client, args.step - 1, args.reason)
    return _part(args, desk)


def _out(args: argparse.Namespace, desk: Desk) -> int:
    desk.group_tasks.leave_out(args.task, args.client, args.reason)
    return _part(args, desk)


def _close(args: argparse.Namespace, desk: Desk) -> int:
    desk.group_tasks.close(args.task)
    row = desk.group_tasks.show(args.task).task
    if args.json:
        write_json(row)
    else:
        _told(row)
    return ExitCode.DONE


def _part(args: argparse.Namespace, desk: Desk) -> int:
    """How the client named stands in the task now."""
    found, wanted = desk.group_tasks.show(args.task), desk.row(args.client).id
    part = next(each for each in found.parts if each.client_id == wanted)
    if args.json:
        write_json(part)
        return ExitCode.DONE
    for text, _ink in part_lines(part, found.steps):
        write_line(text)
    return ExitCode.DONE


def _told(row: GroupTaskRow) -> None:
    write_line("  ".join(filter(None, (row.id, *task_cells(row)))))


def _hand_on(args: argparse.Namespace, desk: Desk) -> int:
    row = desk.group_tasks.hand_on(args.task)
    if args.json:
        write_json(row)
    else:
        _told(row)
    return ExitCode.DONE


_ACTIONS = {
    "list": _list,
    "new": _new,
    "show": _show,
    "done": _done,
    "accept": _accept,
    "back": _back,
    "out": _out,
    "close": _close,
    "handon": _hand_on,
}
COMMANDS = {"grouptask": grouptask}
