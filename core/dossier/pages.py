"""How many A4 pages a document takes, told without rendering it: the counter "N of 20–40" (S03.96).

The reckoning knows the sizes of `storage/outlets/document.typ`; a rendered document says its exact number itself.
"""

from __future__ import annotations

import math
import re

from core.dossier.blocks import Block, Card, Document, Figure, Heading, PageBreak, Paragraph, Photo, Table, texts

WIDTH = 476.0
"""Points between the margins."""
HEIGHT = 720.0
_LETTER = 0.5
"""Width of a letter in sizes of the font."""
_SVG = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_HEADING = {1: (49.0, 16.0), 2: (33.0, 12.5), 3: (29.0, 11.0)}
_LINES_OF_CONTENTS = 36


def page_count(document: Document) -> int:
    """Pages of A4, cover and contents included; right to a page or a twentieth."""
    pages, used, started = 0, 0.0, False
    headings = 0
    for block in document.blocks:
        if isinstance(block, PageBreak):
            pages, used, started = (pages + 1, 0.0, False) if started else (pages, used, started)
            continue
        headings += isinstance(block, Heading) and block.level < 3
        tall, whole = _height(block)
        if whole and used and used + tall > HEIGHT:
            pages, used = pages + 1, 0.0
        used += tall
        started = True
        while used > HEIGHT:
            pages, used = pages + 1, used - HEIGHT
    body = pages + (1 if started else 0)
    if not document.meta.cover:
        return max(body, 1)
    return 1 + max(1, math.ceil(headings / _LINES_OF_CONTENTS)) + body


def filled(document: Document) -> bool:
    """Whether there is anything to read in the document at all."""
    return any(texts(document))


def _height(block: Block) -> tuple[float, bool]:
    """Points a block takes, and whether it is never torn."""
    match block:
        case Heading():
            around, size = _HEADING[min(max(block.level, 1), 3)]
            return around + (_lines(block.text, size, WIDTH) - 1) * size * 1.3, True
        case Paragraph():
            return _lines(block.text, 10.5, WIDTH) * 13.8 + 9.5, False
        case Card():
            return _card(block), False
        case Table():
            return _table(block), False
        case Figure():
            found = _SVG.search(block.svg)
            ratio = float(found[2]) / float(found[1]) if found and float(found[1]) else 0.5
            return min(block.width * WIDTH * ratio, HEIGHT) + 32, True
        case Photo():
            return block.width * WIDTH + 32, True
        case PageBreak():
            return 0.0, False
        case _:
            return _lines(block.text, 9.5, WIDTH - 20) * 12.6 + 26, False


def _card(card: Card) -> float:
    head = 20.0 if card.title else 0.0
    if card.large:
        rows = math.ceil(len(card.facts) / 3)
        return head + rows * 62 + 12
    lines = sum(
        max(_lines(fact.name, 10.5, WIDTH * 0.34), _lines(fact.value, 10.5, WIDTH * 0.63)) * 13.8
        + (_lines(fact.remark, 9, WIDTH * 0.63) * 12 if fact.remark else 0)
        + 1.2
        for fact in card.facts
    )
    return head + lines + 12


def _table(table: Table) -> float:
    whole = sum(column.width for column in table.columns) or 1.0
    rooms = [WIDTH * column.width / whole - 10 for column in table.columns]
    tall = 20.0 * any(column.title for column in table.columns) + (22 if table.caption else 0) + 12
    for row in table.rows:
        tall += 8.4 + max((_lines(cell, 9, room) for cell, room in zip(row, rooms, strict=False)), default=1) * 10.4
    return tall


def _lines(text: str, size: float, room: float) -> int:
    most = max(room / (size * _LETTER), 1)
    return sum(max(1, math.ceil(len(part) / most)) for part in text.split("\n"))
