"""The page template set with typst, inside the rendering process: in memory, no font and no file of the machine."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import typst

_ROOT = re.compile(rb"/Type\s*/Pages\b[^<>]*?/Count (\d+)")
"""The root of the page tree, which the compiler writes in clear."""
_PICTURES = b"""#set page(width: 480pt, height: auto, margin: 0pt, fill: white)
#for each in json(bytes(sys.inputs.document)) { page(image(bytes(each), format: "svg", width: 100%)) }
"""
TEMPLATE = Path(__file__).with_name("document.typ")


@dataclass(frozen=True, slots=True)
class Compiled:
    """Files (one PDF, or one PNG a page) and what the compiler warned of."""

    files: list[bytes]
    warnings: list[str]


def compiled(
    page: bytes, root: str, kind: Literal["pdf", "png"], system_fonts: bool = False, ppi: float = 110
) -> Compiled:
    """Set `page`, the JSON of `payload.Page`. `root` is an empty folder: all the template could ever open."""
    return _set(TEMPLATE.read_bytes(), page, root, kind, system_fonts, ppi)


def drawn(drawings: Sequence[str], root: str, system_fonts: bool = False, ppi: float = 180) -> list[bytes]:
    """Every drawing (SVG) as a PNG, for formats that take no SVG."""
    if not drawings:
        return []
    return _set(_PICTURES, json.dumps(drawings).encode(), root, "png", system_fonts, ppi).files


def _set(
    template: bytes, data: bytes, root: str, kind: Literal["pdf", "png"], system_fonts: bool, ppi: float
) -> Compiled:
    fonts = typst.Fonts(include_system_fonts=system_fonts)
    compiler = typst.Compiler(
        template,
        root=root,
        font_paths=fonts,
        sys_inputs={"document": data.decode()},
        package_path=root,
        package_cache_path=root,
    )
    found, warnings = compiler.compile_with_warnings(format=kind, ppi=ppi, timestamp=0)
    files = found if isinstance(found, list) else [found or b""]
    # A family that this machine lacks is what the list of fall-backs is for.
    told = [each.message for each in warnings if "unknown font family" not in each.message or not system_fonts]
    return Compiled(files, told)


def finished(data: bytes, password: str) -> tuple[bytes, int]:
    """The PDF, closed by AES-256 where a password is given, and its number of pages."""
    if not password and (root := _ROOT.search(data)):
        return data, int(root[1])
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(io.BytesIO(data))
    pages = len(reader.pages)
    if not password:
        return data, pages
    writer = PdfWriter(clone_from=reader)
    writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), pages
