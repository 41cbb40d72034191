"""Where a table begins: preamble, header row, totals rows (spec/exchange §3 step 2)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final, Literal

from storage.intake import dates, inn, numbers
from storage.intake.text import squeeze

CellKind = Literal["empty", "number", "date", "text"]

_STYLE: Final = numbers.Style("decimal", "decimal")
_TOTALS: Final = re.compile(
    r"\s*(?:(?:общий )?итог(?:о|и)?|всего|grand total|total)(?:\s+(?:по|за|оборот)\S*(?:\s.*)?)?[\s:.]*", re.IGNORECASE
)
_FILLED_SHARE: Final = 0.6


def cell_kind(text: str) -> CellKind:
    """What a cell looks like taken alone."""
    text = text.strip()
    if not text:
        return "empty"
    if numbers.parse(text, _STYLE) is not None:
        return "number"
    return "text" if isinstance(dates.parse(text), str) else "date"


def is_totals_label(text: str) -> bool:
    """True for "Итого", "Всего:", "Total" and the like standing alone in a cell."""
    return _TOTALS.fullmatch(text) is not None


def find_header(rows: Sequence[Sequence[str]], known: Collection[str], asked: Collection[str]) -> int:
    """1-based number of the header row among the first rows of a file, 0 when none looks like one.

    A header has the usual width, is mostly filled with distinct texts, and either holds a name the mapping knows
    (`known`, squeezed) or the person asked for (`asked`), or stands above columns of another type.
    """
    filled = [sum(1 for cell in row if cell.strip()) for row in rows]
    widths = Counter(len(row) for row, count in zip(rows, filled, strict=True) if count)
    if not widths:
        return 0
    usual = max(widths, key=lambda width: (widths[width], width))
    fallback = 0
    for number, row in enumerate(rows, 1):
        count = filled[number - 1]
        if len(row) < usual - 1 or count < max(1, _FILLED_SHARE * min(usual, len(row))):
            continue
        names = [squeeze(cell) for cell in row if cell.strip()]
        kinds = [cell_kind(cell) for cell in row]
        if len(set(names)) < 0.7 * len(names) or kinds.count("text") < 0.6 * count:
            return fallback
        if any(cell.strip() in asked for cell in row) or sum(name in known for name in names) >= min(2, len(names)):
            return number
        if _differs_below(kinds, rows[number : number + 20]):
            return number
        return fallback
    return fallback


def _differs_below(kinds: Sequence[CellKind], below: Sequence[Sequence[str]]) -> bool:
    """True when some column is text in the header and mostly numbers or dates in the rows after it."""
    for index, kind in enumerate(kinds):
        if kind != "text":
            continue
        seen = [cell_kind(row[index]) for row in below if index < len(row)]
        typed = sum(cell in ("number", "date") for cell in seen)
        if typed and typed >= 0.5 * (len(seen) - seen.count("empty")):
            return True
    return False


def fingerprint(columns: Sequence[str]) -> str:
    """32 hex digits, equal for files whose headers say the same."""
    return hashlib.sha256("\x1f".join(map(squeeze, columns)).encode()).hexdigest()[:32]


def looks_like_inn(texts: Sequence[str]) -> bool:
    """True when most of the texts are numbers whose check digits fit, a lost leading zero put back."""
    return bool(texts) and sum(inn.fits(inn.restore(text)) for text in texts) >= 0.8 * len(texts)
