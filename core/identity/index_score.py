"""Which entries a reading of the query means: candidates from postings, then an exact pairing of terms with words."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from core.identity.index_match import Match, Matcher
from core.identity.index_segment import Segment, gathered
from core.identity.index_vocabulary import Floats
from core.identity.query import Reading, weight_factor

SECONDARY: Final = 0.62
"""Weight of a match in the secondary field (spec/search §2.1)."""
_FIELD: Final = np.array([1.0, SECONDARY], dtype=np.float32)
_MOST_CANDIDATES: Final = 512
_MOST_SPREAD: Final = 20_000
"""Entries looked at for the rarest term of a query."""
_COMMON: Final = 0.06
"""Share of entries above which a term does not choose candidates while rarer ones do."""
_COMMON_AT_MOST: Final = 6_000
_COVERAGE: Final = 0.05
_FIRST: Final = 0.02
"""For the first word of a name: people begin with the surname or the brand."""
_MISSED: Final = 0.1
"""What an entry loses that answers to none of the terms; in proportion for some of them."""
_LEAST_RARITY: Final = 0.35


class Scored(NamedTuple):
    """Rows of one segment with their scores."""

    rows: npt.NDArray[np.intp]
    scores: Floats


_NOBODY: Final = Scored(np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32))


def term_weights(reading: Reading, frequencies: list[int], entries: int) -> list[float]:
    """Rarer and longer terms count more; a term nobody has counts as the rarest."""
    weights = []
    top = math.log1p(max(entries, 2))
    for term, frequency in zip(reading.terms, frequencies, strict=True):
        rarity = max(0.0, 1 - math.log1p(frequency) / top)
        weights.append((_LEAST_RARITY + (1 - _LEAST_RARITY) * rarity) * weight_factor(term))
    return weights


def matches_of(reading: Reading, matcher: Matcher, fuzzy: bool) -> list[Match]:
    """Words of the segment for each term. Nobody looks for a misspelt legal form."""
    return [matcher.fuzzy(term) if fuzzy and not term.optional else matcher.exact(term) for term in reading.terms]


def score(segment: Segment, reading: Reading, matches: list[Match], weights: list[float]) -> Scored:
    """Best entries of the segment; every word of an entry serves one term only."""
    rows = _candidates(segment, reading, matches, weights)
    if not len(rows):
        return _NOBODY
    return _paired(segment, rows, reading, matches, weights)


def _candidates(segment: Segment, reading: Reading, matches: list[Match], weights: list[float]) -> npt.NDArray[np.intp]:
    counts = [segment.frequency(match.words) for match in matches]
    # optional terms choose nobody unless there is nothing else
    usable = [at for at, term in enumerate(reading.terms) if counts[at] and not term.optional]
    usable = usable or [at for at in range(len(matches)) if counts[at]]
    if not usable:
        return np.empty(0, dtype=np.intp)
    seen = segment.scratch
    chosen: list[npt.NDArray[np.int32]] = []
    found = 0
    for at in sorted(usable, key=lambda each: counts[each]):
        match, common = matches[at], counts[at] > min(_COMMON * len(segment.ids), _COMMON_AT_MOST)
        if not chosen:
            match = _likeliest(segment, match) if counts[at] > _MOST_SPREAD else match
        elif common and found <= _MOST_CANDIDATES:
            continue
        rows, fits = _best_fits(segment, match, bool(chosen) and common)
        if not chosen or not common:
            chosen.append(rows[~seen.touched[rows]])
            seen.touched[rows] = True
            found += len(chosen[-1])
        seen.total[rows] += fits * np.float32(weights[at])
    rows = np.concatenate(chosen)
    totals = seen.total[rows]
    seen.total[rows], seen.touched[rows] = 0, False
    alive = ~segment.gone[rows]
    rows, totals = rows[alive].astype(np.intp), totals[alive]
    if len(rows) > _MOST_CANDIDATES:
        rows = rows[np.argpartition(-totals, _MOST_CANDIDATES)[:_MOST_CANDIDATES]]
    return np.sort(rows)


def _likeliest(segment: Segment, match: Match) -> Match:
    """The best fitting words with as many entries as anybody could look at: one letter begins a tenth of all names."""
    order = np.argsort(-match.fits, kind="stable")
    sizes = segment.post_starts[match.words + 1] - segment.post_starts[match.words]
    enough = int(np.searchsorted(np.cumsum(sizes[order]), _MOST_SPREAD)) + 1
    kept = np.sort(order[:enough])
    return Match(match.words[kept], match.fits[kept])


def _best_fits(segment: Segment, match: Match, within: bool) -> tuple[npt.NDArray[np.int32], Floats]:
    """Every row that has one of the words, once, with the best fit of its words.

    `within`: of the rows touched already alone. Who has nothing but a common word would not be looked at anyway.
    """
    places, begins = gathered(segment.post_starts, match.words)
    postings = segment.postings[places]
    fits = np.repeat(match.fits, np.diff(begins)) * _FIELD[postings & 1]
    rows = postings >> 1
    if within:
        kept = segment.scratch.touched[rows]
        rows, fits = rows[kept], fits[kept]
    best, last = segment.scratch.best, segment.scratch.last
    np.maximum.at(best, rows, fits)
    order = np.arange(len(rows), dtype=np.int32)
    last[rows] = order
    rows = rows[last[rows] == order]
    fits = best[rows]
    best[rows] = 0
    return rows, fits


def _paired(
    segment: Segment, rows: npt.NDArray[np.intp], reading: Reading, matches: list[Match], weights: list[float]
) -> Scored:
    places, begins = gathered(segment.starts, rows)
    tokens = segment.tokens[places]
    words, secondary = tokens >> 1, (tokens & 1).astype(bool)
    field = _FIELD[tokens & 1]
    sizes = np.diff(begins)
    lows = begins[:-1]
    free = np.ones(len(words), dtype=np.float32)
    sums = np.zeros(len(rows), dtype=np.float32)
    missed = np.zeros(len(rows), dtype=np.int16)
    dense = np.zeros(len(segment.vocabulary), dtype=np.float32)
    optional = 0.0
    owners = np.repeat(np.arange(len(rows)), sizes)
    # long terms choose their word first: an initial takes what they leave
    for at in sorted(range(len(matches)), key=lambda each: -len(reading.terms[each].key)):
        match = matches[at]
        dense[match.words] = match.fits
        fits = dense[words] * field * free
        dense[match.words] = 0
        best = np.maximum.reduceat(fits, lows)
        sums += np.float32(weights[at]) * best
        if reading.terms[at].optional:
            optional += weights[at]
        else:
            missed += best <= 0
        free[_first_of_each((fits == best[owners]) & (fits > 0), owners)] = 0
    needed = max(sum(weights) - optional, 1e-6)
    # one pass for both: words of the name count 1, those a term has taken 1024 more
    counts = np.add.reduceat((~secondary) * (1 + 1024 * (free == 0)), lows)
    primary, used = counts & 1023, counts >> 10
    coverage = used / np.maximum(primary, 1)
    scores = np.minimum(sums / np.float32(needed), np.float32(1.0)) + np.float32(_COVERAGE) * coverage
    scores += np.float32(_FIRST) * ((free[lows] == 0) & ~secondary[lows])
    scores -= np.float32(_MISSED / len(matches)) * missed
    return Scored(rows, scores.astype(np.float32))


def _first_of_each(taken: npt.NDArray[np.bool_], rows_of: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """The first place of every row where `taken` is true."""
    places = np.flatnonzero(taken)
    if len(places) < 2:
        return places
    owner = rows_of[places]
    first = np.ones(len(places), dtype=bool)
    first[1:] = owner[1:] != owner[:-1]
    return places[first]
