"""What ACC and DEP need of saved selections; also the JSON contract of theirs (U12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from tui.desk.port import ListFilter


class SelectionRow(msgspec.Struct, frozen=True):
    """One saved selection. `frozen`: a list of clients; else a filter, counted by today's figures."""

    id: str
    name: str
    shared: bool
    frozen: bool
    clients: int


class SelectionsPort(Protocol):
    """Saved filters and lists of clients."""

    def listed(self) -> tuple[SelectionRow, ...]:
        """The shared and the own ones by name."""
        ...

    def save(self, name: str, wanted: ListFilter | None, clients: Sequence[str] = (), shared: bool = False) -> str:
        """Keep a filter, or the clients given as they are. Gives its handle."""
        ...

    def remove(self, handle: str) -> None:
        """Take a selection off the list."""
        ...

    def filter_of(self, handle: str) -> ListFilter | None:
        """The filter of a selection; None for a list of clients."""
        ...

    def resolve(self, handle: str) -> list[str]:
        """Clients of a selection now."""
        ...
