"""Closed lists of values, each value with its word: how every list of them is read and answered."""

from __future__ import annotations

from collections.abc import Mapping

from core.wording import pgettext


class Vocabulary:
    """Kind → value → msgid, the kind being the context of the message."""

    def __init__(self, words: Mapping[str, Mapping[str, str]]) -> None:
        self._words = words

    def word(self, kind: str, value: str) -> str:
        """The reader's word; a value this version does not know, as it stands."""
        known = self._words[kind].get(value)
        return value if known is None else pgettext(kind, known)

    def choices(self, kind: str) -> tuple[tuple[str, str], ...]:
        """Every value of a kind with its word, in order."""
        return tuple((value, self.word(kind, value)) for value in self._words[kind])

    def value_of(self, kind: str, text: str) -> str | None:
        """The value somebody means by its name or its word; None for neither."""
        wanted = text.strip().casefold()
        return next((value for value, told in self.choices(kind) if wanted in (value, told.casefold())), None)
