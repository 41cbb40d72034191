"""Clients behind a figure of SEG: an order of rows of the base, told when somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from core.entities.ledger import Bool, Int64
from core.entities.money import Money
from tui.desk.port_standing import Member

if TYPE_CHECKING:
    from tui.desk.base import Base
    from tui.desk.figures import Figures

Note = Callable[[int], tuple[str, str]]
"""Mark and note of a row."""


class Members:
    """A frozen order. Making it costs a sort of numbers; rows are made for the window alone."""

    def __init__(self, base: Base, figures: Figures, rows: Int64, note: Note) -> None:
        self._base, self._figures, self._rows, self._note = base, figures, rows, note

    def __len__(self) -> int:
        return len(self._rows)

    def numbers(self) -> list[int]:
        """Rows of the base, in order."""
        return [int(each) for each in self._rows]

    def rows(self, start: int, stop: int) -> list[Member]:
        """Members of places start ≤ i < stop."""
        return [self._member(int(number)) for number in self._rows[start:stop]]

    def position(self, client_id: str) -> int | None:
        """Place of a client, None when he is not behind this figure."""
        number = self._base.place.get(bytes.fromhex(client_id))
        if number is None:
            return None
        at = np.flatnonzero(self._rows == number)
        return int(at[0]) if len(at) else None

    def _member(self, number: int) -> Member:
        base, axes = self._base, self._figures.axes
        mark, note = self._note(number)
        return Member(
            id=base.ids[number].hex(),
            name=base.cards[number].name,
            owner=base.owner(number),
            level=axes.level_of(number),
            step=axes.step_of(number),
            abc=axes.abc_of(number),
            abc_turnover=axes.abc_turnover_of(number),
            xyz=axes.xyz_of(number),
            turnover=Money(int(axes.turnover_12m[number]), base.currency),
            mark=mark,
            note=note,
        )


def by_turnover(figures: Figures, chosen: Bool) -> Int64:
    """Rows of a mask, largest first."""
    rows = np.flatnonzero(chosen)
    return rows[np.lexsort((rows, -figures.axes.turnover_12m[rows]))]
