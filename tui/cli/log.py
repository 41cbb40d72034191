"""`audit log` and `audit verify` (spec/cli)."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked


def audit(args: argparse.Namespace) -> int:
    """Dispatch to the two actions."""
    return _log(args) if args.action == "log" else _verify(args)


def _log(args: argparse.Namespace) -> int:
    with unlocked(args) as desk:
        entries = desk.log.lines(who=args.who, client=args.client, kind=args.kind, since=args.since, limit=args.limit)
        if args.json:
            write_json({"entries": entries, "log_size": desk.log_size()})
            return ExitCode.DONE
        rows = [
            (str(each.seq), dates.moment(each.at), each.who, each.kind, each.client or ("*" if each.sealed else ""))
            for each in entries
        ]
        write_table((_("No."), _("When"), _("Who"), _("What"), _("Client")), "><<<<", rows)
    return ExitCode.DONE


def _verify(args: argparse.Namespace) -> int:
    saved = _read(args.checkpoint) if args.checkpoint else None
    with unlocked(args) as desk:
        begin = time.perf_counter()
        verdict, note = desk.log.verify(saved)
        seconds = time.perf_counter() - begin
        if args.json:
            write_json(
                {
                    "ok": verdict.ok,
                    "entries": verdict.entries,
                    "first_bad": verdict.first_bad,
                    "reason": verdict.reason,
                    "checkpoint": note,
                    "witnessed": None,
                    "seconds": round(seconds, 3),
                }
            )
        elif verdict.ok:
            write_line(fill(_("The log is whole: {n} entries."), n=verdict.entries))
        else:
            place = "-" if verdict.first_bad is None else str(verdict.first_bad)
            write_line(
                fill(_("The log is NOT whole: first bad entry {place} ({reason})."), place=place, reason=verdict.reason)
            )
    return ExitCode.DONE if verdict.ok else ExitCode.STORE


def _read(file: str) -> str:
    try:
        return Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Problem(N_("The checkpoint {file} cannot be read: give the file that was saved."), file=file) from None


COMMANDS = {"audit": audit}
