"""Exact sums of amounts written in a bank's or a program's way; no float ever touches money."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation


def amount_of(text: str) -> Decimal | None:
    """The amount in "1 234,50", "1234.50", "-7" or "1,234.50"; None where there is none."""
    plain = "".join(text.split()).replace("\u00a0", "").replace("'", "")
    if not plain or len(plain) > 40:
        return None
    if "," in plain and "." in plain:
        plain = plain.replace(",", "") if plain.rfind(".") > plain.rfind(",") else plain.replace(".", "")
    try:
        value = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 10**16 else None


def written(value: Decimal) -> str:
    """The amount without an exponent, as many decimals as it has."""
    return format(value, "f")
