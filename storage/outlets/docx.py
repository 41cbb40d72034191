"""DOCX by python-docx, inside the rendering process: explicit widths, contents that Word fills in, repeated heads."""

from __future__ import annotations

import io
from typing import Any

import docx
import msgspec
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Emu, Pt

from core.dossier.blocks import Card, Figure, Heading, Note, PageBreak, Paragraph, Photo, Table
from storage.outlets import word_parts as parts
from storage.outlets.payload import Item, Paper, Task, items
from storage.outlets.typesetting import drawn

_TEXT = Cm(16.8)
"""Width of the text on A4."""
_TALLEST = Cm(22)
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
}
_CELL = 9
"""Size of the letters of a table."""
_LARGE = 3
"""Key figures beside each other."""


def word_bytes(task: Task) -> bytes:
    """The Word file of a task whose `document` is msgpack of `Paper`."""
    paper = msgspec.msgpack.decode(task.document, type=Paper)
    drawings = [each.svg for each in paper.document.blocks if isinstance(each, Figure)]
    return _Book(paper, drawn(drawings, task.root, task.system_fonts)).written()


class _Book:
    """One file on its way."""

    def __init__(self, paper: Paper, pictures: list[bytes]) -> None:
        self._paper = paper
        self._pictures = iter(pictures)
        self._file: Any = docx.Document()
        self._set_page()

    def written(self) -> bytes:
        """Everything written."""
        if self._paper.document.meta.cover:
            self._cover()
            self._contents()
        for item in items(self._paper):
            self._block(item)
        out = io.BytesIO()
        self._file.save(out)
        return out.getvalue()

    def _set_page(self) -> None:
        book, meta = self._file, self._paper.document.meta
        section = book.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.1)
        section.top_margin, section.bottom_margin = Cm(2), Cm(2.2)
        parts.font_of(book.styles["Normal"], Pt(10.5))
        parts.font_of(book.styles["Caption"], Pt(9), parts.QUIET, bold=False)
        for level, size in ((1, 16), (2, 12.5), (3, 11)):
            parts.font_of(book.styles[f"Heading {level}"], Pt(size), parts.INK, bold=True)
        cell = book.styles.add_style("Cell", WD_STYLE_TYPE.PARAGRAPH)
        parts.font_of(cell, Pt(_CELL))
        cell.paragraph_format.space_after = Pt(2)
        self._cell_style = cell.style_id
        parts.language_of(book, meta.language)
        book.core_properties.title, book.core_properties.author = meta.title, meta.firm
        book.core_properties.comments = meta.mark
        parts.update_on_open(book)
        parts.plain_line_ends(book)
        if meta.watermark:
            parts.watermark(section.header, meta.watermark)
        foot = section.footer.paragraphs[0]
        foot.style.font.size = Pt(8)
        foot.add_run(self._paper.foot + " · ")
        before, _, rest = self._paper.words["page"].partition("{x}")
        between, _, after = rest.partition("{y}")
        foot.add_run(before)
        parts.field(foot, "PAGE", "1")
        foot.add_run(between)
        parts.field(foot, "NUMPAGES", "1")
        foot.add_run(after)

    def _cover(self) -> None:
        meta = self._paper.document.meta
        self._line(meta.firm, 15, parts.QUIET)
        self._line(meta.title, 15, parts.QUIET).paragraph_format.space_before = Cm(6)
        self._line(meta.subject, 30, parts.INK, bold=True).paragraph_format.space_after = Cm(8)
        for fact in self._paper.cover:
            self._line(f"{fact.name}: {fact.value}", 10.5)
        if meta.mark:
            self._line(meta.mark, 9)
        self._break()

    def _contents(self) -> None:
        self._line(self._paper.words["contents"], 16, parts.INK, bold=True)
        listed = [item for item in items(self._paper) if isinstance(item.block, Heading) and item.block.level < 3]
        shown = "\n".join(f"{item.label} {item.block.text}" for item in listed if isinstance(item.block, Heading))
        parts.field(self._file.add_paragraph(), 'TOC \\o "1-2" \\h \\z \\u', shown)
        self._break()

    def _line(self, text: str, size: float, color: Any = None, bold: bool = False) -> Any:
        paragraph = self._file.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size, run.font.bold = Pt(size), bold
        if color is not None:
            run.font.color.rgb = color
        return paragraph

    def _break(self) -> None:
        self._file.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _block(self, item: Item) -> None:
        match item.block:
            case Heading(text=text, level=level):
                self._file.add_heading(f"{item.label} {text}", min(max(level, 1), 3))
            case Paragraph(text=text):
                self._file.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            case Note(text=text):
                self._note(text)
            case Card() as card:
                self._card(card)
            case Table() as table:
                self._table(table, item.label)
            case Figure() as figure:
                self._picture(next(self._pictures), figure.width, figure.alt, item.label if figure.caption else "")
            case Photo() as photo:
                self._picture(photo.data, photo.width, photo.alt, item.label if photo.caption else "")
            case PageBreak():
                self._break()

    def _note(self, text: str) -> None:
        cell = self._grid(1, [1.0])[1][0][0]
        cell.text = text
        parts.shade(cell, "EEF1F5")
        self._gap()

    def _card(self, card: Card) -> None:
        if card.title:
            self._line(card.title, 10.5, parts.INK, bold=True).paragraph_format.keep_with_next = True
        if card.large:
            self._key_figures(card)
            return
        _table, cells = self._grid(len(card.facts), [0.34, 0.66])
        for row, fact in zip(cells, card.facts, strict=True):
            self._cell(row[0], fact.name, 10, color=parts.QUIET)
            self._cell(row[1], fact.value, 10, remark=fact.remark)
        self._gap()

    def _key_figures(self, card: Card) -> None:
        across = min(_LARGE, len(card.facts))
        _table, cells = self._grid(-(-len(card.facts) // across), [1 / across] * across)
        for number, fact in enumerate(card.facts):
            cell = cells[number // across][number % across]
            parts.shade(cell, "EEF1F5")
            self._cell(cell, fact.name, 8.5, color=parts.QUIET)
            run = cell.add_paragraph().add_run(fact.value)
            run.font.size, run.font.bold, run.font.color.rgb = Pt(13), True, parts.INK
            if fact.remark:
                cell.add_paragraph().add_run(fact.remark).font.size = Pt(8.5)
        self._gap()

    def _table(self, table: Table, caption: str) -> None:
        if table.caption:
            self._caption(caption).paragraph_format.keep_with_next = True
        whole = sum(column.width for column in table.columns) or 1
        head = any(column.title for column in table.columns)
        grid, cells = self._grid(len(table.rows) + head, [column.width / whole for column in table.columns])
        parts.rule_rows(grid)
        rows = [tuple(column.title for column in table.columns), *table.rows] if head else list(table.rows)
        for number, (row, own, told) in enumerate(zip(grid.rows, cells, rows, strict=True)):
            first = head and number == 0
            if first:
                parts.repeat_head(row)
            parts.whole_row(row)
            for cell, text, column in zip(own, told, table.columns, strict=True):
                self._cell(cell, text, _CELL, align=column.align, bold=first)
        self._gap()

    def _grid(self, rows: int, shares: list[float]) -> tuple[Any, list[tuple[Any, ...]]]:
        """A table with explicit widths and its cells, which python-docx looks for anew whenever it is asked.

        Without widths a reader lays the table out as it likes: 45 pages instead of 26.
        """
        table = self._file.add_table(rows, len(shares))
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.LEFT
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Emu(int(_TEXT * share))
        cells = [row.cells for row in table.rows]
        for row in cells:
            for cell, share in zip(row, shares, strict=True):
                cell.width = Emu(int(_TEXT * share))
        return table, cells

    def _cell(
        self, cell: Any, text: str, size: float, align: str = "left", bold: bool = False, color: Any = None,
        remark: str = "",
    ) -> None:  # fmt: skip
        paragraph = cell.paragraphs[0]
        # The style says all that most cells need: formatting each of thousands by itself is what takes the time.
        paragraph._p.get_or_add_pPr().style = self._cell_style
        if align != "left":
            paragraph.alignment = _ALIGN[align]
        run = paragraph.add_run(text)
        if size != _CELL:
            run.font.size = Pt(size)
        if bold:
            run.font.bold = True
        if color is not None:
            run.font.color.rgb = color
        if remark:
            cell.add_paragraph().add_run(remark).font.size = Pt(size - 1.5)

    def _picture(self, data: bytes, width: float, alt: str, caption: str) -> None:
        paragraph = self._file.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        picture = paragraph.add_run().add_picture(io.BytesIO(data), width=Emu(int(_TEXT * min(width, 1))))
        if picture.height > _TALLEST:
            picture.width, picture.height = Emu(int(picture.width * _TALLEST / picture.height)), _TALLEST
        parts.describe(picture, alt)
        if caption:
            paragraph.paragraph_format.keep_with_next = True
            self._caption(caption)

    def _caption(self, text: str) -> Any:
        paragraph = self._file.add_paragraph(text, style="Caption")
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def _gap(self) -> None:
        self._file.add_paragraph().paragraph_format.space_after = Pt(0)
