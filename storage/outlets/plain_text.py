"""Plain text: for a terminal, a screen reader, a mail."""

from __future__ import annotations

from collections.abc import Iterator

from core.dossier.blocks import Card, Document, Figure, Heading, Note, PageBreak, Paragraph, Photo, Table
from storage.outlets.payload import Item, Paper, items, paper_of

_WIDEST = 40


def text_bytes(document: Document) -> bytes:
    """The whole text in UTF-8. Raises Problem for a picture that is none."""
    paper = paper_of(document)
    parts = list(_cover(paper)) if paper.document.meta.cover else []
    for item in items(paper):
        parts += _block(item)
    parts.append(paper.foot)
    return ("\n\n".join(filter(None, parts)) + "\n").encode()


def _cover(paper: Paper) -> Iterator[str]:
    meta = paper.document.meta
    yield "\n".join(filter(None, (meta.firm, meta.title, meta.subject)))
    yield "\n".join(f"{fact.name}: {fact.value}" for fact in paper.cover)
    yield meta.mark


def _block(item: Item) -> Iterator[str]:
    match item.block:
        case Heading(text=text, level=level):
            line = f"{item.label} {text}"
            yield f"{line}\n{('=', '-', '·')[min(max(level, 1), 3) - 1] * min(len(line), 78)}"
        case Paragraph(text=text) | Note(text=text):
            yield text
        case Card() as card:
            yield card.title
            yield "\n".join(
                f"{fact.name}: {fact.value}" + (f" ({fact.remark})" if fact.remark else "") for fact in card.facts
            )
        case Table() as table:
            yield item.label if table.caption else ""
            yield "\n".join(_table(table))
        case Figure(alt=alt, caption=caption) | Photo(alt=alt, caption=caption):
            yield alt
            yield item.label if caption else ""
        case PageBreak():
            pass


def _table(table: Table) -> Iterator[str]:
    rows = [[column.title for column in table.columns]] if any(each.title for each in table.columns) else []
    rows += [[cell.replace("\n", " ") for cell in row] for row in table.rows]
    widths = [min(max(map(len, cells)), _WIDEST) for cells in zip(*rows, strict=True)]
    right = [column.align == "right" for column in table.columns]
    for row in rows:
        cells = zip(row, widths, right, strict=True)
        yield "  ".join(cell.rjust(width) if end else cell.ljust(width) for cell, width, end in cells).rstrip()
