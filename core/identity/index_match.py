"""Which words of a vocabulary a term may mean, and how surely."""

from __future__ import annotations

from collections import OrderedDict
from typing import Final, NamedTuple

import numpy as np

from core.identity.fold import letterwise, other_readings, sound, unfinished
from core.identity.index_vocabulary import LONGEST, Floats, Ints, Vocabulary
from core.identity.query import Term
from core.identity.word_forms import dictionary_forms

PREFIX: Final = 0.86
_PREFIX_RISE: Final = 0.10
FORM: Final = 0.94
_FLEETING: Final = 0.88
_READING: Final = 0.96
_MET: Final = 0.93
"""Letters that met and became one may be a word with a lost letter as well as a word with two of them."""
_CONTINUED: Final = 0.98
_PER_TYPO: Final = 1.1
_PER_SOUND: Final = 0.9
"""A word that sounds alike is one careless habit away, however many letters it changed."""
_UNFINISHED: Final = 0.95
_FIRST_LETTER: Final = 0.04
_LONE_LETTER: Final = 0.89
"""An initial as written: hardly surer than a word that begins with the letter."""
_INFIX: Final = 0.6
_MOST_INFIXES: Final = 100
INITIAL_OF_ENTRY: Final = 0.5
_REMEMBERED: Final = 128
_MOST_WRONG: Final = 0.4
"""Share of the letters that may be wrong."""


class Match(NamedTuple):
    """Words and how well each fits, 0..1; ascending words."""

    words: Ints
    fits: Floats


NOTHING: Final = Match(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))


def allowed_typos(key: str, term: Term) -> int:
    """Edits allowed by folded length: 0 to three letters, 1 to five, 2 to nine, 3 beyond (spec/search §2.1)."""
    length = len(key)
    if length <= 3:
        return 1 if length == 3 and len(term.written) >= 4 else 0
    allowed = 1 if length <= 5 else 2 if length <= 9 else 3
    return allowed + term.slack if (allowed + term.slack) <= _MOST_WRONG * length else allowed


class Matcher:
    """Matches of terms against one vocabulary, remembered, so that a keystroke pays for the last word only."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._remembered: OrderedDict[tuple[str, str, bool, int], Match] = OrderedDict()

    def exact(self, term: Term) -> Match:
        """Words that are the term, begin with it, or are the same name in another case or scheme."""
        return self._recall(term, False)

    def fuzzy(self, term: Term) -> Match:
        """`exact` and words within the allowed typing errors, of the same sound, or with the term inside."""
        return self._recall(term, True)

    def forget(self) -> None:
        """Drops what was remembered."""
        self._remembered.clear()

    def _recall(self, term: Term, fuzzy: bool) -> Match:
        place = (term.key, term.written, fuzzy, term.slack)
        known = self._remembered.get(place)
        if known is None:
            known = self._find(term, fuzzy) if len(self._vocabulary) else NOTHING
            self._remembered[place] = known
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)
        else:
            self._remembered.move_to_end(place)
        return known

    def _find(self, term: Term, fuzzy: bool) -> Match:
        fits = np.zeros(len(self._vocabulary), dtype=np.float32)
        if fuzzy:
            self._add_near(fits, term)
        self._add_exact(fits, term)
        found = np.flatnonzero(fits > 0)
        return Match(found.astype(np.int32), fits[found])

    def _add_exact(self, fits: Floats, term: Term) -> None:
        vocabulary, key = self._vocabulary, term.key
        low, high = vocabulary.span(key)
        self._add_prefix(fits, low, high, len(key), 1.0 if letterwise(term.written) == key else _MET)
        if high == low or vocabulary.words[low] != key:
            for reading in other_readings(term.written):
                self._add_prefix(fits, *vocabulary.span(reading), len(reading), _READING)
            for reading in unfinished(term.written):
                self._add_prefix(fits, *vocabulary.span(reading), len(reading), _CONTINUED)
            if len(key) >= 3:
                for form, sure in dictionary_forms(key).items():
                    row = vocabulary.row(form)
                    if row >= 0:
                        fits[row] = max(fits[row], FORM if sure else _FLEETING)
        else:
            fits[low] = 1.0 if len(key) > 1 else _LONE_LETTER
        if len(key) >= 3:
            row = vocabulary.row(key[0])
            if row >= 0:
                fits[row] = max(fits[row], INITIAL_OF_ENTRY)

    def _add_prefix(self, fits: Floats, low: int, high: int, length: int, factor: float) -> None:
        if high > low:
            sizes = self._vocabulary.lengths[low:high].astype(np.float32)
            np.maximum(fits[low:high], factor * (PREFIX + _PREFIX_RISE * length / sizes), out=fits[low:high])

    def _add_near(self, fits: Floats, term: Term) -> None:
        vocabulary, key = self._vocabulary, term.key
        if len(key) >= (4 if key.isascii() else 2):  # 東京 inside 株式会社東京: no spaces between words there
            inside = vocabulary.containing(key, _MOST_INFIXES)
            fits[inside] = _INFIX
        if typos := allowed_typos(key, term):
            self._add_edits(fits, key, typos)
        apart = letterwise(term.written)
        if apart != key and len(apart) >= 4:
            self._add_edits(fits, apart, allowed_typos(apart, term))
        if len(key) >= 4:
            heard = vocabulary.sounding(key)
            if len(heard) <= 2000:
                whole = len(sound(key))
                share = whole / np.maximum(vocabulary.lengths[heard].astype(np.float32), whole)
                fit = 1 - _PER_SOUND / len(key)
                fits[heard] = np.maximum(fits[heard], fit * (_UNFINISHED + (1 - _UNFINISHED) * share))

    def _add_edits(self, fits: Floats, key: str, typos: int) -> None:
        vocabulary = self._vocabulary
        starts, ends, sizes, distances = vocabulary.near(key, typos)
        length = min(len(key), LONGEST)
        for low, high, size, distance in zip(
            starts.tolist(), ends.tolist(), sizes.tolist(), distances.tolist(), strict=True
        ):
            fit = 1 - _PER_TYPO * distance / max(length, size)
            if vocabulary.words[low][0] != key[0]:
                fit -= _FIRST_LETTER
            part = fits[low:high]
            np.maximum(part, fit * _UNFINISHED, out=part)
            if vocabulary.lengths[low] == size:
                fits[low] = max(fits[low], fit)
