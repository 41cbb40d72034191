"""`dossier`: what is missing, texts, growth plan, agenda of a review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from tui.cli.parsers.work import field

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    made = command("dossier", _("the dossier of a client: what is missing, texts, growth plan, review"))
    inner = made.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(made))
    shown = command("show", _("sections, pages, what to ask next"), inner)
    written = command("text", _("write a section; without a text: read it"), inner)
    planned = command("plan", _("the growth plan; without fields: read it"), inner)
    paper = command("agenda", _("the agenda of a review on paper"), inner)
    for each in (shown, written, planned, paper):
        each.add_argument("client", metavar="ID")
    written.add_argument("section", metavar="SECTION")
    written.add_argument("text", nargs="?", metavar="TEXT")
    written.add_argument("--file", metavar="FILE", help=_("text file to take it from"))
    planned.add_argument("fields", nargs="*", type=field, metavar="FIELD=VALUE")
    paper.add_argument("--format", choices=("pdf", "docx", "html", "md", "txt"), default="pdf")
    paper.add_argument("--purpose", default="", metavar="TEXT", help=_("what it is for: it stands in the log"))
    paper.add_argument("--output", metavar="FILE", help=_("where to write it, in a store of one person"))
