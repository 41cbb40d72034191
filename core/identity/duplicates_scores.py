"""Levels and bits of pairs of records: the one scorer that all three entrances use (spec/search §0.5)."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from core.identity import fellegi_sunter
from core.identity.blocking import plain_fields, words_of
from core.identity.comparisons import DIFFERS, LEVELS, compare
from core.identity.comparisons_arrays import Levels
from core.identity.features import IDENTIFIERS, Codes, Field, Kind, Table
from core.identity.features_book import Book, Library
from core.identity.features_text import domain
from core.identity.fellegi_sunter import FIXED, Model

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_RARE_KINDS: Final = frozenset({Kind.FIRM_NAME, Kind.FULL_NAME, Kind.NAME_PART, Kind.CATEGORY})
_RARITY_SHARE: Final = 0.5
"""Half of the full frequency weight: blocks already bring more rare values together than chance would."""
_RARITY_MOST: Final = 2.0
_WEAK: Final[dict[Kind, float]] = {Kind.PHONE: 1.5, Kind.MAIL: 1.0}
"""Bits that a head office's phone or a holding's domain still carries."""
_DOMAIN: Final = 3
_SYNONYM_PAIRS: Final = 8.0
_SYNONYM_SHARE: Final = 0.25
_SYNONYM_LIFT: Final = 4.0
_RUNAWAY_START: Final = -1.5
"""A fit that takes more than a quarter of all candidates for one client has taken noise for likeness."""
_SAMPLE_PAIRS: Final = 6_000
_GOLDEN: Final = 2654435769
_HARD: Final = frozenset({Kind.INN, Kind.OGRN, Kind.DATE, Kind.DOCUMENT})
"""Kinds whose disagreement forbids joining without a person's word."""


class Commonness:
    """How many records of the base say each value of a field."""

    __slots__ = ("_counts", "_kind", "typical")

    def __init__(self, book: Book) -> None:
        self._kind = book.field.kind
        self._counts: Counter[str] = Counter()
        for code, count in enumerate(book.counts):
            if count and code not in book.parts:
                for key in self._keys(book.values[code]):
                    self._counts[key] += count
        total = sum(self._counts.values())
        squares = sum(count * count for count in self._counts.values())
        self.typical = max(squares / total, 1.0) if total else 1.0

    def count(self, value: str) -> int:
        """Records of the base with this value, at least one."""
        return max(self._counts[self._keys(value)[0]], 1) if value else 1

    def of_domain(self, mail: str) -> int:
        return max(self._counts["@" + domain(mail)], 1)

    def add(self, value: str, number: int = 1) -> None:
        """Count a value that came to the base after it was read."""
        for key in self._keys(value) if value else ():
            self._counts[key] += number

    def _keys(self, value: str) -> tuple[str, ...]:
        if self._kind in (Kind.FIRM_NAME, Kind.FULL_NAME):
            return ("".join(sorted(value.split())),)
        if self._kind is Kind.MAIL:
            own = domain(value)
            return (value, "@" + own) if own and value[:1] != "@" else (value,)
        return (value,)


@dataclasses.dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of rows with their levels and, beside the model's weight of a level, the bits of rare and shared values."""

    left: Codes
    right: Codes
    levels: Levels
    extra: Floats
    total: Floats
    identified: Flags
    """An identifier agrees that is nobody's head office."""
    conflict: Flags
    """Something disagrees that only a person may overrule."""

    def __len__(self) -> int:
        return len(self.left)

    def kept(self, which: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Scored:
        """Some of the pairs."""
        return Scored(*(getattr(self, field.name)[which] for field in dataclasses.fields(self)))


class Comparer:
    """Compares rows of tables of one library. Frequencies and telling words are the base's."""

    def __init__(self, library: Library, shared_clients: int) -> None:
        self.library = library
        self.fields = library.schema.fields
        self.names = [field.name for field in self.fields]
        self.words = words_of(library)
        self.common = {name: Commonness(book) for name, book in library.books.items()}
        self.synonyms: dict[str, frozenset[tuple[str, str]]] = {}
        self._shared = shared_clients

    def levels(self, left: Table, left_rows: Codes, right: Table, right_rows: Codes) -> Levels:
        """The level of every field of every pair."""
        columns = np.zeros((len(left_rows), len(self.fields)), np.int8, order="F")
        for at, field in enumerate(self.fields):
            book = self.library.books[field.name]
            values = self.words[field.name].firms if field.kind is Kind.FIRM_NAME else None
            one, other = left.codes[field.name][left_rows], right.codes[field.name][right_rows]
            columns[:, at] = compare(book, one, other, values)
            if self.synonyms.get(field.name):
                self._go_with(book, one, other, columns[:, at], self.synonyms[field.name])
        return columns

    def _go_with(self, book: Book, one: Codes, other: Codes, column: Levels, known: frozenset[tuple[str, str]]) -> None:
        for left, right in known:
            a, b = book.find(left), book.find(right)
            if a and b:
                column[(column == DIFFERS) & (((one == a) & (other == b)) | ((one == b) & (other == a)))] = DIFFERS + 1

    def score(self, model: Model, left: Table, left_rows: Codes, right: Table, right_rows: Codes) -> Scored:
        """Levels, extra bits and totals of pairs of rows."""
        levels = self.levels(left, left_rows, right, right_rows)
        return self.weigh(model, levels, left, left_rows, right, right_rows)

    def weigh(
        self, model: Model, levels: Levels, left: Table, left_rows: Codes, right: Table, right_rows: Codes
    ) -> Scored:
        """Totals of levels that are known already."""
        extra = np.zeros(levels.shape, order="F")
        identified = np.zeros(len(levels), bool)
        conflict = np.zeros(len(levels), bool)
        for at, field in enumerate(self.fields):
            column = levels[:, at]
            top = len(LEVELS[field.kind])
            codes = left.codes[field.name][left_rows]
            if field.kind in _RARE_KINDS:
                extra[:, at] = self._rarity(field, column == top, codes) * model.scale.get(field.name, 1.0)
            elif field.kind in _WEAK:
                others = right.codes[field.name][right_rows]
                extra[:, at] = self._shared_by_many(model, field, column, codes, others)
            if field.kind in IDENTIFIERS:
                identified |= (column == top) & (extra[:, at] == 0)
            if field.kind in _HARD:
                conflict |= (column == DIFFERS) | ((field.kind is Kind.INN) & (column == DIFFERS + 1))
        conflict |= self._branches(levels)
        total = model.score(self.names, levels) + extra.sum(axis=1)
        return Scored(left_rows, right_rows, levels, extra, total, identified, conflict)

    def _rarity(self, field: Field, equal: Flags, codes: Codes) -> Floats:
        """A name that many share says less than one that is alone (frequency weights of Winkler)."""
        found = np.zeros(len(equal))
        rows = np.flatnonzero(equal)
        if not len(rows):
            return found
        distinct, where = np.unique(codes[rows], return_inverse=True)
        values, common = self.library.books[field.name].values, self.common[field.name]
        bits = [math.log2(common.typical / common.count(values[code])) for code in distinct.tolist()]
        found[rows] = np.clip(np.asarray(bits) * _RARITY_SHARE, -_RARITY_MOST, _RARITY_MOST)[where]
        return found

    def _shared_by_many(self, model: Model, field: Field, column: Levels, one: Codes, other: Codes) -> Floats:
        """What takes the weight of an agreement down to a weak one, where many clients have the value."""
        found = np.zeros(len(column))
        top = len(LEVELS[field.kind])
        book, common = self.library.books[field.name], self.common[field.name]
        least = _DOMAIN if field.kind is Kind.MAIL else top
        bits = model.bits[field.name]
        scale = model.scale.get(field.name, 1.0)
        for at in np.flatnonzero(column >= least).tolist():
            level = int(column[at])
            clients = self._clients(book, common, int(one[at]), int(other[at]), level)
            if clients >= self._shared:
                found[at] = min(_WEAK[field.kind] - bits[level - 1] * scale, 0.0)
        return found

    def _clients(self, book: Book, common: Commonness, one: int, other: int, level: int) -> int:
        """The fewest clients that have a value both records have."""
        mine = {book.values[part] for part in book.parts.get(one, (one,))}
        theirs = {book.values[part] for part in book.parts.get(other, (other,))}
        if book.field.kind is Kind.MAIL and level == _DOMAIN:
            both = {domain(mail) for mail in mine} & {domain(mail) for mail in theirs} - {""}
            return min((common.of_domain("@" + each) for each in both), default=1)
        return min((common.count(each) for each in mine & theirs), default=1)

    def _branches(self, levels: Levels) -> Flags:
        """One ИНН and two КПП are one payer's branches: near, and a person's business."""
        found = np.zeros(len(levels), bool)
        inns = [at for at, field in enumerate(self.fields) if field.kind is Kind.INN]
        for at, field in enumerate(self.fields):
            if field.kind is Kind.KPP and inns:
                found |= (levels[:, at] == DIFFERS) & (levels[:, inns[0]] == len(LEVELS[Kind.INN]))
        return found

    def fit(self, levels: Levels, left: Table, left_rows: Codes, right: Table, right_rows: Codes) -> Model:
        """The model of these candidates; plain fields may teach which values go with which, and are looked at again."""
        model = self._em(levels, left, right)
        found = self._synonyms(model, levels, left, left_rows, right, right_rows)
        if not found:
            return model
        self.synonyms = {**self.synonyms, **found}
        for name, known in found.items():
            book, at = self.library.books[name], self.names.index(name)
            self._go_with(book, left.codes[name][left_rows], right.codes[name][right_rows], levels[:, at], known)
        return self._em(levels, left, right)

    def _em(self, levels: Levels, left: Table, right: Table) -> Model:
        found = fellegi_sunter.patterns(levels, [len(LEVELS[field.kind]) for field in self.fields])
        if not plain_fields(self.library.schema):
            model = fellegi_sunter.fit(self.library.schema, found)
            if model.start < _RUNAWAY_START:
                return model
        chance, pairs = self._chance(left, right)
        return fellegi_sunter.fit_anchored(self.library.schema, found, chance, pairs)

    def _chance(self, left: Table, right: Table) -> tuple[dict[str, Floats], float]:
        """How often the levels of each field come up between any two records, and how many pairs they make."""
        one, other = sample_of_pairs(len(left), len(right), left is right)
        levels = self.levels(left, one, right, other)
        shares: dict[str, Floats] = {}
        for at, field in enumerate(self.fields):
            mine, theirs = (np.bincount(table.codes[field.name]) for table in (left, right))
            size = min(len(mine), len(theirs))
            # Code 0 is "nothing said", and a record does not meet itself.
            met = float((mine[1:size] * (theirs[1:size].astype(float) - (left is right))).sum())
            equal = met / max(float(mine[1:].sum()) * float(theirs[1:].sum()), 1.0)
            shares[field.name] = fellegi_sunter.chance_shares(field.kind, levels[:, at], equal)
        pairs = len(left) * (len(left) - 1) / 2 if left is right else len(left) * len(right)
        return shares, max(float(pairs), 1.0)

    def _synonyms(
        self, model: Model, levels: Levels, left: Table, left_rows: Codes, right: Table, right_rows: Codes
    ) -> Mapping[str, frozenset[tuple[str, str]]]:
        """Pairs of values that records of one client have on the two sides more often than chance allows."""
        learnt: dict[str, frozenset[tuple[str, str]]] = {}
        chance = 1.0 / (1.0 + np.exp2(-np.clip(model.score(self.names, levels), -60, 60)))
        for at, field in enumerate(self.fields):
            rows = np.flatnonzero(levels[:, at] > 0)
            if field.kind is not Kind.CATEGORY or not len(rows):
                continue
            book = self.library.books[field.name]
            one = left.codes[field.name][left_rows[rows]].astype(np.int64)
            other = right.codes[field.name][right_rows[rows]].astype(np.int64)
            width = np.int64(len(book.values))
            pairs, where = np.unique(one * width + other, return_inverse=True)
            yes = np.bincount(where, chance[rows], len(pairs))
            no = np.bincount(where, 1 - chance[rows], len(pairs))
            first, second = np.divmod(pairs, width)
            side = np.bincount(first, yes, int(width))[first]
            lift = (yes / max(float(yes.sum()), 1.0)) / ((no + 1.0) / (float(no.sum()) + 1.0))
            often = (yes >= _SYNONYM_PAIRS) & (yes >= _SYNONYM_SHARE * side)
            good = often & (lift >= _SYNONYM_LIFT) & (first != second)
            if good.any():
                values = book.values
                learnt[field.name] = frozenset(
                    (values[a], values[b]) for a, b in zip(first[good].tolist(), second[good].tolist(), strict=True)
                )
        return learnt


def sample_of_pairs(left: int, right: int, alike: bool) -> tuple[Codes, Codes]:
    """Pairs of rows that have nothing to do with each other, the same every time; `alike` tables lend no row to
    itself. Strides of the golden ratio spread them over both tables in whatever order these are."""
    number = np.arange(min(_SAMPLE_PAIRS, left + right, left * right), dtype=np.int64)
    one = number * left // max(len(number), 1)
    step = (number * _GOLDEN) % (1 << 32)
    if alike:
        other = (one + 1 + step * max(right - 1, 1) // (1 << 32)) % right
        apart = one != other
        one, other = one[apart], other[apart]
    else:
        other = step * right // (1 << 32)
    return one.astype(np.int32), other.astype(np.int32)


def contributions(model: Model, fields: tuple[Field, ...], levels: Levels, extra: Floats) -> Floats:
    """Bits of each field of each pair; a row of them and the start are the total."""
    table = model.table([field.name for field in fields])
    return np.stack([table[at][levels[:, at]] for at in range(len(fields))], axis=1) + extra


def fixed(field: Field) -> bool:
    """Whether a field's weights are known beforehand and not learnt."""
    return field.kind in FIXED
