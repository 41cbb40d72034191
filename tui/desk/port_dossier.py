"""Documents about one client as screens and commands see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from core.dossier.blocks import Document

if TYPE_CHECKING:
    from tui.desk.port import Progress

DossierFormat = Literal["pdf", "docx", "html", "md", "txt", "json"]


class PaperOut(msgspec.Struct, frozen=True, rename={"number": "export"}):
    """A document that left the store: JSON of `client export` (spec/cli)."""

    number: int
    file: str
    sha256: str
    pages: int
    """Pages of A4: counted in a PDF, reckoned for every other format."""


class DossierPort(Protocol):
    """The desk of documents."""

    def dossier_document(self, client_id: str) -> Document:
        """The whole dossier as blocks: a dossier read, logged and budgeted before anything of it is opened."""
        ...

    def pages(self, document: Document) -> int:
        """Pages of A4 it would take, without rendering it."""
        ...

    def take_out(
        self,
        client_id: str,
        form: DossierFormat,
        purpose: str = "",
        receiver: str = "",
        password: str = "",
        progress: Progress | None = None,
    ) -> PaperOut:
        """The dossier as a numbered, marked file under export control."""
        ...
