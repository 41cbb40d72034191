"""`standing`, `pyramid`, `segments`, `key`, `review` (spec/cli)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from core.entities.entry import Entry
from core.entities.standing import NOTED_LEVELS, PortraitNote
from core.problem import N_, ExitCode, Problem
from core.wording import fill, labels, money, numbers
from core.wording import gettext as _
from core.wording import keys as key_words
from core.wording.evidence import criterion
from core.wording.money import minor_digits
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.desk.port_standing import View

if TYPE_CHECKING:
    from tui.desk.desk import Desk

STATUSES = ("lost", "unfit", "returned")
WHAT = (*NOTED_LEVELS, "partnership", *STATUSES, "target", "profile", "obligations")
HELD = {True: "+", False: "-", None: "?"}


def standing(args: argparse.Namespace) -> int:
    """Every axis for each client, or for one; `set`, `lift`, `why` for what people state."""
    words = args.words
    with unlocked(args) as desk:
        if words and words[0] in _VERBS:
            return _VERBS[words[0]](args, desk, words[1:])
        if len(words) > 1:
            raise Problem(N_("The command cannot be read: {message}. See kartoteka --help."), message=words[1])
        return _axes(args, desk, words[0] if words else None)


def _axes(args: argparse.Namespace, desk: Desk, client_id: str | None) -> int:
    answer = desk.axes(client_id)
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


def _set(args: argparse.Namespace, desk: Desk, words: list[str]) -> int:
    if len(words) != 2 or words[1] not in WHAT:
        raise Problem(N_("Say of whom and what: standing set ID, then one of {known}."), known=", ".join(WHAT))
    client_id, what = words
    stand = desk.standing
    if what in NOTED_LEVELS:
        stand.note_level(
            client_id,
            what,
            reason=args.reason,
            expected=args.expected,
            ticks=args.tick,
            knows_us=None if args.knows_us is None else args.knows_us == "yes",
            territory=args.territory,
            industry=args.industry,
        )
    elif what in STATUSES:
        stand.note_status(client_id, what, args.reason, args.note or (args.reason if what != "lost" else ""))  # type: ignore[arg-type]
    elif what == "partnership":
        stand.note_partnership(client_id, args.note)
    elif what == "target":
        _target(args, desk, client_id)
    elif what == "obligations":
        if args.able is None:
            raise Problem(N_("The command needs {name}: see kartoteka --help."), name="--able")
        stand.answer_obligations(client_id, args.able == "yes", args.note)
    else:
        names = [name for name in PortraitNote.__struct_fields__ if name not in Entry.__struct_fields__]
        stand.note_profile(client_id, {name: getattr(args, name) for name in names if getattr(args, name)})
    return _axes(args, desk, client_id)


def _target(args: argparse.Namespace, desk: Desk, client_id: str) -> None:
    if args.purpose is None:
        raise Problem(N_("The command needs {name}: see kartoteka --help."), name="--purpose")
    currency = (args.currency or desk.base.currency).upper()
    desk.standing.note_target(
        client_id,
        args.purpose,
        quarterly=minor(args.quarterly, currency),
        currency=currency,
        source=args.source,
        expected=args.expected,
    )


def _lift(args: argparse.Namespace, desk: Desk, words: list[str]) -> int:
    if len(words) != 2:
        raise Problem(N_("Say of whom and what: standing lift ID level|partnership|status|target."))
    desk.standing.lift(words[0], words[1])
    return _axes(args, desk, words[0])


def _why(args: argparse.Namespace, desk: Desk, words: list[str]) -> int:
    if len(words) != 1:
        raise Problem(N_("Say of whom: standing why ID."))
    proofs = desk.standing.proofs(words[0])
    if args.json:
        write_json({"proofs": proofs})
    else:
        for each in proofs:
            write_line(f"{HELD[each.holds]} {each.text}")
    return ExitCode.DONE


def minor(amount: Decimal, currency: str) -> int:
    """Minor units of an amount."""
    scaled: int = round(amount * Decimal(10) ** minor_digits(currency))
    return scaled


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


def segments(args: argparse.Namespace) -> int:
    """Figures of one tab of SEG, or the clients behind one of them."""
    with unlocked(args) as desk:
        selection = desk.selections.named(args.selection) if args.selection else ""
        view = View(args.tab, args.by, args.since, selection)
        if args.figure is not None:
            return _members(args, desk, view, args.figure, args.limit)
        answer = desk.standing.segment(view)
        if args.json:
            write_json(answer)
            return ExitCode.DONE
        for text in (*answer.alarms, *answer.says):
            write_line(text)
        rows = [
            (
                each.key,
                each.title,
                numbers.count(each.count),
                "" if each.turnover is None else money.short(each.turnover),
                f"+{each.arrived}",
                f"-{each.left}",
                each.more,
            )
            for each in answer.figures
        ]
        heads = (_("Figure"), _("What it is"), _("Clients"), _("12 months"), _("In"), _("Out"), _("More"))
        write_table(heads, "<<>>>><", rows)
    return ExitCode.DONE


def _members(args: argparse.Namespace, desk: Desk, view: View, figure: str, limit: int | None) -> int:
    found = desk.standing.members(view, figure)
    count = len(found) if limit is None else min(limit, len(found))
    desk.log.allow_rows(count, sys.stdout.isatty())
    rows = found.rows(0, count)
    if args.json:
        write_json({"clients": rows, "total": len(found)})
        return ExitCode.DONE
    heads = ("", _("Client"), _("Level"), _("12 months"), _("Note"))
    told = [
        (each.mark, each.name, labels.short_label("level", each.level), money.short(each.turnover), each.note)
        for each in rows
    ]
    write_table(heads, "<<<><", told)
    return ExitCode.DONE


def key(args: argparse.Namespace) -> int:
    """Key clients."""
    with unlocked(args) as desk:
        return _KEY[args.action](args, desk)


def _key_list(args: argparse.Namespace, desk: Desk) -> int:
    answer = desk.keys.answer()
    desk.log.allow_rows(len(answer.rows), sys.stdout.isatty())
    if args.json:
        write_json(answer)
        return ExitCode.DONE
    write_line(key_words.counted(answer.candidates, answer.appointed))
    rows = [
        (
            each.name,
            ", ".join(criterion(name).lower() for name, held in each.criteria.items() if held),
            *("" if value is None else numbers.share(value, 1) for value in each.levels.values()),
            each.manager + (" !" if each.over else ""),
            "" if each.health is None else str(round(each.health)),
        )
        for each in answer.rows
    ]
    heads = (_("Client"), _("Criteria"), _("Company"), _("Department"), _("Manager"), _("Led by"), _("Health"))
    write_table(heads, "<<>>><>", rows)
    if answer.innovators_warn and answer.innovators is not None:
        write_line(key_words.innovators(answer.innovators, desk.session.rulebook.rules().innovator_share))
    return ExitCode.DONE


def _key_managers(args: argparse.Namespace, desk: Desk) -> int:
    answer = desk.keys.managers()
    if args.json:
        write_json({"managers": answer})
    else:
        write_table((_("Login"), _("Name"), _("Key clients")), "<<>", [(m.login, m.name, str(m.count)) for m in answer])
    return ExitCode.DONE


def _key_why(args: argparse.Namespace, desk: Desk) -> int:
    proofs, health = desk.keys.proofs(args.id), desk.keys.health(args.id)
    if args.json:
        write_json({"criteria": proofs, "health": health})
        return ExitCode.DONE
    for each in proofs:
        write_line(f"{HELD[each.holds]} {criterion(each.criterion)}: {each.text}")
    points = "—" if health.points is None else str(round(health.points))
    write_line(fill(_("Health {points} of 100"), points=points))
    for part in health.parts:
        told = "—" if part.points is None else str(round(part.points))
        write_line(f"  {told:>3} {key_words.part(part.part)}: {part.evidence}")
    return ExitCode.DONE


def _key_appoint(args: argparse.Namespace, desk: Desk) -> int:
    desk.keys.appoint(args.id, args.manager, args.why, args.until)
    return _key_list(args, desk)


def _key_retire(args: argparse.Namespace, desk: Desk) -> int:
    desk.keys.retire(args.id, args.why)
    return _key_list(args, desk)


def _key_review(args: argparse.Namespace, desk: Desk) -> int:
    desk.keys.review(args.id, args.note)
    return _key_list(args, desk)


def _key_sign(args: argparse.Namespace, desk: Desk) -> int:
    desk.keys.sign(
        args.id,
        args.criterion,
        state=args.state,
        note=args.note,
        cost=minor(args.cost, desk.base.currency),
        plans=args.plans,
        no_tender=args.no_tender,
    )
    return _key_why(args, desk)


def review(args: argparse.Namespace) -> int:
    """Review of the base (S00.07)."""
    with unlocked(args) as desk:
        if args.action == "list":
            return _members(args, desk, View("review"), "open", args.limit)
        if args.action == "task":
            desk.standing.make_task(args.id, not args.call)
        elif args.action == "answer":
            desk.standing.answer_question(args.id, args.text, args.kind)
        else:
            desk.standing.close_review()
        answer = desk.standing.segment(View("review"))
        if args.json:
            write_json(answer)
        else:
            for text in (*answer.alarms, *answer.says):
                write_line(text)
    return ExitCode.DONE


_VERBS: dict[str, Callable[[argparse.Namespace, Desk, list[str]], int]] = {"set": _set, "lift": _lift, "why": _why}
_KEY: dict[str, Callable[[argparse.Namespace, Desk], int]] = {
    "list": _key_list,
    "managers": _key_managers,
    "why": _key_why,
    "appoint": _key_appoint,
    "retire": _key_retire,
    "review": _key_review,
    "sign": _key_sign,
}
COMMANDS = {"standing": standing, "pyramid": pyramid, "segments": segments, "key": key, "review": review}
