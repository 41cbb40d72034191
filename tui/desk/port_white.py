"""White space, offers and the price list as screens and commands see them; field names are the JSON contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

import msgspec

from core.entities.money import Money
from core.entities.trade import GroupMarkKind, GroupsBy, OfferAnswer, OfferSource, PriceItem
from core.entities.vocabulary import Level
from core.worth.white_space import CellState


class WhiteRow(msgspec.Struct, frozen=True):
    """One client of the matrix."""

    id: str
    name: str
    owner: str
    level: Level | None
    turnover: Money
    potential: Money
    """What he could buy more a year in groups he does not buy."""
    best: str
    """The group that holds most of it."""
    signs: str
    """One sign a group, in the order of the groups."""
    bought: int
    """Groups bought in 12 months."""
    share: float | None
    """Our share of all he buys, 0…1; None: nobody has said."""
    stale: bool
    falling: bool
    """The last half-year is well under the same one a year ago."""
    quiet_days: int | None
    """A key account who has been offered nothing for so long."""


class WhiteList(Protocol):
    """The matrix in one order; pages of it are made when they are looked at."""

    groups: tuple[str, ...]

    def __len__(self) -> int: ...

    def rows(self, start: int, stop: int) -> Sequence[WhiteRow]: ...

    def position(self, client_id: str) -> int | None: ...


class WalletLine(msgspec.Struct, frozen=True):
    """Our share of what a client buys from everybody. `share` 0…1 and above."""

    total: Money
    share: float
    day: dt.date
    source: str
    ask_again: bool
    stale: bool


class CellLine(msgspec.Struct, frozen=True):
    """One group of one client."""

    group: str
    state: CellState
    turnover: Money
    last: dt.date | None
    potential: Money
    alike: int
    alike_buy: int
    offered: dt.date | None
    never_years: int | None
    wallet: WalletLine | None


class OfferLine(msgspec.Struct, frozen=True):
    """One offer."""

    id: str
    client_id: str
    client: str
    text: str
    item: str
    group: str
    day: dt.date
    answer: OfferAnswer
    answered: dt.date | None
    source: OfferSource


class WhiteClient(msgspec.Struct, frozen=True):
    """White space of one client beside his trend."""

    id: str
    name: str
    turnover: Money
    months: tuple[tuple[str, int], ...]
    """Net by ISO month, minor units, oldest first."""
    recent: Money
    """Last half-year."""
    before: Money
    """The same half-year a year ago."""
    falling: bool
    wallet: WalletLine | None
    cells: tuple[CellLine, ...]
    offers: tuple[OfferLine, ...]
    quiet_days: int | None
    as_of: dt.date
    log_size: int


class ItemLine(msgspec.Struct, frozen=True):
    """One item of the price list. `score` says how well it fits what was looked for, 0…1."""

    code: str
    name: str
    group: str
    price: Money | None
    unit: str
    since: dt.date | None
    score: float = 1.0


class ShortLine(msgspec.Struct, frozen=True):
    """One item of the short list."""

    item: ItemLine
    dropped: bool
    """He has bought it, and stopped."""
    alike_buy: int


class NoveltyLine(msgspec.Struct, frozen=True):
    """One client to whom a new product is to be offered."""

    client_id: str
    client: str
    owner: str
    level: Level | None
    innovator: bool
    potential: Money
    due: dt.date | None
    """By when a key account has to hear of it."""
    offered: bool


class WhitePort(Protocol):
    """White space of the clients."""

    def open_list(self, owner: str | None = None, falling: bool = False) -> WhiteList:
        """Clients × groups, the largest potential first."""
        ...

    def client(self, client_id: str) -> WhiteClient:
        """Every group of one client, offers, share of wallet, trend."""
        ...

    def short_list(self, client_id: str) -> tuple[ShortLine, ...]:
        """Items to offer him, never bought first."""
        ...

    def offer(
        self, client_id: str, text: str, item: str = "", group: str = "", source: OfferSource = "white"
    ) -> OfferLine:
        """Put on record that something was offered."""
        ...

    def answer(self, offer_id: str, answer: OfferAnswer) -> None:
        """What he said to an offer."""
        ...

    def offers(self, client_id: str = "") -> tuple[OfferLine, ...]:
        """Offers, newest first; of one client or of all."""
        ...

    def mark(self, client_id: str, group: str, mark: GroupMarkKind, note: str = "") -> None:
        """Why he does not buy a group."""
        ...

    def estimate(self, client_id: str, total: int, group: str, source: str) -> None:
        """What he buys from everybody in a year, minor units of the base currency; an empty group: all goods."""
        ...

    def wish(self, client_id: str, text: str) -> None:
        """He wants what we do not have: a need, for purchasing."""
        ...


class ProductsPort(Protocol):
    """The price list."""

    def search(self, text: str, limit: int = 50) -> tuple[ItemLine, ...]:
        """Items in a client's own words, the best first."""
        ...

    def count(self) -> int:
        """Items that can be found."""
        ...

    def replace(self, items: Sequence[PriceItem]) -> int:
        """Another price list; gives its length."""
        ...

    def group_by(self, by: GroupsBy) -> None:
        """How products outside the list get their group."""
        ...

    def novelty(self, code: str) -> tuple[NoveltyLine, ...]:
        """Whom to offer a new product: key accounts first, innovators first among them."""
        ...

    def announce(self, code: str, client_ids: Sequence[str]) -> int:
        """Tasks to offer it to these clients; gives how many were made."""
        ...
