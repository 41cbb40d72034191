"""`audit log|verify|witness|serve|settle`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from tui.cli.parsers.types import date, positive

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    audit = command("audit", _("the audit log"))
    inner = audit.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(audit))
    log = command("log", _("who read and changed what"), inner)
    log.add_argument("--who", metavar="LOGIN")
    log.add_argument("--client", metavar="ID")
    log.add_argument("--kind")
    log.add_argument("--since", type=date, metavar="DATE")
    log.add_argument("--limit", type=positive, metavar="N")
    verify = command("verify", _("check the log from the first entry to the last"), inner)
    verify.add_argument("--from", dest="checkpoint", metavar="CHECKPOINT", help=_("file with a saved checkpoint"))
    verify.add_argument(
        "--export",
        nargs="+",
        default=[],
        metavar="FILE",
        help=_("an exported log in place of the store"),
    )
    verify.add_argument("--trust", metavar="KEY", help=_("the owner's public key, for an exported log"))
    export = command("export", _("the log as a file that any machine can verify"), inner)
    export.add_argument("file", metavar="FILE")
    export.add_argument(
        "--segment", action="store_true", help=_("archive the part before this year that is not archived yet")
    )
    export.add_argument("--before", type=date, metavar="DATE", help=_("with --segment: end before this day"))
    witness = command("witness", _("the witnesses of the log; with --from, be one"), inner)
    what = witness.add_mutually_exclusive_group()
    what.add_argument("--from", dest="source", metavar="STORE", help=_("path of a store, or a command that serves one"))
    what.add_argument("--add", nargs=2, metavar=("NAME", "KEY"), help=_("enter a witness"))
    what.add_argument("--remove", metavar="KEY", help=_("take a witness out"))
    witness.add_argument("--state", metavar="DIR", help=_("where this witness keeps its key and checkpoints"))
    witness.add_argument("--new-epoch", action="store_true", help=_("the store was restored, and I know of it"))
    command("serve", _("answer a witness on standard input and output: checkpoints and proofs only"), inner)
    watch = command("watch", _("unusual reading and wrong logins"), inner)
    watch.add_argument("--days", type=positive, default=30, metavar="N", help=_("so many days back"))
    command("budgets", _("what everybody has used of the reading budgets"), inner)
    settle = command("settle", _("go on in spite of a contradiction"), inner)
    settle.add_argument("--reason", required=True, metavar="TEXT", help=_("why the log may go on"))
