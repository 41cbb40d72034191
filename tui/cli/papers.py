"""`client export`, `client letter` (S03.96): the same desk methods as the screen of the dossier."""

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
    from tui.desk.port_dossier import PaperOut


def export(args: argparse.Namespace, desk: Desk) -> int:
    """The dossier of one client as a file, or his card for an address book."""
    if args.format == "vcf" and not args.password_file:
        return _say(args, desk.forms.address_card(args.id, args.purpose, args.to, _target(args)))
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
            _target(args),
        )
    finally:
        password[:] = bytes(len(password))
    return _say(args, made)


def letter(args: argparse.Namespace, desk: Desk) -> int:
    """A letter by the firm's own template; over SSH the template lies in the person's inbox."""
    with desk.ssh.taken(args.template) as name:
        progress = progress_line(_("Making the document"))
        made = desk.forms.letter(args.id, Path(name), args.purpose, args.to, progress, _target(args))
    return _say(args, made)


def _target(args: argparse.Namespace) -> Path | None:
    return Path(args.output) if args.output else None


def _say(args: argparse.Namespace, made: PaperOut) -> int:
    if args.json:
        write_json(made)
        return ExitCode.DONE
    write_line(fill(_("Export No. {number}: pages of A4: {pages}."), number=made.number, pages=made.pages))
    write_line(made.file)
    write_line(f"SHA-256 {made.sha256}")
    return ExitCode.DONE


ACTIONS = {"export": export, "letter": letter}
