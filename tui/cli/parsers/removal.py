"""`client remove|restore|removed`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _

Command = Callable[..., Any]


def add(command: Command, client: Any) -> None:
    """Hang the actions below `client`."""
    remove = command("remove", _("hide clients; restore brings them back"), client)
    restore = command("restore", _("show hidden clients again"), client)
    for each in (remove, restore):
        each.add_argument("ids", nargs="+", metavar="ID")
    remove.add_argument("--second", metavar="LOGIN", help=_("the second person, for a large removal"))
    remove.add_argument("--second-passphrase-file", metavar="FILE")
    command("removed", _("hidden clients"), client)
