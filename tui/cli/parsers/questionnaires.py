"""`questionnaires`: answers of people, the forms of countries, directories, printing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _
from tui.cli.parsers.work import field
from tui.desk.port_questionnaire import DIRECTORIES, PRINT_FORMATS

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    made = command("questionnaires", _("questionnaires of countries, filled in for people of clients"))
    inner = made.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(made))
    show = command("show", _("both columns for one person"), inner)
    change = command("set", _("answer fields; what is typed in Russian is translated"), inner)
    copy = command("copy", _("additional data from one person to others"), inner)
    paper = command("print", _("the form filled in, as an export with its number"), inner)
    for each in (show, change, copy, paper):
        each.add_argument("client", metavar="ID")
        each.add_argument("country", metavar="COUNTRY", help=_("its name, or the beginning of it"))
    for each in (show, change):
        each.add_argument("person", metavar="PERSON")
    change.add_argument("fields", nargs="+", type=field, metavar="FIELD=TEXT")
    change.add_argument("--result", dest="results", action="append", type=field, default=[], metavar="FIELD=TEXT",
                        help=_("the second column, where it is to be another one"))  # fmt: skip
    copy.add_argument("source", metavar="PERSON")
    copy.add_argument("people", nargs="+", metavar="PERSON")
    copy.add_argument("--field", dest="fields", action="append", default=[], metavar="FIELD")
    paper.add_argument("people", nargs="*", metavar="PERSON", help=_("nobody named: all of the order or the client"))
    paper.add_argument("--order", default="", metavar="ORDER")
    paper.add_argument("--format", choices=PRINT_FORMATS, default="pdf", help=_("form: the country's own Word file"))
    paper.add_argument("--purpose", default="", metavar="TEXT", help=_("what it is for; stands in the log"))
    paper.add_argument("--to", default="", metavar="LOGIN", help=_("seal the file to a colleague"))
    paper.add_argument("-o", "--output", metavar="FILE", help=_("where it goes; in a store of one person"))
    listed = command("list", _("lines of a directory"), inner)
    edit = command("edit", _("a new line of a directory; with --row, change that one"), inner)
    drop = command("drop", _("take a line out of a directory"), inner)
    for each in (listed, edit, drop):
        each.add_argument("directory", choices=DIRECTORIES)
        each.add_argument("--country", default="", metavar="COUNTRY", help=_("whose fields"))
    edit.add_argument("fields", nargs="+", type=field, metavar="FIELD=VALUE")
    edit.add_argument("--row", default="", metavar="ROW")
    drop.add_argument("row", metavar="ROW")
    own = command("paper", _("the Word file of a country, with fields in braces; without a file, take it away"), inner)
    own.add_argument("country", metavar="COUNTRY")
    own.add_argument("file", nargs="?", default="", metavar="FILE")
