"""`clients`, `client find`, `client show`, `client reveal` (spec/cli)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.entities.vocabulary import LEVELS, Level
from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, labels, money, numbers
from core.wording import gettext as _
from tui.cli import papers, removal
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def clients(args: argparse.Namespace) -> int:
    """The client list."""
    from tui.desk.port import DebtState, ListFilter

    with unlocked(args) as desk:
        desk.figures()
        debts: tuple[DebtState, ...] = ("overdue",) if args.overdue else ()
        levels = tuple(_level(each) for each in args.level)
        chosen = ListFilter(
            levels=levels,
            owners=owners(desk, args.owner),
            debts=debts,
            tags=tuple(args.tag),
            own=tuple(args.field),
        )
        opened = desk.open_list(chosen, args.sort)
        desk.log.allow_rows(min(args.limit or len(opened), len(opened)), sys.stdout.isatty())
        rows = opened.rows(0, args.limit or len(opened))
        if args.json:
            write_json({"clients": rows, "total": len(opened), "as_of": desk.today_date(), "log_size": desk.log_size()})
            return ExitCode.DONE
        table = [
            (
                row.name,
                labels.short_label("level", row.level),
                row.abc or "",
                labels.short_label("state", row.state),
                money.whole(row.turnover_12m) if row.turnover_12m else "",
                str(row.days_silent) if row.days_silent is not None else "",
                row.owner,
            )
            for row in rows
        ]
        heads = (_("Client"), _("Level"), "ABC", _("Rhythm"), _("12 months"), _("Silent"), _("Responsible"))
        write_table(heads, "<<<<>><", table)
        write_line(fill(_("Clients: {n}"), n=len(opened)))
    return ExitCode.DONE


def owners(desk: Desk, words: Sequence[str]) -> tuple[str, ...]:
    """Names of the people meant by logins (or names, as the list shows them). Raises Problem (BAD_INPUT)."""
    names = {each.login: each.name for each in desk.session.staffing.staff()}
    for word in words:
        if word not in names and word not in names.values():
            raise Problem(N_("There is nobody with the login {login}: see people list."), login=word)
    return tuple(names.get(word, word) for word in words)


def _level(word: str) -> Level:
    for level in LEVELS:
        if level == word:
            return level
    raise Problem(N_("There is no level {level}: use one of {known}."), level=word, known=", ".join(LEVELS))


def client(args: argparse.Namespace) -> int:
    """`client find`, `show`, `reveal`, and what hides and shows a client."""
    from tui.cli.find import find

    with unlocked(args) as desk:
        actions = {
            "find": find,
            "show": _show,
            "reveal": _reveal,
            "edit": _edit,
            "tag": _tag,
            **removal.ACTIONS,
            **papers.ACTIONS,
        }
        return actions[args.action](args, desk)


def _reveal(args: argparse.Namespace, desk: Desk) -> int:
    contacts = desk.overview(args.id).contacts
    if not contacts:
        raise Problem(N_("This client has no phone and no e-mail on his card."))
    found = desk.contacts.reveal(args.id, args.contact or contacts[0].key, args.reason)
    if args.json:
        write_json({"id": args.id, "contact": found.key, "value": found.value})
    else:
        write_line(found.value)
    return ExitCode.DONE


def _edit(args: argparse.Namespace, desk: Desk) -> int:
    """Fields of the card, each with its history entry; all of them or none."""
    form = desk.edit_form(args.id)
    called = {(each.label or each.name).casefold(): each for each in form} | {each.name: each for each in form}
    chosen: dict[str, tuple[str, str]] = {}
    for name, value in args.fields:
        field = called.get(name.removeprefix("own:").casefold())
        if field is None:
            known = ", ".join(each.label or each.name for each in form)
            raise Problem(N_("There is no field {field}: use one of {known}."), field=name, known=known)
        chosen[field.name] = (field.value, value)
    desk.editing.save(args.id, chosen)
    if args.json:
        fields = {each.label or each.name: each.value for each in desk.edit_form(args.id)}
        write_json({"id": args.id, "fields": fields})
    else:
        write_line(_("Saved."))
    return ExitCode.DONE


def _tag(args: argparse.Namespace, desk: Desk) -> int:
    """Tags of a client: those given, less those taken away; without any, what there is."""
    if args.tags or args.remove:
        desk.own.tag([args.id], args.tags, args.remove)
    tags = desk.overview(args.id).tags
    if args.json:
        write_json({"id": args.id, "tags": tags})
    else:
        write_line(", ".join(tags) or "—")
    return ExitCode.DONE


def _show(args: argparse.Namespace, desk: Desk) -> int:
    seen = desk.overview(args.id)
    dossier: dict[str, object] = {"overview": seen, "as_of": desk.today_date(), "log_size": desk.log_size()}
    merged_into = seen.row.id if seen.row.id != args.id.casefold() else None
    dossier["merged_into"] = merged_into
    section = args.section
    if section in (None, "orders"):
        dossier["orders"] = desk.purchases(args.id)
    if section in (None, "history"):
        dossier["history"] = desk.history(args.id)
    if args.json:
        write_json(dossier)
        return ExitCode.DONE
    row = seen.row
    if merged_into:
        write_line(fill(_("Merged into {id}, who is shown."), id=merged_into))
    write_line(row.name)
    pairs = (
        (_("Level"), labels.label("level", row.level)),
        (_("Why this level"), seen.level_reason),
        (_("Step"), labels.label("step", row.step)),
        (_("Rhythm"), labels.label("state", row.state)),
        ("ABC / XYZ", f"{row.abc or '-'} / {row.xyz or '-'}"),
        (_("Responsible"), row.owner),
        (_("Turnover of 12 months"), money.money(row.turnover_12m) if row.turnover_12m else "-"),
        (_("All purchases"), f"{numbers.count(seen.purchases)}; {money.money(seen.gross)}"),
        (_("Returns"), f"{money.money(seen.returned)} ({numbers.percent(seen.return_share_percent, 1)})"),
        (_("Net of returns"), money.money(seen.net)),
        (_("Share of all sales"), numbers.percent(seen.share_percent, 2)),
        (_("Last purchase"), dates.long_date(seen.last_purchase) if seen.last_purchase else "-"),
        (_("Why now"), seen.rhythm.why or "-"),
        *((each.key, each.mask) for each in seen.contacts),
    )
    for name, value in pairs:
        write_line(f"{name}: {value}")
    if seen.merged:
        write_line(_("Merged with") + ": " + "; ".join(f"{each.name} ({each.id})" for each in seen.merged))
    if seen.group:
        others = [each.name for each in seen.group.members if each.id != row.id]
        if seen.group.elsewhere:
            others.append(fill(_("with colleagues: {n}"), n=numbers.count(seen.group.elsewhere)))
        write_line(_("Group of firms") + ": " + "; ".join(others))
    if "orders" in dossier:
        _show_orders(desk, args.id)
    if "history" in dossier:
        _show_history(dossier["history"])
    return ExitCode.DONE


def _show_orders(desk: Desk, client_id: str) -> None:
    write_line("")
    rows = [
        (dates.short_date(each.day), each.document, str(each.lines), money.money(each.amount))
        for each in desk.purchases(client_id)[:20]
    ]
    write_table((_("Day"), _("Document"), _("Lines"), _("Sum")), "<<>>", rows)


def _show_history(changes: object) -> None:
    assert isinstance(changes, list)
    write_line("")
    for each in changes:
        write_line(f"{dates.moment(each.at)}  {each.who}  {each.field}: {each.before or '-'} -> {each.after or '-'}")


COMMANDS = {"clients": clients, "client": client}
