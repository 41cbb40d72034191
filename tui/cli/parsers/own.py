"""`fields`: what the firm keeps beside what every firm does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.entities.own_fields import OWN_KINDS, OWN_SUBJECTS
from core.wording import gettext as _
from tui.cli.parsers.work import field

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    made = command("fields", _("own fields of clients and people: list, declare, change, take off"))
    inner = made.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(made))
    command("list", _("declared fields"), inner)
    new = command("add", _("declare a field"), inner)
    new.add_argument("name", metavar="NAME")
    new.add_argument("--kind", choices=OWN_KINDS, default="text")
    new.add_argument("--of", choices=OWN_SUBJECTS, default="client", help=_("whom it is about"))
    new.add_argument("--choices", default="", metavar="A,B,…", help=_("values of a choice"))
    new.add_argument("--column", action="store_true", help=_("a column of the client list"))
    changed = command("edit", _("call it otherwise, change its choices or its place in the list"), inner)
    changed.add_argument("field", metavar="FIELD")
    changed.add_argument("fields", nargs="+", type=field, metavar="FIELD=VALUE")
    gone = command("remove", _("take it off the forms; what stands in it stays"), inner)
    gone.add_argument("field", metavar="FIELD")
