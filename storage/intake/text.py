"""Text of foreign files made harmless and comparable (spec/security R11)."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_GAPS: Final = re.compile(r"\s+")
_SEQUENCE: Final = re.compile("\x1b(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[@-Z^_])")
"""A command to a terminal; the whole of it is one mark."""
_MARK: Final = "\ufffd"
_DROPPED: Final = frozenset("\u00ad\u200b\u2060\ufeff")
_NOT_SQUEEZED: Final = re.compile(r"[\W_]+")


def clean(text: str) -> str:
    """NFC, one space for any white space, no ends; controls, bidi marks and private characters show as U+FFFD."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text or text[:1] == " " or text[-1:] == " " else text
    if "\x1b" in text:
        text = _SEQUENCE.sub(_MARK, text)
    text = _GAPS.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if text.isprintable():
        return text
    return "".join(_harmless(char) for char in text).strip()


def is_clean(joined: str) -> bool:
    """Whether `clean` would leave every one of these texts as it is; they are joined by NUL."""
    gaps = any(pair in joined for pair in ("  ", " \0", "\0 ")) or joined[:1] == " " or joined[-1:] == " "
    return not gaps and joined.replace("\0", "").isprintable() and unicodedata.is_normalized("NFC", joined)


def _harmless(char: str) -> str:
    if char in _DROPPED:
        return ""
    if char == " " or char.isprintable() or unicodedata.category(char) == "Cn":
        return char
    return _MARK


def squeeze(text: str) -> str:
    """Letters and digits alone, small, ё as е: how headers are compared ("Customer ID" = "customer_id")."""
    return _NOT_SQUEEZED.sub("", text.casefold().replace("ё", "е"))
