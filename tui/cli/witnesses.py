"""`audit witness` and `audit serve`: the two ends of a witness's visit, and who is a witness (spec/security §4)."""

from __future__ import annotations

import argparse
import sys

from core.problem import ExitCode
from core.wording import dates, fill
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked


def serve(args: argparse.Namespace) -> int:
    """Answer a witness on standard input and output. Takes no passphrase and opens no record."""
    from tui.desk.witness_desk import serve as answer

    answer(args.store, sys.stdin.buffer, sys.stdout.buffer)
    return ExitCode.DONE


def witness(args: argparse.Namespace) -> int:
    """Be a witness, enter one, take one out, or say who they are."""
    if args.source:
        return _visit(args)
    with unlocked(args) as desk:
        if args.add:
            name, key = args.add
            desk.log.set_witness(key, name)
        elif args.remove:
            desk.log.set_witness(args.remove, present=False)
        known, cosigned = desk.log.witnesses(), desk.log.cosigned()
    if args.json:
        write_json({"witnesses": known, "witnessed": cosigned})
        return ExitCode.DONE
    write_table((_("Witness"), _("Key")), "<<", [(each.name, each.key) for each in known])
    if cosigned is None:
        write_line(_("No witness has cosigned a checkpoint yet."))
    else:
        told = _("Cosigned last: {size} entries, {when}.")
        write_line(fill(told, size=cosigned.size, when=dates.moment(cosigned.at)))
    return ExitCode.DONE


def _visit(args: argparse.Namespace) -> int:
    from tui.desk.witness_desk import visit

    found = visit(args.source, args.state, new_epoch=args.new_epoch)
    if args.json:
        write_json(found)
    elif found.contradiction:
        told = _("CONTRADICTION: the log of {size} entries does not continue the {kept} seen before. Call the owner.")
        write_line(fill(told, size=found.size, kept=found.kept))
    elif found.kept:
        told = _("The log of {size} entries continues the {kept} seen before.")
        write_line(fill(told, size=found.size, kept=found.kept))
    else:
        write_line(fill(_("First visit: {size} entries are kept to be compared with the next ones."), size=found.size))
    if not (found.taken or found.contradiction or args.json):
        write_line(
            fill(
                _("The store does not know this witness yet. An owner or auditor enters it there: {command}"),
                command=f"kartoteka audit witness --add {found.witness} {found.key}",
            )
        )
    return ExitCode.STORE if found.contradiction else ExitCode.DONE
