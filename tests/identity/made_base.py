"""A made-up base of firms and people for measuring search: any size, any seed, a vocabulary that grows with it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from core.identity.index_entry import SearchEntry
from core.sample.words import ADDITIONS, CITIES, FEMALE_NAMES, HEADS, MALE_NAMES, SURNAMES, TAILS, daughter, latin
from tests.identity.made_words import cut, distinct, foreign, noun, surname

_FOREIGN_GIVEN: Final = cut("""
    Anna Emma Laura Sophie Julia Clara Marie Elena Ingrid Astrid Thomas Peter Martin Lukas David Oliver Henrik Pierre
    Antoine Giulia Marco Paolo Carlos Miguel Jan Piotr Agnieszka Tero Anja William James Charlotte Xavier
""")
_MORE_MALE: Final = (
    "Артём Артёмович|Василий Васильевич|Геннадий Геннадьевич|Дмитрий Дмитриевич|Илья Ильич|Константин Константинович|"
    "Михаил Михайлович|Николай Николаевич|Пётр Петрович|Руслан Русланович|Станислав Станиславович|Эдуард Эдуардович|"
    "Вячеслав Вячеславович|Тимур Тимурович|Лев Львович|Фарид Фаридович|Егор Егорович|Анатолий Анатольевич"
)
_MORE_FEMALE: Final = cut("""
    Наталья Екатерина Ольга Татьяна Елена Ирина Людмила Юлиана Софья Яна Алёна Виктория Мария Эльвира Диана Элина
    Жасмин Варвара Любовь Нина
""")
_FORMS: Final = ["ООО"] * 12 + ["АО", "АО", "ЗАО", "ОАО", "ПАО", "МУП", "ФГУП", "АНО", "ТСЖ"]
_FOREIGN_FORMS: Final = ["Ltd", "GmbH", "S.p.A.", "Inc.", "AG", "Oy", "B.V.", "Sp. z o.o.", "A/S", "d.o.o.", "LLC"]
_PREFIXES: Final = ["Завод", "ТД", "Компания", "НПО", "Клиника", "Торговый дом", "Группа", "Фабрика"]


@dataclass(frozen=True)
class Made:
    """An entry with what the noise needs to know of it."""

    entry: SearchEntry
    person: bool
    bare: str
    """The name without its legal form."""
    form: str
    female: bool = False


class MadeBase:
    """`entries[i].entry.id == i`; 40 in a hundred are firms, the rest are people at them."""

    def __init__(self, seed: int, count: int) -> None:
        self._pick = random.Random(seed)
        pick = self._pick
        self._surnames = [*SURNAMES] * 2 + distinct(surname, pick, max(60, count // 6))
        self._nouns = distinct(noun, pick, max(60, count // 8))
        self._foreign = distinct(foreign, pick, max(40, count // 12))
        male = [*MALE_NAMES, *((pair.split()[0], pair.split()[1]) for pair in _MORE_MALE.split("|"))]
        self._male, self._female = male, [*FEMALE_NAMES, *_MORE_FEMALE]
        firms = count * 2 // 5
        self.entries: list[Made] = [self._firm(place) for place in range(firms)]
        for place in range(firms, count):
            self.entries.append(self._person(place, self.entries[pick.randrange(firms)]))

    def _rare(self, words: list[str]) -> str:
        """Some words are common and most are rare, as in a real base."""
        return words[int(len(words) * self._pick.random() ** 2)]

    def _inn(self) -> str:
        return f"{self._pick.randrange(10**9, 10**10)}" if self._pick.random() < 0.9 else ""

    def _russian(self) -> tuple[str, bool]:
        pick = self._pick
        surname, female = self._rare(self._surnames), pick.random() < 0.5
        given, patronymic = pick.choice(self._male)
        if female:
            if surname.endswith(("ов", "ев", "ин")):
                surname += "а"
            elif surname.endswith("ский"):
                surname = surname[:-2] + "ая"
            given, patronymic = pick.choice(self._female), daughter(patronymic)
        return f"{surname} {given}" + (f" {patronymic}" if pick.random() < 0.7 else ""), female

    def _brand(self) -> str:
        pick, kind = self._pick, self._pick.random()
        if kind < 0.3:
            return pick.choice(HEADS) + pick.choice(TAILS).lower() + pick.choice(["", "", "-" + pick.choice(ADDITIONS)])
        if kind < 0.55:
            return f"{self._rare(self._nouns)} {pick.choice(ADDITIONS)}"
        if kind < 0.8:
            return f"{pick.choice(_PREFIXES)} {self._rare(self._nouns)}"
        if kind < 0.9:
            return self._rare(self._nouns)[:6] + pick.choice(TAILS) + pick.choice(TAILS)
        return self._rare(self._nouns)

    def _firm(self, place: int) -> Made:
        pick, kind = self._pick, self._pick.random()
        city, female = pick.choice(CITIES).name, False
        if kind < 0.12:
            form, (bare, female) = "ИП", self._russian()
            name = f"ИП {bare}"
        elif kind < 0.27:
            form, city = pick.choice(_FOREIGN_FORMS), ""
            bare = self._rare(self._foreign) + pick.choice(["", " Group", " Trade", " & " + self._rare(self._foreign)])
            name = f"{bare} {form}"
        else:
            form, bare = pick.choice(_FORMS), self._brand()
            name = f"{form} «{bare}»"
        host = f"{latin(bare)[:18]}.{pick.choice(['ru', 'com', 'org'])}"
        phone = f"+7{pick.choice([495, 812, 343, 831])}{pick.randrange(10**6, 10**7)}"
        mail = f"{pick.choice(['info', 'sales', 'zakaz', 'office'])}@{host}"
        entry = SearchEntry(place, name, city, self._inn(), (phone,), (mail,), (host,))
        return Made(entry, kind < 0.12, bare, form, female)

    def _person(self, place: int, firm: Made) -> Made:
        pick, female = self._pick, False
        if pick.random() < 0.12:
            name = f"{self._rare(self._foreign)} {pick.choice(_FOREIGN_GIVEN)}"
        else:
            name, female = self._russian()
        host = firm.entry.sites[0] if pick.random() < 0.5 else pick.choice(["mail.ru", "gmail.com", "yandex.ru"])
        words = [latin(word) for word in name.split()]
        mail = f"{words[1][:1]}.{words[0]}@{host}"
        phone = f"+79{pick.randrange(10**8, 10**9)}"
        return Made(SearchEntry(place, name, firm.bare, "", (phone,), (mail,)), True, name, "", female)
