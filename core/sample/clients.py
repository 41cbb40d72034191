"""Cards of the made-up clients, a chunk at a time: names, numbers, cities, telephones, addresses."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt

from core.entities.client import ClientCard, ClientContacts
from core.sample import identifiers
from core.sample.words import (
    ADDITIONS,
    CITIES,
    FEMALE_NAMES,
    HEADS,
    LEGAL_FORMS,
    MALE_NAMES,
    STREETS,
    SURNAMES,
    TAILS,
    City,
    daughter,
    female,
    latin,
)

_STEP: Final = 31337
"""A prime no list length divides: walking by it spreads neighbours over all combinations."""
_PATTERNS: Final = 5
_TWO_PHONES: Final = 0.25
_NO_EMAIL: Final = 0.2


@dataclasses.dataclass(frozen=True, slots=True)
class SampleClients:
    """Columns of one chunk; row i is client `first` + i of the firm."""

    first: int
    card: tuple[ClientCard, ...]
    contacts: tuple[ClientContacts, ...]

    def __len__(self) -> int:
        return len(self.card)

    def pairs(self) -> Iterator[tuple[ClientCard, ClientContacts]]:
        """Card and contacts of each client."""
        return zip(self.card, self.contacts, strict=True)


def make_clients(
    random: np.random.Generator, first: int, clients: int, created: npt.NDArray[np.int32]
) -> SampleClients:
    """Cards for clients `first`..`first`+`clients`-1. `created`: day each card was made, days since 1970-01-01."""
    serial = np.arange(first, first + clients, dtype=np.int64)
    forms = random.choice(len(LEGAL_FORMS), clients, p=[share for _, share in LEGAL_FORMS])
    weights = np.array([city.weight for city in CITIES])
    places = random.choice(len(CITIES), clients, p=weights / weights.sum())
    region = np.array([city.region for city in CITIES], dtype=np.int64)[places]
    year = random.integers(3, 23, clients)
    numbers = {
        "inn": identifiers.inn_of_firm(region, serial).tolist(),
        "inn_person": identifiers.inn_of_person(region, serial).tolist(),
        "kpp": identifiers.kpp(region, serial).tolist(),
        "ogrn": identifiers.ogrn(region, serial, year).tolist(),
        "ogrnip": identifiers.ogrnip(region, serial, year).tolist(),
    }
    houses, streets = random.integers(1, 120, clients).tolist(), random.integers(len(STREETS), size=clients).tolist()
    luck = random.random((clients, 2)).tolist()
    cards, contacts = [], []
    for row in range(clients):
        index, form, city = first + row, LEGAL_FORMS[forms[row]][0], CITIES[places[row]]
        name, core_name = _client_name(index, form)
        inn, kpp, ogrn = _papers(form, {key: column[row] for key, column in numbers.items()})
        site = f"{_domain(core_name)}.example" if form not in ("", "ИП") else ""
        cards.append(
            ClientCard(
                name=name,
                kind="company" if form else "person",
                external_id=f"К-{index + 1:06d}",
                city=city.name,
                address=_address(city, STREETS[streets[row]], houses[row]),
                site=site,
                inn=inn,
                kpp=kpp,
                ogrn=ogrn,
                created_day=int(created[row]),
            )
        )
        mailbox = "zakaz" if site else latin(core_name)
        contacts.append(_contacts(city, index, site, mailbox, luck[row]))
    return SampleClients(first, tuple(cards), tuple(contacts))


def _client_name(index: int, form: str) -> tuple[str, str]:
    """Full name, and the part of it an address can be made of. Firms get different names for different indices."""
    if form in ("", "ИП"):
        person = _person(index)
        return f"{form} {person}".strip(), person.split()[0]
    pattern, rank = index % _PATTERNS, index // _PATTERNS
    sizes = (len(HEADS), len(ADDITIONS if pattern == 1 else TAILS), len(ADDITIONS) if pattern == 4 else 1)
    combinations = sizes[0] * sizes[1] * sizes[2]
    turn, place = divmod(rank, combinations)
    # each pattern walks a way of its own, or neighbours would share their words
    place = (place + pattern * combinations // _PATTERNS) * _STEP % combinations
    head, rest = HEADS[place % sizes[0]], place // sizes[0]
    second = rest % sizes[1]
    made = (
        f"{head}{TAILS[second]}" if pattern in (0, 2, 4) else "",
        f"{head} {ADDITIONS[second]}" if pattern == 1 else "",
        f"{head}-{TAILS[second]}" if pattern == 3 else "",
    )
    core_name = "".join(made)
    if pattern == 2:
        core_name = f"ТД {core_name}"
    if pattern == 4:
        core_name = f"{core_name} {ADDITIONS[rest // sizes[1] % sizes[2]]}"
    if turn:
        core_name = f"{core_name} {turn + 1}"
    return f"{form} «{core_name}»", core_name


def _person(index: int) -> str:
    combinations = len(SURNAMES) * len(MALE_NAMES) * len(FEMALE_NAMES)
    place = index // 2 * _STEP % combinations
    surname = SURNAMES[place % len(SURNAMES)]
    rest = place // len(SURNAMES)
    _, patronymic = MALE_NAMES[rest % len(MALE_NAMES)]
    given_at = rest // len(MALE_NAMES) % len(FEMALE_NAMES)
    if index % 2:
        return f"{female(surname)} {FEMALE_NAMES[given_at]} {daughter(patronymic)}"
    return f"{surname} {MALE_NAMES[given_at][0]} {patronymic}"


def _papers(form: str, numbers: dict[str, int]) -> tuple[str, str, str]:
    """ИНН, КПП and ОГРН a client of this legal form has; a person without a firm has none."""
    if form == "":
        return "", "", ""
    if form == "ИП":
        return f"{numbers['inn_person']:012d}", "", f"{numbers['ogrnip']:015d}"
    return f"{numbers['inn']:010d}", f"{numbers['kpp']:09d}", f"{numbers['ogrn']:013d}"


def _domain(core_name: str) -> str:
    """Hyphens stay, so that firms whose names differ by one have different addresses."""
    return "-".join(latin(word) for word in core_name.replace("-", " ").split())


def _address(city: City, street: str, house: int) -> str:
    return f"{city.post}{house % 100:03d}, г. {city.name}, ул. {street}, д. {house}"


def _contacts(city: City, index: int, site: str, mailbox: str, luck: list[float]) -> ClientContacts:
    phones = [identifiers.phone(city.dial, index)]
    if luck[0] < _TWO_PHONES:
        phones.append(identifiers.phone(city.dial, index + 500_000))
    emails = () if luck[1] < _NO_EMAIL else (f"{mailbox}@{site}" if site else f"{mailbox}{index + 1}@mail.example",)
    return ClientContacts(phones=tuple(phones), emails=emails)
