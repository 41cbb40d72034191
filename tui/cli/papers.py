"""`client export` (S03.96): the same desk method as the screen of the dossier."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import ExitCode
from core.wording import fill
from core.wording import gettext as _
from tui.cli.output import progress_line, write_json, write_line
from tui.cli.passphrase import read_passphrase

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def export(args: argparse.Namespace, desk: Desk) -> int:
    """The dossier of one client as a file."""
    password = bytearray()
    if args.password_file:
        password = read_passphrase(args.password_file, "")
    try:
        made = desk.dossiers.take_out(
            args.id,
            args.format,
            args.purpose,
            args.to,
            password.decode(errors="replace"),
            progress_line(_("Making the document")),
            Path(args.output) if args.output else None,
        )
    finally:
        password[:] = bytes(len(password))
    if args.json:
        write_json(made)
        return ExitCode.DONE
    write_line(fill(_("Export No. {number}: pages of A4: {pages}."), number=made.number, pages=made.pages))
    write_line(made.file)
    write_line(f"SHA-256 {made.sha256}")
    return ExitCode.DONE


ACTIONS = {"export": export}
