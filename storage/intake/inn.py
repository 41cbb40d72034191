"""ИНН: check digits and the leading zero that spreadsheets lose (spec/exchange §1.1)."""

from __future__ import annotations

from typing import Final

_TEN: Final = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_ELEVEN: Final = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_TWELVE: Final = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def fits(text: str) -> bool:
    """True for 10 or 12 digits with right check digits."""
    if not (text.isascii() and text.isdigit()):
        return False
    digits = [int(char) for char in text]
    if len(digits) == 10:
        return any(digits) and _check(digits, _TEN) == digits[9]
    if len(digits) == 12:
        return any(digits) and _check(digits, _ELEVEN) == digits[10] and _check(digits, _TWELVE) == digits[11]
    return False


def _check(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(weight * digit for weight, digit in zip(weights, digits, strict=False)) % 11 % 10


def restore(text: str) -> str:
    """The ИНН of a cell in an ИНН column: "7707083893.0" without its tail, 9 or 11 digits with the zero that fits."""
    text = text.removeprefix("'").replace(" ", "")
    whole, point, tail = text.partition(".")
    if point and whole.isdigit() and not tail.strip("0"):
        text = whole
    if len(text) in (9, 11) and fits("0" + text):
        return "0" + text
    return text
