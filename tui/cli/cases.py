"""`cases recovery …`, `referrals …` (S03.104–S03.109)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.problem import ExitCode
from core.wording import counted, dates, fill, money, numbers
from core.wording import gettext as _
from core.wording.recovery import (
    action_name,
    outcome_name,
    reason_name,
    script,
    step_name,
    timer,
)
from core.wording.relations import word
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_recovery import CaseLine, OutcomesAnswer, ReferralLine, TallyLine


def cases(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        return _ACTIONS[args.action](args, desk)


def _list(args: argparse.Namespace, desk: Desk) -> int:
    answer = desk.recovery.cases(args.everything)
    desk.log.allow_rows(len(answer.cases), sys.stdout.isatty())
    if args.json:
        write_json(answer)
        return ExitCode.DONE
    rows = [
        (
            each.id,
            each.client,
            each.manager,
            step_name(each.step),
            "" if each.timer_hours is None else timer(each.timer_hours),
            money.short(each.value_at_stake),
            reason_name(each.reason or ""),
        )
        for each in answer.cases
    ]
    heads = (_("Case"), _("Client"), _("Manager"), _("Where it stands"), _("Timer"), _("At stake"), _("Reason"))
    write_table(heads, "<<<<<><", rows)
    return ExitCode.DONE


def _show(args: argparse.Namespace, desk: Desk) -> int:
    return _told(args, desk.recovery.case(args.case))


def _claim(args: argparse.Namespace, desk: Desk) -> int:
    return _told(args, desk.recovery.claim(args.client))


def _step(args: argparse.Namespace, desk: Desk) -> int:
    return _told(args, desk.recovery.step(args.case, args.step, args.text, args.gift, args.reason))


def _told(args: argparse.Namespace, case: CaseLine) -> int:
    if args.json:
        write_json(case)
        return ExitCode.DONE
    write_line(f"{case.id}  {case.client}  {case.manager}")
    if case.timer_hours is not None:
        write_line(fill(_("Invitation: {timer}"), timer=timer(case.timer_hours)))
    for each in case.events:
        told = "; ".join(
            part for part in (each.note, fill(_("gift: {gift}"), gift=each.gift) * bool(each.gift)) if part
        )
        write_line(f"  {dates.moment(each.at)}  {step_name(each.step)}  {each.who}  {told}".rstrip())
    if case.reason is not None:
        write_line(fill(_("Reason: {reason}. {text}"), reason=reason_name(case.reason), text=case.reason_text))
    write_line(fill(_("Outcome: {outcome}"), outcome=outcome_name(case.outcome)))
    for step in case.next:
        write_line(f"> {step}: {step_name(step)}")
        if said := script(step, case.course):
            write_line(f"  {said}")
    return ExitCode.DONE


def _outcomes(args: argparse.Namespace, desk: Desk) -> int:
    answer = desk.recovery.outcomes()
    if args.json:
        write_json(answer)
        return ExitCode.DONE
    write_line(fill(_("Cases: {n}, came back: {returned}"), n=answer.cases, returned=answer.returned))
    _tally(_("Reason"), answer.by_reason, lambda key: reason_name(key) or _("not known yet"))
    _tally(_("Manager"), answer.by_manager, lambda key: key)
    _tally(_("Action"), answer.by_action, action_name)
    _check(answer)
    return ExitCode.DONE


def _tally(head: str, lines: tuple[TallyLine, ...], name: Callable[[str], str]) -> None:
    rows = [(name(each.key), *map(str, (each.cases, each.returned, each.parted, each.at_work))) for each in lines]
    write_table((head, _("Cases"), _("Came back"), _("Parted"), _("At work")), "<>>>>", rows)


def _check(answer: OutcomesAnswer) -> None:
    if answer.checked_day is None:
        write_line(_("There is too little history to say whether the queue was right."))
        return
    told = _("Queue of {day}: {queue} stood in it, {silent} of them have bought nothing in the {days} since.")
    days = counted.days(answer.checked_days)
    write_line(
        fill(
            told,
            day=dates.short_date(answer.checked_day),
            queue=counted.clients(answer.queue),
            silent=answer.queue_silent,
            days=days,
        )
    )
    rows = [
        (
            f"{numbers.share(each.low)}–{numbers.share(each.high)}",
            numbers.share(each.said),
            numbers.share(each.happened),
            numbers.count(each.clients),
        )
        for each in answer.bins
    ]
    write_table((_("Probability"), _("Said"), _("Happened"), "n"), ">>>>", rows)


def referrals(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        found: tuple[ReferralLine, ...]
        if args.action == "add":
            found = (desk.recovery.add_referral(args.client, args.who, args.whom, args.result, args.note),)
        elif args.action == "settle":
            desk.recovery.settle_referral(args.referral, args.result, args.whom)
            found = tuple(each for each in desk.recovery.referrals() if each.id == args.referral)
        else:
            found = desk.recovery.referrals(args.client)
            desk.log.allow_rows(len(found), sys.stdout.isatty())
        if args.json:
            write_json({"referrals": found, "as_of": desk.today_date(), "log_size": desk.log_size()})
            return ExitCode.DONE
        rows = [
            (each.id, each.client, each.who, each.whom, dates.short_date(each.day), word("referral", each.result))
            for each in found
        ]
        write_table((_("Number"), _("Client"), _("Who"), _("To whom"), _("Day"), _("Result")), "<<<<<<", rows)
    return ExitCode.DONE


_ACTIONS = {"list": _list, "show": _show, "claim": _claim, "step": _step, "outcomes": _outcomes}
COMMANDS = {"cases": cases, "referrals": referrals}
