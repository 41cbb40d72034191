"""Counts, decimals and shares as the reader writes them.

`1 234,5` and `83 %` in Russian, `1,234.5` and `83%` in English.
"""

from __future__ import annotations

from core.wording import language

NBSP = "\u00a0"
"""No-break space: a number is never torn at the end of a line (spec/exchange §5)."""


def count(n: int) -> str:
    """A whole number in groups of three."""
    grouped = f"{n:,}"
    return grouped.replace(",", NBSP) if language() == "ru" else grouped


def decimal(value: float, digits: int = 1) -> str:
    """A number with exactly `digits` decimals, in groups of three."""
    return _localised(f"{value:,.{digits}f}")


def trimmed(value: float, digits: int = 2) -> str:
    """A number with at most `digits` decimals: no trailing zeros."""
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return _localised("0" if text == "-0" else text)


def percent(value: float, digits: int = 0) -> str:
    """A value already in percent (83.0, not 0.83) with its sign."""
    return decimal(value, digits) + (f"{NBSP}%" if language() == "ru" else "%")


def share(fraction: float, digits: int = 0) -> str:
    """A fraction of one (0.83) as percent."""
    return percent(100 * fraction, digits)


def _localised(text: str) -> str:
    if language() == "ru":
        return text.replace(",", NBSP).replace(".", ",")
    return text
