"""Previous and next record: a place in the list one came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tui.widgets.row_pages import RowSource


@dataclass(frozen=True)
class Walk:
    """The list and the place in it. Reading a neighbour is a desk call: from a worker only."""

    source: RowSource[Any]
    index: int
    id_field: str = "id"

    def at(self, index: int) -> str | None:
        """Id of the row at `index`; None beyond the ends."""
        if not 0 <= index < len(self.source):
            return None
        rows = self.source.rows(index, index + 1)
        return str(getattr(rows[0], self.id_field)) if rows else None

    def step(self, by: int) -> tuple[Walk, str] | None:
        """The walk one further and the id there; rows without a client or with the same one are passed over."""
        here = self.at(self.index)
        index = self.index + by
        while (found := self.at(index)) is not None:
            if found and found != here:
                return Walk(self.source, index, self.id_field), found
            index += by
        return None

    @property
    def place(self) -> tuple[int, int]:
        """Number from 1, and of how many."""
        return self.index + 1, len(self.source)
