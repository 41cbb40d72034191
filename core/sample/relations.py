"""People of the made-up firm's key accounts, what was talked about with them, what is promised and agreed.

Drawn from a seed of its own, so that the clients and sales of a seed stay what they are.
"""

from __future__ import annotations

import dataclasses
from typing import Final

import numpy as np

from core.entities.deals import Contract, Deal
from core.entities.people import (
    Care,
    ContactPoint,
    Gift,
    News,
    Person,
    PersonProfile,
    Position,
    Referral,
    RelationshipLink,
    Relative,
    Rung,
)
from core.entities.work import Activity, ActivityKind, Need, Task
from core.sample.names import full_name, mobile
from core.sample.words import latin

KEY_ACCOUNTS: Final = 12
"""Clients of the firm with people: the largest."""
_STREAM: Final = 7
_MONTH: Final = 30

_POSTS: Final[tuple[tuple[Rung, str, str], ...]] = (
    ("owner", "учредитель", ""),
    ("director", "генеральный директор", ""),
    ("accountant", "главный бухгалтер", "бухгалтерия"),
    ("buyer", "начальник закупок", "снабжение"),
    ("middle", "заведующий складом", "склад"),
    ("line", "кладовщик", "склад"),
)
_TALKS: Final[tuple[tuple[ActivityKind, str], ...]] = (
    ("call", "Уточнили срок поставки, довольны упаковкой."),
    ("call", "Просил счёт на крепёж, отправлен в тот же день."),
    ("meeting", "Обсудили план на квартал: склад в Твери откроют весной."),
    ("letter", "Отправлен новый прайс, ответил вопросом о доставке."),
    ("visit", "Показал склад, познакомил с кладовщиком."),
    ("messenger", "Прислал фото полки с нашим товаром."),
)
_NEEDS: Final = (
    ("delivery", "возить до склада дважды в неделю"),
    ("assortment", "нужна фурнитура другого завода"),
    ("other", "отсрочка на десять дней больше"),
)
_HOBBIES: Final = ("рыбалка", "горные лыжи", "садоводство", "хоккей", "старые мотоциклы", "хоровое пение")
CONSENT_DAY: Final = 19_500
"""2023-05-23: the day every sample person filled in the client's form."""
_CUISINE: Final = ("грузинская", "японская", "домашняя", "рыба, без лука", "узбекская")
_NEWS: Final = ("открыли склад в Твери", "выиграли тендер области", "отметили десять лет фирмы", "сменили логотип")


@dataclasses.dataclass(frozen=True, slots=True)
class SampleRelations:
    """What stands beside the card of one key account. Handles are drawn, so that records name each other."""

    people: tuple[Person, ...]
    positions: tuple[Position, ...]
    links: tuple[RelationshipLink, ...]
    profile: PersonProfile
    talks: tuple[tuple[Activity, str], ...]
    tasks: tuple[Task, ...]
    needs: tuple[Need, ...]
    care: Care
    news: tuple[News, ...]
    referrals: tuple[Referral, ...]
    contract: Contract
    deal: Deal


def make_relations(seed: int, number: int, today: int, owner: bytes, deputy: bytes) -> SampleRelations:
    """Relations of the `number`-th key account, kept by the colleague `owner`. `today`: days since 1970-01-01."""
    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence((seed, _STREAM, number))))
    posts = [post for at, post in enumerate(_POSTS) if at in (1, 3) or random.random() < 0.75]
    people = tuple(_person(random) for _ in posts)
    chief = people[0].id
    positions = _positions(random, people, posts, today)
    links = tuple(_link(random, person.id, owner, today) for person in people if random.random() < 0.7)
    talks = tuple(_talk(random, people, today) for _ in range(int(random.integers(6, 14))))
    due = today + int(random.integers(-3, 10))
    ends = today + int(random.integers(10, 300))
    return SampleRelations(
        people=people,
        positions=positions,
        links=links,
        profile=_profile(random, people[0], today),
        talks=talks,
        tasks=(Task(kind="call", text="узнать план закупок на месяц", due=due, owner=owner),),
        needs=(_need(random, owner, today),),
        care=Care(
            deputy=deputy,
            on_call="дежурный отдела, круглосуточно",
            escalation="+7 800 100-20-30",
            wallet=int(random.integers(2, 60)) * 10_000_000 if random.random() < 0.6 else 0,
            rivals="«Гигант-Опт»" if random.random() < 0.5 else "",
        ),
        news=(News(day=today - int(random.integers(2, 60)), text=_NEWS[int(random.integers(len(_NEWS)))]),),
        referrals=(Referral(day=today - 90, whom="ООО «Сосед»", person=chief),) if random.random() < 0.4 else (),
        contract=Contract(
            number=f"П-{number + 101}",
            subject="поставка",
            signed=ends - 365,
            until=ends,
            state="signed",
            steps=((ends - 380, "draft"), (ends - 365, "signed")),
        ),
        deal=Deal(
            subject="полка в новом магазине",
            stage="offer",
            amount=int(random.integers(3, 40)) * 1_000_000,
            expected=today + int(random.integers(5, 60)),
            owner=owner,
            steps=((today - 20, "new"), (today - 6, "offer")),
        ),
    )


def _positions(
    random: np.random.Generator,
    people: tuple[Person, ...],
    posts: list[tuple[Rung, str, str]],
    today: int,
) -> tuple[Position, ...]:
    chief = people[0].id
    return tuple(
        Position(
            person=person.id,
            title=title,
            department=department,
            rung=rung,
            part="decision_maker" if rung in ("owner", "director") else "influencer" if rung == "buyer" else "user",
            attitude=int(random.integers(-1, 3)),
            power=3 if rung == "owner" else 2 if rung in ("director", "buyer") else 1,
            reports_to=b"" if person.id == chief else chief,
            since=today - int(random.integers(200, 3000)),
        )
        for person, (rung, title, department) in zip(people, posts, strict=True)
    )


def _need(random: np.random.Generator, owner: bytes, today: int) -> Need:
    text = _NEEDS[int(random.integers(len(_NEEDS)))]
    asked = today - int(random.integers(20, 200))
    closed = bool(random.random() < 0.4)
    return Need(
        kind=text[0],  # type: ignore[arg-type]
        text=text[1],
        due=asked + 14,
        owner=owner,
        asked=asked,
        state="done" if closed else "open",
        satisfaction=int(random.integers(3, 6)) if closed else 0,
        obstacle="привыкли к старому поставщику" if closed else "",
        closed=asked + 12 if closed else 0,
    )


def _person(random: np.random.Generator) -> Person:
    surname, given, patronymic, woman = full_name(random, 0.45)
    number = int(random.integers(10_000_000))
    phone = mobile(random, number)
    points = [ContactPoint("phone", phone, preferred=True)]
    if random.random() < 0.6:
        points.append(
            ContactPoint(
                "email",
                f"{latin(surname)}@firma.example",
                consent=True,
                consent_kind="form",
                consent_day=CONSENT_DAY,
                consent_proof="анкета клиента",
            )
        )
    if random.random() < 0.5:
        points.append(ContactPoint("messenger", f"@{latin(surname)}", "Telegram", consent=True))
    known = random.random() < 0.7
    return Person(
        id=random.bytes(16),
        surname=surname,
        given=given,
        patronymic=patronymic,
        sex="f" if woman else "m",
        points=tuple(points),
        birth_month=int(random.integers(1, 13)) if known else 0,
        birth_day=int(random.integers(1, 29)) if known else 0,
    )


def _link(random: np.random.Generator, person: bytes, colleague: bytes, today: int) -> RelationshipLink:
    begin = int(random.integers(0, 3))
    grown = min(5, begin + int(random.integers(0, 4)))
    marks = ((today - 9 * _MONTH, begin), (today - int(random.integers(10, 5 * _MONTH)), grown))
    return RelationshipLink(
        person=person, colleague=colleague, marks=marks, touched=today - int(random.integers(1, 90))
    )


def _talk(random: np.random.Generator, people: tuple[Person, ...], today: int) -> tuple[Activity, str]:
    kind, text = _TALKS[int(random.integers(len(_TALKS)))]
    return (
        Activity(
            kind=kind,
            day=today - int(random.integers(1, 360)),
            two_way=kind != "letter" or bool(random.random() < 0.5),
            direction="in" if random.random() < 0.3 else "out",
            minutes={"call": 10, "meeting": 60, "visit": 120}.get(kind, 5),
            people=(people[int(random.integers(len(people)))].id,),
            network="Telegram" if kind == "messenger" else "",
        ),
        text,
    )


def _profile(random: np.random.Generator, person: Person, today: int) -> PersonProfile:
    month, day = person.birth_month or 3, person.birth_day or 8
    return PersonProfile(
        person=person.id,
        birthday=f"{int(random.integers(1958, 1996))}-{month:02d}-{day:02d}",
        hobbies=_HOBBIES[int(random.integers(len(_HOBBIES)))],
        cuisine=_CUISINE[int(random.integers(len(_CUISINE)))],
        peculiarities="звонить после десяти",
        family=(
            Relative("супруга" if person.sex == "m" else "супруг", "", ""),
            Relative("дочь", "Мария", "2012-05-17"),
        ),
        gifts=(Gift(today - 300, "книга о старом городе"),),
    )
