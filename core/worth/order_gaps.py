"""Orders typed by hand beside documents of accounting: which is whose, and what is missing (S03.35, S03.46). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from core.rules import DEFAULT, Rules

GapKind = Literal["no_document", "no_order", "sum"]
GAP_KINDS: tuple[GapKind, ...] = ("no_document", "no_order", "sum")


class Typed(msgspec.Struct, frozen=True):
    """An order as a person typed it. Money in minor units of the base currency."""

    id: bytes
    number: str
    day: int
    amount: int
    seller: str


class Booked(msgspec.Struct, frozen=True):
    """A sale as accounting has it."""

    document: str
    day: int
    amount: int
    seller: str
    comparable: bool = True
    """Its sum is in the base currency; else only its number tells whose it is."""


class Gap(msgspec.Struct, frozen=True):
    """One thing to clear up: an order without a document, a document without an order, or two sums that differ."""

    kind: GapKind
    day: int
    order: Typed | None
    document: Booked | None

    @property
    def seller(self) -> str:
        """Who has to clear it up."""
        told = self.order or self.document
        return "" if told is None else told.seller


class Completeness(msgspec.Struct, frozen=True):
    """How complete the orders of one seller are."""

    seller: str
    documents: int
    """Sales that accounting has for him."""
    with_order: int
    orders: int
    """Typed by him."""
    no_document: int
    sums: int
    """Pairs whose sums differ."""

    @property
    def share(self) -> float | None:
        """Sales of accounting that he had typed; None without any."""
        return self.with_order / self.documents if self.documents else None


def paired(
    orders: Sequence[Typed], documents: Sequence[Booked], rules: Rules = DEFAULT
) -> list[tuple[Typed, Booked | None]]:
    """Each order with its document, in the order given: by number first, then by sum and day; each serves one order."""
    left = list(documents)
    found: dict[bytes, Booked] = {}
    for order in orders:
        number = _plain(order.number)
        same = next((each for each in left if _plain(each.document) == number), None)
        if same is not None:
            left.remove(same)
            found[order.id] = same
    for order in orders:
        if order.id in found or not order.amount:
            continue
        near = [each for each in left if _fits(order, each, rules)]
        if near:
            best = min(near, key=lambda each: (abs(each.day - order.day), each.document))
            left.remove(best)
            found[order.id] = best
    return [(order, found.get(order.id)) for order in orders]


def gaps_of(
    orders: Sequence[Typed], documents: Sequence[Booked], since: int, today: int, rules: Rules = DEFAULT
) -> tuple[list[Gap], list[tuple[Typed, Booked | None]]]:
    """What is missing at one client from a day on, newest first, and the pairs it was found by.

    An order younger than `order_grace_days` may still be on its way into accounting. `documents` may begin earlier than
    `since`: an old one can be the document of an order, and is no gap by itself.
    """
    pairs = paired(orders, documents, rules)
    served = [document for _order, document in pairs if document is not None]
    found: list[Gap] = []
    for order, document in pairs:
        if document is None:
            if since <= order.day <= today - rules.order_grace_days:
                found.append(Gap("no_document", order.day, order, None))
        elif order.day >= since and document.comparable and differ(order.amount, document.amount, rules):
            found.append(Gap("sum", order.day, order, document))
    for document in documents:
        if document in served:
            served.remove(document)
        elif document.day >= since:
            found.append(Gap("no_order", document.day, None, document))
    return sorted(found, key=lambda gap: (-gap.day, gap.kind)), pairs


def completeness(
    found: Iterable[tuple[Sequence[Gap], Sequence[tuple[Typed, Booked | None]]]], since: int
) -> list[Completeness]:
    """Sellers by name, over `gaps_of` of several clients; a paired sale counts for whoever accounting names."""
    counts: dict[str, list[int]] = {}

    def row(seller: str) -> list[int]:
        return counts.setdefault(seller, [0, 0, 0, 0, 0])

    for gaps, pairs in found:
        for order, document in pairs:
            if order.day >= since:
                row(order.seller)[2] += 1
            if document is not None and document.day >= since:
                row(document.seller)[0] += 1
                row(document.seller)[1] += 1
        for gap in gaps:
            if gap.kind == "no_order":
                row(gap.seller)[0] += 1
            else:
                row(gap.seller)[3 if gap.kind == "no_document" else 4] += 1
    return [Completeness(seller, *counts[seller]) for seller in sorted(counts, key=str.casefold)]


def differ(one: int, two: int, rules: Rules = DEFAULT) -> bool:
    """Whether two sums are further apart than rounding makes them."""
    return abs(one - two) > rules.order_match_share * max(abs(one), abs(two))


def _fits(order: Typed, document: Booked, rules: Rules) -> bool:
    near = abs(document.day - order.day) <= rules.order_match_days
    return near and document.comparable and not differ(order.amount, document.amount, rules)


def _plain(number: str) -> str:
    return number.strip().casefold()
