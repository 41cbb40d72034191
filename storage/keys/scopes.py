"""What a key is for: scopes, compartments, rights. Numbers are frozen on disk."""

from __future__ import annotations

import enum

from core.entities.vocabulary import COMPARTMENTS


class Scope(enum.IntEnum):
    """What a grant opens."""

    CLIENT = 1
    PORTFOLIO = 2
    FIRM = 3
    PERSON = 4
    AUDIT_READING = 5
    AUDIT_ADMIN = 6


class Compartment(enum.IntEnum):
    """Part of a client with a key of its own (spec/store §1); the number is its slot in `wraps`."""

    CARD = 0
    CONTACTS = 1
    DOSSIER = 2
    MONEY = 3
    PRIVATE = 4

    @property
    def bit(self) -> int:
        """Its bit in a mask of compartments."""
        return 1 << self

    @property
    def word(self) -> bytes:
        """Its name as derivation label."""
        return COMPARTMENTS[self.value].encode()


FILES = 16
"""Added to the number of a compartment: where the contents of its files lie, under its key and opened one by one."""


def drawer_of_files(compartment: Compartment) -> int:
    """Value of `record.compartment` for contents of files: what opens a dossier does not read them."""
    return FILES + compartment


def compartment_of(drawer: int) -> Compartment:
    """The compartment whose key opens a record. Raises ValueError for a number that is neither."""
    if drawer in FILE_DRAWERS:
        return Compartment(drawer - FILES)
    return Compartment(drawer)


class Right(enum.IntFlag):
    """What the member of a grant may do; writing and granting are enforced by code, reading by the key itself."""

    READ = 1
    WRITE = 2
    GRANT = 4


FILE_DRAWERS = frozenset({FILES + Compartment.DOSSIER, FILES + Compartment.PRIVATE})
"""Drawers that exist: files are kept with the dossier, or with what is private."""
ALL_COMPARTMENTS = (1 << len(Compartment)) - 1
ALL_RIGHTS = int(Right.READ | Right.WRITE | Right.GRANT)


def mask_of(*compartments: Compartment) -> int:
    """Mask with the bits of `compartments`."""
    mask = 0
    for compartment in compartments:
        mask |= compartment.bit
    return mask


def in_mask(mask: int) -> tuple[Compartment, ...]:
    """Compartments of a mask, in order of their numbers."""
    return _IN_MASK[mask & ALL_COMPARTMENTS]


_IN_MASK = tuple(
    tuple(compartment for compartment in Compartment if mask & compartment.bit) for mask in range(ALL_COMPARTMENTS + 1)
)
