"""Registers of contact persons: who they are, what they are there, who of us knows them."""

from __future__ import annotations

from core.entities.people import Care, News, Person, PersonProfile, Position, Referral, RelationshipLink
from storage.keys.scopes import Compartment
from storage.records.registers import of_client

PERSON = of_client("person", 1, Person, Compartment.CONTACTS)
POSITION = of_client("position", 1, Position, Compartment.CONTACTS)
LINK = of_client("link", 1, RelationshipLink, Compartment.CONTACTS)
PROFILE = of_client("profile", 1, PersonProfile, Compartment.PRIVATE)
REFERRAL = of_client("referral", 1, Referral, Compartment.CONTACTS)
CARE = of_client("care", 1, Care, Compartment.CONTACTS)
NEWS = of_client("news", 1, News, Compartment.MONEY)
