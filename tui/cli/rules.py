"""`rules list|show|set|reset|document|costs|rate` (spec/cli, S02.12, S02.14)."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, money
from core.wording import gettext as _
from core.wording.rules import moved_sentences
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.cli.standing import minor

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_rules import RuleLine


def rules(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        return _ACTIONS[args.action](args, desk)


def _list(args: argparse.Namespace, desk: Desk) -> int:
    lines = desk.rules.lines()
    if args.json:
        write_json({"rules": lines, "version": desk.rules.version()})
        return ExitCode.DONE
    rows = [
        (each.name, each.value_text, "" if each.value == each.default else each.default_text, each.title)
        for each in lines
    ]
    write_table((_("Rule"), _("Value"), _("Default"), _("What it says")), "<>><", rows)
    return ExitCode.DONE


def _set(args: argparse.Namespace, desk: Desk) -> int:
    return _change(args, desk, args.value, args.why or "")


def _reset(args: argparse.Namespace, desk: Desk) -> int:
    return _change(args, desk, None, args.why or "")


def _change(args: argparse.Namespace, desk: Desk, value: float | None, why: str) -> int:
    moved = desk.rules.preview(args.name, value)
    line = None if args.dry_run else desk.rules.change(args.name, value, why)
    if args.json:
        write_json({"rule": line, "moves": moved, "version": desk.rules.version()})
        return ExitCode.DONE
    for sentence in moved_sentences(moved.counts(), moved.queue_before, moved.queue_after):
        write_line(sentence)
    if line is not None:
        write_line(fill(_("{title}: {value}"), title=line.title, value=line.value_text))
    return ExitCode.DONE


def _show(args: argparse.Namespace, desk: Desk) -> int:
    line = next((each for each in desk.rules.lines() if each.name == args.name), None)
    if line is None:
        raise Problem(N_("There is no rule {rule}; the list of rules shows the names."), rule=args.name)
    if args.json:
        write_json(line)
        return ExitCode.DONE
    for text in _told(line):
        write_line(text)
    return ExitCode.DONE


def _told(line: RuleLine) -> list[str]:
    told = [
        f"{line.section} · {line.title}",
        fill(
            _("Value {value}, default {default}, from {low} to {high}; source: {source}"),
            value=line.value_text,
            default=line.default_text,
            low=f"{line.low:g}",
            high=f"{line.high:g}",
            source=line.source,
        ),
    ]
    if line.changed_at is not None:
        told.append(
            fill(
                _("Changed {when} by {who}. {why}"),
                when=dates.moment(line.changed_at),
                who=line.changed_by,
                why=line.why,
            )
        )
    return told


def _document(args: argparse.Namespace, desk: Desk) -> int:
    if args.clause is not None and args.text is not None:
        desk.evolution.word(args.clause, args.text)
    lines = [each for each in desk.evolution.clauses() if args.clause in (None, each.key)]
    if not lines:
        raise Problem(N_("There is no clause {clause}: rules document lists them."), clause=args.clause)
    versions = desk.evolution.versions(args.clause) if args.clause is not None else []
    if args.json:
        write_json({"clauses": lines, "versions": versions})
        return ExitCode.DONE
    for each in lines:
        write_line(f"{each.key} · {each.section} · {each.title}{' *' if each.own else ''}")
        write_line(f"  {each.text}")
        for rule in each.rules:
            write_line(f"    {rule}")
    for old in versions:
        write_line(fill(_("{when} {who}: {text}"), when=dates.moment(old.at), who=old.who, text=old.text))
    return ExitCode.DONE


def _costs(args: argparse.Namespace, desk: Desk) -> int:
    if args.month is not None:
        if args.amount is None:
            raise Problem(N_("The command needs {name}: see kartoteka --help."), name="AMOUNT")
        desk.evolution.enter_costs(args.month, minor(args.amount, desk.base.currency))
    lines = desk.evolution.costs()
    if args.json:
        write_json({"costs": lines})
        return ExitCode.DONE
    rows = [
        (dates.month_year(each.month.year, each.month.month), "—" if each.amount is None else money.whole(each.amount))
        for each in lines
    ]
    write_table((_("Month"), _("Fixed costs")), "<>", rows)
    return ExitCode.DONE


_ACTIONS = {
    "list": _list,
    "show": _show,
    "set": _set,
    "reset": _reset,
    "document": _document,
    "costs": _costs,
}
COMMANDS = {"rules": rules}
