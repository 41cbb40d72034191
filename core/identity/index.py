"""Search as one types: `build`, then `SearchIndex.search` for every keystroke (U07–U09, spec/search §2).

    index = build(entries, progress)
    hits = index.search("ивнов пт", 20)

The index holds only what it is given: whoever may not open a record must not put it in. It lives in memory, touches
no disk, and is overwritten by `wipe` when the session locks. It is not for several threads at once: the owner gives
it to one worker and asks there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import msgspec

from core.identity import index_rank, names
from core.identity.fold import letterwise
from core.identity.index_entry import SearchEntry, SearchHit, Span
from core.identity.index_match import INITIAL_OF_ENTRY, Matcher
from core.identity.index_rank import Query, closeness, links, weakest
from core.identity.index_readings import Readings
from core.identity.index_score import matches_of, score, term_weights
from core.identity.index_segment import Entries, Progress, Segment, assemble, assembling
from core.identity.query import Reading, Term, as_address, as_digits, clean, name_and_digits, other_layout

__all__ = ["SearchEntry", "SearchHit", "SearchIndex", "Span", "build", "building", "clear_hit"]

_LOOKED_AT: Final = 32
"""Candidates whose text is compared letter by letter."""
_LOOKED_AT_TYPOS: Final = 64
"""The same when nothing fits well: misspelt beginnings resemble many words equally."""
_MOST: Final = 200
"""Owners of a fragment that a name is looked for among."""
_LOCAL_SIGN: Final = re.compile(r"[\d._-]")
"""What local parts of addresses have and names seldom."""
_ENOUGH: Final = 10
_TELLING: Final = 10
"""Letters that do not all fit by chance: no typing errors are looked for then."""
_GOOD: Final = 0.86
"""Score above which no rescue is tried."""
_FAIR: Final = 0.74
"""Score below which one typing error more is looked for."""
_LEAST: Final = 0.36
"""Score below which a likeness is no answer."""
_LEAD: Final = 0.06
_SURE_SCORE: Final = 0.9


class _Found(NamedTuple):
    """A candidate: where it is, its score so far, and the reading that found it."""

    segment: Segment
    row: int
    score: float
    query: Query


class _Ranked(NamedTuple):
    """A candidate whose text was looked at."""

    negative_score: float
    name: str
    second: str
    entry_id: int
    reading: Reading

    def order(self) -> tuple[float, str, str, int]:
        """Best first, namesakes in an order that does not depend on which part of the index holds them."""
        return self[:4]


class SearchIndex:
    """The base and recent edits. Made by `build`."""

    def __init__(self, base: Segment) -> None:
        self._base = base
        self._row_of = {int(each): row for row, each in enumerate(base.ids.tolist())}
        self._edited: dict[int, SearchEntry] = {}
        self._recent: Segment | None = None
        self._stale = False
        self._matchers: dict[int, Matcher] = {id(base): Matcher(base.vocabulary)}
        self._readings = Readings([base.vocabulary])

    def __len__(self) -> int:
        """Entries that can be found."""
        return len(self._base) + len(self._edited)

    def nbytes(self) -> int:
        """Bytes of arrays and joined texts."""
        return self._base.nbytes() + (self._recent.nbytes() if self._recent is not None else 0)

    @property
    def edits(self) -> int:
        """Entries held apart from the base: above some thousands it is time to build anew."""
        return len(self._edited)

    def update(self, entry: SearchEntry) -> None:
        """Adds an entry or replaces the one with its id."""
        self._forget_in_base(entry.id)
        self._edited[entry.id] = entry
        self._stale = True

    def remove(self, entry_id: int) -> None:
        """Makes an entry unfindable; an unknown id is no error."""
        self._forget_in_base(entry_id)
        if self._edited.pop(entry_id, None) is not None:
            self._stale = True

    def _forget_in_base(self, entry_id: int) -> None:
        row = self._row_of.get(entry_id)
        if row is not None:
            self._base.drop(row)

    def wipe(self) -> None:
        """Overwrites names and identifiers and forgets everything: for lock and end of session."""
        for segment in self._segments():
            segment.texts.wipe()
            segment.identifiers.wipe()
        index_rank.forget()
        names.forget()
        self._edited.clear()
        self.__init__(assemble(()))  # type: ignore[misc]  # an empty index is the state after a wipe

    def readings(self, text: str) -> list[Reading]:
        """The ways in which a cleaned query is read: which layout, which words, whether initials."""
        return self._readings.of(text)

    def forget(self) -> None:
        """Drops what is remembered of words typed before: as if the next query were the first."""
        for matcher in self._matchers.values():
            matcher.forget()

    def search(self, text: str, limit: int = 20) -> list[SearchHit]:
        """The best answers to what was typed so far, best first; empty when nothing is like it. Never raises."""
        cleaned = clean(text)
        if not cleaned or limit <= 0:
            return []
        self._refresh()
        hits = self._by_identifier(cleaned, limit)
        if hits is not None:
            return hits
        name, digits = name_and_digits(cleaned)
        if digits and (both := self._by_both(name, digits)):
            return both[:limit]
        hits = [_hit(each) for each in self._ranked(self._by_name(cleaned))[:limit]]
        if not hits or _LOCAL_SIGN.search(cleaned):
            hits = self._with_addresses(cleaned, hits, limit)
        return hits

    def _refresh(self) -> None:
        """Rebuilds the segment of edits when there were any since the last search."""
        if not self._stale:
            return
        if self._recent is not None:
            self._matchers.pop(id(self._recent), None)
        self._recent = assemble(list(self._edited.values())) if self._edited else None
        if self._recent is not None:
            self._matchers[id(self._recent)] = Matcher(self._recent.vocabulary)
        self._readings = Readings([segment.vocabulary for segment in self._segments()])
        self._stale = False

    def _segments(self) -> list[Segment]:
        return [self._base] if self._recent is None else [self._base, self._recent]

    # ---- identifiers

    def _by_identifier(self, text: str, limit: int) -> list[SearchHit] | None:
        digits = as_digits(text)
        if digits:
            return self._identified(lambda segment: segment.identifiers.digits(digits), limit)
        for written in (text, other_layout(text)):
            address = as_address(written)
            if address:
                hits = self._identified(functools.partial(_addressed, address), limit)
                if hits or "@" in text:
                    return hits
        return None

    def _by_both(self, name: str, digits: str) -> list[SearchHit]:
        """Those of the name who have the digits too: Иванов 926123."""
        owners = self._identified(lambda segment: segment.identifiers.digits(digits), _MOST)
        kinds = {hit.id: hit.matched for hit in owners}
        few = SearchIndex(assemble([SearchEntry(hit.id, hit.name, hit.second) for hit in owners]))
        return [
            msgspec.structs.replace(hit, matched=kinds[hit.id], reasons=(*hit.reasons, kinds[hit.id]))
            for hit in few.search(name, len(owners))
        ]

    def _with_addresses(self, text: str, hits: list[SearchHit], limit: int) -> list[SearchHit]:
        """A whole local part typed without its @, when it has the signs of one or names gave nothing."""
        part = text.casefold()
        if len(part) < 4 or not part.isascii() or " " in part:
            return hits
        extra = self._identified(lambda segment: segment.identifiers.address(part), limit)
        known = {hit.id for hit in extra}
        return (extra + [hit for hit in hits if hit.id not in known])[:limit]

    def _identified(self, look: Callable[[Segment], dict[int, tuple[float, str]]], limit: int) -> list[SearchHit]:
        found: list[tuple[float, str, str, int, Segment, int]] = []
        for segment in self._segments():
            for row, (value, kind) in look(segment).items():
                if not segment.gone[row]:
                    name = segment.texts.of(row)[0]
                    found.append((-value, name, kind, int(segment.ids[row]), segment, row))
        found.sort(key=lambda each: each[:4])
        return [
            SearchHit(entry_id, *segment.texts.of(row), -value, kind, (kind,), ())
            for value, _, kind, entry_id, segment, row in found[:limit]
        ]

    # ---- names

    def _by_name(self, text: str) -> list[_Found]:
        found: list[_Found] = []
        readings = self._readings.of(text)
        for reading in readings:
            found.extend(self._read(reading))
        if not readings or _best_of(found) >= _GOOD:
            return found
        for reading in (*readings[:2], *self._readings.unlikely(text)):
            if reading not in readings:
                found.extend(self._read(reading))
            for rescue in self._readings.rescues(reading):
                found.extend(self._read(rescue))
        if _best_of(found) < _FAIR:
            for reading in readings[:2]:
                careless = self._readings.careless(reading)
                if careless is not None:
                    found.extend(self._scored(careless, fuzzy=True))
        return found

    def _read(self, reading: Reading) -> list[_Found]:
        """Candidates of one reading: exact words first, typing errors only when those give few."""
        needed = [term for term in reading.terms if not term.optional]
        letters = sum(len(term.key) for term in needed)
        rarest = min((self._exact(term) for term in needed), default=_ENOUGH)
        if rarest == 0 or (rarest < _ENOUGH and 3 <= letters < _TELLING):
            return self._scored(reading, fuzzy=True)
        found = self._scored(reading, fuzzy=False)
        complete = sum(1 for each in found if each.score >= _GOOD)
        if complete and letters >= _TELLING and not self._letters_met(reading):
            return found
        if complete < _ENOUGH and letters >= 3:
            found = self._scored(reading, fuzzy=True)
        return found

    def _exact(self, term: Term) -> int:
        """In how many places some word is more to the term than its initial."""
        found = 0
        for segment in self._segments():
            words, fits = self._matchers[id(segment)].exact(term)
            found += segment.frequency(words[fits > INITIAL_OF_ENTRY])
        return found

    def _letters_met(self, reading: Reading) -> bool:
        """Whether a word may owe its skeleton to a lost letter: броов reads like бров, and was бросов."""
        return any(
            letterwise(term.written) != term.key and not self._readings.has_word(term.key) for term in reading.terms
        )

    def _scored(self, reading: Reading, fuzzy: bool) -> list[_Found]:
        segments = self._segments()
        matches = [matches_of(reading, self._matchers[id(segment)], fuzzy) for segment in segments]
        frequencies = [
            sum(segment.frequency(found[at].words) for segment, found in zip(segments, matches, strict=True))
            for at in range(len(reading.terms))
        ]
        weights = term_weights(reading, frequencies, sum(len(segment) for segment in segments))
        query = Query(reading, weights)
        result: list[_Found] = []
        for segment, per_term in zip(segments, matches, strict=True):
            scored = score(segment, reading, per_term, weights)
            best = (-scored.scores).argsort(kind="stable")[: _LOOKED_AT_TYPOS if fuzzy else _LOOKED_AT]
            rows, values = scored.rows[best].tolist(), (scored.scores[best] - reading.handicap).tolist()
            result += [_Found(segment, row, value, query) for row, value in zip(rows, values, strict=True)]
        return result

    def _ranked(self, found: Iterable[_Found]) -> list[_Ranked]:
        """Each entry once, by its best reading, after a look at its text."""
        best: dict[tuple[int, int], _Found] = {}
        for each in found:
            place = (id(each.segment), each.row)
            if place not in best or best[place].score < each.score:
                best[place] = each
        chosen = sorted(best.values(), key=lambda each: -each.score)
        chosen = chosen[: _LOOKED_AT if chosen and chosen[0].score >= _GOOD else _LOOKED_AT_TYPOS]
        ranked: list[_Ranked] = []
        for each in chosen:
            if each.score < _LEAST:
                continue
            name, second = each.segment.texts.of(each.row)
            value = 0.75 * each.score + closeness(each.query, name, second)
            ranked.append(_Ranked(-value, name, second, int(each.segment.ids[each.row]), each.query.reading))
        ranked.sort(key=_Ranked.order)
        return ranked


def _hit(ranked: _Ranked) -> SearchHit:
    linked = links(ranked.reading, ranked.name, ranked.second)
    reasons = tuple(dict.fromkeys([link.reason for link in linked])) or ("typo",)
    spans = tuple(dict.fromkeys([link.span for link in linked]))
    return SearchHit(
        ranked.entry_id, ranked.name, ranked.second, -ranked.negative_score, weakest(reasons), reasons, spans
    )


def _best_of(found: Iterable[_Found]) -> float:
    return max((each.score for each in found), default=0.0)


def _addressed(address: str, segment: Segment) -> dict[int, tuple[float, str]]:
    return segment.identifiers.address(address)


def clear_hit(hits: Sequence[SearchHit]) -> SearchHit | None:
    """The hit that leads so clearly that Enter may take it, or None (spec/search §2.4)."""
    if not hits or hits[0].score < _SURE_SCORE:
        return None
    if len(hits) > 1 and hits[0].score - hits[1].score < _LEAD:
        return None
    return hits[0]


def build(entries: Entries, progress: Progress | None = None) -> SearchIndex:
    """Builds the index in one call. `progress(done, all)` is told now and then and may raise to cancel."""
    return SearchIndex(assemble(entries, progress))


def building(entries: Entries) -> Iterable[int | SearchIndex]:
    """The same in steps for a worker: yields entries read so far, at last the index. Stop iterating to cancel."""
    steps = assembling(entries)
    while True:
        try:
            yield next(steps)
        except StopIteration as finished:
            yield SearchIndex(finished.value)
            return
