"""`scripts/bench products`: a wish in a client's own words against a price list of 30,000 items (S02.17).

Wishes are made from item names with a seed: another case, a slip, the other layout, Latin letters, words left out.
Found means that an item whose name holds the words wished for is among the first five. Beside it, the same wishes
through rapidfuzz's own `process.extract` with `WRatio` over the names.
"""

from __future__ import annotations

import argparse
import random
import time

import numpy as np
from rapidfuzz import fuzz, process

from core.entities.trade import PriceItem
from core.identity.layouts import to_latin
from core.sample.products import make_products
from core.worth.price_search import PriceIndex
from scripts.benchmarks._report import Report, machine, ratio

LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
ENDINGS = (("а", "у"), ("и", "ек"), ("ы", "ов"), ("ка", "ку"), ("ь", "и"), ("", "а"))
BRANDS = ("Альфа", "Бета", "Вектор", "Гранит", "Дельта", "Заря", "Кедр", "Лидер", "Маяк", "Норд", "Омега", "Пик")


def items_of(count: int) -> list[PriceItem]:
    """The sample price list, once a brand, until there are enough."""
    made = make_products(np.random.default_rng(1))
    pairs = list(zip(made.code, made.name, made.group, strict=True))
    found = []
    for number in range(count):
        code, name, group = pairs[number % len(pairs)]
        turn = number // len(pairs)
        found.append(PriceItem(f"{code}/{turn}", f"{name}, {BRANDS[turn % len(BRANDS)]} {turn}", group))
    return found


def wishes(items: list[PriceItem], count: int, seed: int) -> list[tuple[str, str, str]]:
    """(kind, wish, the first word meant, as it is in the list)."""
    dice = random.Random(seed)
    found = []
    for _ in range(count):
        words = items[dice.randrange(len(items))].name.split(",")[0].split()
        kind = dice.choice(("plain", "case", "slip", "layout", "latin"))
        told = [word.lower() for word in words]
        first = told[0]
        if kind == "case":
            for ending, other in ENDINGS:
                if first.endswith(ending):
                    told[0] = first[: len(first) - len(ending)] + other
                    break
        elif kind == "slip" and len(first) > 4:
            at = dice.randrange(1, len(first) - 1)
            told[0] = first[:at] + first[at + 1] + first[at] + first[at + 2 :]
        wish = " ".join(told)
        if kind == "layout":
            wish = to_latin(wish)
        elif kind == "latin":
            wish = "".join(LATIN.get(char, char) for char in wish)
        found.append((kind, wish, words[0]))
    return found


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench products", description=__doc__)
    parser.add_argument("--items", type=int, default=30_000)
    parser.add_argument("--wishes", type=int, default=200)
    options = parser.parse_args(arguments)
    report = Report()
    print(machine())
    items = items_of(options.items)
    names = [each.name for each in items]
    begun = time.process_time()
    index = PriceIndex(items)
    report.figure("index built", time.process_time() - begun, " s of processor", f"{len(items):,} items")
    ours: list[float] = []
    theirs: list[float] = []
    hits = {"ours": 0, "rapidfuzz": 0}
    for _kind, wish, word in wishes(items, options.wishes, 7):
        begun = time.process_time()
        found = [items[at].name for at, _score in index.find(wish, 5)]
        ours.append(time.process_time() - begun)
        hits["ours"] += any(name.startswith(word) for name in found)
        begun = time.process_time()
        best = process.extract(wish, names, scorer=fuzz.WRatio, limit=5)
        theirs.append(time.process_time() - begun)
        hits["rapidfuzz"] += any(name.startswith(word) for name, _score, _at in best)
    report.least("found among the first five, of all wishes", hits["ours"] / options.wishes, 0.95)
    report.figure("the same with rapidfuzz WRatio", hits["rapidfuzz"] / options.wishes, "")
    report.goal("time of a wish / rapidfuzz WRatio", ratio(ours, theirs), 0.25)
    print()
    print(report.table())
    return int(report.missed > 0)
