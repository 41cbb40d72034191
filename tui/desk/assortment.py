"""Products and groups of one evening: computed once, kept until sales, price list or base change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.entities.ledger import Int32, Int64
from core.entities.trade import PriceItem
from core.worth.assortment import GroupSales, ProductSales, by_group, group_map
from core.worth.white_space import Alike, alike, potentials
from storage.vault.product_days import product_sales
from tui.desk.figures import day_number

if TYPE_CHECKING:
    from tui.desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Assortment:
    """What is bought by product and by group, and what follows from it."""

    key: object
    sales: ProductSales
    groups: GroupSales
    group_of: Int32
    like: Alike
    potential: Int64
    best: Int32
    listed: dict[str, int]
    """Group → first day it stands in the price list; groups listed from the beginning are not in it."""
    prices: dict[str, PriceItem]
    """By code."""


def assortment_of(desk: Desk, known: Assortment | None) -> Assortment:
    """The assortment of the evening; `known` again while nothing has changed."""
    base, session = desk.base, desk.session
    figures = desk.figures()
    key: tuple[object, ...] = (id(figures), session.prices.version, len(base.ids), desk.today_date())
    if known is not None and known.key == key:
        return known
    today = day_number(desk.today_date())
    joined = {each: base.place[each] for each in base.apart}
    sales = product_sales(session, base.ids, joined, today, figures.rules.year_days)
    items = session.prices.items()
    by = session.prices.head().groups_by
    group_of, names = group_map(sales.products, session.firm.product_names(), items, by)
    groups = by_group(sales, group_of, names)
    like = alike(groups)
    potential, best = potentials(groups, like, figures.rules)
    return Assortment(
        key, sales, groups, group_of, like, potential, best, _listed(items), {each.code: each for each in items}
    )


def _listed(items: tuple[PriceItem, ...]) -> dict[str, int]:
    since: dict[str, int] = {}
    old: set[str] = set()
    for each in items:
        if not each.since:
            old.add(each.group)
        since[each.group] = min(since.get(each.group, each.since), each.since)
    return {group: day for group, day in since.items() if group not in old}
