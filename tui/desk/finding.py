"""Search as one types: the index of a session, kept in step with the base (U07, spec/search §2, spec/store §7).

One method answers screen and command line. The index holds what the session opens and nothing else; it is built when
it is first wanted (a small base: a few tenths of a second) or after the figures (a large one, with progress), follows
the change feed and the own edits, and is overwritten at lock.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from core.entities.masks import mail_mask, phone_mask
from core.problem import Problem
from tui.desk.base import Base
from tui.desk.finding_entries import Entries, PeopleOfFirms, firm_entry, plain_hits
from tui.desk.port_find import Elsewhere, Found, Hit, Marks, Progress

if TYPE_CHECKING:  # rapidfuzz and the tables of the index are for sessions that search
    from core.identity.index import SearchHit, SearchIndex
    from storage.vault.lookups import Findable
    from storage.vault.merges import Joined
    from tui.desk.desk import Desk
    from tui.desk.narrowing import Narrowing

INLINE = 100_000
"""Entries up to which a keystroke is answered in the thread that draws (spec/search §2.3)."""
AT_ONCE = 20_000
"""Clients from which the index is built after the login instead of at the first question: it would be waited for."""
MANY_CHANGES = 2_000
"""Clients that came or went from which the index is built anew: a delta of so many slows every keystroke."""
IDENTIFIERS = frozenset(("inn", "phone", "email", "domain"))


class Follower(Protocol):
    """Something else that keeps what the base says."""

    def changed(self, clients: tuple[bytes, ...]) -> None:
        """Clients that were written, came or went."""
        ...

    def wipe(self) -> None:
        """Forget everything: at lock, and before much is read anew."""
        ...


class Finding:
    """Search over the base of a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._index: SearchIndex | None = None
        self._ids: list[bytes] = []
        self._numbers: dict[bytes, int] = {}
        self._people = PeopleOfFirms()
        self._through: dict[int, str] = {}
        """Of the last answer: row found through a contact person → his name."""
        self._order: npt.NDArray[np.int32] | None = None
        self._ordered_base: Base | None = None
        self.followers: list[Follower] = []
        self._lock = threading.Lock()
        self._building = threading.Lock()

    # Building and keeping up

    def prepare(self, progress: Progress) -> None:
        """After the login: build at once where the first question would have to wait."""
        if len(self._desk.base.ids) >= AT_ONCE:
            self.ready(progress)

    def ready(self, progress: Progress | None = None) -> None:
        """Build the index where there is none yet."""
        from core.identity.index import SearchIndex, building
        from tui.memory import give_back

        with self._building:
            if self._index is not None:
                return
            entries = Entries(self._desk)
            built: SearchIndex | None = None
            for step in building(entries):
                if isinstance(step, SearchIndex):
                    built = step
                elif progress is not None and not progress(min(step, len(entries)), len(entries)):
                    return
            with self._lock:
                self._index, self._ids, self._numbers = built, entries.ids, entries.numbers
                self._people = entries.people
            give_back()
        self.follow()

    @property
    def built(self) -> bool:
        """Whether there is an index."""
        return self._index is not None

    def wipe(self) -> None:
        """Overwrite names and identifiers: for lock and end of session."""
        if not self.built:
            return
        for follower in self.followers:
            follower.wipe()
        with self._lock:
            index, self._index = self._index, None
            if index is not None:
                index.wipe()
            self._ids, self._numbers = [], {}
            self._people = PeopleOfFirms()

    def changed(self, clients: Iterable[bytes]) -> None:
        """Take in clients that were written, came or went; an index that is not there yet will see them anyway."""
        clients = tuple(clients)
        if not clients or not self.built:
            return
        for follower in self.followers:
            follower.changed(clients)
        lookups, place = self._desk.session.lookups, self._desk.base.place
        fresh: list[Findable] = []
        gone: list[bytes] = []
        for client_id in clients:
            try:
                if client_id in place:
                    fresh.append(lookups.of(client_id))
                    continue
            except Problem:
                # Removed by a colleague since: the change feed says so next.
                pass
            gone.append(client_id)
        with self._lock:
            index = self._index
            if index is None:
                return
            for each in fresh:
                number = self._number(each.id)
                index.update(firm_entry(number, each))
                self._people.renew(index, number, each, self._ids)
            for client_id in gone:
                if client_id in self._numbers:
                    index.remove(self._numbers[client_id])
                    self._people.renew(index, self._numbers[client_id], None, self._ids)
        self._order = None

    def follow(self) -> None:
        """Clients that came or went since the index was built, after the base was read anew."""
        if self._index is None:
            return
        place = self._desk.base.place
        moved = place.keys() ^ self._numbers.keys()
        if len(moved) > MANY_CHANGES:
            self.wipe()
        elif moved:
            self.changed(moved)

    def _number(self, client_id: bytes) -> int:
        """The number of a client in the index, a new one for a new client."""
        known = self._numbers.get(client_id)
        if known is None:
            known = self._numbers[client_id] = len(self._ids)
            self._ids.append(client_id)
        return known

    # Asking

    def find(self, text: str, limit: int) -> Found:
        """Best first."""
        with self._lock:
            hits = self._hits(text, limit)
        if self._is_lookup(text, hits):
            self._desk.session.lookups.identifier("".join(text.split()).casefold())
        return self._found(text, hits, limit)

    def quick(self, text: str, limit: int) -> Found | None:
        """The same where it costs less than a frame and no statement; None: ask `find` in a worker."""
        if self._index is None or len(self._index) > INLINE or self._order is None:
            return None
        if not self._lock.acquire(blocking=False):
            return None
        try:
            hits = self._hits(text, limit)
        finally:
            self._lock.release()
        return None if self._is_lookup(text, hits) else self._found(text, hits, limit)

    def elsewhere(self, text: str, found: Found, *, names: bool) -> Elsewhere:
        """Whether another portfolio holds what was typed and nobody here does."""
        from tui.desk import probing

        return probing.probe(self._desk, text, found, names=names)

    def elsewhere_of(self, asked: Sequence[tuple[str, Found]]) -> list[Elsewhere]:
        """The same for many queries and their answers, under one entry with their number."""
        from tui.desk import probing

        return probing.probe_many(self._desk, asked)

    def request(self, text: str) -> tuple[str, ...]:
        """Ask the heads who hold whoever was looked for for access; their names."""
        from tui.desk import probing

        return probing.request(self._desk, text)

    def criteria(self) -> tuple[str, ...]:
        """What namesakes are narrowed by."""
        from tui.desk.narrowing import CRITERIA

        return CRITERIA

    def narrowing(self, text: str, limit: int) -> Narrowing:
        """The hits of a query, to be narrowed in memory."""
        from tui.desk.narrowing import Narrowing

        return Narrowing(self._desk, self.find(text, limit))

    def alike(self, name: str, limit: int) -> list[bytes]:
        """Clients whose names are like this one: for the scorer of doubles. Identifiers are not looked up."""
        from core.identity.query import is_identifier_query

        index = self._index
        if index is None or is_identifier_query(name):
            return []
        with self._lock:
            hits = index.search(name, limit)
            return [self._ids[hit.id] for hit in hits if hit.matched not in IDENTIFIERS and hit.id not in self._people]

    def shown(self, client_id: str) -> Joined:
        """Card and contacts of a client as he shows with every merge: for desks that compare, not for screens."""
        desk = self._desk
        return desk.session.merges.joined(desk.base.ids[desk.place_of(client_id)])

    def _hits(self, text: str, limit: int) -> list[SearchHit]:
        from core.identity.query import clean

        cleaned = clean(text)
        if not cleaned or limit <= 0:
            return []
        numbered = self._by_number(cleaned, limit)
        index = self._index
        known = {each.id for each in numbered}
        if index is None:
            others = plain_hits(self._desk.base.cards, cleaned, limit)
        else:
            others = self._in_base(index.search(cleaned, limit))
        merged = [*numbered, *(each for each in others if each.id not in known)]
        merged.sort(key=lambda hit: -hit.score)
        return merged[:limit]

    def _in_base(self, hits: list[SearchHit]) -> list[SearchHit]:
        """The hits with places of the base for the numbers of the index; a client once, by the best name of his."""
        place = self._desk.base.place
        found: dict[int, SearchHit] = {}
        through: dict[int, str] = {}
        for hit in hits:
            at = place.get(self._ids[hit.id])
            if at is not None and at not in found:
                found[at] = msgspec.structs.replace(hit, id=at)
                if hit.id in self._people:
                    through[at] = hit.name
        self._through = through
        return list(found.values())

    @staticmethod
    def _is_lookup(text: str, hits: list[SearchHit]) -> bool:
        from core.identity.query import is_identifier_query

        return is_identifier_query(text) or any(hit.matched in IDENTIFIERS for hit in hits)

    def _by_number(self, text: str, limit: int) -> list[SearchHit]:
        """Clients by their number in the firm's own books, or by the id that commands print."""
        from core.identity.index import SearchHit

        base, wanted = self._desk.base, text.casefold()
        found: list[SearchHit] = []
        if len(wanted) == 2 * len(next(iter(base.ids), b"")):
            at = base.place.get(_hex(wanted))
            if at is not None:
                found.append(SearchHit(at, base.cards[at].name, "", 1.0, "exact", ("exact",), ()))
        order = self._sorted(base)
        low = _lower_bound(base, order, wanted)
        for at in order[low : low + limit].tolist():
            number = base.cards[at].external_id.casefold()
            if not number.startswith(wanted):
                break
            matched, score = ("exact", 1.0) if number == wanted else ("prefix", 0.9)
            found.append(SearchHit(at, base.cards[at].name, base.cards[at].city, score, matched, (matched,), ()))
        return found

    def _sorted(self, base: Base) -> npt.NDArray[np.int32]:
        """Places of the base in the order of their numbers, made anew after a change."""
        order = self._order
        if order is None or self._ordered_base is not base:
            numbered = (at for at, card in enumerate(base.cards) if card.external_id)
            places = sorted(numbered, key=lambda at: base.cards[at].external_id.casefold())
            order = self._order = np.array(places, np.int32)
            self._ordered_base = base
        return order

    # Answering

    def _found(self, text: str, hits: list[SearchHit], limit: int) -> Found:
        from core.identity.index import clear_hit

        ready = tuple(self._hit(text, hit) for hit in hits[:limit])
        return Found(ready, clear_hit(hits) is not None)

    def _hit(self, text: str, hit: SearchHit) -> Hit:
        from core.identity.corrections import correction

        row = self._desk.base.row(hit.id)
        person = self._person(hit)
        corrected = correction(text, hit) if hit.matched in ("typo", "phonetic") else None
        typed, meant = corrected or ("", "")
        return Hit(
            row.id,
            row.name,
            row.external_id,
            row.owner,
            row.level,
            hit.matched,
            score=round(hit.score, 4),
            city=row.city,
            marks=_marks(hit, second=False) if hit.name in (row.name, person) else (),
            city_marks=_marks(hit, second=True) if row.city == hit.second else (),
            mask=self._mask(hit),
            typed=typed,
            meant=meant,
            person=person,
        )

    def _person(self, hit: SearchHit) -> str:
        return hit.name if self._through.get(hit.id) == hit.name else ""

    def _mask(self, hit: SearchHit) -> str:
        if hit.matched not in ("phone", "email"):
            return ""
        client, person = self._desk.base.ids[hit.id], self._person(hit)
        contacts = self._desk.session.lookups.contacts(client)
        if person:
            contacts = self._desk.session.lookups.of_person(client, person)
        if hit.matched == "phone":
            return next(map(phone_mask, contacts.phones), "")
        return next(map(mail_mask, contacts.emails), "")


def _marks(hit: SearchHit, *, second: bool) -> Marks:
    return tuple((span.start, span.end) for span in hit.spans if span.second is second)


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _lower_bound(base: Base, order: npt.NDArray[np.int32], wanted: str) -> int:
    """First place of `order` whose number is not below the wanted one."""
    low, high = 0, len(order)
    while low < high:
        middle = (low + high) // 2
        if base.cards[int(order[middle])].external_id.casefold() < wanted:
            low = middle + 1
        else:
            high = middle
    return low
