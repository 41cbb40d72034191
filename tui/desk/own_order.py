"""The client list in the order of an own field: numbers, dates, choices as declared, words by letter (U12)."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from core.entities.own_fields import OwnField
from tui.desk.own_desk import OwnDesk


def own_keys(own: OwnDesk, name: str, places: Sequence[int]) -> list[float]:
    """A number to order each client by; not a number where nothing is filled in. Raises Problem for no such field."""
    field = own.named(name)
    handle, table = field.id.hex(), own.table()
    values = [table.get(place, {}).get(handle, "") for place in places]
    words = {text: float(rank) for rank, text in enumerate(sorted({each.casefold() for each in values}))}
    return [_key(field, each, words) if each else math.nan for each in values]


def _key(field: OwnField, value: str, words: dict[str, float]) -> float:
    match field.kind:
        case "number":
            return float(value)
        case "date":
            return float(dt.date.fromisoformat(value).toordinal())
        case "choice" if value in field.choices:
            return float(field.choices.index(value))
        case _:
            return words[value.casefold()]
