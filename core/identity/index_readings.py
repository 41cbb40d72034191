"""In what ways a query can be read: layout, glued words, initials. Judged by the words the base has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.identity.fold import is_cyrillic, other_readings
from core.identity.index_vocabulary import Vocabulary
from core.identity.layouts import letter_keys, only_letter_keys
from core.identity.names import folded
from core.identity.query import Reading, Term, glued_initials, joined, other_layout, terms_of

_SURE: Final = 1.0
"""How much more plausible, in bits a letter pair, a reading must be for the other one to be left out."""
_CERTAIN: Final = 3.0
_SHORT: Final = 3
"""Letters of a query both readings of which are always looked up."""
_KNOWN_WORTH: Final = 4.0
_KEY_WORTH: Final = 0.7
_BROKEN: Final = 2.0
_VOICELESS: Final = 2.0
_VOWELS: Final = frozenset("aeiouyäöüáéíóúаеёиоуыэюя")
_LAYOUT_HANDICAP: Final = 0.03
_UNLIKELY_HANDICAP: Final = 0.08
_INITIALS_HANDICAP: Final = 0.02
_SPLIT_HANDICAP: Final = 0.04
_SHORTEST_GLUED: Final = 5
_MOST_SPLITS: Final = 4
_MOST_PARTS: Final = 4
_MOST_RESCUES: Final = 5
_REMEMBERED: Final = 1024
_KNOWN_ENOUGH: Final = 0.7


class Readings:
    """Reads queries against the vocabularies of an index (the base and recent edits)."""

    def __init__(self, vocabularies: Sequence[Vocabulary]) -> None:
        self._vocabularies = [each for each in vocabularies if len(each)]
        self._worths: dict[tuple[str, str], float] = {}

    def of(self, text: str) -> list[Reading]:
        """The plausible readings, the likelier first; empty for text without letters or digits."""
        terms, other = self._both(text)
        if not other or not terms:
            return self._with_initials(terms or other, not terms, 0.0)
        lead = self._lead(text, terms, other)
        if sum(len(term.key) for term in terms) <= _SHORT:
            own, layout = (0.0, _UNLIKELY_HANDICAP) if lead >= 0 else (_UNLIKELY_HANDICAP, _LAYOUT_HANDICAP)
        elif abs(lead) <= _SURE or (self._all_known(terms) and self._all_known(other)):
            own, layout = (0.0, _LAYOUT_HANDICAP) if lead > -_SURE else (_LAYOUT_HANDICAP, 0.0)
            layout = _UNLIKELY_HANDICAP if len(other) > len(terms) else layout
        else:
            return self._with_initials(terms, False, 0.0) if lead > 0 else self._with_initials(other, True, 0.0)
        return [*self._with_initials(terms, False, own), *self._with_initials(other, True, layout)]

    def unlikely(self, text: str) -> list[Reading]:
        """The reading `of` left out for its strange letters: a slip of the finger makes a word look strange too."""
        terms, other = self._both(text)
        if not other or not terms or sum(len(term.key) for term in terms) <= _SHORT:
            return []
        lead = self._lead(text, terms, other)
        if abs(lead) <= _SURE or lead > _CERTAIN or (self._all_known(terms) and self._all_known(other)):
            return []
        if lead > 0:
            return [Reading(other, True, _UNLIKELY_HANDICAP)]
        # a word that is misspelt in either layout is likelier a slip than a slip and a forgotten key
        return [Reading(terms, False, _LAYOUT_HANDICAP if self._all_known(other) else 0.0)]

    def _all_known(self, terms: tuple[Term, ...]) -> bool:
        return all(self._known(term.key) == 1 for term in terms)

    def _both(self, text: str) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
        """Terms as typed and as the other layout has them; none of the other where the keys write the same."""
        changed = other_layout(text)
        terms = terms_of(text)
        if changed == text or (all(term.optional or len(term.written) == 1 for term in terms) and terms):
            # a lone letter has too many readings already, and ООО typed alone is meant as it stands
            return terms, ()
        if not terms and not only_letter_keys(text):
            return (), ()
        return terms, terms_of(changed)

    def _lead(self, text: str, terms: tuple[Term, ...], other: tuple[Term, ...]) -> float:
        """Bits a letter pair by which the text as typed is more plausible than in the other layout."""
        lead = self._plausibility(terms) - self._plausibility(other)
        if not any(is_cyrillic(char) for char in text):
            lead -= _KEY_WORTH * min(letter_keys(text), 2)
        # б ю ж э х ъ are no letters in the other layout: words that fall to pieces were not meant
        lead += _BROKEN * max(0, len(other) - len(terms))
        return lead + _VOICELESS * (_voiceless(other) - _voiceless(terms))

    def rescues(self, reading: Reading) -> list[Reading]:
        """Readings for a query that found little: neighbours joined, glued words taken apart."""
        found = [
            Reading(terms, reading.layout, reading.handicap + _SPLIT_HANDICAP)
            for terms in joined(reading.terms)
            if any(term not in reading.terms and _KNOWN_ENOUGH <= self._known(term.key) < 1 for term in terms)
        ]
        for at, term in enumerate(reading.terms):
            if len(term.written) < _SHORTEST_GLUED or self.has_word(term.key):
                continue
            for parts in self._splits(term):
                terms = (*reading.terms[:at], *parts, *reading.terms[at + 1 :])
                found.append(Reading(terms, reading.layout, reading.handicap + _SPLIT_HANDICAP))
        return found[:_MOST_RESCUES]

    def careless(self, reading: Reading) -> Reading | None:
        """The reading with one typing error more in every longer word that is not as the base has it."""
        terms = tuple(
            term._replace(slack=1) if len(term.key) >= _SHORTEST_GLUED and self._known(term.key) < 1 else term
            for term in reading.terms
        )
        return None if terms == reading.terms else Reading(terms, reading.layout, reading.handicap)

    def _with_initials(self, terms: tuple[Term, ...], layout: bool, handicap: float) -> list[Reading]:
        if not terms:
            return []
        found = [Reading(terms, layout, handicap)]
        found.extend(
            Reading(each, layout, handicap + _SPLIT_HANDICAP)
            for each in joined(terms)
            if all(term in terms or (len(term.key) > _SHORTEST_GLUED and self._known(term.key) == 1) for term in each)
        )
        split = glued_initials(terms)
        if split is not None and not (len(split) - len(terms) > 1 and self._three_known(terms)):
            found.append(Reading(split, layout, handicap + _INITIALS_HANDICAP))
        return found

    def _plausibility(self, terms: tuple[Term, ...]) -> float:
        """Higher for words like those of the base: known beginnings and usual letter pairs, by length."""
        worth = weight = 0.0
        for term in terms:
            worth += len(term.key) * self._worth(term)
            weight += len(term.key)
        return worth / max(weight, 1.0)

    def _worth(self, term: Term) -> float:
        """Remembered: as one types, all words but the last stay."""
        place = (term.key, term.written)
        found = self._worths.get(place)
        if found is None:
            known = self._known(term.key)
            if known < 1:
                known = max([known, *(self._known(each) for each in other_readings(term.written))])
            strange = min((each.strangeness(term.key) for each in self._vocabularies), default=0.0)
            found = _KNOWN_WORTH * known - strange
            if len(self._worths) >= _REMEMBERED:
                self._worths.clear()
            self._worths[place] = found
        return found

    def _three_known(self, terms: tuple[Term, ...]) -> bool:
        """Three letters some word begins with are that word rather than three initials."""
        return all(self._known(term.key) == 1 for term in terms if len(term.written) == 3)

    def _known(self, key: str) -> float:
        """Share of the letters of `key` that some word of the base begins with."""
        return max((each.known_prefix(key) for each in self._vocabularies), default=0) / len(key)

    def has_word(self, key: str) -> bool:
        """Whether the base has exactly this word."""
        return any(each.row(key) >= 0 for each in self._vocabularies)

    def _splits(self, term: Term) -> list[tuple[Term, ...]]:
        """Ways to take a written word apart: known whole words first, the last part known by its beginning."""
        ranked: list[tuple[float, tuple[Term, ...]]] = []
        self._split(term.written, term.start, (), 0.0, ranked)
        self._split_before_known(term, ranked)
        ranked.sort(key=lambda each: -each[0])
        return [parts for _, parts in ranked[:_MOST_SPLITS]]

    def _split_before_known(self, term: Term, ranked: list[tuple[float, tuple[Term, ...]]]) -> None:
        """A misspelt beginning before a whole known word: ывхловфёдор is ывхлов and фёдор."""
        for at in range(_SHORTEST_GLUED - 1, len(term.written) - 2):
            left, right = term.written[:at], term.written[at:]
            left_key, right_key = folded(left), folded(right)
            if not left_key or not right_key or self.has_word(left_key) or not self.has_word(right_key):
                continue
            value = self._known(left_key) * len(left) ** 1.5 + len(right) ** 1.5 + len(right)
            ranked.append((value, (Term(left, left_key, term.start), Term(right, right_key, term.start + at))))

    def _split(
        self, rest: str, start: int, parts: tuple[Term, ...], worth: float, ranked: list[tuple[float, tuple[Term, ...]]]
    ) -> None:
        for at in range(len(rest) - 1, 1, -1):
            left_key = folded(rest[:at])
            if len(left_key) < 2 or not self.has_word(left_key):
                continue
            left, right = rest[:at], rest[at:]
            right_key = folded(right)
            if not right_key:
                continue
            both = (*parts, Term(left, left_key, start), Term(right, right_key, start + at))
            known = self._known(right_key)
            whole = self.has_word(right_key)
            value = worth + len(left) ** 1.5 + known * len(right) ** 1.5 + (len(right) if whole else 0)
            ranked.append((value, both))
            if len(parts) + 2 < _MOST_PARTS and len(left) >= 3 and len(right) >= _SHORTEST_GLUED and not whole:
                self._split(right, start + at, (*parts, Term(left, left_key, start)), worth + len(left) ** 1.5, ranked)


def _voiceless(terms: tuple[Term, ...]) -> int:
    """Longer words without any vowel: nobody's name in either script."""
    return sum(len(term.written) >= _SHORTEST_GLUED - 1 and _VOWELS.isdisjoint(term.written) for term in terms)
