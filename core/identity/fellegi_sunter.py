"""Fellegi–Sunter on agreement patterns, fitted without labels by EM with Dirichlet priors (MAP).

m is the chance of a level among records of one client, u among those of different clients that a block brings
together. Identifiers are not learnt: what equal ИНН, phones and mails mean is known, and EM on a small base gets it
wrong (spec/search §3.2). Weights are in bits; Fellegi & Sunter 1969, Winkler 1988.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from core.identity.comparisons import LEVELS
from core.identity.comparisons_arrays import Levels
from core.identity.features import Kind, Schema

Floats = npt.NDArray[np.float64]

FIXED: Final[dict[Kind, tuple[float, ...]]] = {
    Kind.INN: (-6.0, -3.0, 8.0, 19.0),
    Kind.KPP: (-1.0, 0.5),
    Kind.OGRN: (-5.0, 8.0, 19.0),
    Kind.PHONE: (-2.0, 2.0, 13.0),
    Kind.MAIL: (-4.0, 3.0, 9.0, 14.0),
    Kind.DOCUMENT: (-3.0, 6.0, 15.0),
}
"""Bits of the levels of an identifier, from "differs" on. A phone one digit away may be the neighbour's line."""

_MATCH: Final[dict[Kind, tuple[float, ...]]] = {
    Kind.FIRM_NAME: (0.01, 0.03, 0.06, 0.10, 0.12, 0.68),
    Kind.FULL_NAME: (0.01, 0.03, 0.06, 0.10, 0.15, 0.65),
    Kind.NAME_PART: (0.06, 0.05, 0.14, 0.75),
    Kind.TEXT: (0.06, 0.07, 0.12, 0.20, 0.55),
    Kind.PEOPLE: (0.03, 0.07, 0.15, 0.20, 0.55),
    Kind.FORM: (0.04, 0.96),
    Kind.CODE: (0.05, 0.03, 0.12, 0.80),
    Kind.DATE: (0.04, 0.03, 0.13, 0.80),
    Kind.YEAR: (0.05, 0.08, 0.87),
    Kind.NUMBER: (0.08, 0.12, 0.80),
    Kind.CATEGORY: (0.10, 0.08, 0.82),
}
"""What is expected of the levels among records of one client before anything was seen."""

_OTHER: Final[dict[Kind, tuple[float, ...]]] = {
    Kind.FIRM_NAME: (0.45, 0.25, 0.15, 0.07, 0.02, 0.06),
    Kind.FULL_NAME: (0.45, 0.25, 0.15, 0.07, 0.03, 0.05),
    Kind.NAME_PART: (0.80, 0.06, 0.04, 0.10),
    Kind.TEXT: (0.75, 0.14, 0.06, 0.02, 0.03),
    Kind.PEOPLE: (0.80, 0.10, 0.05, 0.02, 0.03),
    Kind.FORM: (0.45, 0.55),
    Kind.CODE: (0.86, 0.05, 0.02, 0.07),
    Kind.DATE: (0.90, 0.05, 0.02, 0.03),
    Kind.YEAR: (0.70, 0.18, 0.12),
    Kind.NUMBER: (0.88, 0.05, 0.07),
    Kind.CATEGORY: (0.82, 0.04, 0.14),
}
"""The same among records of different clients that share a block."""


@dataclasses.dataclass(frozen=True, slots=True)
class Priors:
    """How much the expectations weigh, in pairs."""

    match_pairs: float = 60.0
    name_share: float = 3.0
    """The same for whole names, as a multiple of the pairs seen: a fit that makes little of names has gone astray."""
    other_pairs: float = 40.0
    share: float = 0.05
    share_pairs: float = 20.0


_DEFAULT: Final = Priors()
_SAMPLE_PRIOR_PAIRS: Final = 5.0
_WHOLE_NAMES: Final = frozenset({Kind.FIRM_NAME, Kind.FULL_NAME})


@dataclasses.dataclass(frozen=True)
class Model:
    """Bits of every level of every field and the odds a candidate starts with."""

    bits: Mapping[str, tuple[float, ...]]
    start: float
    """Bits of the odds that a candidate pair is one client, before any field is looked at."""
    passes: int = 0
    scale: Mapping[str, float] = dataclasses.field(default_factory=dict)
    """What people's answers made of the weight of a field (`core.identity.calibration`); 1 where nothing is said."""

    def scaled(self, scale: Mapping[str, float], start: float) -> Model:
        """The same weights under other scales."""
        return dataclasses.replace(self, scale=dict(scale), start=start)

    def table(self, fields: Sequence[str]) -> Floats:
        """Bits by field and level, level 0 weighing nothing."""
        deepest = max(len(self.bits[name]) for name in fields) + 1
        table = np.zeros((len(fields), deepest))
        for at, name in enumerate(fields):
            table[at, 1 : 1 + len(self.bits[name])] = np.asarray(self.bits[name]) * self.scale.get(name, 1.0)
        return table

    def score(self, fields: Sequence[str], levels: Levels) -> Floats:
        """Total bits of each row of levels, the start included."""
        table = self.table(fields)
        total = np.full(len(levels), self.start)
        for at in range(len(fields)):
            total += table[at][levels[:, at]]
        return total


def prior_model(schema: Schema, start: float = -4.0) -> Model:
    """The model before any pair was seen: for the first client of an empty base, and for a client being typed.

    Imports of firms and people learn a start between -3 and -4.5 bits: about one candidate in twelve is the same.
    """
    bits = {
        field.name: FIXED.get(field.kind) or _bits(_MATCH[field.kind], _OTHER[field.kind]) for field in schema.fields
    }
    return Model(bits, start)


def _bits(match: Sequence[float], other: Sequence[float]) -> tuple[float, ...]:
    return tuple(math.log2(one / two) for one, two in zip(match, other, strict=True))


@dataclasses.dataclass(frozen=True, slots=True)
class Patterns:
    """Distinct rows of levels and how many pairs have each."""

    levels: Levels
    counts: Floats
    where: npt.NDArray[np.int64]


def patterns(levels: Levels, tops: Sequence[int]) -> Patterns:
    """Rows of levels as distinct patterns; `tops` is the highest level of each field."""
    code = np.zeros(len(levels), np.int64)
    for at, top in enumerate(tops):
        code = code * (top + 1) + levels[:, at]
    _, first, where, counts = np.unique(code, return_index=True, return_inverse=True, return_counts=True)
    return Patterns(levels[first], counts.astype(float), where)


def fit(
    schema: Schema,
    found: Patterns,
    priors: Priors = _DEFAULT,
    passes: int = 80,
    tolerance: float = 1e-5,
) -> Model:
    """MAP-EM over patterns. Stops when no posterior moves by more than `tolerance`."""
    first = prior_model(schema, math.log2(priors.share / (1 - priors.share)))
    fields = [field.name for field in schema.fields]
    learnt = [(at, field) for at, field in enumerate(schema.fields) if field.kind not in FIXED]
    bits, start = dict(first.bits), first.start
    posterior = np.zeros(len(found.counts))
    done = 0
    while done < passes:
        done += 1
        score = Model(bits, start).score(fields, found.levels)
        now = 1.0 / (1.0 + np.exp2(np.clip(-score, -60, 60)))
        moved = float(np.abs(now - posterior).max(initial=0.0))
        posterior = now
        if moved < tolerance:
            break
        yes = posterior * found.counts
        no = found.counts - yes
        for at, field in learnt:
            column = found.levels[:, at]
            size = len(LEVELS[field.kind]) + 1
            seen = np.bincount(column, yes, size)[1:]
            weight = priors.name_share * float(seen.sum()) if field.kind in _WHOLE_NAMES else 0.0
            match = _shares(seen, _MATCH[field.kind], max(priors.match_pairs, weight))
            other = _shares(np.bincount(column, no, size)[1:], _OTHER[field.kind], priors.other_pairs)
            bits[field.name] = tuple(_rising(np.log2(match / other)).tolist())
        total = float(yes.sum()) + priors.share * priors.share_pairs
        start = math.log2(total / (float(no.sum()) + (1 - priors.share) * priors.share_pairs))
    return Model(bits, start, done)


def fit_anchored(
    schema: Schema,
    found: Patterns,
    chance: Mapping[str, Floats],
    pairs: float,
    priors: Priors = _DEFAULT,
    passes: int = 80,
    tolerance: float = 1e-5,
) -> Model:
    """MAP-EM over patterns with u known: `chance` are the shares of a field's levels among any two records.

    The start is that of all `pairs` the records could make, of which the candidates are a few: so neither a base in
    which most candidates are true nor one whose unlikely pairs were left out leads it astray. Right where fields
    agree by chance independently; a name that many firms bear does not, and there `fit` learns u in the blocks.
    """
    fields = [field.name for field in schema.fields]
    learnt = [(at, field) for at, field in enumerate(schema.fields) if field.kind not in FIXED]
    bits = dict(prior_model(schema).bits)
    for _, field in learnt:
        bits[field.name] = tuple(_rising(np.log2(np.asarray(_MATCH[field.kind]) / chance[field.name])).tolist())
    start = math.log2(max(priors.share * float(found.counts.sum()), 1.0) / pairs)
    posterior = np.zeros(len(found.counts))
    done = 0
    while done < passes:
        done += 1
        score = Model(bits, start).score(fields, found.levels)
        now = 1.0 / (1.0 + np.exp2(np.clip(-score, -60, 60)))
        moved = float(np.abs(now - posterior).max(initial=0.0))
        posterior = now
        if moved < tolerance:
            break
        yes = posterior * found.counts
        for at, field in learnt:
            counts = np.bincount(found.levels[:, at], yes, len(LEVELS[field.kind]) + 1)[1:]
            match = _shares(counts, _MATCH[field.kind], priors.match_pairs)
            bits[field.name] = tuple(_rising(np.log2(match / chance[field.name])).tolist())
        start = math.log2(max(float(yes.sum()), 1.0) / pairs)
    return Model(bits, start, done)


def chance_shares(kind: Kind, levels: npt.NDArray[np.int8], equal: float) -> Floats:
    """Shares of the levels of a field among any two records: `levels` of a sample of pairs, `equal` counted exactly."""
    counts = np.bincount(levels, minlength=len(LEVELS[kind]) + 1)[1:]
    shares = _shares(counts, _OTHER[kind], _SAMPLE_PRIOR_PAIRS)
    if equal <= 0.0:
        return shares
    return np.append(shares[:-1] / shares[:-1].sum() * (1.0 - equal), equal)


def _shares(counts: npt.NDArray[Any], expected: Sequence[float], pairs: float) -> Floats:
    weighed = counts + np.asarray(expected) * pairs
    return weighed / weighed.sum()  # type: ignore[no-any-return]


def _rising(bits: Floats) -> Floats:
    """More agreement never weighs less: the levels pooled where EM would have them fall (isotonic)."""
    pools: list[list[float]] = []
    for value in bits.tolist():
        pools.append([value, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            value, size = pools.pop()
            before, count = pools.pop()
            pools.append([(before * count + value * size) / (count + size), count + size])
    return np.asarray([value for value, size in pools for _ in range(int(size))])
