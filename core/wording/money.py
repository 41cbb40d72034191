"""Money as the reader writes it. Amounts stay integers of minor units all the way: no rounding by floats."""

from __future__ import annotations

from core.entities.money import Money
from core.wording import language
from core.wording.numbers import NBSP

SYMBOLS = {
    "RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "CNY": "CN¥", "JPY": "¥", "KZT": "₸", "BYN": "Br", "UAH": "₴",
    "TRY": "₺", "GEL": "₾", "AMD": "֏", "AZN": "₼", "INR": "₹", "KRW": "₩", "ILS": "₪",
}  # fmt: skip
"""Signs of the currencies a Russian firm meets; any other shows its ISO 4217 code."""

MINOR_DIGITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "KWD": 3, "BHD": 3, "OMR": 3, "TND": 3, "JOD": 3}
"""ISO 4217 exponents that are not 2."""

_SCALES_RU = ((12, "трлн"), (9, "млрд"), (6, "млн"), (3, "тыс."))
_SCALES_EN = ((12, "T"), (9, "B"), (6, "M"), (3, "K"))


def minor_digits(currency: str) -> int:
    """Decimals of the currency: 2 for most (ISO 4217)."""
    return MINOR_DIGITS.get(currency, 2)


def money(value: Money) -> str:
    """The exact amount: `1 234 567,89 ₽`, `₽1,234,567.89`."""
    digits = minor_digits(value.currency)
    units, minor = divmod(abs(value.amount), 10**digits)
    text = f"{units:,}"
    if digits:
        text += f".{minor:0{digits}d}"
    return _dressed(text, "", value)


def whole(value: Money) -> str:
    """The amount to the nearest whole unit, half away from zero, for narrow columns: `1 234 568 ₽`."""
    return _dressed(f"{_rounded(abs(value.amount), 10 ** minor_digits(value.currency)):,}", "", value)


def short(value: Money) -> str:
    """The amount in few characters: `1,2 млн ₽`, `340 тыс. ₽`, `₽1.2M`; under a thousand, whole units."""
    minor = minor_digits(value.currency)
    amount = abs(value.amount)
    scales = _SCALES_RU if language() == "ru" else _SCALES_EN
    for power, word in scales:
        step = 10 ** (power + minor)
        # 999 500 of a scale already reads as 1 of the next one; under a thousand there is no scale to leave
        if amount * 2000 < step * (2000 if power == 3 else 1999):
            continue
        tenths = _rounded(amount * 10, step)
        if tenths >= 1000:
            return _dressed(f"{_rounded(amount, step):,}", word, value)
        text = f"{tenths // 10}" + (f".{tenths % 10}" if tenths % 10 else "")
        return _dressed(text, word, value)
    return whole(value)


def _rounded(amount: int, step: int) -> int:
    return (2 * amount + step) // (2 * step)


def _dressed(text: str, scale: str, value: Money) -> str:
    """Separators, sign, scale word and currency of a non-negative number written the English way."""
    sign = "-" if value.amount < 0 and text.strip("0.,") else ""
    symbol = SYMBOLS.get(value.currency)
    if language() == "ru":
        text = text.replace(",", NBSP).replace(".", ",")
        return f"{sign}{text}{NBSP}{scale}{NBSP if scale else ''}{symbol or value.currency}"
    if symbol is None:
        return f"{sign}{value.currency}{NBSP}{text}{scale}"
    return f"{sign}{symbol}{text}{scale}"
