"""Namesakes narrowed live by further criteria (S03.52): read once, then compared in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from core.entities.client import ClientPrivate
from core.identity.fold import fold
from core.identity.legal_forms import words
from core.problem import Problem
from tui.desk.newcomers import SHORTEST_DOCUMENT, birthday_of
from tui.desk.port_find import Found, Hit

if TYPE_CHECKING:
    from storage.vault.merges import Joined
    from tui.desk.desk import Desk

SHORTEST_FRAGMENT = 6
"""Digits of an ИНН or a telephone from which it narrows: search is no free reveal (spec/store §7)."""
SHORTEST_DATE = 6
_DIGITS = re.compile(r"\D")


class Narrowing:
    """The hits of one query with what tells them apart. Clear identifiers stay in here; hits come out."""

    def __init__(self, desk: Desk, found: Found) -> None:
        self._desk = desk
        self._hits = found.hits
        self._cards: dict[str, Joined] = {}
        self._private: dict[ClientPrivate, set[bytes]] = {}
        for hit in found.hits:
            try:
                self._cards[hit.id] = desk.finding.shown(hit.id)
            except Problem:
                # Removed by a colleague meanwhile: a hit nobody can take any more.
                continue

    def keep(self, criteria: Mapping[str, str]) -> tuple[Hit, ...]:
        """Hits that fit all criteria (name of a criterion → what was typed); an unfinished one does not narrow yet.

        Raises Problem where a look-up of an identifier cannot be counted.
        """
        asked = {name: text.strip() for name, text in criteria.items() if text.strip()}
        for name in ("inn", "phone"):
            digits = _digits(asked.get(name, ""))
            if len(digits) >= SHORTEST_FRAGMENT:
                self._desk.session.lookups.identifier(digits)
        kept = [hit for hit in self._hits if hit.id in self._cards]
        for name, text in asked.items():
            if name in _TESTS:
                test = _TESTS[name](text)
                kept = [hit for hit in kept if test(self._cards[hit.id])]
        private = _private(asked)
        return tuple(kept if private is None else self._matching(kept, private))

    def _matching(self, kept: list[Hit], private: ClientPrivate) -> list[Hit]:
        """Who was born on the day or holds the document: asked once a finished value, under an entry of its own."""
        base, place = self._desk.base, self._desk.place_of
        members = {hit.id: base.members_of(place(hit.id)) for hit in kept}
        known = self._private.get(private)
        if known is None:
            everybody = [each for hit in self._hits if hit.id in self._cards for each in base.members_of(place(hit.id))]
            known = self._private[private] = self._desk.session.newcomers.matching(everybody, private)
        return [hit for hit in kept if not known.isdisjoint(members[hit.id])]


def _private(asked: Mapping[str, str]) -> ClientPrivate | None:
    """Birth date and document where they are finished; an unfinished one says nothing yet."""
    try:
        born = birthday_of(asked["birthday"]) if len(asked.get("birthday", "")) >= SHORTEST_DATE else ""
    except Problem:
        born = ""
    document = asked.get("document", "")
    documents = (document,) if sum(map(str.isalnum, document)) >= SHORTEST_DOCUMENT else ()
    return ClientPrivate(born, documents) if born or documents else None


Test = Callable[["Joined"], bool]


def _everybody(_found: Joined) -> bool:
    return True


def _digits(text: str) -> str:
    return _DIGITS.sub("", text)


def _by_words(of: Callable[[Joined], str]) -> Callable[[str], Test]:
    """Every typed word begins a word of the field, in whatever alphabet."""

    def made(text: str) -> Test:
        wanted = [key for word in words(text) if (key := fold(word.text))]

        def test(found: Joined) -> bool:
            there = [fold(word.text) for word in words(of(found))]
            return all(any(each.startswith(key) for each in there) for key in wanted)

        return test

    return made


def _by_digits(of: Callable[[Joined], tuple[str, ...]]) -> Callable[[str], Test]:
    def made(text: str) -> Test:
        digits = _digits(text)
        if len(digits) < SHORTEST_FRAGMENT:
            return _everybody
        return lambda found: any(digits in _digits(each) for each in of(found))

    return made


def _by_start(of: Callable[[Joined], str]) -> Callable[[str], Test]:
    def made(text: str) -> Test:
        wanted = text.casefold()
        return lambda found: of(found).casefold().startswith(wanted)

    return made


_TESTS: Mapping[str, Callable[[str], Test]] = {
    "name": _by_words(lambda found: found.card.name),
    "city": _by_words(lambda found: found.card.city),
    "inn": _by_digits(lambda found: (found.card.inn,)),
    "phone": _by_digits(lambda found: found.contacts.phones),
    "loyalty_card": _by_start(lambda found: found.card.loyalty_card),
    "external_id": _by_start(lambda found: found.card.external_id),
}
"""Criterion → what makes a test of what was typed."""
CRITERIA = ("name", "birthday", "document", "loyalty_card", "inn", "phone", "city", "external_id")
"""In the order of the dialog (S03.52)."""
