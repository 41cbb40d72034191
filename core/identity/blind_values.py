"""What of a client can be compared without being read: normalised identifiers and the whole core name (store §7).

Only whole, finished values: a fragment of a number or one word of a name never has a tag, so nobody can spell a
stranger's identifier out letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from core.entities.client import ClientCard, ClientContacts

ProbeKind = Literal["inn", "phone", "email", "domain", "name"]
KINDS: tuple[ProbeKind, ...] = get_args(ProbeKind)
Value = tuple[ProbeKind, str]
"""A kind and a normalised value of it."""
_PHONE_DIGITS = 10
_SHORTEST_NAME = 2


def card_values(card: ClientCard) -> frozenset[Value]:
    """Values of the `card` compartment: ИНН and name."""
    return _told((("inn", card.inn), ("name", card.name)))


def contact_values(contacts: ClientContacts) -> frozenset[Value]:
    """Values of the `contacts` compartment: phones, e-mails and their domains."""
    mails = [(kind, mail) for mail in contacts.emails for kind in _MAIL_KINDS]
    return _told((*(("phone", phone) for phone in contacts.phones), *mails))


_MAIL_KINDS: tuple[ProbeKind, ...] = ("email", "domain")


def normal(kind: ProbeKind, text: str) -> str:
    """The value as it is compared, "" for one that is not finished, not valid or says nothing.

    A phone needs its ten digits, an ИНН right check digits; a domain of a mail service anybody may use is nobody's.
    """
    # Not at the start of a session: a manager who only reads needs none of it.
    from core.identity.features_text import FREE_MAIL, domain, inn_valid, phone_value
    from core.identity.names import core_tokens, mail_domain, mail_key

    if kind == "inn":
        digits = text.strip()
        return digits if inn_valid(digits) and any(digit != "0" for digit in digits) else ""
    if kind == "phone":
        digits = phone_value(text)
        return digits if len(digits) == _PHONE_DIGITS else ""
    if kind == "email":
        return mail_key(text)
    if kind == "domain":
        found = mail_domain(domain(mail_key(text)) if "@" in text else text)
        return "" if found in FREE_MAIL else found
    name = " ".join(sorted(core_tokens(text)))
    return name if len(name) >= _SHORTEST_NAME else ""


def _told(values: Iterable[Value]) -> frozenset[Value]:
    found = ((kind, normal(kind, text)) for kind, text in values if text)
    return frozenset((kind, text) for kind, text in found if text)
