"""`profiles list|show|edit`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    profiles = command("profiles", _("how files of one sort are imported"))
    inner = profiles.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(profiles))
    command("list", _("every profile: own ones, the firm's, the program's"), inner)
    show = command("show", _("the text of a profile"), inner)
    edit = command("edit", _("change a profile, or make one, in the editor or from a file"), inner)
    for each in (show, edit):
        each.add_argument("name", metavar="PROFILE")
    edit.add_argument("--file", metavar="FILE", help=_("the new text; - is standard input"))
    edit.add_argument("--shared", action="store_true", help=_("keep it for everybody"))
