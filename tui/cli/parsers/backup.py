"""`backup create|verify|drill|restore|status`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    backup = command("backup", _("sealed copies of the store"))
    inner = backup.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(backup))
    create = command("create", _("make a sealed copy and look at it as restored"), inner)
    create.add_argument("target", metavar="DEST", help=_("a new file, or a folder to put one in"))
    verify = command("verify", _("check a copy of this store"), inner)
    drill = command("drill", _("prove that a copy and two sheets give the store back"), inner)
    restore = command("restore", _("make a store of a copy: two sheets, two people"), inner)
    for each in (verify, drill, restore):
        each.add_argument("file", metavar="FILE")
        each.add_argument(
            "--sheet",
            action="append",
            default=[],
            metavar="FILE",
            help=_("file with the words of a recovery sheet, mode 0600; give it twice"),
        )
    verify.add_argument("--words", action="store_true", help=_("ask for the words of two sheets"))
    restore.add_argument("--admin", metavar="LOGIN", required=True, help=_("the admin or owner who signs"))
    restore.add_argument("--auditor", metavar="LOGIN", required=True, help=_("the auditor or owner who signs"))
    restore.add_argument("--admin-passphrase-file", metavar="FILE")
    restore.add_argument("--auditor-passphrase-file", metavar="FILE")
    restore.add_argument("--trust", metavar="FILE", help=_("the trust root kept outside of the store"))
    command("status", _("when a copy was last found good"), inner)
