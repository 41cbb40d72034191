"""Full names and mobile numbers of the made-up firm's people."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.sample.words import FEMALE_NAMES, MALE_NAMES, SURNAMES, daughter, female


class FullName(NamedTuple):
    """Surname, given name, patronymic of one person, in the gender of `woman`."""

    surname: str
    given: str
    patronymic: str
    woman: bool


def full_name(random: np.random.Generator, women: float, surname: str = "") -> FullName:
    """A name by chance, with the surname given if any (a man's); `women`: how often it is a woman's."""
    surname = surname or SURNAMES[int(random.integers(len(SURNAMES)))]
    given, _own = MALE_NAMES[int(random.integers(len(MALE_NAMES)))]
    _name, patronymic = MALE_NAMES[int(random.integers(len(MALE_NAMES)))]
    if random.random() >= women:
        return FullName(surname, given, patronymic, False)
    given = FEMALE_NAMES[int(random.integers(len(FEMALE_NAMES)))]
    return FullName(female(surname), given, daughter(patronymic), True)


def mobile(random: np.random.Generator, last: int) -> str:
    """A mobile number that ends in the seven digits of `last`."""
    return f"+7 9{int(random.integers(10, 99))} {last // 10_000:03d}-{last // 100 % 100:02d}-{last % 100:02d}"
