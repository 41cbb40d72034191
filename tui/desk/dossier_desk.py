"""Documents about one client: put together from sections, numbered and marked as an export, rendered, logged, written.

Order: dossier read (budget, entry, key) → request with its number → blocks with the mark → bytes → SHA-256 into the
log → the file. Nothing of a document is ever on the disk but that file (S03.96, U06).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import msgspec

from core.dossier.blocks import Document, Meta
from core.dossier.pages import page_count
from core.problem import N_, Problem
from core.wording import dates, fill, language
from core.wording import gettext as _
from storage.access.exports import ExportRequest
from storage.outlets.documents import DOCUMENT_FORMATS, DocumentFormat, rendered
from storage.outlets.formats import FileFormat
from storage.outlets.rendering import Progress
from storage.outlets.sheet import Mark
from storage.vault.exports import Export
from tui.desk.dossier_products import bought
from tui.desk.dossier_sections import Opened, blocks_of
from tui.desk.editing import as_changes
from tui.desk.port_dossier import DossierFormat, PaperOut

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MICROSECONDS = 1_000_000
PAPERS = {
    "dossier": N_("dossier"),
    "letter": N_("letter"),
    "contacts": N_("address card"),
    "blank": N_("blank with questions"),
    "review": N_("agenda of a review"),
    "questionnaire": N_("questionnaire"),
    "file": N_("file of the dossier"),
}
"""Kinds of document a request may name."""
assert set(get_args(DossierFormat)) == set(DOCUMENT_FORMATS)


class DossierDesk:
    """Dossiers of the clients of one session."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def dossier_document(self, client_id: str) -> Document:
        """The whole dossier as blocks: a dossier read, logged and budgeted before anything of it is opened."""
        desk = self._desk
        # The read itself: first, so that a refusal leaves nothing half told.
        members, receipt = desk.work.clients_of(client_id), desk.book.receipt(client_id)
        staff = {each.id: each.name for each in desk.session.staffing.staff()}
        history = as_changes(desk.session.clients.history(members[0], members[1:], receipt), staff, desk.zone)
        seen = desk.overview(client_id)
        documents = desk.documents(client_id)
        goods = bought(documents, desk.session.firm.product_names(), desk.base.currency)
        opened = Opened(desk, client_id, seen, desk.purchases(client_id), goods, history, documents, members, receipt)
        firm = desk.session.firm.settings().name
        meta = Meta(
            title=_("Dossier of a client"), firm=firm, subject=seen.row.name, reader=self._reader(),
            date=desk.today_date(), language=language(),
        )  # fmt: skip
        return Document(meta, blocks_of(opened))

    def pages(self, document: Document) -> int:
        """Pages of A4 it would take, without rendering it."""
        return page_count(document)

    def take_out(
        self,
        client_id: str,
        form: DocumentFormat,
        purpose: str = "",
        receiver: str = "",
        password: str = "",
        progress: Progress | None = None,
        target: Path | None = None,
    ) -> PaperOut:
        """The dossier as a numbered, marked file: in the own outbox, or at `target` in a store of one person.

        Raises Problem: REFUSED over budget, without the role or while it waits for approval; BAD_INPUT without a
        purpose where several people work; RenderingStopped when `progress` answers False.
        """
        return self.take_out_document(
            self.dossier_document(client_id), "dossier", client_id, form, purpose, receiver, password, progress, target
        )

    def take_out_document(
        self,
        document: Document,
        what: str,
        client_id: str,
        form: DocumentFormat,
        purpose: str,
        receiver: str = "",
        password: str = "",
        progress: Progress | None = None,
        target: Path | None = None,
    ) -> PaperOut:
        """Any document about one client (`what` is a word of PAPERS) as an export of one row."""
        if password and form != "pdf":
            raise Problem(N_("Only a PDF takes a password: choose the format pdf or leave the password out."))
        export = self._asked(what, client_id, form, purpose, receiver)
        made, pages = self._made(export, document, password, progress, target)
        return PaperOut(made.progress.number, str(made.file), made.sha256, pages)

    def take_out_file(
        self,
        what: str,
        client_id: str,
        form: FileFormat,
        purpose: str,
        compose: Callable[[Mark], bytes],
        receiver: str = "",
        target: Path | None = None,
        also: Mapping[str, str] | None = None,
    ) -> PaperOut:
        """Any other file about one client as an export of one row; `also` says more of it. Raises as `take_out`."""
        export = self._asked(what, client_id, form, purpose, receiver, also)
        made = self._desk.session.exports.make_file(export, 1, compose, self._sentence, target)
        return PaperOut(made.progress.number, str(made.file), made.sha256, 1)

    def _asked(
        self,
        what: str,
        client_id: str,
        form: FileFormat,
        purpose: str,
        receiver: str,
        also: Mapping[str, str] | None = None,
    ) -> Export:
        self._desk.place_of(client_id)
        told = purpose or (_("for the own work") if self._desk.session.entered.alone else "")
        view = {"document": what, "client": client_id.lower()} | dict(also or {})
        return self._desk.session.exports.ask(view, 1, told, form, receiver)

    def run(self, export: Export, target: Path | None = None, progress: Progress | None = None) -> Export:
        """Make another copy of a document that was asked for, from what is known now. Raises Problem as `take_out`."""
        view = export.request.view
        if view.get("document") != "dossier":
            raise Problem(N_("This document is not made again from its number: write it anew."))
        return self._made(export, self.dossier_document(view["client"]), "", progress, target)[0]

    def name_of(self, client_id: str) -> str:
        """The client as this session may name him, else his id."""
        place = self._desk.base.place.get(bytes.fromhex(client_id)) if _is_id(client_id) else None
        return self._desk.base.cards[place].name if place is not None else client_id

    def _made(
        self, export: Export, document: Document, password: str, progress: Progress | None, target: Path | None
    ) -> tuple[Export, int]:
        request = export.request
        form = _document_format(request)
        pages = [0]

        def composed(mark: Mark) -> bytes:
            marked = self._marked(document, request, mark)
            made = rendered(marked, form, password, progress)
            pages[0] = made.pages or page_count(marked)
            return made.files[0]

        made = self._desk.session.exports.make_file(export, 1, composed, self._sentence, target)
        return made, pages[0]

    def _marked(self, document: Document, request: ExportRequest, mark: Mark) -> Document:
        """The document as the copy it is: number, reader, moment and id on every page."""
        moment = dates.moment(self._moment(self._desk.now_us()))
        numbered = fill(_("No. {number}, copy {copy}"), number=mark.number, copy=mark.copy)
        reader = self._reader()
        watermark = " · ".join((reader, moment, numbered))
        if request.receiver:
            watermark += f" → {request.receiver}"
        meta = msgspec.structs.replace(
            document.meta, reader=reader, number=mark.number, copy=mark.copy, mark=mark.line, watermark=watermark
        )
        return Document(meta, document.blocks)

    def _sentence(self, request: ExportRequest, number: int) -> str:
        me = self._desk.session.entered.me.statement
        return fill(
            _("Export No. {number} · {id} · {login} · {moment} · confidential, every copy is traced"),
            number=number,
            id=request.id.hex(),
            login=me.login,
            moment=dates.moment(self._moment(request.asked_us)),
        )

    def _reader(self) -> str:
        return self._desk.session.entered.me.statement.name

    def _moment(self, at_us: int) -> dt.datetime:
        return dt.datetime.fromtimestamp(at_us / MICROSECONDS, self._desk.zone)


def _document_format(request: ExportRequest) -> DocumentFormat:
    for form in DOCUMENT_FORMATS:
        if form == request.format:
            return form
    raise Problem(N_("A document is written as one of {known}."), known=", ".join(DOCUMENT_FORMATS))


def _is_id(text: str) -> bool:
    try:
        bytes.fromhex(text)
    except ValueError:
        return False
    return True
