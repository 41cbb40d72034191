"""Which typed word a misspelt hit answers: опечатка: ромашкка → ромашка (spec/search §2.4)."""

from __future__ import annotations

from typing import Final

from rapidfuzz import fuzz

from core.identity.fold import fold
from core.identity.index_entry import SearchHit, name_words
from core.identity.legal_forms import words

_LIKE: Final = 55.0
"""Percent of likeness below which two words are not one misspelt."""


def correction(text: str, hit: SearchHit) -> tuple[str, str] | None:
    """(typed word, word of the hit) of the likeliest misspelling; None when every typed word stands in the hit."""
    meant = [(word.text, hit.name[word.start : word.end]) for word in name_words(hit.name)]
    meant += [(word.text, hit.second[word.start : word.end]) for word in words(hit.second)]
    best: tuple[float, str, str] | None = None
    for typed in words(text):
        if any(other.startswith(typed.text) for other, _shown in meant):
            continue
        for other, shown in meant:
            value = max(fuzz.ratio(typed.text, other), fuzz.ratio(fold(typed.text), fold(other)))
            if value >= _LIKE and (best is None or value > best[0]):
                best = (value, text[typed.start : typed.end], shown)
    return None if best is None else best[1:]
