"""What a person or a file wrote in a field, as a value; anything else as one clear sentence."""

from __future__ import annotations

from collections.abc import Mapping

from core.problem import N_, Problem
from core.wording.money import minor_digits
from core.wording.spending import code_of, word
from storage.intake import dates, numbers

MOST_MONEY = 10**15
"""Minor units: beyond this a sum is a slip of the keyboard."""
MOST_PERCENT = 100.0
MOST_MINUTES = 60 * 24 * 366
LINE_MAX = 200
_STYLE = numbers.Style("decimal", "decimal")


def day(text: str, default: int) -> int:
    """Days since 1970-01-01; empty: `default`. Raises Problem (BAD_INPUT)."""
    if not text.strip():
        return default
    found = dates.parse(text)
    if not isinstance(found, int):
        raise Problem(N_("A date looks like 30.11.2026: “{text}” is none."), text=text.strip()[:40])
    return found


def sum_of(text: str, currency: str) -> int:
    """Minor units, not negative; empty: 0. Raises Problem (BAD_INPUT)."""
    if not text.strip():
        return 0
    number = numbers.parse(text, _STYLE)
    if number is None or number.mantissa < 0 or number.currency not in ("", currency):
        raise Problem(
            N_("A sum is a number of {currency}, not below zero: “{text}” is none."),
            currency=currency,
            text=text.strip()[:40],
        )
    amount = numbers.scaled(number, minor_digits(currency))
    if amount > MOST_MONEY:
        raise Problem(N_("This sum is too large: compare it with the document."))
    return amount


def minutes(text: str) -> int:
    """Hours as a number or as 1:30; empty: 0. Raises Problem (BAD_INPUT)."""
    text = text.strip()
    if not text:
        return 0
    hours, colon, rest = text.partition(":")
    number = numbers.parse(hours, _STYLE)
    fits = number is not None and number.mantissa >= 0 and (not colon or (rest.isdecimal() and int(rest) < 60))
    if not fits or number is None:
        raise Problem(N_("Hours look like 1.5 or 1:30: “{text}” is neither."), text=text[:40])
    found = numbers.scaled(numbers.Number(number.mantissa * 60, number.places), 0) + (int(rest) if colon else 0)
    if found > MOST_MINUTES:
        raise Problem(N_("More hours than a year has: compare them."))
    return found


def whole(text: str, low: int, high: int) -> int:
    """A whole number in a range. Raises Problem (BAD_INPUT)."""
    number = numbers.parse(text.strip() or "x", _STYLE)
    value = None if number is None or number.currency else numbers.scaled(number, 0)
    exact = number is not None and value is not None and value * 10**number.places == number.mantissa
    if value is None or not exact or not low <= value <= high:
        raise Problem(
            N_("A whole number from {low} to {high} is needed: “{text}” is none."),
            low=low,
            high=high,
            text=text.strip()[:40],
        )
    return value


def percent(text: str) -> float:
    """A number from 0 to 100, with or without the sign. Raises Problem (BAD_INPUT)."""
    number = numbers.parse(text.strip().removesuffix("%").strip() or "x", _STYLE)
    value = None if number is None or number.currency else float(number.mantissa / 10**number.places)
    if value is None or not 0 <= value <= MOST_PERCENT:
        raise Problem(N_("A percentage lies between 0 and 100: “{text}” does not."), text=text.strip()[:40])
    return value


def choice(names: Mapping[str, str], text: str, default: str) -> str:
    """Code of a value of a closed list, by code or word; empty: `default`. Raises Problem (BAD_INPUT)."""
    if not text.strip():
        return default
    found = code_of(names, text)
    if found is None:
        known = ", ".join(word(names, code) for code in names)
        raise Problem(N_("“{text}” is none of these: {known}."), text=text.strip()[:40], known=known)
    return found


def line(text: str, most: int = LINE_MAX) -> str:
    """Words on one line. Raises Problem (BAD_INPUT) for too many."""
    found = " ".join(text.split())
    if len(found) > most:
        raise Problem(N_("This value is too long: {limit} characters are allowed."), limit=most)
    return found
