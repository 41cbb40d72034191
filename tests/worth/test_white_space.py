"""White space, share of wallet, groups of products, short list, search of the price list."""

from __future__ import annotations

import numpy as np
import pytest

from core.entities.trade import GroupMark, Offer, PriceItem, WalletEstimate
from core.rules import DEFAULT
from core.sample.products import make_products
from core.worth.assortment import GroupSales, ProductSales, by_group, group_map, group_name
from core.worth.price_search import PriceIndex
from core.worth.wallet import latest, wallet_share
from core.worth.white_space import alike, cells, potentials, quiet_days, short_list

TODAY = 20_500
GROUPS = ("бумага", "посуда", "химия")
RULES = DEFAULT.changed(white_peers=2)


def sales_of(*rows: tuple[int, str, int], clients: int) -> ProductSales:
    """(client, product, money of 12 months; 0: bought years ago)."""
    products = tuple(sorted({row[1] for row in rows}))
    table = sorted((client, products.index(product), year) for client, product, year in rows)
    number = np.array([row[0] for row in table], np.int32)
    year = np.array([row[2] for row in table], np.int64)
    first = np.full(len(table), TODAY - 8 * 365, np.int32)
    last = np.where(year > 0, TODAY - 10, TODAY - 900).astype(np.int32)
    return ProductSales(number, np.array([row[1] for row in table], np.int32), year, first, last, products, clients)


def grouped(sales: ProductSales) -> tuple[GroupSales, np.ndarray[tuple[int], np.dtype[np.int32]]]:
    names = {each: each for each in sales.products}
    prices = [PriceItem(each, each, each.split("-")[0]) for each in sales.products]
    group_of, groups = group_map(sales.products, names, prices, "prefix")
    return by_group(sales, group_of, groups), group_of


SALES = sales_of(
    (0, "бумага-1", 800),
    (0, "посуда-1", 0),
    (1, "бумага-1", 600),
    (1, "бумага-2", 150),
    (1, "химия-1", 250),
    (2, "бумага-2", 900),
    (2, "химия-1", 50),
    (2, "химия-2", 50),
    (3, "посуда-1", 400),
    clients=5,
)


def test_S02_02_every_client_and_group_has_a_state() -> None:
    groups, _ = grouped(SALES)
    assert groups.groups == GROUPS
    like = alike(groups)
    offers = [Offer(text="порошок", group="химия", day=TODAY - 40)]
    marks = [GroupMark(group="посуда", mark="unaware", day=TODAY - 50)]
    found = {each.group: each for each in cells(groups, like, 0, TODAY, offers, marks, rules=RULES)}
    assert {name: each.state for name, each in found.items()} == {
        "бумага": "bought",
        "посуда": "unaware",
        "химия": "offered",
    }
    assert found["химия"].offered == TODAY - 40
    bare = {each.group: each.state for each in cells(groups, like, 0, TODAY, rules=RULES)}
    assert bare == {"бумага": "bought", "посуда": "lapsed", "химия": "never"}
    refused = [Offer(text="порошок", group="химия", day=TODAY - 40, answer="not_needed", answered=TODAY)]
    told = {each.group: each for each in cells(groups, like, 0, TODAY, refused, rules=RULES)}
    assert (told["химия"].state, told["химия"].potential) == ("not_needed", 0)


def test_S02_03_not_offered_for_years_and_sorted_by_what_clients_alike_buy() -> None:
    groups, _ = grouped(SALES)
    like = alike(groups)
    found = cells(groups, like, 0, TODAY, rules=RULES)
    first = found[0]
    # of the 2,800 that those with the main group "paper" spend, 350 go to "chemistry"
    assert (first.group, first.potential) == ("химия", round(800 * 350 / 2800))
    assert (first.alike, first.alike_buy) == (3, 2)
    assert first.never_years == 8
    listed = {"химия": TODAY - 400}
    assert cells(groups, like, 0, TODAY, listed=listed, rules=RULES)[0].never_years == 1
    offered = [Offer(text="порошок", group="химия", day=TODAY)]
    assert cells(groups, like, 0, TODAY, offered, rules=RULES)[0].never_years is None


def test_S02_03_the_whole_base_is_ranked_and_a_group_bought_counts_for_nothing() -> None:
    groups, _ = grouped(SALES)
    money, best = potentials(groups, alike(groups), RULES)
    assert money.tolist()[:3] == [100, 0, 0]
    assert groups.groups[best[0]] == "химия"
    # a single client of his main group is judged by everybody; who bought nothing has no potential
    assert money[3] > 0
    assert (money[4], best[4]) == (0, -1)


@pytest.mark.parametrize("clients", [0, 1])
def test_bad_input_no_sales_give_an_empty_matrix(clients: int) -> None:
    none = ProductSales(
        *(np.zeros(0, np.int32),) * 2, np.zeros(0, np.int64), *(np.zeros(0, np.int32),) * 2, (), clients
    )
    group_of, names = group_map((), {}, (), "prefix")
    groups = by_group(none, group_of, names)
    like = alike(groups)
    assert potentials(groups, like)[0].tolist() == [0] * clients
    if clients:
        assert cells(groups, like, 0, TODAY) == []
        assert short_list(none, group_of, like, 0) == []


def test_S03_11_share_of_wallet_asks_again_over_all_and_goes_grey_with_age() -> None:
    told = WalletEstimate(total=1_000, source="закупщик", day=TODAY - 10)
    share = wallet_share(250, told, TODAY)
    assert share is not None
    assert (share.share, share.ask_again, share.stale, share.source) == (0.25, False, False, "закупщик")
    over = wallet_share(1_500, told, TODAY)
    assert over is not None and over.ask_again
    old = wallet_share(250, WalletEstimate(total=1_000, source="x", day=TODAY - 366), TODAY)
    assert old is not None and old.stale
    assert wallet_share(250, None, TODAY) is None
    newer = WalletEstimate(group="химия", total=5, source="y", day=TODAY - 1)
    older = WalletEstimate(group="химия", total=9, source="y", day=TODAY - 2)
    assert latest([newer, older, told], TODAY) == {"химия": newer, "": told}


def test_S03_11_a_stated_figure_counts_before_what_others_buy() -> None:
    groups, _ = grouped(SALES)
    estimates = [WalletEstimate(group="химия", total=700, source="сказал", day=TODAY)]
    found = {each.group: each for each in cells(groups, alike(groups), 0, TODAY, (), (), estimates, rules=RULES)}
    assert found["химия"].potential == 700
    assert found["химия"].wallet is not None and found["химия"].wallet.share == 0


def test_S02_17_the_short_list_has_never_bought_items_first() -> None:
    _, group_of = grouped(SALES)
    groups, _ = grouped(SALES)
    found = short_list(SALES, group_of, alike(groups), 0, RULES)
    names = [(SALES.products[product], dropped) for product, dropped, _ in found]
    assert names[0][1] is False
    assert {name for name, _ in names} == {"бумага-2", "химия-1", "химия-2"}
    dropped = sales_of((0, "a-1", 100), (0, "a-2", 0), (1, "a-1", 10), (1, "a-2", 10), (2, "a-1", 5), clients=3)
    whole, of = grouped(dropped)
    assert [(dropped.products[p], old) for p, old, _ in short_list(dropped, of, alike(whole), 0, RULES)] == [
        ("a-2", True)
    ]
    assert len(short_list(SALES, group_of, alike(groups), 0, RULES.changed(white_short_list=5))) <= 5


@pytest.mark.parametrize(
    ("code", "name", "by", "group"),
    [
        ("СИЗ-0005", "Перчатки", "prefix", "СИЗ"),
        ("КРП 12", "Болт", "prefix", "КРП"),
        ("85123A", "WHITE HEART", "prefix", "White"),
        ("СИЗ-0005", "Перчатки утеплённые", "word", "Перчатки"),
        ("4711", "", "prefix", "—"),
    ],
)
def test_S02_02_products_outside_the_list_get_a_group(code: str, name: str, by: str, group: str) -> None:
    assert group_name(code, name, by) == group  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def index() -> PriceIndex:
    made = make_products(np.random.default_rng(1))
    return PriceIndex([PriceItem(c, n, g) for c, n, g in zip(made.code, made.name, made.group, strict=True)])


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("перчатки утепленные", "Перчатки, утеплённые"),
        ("мешков для мусора больших", "Мешки для мусора, большая"),
        ("бумагу а4 белую", "Бумага А4, белая"),
        ("пирчатки", "Перчатки, S"),
        ("gthxfnrb entgktyyst", "Перчатки, утеплённые"),
        ("perchatki uteplennye", "Перчатки, утеплённые"),
        ("кабеля силового 2,5", "Кабель силовой, 2,5 кв."),
        ("СИЗ-0005", "Перчатки, утеплённые"),
    ],
)
def test_S02_17_a_wish_is_found_in_the_clients_own_words(index: PriceIndex, wish: str, name: str) -> None:
    found = index.find(wish, 5)
    assert name in [index.items[at].name for at, _ in found][:3]


def test_S02_17_nonsense_and_nothing_find_nothing(index: PriceIndex) -> None:
    assert index.find("") == index.find("   !!! ") == []
    assert index.find("синхрофазотрон") == []
    assert PriceIndex([]).find("бумага") == []


def test_S03_93_a_key_account_without_an_offer_for_a_month_is_noticed() -> None:
    assert quiet_days([Offer(text="x", day=TODAY - 29)], TODAY, 0) is None
    assert quiet_days([Offer(text="x", day=TODAY - 90), Offer(text="y", day=TODAY - 30)], TODAY, 0) == 30
    assert quiet_days([], TODAY, TODAY - 200) == 200
