"""`file`: files kept in a dossier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from tui.cli.parsers.work import field

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    made = command("file", _("files kept with a client: attach, list, show, save a copy, take off"))
    inner = made.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(made))
    listed = command("list", _("files of a client, newest first"), inner)
    listed.add_argument("--all", dest="everything", action="store_true", help=_("those taken off too"))
    new = command("add", _("seal a file into the dossier; over SSH one of your inbox"), inner)
    shown = command("show", _("its text, or the beginning"), inner)
    saved = command("save", _("a copy in clear: a numbered export with its purpose"), inner)
    changed = command("edit", _("what it is, which contract it is of; without fields: what can be said"), inner)
    gone = command("remove", _("off the list; its history stays"), inner)
    for each in (listed, new, shown, saved, changed, gone):
        each.add_argument("client", metavar="ID")
    new.add_argument("file", metavar="FILE")
    new.add_argument("--text", default="", metavar="TEXT", help=_("what it is, in a few words"))
    new.add_argument("--person", default="", metavar="PERSON", help=_("contact person it is about, by name or id"))
    new.add_argument("--contract", default="", metavar="NUMBER", help=_("contract it is the paper of"))
    new.add_argument("--private", action="store_true", help=_("opens with the right to what is private"))
    for each in (shown, saved, changed, gone):
        each.add_argument("id", metavar="FILE_ID")
    saved.add_argument("--purpose", default="", metavar="TEXT", help=_("what it is for: it stands in the log"))
    saved.add_argument("-o", "--output", metavar="FILE", help=_("where to write it, in a store of one person"))
    changed.add_argument("fields", nargs="*", type=field, metavar="FIELD=VALUE")
    gone.add_argument("--destroy", action="store_true", help=_("delete the content for good"))
