"""`client remove`, `client restore`, `client removed` (S01.12)."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from core.problem import ExitCode
from core.wording import fill, ngettext
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.passphrase import read_passphrase

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def remove(args: argparse.Namespace, desk: Desk) -> int:
    """Hide clients; a large removal asks for the second person's passphrase."""
    if args.second is None:
        count = desk.removal.remove(args.ids)
    else:
        prompt = fill(_("Passphrase of {login}: "), login=args.second)
        secret = read_passphrase(args.second_passphrase_file, prompt)
        try:
            count = desk.removal.remove(args.ids, (args.second, secret))
        finally:
            secret[:] = bytes(len(secret))
    return _say(args, "removed", count, ngettext("{n} client is removed.", "{n} clients are removed.", count))


def restore(args: argparse.Namespace, desk: Desk) -> int:
    """Show hidden clients again."""
    count = desk.removal.restore(args.ids)
    return _say(args, "restored", count, ngettext("{n} client is back.", "{n} clients are back.", count))


def removed(args: argparse.Namespace, desk: Desk) -> int:
    """Hidden clients, by name."""
    found = desk.removal.listed()
    desk.log.allow_rows(len(found), sys.stdout.isatty())
    if args.json:
        write_json({"clients": found, "log_size": desk.log_size()})
    else:
        rows = [(each.id, each.name, each.external_id) for each in found]
        write_table(("ID", _("Client"), _("Number")), "<<<", rows)
    return ExitCode.DONE


def _say(args: argparse.Namespace, word: str, count: int, sentence: str) -> int:
    if args.json:
        write_json({word: count})
    else:
        write_line(fill(sentence, n=count))
    return ExitCode.DONE


ACTIONS = {"remove": remove, "restore": restore, "removed": removed}
