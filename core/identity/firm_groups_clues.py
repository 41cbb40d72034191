"""What firms may share, read from their records and brought to keys: the clues of `core.identity.firm_groups`."""

from __future__ import annotations

import dataclasses
import enum
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from core.identity.features import Record, Values
from core.identity.features_text import (
    FREE_MAIL,
    digits_key,
    firm_key,
    form_key,
    inn_valid,
    mail_value,
    phone_value,
    text_key,
)
from core.identity.names import core_tokens, fold


class Tie(enum.Enum):
    """What two firms have in common."""

    PAYER = "payer"
    """One ИНН, different КПП: branches of one payer."""
    PARENT = "parent"
    """One names the other as its parent, or both name one parent."""
    OWNER = "owner"
    DIRECTOR = "director"
    """One person directs both, or directs one and owns the other."""
    PHONE = "phone"
    MAIL = "mail"
    """One address of a mail service that anybody may use."""
    DOMAIN = "domain"
    ADDRESS = "address"
    BRAND = "brand"
    """A rare word of the name."""
    CITY = "city"
    """Supports a shared brand, says nothing alone."""


POINTS: Final[Mapping[Tie, float]] = {
    Tie.PAYER: 10.0,
    Tie.PARENT: 10.0,
    Tie.OWNER: 8.0,
    Tie.DIRECTOR: 5.0,
    Tie.PHONE: 5.0,
    Tie.MAIL: 5.0,
    Tie.DOMAIN: 5.0,
    Tie.BRAND: 3.0,
    Tie.ADDRESS: 2.5,
    Tie.CITY: 1.0,
}
"""What a tie is worth between two firms; two firms are joined from `Rules.firm_group_points` on."""

_SAID_OUTRIGHT: Final = frozenset({Tie.PAYER, Tie.PARENT})
_FULL_STRENGTH_FIRMS: Final = 5
"""Firms that may share a value before it begins to say less."""
_INITIALS_SHARE: Final = 0.4
"""What «Иванов И. И.» is worth beside a name in full."""
_SHORT_NAME_SHARE: Final = 0.7
"""What a name without a patronymic is worth."""
_LATER_WORD_SHARE: Final = 0.5
"""What a shared word of a name is worth that is not the first telling one."""
_CITY_SHARE: Final = 0.1
"""A city of more than this share of the firms supports nothing."""
_SMALL_CITY: Final = 5
_SHORTEST_BRAND: Final = 4
_STREET = """г гор город ул улица пр пр-т просп проспект пер переулок ш шоссе наб д дом стр корп к оф офис пом обл р"""
_STREET_WORDS: Final = frozenset(map(fold, _STREET.split()))
_PLACES = """
    урал сибирь волга дон кубань балтика восток запад север юг москва питер россия русь евро азия регион урало северо
    русский российский московский северный южный восточный западный центральный новый первый юго
"""
_PLACE_WORDS: Final = frozenset(map(fold, _PLACES.split()))
"""Words of many names that tell of a place and of no owner."""


@dataclasses.dataclass(frozen=True, slots=True)
class Shared:
    """One value, as the first of its firms writes it, and the positions of the firms that share it, rising."""

    tie: Tie
    shown: str
    rows: tuple[int, ...]
    points: float
    """Between any two of them."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Said:
    """One value of one firm. `own` marks what a firm says of itself where others name it, `full` is a person's whole
    name beside his initials."""

    tie: Tie
    shown: str
    share: float = 1.0
    own: bool = False
    full: str = ""


def shared_values(firms: Sequence[Record], most: int) -> Iterator[Shared]:
    """Every value that two firms or more share, and no more than `most` do unless the records say it outright."""
    holders: dict[tuple[str, str], dict[int, _Said]] = defaultdict(dict)
    for row, firm in enumerate(firms):
        for space, key, said in _sayings(firm.values):
            holders[space, key].setdefault(row, said)
    for (space, key), found in holders.items():
        if len(found) > 1 and (len(found) <= most or space in ("payer", "parent")):
            yield from _of_one_value(space, key, found, firms)
    yield from _brands(firms, most)


def _of_one_value(space: str, key: str, found: Mapping[int, _Said], firms: Sequence[Record]) -> Iterator[Shared]:
    if space == "initials":
        found = _one_person(found)
        if len(found) < 2:
            return
    said = list(found.values())
    rows = tuple(found)
    tie = said[0].tie
    if space == "payer" and len({firms[row].values.get("kpp", ()) for row in rows}) < 2:
        return
    if space == "parent":
        # A name alone ties nobody: somebody has to call it his parent, and only one firm may answer to it.
        own = sum(each.own for each in said)
        if own == len(said) or (own > 1 and not key.isdigit()):
            return
    elif space in ("person", "initials"):
        tie = Tie.OWNER if all(each.tie is Tie.OWNER for each in said) else Tie.DIRECTOR
    share = min(each.share for each in said)
    yield Shared(tie, said[0].shown, rows, POINTS[tie] * share * _spread(tie, len(rows)))


def _one_person(found: Mapping[int, _Said]) -> Mapping[int, _Said]:
    """Those whom initials may join: nobody written with initials, nobody; two names in full, neither of them."""
    names = {said.full for said in found.values()}
    if "" not in names:
        return {}
    return found if len(names) < 3 else {row: said for row, said in found.items() if not said.full}


def _spread(tie: Tie, firms: int) -> float:
    return 1.0 if tie in _SAID_OUTRIGHT else min(1.0, _FULL_STRENGTH_FIRMS / firms)


def _sayings(values: Mapping[str, Values]) -> Iterator[tuple[str, str, _Said]]:
    """Key space, key and value of everything a firm says that another may say too."""
    for shown in values.get("inn", ()):
        key = digits_key(shown)
        if inn_valid(key):
            yield "payer", key, _Said(Tie.PAYER, shown)
            yield "parent", key, _Said(Tie.PARENT, shown, own=True)
    for shown in values.get("parent", ()):
        key = digits_key(shown)
        yield "parent", key if inn_valid(key) else firm_key(shown), _Said(Tie.PARENT, shown)
    for shown in values.get("name", ()):
        yield "parent", firm_key(shown), _Said(Tie.PARENT, shown, own=True)
        if form_key(shown) == "ip":
            yield from _person(Tie.OWNER, firm_key(shown), shown)
    for tie, field in ((Tie.OWNER, "owner"), (Tie.DIRECTOR, "director")):
        for shown in values.get(field, ()):
            if form_key(shown) and form_key(shown) != "ip":
                yield "parent", firm_key(shown), _Said(Tie.PARENT, shown)
            else:
                yield from _person(tie, firm_key(shown), shown)
    yield from _reached(values)


def _person(tie: Tie, name: str, shown: str) -> Iterator[tuple[str, str, _Said]]:
    """A name in full in any order of its words, or a surname with initials, which says less."""
    words = name.split()
    whole = [word for word in words if len(word) > 1]
    full = " ".join(sorted(whole)) if len(whole) == len(words) > 1 else ""
    if full:
        yield "person", full, _Said(tie, shown, 1.0 if len(words) > 2 else _SHORT_NAME_SHARE)
    if len(words) > 1 and whole:
        first = words.index(whole[0]) if words[0] == whole[0] else words.index(whole[-1])
        letters = "".join(sorted(word[0] for at, word in enumerate(words) if at != first))
        yield "initials", f"{words[first]} {letters}", _Said(tie, shown, _INITIALS_SHARE, full=full)


def _reached(values: Mapping[str, Values]) -> Iterator[tuple[str, str, _Said]]:
    """Phones, mails, sites and the address."""
    for shown in values.get("phone", ()):
        key = phone_value(shown)
        if len(key) == 10:
            yield "phone", key, _Said(Tie.PHONE, shown)
    for shown in (*values.get("email", ()), *values.get("site", ())):
        key = mail_value(shown)
        host = key.rpartition("@")[2]
        if host in FREE_MAIL:
            if not key.startswith("@"):
                yield "mail", key, _Said(Tie.MAIL, shown)
        elif host:
            yield "domain", host, _Said(Tie.DOMAIN, host)
    cities = {word for city in values.get("city", ()) for word in text_key(city).split()}
    for shown in values.get("address", ()):
        words = {word for word in text_key(shown).split() if word not in _STREET_WORDS}
        if len(words - cities) > 1 and any(any(map(str.isdigit, word)) for word in words):
            yield "address", " ".join(sorted(words | cities)), _Said(Tie.ADDRESS, shown)


def _brands(firms: Sequence[Record], most: int) -> Iterator[Shared]:
    """Rare words of names, and the city beside them."""
    holders: dict[str, dict[int, float]] = defaultdict(dict)
    for row, firm in enumerate(firms):
        name = " ".join(firm.values.get("name", ())[:1])
        if name and form_key(name) != "ip":
            for at, word in enumerate(word for word in core_tokens(name) if word not in _PLACE_WORDS):
                if len(word) >= _SHORTEST_BRAND and not word.isdigit():
                    holders[word].setdefault(row, _LATER_WORD_SHARE if at else 1.0)
    small = _small_cities(firms)
    for word, found in holders.items():
        if 1 < len(found) <= most:
            rows = tuple(found)
            points = POINTS[Tie.BRAND] * min(found.values()) * _spread(Tie.BRAND, len(rows))
            yield Shared(Tie.BRAND, _written(word, firms[rows[0]]), rows, points)
            by_city: dict[str, list[int]] = defaultdict(list)
            for row in rows:
                by_city[small.get(row, "")].append(row)
            for city, there in by_city.items():
                if city and len(there) > 1:
                    yield Shared(Tie.CITY, firms[there[0]].values["city"][0], tuple(there), POINTS[Tie.CITY])


def _small_cities(firms: Sequence[Record]) -> dict[int, str]:
    """The city of each firm whose city is not one of the largest."""
    cities = {row: text_key(firm.values["city"][0]) for row, firm in enumerate(firms) if firm.values.get("city")}
    counts: dict[str, int] = defaultdict(int)
    for city in cities.values():
        counts[city] += 1
    return {row: city for row, city in cities.items() if counts[city] <= max(_CITY_SHARE * len(firms), _SMALL_CITY)}


def _written(word: str, firm: Record) -> str:
    """The word of the firm's name that folds to this key, as it is written there."""
    plain = (part.strip("«»\"'().,") for part in firm.values["name"][0].replace("-", " ").split())
    return next((part for part in plain if fold(part) == word), word)
