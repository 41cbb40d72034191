"""`init`, `demo`, `store check` (spec/cli)."""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import sys

from core.problem import ExitCode
from core.wording import fill, labels, ngettext
from core.wording import gettext as _
from tui.cli.output import progress_line, write_json, write_line, write_table
from tui.cli.passphrase import read_twice
from tui.cli.run import unlocked


def init(args: argparse.Namespace) -> int:
    """Make a store; the words of the recovery holders are printed once and never again."""
    from tui.desk.making import init_store
    from tui.desk.places import configured_store
    from tui.desk.serving import on_server

    path = configured_store(args.store).absolute()
    server = on_server(args.store, args.schema_as or "", args.backup_role or "")
    passphrase = read_twice(args.passphrase_file, _("New passphrase: "), _("The same once more: "))
    try:
        words = init_store(path, args.firm, args.owner, args.currency, passphrase, server)
    finally:
        passphrase[:] = bytes(len(passphrase))
    if args.json:
        write_json({"store": str(path), "firm": args.firm, "owner": args.owner, "recovery": list(words)})
        return ExitCode.DONE
    write_line(fill(_("The store {path} is made."), path=str(path)))
    write_line(_("Print the three sheets below, give each to another person and close this window."))
    write_line(_("Any two of them open the store when every passphrase is lost; nobody can show them again."))
    for number, sheet in enumerate(words, start=1):
        write_line("")
        write_line(fill(_("Sheet {number}"), number=number))
        parts = sheet.split()
        for start in range(0, len(parts), 6):
            write_line("  " + " ".join(parts[start : start + 6]))
    return ExitCode.DONE


def demo(args: argparse.Namespace) -> int:
    """Make the sample firm's store, say who is in it, then open the workstation and throw the store away."""
    from tui.desk.making import demo_store

    today = args.as_of or dt.datetime.now(dt.UTC).date()
    made = demo_store(args.clients, today, progress_line(_("Clients")))
    people = [{"login": p.login, "role": p.role, "passphrase": p.passphrase} for p in made.people]
    if args.json:
        write_json({"store": str(made.store), "people": people, "clients": made.clients, "lines": made.lines})
    else:
        write_line(
            fill(_("Sample firm: {clients} clients, {lines} sale lines."), clients=made.clients, lines=made.lines)
        )
        rows = [(p.login, p.name, labels.label("role", p.role), p.passphrase) for p in made.people]
        write_table((_("Login"), _("Name"), _("Role"), _("Passphrase")), "<<<<", rows)
        write_line(fill(_("Store: {path}"), path=str(made.store)))
    if args.no_screen or not sys.stdout.isatty() or not sys.stdin.isatty():
        return ExitCode.DONE
    return _show(args, str(made.store), next(p.login for p in made.people if p.role == "head"))


def _show(args: argparse.Namespace, store: str, login: str) -> int:
    """The workstation in a child process: it replaces its own image at every lock, and the store must outlive that."""
    import subprocess
    from pathlib import Path

    write_line(fill(_("Press Enter to open the workstation as {login}."), login=login))
    sys.stdin.readline()
    words = ["workstation", "--store", store, "--as", login, "--lang", args.lang or "ru"]
    try:
        return subprocess.run([sys.executable, "-m", "tui", *words], check=False).returncode
    finally:
        shutil.rmtree(Path(store).parent, ignore_errors=True)


def store(args: argparse.Namespace) -> int:
    """`store check | point | roles | copy`."""
    return {"check": _check, "point": _point, "roles": _roles, "copy": _copy}[args.action](args)


def _point(args: argparse.Namespace) -> int:
    """Write the pointer of a server's store on this machine; the key files are brought by hand."""
    from tui.desk.serving import point

    path = point(args.url)
    if args.json:
        write_json({"store": str(path)})
    else:
        write_line(
            fill(_("{path} names the store. Put its key files beside it: .pepper, .signing, .trust."), path=path)
        )
    return ExitCode.DONE


def _roles(args: argparse.Namespace) -> int:
    """Give the program's role its rights anew: it may add to the log and not change it."""
    from tui.desk.serving import give_roles

    role = give_roles(args.store, args.schema_as, args.backup_role or "")
    if args.json:
        write_json({"role": role})
    else:
        write_line(fill(_("The role {role} may read and write, and add to the log alone."), role=role))
    return ExitCode.DONE


def _copy(args: argparse.Namespace) -> int:
    """Copy a store between a file and a server, or between two of a kind."""
    from tui.desk.serving import copy

    done = copy(args.source, args.target, args.schema_as or "", args.backup_role or "", progress_line(_("Rows")))
    if args.json:
        write_json({"rows": done.rows, "sha256": done.sha256, "resumed": done.resumed})
    else:
        write_line(fill(_("{n} rows copied and compared; both sides are {sha256}."), n=sum(done.rows.values()),
                        sha256=done.sha256))  # fmt: skip
    return ExitCode.DONE


def _check(args: argparse.Namespace) -> int:
    """Every object against the log."""
    with unlocked(args) as desk:
        found = desk.session.upkeep.check()
        if args.json:
            write_json(
                {
                    "ok": found.ok,
                    "clients": found.clients,
                    "records": found.records,
                    "pages": found.pages,
                    "lines": found.lines,
                    "batches": found.batches,
                    "faults": found.faults,
                    "log_size": desk.log_size(),
                    "dump": desk.session.upkeep.dump_digest(),
                }
            )
        else:
            write_line(
                fill(
                    _("Clients {clients}, records {records}, sales pages {pages}, lines {lines}, batches {batches}."),
                    clients=found.clients,
                    records=found.records,
                    pages=found.pages,
                    lines=found.lines,
                    batches=found.batches,
                )
            )
            count = len(found.faults)
            write_line(
                _("Everything matches the log.")
                if found.ok
                else fill(ngettext("{n} fault:", "{n} faults:", count), n=count)
            )
            for fault in found.faults[:50]:
                write_line("  " + fault)
        return ExitCode.DONE if found.ok else ExitCode.STORE


COMMANDS = {"init": init, "demo": demo, "store": store}
