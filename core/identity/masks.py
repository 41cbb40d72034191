"""What may be shown of a telephone or an address before it is revealed (spec/store §7, U05)."""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "*"
_DIGITS: Final = re.compile(r"\D")
_SHOWN_DIGITS: Final = 2
_RUSSIAN: Final = 11


def phone_mask(phone: str) -> str:
    """A telephone with its country and last two digits: +7 9** ***-**-67. Empty for what has too few digits."""
    digits = _DIGITS.sub("", phone)
    if len(digits) == _RUSSIAN - 1:
        digits = "7" + digits
    if len(digits) == _RUSSIAN and digits[0] in "78":
        return f"+7 {digits[1]}** ***-**-{digits[-_SHOWN_DIGITS:]}"
    if len(digits) <= 2 * _SHOWN_DIGITS:
        return ""
    return f"{HIDDEN * (len(digits) - _SHOWN_DIGITS)}{digits[-_SHOWN_DIGITS:]}"


def mail_mask(mail: str) -> str:
    """An address with the first letter of the person and of the domain: a***@r***.ru. Empty for what is no address."""
    local, at, domain = mail.strip().rpartition("@")
    host, dot, top = domain.rpartition(".")
    if not (local and at and host and dot):
        return ""
    return f"{local[0]}{HIDDEN * 3}@{host[0]}{HIDDEN * 3}.{top}"
