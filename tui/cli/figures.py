"""`standing`, `pyramid`, `queue` (spec/cli)."""

from __future__ import annotations

import argparse
import sys

import msgspec

from core.problem import ExitCode
from core.wording import fill, labels, money, numbers
from core.wording import gettext as _
from core.wording.provenance import reckoned_by
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.text import probability


def standing(args: argparse.Namespace) -> int:
    """Every axis for each client, or for one."""
    with unlocked(args) as desk:
        answer = desk.standing(args.id)
        desk.log.allow_rows(len(answer), sys.stdout.isatty())
        if args.json:
            write_json({"clients": answer, "as_of": desk.today_date(), "log_size": desk.log_size()})
            return ExitCode.DONE
        rows = [
            (
                each.name,
                labels.short_label("base_status", each.base_status),
                labels.short_label("level", each.level),
                labels.short_label("step", each.step),
                each.abc or "",
                each.abc_turnover or "",
                each.xyz or "",
            )
            for each in answer
        ]
        heads = (_("Client"), _("Status"), _("Level"), _("Step"), "ABC", _("ABC by volume"), "XYZ")
        write_table(heads, "<<<<<<<", rows)
    return ExitCode.DONE


def pyramid(args: argparse.Namespace) -> int:
    """Counts, turnover, moves."""
    with unlocked(args) as desk:
        answer = desk.pyramid()
        if args.json:
            # Who moved is a list of clients, and lists are `standing` and `clients`: counts must never be an export.
            write_json({name: value for name, value in msgspec.to_builtins(answer).items() if name != "moves"})
            return ExitCode.DONE
        rows = [
            (
                labels.label("level", each.level),
                numbers.count(each.clients),
                money.whole(each.turnover),
                f"+{each.arrived}",
                f"-{each.left}",
            )
            for each in answer.levels
        ]
        write_table((_("Level"), _("Clients"), _("Turnover of 12 months"), _("In"), _("Out")), "<>>>>", rows)
        write_line(fill(_("Moves since the end of {period}."), period=answer.period))
    return ExitCode.DONE


def queue(args: argparse.Namespace) -> int:
    """The recovery queue, best first."""
    with unlocked(args) as desk:
        answer = desk.queue(args.limit, args.horizon, args.everyone)
        desk.log.allow_rows(len(answer.entries) + len(answer.shrinking), sys.stdout.isatty())
        if args.json:
            write_json(answer)
            return ExitCode.DONE
        for place, each in enumerate(answer.entries, start=1):
            chance = "" if each.lapse_probability is None else probability(each.lapse_probability)
            write_line(f"{place}. {each.name}  {chance}  {money.short(each.value_at_stake)}")
            write_line(f"   {each.why}")
        write_line(fill(_("In the queue: {n}"), n=len(answer.entries)))
        for line in answer.shrinking:
            write_line(f"- {line.name}  {money.short(line.missing)}")
            write_line(f"   {line.why}")
        write_line(fill(_("Still buying, but less: {n}"), n=len(answer.shrinking)))
        write_line(fill(_("Reckoned by: {model}"), model=reckoned_by(answer.model, answer.figures_date)))
    return ExitCode.DONE


COMMANDS = {"standing": standing, "pyramid": pyramid, "queue": queue}
