"""Words of the firm's own fields: kinds, and whom they are about (U12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from core.problem import N_, Problem
from core.wording import P_
from core.wording.vocabulary import Vocabulary

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "own kind": {
        "text": P_("own kind", "text"),
        "number": P_("own kind", "number"),
        "date": P_("own kind", "date"),
        "choice": P_("own kind", "choice"),
        "yes_no": P_("own kind", "yes or no"),
    },
    "own subject": {
        "client": P_("own subject", "client"),
        "person": P_("own subject", "person"),
    },
}


_SAID: Final = Vocabulary(WORDS)
word, choices = _SAID.word, _SAID.choices


def demanded(kind: str, text: str, known: Sequence[str]) -> str:
    """A value by its name or its word; empty for nothing. Raises Problem (BAD_INPUT)."""
    wanted = text.strip().casefold()
    if not wanted:
        return ""
    for value, told in choices(kind):
        if wanted in (value, told.casefold()):
            return value
    raise Problem(N_("There is no {word}: use one of {known}."), word=text, known=", ".join(known))
