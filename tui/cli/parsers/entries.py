"""`commitments`, `complaints`, `risks`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from tui.cli.parsers.types import date
from tui.cli.parsers.work import field

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    subject(command, "commitments", _("promises, difficulties, questions, stages, changes, gifts"))
    complaints = subject(command, "complaints", _("complaints, refusals, returns"))
    causes = command("pareto", _("why clients complain and leave"), complaints)
    causes.add_argument("--by", choices=("reason", "product", "manager", "month"), default="reason")
    causes.add_argument("--since", type=date, metavar="DATE")
    paper = command("blank", _("the three questions on paper and the text of a letter"), complaints)
    paper.add_argument("client", metavar="ID")
    paper.add_argument("--format", choices=("pdf", "docx", "html", "md", "txt"), default="docx")
    paper.add_argument("--purpose", default="", metavar="TEXT", help=_("what it is for: it stands in the log"))
    paper.add_argument("--output", metavar="FILE", help=_("where to write it, in a store of one person"))
    subject(command, "risks", _("risks, competitors, barriers, visits of the head, reviews"))


def subject(command: Command, name: str, text: str) -> Any:
    """The actions every subject has. Gives the group, for actions of its own."""
    made = command(name, text)
    inner = made.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(made))
    listed = command("list", _("open ones, what must not wait first"), inner)
    listed.add_argument("client", nargs="?", default="", metavar="ID")
    listed.add_argument("--all", dest="everything", action="store_true", help=_("closed ones too"))
    listed.add_argument("--red", action="store_true", help=_("only what must not wait"))
    asked = command("form", _("kinds, or the fields of a kind"), inner)
    asked.add_argument("client", metavar="ID")
    asked.add_argument("kind", nargs="?", default="", metavar="KIND")
    new = command("add", _("note a new one down"), inner)
    new.add_argument("client", metavar="ID")
    new.add_argument("kind", metavar="KIND")
    new.add_argument("fields", nargs="+", type=field, metavar="FIELD=VALUE")
    for action, told in (
        ("step", _("take the next step; without fields: what it asks")),
        ("edit", _("change it; without fields: what can be changed")),
    ):
        changed = command(action, told, inner)
        changed.add_argument("client", metavar="ID")
        changed.add_argument("id", metavar="RECORD")
        changed.add_argument("fields", nargs="*", type=field, metavar="FIELD=VALUE")
    gone = command("drop", _("take it off the list: it was noted by mistake"), inner)
    gone.add_argument("client", metavar="ID")
    gone.add_argument("id", metavar="RECORD")
    return inner
