"""What a person reads in a file: its text, taken out of each format by somebody else's code where there is any."""

from __future__ import annotations

import html.parser
import io
import re
from typing import Any

import docx
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import ContentStream


def flat(text: str) -> str:
    """Letters and signs alone: blanks and the hyphens of line ends are the page's own business."""
    return re.sub(r"[\s\u00ad-]+", "", text)


def pdf_text(data: bytes, foot: str = "") -> str:
    """Text of all pages without the foot and the watermark between two halves of a sentence."""
    pages = []
    for page in PdfReader(io.BytesIO(data)).pages:
        lines = [line for line in page.extract_text().split("\n") if not foot or flat(foot) not in flat(line)]
        pages.append("\n".join(line for line in lines if not re.fullmatch(r"\s*(стр\.|page) \d+ (из|of) \d+\s*", line)))
    return "\n".join(pages)


def missing_glyphs(data: bytes) -> int:
    """How many letters of a PDF are drawn as the empty box of their font (glyph 0)."""
    reader, found = PdfReader(io.BytesIO(data)), 0
    for page in reader.pages:
        contents = page.get_contents()
        assert contents is not None
        streams = [ContentStream(contents, reader), *_forms(page)]
        for stream in streams:
            for operands, operator in stream.operations:
                if operator in (b"Tj", b"TJ"):
                    parts = operands[0] if operator == b"TJ" else operands
                    for part in parts:
                        raw = getattr(part, "original_bytes", None)
                        if raw is not None:
                            found += sum(raw[at : at + 2] == b"\0\0" for at in range(0, len(raw) - 1, 2))
    return found


def _forms(page: Any) -> list[ContentStream]:
    resources = page.get("/Resources", {})
    found = resources.get("/XObject", {}) if resources else {}
    objects = [each.get_object() for each in found.values()]
    return [ContentStream(each, page.pdf) for each in objects if each.get("/Subtype") == "/Form"]


def docx_text(data: bytes) -> str:
    """Paragraphs and cells in their order."""
    body = docx.Document(io.BytesIO(data)).element.body
    lines = []
    for paragraph in body.iter(qn("w:p")):
        parts = [each.text or "" if each.tag == qn("w:t") else "\n" for each in paragraph.iter(qn("w:t"), qn("w:br"))]
        lines.append("".join(parts))
    return "\n".join(lines)


class _Page(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent = tag in ("style", "script", "title")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def html_page(data: bytes) -> _Page:
    """Text and tags of a page."""
    page = _Page()
    page.feed(data.decode())
    return page


def markdown_text(data: bytes) -> str:
    """Markdown without its signs."""
    text = re.sub(r"^(#+ |> |\| )", "", data.decode(), flags=re.MULTILINE)
    text = re.sub(r"(?<!\\)[*|]", " ", text)
    return re.sub(r"\\(.)", r"\1", text)
