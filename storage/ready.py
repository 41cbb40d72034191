"""Statements of the narrow place: compiled once, run on the driver's own terms.

Inside the turn of the log everybody else waits, and SQLAlchemy's building of an expression costs several times what the
database does with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Delete, Insert, Select, Update


class Ready:
    """A statement whose values are bytes, text and numbers already. `names`: its parameters, as `bindparam` names them.

    An Insert needs no parameters of its own: it gets the columns of that name.
    """

    def __init__(self, statement: Select[*tuple[Any, ...]] | Insert | Update | Delete, *names: str) -> None:
        self._statement = statement
        self._names = names
        self._compiled: dict[str, tuple[str, list[str] | None, dict[str, Any]]] = {}

    def run(self, connection: Connection, **values: Any) -> CursorResult[Any]:
        """Run it once."""
        text, order, fixed = self._text(connection)
        given: Any = {**fixed, **values}
        return connection.exec_driver_sql(text, tuple(given[name] for name in order) if order is not None else given)

    def many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it once for each row."""
        if not rows:
            return
        text, order, fixed = self._text(connection)
        given = [{**fixed, **row} for row in rows]
        values: Any = [tuple(row[name] for name in order) for row in given] if order is not None else given
        connection.exec_driver_sql(text, values)

    def _text(self, connection: Connection) -> tuple[str, list[str] | None, dict[str, Any]]:
        name = connection.dialect.name
        found = self._compiled.get(name)
        if found is None:
            keys = list(self._names) if isinstance(self._statement, Insert) else None
            compiled = self._statement.compile(dialect=connection.dialect, column_keys=keys)
            order = compiled.positiontup if compiled.positional else None
            fixed = {key: value for key, value in compiled.params.items() if key not in self._names}
            found = self._compiled[name] = (str(compiled), order, fixed)
        return found
