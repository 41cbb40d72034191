"""What a person types into a form, as values: dates both ways of writing, amounts of money."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from core.problem import N_, Problem

MOST = Decimal(10) ** 13
_RUSSIAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def typed_date(text: str) -> dt.date | None:
    """A day as 2026-11-23 or 23.11.2026; None for nothing. Raises Problem for anything else."""
    told = text.strip()
    if not told:
        return None
    found = _RUSSIAN.fullmatch(told)
    try:
        if found:
            day, month, year = (int(part) for part in found.groups())
            return dt.date(year, month, day)
        return dt.date.fromisoformat(told)
    except ValueError:
        raise Problem(N_("{text} is no date: write it as 2026-11-23 or 23.11.2026."), text=told) from None


def typed_amount(text: str) -> Decimal:
    """An amount in whole units with a comma or a point before the small ones; nothing is 0. Raises Problem."""
    told = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "").replace(",", ".")
    if not told:
        return Decimal(0)
    try:
        value = Decimal(told)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= MOST:
        raise Problem(N_("{text} is no amount: write it as 5200 or 5200.50."), text=text.strip())
    return value


def typed_minor(text: str, currency: str) -> int:
    """Minor units of what was typed. Raises Problem."""
    from core.wording.money import minor_digits

    scaled: int = round(typed_amount(text) * Decimal(10) ** minor_digits(currency))
    return scaled
