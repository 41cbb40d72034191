"""Numbers as people and programs write them, exactly: an integer and its decimal places, never a float.

Spec/exchange §5: NBSP, thin space, apostrophe, decimal comma or point, "(1 234,50)", "1 234-50", a trailing
minus, a currency; "1,234" alone is ambiguous and decided by the whole column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple

from storage.intake import limits

Role = Literal["decimal", "group"]

_SPACES: Final = re.compile(r"[\s\u2007\u2009\u202f]+")
_CODES: Final = {
    "₽": "RUB", "руб": "RUB", "руб.": "RUB", "р": "RUB", "р.": "RUB", "рублей": "RUB", "рубль": "RUB", "рубля": "RUB",
    "$": "USD", "€": "EUR", "£": "GBP", "₸": "KZT", "тг": "KZT", "₴": "UAH", "¥": "CNY", "сум": "UZS", "евро": "EUR",
    "долл.": "USD", "долл": "USD", "rur": "RUB",
}  # fmt: skip
_ISO_CODES: Final = (
    "RUB USD EUR GBP KZT BYN UAH CNY JPY CHF PLN TRY AED AMD AZN GEL KGS MDL TJS TMT UZS INR CZK SEK NOK DKK HUF"
    " RON BGN ILS KRW VND THB HKD SGD AUD CAD NZD ZAR BRL MXN"
)
CURRENCIES: Final = frozenset(_ISO_CODES.split())
_WHOLE_ONLY: Final = frozenset({"JPY", "KRW", "VND"})
_CURRENCY: Final = r"(?:₽|руб(?:\.|лей|ля|ль)?|р\.?|\$|€|£|₸|тг|₴|¥|сум|евро|долл\.?|[A-Za-z]{3})"
_NUMBER: Final = re.compile(
    rf"(?P<open>\()?\s?(?P<before>[-+−–])?\s?(?:{_CURRENCY}\s?)?(?P<inner>[-+−–])?"
    rf"(?P<digits>[0-9][0-9 .,'’]*|[.,][0-9]+)(?P<kopecks>-[0-9][0-9])?(?P<after>[-−–])?\s?"
    rf"(?P<currency>{_CURRENCY})?\s?(?P<close>\))?",
    re.IGNORECASE,
)
_LEADING_CURRENCY: Final = re.compile(rf"[-+−–(\s]*(?P<currency>{_CURRENCY})(?=[\s0-9.,+−–-])", re.IGNORECASE)
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:(?P<mark>[ '’])[0-9]{3})(?:(?P=mark)[0-9]{3})*\Z")


class Style(NamedTuple):
    """What a lone comma and a lone point before exactly three digits mean in this column."""

    comma: Role
    point: Role


class Number(NamedTuple):
    """`mantissa` / 10**`places`, with the ISO code of a currency written beside it, if any."""

    mantissa: int
    places: int
    currency: str = ""


def currency_code(text: str) -> str:
    """ISO 4217 code of a currency as written, or an empty string."""
    plain = text.strip().lower()
    if plain in _CODES:
        return _CODES[plain]
    return plain.upper() if plain.upper() in CURRENCIES else ""


def minor_digits(currency: str) -> int:
    """Decimal places of the minor unit (ISO 4217)."""
    return 0 if currency in _WHOLE_ONLY else 2


def column_style(texts: Iterable[str], money: bool) -> Style:
    """Decide "1,234" and "1.234" by all distinct texts of a column.

    Proof wins: another value with both marks, with one mark repeated, or with other than three digits behind it.
    Without proof a point is decimal; a comma in `money` groups thousands when small values come without it and no
    large value does, or when all have it; in quantities it is decimal ("1,000" kg as 1C prints it).
    """
    votes: dict[tuple[str, Role], int] = {}
    unsure = plain_large = 0
    for text in texts:
        found = _NUMBER.fullmatch(_SPACES.sub(" ", text.strip()[: limits.NUMBER_CHARS]))
        if found is None:
            continue
        digits = found["digits"].strip()
        commas, points = digits.count(","), digits.count(".")
        if commas and points:
            last: str = "," if digits.rfind(",") > digits.rfind(".") else "."
            votes[last, "decimal"] = 1
            votes["." if last == "," else ",", "group"] = 1
        elif commas + points:
            mark = "," if commas else "."
            role = _lone(digits, mark)
            unsure += role is None and mark == ","
            if role is not None:
                votes[mark, role] = 1
        else:
            plain_large += len(digits) >= 4 and digits.isdigit()
    return Style(_decide(",", ".", votes, money, unsure, plain_large), _decide(".", ",", votes, False, 0, 0))


def _lone(digits: str, mark: str) -> Role | None:
    """What this text alone proves about its only kind of mark; None when it proves nothing."""
    if digits.count(mark) > 1:
        return "group"
    head, tail = digits.split(mark)
    if len(tail) != 3 or len(head) > 3 or head in ("", "0") or head.startswith("0") or " " in head:
        return "decimal"
    return None


def _decide(
    mark: str, other: str, votes: dict[tuple[str, Role], int], money: bool, unsure: int, plain_large: int
) -> Role:
    if (mark, "decimal") in votes:
        return "decimal"
    if (mark, "group") in votes or (other, "decimal") in votes:
        return "group"
    return "group" if money and unsure and not plain_large else "decimal"


def parse(text: str, style: Style) -> Number | None:
    """The number in `text`, or None when it is none (or has more than 18 digits)."""
    if text.isascii() and text.isdigit() and len(text) <= limits.NUMBER_DIGITS:
        return Number(int(text), 0)
    if len(text) > limits.NUMBER_CHARS:
        return None
    text = _SPACES.sub(" ", text.strip())
    found = _NUMBER.fullmatch(text)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return None
    signs = [sign for sign in (found["before"], found["inner"], found["after"]) if sign]
    if len(signs) + bool(found["open"]) > 1:
        return None
    parts = _split(found["digits"].strip(), style)
    if parts is None or (found["kopecks"] and parts[1]):
        return None
    whole, fraction = parts[0], (found["kopecks"] or "")[1:] or parts[1]
    if not (whole + fraction).isdigit() or len(whole) + len(fraction) > limits.NUMBER_DIGITS:
        return None
    mantissa = int(whole + fraction)
    if found["open"] or (signs and signs[0] != "+"):
        mantissa = -mantissa
    currency = _currency(text, found["currency"])
    return None if currency is None else Number(mantissa, len(fraction), currency)


def _currency(text: str, behind: str | None) -> str | None:
    """ISO code of the currency beside the number, "" for none, None for letters that are no currency."""
    ahead = _LEADING_CURRENCY.match(text)
    written = [word for word in (behind, ahead["currency"] if ahead else None) if word]
    codes = [currency_code(word) for word in written]
    if "" in codes or len(codes) > 1:
        return None
    return codes[0] if codes else ""


def _split(digits: str, style: Style) -> tuple[str, str] | None:
    """Whole and decimal digits, or None when the marks do not fit."""
    commas, points = digits.count(","), digits.count(".")
    mark = ""
    if commas and points:
        mark = "," if digits.rfind(",") > digits.rfind(".") else "."
    elif commas + points == 1:
        only = "," if commas else "."
        role = _lone(digits, only) or (style.comma if commas else style.point)
        mark = only if role == "decimal" else ""
    whole, _, fraction = digits.partition(mark) if mark else (digits, "", "")
    if mark and digits.count(mark) > 1:
        return None
    if fraction and not fraction.isdigit():
        return None
    group = "." if mark == "," else "," if mark == "." else "," if commas else "." if points else ""
    if group and group in whole:
        groups = whole.split(group)
        if not 1 <= len(groups[0]) <= 3 or any(len(part) != 3 for part in groups[1:]):
            return None
        whole = "".join(groups)
    elif whole and not whole.isdigit():
        if not _GROUPED.match(whole):
            return None
        whole = re.sub(r"[ '’]", "", whole)
    return whole, fraction


def scaled(number: Number, places: int) -> int:
    """The number times 10**places, halves rounded away from zero, so that a cancellation nets to nothing."""
    if number.places <= places:
        return int(number.mantissa * 10 ** (places - number.places))
    return rounded(number.mantissa, 10 ** (number.places - places))


def rounded(value: int, unit: int) -> int:
    """`value` / `unit` to the nearest integer, halves away from zero."""
    whole = (abs(value) * 2 + unit) // (2 * unit)
    return whole if value >= 0 else -whole
