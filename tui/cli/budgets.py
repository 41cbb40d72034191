"""`budget …` (U04): what is left, and who has which share."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from core.problem import ExitCode
from core.wording import fill
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.text import BUDGETS

if TYPE_CHECKING:
    from tui.desk.budgets_desk import BudgetAnswer
    from tui.desk.desk import Desk


def budget(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        answer = _asked(args, desk)
        if args.json:
            write_json(answer)
            return ExitCode.DONE
        write_line(fill(_("{login}: {percent} % of the limits"), login=answer.login, percent=answer.percent))
        if answer.limits:
            rows = [
                (_(BUDGETS[each.budget]), str(each.hours), str(each.left), str(each.limit)) for each in answer.limits
            ]
            write_table((_("Limit"), _("Hours"), _("Left"), _("Of")), "<>>>", rows)
        if answer.advisory:
            write_line(_("limits advise only: one person"))
    return ExitCode.DONE


def _asked(args: argparse.Namespace, desk: Desk) -> BudgetAnswer:
    from tui.desk.budgets_desk import LEAVING

    if args.action == "show":
        return desk.budgets.of(args.who) if args.who else desk.budgets.own()
    return desk.budgets.set(args.who, LEAVING if args.action == "leaving" else args.percent, args.days)


COMMANDS = {"budget": budget}
