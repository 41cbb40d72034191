"""The firm's price list: some records of the firm space, replaced as a whole (S02.17)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import msgspec

from core.entities.trade import GroupsBy, PriceChunk, PriceHead, PriceItem
from core.problem import N_, ExitCode, Problem
from storage.access.rights import MAY_SET_PRICES
from storage.audit.kinds import Kind
from storage.records.bodies import PRICE_HEAD, PRICES

if TYPE_CHECKING:
    from storage.vault.door import Entered

HEAD_ID: Final = b"firm/prices".ljust(16, b"\0")
CHUNK: Final = 2_000
"""Items of one record."""
MOST_CHUNKS: Final = 500


class PriceBook:
    """The items in the order they were given, read again only when they have changed."""

    def __init__(self, entered: Entered) -> None:
        self._entered = entered
        self._seen = -1
        self._head = PriceHead()
        self._items: tuple[PriceItem, ...] = ()

    @property
    def version(self) -> int:
        """Grows with every change of the list."""
        return self._entered.firm.version(HEAD_ID)

    def head(self) -> PriceHead:
        """What is known of the list. Raises Problem (STORE) when it is damaged."""
        self._follow()
        return self._head

    def items(self) -> tuple[PriceItem, ...]:
        """Every item."""
        self._follow()
        return self._items

    def replace(self, items: Sequence[PriceItem]) -> PriceHead:
        """Another price list in place of the old one. Days of listing are kept for items that were there before.

        Raises Problem: REFUSED for a role that sets no prices, BAD_INPUT for a list that is longer than one can be.
        """
        self.demand()
        if len(items) > CHUNK * MOST_CHUNKS:
            raise Problem(N_("A price list has at most {limit} items."), limit=CHUNK * MOST_CHUNKS)
        known = {each.code: each.since for each in self.items()}
        kept = [
            msgspec.structs.replace(each, since=known[each.code]) if not each.since and each.code in known else each
            for each in items
        ]
        parts = [tuple(kept[at : at + CHUNK]) for at in range(0, len(kept), CHUNK)]
        head = PriceHead(len(kept), len(parts), self._entered.premises.clock(), self._head.groups_by)
        surplus = range(len(parts), self._head.chunks)
        chunks = [(_chunk_id(number), PRICES, PriceChunk(part)) for number, part in enumerate(parts)]
        chunks += [(_chunk_id(number), PRICES, PriceChunk()) for number in surplus]
        details = {"kind": PRICES.name}
        self._entered.firm.replace_all([*chunks, (HEAD_ID, PRICE_HEAD, head)], Kind.WRITE, details)
        return self.head()

    def group_by(self, by: GroupsBy) -> PriceHead:
        """How products outside the list get their group. Raises Problem (REFUSED) for a role that sets no prices."""
        self.demand()
        head = msgspec.structs.replace(self.head(), groups_by=by)
        self._entered.firm.replace_all([(HEAD_ID, PRICE_HEAD, head)], Kind.WRITE, {"kind": PRICES.name})
        return self.head()

    def demand(self) -> None:
        """Raises Problem (REFUSED) for a role that sets no prices."""
        if self._entered.me.statement.role not in MAY_SET_PRICES:
            raise Problem(N_("Your role may not do this: ask the owner or your head."), ExitCode.REFUSED)

    def _follow(self) -> None:
        version = self.version
        if version == self._seen:
            return
        found = self._entered.firm.read(HEAD_ID, PRICE_HEAD) if version else None
        head = PriceHead() if found is None else found[0]
        items: list[PriceItem] = []
        for number in range(head.chunks):
            chunk = self._entered.firm.read(_chunk_id(number), PRICES)
            items += () if chunk is None else chunk[0].items
        self._head, self._items, self._seen = head, tuple(items), version


def _chunk_id(number: int) -> bytes:
    return f"firm/prices/{number:03d}".encode().ljust(16, b"\0")
