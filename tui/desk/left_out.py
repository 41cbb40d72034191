"""Rows an import leaves out, as files to correct and import again (exchange §3 step 6, spec/store §7)."""

from __future__ import annotations

import contextlib
import io
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from core.entities.vocabulary import Verdict
from core.problem import N_, ExitCode, Problem
from core.wording import gettext as _
from storage.audit.kinds import Kind
from storage.intake.plan import ImportPlan
from storage.intake.prepare import LoadedTable, write_rows
from storage.intake.typed import REASON_SENTENCES, Reason
from storage.outlets.folders import box_of, write_file
from storage.vault.session import Session

_PARTS: tuple[tuple[str, tuple[Verdict, ...]], ...] = (
    ("not-a-client", ("not_a_client",)),
    ("errors", ("error", "ask")),
)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where files go. `asked`: the person named the folder, so not being able to write there stops the import.

    `box`: it is the person's own outbox.
    """

    folder: Path
    asked: bool
    box: bool = False


def destination(session: Session, option: Path | None, dry_run: bool) -> Destination | None:
    """The folder for rows that stay out; None where a dry run was not asked to write any.

    A store of one person: the folder of `-o`, else the current one. A store of several: the person's own outbox
    beside the store, and `-o` is refused. Raises Problem.
    """
    if not session.entered.alone:
        if option is not None:
            raise Problem(
                N_("This store has several people: files go to your outbox, so leave -o out."), ExitCode.REFUSED
            )
        return None if dry_run else Destination(_outbox(session), True, True)
    if option is None:
        return None if dry_run else Destination(Path(), False)
    if not option.is_dir() or not os.access(option, os.W_OK | os.X_OK):
        raise Problem(N_("{folder} is not a folder you may write to: name another one with -o."), folder=str(option))
    return Destination(option, True)


def _outbox(session: Session) -> Path:
    me = session.entered.me.statement
    return box_of(session.entered.premises.files.store, "outbox", me.login, me.person)


def write_left_out(
    session: Session, loaded: LoadedTable, planned: ImportPlan, place: Destination | None
) -> tuple[str | None, str | None]:
    """Write the rows that are not a client, and those in error or doubt; the paths of the two files.

    None where there are no such rows or nowhere to write them. Raises Problem (STORE) where the person named the
    folder and it cannot be written.
    """
    made: list[str | None] = []
    for word, verdicts in _PARTS:
        count = sum(planned.counts[verdict] for verdict in verdicts)
        if place is None or not count:
            made.append(None)
            continue
        session.entered.gate.note(Kind.CLIENT_LISTED, details={"rows": count, "file": word})
        path = place.folder / _name(loaded, planned, word)
        try:
            _write(path, place.box, loaded, planned, verdicts)
        except OSError as fault:
            discard(made)
            if not place.asked:
                return None, None
            raise Problem(
                N_("{path} cannot be written ({why}): nothing was imported."),
                ExitCode.STORE,
                path=str(path),
                why=fault.strerror or "",
            ) from None
        made.append(str(path))
    return made[0], made[1]


def discard(files: Sequence[str | None]) -> None:
    """Take files away again after an import that did not come about."""
    for path in files:
        if path is not None:
            with contextlib.suppress(OSError):
                Path(path).unlink()


def say_reason(reason: Reason) -> str:
    """Why a row stays out, in the reader's language."""
    return _(REASON_SENTENCES[reason])


def _name(loaded: LoadedTable, planned: ImportPlan, word: str) -> str:
    """The same file gives the same name, another file of that name another one."""
    stem = re.sub(r"[^\w-]+", "_", loaded.file.partition(".")[0])[:60] or "rows"
    return f"{stem}-{word}-{planned.file_sha256.hex()[:8]}.csv"


def _write(path: Path, box: bool, loaded: LoadedTable, planned: ImportPlan, verdicts: Sequence[Verdict]) -> None:
    """Readable by its owner alone, and whole or not there: a link that waits at `path` is replaced, not followed."""

    def rows(out: IO[bytes]) -> None:
        text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
        try:
            write_rows(loaded, planned, verdicts, text, say_reason, (_("Row of the file"), _("Error")))
        finally:
            text.detach()  # flushed, and still open for whoever syncs it

    write_file(path.parent.absolute(), path.name, rows, box=box)
