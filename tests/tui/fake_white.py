"""White space and a short price list for the fake desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from core.entities.money import Money
from core.entities.trade import GroupMarkKind, GroupsBy, OfferAnswer, OfferSource, PriceItem
from core.worth.price_search import PriceIndex
from tui.desk.port_white import (
    CellLine,
    ItemLine,
    NoveltyLine,
    OfferLine,
    ShortLine,
    WalletLine,
    WhiteClient,
    WhiteRow,
)

TODAY = dt.date(2026, 11, 23)
GROUPS = ("Бумага", "Крепёж", "Освещение", "Посуда", "Химия")
ITEMS = (
    PriceItem("БУМ-1", "Бумага А4, белая", "Бумага", 320_00),
    PriceItem("ХИМ-1", "Средство для пола, лимон", "Химия", 410_00),
    PriceItem("ХИМ-2", "Мыло жидкое, 5 л", "Химия", 390_00),
)


def rub(units: int) -> Money:
    return Money(units * 100, "RUB")


class FakeMatrix:
    """As many rows as there are clients; a page is made when it is asked for."""

    groups: tuple[str, ...] = GROUPS

    def __init__(self, numbers: range, name_of: Callable[[int], str]) -> None:
        self._numbers = numbers
        self._name_of = name_of
        self.pages = 0

    def __len__(self) -> int:
        return len(self._numbers)

    def rows(self, start: int, stop: int) -> list[WhiteRow]:
        self.pages += 1
        return [self._row(number) for number in self._numbers[start:stop]]

    def position(self, client_id: str) -> int | None:
        number = int(client_id, 16)
        return self._numbers.index(number) if number in self._numbers else None

    def _row(self, number: int) -> WhiteRow:
        return WhiteRow(
            id=f"{number:032x}",
            name=self._name_of(number),
            owner="Иванова",
            level="large",
            turnover=rub(900_000),
            potential=rub(250_000 - number),
            best="Химия",
            signs="+~o?.",
            bought=1,
            share=0.4 if number % 2 else None,
            stale=False,
            falling=number % 3 == 0,
            quiet_days=41 if number == 0 else None,
        )


class FakeWhite:
    """Every client buys paper and nothing else."""

    def __init__(self, clients: int, name_of: Callable[[int], str]) -> None:
        self._clients = clients
        self._name_of = name_of
        self.done: list[tuple[str, ...]] = []
        self._offers: list[OfferLine] = []

    def last(self) -> tuple[str, ...]:
        """What was done last."""
        return self.done[-1]

    def open_list(self, owner: str | None = None, falling: bool = False) -> FakeMatrix:
        self.done.append(("list", owner or "", str(falling)))
        return FakeMatrix(range(0, self._clients, 3 if falling else 1), self._name_of)

    def client(self, client_id: str) -> WhiteClient:
        wallet = WalletLine(rub(2_000_000), 0.45, TODAY, "директор", False, False)
        over = WalletLine(rub(500), 1.2, TODAY, "прайс", True, False)
        none = rub(0)
        cells = (
            CellLine("Химия", "never", none, None, rub(120_000), 31, 18, None, 7, None),
            CellLine("Посуда", "offered", none, None, rub(40_000), 31, 9, TODAY, None, None),
            CellLine("Бумага", "bought", rub(900_000), TODAY, none, 31, 31, None, None, over),
        )
        months = tuple((f"2026-{month:02d}", 1000 * (13 - month)) for month in range(1, 12))
        name = self._name_of(int(client_id, 16))
        half = rub(300_000)
        return WhiteClient(
            client_id, name, rub(900_000), months, half, rub(600_000), True, wallet, cells, tuple(self._offers), 41,
            TODAY, 7,
        )  # fmt: skip

    def short_list(self, client_id: str) -> tuple[ShortLine, ...]:
        return (ShortLine(ItemLine("ХИМ-1", ITEMS[1].name, "Химия", rub(410), "шт.", None), False, 18),)

    def offer(
        self, client_id: str, text: str, item: str = "", group: str = "", source: OfferSource = "white"
    ) -> OfferLine:
        self.done.append(("offer", item, group, source))
        made = OfferLine("f" * 32, client_id, "", text or item or group, item, group, TODAY, "", None, source)
        self._offers.append(made)
        return made

    def answer(self, offer_id: str, answer: OfferAnswer) -> None:
        self.done.append(("answer", offer_id, answer))

    def offers(self, client_id: str = "") -> tuple[OfferLine, ...]:
        return tuple(self._offers)

    def mark(self, client_id: str, group: str, mark: GroupMarkKind, note: str = "") -> None:
        self.done.append(("mark", group, mark))

    def estimate(self, client_id: str, total: int, group: str, source: str) -> None:
        self.done.append(("estimate", str(total), group, source))

    def wish(self, client_id: str, text: str) -> None:
        self.done.append(("wish", text))


class FakeProducts:
    """Three items, searched for real."""

    def __init__(self, name_of: Callable[[int], str]) -> None:
        self._name_of = name_of
        self._index = PriceIndex(ITEMS)
        self.announced: list[tuple[str, tuple[str, ...]]] = []

    def search(self, text: str, limit: int = 50) -> tuple[ItemLine, ...]:
        return tuple(
            ItemLine(ITEMS[at].code, ITEMS[at].name, ITEMS[at].group, Money(ITEMS[at].price, "RUB"), "", None, score)
            for at, score in self._index.find(text, limit)
        )

    def count(self) -> int:
        return len(ITEMS)

    def replace(self, items: Sequence[PriceItem]) -> int:
        return len(items)

    def group_by(self, by: GroupsBy) -> None:
        return None

    def novelty(self, code: str) -> tuple[NoveltyLine, ...]:
        due = TODAY + dt.timedelta(1)
        return (
            NoveltyLine(f"{0:032x}", self._name_of(0), "Иванова", "key", True, rub(90_000), due, False),
            NoveltyLine(f"{1:032x}", self._name_of(1), "Петров", "large", False, rub(70_000), None, True),
        )

    def announce(self, code: str, client_ids: Sequence[str]) -> int:
        self.announced.append((code, tuple(client_ids)))
        return len(client_ids)
