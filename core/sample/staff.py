"""People of the made-up firm: one of every role, and a manager for each portfolio."""

from __future__ import annotations

from typing import Final

import msgspec
import numpy as np

from core.entities.vocabulary import Role
from core.sample.names import full_name
from core.sample.words import SURNAMES, latin

FEW_CLIENTS: Final = 1_200
"""Up to here four managers keep the base, as in most firms of the product's users."""
CLIENTS_A_MANAGER: Final = 5_000
MOST_MANAGERS: Final = 24

_OFFICE: Final[tuple[Role, ...]] = ("owner", "admin", "auditor", "head", "keeper")


class SampleStaff(msgspec.Struct, frozen=True):
    """A colleague. `portfolio` is the index of his own portfolio, None for who keeps no clients."""

    login: str
    name: str
    role: Role
    portfolio: int | None = None


class SamplePortfolio(msgspec.Struct, frozen=True):
    """Clients of one manager: indices `start`..`stop`-1 of the firm."""

    name: str
    owner_login: str
    department: str
    start: int
    stop: int


def managers_for(clients: int) -> int:
    """How many managers keep that many clients."""
    if clients <= FEW_CLIENTS:
        return 4
    return min(MOST_MANAGERS, 4 + clients // CLIENTS_A_MANAGER)


def make_staff(random: np.random.Generator, clients: int) -> tuple[SampleStaff, ...]:
    """Owner, admin, auditor, head and keeper, then the managers. Logins are the surnames, all different."""
    manager: Role = "manager"
    roles = [*_OFFICE, *([manager] * managers_for(clients))]
    people = []
    for number, surname_at in enumerate(random.permutation(len(SURNAMES))[: len(roles)]):
        surname, given, patronymic, _woman = full_name(random, 0.5, SURNAMES[surname_at])
        own = number - len(_OFFICE) if roles[number] == "manager" else None
        people.append(SampleStaff(latin(surname), f"{surname} {given} {patronymic}", roles[number], own))
    return tuple(people)


def make_portfolios(
    random: np.random.Generator, staff: tuple[SampleStaff, ...], clients: int
) -> tuple[SamplePortfolio, ...]:
    """Portfolios of unlike size, one after the other over the clients of the firm."""
    managers = [person for person in staff if person.role == "manager"]
    weights = 0.7 + 0.6 * random.random(len(managers))
    edges = np.rint(np.concatenate(([0.0], np.cumsum(weights) / weights.sum())) * clients).astype(np.int64)
    return tuple(
        SamplePortfolio(
            name=f"Портфель: {manager.name.split()[0]}",
            owner_login=manager.login,
            department="Отдел продаж" if number % 2 == 0 else "Отдел сетей",
            start=int(edges[number]),
            stop=int(edges[number + 1]),
        )
        for number, manager in enumerate(managers)
    )
