"""The price list of the made-up wholesaler: what a shop, a café, an office or a building site runs out of."""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np
import numpy.typing as npt

Int64 = npt.NDArray[np.int64]

_GROUPS: Final[tuple[tuple[str, str, tuple[str, ...], tuple[str, ...], int], ...]] = (
    ("БУМ", "Бумага и канцелярия", ("Бумага А4", "Бумага А3", "Папка-регистратор", "Конверты", "Скотч", "Ручка"),
     ("стандарт", "плотная", "белая", "цветная", "эконом", "премиум"), 32_000),
    ("ХИМ", "Бытовая химия", ("Средство для пола", "Средство для стёкол", "Мыло жидкое", "Порошок", "Отбеливатель"),
     ("1 л", "5 л", "10 л", "концентрат", "без запаха", "лимон"), 41_000),
    ("УПК", "Упаковка", ("Плёнка стрейч", "Короб гофро", "Пакет майка", "Пакет фасовочный", "Лента упаковочная"),
     ("малая", "средняя", "большая", "прочная", "прозрачная", "с логотипом"), 27_000),
    ("ПОС", "Посуда одноразовая", ("Стакан бумажный", "Тарелка", "Контейнер", "Набор приборов", "Крышка"),
     ("100 шт.", "250 шт.", "500 шт.", "крафт", "для горячего", "белая"), 19_000),
    ("ИНВ", "Инвентарь уборочный", ("Швабра", "Ведро", "Тележка", "Щётка", "Салфетка", "Мешки для мусора"),
     ("малая", "средняя", "большая", "усиленная", "складная", "запасная"), 54_000),
    ("СИЗ", "Средства защиты", ("Перчатки", "Каска", "Жилет сигнальный", "Очки защитные", "Респиратор"),
     ("S", "M", "L", "XL", "утеплённые", "облегчённые"), 36_000),
    ("СВЕ", "Освещение", ("Лампа светодиодная", "Светильник", "Прожектор", "Лента светодиодная", "Датчик движения"),
     ("7 Вт", "10 Вт", "15 Вт", "тёплый свет", "холодный свет", "уличная"), 68_000),
    ("КРП", "Крепёж", ("Саморез", "Болт", "Гайка", "Дюбель", "Анкер", "Шайба"),
     ("М4", "М6", "М8", "М10", "оцинкованный", "нержавеющий"), 23_000),
    ("ИНС", "Инструмент ручной", ("Молоток", "Отвёртка", "Набор ключей", "Рулетка", "Нож строительный", "Пила"),
     ("малый", "средний", "большой", "магнитный", "с чехлом", "профи"), 89_000),
    ("КАБ", "Кабель и розетки", ("Кабель силовой", "Розетка", "Выключатель", "Удлинитель", "Коробка монтажная"),
     ("1 кв.", "1,5 кв.", "2,5 кв.", "белая", "чёрная", "влагостойкая"), 74_000),
    ("САД", "Товары для сада", ("Лопата", "Грабли", "Шланг", "Секатор", "Грунт", "Плёнка парниковая"),
     ("малая", "средняя", "большая", "усиленная", "эконом", "премиум"), 61_000),
    ("НГД", "Новогодние товары", ("Гирлянда", "Ель искусственная", "Шар ёлочный", "Мишура", "Пакет подарочный"),
     ("золото", "серебро", "красная", "синяя", "малая", "большая"), 47_000),
)  # fmt: skip
"""Code, name, goods, kinds, typical price in kopecks."""


@dataclasses.dataclass(frozen=True, slots=True)
class ProductList:
    """Products in the order of their groups. Prices and costs are kopecks of the first day of the sales."""

    code: tuple[str, ...]
    name: tuple[str, ...]
    group: tuple[str, ...]
    """Name of the group of each product."""
    price: Int64
    cost: Int64
    by_weight: npt.NDArray[np.bool_]
    """Sold in halves of a unit too."""
    group_start: Int64
    """First product of each group, and the number of products at the end."""

    def __len__(self) -> int:
        return len(self.code)


def make_products(random: np.random.Generator) -> ProductList:
    """The price list; the names are always the same, prices and costs come from `random`."""
    codes, names, groups, typical, starts = [], [], [], [], [0]
    for short, group, goods, kinds, price in _GROUPS:
        for number, (thing, kind) in enumerate((thing, kind) for thing in goods for kind in kinds):
            codes.append(f"{short}-{number + 1:04d}")
            names.append(f"{thing}, {kind}")
            groups.append(group)
            typical.append(price)
        starts.append(len(codes))
    spread = np.exp(0.7 * random.standard_normal(len(codes)))
    price_list = np.maximum(np.rint(np.array(typical) * spread / 100), 5).astype(np.int64) * 100
    cost = np.rint(price_list * (0.62 + 0.23 * random.random(len(codes)))).astype(np.int64)
    weighed = np.array([group in ("Крепёж", "Кабель и розетки") for group in groups])
    return ProductList(
        tuple(codes), tuple(names), tuple(groups), price_list, cost, weighed, np.array(starts, dtype=np.int64)
    )
