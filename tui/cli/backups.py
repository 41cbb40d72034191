"""`backup …` (spec/cli). The words of recovery sheets come from private files or from the terminal, never from argv."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, ngettext
from core.wording import gettext as _
from tui.cli.output import progress_line, write_json, write_line
from tui.cli.passphrase import ask, private_text, read_passphrase
from tui.cli.run import unlocked

if TYPE_CHECKING:
    from tui.desk.copies_desk import Confirm, CopyAnswer
    from tui.desk.port_copies import CopyAge


def backup(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    return _ACTIONS[args.action](args)


def _create(args: argparse.Namespace) -> int:
    with unlocked(args) as desk:
        return _say(args, desk.copies.create(args.target, progress_line(_("Copy"))))


def _verify(args: argparse.Namespace) -> int:
    sheets = _sheets(args) if args.sheet or args.words else []
    with unlocked(args) as desk:
        return _say(args, desk.copies.verify(args.file, sheets, progress_line(_("Copy"))))


def _drill(args: argparse.Namespace) -> int:
    sheets = _sheets(args)
    with unlocked(args) as desk:
        return _say(args, desk.copies.drill(args.file, sheets, progress_line(_("Copy"))))


def _status(args: argparse.Namespace) -> int:
    with unlocked(args) as desk:
        age = desk.copies.age()
    if args.json:
        write_json({"days": age.days, "late": age.late})
    else:
        write_line(age_sentence(age))
    return ExitCode.DONE


def _restore(args: argparse.Namespace) -> int:
    from tui.desk.copies_desk import restore_store
    from tui.desk.places import configured_store

    path = configured_store(args.store).absolute()
    if path.exists():
        raise Problem(N_("{path} already exists: move the old store away first, then restore."), path=path)
    sheets, confirm = _sheets(args), _confirm(args)
    with (
        _secret(args.admin_passphrase_file, args.admin) as first,
        _secret(args.auditor_passphrase_file, args.auditor) as second,
    ):
        signers = ((args.admin, first), (args.auditor, second))
        answer, epoch = restore_store(args.file, path, sheets, signers, confirm, progress_line(_("Copy")))
    if args.json:
        write_json({"ok": True, "store": str(path), "epoch": epoch, "copy": answer})
        return ExitCode.DONE
    write_line(
        fill(
            _("The store {path} is restored: {clients} clients, log {size}, as of {when}. Epoch {epoch} of the log."),
            path=str(path),
            clients=answer.clients,
            size=answer.log_size,
            when=dates.moment(answer.made),
            epoch=epoch,
        )
    )
    write_line(_("Everything that was done after that moment is not in it. Tell the auditor's witness of the restore."))
    return ExitCode.DONE


def _say(args: argparse.Namespace, answer: CopyAnswer) -> int:
    if args.json:
        write_json(answer)
        return ExitCode.DONE
    write_line(
        fill(
            _("{file}: made {when}, log {size}, {bytes} bytes."),
            file=answer.file,
            when=dates.moment(answer.made),
            size=answer.log_size,
            bytes=answer.bytes,
        )
    )
    if answer.restored:
        write_line(fill(_("Restored to be looked at: {clients} clients, everything is whole."), clients=answer.clients))
    else:
        write_line(_("Signature, digest and log fit. It was not restored: for that give the words of two sheets."))
    return ExitCode.DONE


def age_sentence(age: CopyAge) -> str:
    """When a copy was last found good, in words."""
    if age.days is None:
        return _("No copy of this store has ever been checked.")
    if age.days == 0:
        return _("The last copy was found good today.")
    return fill(
        ngettext("The last copy was found good {n} day ago.", "The last copy was found good {n} days ago.", age.days),
        n=age.days,
    )


def _sheets(args: argparse.Namespace) -> list[str]:
    if args.sheet:
        if len(args.sheet) != 2:
            raise Problem(N_("Two recovery sheets are needed: give the words of two holders."))
        return [private_text(each) for each in args.sheet]
    return [ask(_("Words of the first sheet: ")), ask(_("Words of the second sheet: "))]


def _confirm(args: argparse.Namespace) -> Confirm:
    from tui.desk.copies_desk import read_trust

    if args.trust:
        wanted = read_trust(args.trust)
        return lambda root, _shown: root == wanted
    if not sys.stdin.isatty():
        raise Problem(N_("Give the trust root of your store with --trust: without it any copy could pass for yours."))

    def asked(_root: bytes, shown: str) -> bool:
        sys.stderr.write(fill(_("Trust root of this copy: {shown}"), shown=shown) + "\n")
        sys.stderr.write(_("Compare it with the one on paper. Type yes if they are the same: "))
        sys.stderr.flush()
        return sys.stdin.readline().strip().casefold() in ("yes", _("yes"))

    return asked


@contextlib.contextmanager
def _secret(file: str | None, login: str) -> Iterator[bytearray]:
    secret = read_passphrase(file, fill(_("Passphrase of {login}: "), login=login))
    try:
        yield secret
    finally:
        secret[:] = bytes(len(secret))


_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "create": _create,
    "verify": _verify,
    "drill": _drill,
    "restore": _restore,
    "status": _status,
}
COMMANDS = {"backup": backup}
