"""Numbers of the made-up clients: right in every check digit, and leading to nobody.

ИНН, КПП and ОГРН carry tax-office numbers from 60 up, which registers hardly use; telephone numbers begin with 0
after the area code, which no Russian subscriber number does; addresses stand under the reserved domain `example`
(RFC 2606).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]

_FIRST_OFFICE: Final = 60
_OFFICES: Final = 40
_FIRM_WEIGHTS: Final = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_PERSON_WEIGHTS_11: Final = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_PERSON_WEIGHTS_12: Final = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_STEP: Final = 31337
"""Prime to 10: walking by it visits every number of five or six digits once."""


def _check_digit(body: Int64, weights: tuple[int, ...]) -> Int64:
    """Weighted sum of the digits mod 11 mod 10 (order ММВ-7-6/435@ of the Federal Tax Service)."""
    total = np.zeros_like(body)
    rest = body.copy()
    for weight in reversed(weights):
        rest, digit = np.divmod(rest, 10)
        total += weight * digit
    return total % 11 % 10


def inn_of_firm(region: Int64, serial: Int64) -> Int64:
    """Ten-digit ИНН: region, office, five digits, check digit. Distinct for distinct `serial` below 4,000,000."""
    office = _FIRST_OFFICE + serial // 100_000 % _OFFICES
    body = (region * 100 + office) * 100_000 + serial * _STEP % 100_000
    return body * 10 + _check_digit(body, _FIRM_WEIGHTS)


def inn_of_person(region: Int64, serial: Int64) -> Int64:
    """Twelve-digit ИНН: region, office, six digits, two check digits. Distinct below 40,000,000."""
    office = _FIRST_OFFICE + serial // 1_000_000 % _OFFICES
    body = (region * 100 + office) * 1_000_000 + serial * _STEP % 1_000_000
    eleven = body * 10 + _check_digit(body, _PERSON_WEIGHTS_11)
    return eleven * 10 + _check_digit(eleven, _PERSON_WEIGHTS_12)


def kpp(region: Int64, serial: Int64) -> Int64:
    """Nine digits: region, office, reason 01 (place of the firm itself), 001."""
    return (region * 100 + _FIRST_OFFICE + serial // 100_000 % _OFFICES) * 100_000 + 1_001


def ogrn(region: Int64, serial: Int64, year: Int64) -> Int64:
    """Thirteen digits of a firm: 1, year, region, seven digits, remainder by 11."""
    body = ((100 + year % 100) * 100 + region) * 10_000_000 + serial * _STEP % 10_000_000
    return body * 10 + body % 11 % 10


def ogrnip(region: Int64, serial: Int64, year: Int64) -> Int64:
    """Fifteen digits of a sole trader: 3, year, region, nine digits, remainder by 13."""
    body = ((300 + year % 100) * 100 + region) * 1_000_000_000 + serial * _STEP % 1_000_000_000
    return body * 10 + body % 13 % 10


def phone(dial: int, serial: int) -> str:
    """`+7 495 012-34-56`: the area of the city, a subscriber number that is never given out."""
    digits = f"{serial * _STEP % 1_000_000:06d}"
    return f"+7 {dial} 0{digits[:2]}-{digits[2:4]}-{digits[4:]}"
