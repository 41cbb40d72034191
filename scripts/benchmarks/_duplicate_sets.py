"""Sets with known doubles: the public ones of ../shared/data/identity, and Russian firms made anew from a seed."""

from __future__ import annotations

import csv
import gzip
import itertools
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.identity.features import FIRMS, Field, Kind, Rows, Schema
from core.sample import words
from core.sample.identifiers import inn_of_firm, inn_of_person

IDENTITY = Path(__file__).resolve().parents[3] / "shared" / "data" / "identity"

FEBRL = Schema(
    "febrl",
    (
        Field("given_name", Kind.NAME_PART),
        Field("surname", Kind.NAME_PART),
        Field("street_number", Kind.NUMBER),
        Field("address_1", Kind.TEXT),
        Field("address_2", Kind.TEXT),
        Field("suburb", Kind.TEXT),
        Field("postcode", Kind.CODE),
        Field("state", Kind.CATEGORY),
        Field("date_of_birth", Kind.DATE),
        Field("soc_sec_id", Kind.CODE),
    ),
)
RESTAURANTS = Schema(
    "restaurants",
    (
        Field("name", Kind.FIRM_NAME),
        Field("address", Kind.TEXT),
        Field("city", Kind.CATEGORY),
        Field("cuisine", Kind.CATEGORY),
    ),
)
HISTORICAL = Schema(
    "historical",
    (
        Field("first_name", Kind.NAME_PART),
        Field("surname", Kind.NAME_PART),
        Field("dob", Kind.DATE),
        Field("birth_place", Kind.CATEGORY),
        Field("postcode_fake", Kind.CODE),
        Field("gender", Kind.CATEGORY),
        Field("occupation", Kind.CATEGORY),
    ),
)
PAPERS = Schema(
    "papers",
    (
        Field("title", Kind.TEXT),
        Field("authors", Kind.PEOPLE),
        Field("venue", Kind.CATEGORY),
        Field("year", Kind.YEAR),
    ),
)


@dataclass(frozen=True)
class Known:
    """Rows and the pairs that are truly one; `right` is absent where one set is looked through by itself."""

    name: str
    schema: Schema
    left: Rows
    right: Rows | None
    truth: frozenset[tuple[int, int]]
    one_to_one: bool = False


def _rows(names: Sequence[str], lines: Sequence[Sequence[str]]) -> Rows:
    return Rows(list(range(len(lines))), {name: [line[at] for line in lines] for at, name in enumerate(names)})


def febrl(number: int) -> Known:
    """People with mistakes made by FEBRL; the truth stands in the record's id."""
    with (IDENTITY / f"febrl_dataset{number}.csv").open(encoding="utf-8", newline="") as file:
        head, *lines = [[cell.strip() for cell in line] for line in csv.reader(file)]
    truth = same_of_labels([line[0].split("-")[1] for line in lines])
    return Known(f"Febrl {number}", FEBRL, _rows(head, lines), None, truth)


def same_of_labels(labels: Sequence[object]) -> frozenset[tuple[int, int]]:
    """Every pair of rows with one label."""
    rows: dict[object, list[int]] = {}
    for at, label in enumerate(labels):
        rows.setdefault(label, []).append(at)
    return frozenset(pair for group in rows.values() for pair in itertools.combinations(group, 2))


def febrl_linked(one: Path, other: Path) -> Known:
    """Febrl 4: 5,000 people and 5,000 second records of them, each person once on either side."""

    def read(path: Path) -> tuple[list[str], list[list[str]]]:
        with path.open(encoding="utf-8", newline="") as file:
            head, *lines = [[cell.strip() for cell in line] for line in csv.reader(file)]
        return head, lines

    (head, left), (_, right) = read(one), read(other)
    place = {line[0].split("-")[1]: at for at, line in enumerate(left)}
    truth = frozenset((place[line[0].split("-")[1]], at) for at, line in enumerate(right))
    return Known("Febrl 4", FEBRL, _rows(head, left), _rows(head, right), truth, one_to_one=True)


def historical(path: Path) -> Known:
    """50,000 records of 5,156 historical people (splink's set), as CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        head, *lines = list(csv.reader(file))
    truth = same_of_labels([line[head.index("cluster")] for line in lines])
    return Known("historical 50,000", HISTORICAL, _rows(head, lines), None, truth)


def restaurants() -> Known:
    """Two guides, 112 restaurants in both, four weak fields."""

    def read(number: int) -> list[list[str]]:
        with (IDENTITY / f"dedupe_restaurant-{number}.csv").open(encoding="utf-8", newline="") as file:
            return [[cell.strip().strip("'\"") for cell in line] for line in csv.reader(file, skipinitialspace=True)][
                1:
            ]

    left, right = read(1), read(2)
    names = ("name", "address", "city", "cuisine", "unique_id")
    place = {line[4]: at for at, line in enumerate(left)}
    truth = {(place[line[4]], at) for at, line in enumerate(right) if line[4] in place}
    return Known("restaurants", RESTAURANTS, _rows(names, left), _rows(names, right), frozenset(truth))


def papers() -> Known:
    """DBLP and ACM, neither with doubles of its own."""

    def read(name: str) -> list[list[str]]:
        with (IDENTITY / f"pj_D4_{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file, delimiter="%"))[1:]

    names = ("id", "title", "authors", "venue", "year")
    left, right = read("dblp"), read("acm")
    places = [{line[0]: at for at, line in enumerate(lines)} for lines in (left, right)]
    truth = {(places[0][one], places[1][other]) for one, other in read("gt")}
    return Known("DBLP-ACM", PAPERS, _rows(names, left), _rows(names, right), frozenset(truth), one_to_one=True)


def russian_firms() -> Known:
    """The generated firms of the shared data, 10,000 × 10,000."""

    def read(name: str) -> list[dict[str, Any]]:
        with gzip.open(IDENTITY / f"ru_dup_10000_{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    def rows(lines: list[dict[str, Any]]) -> Rows:
        names = ("name", "inn", "phone", "email", "city")
        return Rows([line["id"] for line in lines], {name: [line[name] for line in lines] for name in names})

    with gzip.open(IDENTITY / "ru_dup_10000_truth.csv.gz", "rt", encoding="utf-8") as file:
        truth = {(int(one), int(other)) for one, other in list(csv.reader(file))[1:]}
    return Known("Russian firms 10,000", FIRMS, rows(read("base")), rows(read("import")), frozenset(truth))


Firm = dict[str, str]
_GENERIC = (
    "Завод",
    "Торговый дом",
    "ТД",
    "СК",
    "Строительная компания",
    "Группа компаний",
    "Фабрика",
    "НПО",
    "Компания",
)
_FORMS = ("ООО", "ООО", "ООО", "ООО", "АО", "ЗАО", "ОАО", "ПАО", "МУП")
_IN_FULL = {"ООО": "Общество с ограниченной ответственностью", "ИП": "Индивидуальный предприниматель"}
_LOCALS = ("office", "sales", "zakaz", "info", "mail")
_ONSETS = (
    *"бвгджзклмнпрстфхцчш",
    *("бр", "др", "кр", "пр", "ст", "тр", "вл", "гл"),
)
_VOWELS = ["а", "о", "у", "е", "и", "ы", "я"]
_LETTERS = "абвгдежзиклмнопрстуфхцчшыэюя"


class Firms:
    """Makes firms and their second records: the noise of hand-kept lists, with other bearers of the same brand."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.serial = seed * 1000
        self.sites: set[str] = set()
        self.words = [self._word() for _ in range(120_000)]
        self.surnames = [f"{self._word()}ов" for _ in range(5_000)]

    def _word(self) -> str:
        draw = self.random
        made = "".join(
            draw.choice(_ONSETS) + draw.choice(_VOWELS) for _ in range(draw.randint(2, 4) if draw.random() < 0.7 else 3)
        )
        return (made + draw.choice(["", "", "н", "р", "т", "к", "ль"])).capitalize()

    def _site(self, brand: str) -> str:
        """A domain has one owner: bearers of one brand tell theirs apart by a number."""
        site = "".join(latin(brand).split())[:18]
        if self.random.random() < 0.3:
            site = site[:6] + str(self.random.randint(1, 99))
        while site in self.sites:
            site += str(self.random.randint(0, 99))
        self.sites.add(site)
        return site

    def brand(self) -> str:
        """A name without its form."""
        draw, kind = self.random, self.random.random()
        if kind < 0.30:
            return draw.choice(self.words)
        if kind < 0.50:
            return f"{draw.choice(_GENERIC)} {draw.choice(self.words)}"
        if kind < 0.72:
            return f"{draw.choice(self.words)} {draw.choice(words.TAILS)}"
        if kind < 0.88:
            return (
                draw.choice(words.HEADS)
                + draw.choice(words.TAILS).lower()
                + draw.choice(["", "", f" {draw.choice(words.ADDITIONS)}"])
            )
        return f"{draw.choice(self.words)}-{draw.choice(words.ADDITIONS)}"

    def firm(self, brand: str = "") -> Firm:
        """A firm of its own, of a given brand or of a new one."""
        draw = self.random
        self.serial += 1
        trader = not brand and draw.random() < 0.12
        if trader:
            first, father = draw.choice(words.MALE_NAMES)[0], draw.choice(words.MALE_NAMES)[1]
            brand = f"{draw.choice(self.surnames)} {first} {father}"
        brand = brand or self.brand()
        region, serial = np.asarray([draw.randint(1, 79)]), np.asarray([self.serial])
        inn = str(int((inn_of_person if trader else inn_of_firm)(region, serial)[0])).zfill(12 if trader else 10)
        form = "ИП" if trader else draw.choice(_FORMS)
        site = self._site(brand)
        return {
            "brand": brand,
            "form": form,
            "name": f"{form} «{brand}»" if not trader else f"{form} {brand}",
            "inn": inn if draw.random() < 0.85 else "",
            "phone": f"+7{draw.choice((495, 812, 343, 383, 843, 846, 351, 863))}{draw.randint(10**6, 10**7 - 1)}",
            "email": f"{draw.choice(_LOCALS)}@{site}.ru",
            "city": draw.choice(words.CITIES).name if draw.random() < 0.9 else "",
        }

    def again(self, firm: Firm) -> Firm:
        """The same firm as somebody else wrote it down."""
        draw = self.random
        again = dict(firm, name=self._name(firm), phone=self._phone(firm["phone"]), email=self._mail(firm["email"]))
        if draw.random() < 0.40:
            again["inn"] = ""
        elif again["inn"] and draw.random() < 0.02:
            place = draw.randrange(len(again["inn"]))
            again["inn"] = again["inn"][:place] + draw.choice("0123456789") + again["inn"][place + 1 :]
        if draw.random() < 0.3:
            again["city"] = ""
        elif draw.random() < 0.04:
            again["city"] = draw.choice(words.CITIES).name
        return again

    def other(self, firm: Firm) -> Firm:
        """Another firm of the same brand."""
        return self.loose(self.firm(firm["brand"]))

    def loose(self, firm: Firm) -> Firm:
        """A firm as an import has it: with less said."""
        draw = self.random
        shares = {"inn": 0.4, "phone": 0.3, "email": 0.3, "city": 0.25}
        return dict(firm) | {name: "" for name, share in shares.items() if draw.random() < share}

    def _name(self, firm: Firm) -> str:
        draw, brand, form = self.random, firm["brand"], firm["form"]
        kind = draw.random()
        if kind < 0.25:
            brand = typo(brand.lower(), draw)
        elif kind < 0.37:
            brand = latin(brand).title()
        elif kind < 0.52:
            brand = brand.upper()
        elif kind < 0.57:
            brand = " ".join(reversed(brand.split()))
        elif kind < 0.62:
            brand = brand.replace("-", " ") if "-" in brand else "".join(brand.split())
        full = _IN_FULL.get(form, form)
        return draw.choice([f"{form} {brand}", f'{form} "{brand}"', f"{brand}, {form}", brand, f"{full} «{brand}»"])

    def _phone(self, phone: str) -> str:
        draw, kind = self.random, self.random.random()
        digits = phone[2:]
        if kind < 0.30:
            return ""
        if kind < 0.45:
            digits = f"{draw.randint(9 * 10**9, 10**10 - 1)}"
        code, number = digits[:3], digits[3:]
        return draw.choice(
            [f"+7{digits}", f"8{digits}", f"8 ({code}) {number[:3]}-{number[3:5]}-{number[5:]}", f"({code}) {number}"]
        )

    def _mail(self, mail: str) -> str:
        draw, kind = self.random, self.random.random()
        if kind < 0.45:
            return ""
        if kind < 0.60:
            return f"{draw.choice(('ivanov', 'buh', '1'))}@{mail.partition('@')[2]}"
        if kind < 0.72:
            return f"office{draw.randint(1, 9999)}@mail.ru"
        return mail if kind < 0.94 else mail.upper()


def typo(text: str, draw: random.Random) -> str:
    """One letter wrong, missing, surplus or exchanged with its neighbour."""
    at, kind, letter = draw.randrange(len(text)), draw.randrange(4), draw.choice(_LETTERS)
    if kind == 3:
        return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
    return text[:at] + (letter if kind else "") + text[at + (kind != 2) :]


_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".replace("_", "").split(" "),
        strict=True,
    )
)


def latin(text: str) -> str:
    """A name as its owner would write it for a site."""
    return "".join(_LATIN.get(char, char) for char in text.lower())


def made_firms(size: int, seed: int) -> Known:
    """`size` firms, an import of `size` rows: 30 % known firms, 7 % other firms of a known brand, the rest new."""
    maker = Firms(seed)
    draw = maker.random
    base = [maker.firm() for _ in range(size)]
    known = draw.sample(range(size), size * 3 // 10)
    rows: list[tuple[Firm, int]] = [(maker.again(base[at]), at) for at in known]
    rows += [(maker.other(draw.choice(base)), -1) for _ in range(size * 7 // 100)]
    rows += [(maker.loose(maker.firm()), -1) for _ in range(size - len(rows))]
    draw.shuffle(rows)
    truth = {(at, place) for place, (_, at) in enumerate(rows) if at >= 0}
    names = ("name", "inn", "phone", "email", "city")

    def table(firms: list[Firm]) -> Rows:
        return Rows(list(range(len(firms))), {name: [firm[name] for firm in firms] for name in names})

    return Known(
        f"made firms {size}, seed {seed}", FIRMS, table(base), table([row for row, _ in rows]), frozenset(truth)
    )
