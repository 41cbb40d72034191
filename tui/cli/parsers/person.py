"""`person list|erase`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    person = command("person", _("personal data of a client"))
    inner = person.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(person))
    listed = command("list", _("people, phones and e-mails of a client, masked, with their keys"), inner)
    listed.add_argument("client", metavar="ID")
    erase = command("erase", _("erase personal data on demand of the law, for good"), inner)
    erase.add_argument("client", metavar="ID")
    erase.add_argument(
        "keys", nargs="+", metavar="KEY", help=_("as person list shows them, such as phone:0 or person:…")
    )
