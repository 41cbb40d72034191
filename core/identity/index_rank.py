"""The last look at the best candidates: the text as written decides, reasons and matched letters are found."""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from core.identity.fold import is_cyrillic, sound, spell
from core.identity.index_entry import Span, name_words, plain_words
from core.identity.legal_forms import Word, words
from core.identity.names import folded
from core.identity.query import Reading, Term
from core.identity.word_forms import dictionary_forms

_CLOSENESS: Final = 0.22
_ORDER: Final = 0.05
_SAME_SCRIPT: Final = 0.02
_UNFINISHED: Final = 0.97
_IN_SECOND: Final = 0.75
_WEAKEST_FIRST: Final = (
    "typo", "phonetic", "layout", "translit", "initials", "company", "prefix", "exact",
)  # fmt: skip
_RELATED: Final = 0.5
_TELLING: Final = 0.9
_SECOND_LIKENESS: Final = 0.9

_DOUBLED: Final = re.compile(r"(.)\1+")

spelled = functools.lru_cache(maxsize=1 << 15)(spell)


_Target = tuple[bool, Word, str]
"""Whether the word is of the second field, the word, its skeleton."""


class Link(NamedTuple):
    """What one term matched: the place in the entry, whether in the second field, the reason, the letters."""

    reason: str
    span: Span


class Query:
    """A reading prepared for comparing with many names."""

    __slots__ = ("joined", "reading", "spellings", "total", "weights")

    def __init__(self, reading: Reading, weights: list[float]) -> None:
        self.reading, self.weights = reading, weights
        self.spellings = [spelled(term.written) for term in reading.terms]
        self.joined = " ".join(self.spellings)
        self.total = max(sum(weights), 1e-6)


@functools.lru_cache(maxsize=1 << 13)
def _prepared(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Words of a text, their spellings, and the spellings in one line."""
    parts = tuple(plain_words(text))
    spellings = tuple(spelled(part) for part in parts)
    return parts, spellings, " ".join(spellings)


def forget() -> None:
    """Drops what was remembered of names: a locked session holds none."""
    _prepared.cache_clear()
    spelled.cache_clear()
    dictionary_forms.cache_clear()
    _targets.cache_clear()
    _second_targets.cache_clear()


def closeness(query: Query, name: str, second: str) -> float:
    """How near the text is to what was typed, letter by letter and in order: 0 to about 0.3, added to the score."""
    parts, spellings, whole = _prepared(name)
    others = _prepared(second)[1] if second else ()
    near = same = 0.0
    for term, spelling, weight in zip(query.reading.terms, query.spellings, query.weights, strict=True):
        if term.written in parts:
            near, same = near + weight, same + weight
            continue
        if any(part.startswith(term.written) for part in parts):
            near, same = near + weight * _UNFINISHED, same + weight
            continue
        best = max([_near(spelling, other) for other in spellings], default=0.0)
        if best < _IN_SECOND and others:
            best = max(best, _IN_SECOND * max([_near(spelling, other) for other in others]))
        near += weight * best
    ordered = fuzz.ratio(query.joined, whole[: len(query.joined) + 2]) / 100
    return _CLOSENESS * near / query.total + _ORDER * ordered + _SAME_SCRIPT * same / query.total


def _near(typed: str, word: str) -> float:
    if word.startswith(typed):
        return 1.0 if len(word) == len(typed) else _UNFINISHED
    whole: float = OSA.normalized_similarity(typed, word)
    size = len(typed)
    if len(word) > size:
        whole = max(whole, _UNFINISHED * OSA.normalized_similarity(typed, word[:size]))
        if len(word) > size + 1:  # a letter may be missing
            whole = max(whole, _UNFINISHED * OSA.normalized_similarity(typed, word[: size + 1]))
    return whole


def links(reading: Reading, name: str, second: str) -> list[Link]:
    """For every term the word of the entry it stands for, each word once, with the reason and the matched letters."""
    targets = list(_targets(name))
    with_second = not second
    found: list[Link] = []
    for term in sorted(reading.terms, key=lambda each: (-len(each.key), each.start)):
        best, best_at = _best(term, targets)
        if best < _TELLING and not with_second:
            with_second = True
            targets.extend(_second_targets(second))
            best, best_at = _best(term, targets)
        if best < _RELATED:
            continue
        is_second, word, key = targets[best_at]
        if len(word.text) <= len(term.written) + 2:
            targets.pop(best_at)  # a longer one may serve another term too: тепло and стандарт in Теплостандарт
        reason = (
            "company" if is_second else "layout" if reading.layout else _reason(term, word, key, len(reading.terms) > 1)
        )
        found.extend(Link(reason, Span(is_second, low, high)) for low, high in _letters(term, word, key))
    return sorted(found, key=lambda link: link.span)


@functools.lru_cache(maxsize=1 << 12)
def _targets(name: str) -> tuple[_Target, ...]:
    return tuple((False, word, folded(word.text)) for word in name_words(name))


@functools.lru_cache(maxsize=1 << 12)
def _second_targets(second: str) -> tuple[_Target, ...]:
    return tuple((True, word, folded(word.text)) for word in words(second))


def _best(term: Term, targets: list[_Target]) -> tuple[float, int]:
    best, best_at, typed = 0.0, -1, term.written
    for at, (is_second, word, _) in enumerate(targets):
        if not is_second and word.text.startswith(typed):
            share = len(typed) / len(word.text)
            if share > best:
                best, best_at = share, at
    if best_at >= 0:
        return max(best, _TELLING), best_at
    for at, (is_second, word, key) in enumerate(targets):
        value = _likeness(term, word, key, best) * (_SECOND_LIKENESS if is_second else 1.0)
        if value > best:
            best, best_at = value, at
    return best, best_at


def _likeness(term: Term, word: Word, key: str, at_least: float) -> float:
    """How surely the term stands for the word; what cannot be above `at_least` is not measured."""
    if word.text == term.written:
        return 1.0
    if key == term.key:
        return 0.99
    if key.startswith(term.key):
        return 0.9 + 0.08 * len(term.key) / len(key)
    if len(key) == 1:
        return 0.55 if term.key.startswith(key) else 0.0
    if at_least >= _TELLING or len(term.key) == 1:
        return 0.0
    if key[:2] == term.key[:2] and key in dictionary_forms(term.key):
        return 0.9
    if len(term.key) >= 4 and term.key in key:
        return 0.75
    whole: float = OSA.normalized_similarity(term.key, key)
    if len(key) > len(term.key):
        whole = max(whole, 0.95 * OSA.normalized_similarity(term.key, key[: len(term.key)]))
    return whole


def _reason(term: Term, word: Word, key: str, beside_others: bool) -> str:
    typed, written = term.written.replace("ё", "е"), word.text
    if typed == written:
        return "exact"
    if len(written) == 1 or (len(typed) == 1 and beside_others):
        return "initials"
    if written.startswith(typed):
        return "prefix"
    other_script = is_cyrillic(typed[0]) != is_cyrillic(written[0]) and typed[0].isalpha() and written[0].isalpha()
    if key.startswith(term.key):
        # A letter too many or too few of the same kind is a slip of the finger, not another way to hear the word.
        slip = _DOUBLED.sub(r"\1", written).startswith(_DOUBLED.sub(r"\1", typed))
        return "translit" if other_script else "typo" if slip else "phonetic"
    if term.key in key or key in dictionary_forms(term.key):
        return "translit" if other_script else "prefix"
    if sound(key).startswith(sound(term.key)):
        return "phonetic"
    return "typo"


def _letters(term: Term, word: Word, key: str) -> list[tuple[int, int]]:
    """Ranges of the original text whose letters were typed."""
    typed, written = term.written.replace("ё", "е"), word.text
    whole = word.end - word.start
    if len(written) != whole:  # dots or an apostrophe inside: mark the word
        return [(word.start, word.end)]
    if written.startswith(typed):
        return [(word.start, word.start + len(typed))]
    inside = written.find(typed)
    if inside >= 0:
        return [(word.start + inside, word.start + inside + len(typed))]
    if key == term.key:
        return [(word.start, word.end)]
    if is_cyrillic(typed[0]) != is_cyrillic(written[0]) and typed[0].isalpha():
        return [(word.start, word.start + _shared_letters(term.key, written))]
    ranges: list[tuple[int, int]] = []
    for block in Levenshtein.opcodes(typed, written[: len(typed) + 2]):
        if block.tag == "equal":
            ranges.append((word.start + block.dest_start, word.start + block.dest_end))
    return ranges or [(word.start, word.end)]


def _shared_letters(key: str, written: str) -> int:
    """Letters of a word in another script that the folded term covers."""
    best, best_distance = len(written), 99
    for size in range(1, len(written) + 1):
        distance = OSA.distance(folded(written[:size]), key)
        if distance < best_distance:
            best, best_distance = size, distance
    return best


def weakest(reasons: tuple[str, ...]) -> str:
    """The reason that says most about how sure the answer is."""
    return min(reasons, key=_WEAKEST_FIRST.index) if reasons else "typo"
