"""`fields list|add|edit|remove` (U12): the same desk as SET, own fields."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import gettext as _
from core.wording import numbers
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def fields(args: argparse.Namespace) -> int:
    """`fields list|add|edit|remove`."""
    with unlocked(args) as desk:
        if args.action == "list":
            _list(args, desk)
        elif args.action == "add":
            told = {"name": args.name, "kind": args.kind, "of": args.of, "choices": args.choices}
            made = desk.own.save_field("", told | {"listed": "yes" if args.column else "no"})
            _done(args, {"id": made})
        elif args.action == "edit":
            _edit(args, desk)
        else:
            desk.own.remove_field(_named(desk, args.field))
            _done(args, {"done": True})
    return ExitCode.DONE


def _list(args: argparse.Namespace, desk: Desk) -> None:
    rows = desk.own.fields()
    if args.json:
        write_json({"fields": rows})
        return
    table = [
        (row.name, row.kind_word, row.of_word, ", ".join(row.choices), _("yes") if row.listed else "",
         numbers.count(row.used))
        for row in rows
    ]  # fmt: skip
    write_table((_("Field"), _("Kind"), _("About whom"), _("Values"), _("Column"), _("Filled in")), "<<<<<>", table)


def _edit(args: argparse.Namespace, desk: Desk) -> None:
    field_id = _named(desk, args.field)
    known = {each.name for each in desk.own.field_form(field_id)}
    told = {"listed" if name == "column" else name: value for name, value in args.fields}
    for name in told:
        if name not in known:
            raise Problem(
                N_("There is no field {field}: use one of {known}."), field=name, known=", ".join(sorted(known))
            )
    desk.own.save_field(field_id, told)
    _done(args, {"done": True})


def _named(desk: Desk, text: str) -> str:
    rows = desk.own.fields()
    for row in rows:
        if text.casefold() in (row.name.casefold(), row.id):
            return row.id
    known = ", ".join(row.name for row in rows)
    raise Problem(N_("There is no field {field}: use one of {known}."), field=text, known=known or "—")


def _done(args: argparse.Namespace, answer: object) -> None:
    if args.json:
        write_json(answer)
    else:
        write_line(_("Saved."))


COMMANDS = {"fields": fields}
