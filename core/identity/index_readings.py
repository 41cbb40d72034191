"""In what ways a query can be read: layout, glued words, initials. Judged by the words the base has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.identity.fold import is_cyrillic
from core.identity.index_vocabulary import Vocabulary
from core.identity.layouts import letter_keys
from core.identity.names import folded
from core.identity.query import Reading, Term, glued_initials, joined, other_layout, terms_of

_SURE: Final = 1.0
"""How much more plausible, in bits a letter pair, a reading must be for the other one to be left out."""
_KNOWN_WORTH: Final = 4.0
_KEY_WORTH: Final = 0.7
_LAYOUT_HANDICAP: Final = 0.03
_UNLIKELY_HANDICAP: Final = 0.08
_INITIALS_HANDICAP: Final = 0.02
_SPLIT_HANDICAP: Final = 0.04
_SHORTEST_GLUED: Final = 5
_MOST_SPLITS: Final = 4
_MOST_PARTS: Final = 4
_MOST_RESCUES: Final = 5
_KNOWN_ENOUGH: Final = 0.7


class Readings:
    """Reads queries against the vocabularies of an index (the base and recent edits)."""

    def __init__(self, vocabularies: Sequence[Vocabulary]) -> None:
        self._vocabularies = [each for each in vocabularies if len(each)]

    def of(self, text: str) -> list[Reading]:
        """The plausible readings, the likelier first; empty for text without letters or digits."""
        terms = terms_of(text)
        changed = other_layout(text)
        if changed == text:
            return self._with_initials(terms, False, 0.0)
        other = terms_of(changed)
        if not other or not terms:
            return self._with_initials(terms or other, not terms, 0.0)
        own_worth = self._plausibility(terms)
        other_worth = self._plausibility(other)
        to_russian = any(is_cyrillic(char) for char in changed) and not any(is_cyrillic(char) for char in text)
        if to_russian:
            other_worth += _KEY_WORTH * min(letter_keys(text), 2)
        if sum(len(term.key) for term in terms) <= 3:
            likelier = other_worth > own_worth
            return [
                *self._with_initials(terms, False, _UNLIKELY_HANDICAP if likelier else 0.0),
                *self._with_initials(other, True, _LAYOUT_HANDICAP if likelier else _UNLIKELY_HANDICAP),
            ]
        if other_worth > own_worth + _SURE:
            return self._with_initials(other, True, 0.0)
        if own_worth > other_worth + _SURE:
            return self._with_initials(terms, False, 0.0)
        return [
            *self._with_initials(terms, False, 0.0),
            *self._with_initials(other, True, _LAYOUT_HANDICAP),
        ]

    def rescues(self, reading: Reading) -> list[Reading]:
        """Readings for a query that found little: neighbours joined, glued words taken apart."""
        found = [
            Reading(terms, reading.layout, reading.handicap + _SPLIT_HANDICAP)
            for terms in joined(reading.terms)
            if any(term not in reading.terms and self._known(term.key) >= _KNOWN_ENOUGH for term in terms)
        ]
        for at, term in enumerate(reading.terms):
            if len(term.written) < _SHORTEST_GLUED or self._row_in_any(term.key):
                continue
            for parts in self._splits(term):
                terms = (*reading.terms[:at], *parts, *reading.terms[at + 1 :])
                found.append(Reading(terms, reading.layout, reading.handicap + _SPLIT_HANDICAP))
        return found[:_MOST_RESCUES]

    def _with_initials(self, terms: tuple[Term, ...], layout: bool, handicap: float) -> list[Reading]:
        if not terms:
            return []
        found = [Reading(terms, layout, handicap)]
        split = glued_initials(terms)
        if split is not None and not (len(split) - len(terms) > 1 and self._three_known(terms)):
            found.append(Reading(split, layout, handicap + _INITIALS_HANDICAP))
        return found

    def _plausibility(self, terms: tuple[Term, ...]) -> float:
        """Higher for words like those of the base: known beginnings and usual letter pairs, by length."""
        worth = weight = 0.0
        for term in terms:
            known = self._known(term.key)
            strange = min((each.strangeness(term.key) for each in self._vocabularies), default=0.0)
            worth += len(term.key) * (_KNOWN_WORTH * known - strange)
            weight += len(term.key)
        return worth / max(weight, 1.0)

    def _three_known(self, terms: tuple[Term, ...]) -> bool:
        """Three letters some word begins with are that word rather than three initials."""
        return all(self._known(term.key) == 1 for term in terms if len(term.written) == 3)

    def _known(self, key: str) -> float:
        """Share of the letters of `key` that some word of the base begins with."""
        return max((each.known_prefix(key) for each in self._vocabularies), default=0) / len(key)

    def _row_in_any(self, key: str) -> bool:
        return any(each.row(key) >= 0 for each in self._vocabularies)

    def _splits(self, term: Term) -> list[tuple[Term, ...]]:
        """Ways to take a written word apart: known whole words first, the last part known by its beginning."""
        ranked: list[tuple[float, tuple[Term, ...]]] = []
        self._split(term.written, term.start, (), 0.0, ranked)
        ranked.sort(key=lambda each: -each[0])
        return [parts for _, parts in ranked[:_MOST_SPLITS]]

    def _split(
        self, rest: str, start: int, parts: tuple[Term, ...], worth: float, ranked: list[tuple[float, tuple[Term, ...]]]
    ) -> None:
        for at in range(len(rest) - 1, 1, -1):
            left_key = folded(rest[:at])
            if len(left_key) < 2 or not self._row_in_any(left_key):
                continue
            left, right = rest[:at], rest[at:]
            right_key = folded(right)
            if not right_key:
                continue
            both = (*parts, Term(left, left_key, start), Term(right, right_key, start + at))
            known = self._known(right_key)
            whole = self._row_in_any(right_key)
            value = worth + len(left) ** 1.5 + known * len(right) ** 1.5 + (len(right) if whole else 0)
            ranked.append((value, both))
            if len(parts) + 2 < _MOST_PARTS and len(left) >= 3 and len(right) >= _SHORTEST_GLUED and not whole:
                self._split(right, start + at, (*parts, Term(left, left_key, start)), worth + len(left) ** 1.5, ranked)
