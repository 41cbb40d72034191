"""What the search index is made of: clients, and their contact persons as entries of their own (U07)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from core.entities.client import ClientLine
from core.entities.people import Person, reach_of

if TYPE_CHECKING:  # the tables of the index are for sessions that search
    from core.identity.index import SearchEntry, SearchHit, SearchIndex
    from storage.vault.lookups import Findable
    from tui.desk.desk import Desk


SHORTEST_INN = 6
"""Fragments of an identifier count from this length on (spec/store §7)."""


class PeopleOfFirms:
    """Which entries of the index are contact persons, and of which firm."""

    def __init__(self) -> None:
        self._firm: dict[int, int] = {}
        self._people: dict[int, list[int]] = {}

    def __contains__(self, entry: int) -> bool:
        return entry in self._firm

    def add(self, person: int, firm: int) -> None:
        """One more entry of a person."""
        self._firm[person] = firm
        self._people.setdefault(firm, []).append(person)

    def renew(self, index: SearchIndex, firm: int, found: Findable | None, ids: list[bytes]) -> None:
        """The contact persons of a firm as they are now; entries of those before are used again.

        `ids`: client of every entry, which grows here.
        """
        places = self._people.get(firm, [])
        people = () if found is None else found.people
        for number in places[len(people) :]:
            index.remove(number)
        while len(places) < len(people):
            self.add(len(ids), firm)
            ids.append(ids[firm])
            places = self._people[firm]
        if found is not None:
            for number, person in zip(places, people, strict=False):
                index.update(person_entry(number, person, found))


class Entries:
    """What the index is built from, opened while it is read: names are not held twice."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._size = len(desk.base.ids)
        self.ids: list[bytes] = []
        self.numbers: dict[bytes, int] = {}
        self.people = PeopleOfFirms()

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[SearchEntry]:
        base = self._desk.base
        for each in self._desk.session.lookups.findable():
            at = base.place.get(each.id)
            # The id the base already holds: not a second copy of each.
            client_id = each.id if at is None else base.ids[at]
            number = self.numbers[client_id] = len(self.ids)
            self.ids.append(client_id)
            yield firm_entry(number, each)
            for person in each.people:
                at_person = len(self.ids)
                self.ids.append(client_id)
                self.people.add(at_person, number)
                yield person_entry(at_person, person, each)


def person_entry(number: int, person: Person, firm: Findable) -> SearchEntry:
    """A contact person: his firm tells namesakes apart."""
    from core.identity.index import SearchEntry

    reach = reach_of(person)
    name = person.name if not person.latin or person.latin == person.name else f"{person.name} {person.latin}"
    return SearchEntry(number, name, firm.card.name, "", reach.phones, reach.emails)


def firm_entry(number: int, found: Findable) -> SearchEntry:
    from core.identity.index import SearchEntry

    card, contacts = found.card, found.contacts
    sites = (card.site,) if card.site else ()
    return SearchEntry(number, card.name, card.city, card.inn, contacts.phones, contacts.emails, sites)


def plain_hits(cards: Sequence[ClientLine], text: str, limit: int) -> list[SearchHit]:
    """Until the index is there: names that begin with the text or hold it, and an ИНН that begins with it."""
    from core.identity.index import SearchHit, Span

    wanted, found = text.casefold(), []
    digits = wanted if wanted.isdigit() and len(wanted) >= SHORTEST_INN else ""
    for at, card in enumerate(cards):
        place = card.name.casefold().find(wanted)
        if place >= 0:
            matched = "exact" if len(wanted) == len(card.name) else "prefix"
            begins = place == 0 or not card.name[place - 1].isalnum()
            score = 1.0 if matched == "exact" else 0.8 if begins else 0.5
            spans = (Span(False, place, place + len(wanted)),)
            found.append(SearchHit(at, card.name, card.city, score, matched, (matched,), spans))
        elif digits and card.inn.startswith(digits):
            found.append(SearchHit(at, card.name, card.city, 0.9, "inn", ("inn",), ()))
    found.sort(key=lambda hit: (-hit.score, hit.name))
    return found[:limit]
