"""Pictures on their way into a document: what they are and how large, told from their first bytes."""

from __future__ import annotations

import base64
import zlib
from typing import Literal

from core.problem import N_, Problem

Kind = Literal["png", "jpeg"]
LARGEST_BYTES = 8 * 1024 * 1024
LARGEST_SIDE = 12_000
_PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG that tell its size."""


def size_of(data: bytes) -> tuple[Kind, int, int]:
    """Kind, width and height in dots. Raises Problem (BAD_INPUT) for anything but a PNG or JPEG of sensible size."""
    found = _png(data) or _jpeg(data) if len(data) <= LARGEST_BYTES else None
    if found is None or not all(1 <= each <= LARGEST_SIDE for each in found[1:]):
        raise Problem(N_("The picture cannot go into the document: a PNG or JPEG of at most 8 MB is needed."))
    return found


def _png(data: bytes) -> tuple[Kind, int, int] | None:
    if not data.startswith(_PNG) or data[12:16] != b"IHDR" or len(data) < 24:
        return None
    return "png", int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def _jpeg(data: bytes) -> tuple[Kind, int, int] | None:
    at = 2
    if not data.startswith(b"\xff\xd8"):
        return None
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _FRAMES:
            return "jpeg", int.from_bytes(data[at + 7 : at + 9], "big"), int.from_bytes(data[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def is_whole(data: bytes) -> bool:
    """Whether a picture of a sensible size is there to its end: a torn one would stop a whole document."""
    try:
        kind, _width, _height = size_of(data)
    except Problem:
        return False
    return data.rstrip(b"\0").endswith(b"\xff\xd9") if kind == "jpeg" else _png_is_whole(data)


def _png_is_whole(data: bytes) -> bool:
    at = len(_PNG)
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        end = at + 8 + size
        if zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            return False
        if data[at + 4 : at + 8] == b"IEND":
            return True
        at = end + 4
    return False


def data_uri(data: bytes) -> str:
    """The picture inside an address, for HTML and SVG."""
    return f"data:image/{size_of(data)[0]};base64,{base64.b64encode(data).decode()}"


def svg_uri(svg: str) -> str:
    """A drawing inside an address: shown as an image, so that no script in it ever runs."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def as_svg(data: bytes) -> str:
    """The picture wrapped in a drawing: the one form the PDF maker takes inside a JSON text."""
    _kind, width, height = size_of(data)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="{data_uri(data)}"/></svg>'
    )
