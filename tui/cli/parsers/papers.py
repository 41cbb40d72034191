"""`client export`: documents about one client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _

Command = Callable[..., Any]
FORMATS = ("pdf", "docx", "html", "md", "txt", "json")


def add(command: Command, inner: Any) -> None:
    """Hang the command below `client`."""
    export = command("export", _("the dossier as a numbered, marked file"), inner)
    export.add_argument("id", metavar="ID")
    export.add_argument("--format", choices=FORMATS, default="pdf", help=_("form of the file"))
    export.add_argument("--purpose", default="", metavar="TEXT", help=_("what it is for; stands in the log"))
    export.add_argument("--to", default="", metavar="LOGIN", help=_("seal the file to a colleague"))
    export.add_argument(
        "--password-file", metavar="FILE", help=_("file with the password that opens the PDF, mode 0600")
    )
    export.add_argument("-o", "--output", metavar="FILE", help=_("where it goes; in a store of one person"))
