"""A client: a firm or a person the base is kept for (glossary: Client)."""

from __future__ import annotations

import msgspec

from core.entities.vocabulary import Role


class ClientCard(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the `card` compartment holds."""

    name: str
    kind: str = "company"
    external_id: str = ""
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    city: str = ""
    address: str = ""
    site: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    loyalty_card: str = ""
    created_day: int = 0
    """Days since 1970-01-01."""
    removed: bool = False
    """Hidden from every list; whatever is known of him stays (S01.12)."""


class ClientLine(msgspec.Struct, frozen=True, gc=False):
    """What a session keeps of every card in memory: enough to list, order and find. The rest is read when asked for."""

    name: str
    external_id: str = ""
    inn: str = ""
    city: str = ""
    removed: bool = False
    tags: tuple[str, ...] = ()


def line_of(card: ClientCard) -> ClientLine:
    """The listed part of a card."""
    return ClientLine(card.name, card.external_id, card.inn, card.city, card.removed, card.tags)


class ClientContacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the `contacts` compartment of a client holds for the firm itself; people are records of their own."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


class ClientPrivate(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the `private` compartment of a client who is a person holds (S03.37, S03.52)."""

    birthday: str = ""
    """ISO date."""
    documents: tuple[str, ...] = ()
    """Series and number of documents of identity, as one text each."""


class Portfolio(msgspec.Struct, frozen=True, omit_defaults=True):
    """A set of clients under one key. `department` is a label (spec/store §1)."""

    name: str
    owner_id: bytes = b""
    department: str = ""


class Staff(msgspec.Struct, frozen=True):
    """A colleague as the roster names him; 16 random bytes of id, never derived from the login."""

    id: bytes
    login: str
    name: str
    role: Role
    active: bool = True
