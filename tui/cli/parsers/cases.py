"""`cases recovery …`, `referrals …`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.entities.people import REFERRAL_RESULTS
from core.entities.recovery import CASE_STEPS, LOSS_REASONS
from core.wording import gettext as _

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    cases = command("cases", _("work on clients who leave"))
    kinds = cases.add_subparsers(dest="kind", metavar=_("KIND"), required=True, parser_class=type(cases))
    recovery = command("recovery", _("cases of recovery: lunch, reason, what if, parting, calls after"), kinds)
    inner = recovery.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(cases))
    listed = command("list", _("cases at work, running timers first"), inner)
    listed.add_argument("--all", dest="everything", action="store_true", help=_("closed ones too"))
    show = command("show", _("one case: steps taken, what comes next and what to say"), inner)
    claim = command("claim", _("take a client on"), inner)
    claim.add_argument("client", metavar="ID")
    step = command("step", _("one step of the playbook"), inner)
    for each in (show, step):
        each.add_argument("case", metavar="CASE")
    step.add_argument("step", choices=CASE_STEPS[1:], metavar="STEP", help=", ".join(CASE_STEPS[1:]))
    step.add_argument("--reason", choices=LOSS_REASONS, help=_("code of the reason"))
    step.add_argument("--text", default="", metavar="TEXT", help=_("what was said; the reason in his own words"))
    step.add_argument("--gift", default="", metavar="TEXT", help=_("what was given"))
    command("outcomes", _("what came of the cases, and whether the queue was right"), inner)
    _referrals(command)


def _referrals(command: Command) -> None:
    referrals = command("referrals", _("recommendations asked for and given"))
    inner = referrals.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(referrals))
    listed = command("list", _("recommendations, newest first"), inner)
    listed.add_argument("client", nargs="?", default="", metavar="ID")
    made = command("add", _("a recommendation"), inner)
    made.add_argument("client", metavar="ID")
    made.add_argument("--who", required=True, metavar="NAME", help=_("who recommends us"))
    made.add_argument("--note", default="", metavar="TEXT")
    settle = command("settle", _("what came of a recommendation"), inner)
    settle.add_argument("referral", metavar="REFERRAL")
    for each in (made, settle):
        each.add_argument("--whom", default="", metavar="NAME", help=_("to whom"))
        each.add_argument("--result", choices=REFERRAL_RESULTS, default="open", help=_("what came of it"))
