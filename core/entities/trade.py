"""What is offered and bought elsewhere: price list, offers, marks of white space, estimates of a client's purchases."""

from __future__ import annotations

from typing import Literal

import msgspec

from core.entities.entry import Entry

OfferAnswer = Literal["", "yes", "later", "no", "not_needed"]
OfferSource = Literal["white", "wish", "novelty", "case", "other"]
GroupMarkKind = Literal["unaware", "not_needed", "not_buying"]
"""He does not know that we sell it; he needs none; he knows and does not buy it from us (S02.02)."""
GroupsBy = Literal["prefix", "word"]
"""How a product without a group in the price list gets one: beginning of its code, or first word of its name."""

OFFER_ANSWERS: tuple[OfferAnswer, ...] = ("", "yes", "later", "no", "not_needed")
GROUP_MARKS: tuple[GroupMarkKind, ...] = ("unaware", "not_needed", "not_buying")


class PriceItem(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One line of the price list."""

    code: str
    name: str
    group: str = ""
    price: int = 0
    """Minor units of the base currency; 0: not said."""
    unit: str = ""
    since: int = 0
    """Day it was first listed, since 1970-01-01; 0: from the beginning."""


class PriceChunk(msgspec.Struct, frozen=True, omit_defaults=True):
    """A part of the price list: 30,000 items are no single record."""

    items: tuple[PriceItem, ...] = ()


class PriceHead(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the firm says of its price list."""

    count: int = 0
    chunks: int = 0
    at_us: int = 0
    """When it was last replaced."""
    groups_by: GroupsBy = "prefix"


class PricesBefore(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """A part of the price list that an import has replaced: what its undo brings back."""

    part: int = 0
    rows: tuple[tuple[str, str, str, int, str, int], ...] = ()
    """Code, name, group, price, unit, day of listing, as in `PriceItem`."""
    replaced_by: bytes = b""
    """Digest of the list that took its place: another one since then is nobody's to replace."""


class Offer(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What was offered to a client, when, and what he said (S02.03)."""

    text: str
    item: str = ""
    """Code in the price list; empty: offered by group or in words."""
    group: str = ""
    day: int
    answer: OfferAnswer = ""
    answered: int = 0
    """Day of the answer; 0: none yet."""
    source: OfferSource = "other"


class GroupMark(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """Why a client does not buy a group of products."""

    group: str
    mark: GroupMarkKind
    day: int
    note: str = ""


class WalletEstimate(Entry, frozen=True, kw_only=True, omit_defaults=True):
    """What a client buys from everybody in a year, all goods or one group (S03.11)."""

    group: str = ""
    """Empty: all goods."""
    total: int
    """Minor units of the base currency, a year."""
    source: str
    """Who says so: the client, our guess, a report."""
    day: int
