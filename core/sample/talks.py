"""A year of talks with a key account of the made-up firm, and what is private about its people.

A key account is talked to every week or two; what was said is what a colleague has to know who takes him over.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from core.entities.people import Gift, Person, PersonProfile, Relative
from core.entities.work import Activity, ActivityKind
from core.sample.words import FEMALE_NAMES, MALE_NAMES

_TALKS: Final[tuple[tuple[ActivityKind, str], ...]] = (
    ("call", "Сверили остатки: на складе хватит на неделю, заявка в четверг. Просят белый цвет."),
    ("call", "Звонили сами: бригада ждёт товар, просят машину первой. Перенесли, приехала к восьми."),
    ("call", "Обсудили рост цен завода. Поняли, но просят предупреждать за две недели."),
    ("call", "Бухгалтер не нашла накладную за прошлую неделю, отправили копию. Просит класть вторую в машину."),
    ("call", "Спросил, будет ли весенняя акция. Решим к двадцатому; обещали перезвонить."),
    ("call", "Начальник закупок в отпуске, за него заместитель. Номер записали, дежурного представили."),
    ("meeting", "Прошли по плану квартала: две категории растут, одна стоит. Договорились попробовать её "
                "на нижней полке в одном магазине и через месяц посмотреть на продажи."),
    ("meeting", "Показали образцы новой серии. Понравилась упаковка, смутила цена; попросили посчитать на паллету. "
                "Директор сказал, что решает не цена, а то, как быстро довезём в сезон."),
    ("meeting", "Обсудили отсрочку: просят десять дней сверху на сезон. Взяли под обещание двух полных машин в месяц."),
    ("visit", "Были на складе: наш товар стоит у ворот, чужой в глубине. Кладовщик хвалит метки на коробках, "
              "ругает плёнку: рвётся зимой. Передали закупкам."),
    ("visit", "Объехали три магазина с начальником закупок. В одном пустая полка три дня — продавец не знал, кому "
              "звонить. Оставили номер дежурного и список замен."),
    ("visit", "Обучили продавцов новой серии, пришло восемь человек. Спрашивали про гарантию и про то, чем отвечать "
              "на «у соседа дешевле»."),
    ("letter", "Отправили прайс и график праздничных отгрузок. Ответили, что тридцатого склад не работает."),
    ("letter", "Прислали акт сверки, расхождение в одну накладную. Нашли у себя, исправили, извинились."),
    ("messenger", "Прислали фото полки после выкладки и спросили, так ли стоит. Так; попросили поднять ходовое на "
                  "уровень глаз."),
    ("messenger", "Спросил, успеем ли завтра. Ответили через пять минут: успеем, машина выйдет в шесть."),
)  # fmt: skip
_HOBBIES: Final = (
    "рыбалка на Волге, ездит каждое лето", "горные лыжи", "сад и пчёлы", "хоккей, болеет за местную команду",
    "старые мотоциклы, собирает сам", "хоровое пение", "шахматы по переписке", "походы с детьми", "фотография",
)  # fmt: skip
_CUISINE: Final = (
    "грузинская", "японская", "домашняя, не любит рестораны", "рыба, без лука", "узбекская, плов",
    "итальянская", "мяса не ест",
)  # fmt: skip
_WAYS: Final = (
    "говорит мало, решает сразу", "любит цифры, эмоций не принимает", "сначала спросит о семье, потом о деле",
    "не отвечает до десяти утра", "всё записывает и потом проверяет", "обижается, если звонят через голову",
    "просит письмом, звонков не любит",
)  # fmt: skip
_GIFTS: Final = ("книга о реках", "чай", "билеты на хоккей", "саженец яблони", "альбом города", "мёд")
_WEEKS: Final = 52


def make_talks(random: np.random.Generator, people: tuple[Person, ...], today: int) -> tuple[tuple[Activity, str], ...]:
    """Contacts of a year with what was said, a week or two apart."""
    found = []
    for week in range(_WEEKS):
        if random.random() < 0.2:
            continue
        kind, text = _TALKS[int(random.integers(len(_TALKS)))]
        activity = Activity(
            kind=kind,
            day=today - 2 - 7 * week - int(random.integers(5)),
            two_way=kind != "letter",
            direction="in" if random.random() < 0.3 else "out",
            minutes={"call": 10, "meeting": 60, "visit": 120}.get(kind, 5),
            people=(people[int(random.integers(len(people)))].id,),
            network="Telegram" if kind == "messenger" else "",
        )
        found.append((activity, text))
    return tuple(found)


def make_profiles(random: np.random.Generator, people: tuple[Person, ...], today: int) -> tuple[PersonProfile, ...]:
    """What is private about these people: most of it known, some of it not."""
    return tuple(_profile(random, person, today) for person in people)


def _profile(random: np.random.Generator, person: Person, today: int) -> PersonProfile:
    def one(of: tuple[str, ...], share: float = 0.8) -> str:
        return of[int(random.integers(len(of)))] if random.random() < share else ""

    names = FEMALE_NAMES if person.sex == "m" else tuple(each[0] for each in MALE_NAMES)
    family = [Relative("супруга" if person.sex == "m" else "супруг", one(names, 1.0))]
    if random.random() < 0.7:
        boy = bool(random.random() < 0.5)
        child = MALE_NAMES[int(random.integers(len(MALE_NAMES)))][0] if boy else one(FEMALE_NAMES, 1.0)
        year, month, day = int(random.integers(1998, 2020)), int(random.integers(1, 13)), int(random.integers(1, 29))
        family.append(Relative("сын" if boy else "дочь", child, f"{year}-{month:02d}-{day:02d}"))
    year = int(random.integers(1958, 1996))
    known = person.birth_month > 0
    return PersonProfile(
        person=person.id,
        birthday=f"{year}-{person.birth_month:02d}-{person.birth_day:02d}" if known else "",
        hobbies=one(_HOBBIES),
        cuisine=one(_CUISINE),
        peculiarities=one(_WAYS),
        family=tuple(family),
        gifts=(Gift(today - int(random.integers(20, 350)), one(_GIFTS, 1.0)),) if random.random() < 0.6 else (),
    )
