"""`audit log|verify|settle` (spec/cli); the two ends of a witness are in `witnesses`."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill
from core.wording import gettext as _
from core.wording import watch as wording
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked


def audit(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    if args.action in ("witness", "serve"):
        from tui.cli.witnesses import serve, witness

        return serve(args) if args.action == "serve" else witness(args)
    return _ACTIONS[args.action](args)


def _log(args: argparse.Namespace) -> int:
    from tui.desk.port_audit import LogFilter

    with unlocked(args) as desk:
        entries = desk.log.lines(LogFilter(args.who, args.client, args.kind, args.since), args.limit)
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
    if args.export:
        return _verify_export(args, saved)
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


def _verify_export(args: argparse.Namespace, saved: str | None) -> int:
    from tui.desk.exported_log import judge_files

    if not args.trust:
        raise Problem(N_("An exported log is verified against the owner's public key: give it with --trust."))
    found = judge_files(args.export, args.trust, saved)
    if args.json:
        write_json(found)
    elif found.ok:
        write_line(fill(_("The log is whole: {n} entries."), n=found.entries))
        if not found.vouched:
            write_line(_("Its beginning is taken on trust: add the part before it, or a checkpoint with --from."))
    else:
        place = "-" if found.first_bad is None else str(found.first_bad)
        told = _("The log is NOT whole: first bad entry {place} ({reason}).")
        write_line(fill(told, place=place, reason=found.reason))
    return ExitCode.DONE if found.ok else ExitCode.STORE


def _export(args: argparse.Namespace) -> int:
    with unlocked(args) as desk:
        done = desk.log.export(args.file, segment=args.segment or args.before is not None, before=args.before)
        if args.json:
            write_json(done)
        else:
            told = _("Entries {first} to {last} are in {file}.")
            write_line(fill(told, first=done.first, last=done.size - 1, file=done.file))
            write_line(f"SHA-256 {done.sha256}")
    return ExitCode.DONE


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


def _watch(args: argparse.Namespace) -> int:
    with unlocked(args) as desk:
        found = desk.audit.watch(args.days)
        if args.json:
            write_json(found)
            return ExitCode.DONE
        for row in found.logins:
            write_line(f"! {dates.moment(row.at)}  {row.reason}")
        rows = [(dates.short_date(each.day), each.login, wording.rule_name(each.rule), each.reason)
                for each in found.findings]  # fmt: skip
        write_table((_("Day"), _("Who"), _("What"), _("Why")), "<<<<", rows)
        if not rows and not found.logins:
            write_line(fill(_("Nothing unusual in {n} days."), n=args.days))
    return ExitCode.DONE


def _budgets(args: argparse.Namespace) -> int:
    with unlocked(args) as desk:
        rows = desk.audit.budgets()
        if args.json:
            write_json({"budgets": rows, "log_size": desk.log_size()})
            return ExitCode.DONE
        told = [(each.login, wording.budget_name(each.budget.upper()), str(each.hours), str(each.used), str(each.limit))
                for each in rows]  # fmt: skip
        write_table((_("Login"), _("Budget"), _("Hours"), _("Used"), _("Limit")), "<<>>>", told)
    return ExitCode.DONE


_ACTIONS = {"log": _log, "verify": _verify, "settle": _settle, "watch": _watch, "export": _export, "budgets": _budgets}
COMMANDS = {"audit": audit}
