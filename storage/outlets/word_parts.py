"""Small parts of a Word file that python-docx has no words for: fields, repeated heads, shading, watermark."""

from __future__ import annotations

from html import escape
from typing import Any

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import RGBColor

INK = RGBColor(0x1D, 0x2B, 0x45)
QUIET = RGBColor(0x5B, 0x64, 0x72)
FONT = "Cambria"
_BEHIND_FIELDS = ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat")
_BEHIND_COMPAT = ("docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang", "clrSchemeMapping", "shapeDefaults",
                  "decimalSymbol", "listSeparator")  # fmt: skip
"""Order of the parts of settings (ECMA-376 part 1, 17.15.1.78)."""
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def field(paragraph: Any, code: str, shown: str = "") -> None:
    """A field Word works out, with what is shown until it has."""
    for kind in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "code":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {code} "
            run._r.append(element)
        elif kind == "shown":
            run.text = shown
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)


def update_on_open(document: Any) -> None:
    """Contents and page numbers are worked out when the file is opened."""
    element = OxmlElement("w:updateFields")
    element.set(qn("w:val"), "true")
    _in_settings(document, element)


def plain_line_ends(document: Any) -> None:
    """A line that ends before its paragraph does is not stretched over the whole width."""
    compat = document.settings.element.find(qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        _in_settings(document, compat)
    compat.insert(0, OxmlElement("w:doNotExpandShiftReturn"))


def _in_settings(document: Any, element: Any) -> None:
    """Before the first part that has to stand behind it: readers may refuse settings in another order."""
    settings = document.settings.element
    behind = [qn(f"w:{name}") for name in (*_BEHIND_FIELDS, *_BEHIND_COMPAT)]
    later = next((each for each in settings if each.tag in behind and each.tag != element.tag), None)
    if later is None:
        settings.append(element)
    else:
        later.addprevious(element)


def font_of(style: Any, size: Any, color: RGBColor | None = None, bold: bool | None = None) -> None:
    """One font for letters of every script."""
    style.font.name, style.font.size, style.font.bold = FONT, size, bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    if color is not None:
        style.font.color.rgb = color


def language_of(document: Any, language: str) -> None:
    """The language spelling and hyphenation go by."""
    properties = document.styles["Normal"].element.get_or_add_rPr()
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), {"ru": "ru-RU", "en": "en-GB"}.get(language, language))
    properties.append(element)


def repeat_head(row: Any) -> None:
    """This row stands again on every page of the table."""
    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def whole_row(row: Any) -> None:
    """No page end goes through this row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def shade(cell: Any, color: str) -> None:
    """A ground of that colour under a cell."""
    cell._tc.get_or_add_tcPr().append(
        parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{color}"/>')
    )


def rule_rows(table: Any) -> None:
    """Thin lines between rows, none between columns."""
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="{color}"/>'
        for edge, size, color in (("top", 8, "1D2B45"), ("bottom", 4, "C3C9D2"), ("insideH", 4, "C3C9D2"))
    )
    table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>"))


def describe(picture: Any, alt: str) -> None:
    """Words for those who do not see the picture."""
    picture._inline.docPr.set("descr", alt)


def watermark(header: Any, text: str) -> None:
    """Pale letters across every page, behind the text."""
    width = min(560, 14 * len(text) + 40)
    header.paragraphs[0].add_run()._r.append(
        parse_xml(
            f"<w:pict {nsdecls('w')} {_VML}>"
            '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m@7,l@8,m@5,21600l@6,21600e">'
            '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
            '<v:shape id="watermark" o:spid="_x0000_s2049" type="#_x0000_t136" alt="" '
            f'style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:30pt;rotation:308;z-index:-251;'
            "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
            'mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="silver" stroked="f">'
            '<v:fill opacity=".4"/>'
            f'<v:textpath style="font-family:&quot;{FONT}&quot;;font-size:1pt" string="{escape(text)}"/>'
            "</v:shape></w:pict>"
        )
    )
