"""What the people of the made-up firm have stated of its clients: levels, partnership, targets, portraits, key signs.

Drawn from a seed of its own, so that the clients and sales of a seed stay what they are.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from core.entities.standing import (
    KeySign,
    LevelNote,
    Partnership,
    PortraitNote,
    Purpose,
    TargetNote,
    Tick,
)

PARTNERS: Final = 8
"""Clients at most whose partnership is said to be a value in itself."""
NOTED: Final = 12
"""Potential clients with a level noted by hand."""
PROFILED: Final = 40
"""Clients with a portrait: the key ones and others to compare them with."""
_STREAM: Final = 11
_PARTNER_WORDS: Final = (
    "вместе открывали регион, советуются до закупки",
    "дают прогноз на квартал и держат слово",
    "берут новинки первыми и возвращаются с отзывом",
)
_REASONS: Final = ("строят второй склад", "поставщик сорвал сроки", "открывают магазин в области", "ждут тендера")
_TERRITORIES: Final = ("Тверь", "Калуга", "Рязань", "Ярославль")
_INDUSTRIES: Final = ("строительство", "мебель", "розница", "сервис", "производство")
_SIZES: Final = ("до 15 человек", "15–100 человек", "больше 100 человек")
_SOURCES: Final = ("рекомендация", "выставка", "звонок", "сайт")
_DECIDES: Final = ("собственник", "директор", "начальник закупок")
_WHY: Final = ("сроки", "ассортимент", "отсрочка", "личное знакомство")
_TICKS: Final[tuple[tuple[Tick, ...], ...]] = (("price", "terms"), ("location",), ("service", "terms"), ("price",))
_PURPOSES: Final[tuple[Purpose, ...]] = ("as_is", "in_product", "in_service", "as_is")


def partnerships(seed: int, today: int) -> tuple[Partnership, ...]:
    """Why each of the partners is a value in itself. `today`: days since 1970-01-01."""
    random = _random(seed, 0)
    return tuple(
        Partnership(note=_PARTNER_WORDS[at % len(_PARTNER_WORDS)], day=today - int(random.integers(5, 150)))
        for at in range(PARTNERS)
    )


def level_notes(seed: int, today: int) -> tuple[LevelNote, ...]:
    """Levels below the real ones with their evidence: prospective, probable, potential in turn."""
    random, found = _random(seed, 1), []
    for at in range(NOTED):
        day, pick = today - int(random.integers(5, 120)), at // 3 % 4
        if at % 3 == 0:
            expected = today + int(random.integers(10, 90))
            found.append(LevelNote(level="prospective", day=day, reason=_REASONS[pick], expected=expected))
        elif at % 3 == 1:
            found.append(LevelNote(level="probable", day=day, ticks=_TICKS[pick]))
        else:
            industry = _INDUSTRIES[int(random.integers(len(_INDUSTRIES)))]
            found.append(LevelNote(level="potential", day=day, territory=_TERRITORIES[pick], industry=industry))
    return tuple(found)


def targets(seed: int, today: int) -> tuple[TargetNote, ...]:
    """What the noted ones buy for and how much a quarter from all suppliers, in rubles."""
    random = _random(seed, 2)
    return tuple(
        TargetNote(
            purpose=_PURPOSES[at % len(_PURPOSES)],
            day=today - int(random.integers(5, 120)),
            quarterly=int(random.integers(1, 20)) * 10_000_000,
            currency="RUB",
            source="сказал директор",
        )
        for at in range(NOTED // 2)
    )


def portraits(seed: int) -> tuple[PortraitNote, ...]:
    """Portraits, the best clients first: those come by recommendation more often."""
    random = _random(seed, 3)
    return tuple(
        PortraitNote(
            industry=_drawn(random, _INDUSTRIES[:2] if at < PARTNERS else _INDUSTRIES),
            size=_drawn(random, _SIZES[1:] if at < PARTNERS else _SIZES),
            source=_drawn(random, _SOURCES[:2] if at < PARTNERS else _SOURCES),
            decides=_drawn(random, _DECIDES),
            why_us=_drawn(random, _WHY),
        )
        for at in range(PROFILED)
    )


def key_signs(seed: int, today: int) -> tuple[tuple[int, KeySign], ...]:
    """(place among the largest clients, the record): fame in three states, innovators, a demanding client."""
    random = _random(seed, 4)

    def day() -> int:
        return today - int(random.integers(20, 300))

    return (
        (0, KeySign(criterion="fame", day=day(), state="published", note="отзыв на сайте", cost=4_500_000)),
        (1, KeySign(criterion="fame", day=day(), state="asked")),
        (2, KeySign(criterion="innovator", day=day(), plans=today - 40, no_tender=today - 30)),
        (3, KeySign(criterion="demanding", day=day(), note="научил собирать заказ с маркировкой по ячейкам")),
        (5, KeySign(criterion="innovator", day=day(), plans=today - 15)),
    )


def _random(seed: int, part: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, _STREAM, part))))


def _drawn(random: np.random.Generator, words: tuple[str, ...]) -> str:
    return words[int(random.integers(len(words)))]
