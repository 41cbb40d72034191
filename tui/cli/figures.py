"""`queue` (spec/cli)."""

from __future__ import annotations

import argparse
import sys

from core.problem import ExitCode
from core.wording import fill, money
from core.wording import gettext as _
from core.wording.provenance import reckoned_by
from tui.cli.output import write_json, write_line
from tui.cli.run import unlocked
from tui.text import probability


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


COMMANDS = {"queue": queue}
