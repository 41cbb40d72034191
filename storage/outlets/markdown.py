"""Markdown: the same text with its structure, pictures by their words; nothing in the data becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.dossier.blocks import Card, Document, Figure, Heading, Note, PageBreak, Paragraph, Photo, Table
from storage.outlets.payload import Item, Paper, items, paper_of

_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&$!])")
_START = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)
_ALIGN = {"left": "---", "right": "---:", "center": ":---:"}


def markdown_bytes(document: Document) -> bytes:
    """The whole text in UTF-8. Raises Problem for a picture that is none."""
    paper = paper_of(document)
    meta = paper.document.meta
    listed = list(items(paper))
    parts: list[str] = []
    if meta.cover:
        parts += _cover(paper)
        contents = [
            f"{'  ' * (item.block.level - 1)}- {item.label.replace('.', chr(92) + '.')} {marked(item.block.text)}"
            for item in listed
            if isinstance(item.block, Heading) and item.block.level < 3
        ]
        parts += [f"## {marked(paper.words['contents'])}", "\n".join(contents)]
    for item in listed:
        parts += _block(item)
    parts += ["---", marked(paper.foot)]
    return ("\n\n".join(filter(None, parts)) + "\n").encode()


def marked(text: str) -> str:
    """The text with everything that could be markup made harmless."""
    signs = _SIGNS.sub(r"\\\1", text)
    return _START.sub(lambda found: found[1] + found[2][:-1] + "\\" + found[2][-1], signs)


def _cover(paper: Paper) -> Iterator[str]:
    meta = paper.document.meta
    yield marked(meta.firm)
    yield marked(meta.title)
    yield f"# {marked(meta.subject)}" if meta.subject else ""
    yield "\n".join(f"- {marked(fact.name)}: {marked(fact.value)}" for fact in paper.cover)
    yield marked(meta.mark)


def _block(item: Item) -> Iterator[str]:
    match item.block:
        case Heading(text=text, level=level):
            number = item.label.replace(".", "\\.")
            yield f"{'#' * (min(max(level, 1), 3) + 1)} {number} {marked(_flat(text))}"
        case Paragraph(text=text):
            yield _lines(text)
        case Note(text=text):
            yield "> " + _lines(text).replace("\n", "\n> ")
        case Card() as card:
            yield f"**{marked(_flat(card.title))}**" if card.title else ""
            yield "\n".join(_facts(card))
        case Table() as table:
            if table.caption:
                yield f"*{marked(_flat(item.label))}*"
            yield "\n".join(_table(table))
        case Figure(alt=alt, caption=caption) | Photo(alt=alt, caption=caption):
            yield "> " + _lines(alt).replace("\n", "\n> ") if alt else ""
            yield f"*{marked(_flat(item.label))}*" if caption else ""
        case PageBreak():
            pass


def _flat(text: str) -> str:
    return text.replace("\n", " ")


def _lines(text: str) -> str:
    return marked(text).replace("\n", "  \n")


def _facts(card: Card) -> Iterator[str]:
    for fact in card.facts:
        remark = f" ({marked(_flat(fact.remark))})" if fact.remark else ""
        yield f"- {marked(_flat(fact.name))}: **{marked(_flat(fact.value))}**{remark}"


def _table(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(marked(_flat(column.title)) for column in table.columns) + " |"
    yield "| " + " | ".join(_ALIGN[column.align] for column in table.columns) + " |"
    for row in table.rows:
        yield "| " + " | ".join(marked(_flat(cell)) for cell in row) + " |"
