"""`client export` and `client letter`: documents about one client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _

Command = Callable[..., Any]
FORMATS = ("pdf", "docx", "html", "md", "txt", "json", "vcf")


def add(command: Command, inner: Any) -> None:
    """Hang the commands below `client`."""
    export = command("export", _("the dossier as a numbered, marked file"), inner)
    export.add_argument("id", metavar="ID")
    export.add_argument(
        "--format",
        choices=FORMATS,
        default="pdf",
        help=_("form of the file; vcf: the phones and e-mails, each a reveal"),
    )
    export.add_argument(
        "--password-file", metavar="FILE", help=_("file with the password that opens the PDF, mode 0600")
    )
    letter = command("letter", _("the firm's own Word template with the client's fields filled in"), inner)
    letter.add_argument("id", metavar="ID")
    letter.add_argument("--template", required=True, metavar="FILE", help=_("Word document with fields in braces"))
    for each in (export, letter):
        each.add_argument("--purpose", default="", metavar="TEXT", help=_("what it is for; stands in the log"))
        each.add_argument("--to", default="", metavar="LOGIN", help=_("seal the file to a colleague"))
        each.add_argument("-o", "--output", metavar="FILE", help=_("where it goes; in a store of one person"))
