"""White space: what a client does not buy from us, and what clients like him do (S02.02–S02.04).

Alike are clients with the same main group: the one most of their money of 12 months goes to. What they spend on
another group, as a share of all they buy, times what he buys in all, is his potential there. Where he has said what he
buys from everybody, that figure counts instead.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Literal

import numpy as np

from core.entities.ledger import Float64, Int32, Int64
from core.entities.trade import GroupMark, Offer, WalletEstimate
from core.rules import DEFAULT, Rules
from core.worth.assortment import GroupSales, ProductSales
from core.worth.wallet import WalletShare, latest, wallet_share

CellState = Literal["bought", "lapsed", "offered", "unaware", "not_needed", "not_buying", "never"]
CELL_STATES: tuple[CellState, ...] = (
    "bought",
    "lapsed",
    "offered",
    "unaware",
    "not_needed",
    "not_buying",
    "never",
)
_BLOCK = 4096


@dataclasses.dataclass(frozen=True, slots=True)
class Alike:
    """What clients with the same main group buy; rows are main groups, the last row is everybody."""

    main: Int32
    """Main group of every client, -1: bought nothing in 12 months."""
    total: Int64
    """Net of 12 months of every client."""
    share: Float64
    """[main, group]: part of their money."""
    buyers: Int64
    """[main, group]: how many of them buy it."""
    clients: Int64
    """[main]: how many they are."""

    def row(self, client: int, rules: Rules = DEFAULT) -> int:
        """The row that speaks for a client: his main group's, or everybody's where too few are alike."""
        main = int(self.main[client])
        return main if main >= 0 and self.clients[main] >= rules.white_peers else len(self.clients) - 1


@dataclasses.dataclass(frozen=True, slots=True)
class GroupCell:
    """One client and one group."""

    group: str
    state: CellState
    year: int
    """Net of 12 months, minor units."""
    last: int | None
    """Day of the last purchase ever."""
    potential: int
    """What he could buy more a year."""
    alike: int
    """Clients like him."""
    alike_buy: int
    """Of them, those who buy the group."""
    offered: int | None
    """Day of the last offer."""
    never_years: int | None
    """Full years he is our client without an offer of the group; None: there was one, or he buys."""
    wallet: WalletShare | None


def alike(sales: GroupSales) -> Alike:
    """Main groups and what goes with them."""
    width, clients = len(sales.groups), sales.clients
    year = np.maximum(sales.year, 0)
    total = np.zeros(clients, np.int64)
    np.add.at(total, sales.client, year)
    main = np.full(clients, -1, np.int32)
    bought = np.flatnonzero(year > 0)
    order = bought[np.lexsort((-sales.group[bought], year[bought]))]
    main[sales.client[order]] = sales.group[order]
    money = np.zeros((width + 1, width), np.float64)
    buyers = np.zeros((width + 1, width), np.int64)
    rows = main[sales.client[bought]]
    np.add.at(money, (rows, sales.group[bought]), year[bought])
    np.add.at(buyers, (rows, sales.group[bought]), 1)
    money[width], buyers[width] = money[:width].sum(axis=0), buyers[:width].sum(axis=0)
    count = np.zeros(width + 1, np.int64)
    np.add.at(count, main[main >= 0], 1)
    count[width] = int((main >= 0).sum())
    whole = money.sum(axis=1, keepdims=True)
    share = np.divide(money, whole, out=np.zeros_like(money), where=whole > 0)
    return Alike(main, total, share, buyers, count)


def potentials(sales: GroupSales, like: Alike, rules: Rules = DEFAULT) -> tuple[Int64, Int32]:
    """Of every client the money in groups he does not buy, and the group that holds most of it (-1: none)."""
    width = len(sales.groups)
    money, best = np.zeros(sales.clients, np.int64), np.full(sales.clients, -1, np.int32)
    if not width:
        return money, best
    enough = (like.main >= 0) & (like.clients[like.main] >= rules.white_peers)
    row = np.where(enough, like.main, width)
    for begin in range(0, sales.clients, _BLOCK):
        end = min(begin + _BLOCK, sales.clients)
        part = like.share[row[begin:end]] * like.total[begin:end, None]
        rows = slice(int(sales.start[begin]), int(sales.start[end]))
        taken = sales.year[rows] > 0
        part[sales.client[rows][taken] - begin, sales.group[rows][taken]] = 0
        money[begin:end] = np.rint(part.sum(axis=1)).astype(np.int64)
        top = part.argmax(axis=1)
        best[begin:end] = np.where(part[np.arange(end - begin), top] > 0, top, -1)
    return money, best


def cells(
    sales: GroupSales,
    like: Alike,
    client: int,
    today: int,
    offers: Iterable[Offer] = (),
    marks: Iterable[GroupMark] = (),
    estimates: Iterable[WalletEstimate] = (),
    listed: dict[str, int] | None = None,
    rules: Rules = DEFAULT,
) -> list[GroupCell]:
    """Every group for one client, the largest potential first. `listed`: day since which a group is in the list."""
    rows = slice(int(sales.start[client]), int(sales.start[client + 1]))
    own = dict(zip(sales.group[rows].tolist(), range(rows.start, rows.stop), strict=True))
    since = int(sales.first[rows].min()) if rows.stop > rows.start else None
    said = {each.group: each for each in sorted(marks, key=lambda one: (one.day, one.at_us))}
    offered = {each.group: each for each in sorted(offers, key=lambda one: (one.day, one.at_us))}
    wallets = latest(estimates, today)
    row = like.row(client, rules)
    guesses = like.share[row] * int(like.total[client])
    found = []
    for number, group in enumerate(sales.groups):
        at = own.get(number)
        year = int(sales.year[at]) if at is not None else 0
        offer = offered.get(group)
        wallet = wallet_share(year, wallets.get(group), today, rules)
        potential = max(0, wallet.total - year) if wallet else 0 if year > 0 else round(float(guesses[number]))
        state = _state(year, at is not None, offer, said.get(group))
        never = None
        if offer is None and at is None and since is not None:
            never = max(0, today - max(since, (listed or {}).get(group, 0))) // rules.year_days
        found.append(
            GroupCell(
                group=group,
                state=state,
                year=year,
                last=int(sales.last[at]) if at is not None else None,
                potential=0 if state == "not_needed" else potential,
                alike=int(like.clients[row]),
                alike_buy=int(like.buyers[row, number]),
                offered=offer.day if offer else None,
                never_years=never,
                wallet=wallet,
            )
        )
    return sorted(found, key=lambda each: (-each.potential, -each.year, each.group))


def _state(year: int, ever: bool, offer: Offer | None, mark: GroupMark | None) -> CellState:
    if year > 0:
        return "bought"
    if mark is not None and (offer is None or mark.day >= offer.day):
        return mark.mark
    if offer is not None:
        return "not_needed" if offer.answer == "not_needed" else "offered"
    return "lapsed" if ever else "never"


def short_list(
    sales: ProductSales, group_of: Int32, like: Alike, client: int, rules: Rules = DEFAULT
) -> list[tuple[int, bool, int]]:
    """Products to offer: (product, bought once and dropped, how many alike buy it), never bought first (S02.17).

    Of the groups he buys nothing from comes what clients like him take, of his own groups what goes with it.
    """
    row = like.row(client, rules)
    everybody = row == len(like.clients) - 1
    peers = np.ones(sales.clients, np.bool_) if everybody else like.main == row
    fresh = (sales.year > 0) & peers[sales.client] & (sales.client != client)
    count = np.bincount(sales.product[fresh], minlength=len(sales.products))
    mine = sales.client == client
    now = set(sales.product[mine & (sales.year > 0)].tolist())
    ever = set(sales.product[mine].tolist())
    weight = like.share[row][group_of] if len(group_of) else np.zeros(0)
    wanted = [number for number in np.flatnonzero(count).tolist() if number not in now]
    wanted.sort(key=lambda each: (each in ever, -count[each] * (0.1 + weight[each]), each))
    return [(each, each in ever, int(count[each])) for each in wanted[: rules.white_short_list]]


def quiet_days(offers: Iterable[Offer], today: int, since: int, rules: Rules = DEFAULT) -> int | None:
    """Days for which a key account has been offered nothing, once they are too many; None before (S03.93).

    `since`: his first purchase, where there never was an offer.
    """
    last = max((each.day for each in offers), default=since)
    days = today - last
    return days if days >= rules.white_offer_days else None
