"""What is amiss with a card: never verified, a number that cannot be, one way to reach or none (S03.36, S01.16)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple, get_args

from core.cleaning.texts import one_phone
from core.identity.features_text import inn_valid

Amiss = Literal["unverified", "inn", "phone", "email", "bounced", "no_contact", "single_contact", "one_time"]
AMISS: tuple[Amiss, ...] = get_args(Amiss)
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")


class CardFacts(NamedTuple):
    """What the checks look at. `verified`: day of the last stamp, else of the card's making; days since 1970-01-01."""

    client: str
    inn: str
    phones: Sequence[str]
    emails: Sequence[str]
    verified: int
    purchases: int
    """Days with purchases; -1 where they are not known."""
    bounced: bool = False
    """Letters to an address of his, or of a person of his, came back for good."""


class Finding(NamedTuple):
    """One thing amiss. `days`: how long since it was verified."""

    client: str
    kind: Amiss
    days: int = 0


def findings(cards: Iterable[CardFacts], today: int, unverified_days: int) -> list[Finding]:
    """Everything amiss, card by card. Who bought once is listed to be kept, never to be thrown out (S03.31)."""
    found: list[Finding] = []
    for card in cards:
        age = today - card.verified
        if age > unverified_days:
            found.append(Finding(card.client, "unverified", age))
        if card.inn and not inn_valid(card.inn):
            found.append(Finding(card.client, "inn"))
        if any(not one_phone(each) for each in card.phones):
            found.append(Finding(card.client, "phone"))
        if any(not _MAIL.fullmatch(each) for each in card.emails):
            found.append(Finding(card.client, "email"))
        if card.bounced:
            found.append(Finding(card.client, "bounced"))
        ways = len(card.phones) + len(card.emails)
        if ways < 2:
            found.append(Finding(card.client, "single_contact" if ways else "no_contact"))
        if card.purchases == 1:
            found.append(Finding(card.client, "one_time"))
    return found
