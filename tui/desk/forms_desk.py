"""What goes out about one client beside his dossier: the firm's own Word form filled in, an address card."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, Problem
from core.wording import dates, labels
from storage.outlets.rendering import Progress
from storage.outlets.sheet import Mark
from storage.outlets.vcard import AddressCard, vcard_bytes
from storage.outlets.word import LARGEST_FORM, filled_form
from tui.desk.port_dossier import PaperOut

if TYPE_CHECKING:
    from tui.desk.desk import Desk


class FormsDesk:
    """Letters by the firm's templates and address cards of the clients of one session."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def fields(self, client_id: str) -> dict[str, object]:
        """What a template may name: `client`, `firm`, `today`, `sender`; only what the card shows without a read."""
        desk = self._desk
        seen = desk.overview(client_id)
        row, me = seen.row, desk.session.entered.me.statement
        return {
            "client": {
                "name": row.name, "number": row.external_id, "inn": seen.inn, "kpp": seen.kpp, "city": row.city,
                "address": seen.address, "site": seen.site, "responsible": row.owner,
                "level": labels.label("level", row.level),
            },
            "firm": {"name": desk.session.firm.settings().name},
            "today": dates.long_date(desk.today_date()),
            "sender": {"name": me.name},
        }  # fmt: skip

    def letter(
        self,
        client_id: str,
        template: Path,
        purpose: str = "",
        receiver: str = "",
        progress: Progress | None = None,
        target: Path | None = None,
    ) -> PaperOut:
        """The template with the client's fields, under export control; the mark stands in its properties.

        Raises Problem: BAD_INPUT for a template that is broken, hostile or names an unknown field.
        """
        form, fields = _read(template), self.fields(client_id)
        filled_form(form, fields, progress=progress)  # a template that is refused leaves no request behind

        def composed(mark: Mark) -> bytes:
            return filled_form(form, fields, mark.line, progress)

        return self._desk.dossiers.take_out_file("letter", client_id, "docx", purpose, composed, receiver, target)

    def address_card(
        self, client_id: str, purpose: str = "", receiver: str = "", target: Path | None = None
    ) -> PaperOut:
        """Name, address, phones and mailboxes in clear: each a reveal, logged and budgeted before it is read."""
        desk = self._desk
        seen = desk.overview(client_id)
        found = {line.key: desk.contacts.reveal(client_id, line.key, purpose).value for line in seen.contacts}
        card = AddressCard(
            key=seen.row.id, name=seen.row.name, is_firm=True, address=seen.address, city=seen.row.city, site=seen.site,
            phones=tuple(found[line.key] for line in seen.contacts if line.channel == "phone"),
            emails=tuple(found[line.key] for line in seen.contacts if line.channel == "email"),
        )  # fmt: skip

        def composed(_mark: Mark) -> bytes:
            return vcard_bytes([card])

        return self._desk.dossiers.take_out_file("contacts", client_id, "vcf", purpose, composed, receiver, target)


def _read(template: Path) -> bytes:
    try:
        with template.open("rb") as file:
            return file.read(LARGEST_FORM + 1)
    except (OSError, ValueError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else ""
        raise Problem(N_("The file {file} cannot be read ({why})."), file=str(template), why=why or "") from None
