"""A client as a record that can be compared and merged, and the card that a merged record shows."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import Any, Final

import msgspec

from core.entities.client import ClientCard, ClientContacts, ClientLine
from core.identity.features import FIRMS, PEOPLE, Record, Schema
from core.identity.features_text import inn_valid, mail_value, ogrn_valid, phone_value

PLAIN: Final = (
    "name",
    "kind",
    "external_id",
    "inn",
    "kpp",
    "ogrn",
    "city",
    "address",
    "site",
    "note",
    "loyalty_card",
)
"""Fields of a card that are one text."""
LINE: Final = ("name", "external_id", "inn", "city")
"""Fields of the lines a session keeps in memory."""
FIELDS: Final = (*PLAIN, "tags", "phone", "email")
"""Everything a merge decides on, in the order a person reads it."""


def record_of(key: Hashable, card: ClientCard, contacts: ClientContacts) -> Record:
    """Card and contacts of one client; empty fields are left out."""
    said = {name: str(getattr(card, name)) for name in PLAIN}
    return Record.of(key, **said, tags=card.tags, phone=contacts.phones, email=contacts.emails)


def record_of_line(key: Hashable, line: ClientLine) -> Record:
    """The same of what a list knows."""
    return Record.of(key, **{name: str(getattr(line, name)) for name in LINE}, tags=line.tags)


def schema_of(card: ClientCard) -> Schema:
    """Persons are compared by other fields than firms."""
    return PEOPLE if card.kind == "person" else FIRMS


def card_of(shown: Record, cards: Sequence[ClientCard]) -> tuple[ClientCard, ClientContacts]:
    """Card and contacts of a merged record. `cards` are those of its members, the survivor's first."""
    said = {name: ", ".join(shown.values.get(name, ())) for name in PLAIN}
    days = [card.created_day for card in cards if card.created_day]
    card = msgspec.structs.replace(
        cards[0], **said, tags=shown.values.get("tags", ()), created_day=min(days, default=0)
    )
    return card, ClientContacts(shown.values.get("phone", ()), shown.values.get("email", ()))


def line_of_record(shown: Record) -> ClientLine:
    """The line of a merged record."""
    said: dict[str, Any] = {name: ", ".join(shown.values.get(name, ())) for name in LINE}
    return ClientLine(**said, tags=shown.values.get("tags", ()))


def identified(records: Sequence[Record]) -> bool:
    """Whether valid identifiers join all of these records: equal ИНН, ОГРН, telephone, address of mail or card.

    Nothing is merged by itself without (spec/search §3.2). A site or a domain is no identifier: a holding shares it.
    """
    groups = [({at}, set(_identifiers(record))) for at, record in enumerate(records)]
    joined, known = groups[0]
    for _ in groups:
        for rows, said in groups[1:]:
            if said & known:
                joined |= rows
                known |= said
    return len(joined) == len(records)


def _identifiers(record: Record) -> Iterator[tuple[str, str]]:
    values = record.values
    yield from (("inn", each) for each in values.get("inn", ()) if inn_valid(each.strip()))
    yield from (("ogrn", each) for each in values.get("ogrn", ()) if ogrn_valid(each.strip()))
    yield from (("phone", key) for each in values.get("phone", ()) if (key := phone_value(each)))
    yield from (("email", key) for each in values.get("email", ()) if (key := mail_value(each)) and key[0] != "@")
    yield from (("card", each.strip()) for each in values.get("loyalty_card", ()) if each.strip())
