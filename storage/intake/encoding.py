"""Which encoding a table is in (spec/exchange §1.5): BOM, zero bytes, strict UTF-8, then Russian letter frequency."""

from __future__ import annotations

import codecs
import re
from typing import Final

from storage.intake.frames import ENCODINGS

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CYRILLIC: Final = ("cp1251", "cp866", "koi8-r", "mac-cyrillic")
# Occurrences per thousand letters of running Russian text (national corpus, rounded).
_PER_THOUSAND: Final = (
    110, 84, 80, 74, 67, 63, 55, 47, 45, 44, 35, 32, 30, 28, 26, 20, 19, 17,
    17, 16, 16, 14, 12, 10, 9, 7, 6, 5, 4, 3, 3, 1, 1,
)  # fmt: skip
_FREQUENCY: Final = dict(
    zip(
        "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
        _PER_THOUSAND,
        strict=True,
    )
)
_OUTLANDISH: Final = -60
_SIGNS: Final = frozenset("№«»“”„–—…\u00a0’‘§°₽•")
_LOWER_UPPER: Final = re.compile(r"[а-яё][А-ЯЁ]")
_UTF8_PAIR: Final = re.compile(rb"\xd0[\x81\x90-\xbf]|\xd1[\x80-\x91]")
"""A Russian letter in UTF-8; in the eight-bit code pages such pairs are rare."""
_LETTER_RUN: Final = re.compile(rb"[\x80-\xff]+")


def sniff(head: bytes, cut: bool = False) -> str:
    """Name of the encoding of `head`, one of `frames.ENCODINGS`. `cut`: the last character may be incomplete."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    wide = _sniff_utf16(head)
    if wide:
        return wide
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=not cut)
    except UnicodeDecodeError:
        return "utf-8" if _mostly_utf8(head) else sniff_eight_bit(head)
    return "utf-8"


def _mostly_utf8(head: bytes) -> bool:
    """UTF-8 with a foreign stretch in it, such as two files joined: read as what most of it is, the row is told."""
    pairs = len(_UTF8_PAIR.findall(head))
    high = sum(map(len, _LETTER_RUN.findall(head)))
    return pairs >= 8 and 2 * pairs >= 0.6 * high


def _sniff_utf16(head: bytes) -> str:
    """UTF-16 without a mark: one half of the byte pairs is mostly zero (Latin, digits) or 4 (Cyrillic)."""
    sample = head[: len(head) // 2 * 2][:4096]
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    pairs = len(sample) // 2
    for name, high, low in (("utf-16-le", sample[1::2], sample[0::2]), ("utf-16-be", sample[0::2], sample[1::2])):
        likely = high.count(0) + high.count(4)
        if likely >= 0.8 * pairs and high.count(0) > 0 and low.count(0) <= 0.05 * pairs:
            return name
    return ""


def sniff_eight_bit(head: bytes) -> str:
    """The Cyrillic code page whose reading looks most like Russian; cp1252 for lone accented letters."""
    runs = _LETTER_RUN.findall(head)
    high = sum(map(len, runs))
    latin = sum(1 for byte in head if 65 <= byte <= 90 or 97 <= byte <= 122)
    western = head.decode("cp1252", "replace")
    letters = sum(1 for char in western if char >= "\x80" and (char.isalpha() or char in "£€"))
    if runs and high < 1.5 * len(runs) and latin > 5 * high and letters > 0.8 * high:
        return "cp1252"
    return max(_CYRILLIC, key=lambda name: _score(head, name))


def _score(head: bytes, name: str) -> float:
    """Mean letter frequency of the non-ASCII characters, less a penalty for a capital after a small letter."""
    text = head.decode(name, errors="replace")
    total = count = 0
    for char in text:
        if char < "\x80":
            continue
        count += 1
        lower = char.lower()
        weight = _FREQUENCY.get(lower)
        if weight is None:
            total += 0 if char in _SIGNS else _OUTLANDISH
        else:
            total += weight if char == lower else weight * 2 // 3
    if not count:
        return 0.0
    return (total - 40 * len(_LOWER_UPPER.findall(text))) / count


def known(name: str) -> str:
    """The canonical name of an encoding a person asked for, or an empty string if it is none of ours."""
    try:
        wanted = codecs.lookup(name).name
    except LookupError:
        return ""
    wanted = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(wanted, wanted)
    return next((ours for ours in ENCODINGS if codecs.lookup(ours).name == wanted), "")
