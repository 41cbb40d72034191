"""Words of files in a dossier: kinds and sizes."""

from __future__ import annotations

from typing import Final

from core.files.kinds import PICTURES
from core.wording import N_, fill, gettext, numbers

_WORDS: Final = {
    "pdf": N_("PDF"),
    "docx": N_("document"),
    "odt": N_("document"),
    "doc": N_("document"),
    "rtf": N_("document"),
    "xlsx": N_("table"),
    "ods": N_("table"),
    "xls": N_("table"),
    "csv": N_("table"),
    "txt": N_("text"),
    "pptx": N_("slides"),
    "odp": N_("slides"),
    "ppt": N_("slides"),
    "eml": N_("letter"),
    "vcf": N_("address card"),
    "ics": N_("calendar"),
}
_KILO: Final = 1024
STATES: Final = {"kept": N_("kept"), "removed": N_("off the list"), "destroyed": N_("destroyed")}


def kind_word(kind: str) -> str:
    """A kind as a person calls it."""
    if kind in PICTURES:
        return gettext("picture")
    return gettext(_WORDS.get(kind, _WORDS["txt"]))


def size_text(size: int) -> str:
    """Bytes as a person reads them.

    >>> size_text(300)
    '1 КБ'
    """
    if size < _KILO * _KILO:
        return fill(gettext("{n} kB"), n=numbers.count(max(1, round(size / _KILO))))
    return fill(gettext("{n} MB"), n=numbers.trimmed(round(size / _KILO / _KILO, 1)))
