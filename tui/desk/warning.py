"""Doubles of a client while he is typed: the scorer of the whole base over one record (spec/search §3, S03.53)."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from core.entities.client import ClientCard, ClientContacts
from core.problem import Problem
from core.wording.doubles import field_words, level_words, why, why_in_short
from tui.desk.port_newcomers import Double

if TYPE_CHECKING:  # numpy and the scorer are for sessions that type clients
    from core.identity.duplicates import Base as Scorer
    from core.identity.features import Record
    from tui.desk.desk import Desk

NEARBY = 8
"""Search hits that are compared beside what shares an identifier or a key."""
SHOWN = 3
TYPED = b"typed"
"""Key of the record that is not in the base yet; ids of clients are longer."""


def same_name() -> str:
    """Name: the same."""
    return f"{field_words('name')}: {level_words('equal')}"


class Warner:
    """Scorers of firms and of persons, built when the first client is typed and kept up with the base."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._scorers: dict[str, Scorer] | None = None
        self._changed: set[bytes] = set()
        self._lock = threading.Lock()

    def changed(self, clients: tuple[bytes, ...]) -> None:
        """Clients to be read again before the next warning."""
        self._changed.update(clients)

    def wipe(self) -> None:
        """Forget the records."""
        self._scorers = None

    def warn(self, card: ClientCard, contacts: ClientContacts) -> tuple[Double, ...]:
        """Clients the typed one may be, the likeliest first; merged clients once."""
        from core.identity.client_records import record_of, schema_of

        record = record_of(TYPED, card, contacts)
        if not any(record.values.get(name) for name in ("name", "inn", "phone", "email")):
            return ()
        with self._lock:
            scorer = self._ready()[schema_of(card).name]
            nearby = self._desk.finding.alike(card.name, NEARBY)
            matches = scorer.warn(record, nearby, limit=2 * SHOWN)
            base = self._desk.base
            found: dict[int, Double] = {}
            for match in matches:
                at = base.place.get(match.left) if isinstance(match.left, bytes) else None
                if at is not None and at not in found:
                    sure = match.zone.value == "link"
                    row = base.row(at)
                    found[at] = Double(row.id, row.name, row.city, sure, why_in_short(match), why(match))
            for at in self._namesakes(card.name, nearby):
                row = base.row(at)
                found.setdefault(at, Double(row.id, row.name, row.city, False, same_name(), (same_name(),)))
        return tuple(found.values())[:SHOWN]

    def _namesakes(self, name: str, nearby: Iterable[bytes]) -> Iterator[int]:
        """Rows with the very name. The scorer holds a name alone for too little; who types it wants to see them."""
        from core.identity.names import core_tokens

        base, wanted = self._desk.base, sorted(core_tokens(name))
        for client_id in nearby if wanted else ():
            at = base.place.get(client_id)
            if at is not None and sorted(core_tokens(base.cards[at].name)) == wanted:
                yield at

    def _ready(self) -> dict[str, Scorer]:
        """The scorers in step with the base."""
        scorers = self._scorers
        if scorers is None:
            # The index first: it is what tells us of changes from then on.
            self._desk.finding.ready()
            self._changed.clear()
            scorers = self._scorers = self._built()
        while self._changed:
            client_id = self._changed.pop()
            for scorer in scorers.values():
                scorer.remove(client_id)
            try:
                found = self._desk.session.lookups.of(client_id)
            except Problem:
                # He was removed: that was all there was to do.
                continue
            schema, record = _record(client_id, found.card, found.contacts)
            scorers[schema].add(record)
        return scorers

    def _built(self) -> dict[str, Scorer]:
        from core.identity.duplicates import Base as Scorer
        from core.identity.features import FIRMS, PEOPLE, Rows

        records: dict[str, list[Record]] = {FIRMS.name: [], PEOPLE.name: []}
        for each in self._desk.session.lookups.findable():
            schema, record = _record(each.id, each.card, each.contacts)
            records[schema].append(record)
        return {schema.name: Scorer(schema, Rows.of(records[schema.name])) for schema in (FIRMS, PEOPLE)}


def _record(client_id: bytes, card: ClientCard, contacts: ClientContacts) -> tuple[str, Record]:
    from core.identity.client_records import record_of, schema_of

    return schema_of(card).name, record_of(client_id, card, contacts)
