"""`export …` and `canary trace` (U06): the same desk methods as the screen EXP."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.text import EXPORT_STATES

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_exports import ExportLine

MOST_TRACED = 64 * 1024 * 1024
"""Bytes of a found file that are read."""


def export(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        return _ACTIONS[args.action](args, desk)


def _request(args: argparse.Namespace, desk: Desk) -> int:
    view = {"list": args.list}
    for name, value in (
        ("level", "|".join(args.level)),
        ("owner", "|".join(_owners(desk, args.owner))),
        ("sort", args.sort),
        ("limit", str(args.limit or "")),
        ("horizon", str(args.horizon or "")),
        ("everyone", "yes" if args.everyone else ""),
    ):
        if value:
            view[name] = value
    for each in args.only:
        name, _sign, value = each.partition("=")
        if not name or not value:
            raise Problem(N_("What narrows a list is written WORD=VALUE, not {word}."), word=each)
        view[name] = desk.selections.named(value) if name == "selection" else value
    return _say(args, desk.exports.ask(view, args.purpose, args.format, args.to, _target(args)))


def _owners(desk: Desk, words: list[str]) -> list[str]:
    from tui.cli.clients import owners

    return list(owners(desk, words))


def _list(args: argparse.Namespace, desk: Desk) -> int:
    book = desk.exports.book()
    if args.json:
        write_json({"mine": book.mine, "waiting": book.waiting})
        return ExitCode.DONE
    rows = [
        (str(each.number), _(EXPORT_STATES[each.state]), each.who, each.what, str(each.rows), each.purpose, each.by)
        for each in (*book.waiting, *book.mine)
    ]
    heads = (_("No."), _("State"), _("Who"), _("List"), _("Rows"), _("Purpose"), _("Decided by"))
    write_table(heads, ">" + "<<<><<", rows)
    return ExitCode.DONE


def _decide(args: argparse.Namespace, desk: Desk) -> int:
    return _say(args, desk.exports.decide(args.number, args.action == "approve", args.reason))


def _run(args: argparse.Namespace, desk: Desk) -> int:
    return _say(args, desk.exports.run(args.number, _target(args)))


def _open(args: argparse.Namespace, desk: Desk) -> int:
    file, data = desk.exports.open_file(Path(args.file), _target(args))
    if args.json:
        write_json({"file": file, "bytes": data})
    else:
        write_line(file)
    return ExitCode.DONE


_ACTIONS = {"request": _request, "list": _list, "approve": _decide, "refuse": _decide, "run": _run, "open": _open}


def _target(args: argparse.Namespace) -> Path | None:
    return Path(args.output) if args.output else None


def _say(args: argparse.Namespace, line: ExportLine) -> int:
    if args.json:
        write_json({"export": line.number, **{name: getattr(line, name) for name in line.__struct_fields__}})
        return ExitCode.DONE
    state = _(EXPORT_STATES[line.state])
    write_line(fill(_("Export No. {number}: {state}, {rows} rows."), number=line.number, state=state, rows=line.rows))
    if line.file:
        write_line(line.file)
        write_line(f"SHA-256 {line.sha256}")
    return ExitCode.DONE


def canary(args: argparse.Namespace) -> int:
    """`canary trace`: the word itself, or the lines of the file of that name."""
    with unlocked(args) as desk:
        found = desk.exports.trace(_text(desk, args.value))
        if args.json:
            write_json({"exports": found})
            return ExitCode.DONE
        if not found:
            write_line(_("None of our exports is known by these lines."))
            return ExitCode.DONE
        rows = [
            (str(each.number), each.who, dates.moment(each.at), f"{each.found} / {each.planted}", each.id)
            for each in found
        ]
        write_table((_("No."), _("Who"), _("When"), _("Planted rows found"), "ID"), "><<><", rows)
    return ExitCode.DONE


def _text(desk: Desk, value: str) -> str:
    """The words themselves, or the text of the file of that name; over SSH of one in the person's inbox."""
    try:
        with desk.ssh.taken(value) as name:
            path = Path(name)
            if not path.is_file():
                return value
            with path.open("rb") as file:
                data = file.read(MOST_TRACED)
    except (OSError, ValueError):  # a line longer than a path may be is no file
        return value
    except Problem:
        return value
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Problem(N_("The file {file} cannot be read as UTF-8 text."), file=value)


COMMANDS = {"export": export, "canary": canary}
