"""`file add|list|show|save|edit|remove` (U13): the same desk as the tab Файлы of the card."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import dates, files, fill
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.text import field_name

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def file(args: argparse.Namespace) -> int:
    """`file add|list|show|save|edit|remove`."""
    with unlocked(args) as desk:
        _ACTIONS[args.action](args, desk)
    return ExitCode.DONE


def _list(args: argparse.Namespace, desk: Desk) -> None:
    rows = desk.files.rows(args.client, everything=args.everything)
    if args.json:
        write_json({"files": rows})
        return
    table = [
        (row.id, row.name, row.kind_word, row.size_text, row.who, dates.short_date(row.made.date()),
         row.text or row.contract or row.person, "" if row.state == "kept" else _(files.STATES[row.state]))
        for row in rows
    ]  # fmt: skip
    write_table(("ID", _("File"), _("Kind"), _("Size"), _("Who"), _("When"), _("What"), ""), "<<<><<<<", table)


def _add(args: argparse.Namespace, desk: Desk) -> None:
    fields = {"file": args.file, "text": args.text, "person": args.person, "contract": args.contract}
    file_id = desk.files.attach(args.client, fields | {"private": "yes" if args.private else "no"})
    _done(args, {"id": file_id}, file_id)


def _show(args: argparse.Namespace, desk: Desk) -> None:
    desk.files.allow_showing(sys.stdout.isatty())
    told = desk.files.text(args.client, args.id)
    if args.json:
        write_json(told)
        return
    for line in told.text.splitlines():
        write_line(line)
    if told.cut:
        write_line(_("This is the beginning: save a copy to read all of it."))


def _save(args: argparse.Namespace, desk: Desk) -> None:
    target = Path(args.output) if args.output else None
    made = desk.files.save(args.client, args.id, args.purpose, target=target)
    if args.json:
        write_json(made)
    else:
        write_line(fill(_("Export No. {number}: {file}"), number=made.number, file=made.file))


def _edit(args: argparse.Namespace, desk: Desk) -> None:
    form = desk.files.edit_form(args.client, args.id)
    known = [each.name for each in form]
    for name, _value in args.fields:
        if name not in known:
            raise Problem(N_("There is no field {field}: use one of {known}."), field=name, known=", ".join(known))
    if args.fields:
        desk.files.edit(args.client, args.id, dict(args.fields))
        _done(args, {"done": True})
    elif args.json:
        write_json({each.name: each.value for each in form})
    else:
        for each in form:
            write_line(f"{field_name(each.name)}: {dict(each.choices).get(each.value, each.value) or '—'}")


def _remove(args: argparse.Namespace, desk: Desk) -> None:
    (desk.files.destroy if args.destroy else desk.files.remove)(args.client, args.id)
    _done(args, {"done": True})


def _done(args: argparse.Namespace, answer: object, text: str = "") -> None:
    if args.json:
        write_json(answer)
    else:
        write_line(text or _("Saved."))


_ACTIONS = {"add": _add, "list": _list, "show": _show, "save": _save, "edit": _edit, "remove": _remove}
COMMANDS = {"file": file}
