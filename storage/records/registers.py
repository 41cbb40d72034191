"""Registers: kinds of sealed records that stand beside the card, each at home in one sort of space (spec/store §1).

A register is declared once, next to its kin, and kept by `storage.vault.registers`. Where it is at home decides who
can open it: a client's `contacts` and `money` open with his portfolio, `dossier` and `private` client by client.
"""

from __future__ import annotations

from typing import TypeVar

from core.entities.entry import Entry
from storage.keys.scopes import Compartment, compartment_of, drawer_of_files
from storage.records.bodies import Kind
from storage.schema.clients import NO_COMPARTMENT
from storage.sealing.envelope import SpaceKind

E = TypeVar("E", bound=Entry)


class Register(Kind[E]):
    """A kind of records with its home: the sort of space, and the compartment within it."""

    def __init__(self, name: str, version: int, fields: type[E], home: SpaceKind, compartment: int) -> None:
        super().__init__(name, version, fields)
        self.home = home
        self.compartment = compartment

    @property
    def needs_reading(self) -> bool:
        """Whether its records open client by client against an entry that names him, not with the portfolio."""
        if self.home is not SpaceKind.CLIENT:
            return False
        return compartment_of(self.compartment) in (Compartment.DOSSIER, Compartment.PRIVATE)


def of_client(name: str, version: int, fields: type[E], compartment: Compartment) -> Register[E]:
    """A register of records about one client. ValueError for `card`: that compartment holds the card alone."""
    if compartment is Compartment.CARD:
        raise ValueError("the card compartment of a client holds his card and nothing else")
    return Register(name, version, fields, SpaceKind.CLIENT, int(compartment))


def of_drawer(name: str, version: int, fields: type[E], compartment: Compartment) -> Register[E]:
    """A register of contents of files: under the key of a compartment, beside its records, opened one by one."""
    return Register(name, version, fields, SpaceKind.CLIENT, drawer_of_files(compartment))


def of_portfolio(name: str, version: int, fields: type[E]) -> Register[E]:
    """A register whose records every member of a portfolio reads with the cards."""
    return Register(name, version, fields, SpaceKind.PORTFOLIO, int(Compartment.CARD))


def of_firm(name: str, version: int, fields: type[E]) -> Register[E]:
    """A register of the firm: dictionaries, templates, spending. Its records name no client."""
    return Register(name, version, fields, SpaceKind.FIRM, NO_COMPARTMENT)


def of_person(name: str, version: int, fields: type[E]) -> Register[E]:
    """A register of what one colleague keeps for himself."""
    return Register(name, version, fields, SpaceKind.PERSON, NO_COMPARTMENT)
