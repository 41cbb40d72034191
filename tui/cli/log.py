"""`audit log|verify|settle` (spec/cli); the two ends of a witness are in `witnesses`."""

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
    """Dispatch to the actions."""
    if args.action in ("witness", "serve"):
        from tui.cli.witnesses import serve, witness

        return serve(args) if args.action == "serve" else witness(args)
    return {"log": _log, "verify": _verify, "settle": _settle}[args.action](args)


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
                    "witnessed": desk.log.cosigned(),
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


def _settle(args: argparse.Namespace) -> int:
    with unlocked(args) as desk:
        desk.log.settle(args.reason)
        if args.json:
            write_json({"settled": True, "log_size": desk.log_size()})
        else:
            write_line(_("Settled: the log goes on from here, and the reason stands in it."))
    return ExitCode.DONE


def _read(file: str) -> str:
    try:
        return Path(file).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Problem(N_("The checkpoint {file} cannot be read: give the file that was saved."), file=file) from None


COMMANDS = {"audit": audit}
