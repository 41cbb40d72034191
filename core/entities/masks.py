"""What is shown of a phone or an e-mail before it is revealed: enough to recognise, never enough to use (U05)."""

from __future__ import annotations

import re

_NOT_DIGIT = re.compile(r"\D")
_FULL = 10
HIDDEN = "***"


def phone_mask(phone: str) -> str:
    """+7 900 123-45-67 → +7 9** ***-**-67: country, first and last two digits; a shorter number keeps its last two."""
    digits = _NOT_DIGIT.sub("", phone)
    if len(digits) < _FULL:
        return f"{HIDDEN}-{digits[-2:]}" if len(digits) > 4 else HIDDEN
    own = digits[-_FULL:]
    country = digits[:-_FULL]
    if country == "8" or (not country and not phone.strip().startswith("+")):
        country = "7"
    return f"+{country or '7'} {own[0]}** ***-**-{own[-2:]}"


def mail_mask(address: str) -> str:
    """info@romashka.ru → i***@r***.ru; what has no @ is hidden whole."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not local or not domain:
        return HIDDEN
    host, dot, zone = domain.rpartition(".")
    if not dot:
        return f"{local[0]}{HIDDEN}@{HIDDEN}"
    return f"{local[0]}{HIDDEN}@{host[:1]}{HIDDEN}.{zone}"


def handle_mask(handle: str) -> str:
    """Name in a messenger or network: @ivanov → @i***; one that is a telephone as a telephone."""
    told = handle.strip()
    if len(_NOT_DIGIT.sub("", told)) >= _FULL:
        return phone_mask(told)
    sign, own = ("@", told[1:]) if told.startswith("@") else ("", told)
    return f"{sign}{own[:1]}{HIDDEN}" if own else HIDDEN
