"""How many A4 pages a document takes, told without rendering it: the counter "N of 20–40" (S03.96).

The reckoning knows the sizes of the page template (`storage/outlets/document.typ`), all in points; a rendered document
says its exact number itself.
"""

from __future__ import annotations

import contextlib
import math
import re

from core.dossier.blocks import Block, Card, Document, Figure, Heading, PageBreak, Paragraph, Photo, Table
from core.dossier.pictures import size_of
from core.problem import Problem

WIDTH = 476.0
"""Points between the margins."""
HEIGHT = 720.0
_LETTER = 0.47
"""Mean width of a letter, in sizes of the font."""
_PITCH = 1.265
"""From line to line, in sizes of the font."""
_GAP = 2.9
"""What a paragraph takes beyond its lines."""
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_HEADING = {1: (41.0, 16.0), 2: (26.0, 12.5), 3: (21.5, 11.0)}
_CAPTION = 22.0
_IN_CONTENTS = {1: 18.3, 2: 13.3, 3: 0.0}


def page_count(document: Document) -> int:
    """Pages of A4, cover and contents included; right to a page or a twentieth."""
    pages, used, started = 0, 0.0, False
    contents, kept = 30.0, 0.0
    for block in document.blocks:
        if isinstance(block, PageBreak):
            pages, used, started, kept = (pages + 1, 0.0, False, 0.0) if started else (pages, used, started, 0.0)
            continue
        tall, whole = _height(block)
        if isinstance(block, Heading):
            contents += _IN_CONTENTS[min(max(block.level, 1), 3)]
        first = tall if whole else min(tall, 14.0)
        if used > kept and used + first > HEIGHT:
            # A heading goes over to the next page with what it stands above.
            pages, used = pages + 1, kept
        used, started = used + tall, True
        kept = kept + tall if isinstance(block, Heading) else 0.0
        while used > HEIGHT:
            pages, used = pages + 1, used - HEIGHT
    body = pages + (1 if started else 0)
    if not document.meta.cover:
        return max(body, 1)
    return 1 + math.ceil(contents / HEIGHT) + body


def _height(block: Block) -> tuple[float, bool]:
    """Points a block takes, and whether it is never torn."""
    match block:
        case Heading():
            tall, size = _HEADING[min(max(block.level, 1), 3)]
            return tall + (_lines(block.text, size, WIDTH) - 1) * size * _PITCH, True
        case Paragraph():
            return _lines(block.text, 10.5, WIDTH) * 10.5 * _PITCH + _GAP, False
        case Card():
            return _card(block), False
        case Table():
            return _table(block), False
        case Figure():
            found = _VIEW.search(block.svg)
            ratio = float(found[2]) / float(found[1]) if found and float(found[1]) else 0.5
            return min(block.width * WIDTH * ratio + _CAPTION, HEIGHT), True
        case Photo():
            return min(block.width * WIDTH * _ratio(block) + _CAPTION, HEIGHT), True
        case PageBreak():
            return 0.0, False
        case _:
            return _lines(block.text, 9.5, WIDTH - 20) * 9.5 * _PITCH + 19.5, False


def _ratio(photo: Photo) -> float:
    with contextlib.suppress(Problem):
        _kind, width, height = size_of(photo.data)
        return height / width
    return 4 / 3


def _card(card: Card) -> float:
    head = 15.0 if card.title else 0.0
    if card.large:
        row = 54.3 if any(fact.remark for fact in card.facts) else 44.0
        return head + math.ceil(len(card.facts) / 3) * row + 3.2
    lines = sum(
        (max(_lines(fact.name, 10.5, 162), _lines(fact.value, 10.5, 304)) - 1) * 10.5 * _PITCH
        + (_lines(fact.remark, 9, 304) * 12.3 if fact.remark else 0)
        + 14.7
        for fact in card.facts
    )
    return head + lines + 1.6


def _table(table: Table) -> float:
    whole = sum(column.width for column in table.columns) or 1.0
    rooms = [WIDTH * column.width / whole - 10 for column in table.columns]
    tall = _CAPTION if table.caption else 9.5
    for row in table.rows:
        tall += 3.6 + 10.3 * max((_lines(cell, 9, room) for cell, room in zip(row, rooms, strict=False)), default=1)
    head = 14.0 if any(column.title for column in table.columns) else 0.0
    return tall + head * math.ceil(tall / HEIGHT)  # it stands again on every page


def _lines(text: str, size: float, room: float) -> int:
    most = max(room / (size * _LETTER), 1)
    return sum(max(1, math.ceil(len(part) / most)) for part in text.split("\n"))
