"""What an import asks the vault for, what it is found to be, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.entities.client import ClientCard, ClientContacts
from core.entities.entry import Entry
from storage.records.page_build import SaleColumns
from storage.records.page_merge import LineKey
from storage.records.registers import Register
from storage.records.sales_page import Page
from storage.vault.register_rows import Stored


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client the plan creates."""

    portfolio_id: bytes
    card: ClientCard
    contacts: ClientContacts | None = None


@dataclass(frozen=True)
class ImportOrder:
    """What a plan asks for. Clients are numbered 0..n-1 as in `columns`; each is either new or already there."""

    kind: str
    sha256: bytes
    rows: int
    new: Mapping[int, NewClient]
    existing: Mapping[int, bytes]
    columns: SaleColumns | None = None
    changes: Mapping[int, ClientCard] = field(default_factory=dict)
    """New cards of existing clients."""
    records: Mapping[int, Sequence[tuple[Register[Any], Entry]]] = field(default_factory=dict)
    """What else is written of a client: records of registers that open with the portfolio."""
    contacts: Mapping[int, ClientContacts] = field(default_factory=dict)
    """Telephones and addresses to add to existing clients."""
    revised: Mapping[int, Sequence[tuple[Register[Any], Stored[Any], Entry]]] = field(default_factory=dict)
    """Records of clients that a later file changes: as they were read, and as they are to be."""
    beside: Sequence[tuple[Register[Any], bytes, Entry, Stored[Any] | None]] = ()
    """Records of no client: the space each goes to, and the stored one where it is changed."""
    home: bytes = b""
    """The portfolio whose batch holds `beside`."""
    private: Mapping[int, Sequence[tuple[Register[Any], Entry]]] = field(default_factory=dict)
    """What is private of new clients; left out where the session was not granted that compartment."""
    before: Mapping[int, ClientCard] = field(default_factory=dict)
    """Cards these were made from; where left out, the ones stored when the order is prepared."""


@dataclass
class Prepared:
    """Exactly what will be committed, and the counts shown before."""

    order: ImportOrder
    pages: dict[int, Page]
    live: Mapping[bytes, int]
    """Batches that were alive while it was compared: the counts are true as long as they are the same."""
    before: Mapping[int, ClientCard]
    """Cards of `order.changes` as the plan saw them: only what differs from these is the file's doing."""
    new: int = 0
    update: int = 0
    same: int = 0
    updated: set[LineKey] = field(default_factory=set)
    """Lines that are there already with other values."""


@dataclass(frozen=True, slots=True)
class Committed:
    """A finished import. `group` is what undo takes."""

    group: bytes
    clients: int
    lines: int


@dataclass
class Undone:
    """What undo has done: counts, and the clients kept because somebody has worked on them since."""

    removed: int = 0
    restored: int = 0
    records: int = 0
    """What was written beside cards and sales, and is gone again."""
    kept: list[bytes] = field(default_factory=list)
