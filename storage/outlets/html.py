"""HTML: one file, nothing outside it, every text escaped, no script; printed it breaks where paper should."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from core.dossier.blocks import Card, Document, Figure, Heading, Meta, Note, PageBreak, Paragraph, Photo, Table
from core.dossier.pictures import data_uri, svg_uri
from storage.outlets.payload import Item, Paper, items, paper_of

_STYLE = """
body{font:16px/1.45 "PT Serif",Georgia,"Times New Roman",serif;color:#111;
max-width:52rem;margin:2rem auto;padding:0 1rem}
h1,h2,h3,h4{color:#1d2b45;line-height:1.2;margin:1.6em 0 .5em}header h1{font-size:2.2rem;margin:.2em 0 1em}
header p,.name,.remark,figcaption,caption,footer{color:#5b6472}.remark,figcaption,caption,footer{font-size:.85rem}
dl{display:grid;grid-template-columns:34% 1fr;gap:.4rem 1rem}dt{color:#5b6472}dd{margin:0}
.large{grid-template-columns:repeat(3,1fr)}.large div{background:#eef1f5;border-left:3px solid #1d2b45;padding:.6rem}
.large dd{font-size:1.25rem;font-weight:bold}.large .remark{font-size:.85rem;font-weight:normal}
table{border-collapse:collapse;width:100%;font-size:.9rem}th{border-bottom:2px solid #1d2b45;text-align:left}
td{border-bottom:1px solid #c3c9d2;vertical-align:top}
td,th{padding:.25rem .5rem}caption{text-align:center;padding:.4rem}
.right{text-align:right}.center{text-align:center}figure{margin:1.2rem 0;text-align:center}figure img{max-width:100%}
aside{background:#eef1f5;border-left:4px solid #5b6472;padding:.6rem .9rem;margin:1rem 0}nav a{color:inherit}
.watermark{position:fixed;inset:0;display:flex;align-items:center;justify-content:center;pointer-events:none;z-index:-1;
color:rgba(0,0,0,.07);font-size:2.2rem;font-weight:bold;transform:rotate(-40deg);white-space:nowrap}
@media print{thead{display:table-header-group}.break{break-before:page}
tr,figure{break-inside:avoid}@page{size:A4;margin:2cm}}
"""
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def html_bytes(document: Document) -> bytes:
    """The whole page. Raises Problem for a picture that is none."""
    paper = paper_of(document)
    meta = paper.document.meta
    parts = [
        f'<!doctype html>\n<html lang="{escape(meta.language)}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(_title(meta))}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
    ]
    if meta.watermark:
        parts.append(f'<div class="watermark" aria-hidden="true">{escape(meta.watermark)}</div>')
    listed = list(items(paper))
    if meta.cover:
        parts += _cover(paper)
        parts += _contents(paper, listed)
    parts.append("<main>")
    anchor = 0
    for item in listed:
        anchor += isinstance(item.block, Heading)
        parts += _block(item, anchor)
    parts.append(f"</main>\n<footer>{escape(paper.foot)}</footer>\n</body>\n</html>\n")
    return "\n".join(parts).encode()


def _title(meta: Meta) -> str:
    return f"{meta.title}: {meta.subject}" if meta.subject else meta.title


def _cover(paper: Paper) -> Iterator[str]:
    meta = paper.document.meta
    yield f"<header>\n<p>{escape(meta.firm)}</p>\n<p>{escape(meta.title)}</p>\n<h1>{escape(meta.subject)}</h1>"
    yield "<dl>"
    for fact in paper.cover:
        yield f"<dt>{escape(fact.name)}</dt><dd>{escape(fact.value)}</dd>"
    yield "</dl>"
    if meta.mark:
        yield f"<p>{escape(meta.mark)}</p>"
    yield "</header>"


def _contents(paper: Paper, listed: list[Item]) -> Iterator[str]:
    yield f"<nav>\n<h2>{escape(paper.words['contents'])}</h2>"
    anchor = 0
    for item in listed:
        if isinstance(item.block, Heading):
            anchor += 1
            if item.block.level < 3:
                yield f'<div><a href="#h{anchor}">{escape(item.label)} {escape(item.block.text)}</a></div>'
    yield "</nav>"


def _block(item: Item, anchor: int) -> Iterator[str]:
    match item.block:
        case Heading(text=text, level=level):
            tag = f"h{min(max(level, 1), 3) + 1}"
            yield f'<{tag} id="h{anchor}">{escape(item.label)} {escape(text)}</{tag}>'
        case Paragraph(text=text):
            yield f"<p>{_lines(text)}</p>"
        case Note(text=text):
            yield f"<aside>{_lines(text)}</aside>"
        case Card() as card:
            yield from _card(card)
        case Table() as table:
            yield from _table(table, item.label)
        case Figure() as figure:
            yield _picture(svg_uri(figure.svg), figure.alt, item.label, figure.caption, figure.width)
        case Photo() as photo:
            yield _picture(data_uri(photo.data), photo.alt, item.label, photo.caption, photo.width)
        case PageBreak():
            yield '<div class="break"></div>'


def _lines(text: str) -> str:
    return "<br>\n".join(escape(each) for each in text.split("\n"))


def _card(card: Card) -> Iterator[str]:
    if card.title:
        yield f"<h4>{escape(card.title)}</h4>"
    yield '<dl class="large">' if card.large else "<dl>"
    for fact in card.facts:
        remark = f'<div class="remark">{_lines(fact.remark)}</div>' if fact.remark else ""
        pair = f"<dt>{escape(fact.name)}</dt><dd>{_lines(fact.value)}{remark}</dd>"
        yield f"<div>{pair}</div>" if card.large else pair
    yield "</dl>"


def _table(table: Table, caption: str) -> Iterator[str]:
    yield "<table>"
    if table.caption:
        yield f"<caption>{escape(caption)}</caption>"
    classes = [f' class="{column.align}"' if column.align != "left" else "" for column in table.columns]
    whole = sum(column.width for column in table.columns) or 1
    yield "<colgroup>" + "".join(f'<col style="width:{100 * each.width / whole:.1f}%">' for each in table.columns)
    yield "</colgroup>"
    if any(column.title for column in table.columns):
        heads = zip(table.columns, classes, strict=True)
        yield "<thead><tr>" + "".join(f"<th{cls}>{escape(each.title)}</th>" for each, cls in heads) + "</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        cells = "".join(f"<td{cls}>{_lines(cell)}</td>" for cell, cls in zip(row, classes, strict=True))
        yield f"<tr>{cells}</tr>"
    yield "</tbody>\n</table>"


def _picture(address: str, alt: str, label: str, caption: str, width: float) -> str:
    below = f"<figcaption>{escape(label)}</figcaption>" if caption else ""
    return f'<figure><img src="{address}" alt="{escape(alt)}" style="width:{100 * min(width, 1):.0f}%">{below}</figure>'
