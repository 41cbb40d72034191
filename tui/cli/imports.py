"""`import FILE…` and `import undo BATCH` (spec/cli)."""

from __future__ import annotations

import argparse
import glob
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.entities.money import Money
from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, money, say
from core.wording import gettext as _
from tui.cli.output import progress_line, write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.desk.answers import ImportAnswer
from tui.safe_text import plain

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.importing import ImportOptions

UNDO, BATCHES, WATCH = "undo", "batches", "watch"
SHOWN_PAYERS = 10
"""Payers of a statement that the text names; the JSON has them all."""


def run(args: argparse.Namespace) -> int:
    """Import every file in turn, each in a batch of its own; the exit status is the gravest one.

    Of several files one that cannot be read does not keep the others out: its sentence names it and goes to stderr.
    """
    if args.files[0] == UNDO:
        return _undo(args)
    if args.files[0] == BATCHES:
        return _batches(args)
    if args.once and args.files[0] != WATCH:
        raise Problem(N_("--once belongs to import watch FOLDER."))
    if args.profile and (args.maps or args.kind or args.encoding):
        raise Problem(N_("A profile says itself what the columns are: leave --map, --kind and --encoding out."))
    if args.kind == "rates":
        return _register(args)
    from tui.desk.importing import ImportOptions

    options = ImportOptions(
        kind=args.kind or "",
        maps=tuple("=".join(pair) for pair in args.maps),
        sets=tuple("=".join(pair) for pair in args.sets),
        encoding=args.encoding or "",
        dry_run=args.dry_run,
        asks="accept" if args.accept_asks else "skip" if args.skip_asks else "",
        output=Path(args.output) if args.output else None,
        sheet=args.sheet - 1 if args.sheet else -1,
    )
    files = [] if args.files[0] == WATCH else _expanded(args.files)
    status = int(ExitCode.DONE)
    with unlocked(args) as desk:
        if args.profile:
            options = replace(options, profile=desk.profiles.profile(args.profile))
        if args.files[0] == WATCH:
            return _watch(args, desk, options)
        for file in files:
            try:
                status = max(status, int(_import(desk, file, options, args)))
            except Problem as problem:
                if len(files) == 1 or problem.exit_code is ExitCode.STORE:
                    raise
                sentence = say(problem)
                sys.stderr.write(plain(sentence if file.name in sentence else f"{file.name}: {sentence}") + "\n")
                status = max(status, int(problem.exit_code))
    return status


def _register(args: argparse.Namespace) -> int:
    """Rows of a register of the firm: they are no batch, and a faulty row keeps its whole file out."""
    from tui.cli.registers import told

    with unlocked(args) as desk:
        return max(
            told(args, desk.register_files.take(file, args.kind, args.dry_run)) for file in _expanded(args.files)
        )


def _expanded(words: Sequence[str]) -> list[Path]:
    """Files named by the words; a pattern that no shell has expanded is expanded here, in order of name."""
    found: list[Path] = []
    for word in words:
        path = Path(word)
        pattern = glob.has_magic(word) and not path.exists()
        found += (sorted(path.parent.glob(path.name)) if pattern else []) or [path]
    return found


def _import(desk: Desk, file: Path, options: ImportOptions, args: argparse.Namespace) -> ExitCode:
    answer = desk.imports.file(file, options, args.owner, progress_line(file.name))
    if args.json:
        write_json(answer)
    else:
        for each in (answer, *answer.parts):
            _tell(each, options.dry_run)
    if answer.why:
        sys.stderr.write(answer.why + "\n")
        return ExitCode.BAD_INPUT
    if not answer.stored and not options.dry_run:
        sys.stderr.write(fill(_("Rows of the kind {kind} have no place in the store yet."), kind=answer.kind) + "\n")
    wanted = answer.not_a_client + answer.error + answer.ask
    if (
        wanted
        and not options.dry_run
        and answer.control["fits"] is not False
        and not (answer.not_a_client_file or answer.errors_file)
    ):
        sys.stderr.write(_("The rows left out could not be saved here: name a folder with -o DIR.") + "\n")
    return max((_status(each, args.skip_asks) for each in (answer, *answer.parts)), key=int)


def _status(answer: ImportAnswer, asks_skipped: bool) -> ExitCode:
    """How an import ended; a total that does not fit is also said in a sentence of its own."""
    stated, kept, left_out = (answer.control[name] for name in ("file", "rows", "left_out"))
    if answer.control["fits"] is False and isinstance(kept, Money) and isinstance(left_out, Money):
        problem = Problem(
            N_("The total in the file is {file} and its rows add up to {rows}: nothing is written, export it again."),
            ExitCode.CONTROL_TOTAL,
            file=stated,
            rows=Money(kept.amount + left_out.amount, kept.currency),
        )
        sys.stderr.write(say(problem) + "\n")
        return ExitCode.CONTROL_TOTAL
    if answer.error or (answer.ask and not asks_skipped):
        return ExitCode.ROWS_IN_ERROR
    return ExitCode.DONE


def _watch(args: argparse.Namespace, desk: Desk, options: ImportOptions) -> int:
    from tui.cli.watching import watch

    if len(args.files) != 2:
        raise Problem(N_("Name one folder: import watch FOLDER."))
    return watch(args, desk, lambda desk, file: _import(desk, file, options, args))


def _batches(args: argparse.Namespace) -> int:
    """Imports that were made, the newest first."""
    if len(args.files) != 1:
        raise Problem(N_("import batches takes no file."))
    with unlocked(args) as desk:
        found = desk.imports.batches()
        if args.json:
            write_json({"batches": found})
            return ExitCode.DONE
        states = {"live": _("in force"), "dead": _("taken back"), "open": _("cut off")}
        rows = [
            (str(each.number), dates.moment(each.at), each.who, each.kind, str(each.rows), str(each.clients),
             states[each.state], each.sha256[:12], each.id)
            for each in found
        ]  # fmt: skip
        heads = (
            _("No."),
            _("When"),
            _("Who"),
            _("Rows are"),
            _("Rows"),
            _("Clients"),
            _("State"),
            "SHA-256",
            _("Batch"),
        )
        write_table(heads, "><<<>><<<", rows)
    return ExitCode.DONE


def _undo(args: argparse.Namespace) -> int:
    if len(args.files) != 2:
        raise Problem(N_("Name one batch: import undo BATCH."))
    if args.dry_run or args.kind or args.maps or args.sets or args.encoding or args.owner or args.output:
        raise Problem(N_("import undo takes a batch back at once: leave the options of an import out."))
    with unlocked(args) as desk:
        answer = desk.imports.undo(args.files[1], progress_line(_("Clients")))
        if args.json:
            write_json(answer)
        else:
            told = _("The batch is taken back: {removed} clients removed, {restored} restored, {records} records gone.")
            facts = {name: answer[name] for name in ("removed", "restored", "records")}
            write_line(fill(told, **facts))
            kept = answer["kept"]
            if isinstance(kept, list) and kept:
                write_line(fill(_("Kept because somebody has worked on them since: {n}."), n=len(kept)))
    return ExitCode.DONE


def _tell(answer: ImportAnswer, dry_run: bool) -> None:
    head = _("Plan, nothing is written yet:") if dry_run else _("Imported:")
    write_line(
        fill(
            _(
                "{head} {rows} rows: {new} new, {update} changed, {same} the same, {ask} to ask, {error} in error, "
                "{nobody} not a client."
            ),
            head=head,
            rows=answer.rows,
            new=answer.new,
            update=answer.update,
            same=answer.same,
            ask=answer.ask,
            error=answer.error,
            nobody=answer.not_a_client,
        )
    )
    if answer.kind == "sales":
        write_line(
            fill(
                _("Clients {clients}, documents {documents}, lines {lines}, sum {amount}."),
                clients=answer.clients,
                documents=answer.documents,
                lines=answer.lines,
                amount=money.money(answer.amount),
            )
        )
    _tell_format(answer)
    for fault in answer.errors[:10]:
        write_line("  " + fill(_("Row {row}, column {column}: {reason}"), **fault))
    for path, text in (
        (answer.not_a_client_file, _("Rows without a client: {path}")),
        (answer.errors_file, _("Rows to correct and import again: {path}")),
    ):
        if path:
            write_line(fill(text, path=path))
    if answer.batch:
        write_line(fill(_("Batch {batch}; to take it back: kartoteka import undo {batch}"), batch=answer.batch))


def _tell_format(answer: ImportAnswer) -> None:
    """What a format says of itself: its own total, the operations it folds, who paid most."""
    dropped = answer.facts.get("not_kept")
    if isinstance(dropped, list) and dropped:
        write_line(fill(_("Read and not kept yet: {fields}."), fields=", ".join(map(str, dropped))))
    mended = answer.facts.get("mended_rows")
    if isinstance(mended, list) and mended:
        named = ", ".join(map(str, mended[:10]))
        write_line(fill(_("A line was broken in a cell here, look at it: rows {rows}."), rows=named))
    known = answer.facts.get("people_known")
    if known:
        told = _("People and documents of known clients stay as they are: {n} rows. An order completes them.")
        write_line(fill(told, n=known))
    operations = answer.facts.get("operations")
    if operations:
        write_line(
            fill(_("{operations} operations → {clients} clients."), operations=operations, clients=answer.clients)
        )
    stated, rows = answer.control["file"], answer.control["rows"]
    if isinstance(stated, Money) and isinstance(rows, Money):
        sums = {"file": money.money(stated), "rows": money.money(rows)}
        write_line(fill(_("The total in the file is {file}, of its rows {rows}."), **sums))
    for payer in answer.payers[:SHOWN_PAYERS]:
        letters = f"{payer.abc or '-'}{payer.xyz or '-'}"
        write_line(f"  {letters}  {money.money(payer.amount)}  {payer.name}")


COMMANDS = {"import": run}
