"""The block model: what a document says, whatever it is written on (S03.96; spec/exchange §2.2).

A dossier, a review, a letter or a call list is built once of these blocks; PDF, DOCX, HTML, Markdown and plain text
draw the same ones. Texts are plain: no markup of any kind means anything in them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

Align = Literal["left", "right", "center"]
LEVELS = (1, 2, 3)


class Heading(msgspec.Struct, frozen=True, tag="heading"):
    """`level` 1 (a section) to 3. Numbers are added by `numbered`, not written here."""

    text: str
    level: int = 1


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    """Running text; a line end begins a new line."""

    text: str


class Note(msgspec.Struct, frozen=True, tag="note"):
    """A remark set apart: a warning, a gap to fill, the source of a figure."""

    text: str


class Fact(msgspec.Struct, frozen=True):
    """One name with its value, and a remark under it."""

    name: str
    value: str
    remark: str = ""


class Card(msgspec.Struct, frozen=True, tag="card"):
    """Names and values. `large`: a few key figures, drawn big beside each other; else a list."""

    facts: tuple[Fact, ...]
    title: str = ""
    large: bool = False


class Column(msgspec.Struct, frozen=True):
    """A column of a table: `width` is its share of the page, relative to the others."""

    title: str
    width: float = 1.0
    align: Align = "left"


class Table(msgspec.Struct, frozen=True, tag="table"):
    """Rows under a head that is repeated on every page. Each row has one cell a column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


class Figure(msgspec.Struct, frozen=True, tag="figure"):
    """A drawing as SVG text (`core.dossier.figures`). `alt` says in words what it shows."""

    svg: str
    caption: str
    alt: str
    width: float = 1.0
    """Share of the width of the text, 0 … 1."""


class Photo(msgspec.Struct, frozen=True, tag="photo"):
    """A picture, PNG or JPEG as it was taken in."""

    data: bytes
    caption: str
    alt: str
    width: float = 0.3


class PageBreak(msgspec.Struct, frozen=True, tag="page_break"):
    """What follows begins on a new page."""


Block = Heading | Paragraph | Note | Card | Table | Figure | Photo | PageBreak


class Meta(msgspec.Struct, frozen=True):
    """What stands on the cover and at the foot of every page.

    `number` and `copy` are 0 and `mark` and `watermark` empty until export control has given the document its number.
    """

    title: str
    firm: str
    subject: str = ""
    """Whom the document is about."""
    reader: str = ""
    """Who took it out: name for people."""
    date: dt.date | None = None
    number: int = 0
    copy: int = 0
    mark: str = ""
    """The sentence of the export: number, id, person, moment."""
    watermark: str = ""
    language: str = "ru"
    cover: bool = True
    """Cover page and contents; without them a letter or a single list."""


class Document(msgspec.Struct, frozen=True):
    """A whole document."""

    meta: Meta
    blocks: tuple[Block, ...]


def numbered(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Every block with its number: `2.1` for headings, empty for all others."""
    counts = [0] * len(LEVELS)
    for block in blocks:
        if not isinstance(block, Heading):
            yield "", block
            continue
        at = min(max(block.level, 1), len(LEVELS))
        counts[at - 1] += 1
        counts[at:] = [0] * (len(LEVELS) - at)
        yield ".".join(str(each) for each in counts[:at]), block


def texts(document: Document) -> Iterator[str]:
    """Every text of the body in the order of reading: what all renderers have to show."""
    for number, block in numbered(document.blocks):
        match block:
            case Heading():
                yield f"{number} {block.text}"
            case Paragraph() | Note():
                yield block.text
            case Card():
                yield from filter(None, (block.title,))
                for fact in block.facts:
                    yield from filter(None, (fact.name, fact.value, fact.remark))
            case Table():
                yield from filter(None, (block.caption,))
                yield from (column.title for column in block.columns if column.title)
                for row in block.rows:
                    yield from filter(None, row)
            case Figure() | Photo():
                yield from filter(None, (block.caption,))
            case PageBreak():
                pass


def tidy(document: Document) -> Document:
    """The document without what no paper can show: control characters, marks that turn the direction of text."""
    return msgspec.convert(_tidied(msgspec.to_builtins(document, builtin_types=(bytes, dt.date))), Document)


_KEPT = frozenset("\n")
_TURNED = frozenset(
    [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200b", "\u200e", "\u200f", "\ufeff"]
)


def _tidied(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {name: each if name == "svg" else _tidied(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_tidied(each) for each in value]
    return value


def clean_text(text: str) -> str:
    """A text as paper shows it: line ends stay, tabs become blanks, half characters and control characters go."""
    flat = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(
        each
        for each in flat
        if each in _KEPT or not (each < " " or "\x7f" <= each <= "\x9f" or "\ud800" <= each <= "\udfff"
                                 or each in ("\ufffe", "\uffff") or each in _TURNED)
    )  # fmt: skip
