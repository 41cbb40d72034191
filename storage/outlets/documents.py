"""The formats of a document: one name each, one file each, the same text in all of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import msgspec

from core.dossier.blocks import Document, tidy
from core.problem import N_, Problem
from storage.outlets.rendering import Progress, Rendered

DocumentFormat = Literal["pdf", "docx", "html", "md", "txt", "json"]
DOCUMENT_FORMATS: tuple[DocumentFormat, ...] = get_args(DocumentFormat)
LONGEST_PASSWORD = 127
"""Bytes of a password of a PDF (ISO 32000-2)."""


def rendered(
    document: Document, form: DocumentFormat, password: str = "", progress: Progress | None = None
) -> Rendered:
    """The document as one file. `password` closes a PDF by AES-256.

    Raises Problem (BAD_INPUT for a password of another format or one that is too long), RenderingStopped.
    """
    if password and form != "pdf":
        raise Problem(N_("Only a PDF takes a password: choose the format pdf or leave the password out."))
    if len(password.encode()) > LONGEST_PASSWORD:
        raise Problem(N_("The password of a PDF may have {limit} bytes at most."), limit=LONGEST_PASSWORD)
    if form == "pdf":
        from storage.outlets.pdf import pdf_bytes

        return pdf_bytes(document, password, progress)
    if form == "docx":
        from storage.outlets.word import docx_bytes

        return docx_bytes(document, progress)
    return Rendered([_WRITERS[form](document)])


def json_bytes(document: Document) -> bytes:
    """The blocks themselves: drawings as SVG text, photos in base64."""
    return msgspec.json.format(msgspec.json.encode(tidy(document)), indent=1) + b"\n"


def _html(document: Document) -> bytes:
    from storage.outlets.html import html_bytes

    return html_bytes(document)


def _markdown(document: Document) -> bytes:
    from storage.outlets.markdown import markdown_bytes

    return markdown_bytes(document)


def _text(document: Document) -> bytes:
    from storage.outlets.plain_text import text_bytes

    return text_bytes(document)


_WRITERS: dict[DocumentFormat, Callable[[Document], bytes]] = {
    "html": _html,
    "md": _markdown,
    "txt": _text,
    "json": json_bytes,
}
