"""One table on its way out: which words narrow it, how its rows are found, what stands in its columns (U06).

A table of clients gets planted rows; a table of sums has no client to plant, and its view says so, because the mark of
an export counts its planted rows.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.entities.money import Money
from core.problem import N_, Problem
from core.wording import gettext as _
from core.wording import labels
from storage.outlets.sheet import Cell, Column, Meaning, Sheet

if TYPE_CHECKING:
    from tui.desk.desk import Desk

MINOR = 100
DIGITS = 4
View = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One column: name for machines, heading (msgid), what its cells are, how a row gives them; by default the
    attribute of that name. `ours`: the heading is the firm's own word, which no catalogue translates."""

    key: str
    title: str
    meaning: Meaning = "text"
    of: Callable[[Any], object] | None = None
    ours: bool = False

    @property
    def heading(self) -> str:
        """What stands over the column."""
        return self.title if self.ours else _(self.title)

    def cell(self, row: object) -> Cell:
        """The cell of a row: money in whole units, shares as parts of one, yes or nothing."""
        return plain((self.of or operator.attrgetter(self.key))(row))


def own_field(name: str, of: Callable[[Any], object], key: str = "") -> Field:
    """A column under a word of the firm's own; for machines it is called so too, unless `key` says otherwise."""
    return Field(key or name, name, "text", of, ours=True)


Found = tuple[Sequence[Field], Sequence[Any]]
"""Columns and rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """`words` are the options a view of this table may have. `clients`: one client a row."""

    find: Callable[[Desk, View], Found]
    words: tuple[str, ...] = ()
    clients: bool = True


def table(fields: Sequence[Field], rows: Callable[[Desk, View], Sequence[Any]], *words: str) -> Table:
    """A table of clients with fixed columns."""
    return Table(lambda desk, view: (fields, rows(desk, view)), words)


def sums(fields: Sequence[Field], rows: Callable[[Desk, View], Sequence[Any]], *words: str) -> Table:
    """A table of figures with fixed columns."""
    return Table(lambda desk, view: (fields, rows(desk, view)), words, clients=False)


def sheet(found: Found) -> Sheet:
    """Columns and rows as the exporter takes them."""
    fields, rows = found
    columns = tuple(Column(each.key, each.heading, each.meaning) for each in fields)
    return Sheet(columns, [[field.cell(row) for field in fields] for row in rows])


def plain(value: object) -> Cell:
    """Any figure of an answer as a cell."""
    if isinstance(value, Money):
        return value.amount / MINOR
    if isinstance(value, bool):
        return _("yes") if value else ""
    if isinstance(value, float):
        return round(value, DIGITS)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None, microsecond=0).isoformat(" ")
    if isinstance(value, str | int | dt.date) or value is None:
        return value
    if isinstance(value, list | tuple):
        return ", ".join(str(plain(each)) for each in value)
    raise TypeError(type(value).__name__)


def label(kind: str, key: str) -> Callable[[Any], object]:
    """A word of a closed vocabulary in the reader's language."""

    def told(row: object) -> object:
        value = operator.attrgetter(key)(row)
        return labels.short_label(kind, value) if value else ""

    return told


def word(view: View, name: str) -> str | None:
    """An option that may be left out."""
    return view.get(name) or None


def many(view: View, name: str) -> tuple[str, ...]:
    """An option of several values."""
    return tuple(filter(None, view.get(name, "").split("|")))


def whole(view: View, name: str) -> int | None:
    """An option that is a number. Raises Problem (BAD_INPUT)."""
    told = view.get(name, "")
    if not told:
        return None
    if not told.isdecimal() or not int(told):
        raise Problem(N_("{word} must be a whole number over zero."), word=name)
    return int(told)


def day(view: View, name: str) -> dt.date | None:
    """An option that is a day. Raises Problem (BAD_INPUT)."""
    try:
        return dt.date.fromisoformat(view[name]) if view.get(name) else None
    except ValueError:
        raise Problem(N_("{word} must be a day like 2026-11-28."), word=name) from None


def one_of(view: View, name: str, known: Sequence[str]) -> Any:
    """An option out of a closed list; the first of it when left out. Raises Problem (BAD_INPUT)."""
    told = view.get(name) or known[0]
    if told not in known:
        raise Problem(N_("There is no {word} here: use one of {known}."), word=told, known=", ".join(known))
    return told


ID = Field("id", "ID", "id")
NAME = Field("name", N_("Client"), "name")
OWNER = Field("owner", N_("Responsible"))
