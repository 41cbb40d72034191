"""`duplicates`, `merge …` and `groups …` (spec/cli)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, numbers, pgettext
from core.wording import doubles as words
from core.wording import gettext as _
from tui.cli.output import progress_line, write_json, write_line, write_table
from tui.cli.run import unlocked

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_doubles import Double, Doubles, FirmGroup, MergeDone, Plan

VERDICTS = {"same": N_("merged"), "different": N_("not duplicates"), "unsure": N_("nobody can tell")}


def duplicates(args: argparse.Namespace) -> int:
    """Groups of clients that may be one, the surest first."""
    with unlocked(args) as desk:
        found = _scanned(desk)
        least = args.min_score
        groups = [each for each in found.groups if least is None or each.score >= least]
        desk.log.allow_rows(sum(len(each.members) for each in groups), sys.stdout.isatty())
        if args.json:
            write_json(
                {
                    "groups": [
                        {
                            "ids": each.ids,
                            "names": [member.name for member in each.members],
                            "external_ids": [member.external_id for member in each.members],
                            "score": each.score,
                            "probability": each.probability,
                            "why": each.why,
                            "sure": each.sure,
                            "unsure": each.unsure,
                            "portfolios": each.portfolios,
                        }
                        for each in groups
                    ],
                    "compared": found.compared,
                    "clients": found.clients,
                    "seconds": found.seconds,
                }
            )
            return ExitCode.DONE
        for each in groups:
            head = _("sure") if each.sure else _("unsure") if each.unsure else _("to be looked at")
            write_line(f"{words.bits_words(each.score)}  {head}  {each.short}")
            for member in each.members:
                write_line("  " + _told(member))
        counts = {"groups": len(groups), "pairs": found.compared, "clients": found.clients}
        write_line(fill(_("Groups: {groups}; pairs compared: {pairs}; clients: {clients}."), **counts))
    return ExitCode.DONE


def _scanned(desk: Desk) -> Doubles:
    desk.figures()
    found = desk.doubles.scan(progress_line(_("Comparing")))
    assert found is not None  # nobody stops a scan of the command line but Ctrl-C, which ends the process
    return found


def _told(member: Double) -> str:
    return "  ".join(each for each in (member.id, member.name, member.external_id, member.city, member.owner) if each)


# merge


def merge(args: argparse.Namespace) -> int:
    """Merge, or one of the words that say something else of clients."""
    action = _MERGE_WORDS.get(args.ids[0])
    with unlocked(args) as desk:
        return _merge(args, desk) if action is None else action(args, desk)


def _merge(args: argparse.Namespace, desk: Desk) -> int:
    take = dict(args.take)
    if args.dry_run:
        return _say_plan(args, desk.doubles.plan(args.ids, take))
    return _say_done(args, desk.doubles.merge(args.ids, take, args.move))


def _say_plan(args: argparse.Namespace, plan: Plan) -> int:
    if args.json:
        write_json(plan)
        return ExitCode.DONE
    for member in plan.members:
        write_line(_told(member))
    rows = [
        (("! " if each.differs else "  ") + words.field_words(each.name), *each.values, each.kept, each.reason)
        for each in plan.fields
    ]
    columns = [str(at + 1) for at in range(len(plan.members))]
    write_table((_("Field"), *columns, _("Kept"), _("Why")), "<" * (len(columns) + 3), rows)
    return ExitCode.DONE


def _say_done(args: argparse.Namespace, done: MergeDone) -> int:
    if args.json:
        write_json(done)
    else:
        write_line(fill(_("Merge {merge}: {survivor} stands for {merged}"), **_facts(done)))
    return ExitCode.DONE


def _facts(done: MergeDone) -> dict[str, object]:
    return {"merge": done.merge, "survivor": done.survivor, "merged": ", ".join(done.merged)}


def _undo(args: argparse.Namespace, desk: Desk) -> int:
    done = desk.doubles.undo(_one(args.ids[1:], N_("Undo needs the number of one merge: see merge list.")))
    if args.json:
        write_json(done)
    else:
        write_line(fill(_("Taken back: {merge}. On their own again: {merged}"), **_facts(done)))
    return ExitCode.DONE


def _list(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.doubles.standing()
    desk.log.allow_rows(sum(len(each.members) for each in found), sys.stdout.isatty())
    if args.json:
        write_json({"merges": found})
        return ExitCode.DONE
    for each in found:
        write_line(f"{each.merge}  {dates.moment(each.at)}  {each.who}  {_(VERDICTS[each.verdict])}")
        for member in each.members:
            write_line("  " + _told(member))
    return ExitCode.DONE


def _different(args: argparse.Namespace, desk: Desk) -> int:
    return _say_judged(args, desk.doubles.judge(args.ids[1:], "different"), "different")


def _unsure(args: argparse.Namespace, desk: Desk) -> int:
    return _say_judged(args, desk.doubles.judge(args.ids[1:], "unsure"), "unsure")


def _say_judged(args: argparse.Namespace, number: str, verdict: str) -> int:
    if args.json:
        write_json({"merge": number, "verdict": verdict, "ids": args.ids[1:]})
    else:
        write_line(f"{number}  {_(VERDICTS[verdict])}")
    return ExitCode.DONE


def _sure(args: argparse.Namespace, desk: Desk) -> int:
    """Merge every sure group in one go; with --dry-run say which they are."""
    if len(args.ids) > 1:
        raise Problem(N_("merge sure takes no clients: it merges the groups that duplicates calls sure."))
    found = _scanned(desk)
    desk.log.allow_rows(sum(len(each.members) for each in found.sure), sys.stdout.isatty())
    if args.dry_run:
        plans = [desk.doubles.plan(each.ids, {}) for each in found.sure]
        if args.json:
            write_json({"plans": plans})
            return ExitCode.DONE
        for plan in plans:
            _say_plan(args, plan)
        write_line(fill(_("Groups that would be merged: {n}"), n=numbers.count(len(plans))))
        return ExitCode.DONE
    done = desk.doubles.bulk(progress_line(_("Merging")))
    if args.json:
        write_json(done)
    else:
        write_line(fill(_("Batch {batch}: groups merged: {n}"), batch=done.batch, n=numbers.count(len(done.merges))))
    return ExitCode.DONE


_MERGE_WORDS: dict[str, Callable[[argparse.Namespace, Desk], int]] = {
    "undo": _undo,
    "list": _list,
    "different": _different,
    "unsure": _unsure,
    "sure": _sure,
}


# groups


def groups(args: argparse.Namespace) -> int:
    """Groups of firms: the confirmed ones, suggestions, and a person's word on them."""
    word, rest = (args.words[0], args.words[1:]) if args.words else ("list", [])
    action = _GROUP_WORDS.get(word)
    if action is None:
        raise Problem(N_("There is no {word} here: use one of {known}."), word=word, known=", ".join(_GROUP_WORDS))
    with unlocked(args) as desk:
        return action(args, desk, rest)


def _list_groups(args: argparse.Namespace, desk: Desk, _rest: Sequence[str]) -> int:
    found = desk.firm_groups.all()
    desk.log.allow_rows(sum(len(each.members) for each in found), sys.stdout.isatty())
    if args.json:
        write_json({"groups": [_group_json(each) for each in found]})
        return ExitCode.DONE
    for each in found:
        _say_group(each)
    return ExitCode.DONE


def _group_json(group: FirmGroup) -> dict[str, object]:
    return {
        "group": group.group,
        "kind": group.kind,
        "ids": [each.id for each in group.members],
        "names": [each.name for each in group.members],
        "elsewhere": group.elsewhere,
    }


def _say_group(group: FirmGroup) -> None:
    kind = pgettext("tie of firms", words.TIES[group.kind])
    write_line(f"{group.group}  {kind}")
    for member in group.members:
        write_line("  " + _told(member))
    if group.elsewhere:
        write_line("  " + fill(_("with colleagues: {n}"), n=numbers.count(group.elsewhere)))


def _suggest(args: argparse.Namespace, desk: Desk, _rest: Sequence[str]) -> int:
    found = desk.firm_groups.suggest(progress_line(_("Comparing")))
    desk.log.allow_rows(sum(len(each.members) for each in found), sys.stdout.isatty())
    if args.json:
        shown = [
            {
                "ids": [each.id for each in group.members],
                "names": [each.name for each in group.members],
                "points": group.points,
                "why": group.why,
                "known": group.known,
            }
            for group in found
        ]
        write_json({"suggestions": shown})
        return ExitCode.DONE
    for group in found:
        write_line(f"{numbers.decimal(group.points)}  {'; '.join(group.why)}")
        for member in group.members:
            write_line("  " + _told(member))
    return ExitCode.DONE


def _confirm(args: argparse.Namespace, desk: Desk, rest: Sequence[str]) -> int:
    number = desk.firm_groups.confirm(rest, args.kind)
    return _say_number(args, number)


def _strangers(args: argparse.Namespace, desk: Desk, rest: Sequence[str]) -> int:
    return _say_number(args, desk.firm_groups.strangers(rest))


def _say_number(args: argparse.Namespace, number: str) -> int:
    if args.json:
        write_json({"group": number})
    else:
        write_line(number)
    return ExitCode.DONE


def _dissolve(args: argparse.Namespace, desk: Desk, rest: Sequence[str]) -> int:
    found = desk.firm_groups.dissolve(_one(rest, N_("Dissolve needs the number of one group: see groups.")))
    if args.json:
        write_json(_group_json(found))
    else:
        _say_group(found)
    return ExitCode.DONE


_GROUP_WORDS: dict[str, Callable[[argparse.Namespace, Desk, Sequence[str]], int]] = {
    "list": _list_groups,
    "suggest": _suggest,
    "confirm": _confirm,
    "strangers": _strangers,
    "dissolve": _dissolve,
}


def _one(rest: Sequence[str], sentence: str) -> str:
    if len(rest) != 1:
        raise Problem(sentence)
    return rest[0]


COMMANDS = {"duplicates": duplicates, "merge": merge, "groups": groups}
