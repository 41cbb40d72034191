"""`person list`, `person erase` (U36). Values are named by their keys: personal data has no place in argv (R26)."""

from __future__ import annotations

import argparse

from core.problem import ExitCode
from core.wording import dates, fill, ngettext
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked


def person(args: argparse.Namespace) -> int:
    """Dispatch to the two actions."""
    return _list(args) if args.action == "list" else _erase(args)


def _list(args: argparse.Namespace) -> int:
    with unlocked(args) as desk:
        lines, people = desk.erasure.listed(args.client), desk.erasure.people(args.client)
        if args.json:
            contacts = [{"key": key, "mask": mask} for key, mask in lines]
            write_json({"contacts": contacts, "people": [{"key": key, "name": name} for key, name in people]})
        else:
            write_table((_("Key"), _("Value")), "<<", [*lines, *people])
    return ExitCode.DONE


def _erase(args: argparse.Namespace) -> int:
    with unlocked(args) as desk:
        done = desk.erasure.erase(args.client, args.keys)
    if args.json:
        write_json(done)
        return ExitCode.DONE
    write_line(
        fill(ngettext("{n} value is erased for good.", "{n} values are erased for good.", done.erased), n=done.erased)
    )
    if done.mentions:
        told = ngettext(
            "{n} record still has the name in its text: read it and change it by hand.",
            "{n} records still have the name in their text: read them and change them by hand.",
            done.mentions,
        )
        write_line(fill(told, n=done.mentions))
    if done.copies_until is None:
        write_line(_("There is no backup that could still hold it."))
    else:
        told = _("Backups may still hold it until {day}; delete older ones by then.")
        write_line(fill(told, day=dates.long_date(done.copies_until)))
    return ExitCode.DONE


COMMANDS = {"person": person}
