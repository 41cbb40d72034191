"""What the rendering process is told: the document as plain data, the words around it, no keys and no paths of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from core.dossier.blocks import Block, Document, Fact, Figure, Photo, Table, numbered, texts, tidy
from core.dossier.pictures import as_svg, size_of
from core.wording import papers

_SERIF = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
"""Inside the PDF maker: whatever is installed on the machine, the page looks the same."""
_BROAD = ("Noto Sans", "Noto Serif", "Noto Sans CJK SC", "DejaVu Sans", "Noto Emoji")
_EMBEDDED = re.compile(
    "[\n\u0020-\u007e\u00a0-\u017f\u0400-\u045f\u0490\u0491\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030"
    "\u2032\u2033\u2039\u203a\u20a0-\u20b9\u20bd\u2116\u2122\u2190-\u2193\u21ba\u2202\u2206\u220f\u2211\u2212"
    "\u221a\u221e\u2248\u2260\u2264\u2265\u25a0\u25b2\u25bc\u25cb\u25cf\u2713]*"
)
"""Letters and signs that the embedded fonts have, proved by a test; anything else is looked for on the machine."""


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One piece of work for the rendering process.

    `pdf` and `png` draw `document` with the page template; `docx` builds a Word file of it; `form` fills the firm's own
    Word template with `values`. `password` closes a PDF by AES-256.
    """

    kind: Literal["pdf", "png", "docx", "form"]
    root: str = ""
    """An empty folder: all the PDF maker may open."""
    document: bytes = b""
    """JSON of `Page`; for `docx` msgpack of `Paper`."""
    password: str = ""
    system_fonts: bool = False
    ppi: float = 110
    form: bytes = b""
    values: dict[str, object] = {}
    mark: str = ""


class Picture(msgspec.Struct, frozen=True, tag="photo"):
    """A photo wrapped in a drawing, as the page template takes it."""

    svg: str
    caption: str
    alt: str
    width: float


class Page(msgspec.Struct, frozen=True):
    """What the page template reads."""

    meta: dict[str, object]
    words: dict[str, str]
    cover: tuple[Fact, ...]
    foot: str
    fonts: tuple[str, ...]
    blocks: tuple[object, ...]


def fonts_wanted(document: Document) -> bool:
    """Whether the document has letters that only fonts of the machine may have."""
    meta = document.meta
    around = (meta.title, meta.firm, meta.subject, meta.reader, meta.mark, meta.watermark)
    return not all(_EMBEDDED.fullmatch(each) for each in (*around, *texts(document)))


def page_of(document: Document, system_fonts: bool) -> bytes:
    """The document as JSON for the page template. Raises Problem for a picture it cannot take."""
    meta = document.meta
    blocks = [
        Picture(as_svg(each.data), each.caption, each.alt, each.width) if isinstance(each, Photo) else each
        for each in document.blocks
    ]
    about: dict[str, object] = {
        "title": meta.title, "firm": meta.firm, "subject": meta.subject or meta.title, "mark": meta.mark,
        "watermark": meta.watermark, "language": meta.language, "cover": meta.cover,
    }  # fmt: skip
    fonts = _SERIF + _BROAD if system_fonts else _SERIF
    page = Page(about, papers.words(), papers.cover_facts(meta), papers.foot(meta), fonts, tuple(blocks))
    return msgspec.json.encode(page)


class Paper(msgspec.Struct, frozen=True):
    """A document with the words around it, for renderers that know no page: Word, HTML, Markdown, text."""

    document: Document
    words: dict[str, str]
    cover: tuple[Fact, ...]
    foot: str


def paper_of(document: Document) -> Paper:
    """The document in the reader's language, without what no paper can show. Raises Problem for a picture."""
    clean = tidy(document)
    for each in clean.blocks:
        if isinstance(each, Photo):
            size_of(each.data)
    return Paper(clean, papers.words(), papers.cover_facts(clean.meta), papers.foot(clean.meta))


class Item(msgspec.Struct, frozen=True):
    """One block as it is read: `label` is the number of a heading or the whole caption of a figure or table."""

    block: Block
    label: str


def items(paper: Paper) -> Iterator[Item]:
    """Every block with its number or its caption."""
    figures = tables = 0
    for number, block in numbered(paper.document.blocks):
        if isinstance(block, Figure | Photo) and block.caption:
            figures += 1
            yield Item(block, f"{paper.words['figure']} {figures}. {block.caption}")
        elif isinstance(block, Table) and block.caption:
            tables += 1
            yield Item(block, f"{paper.words['table']} {tables}. {block.caption}")
        else:
            yield Item(block, number)
