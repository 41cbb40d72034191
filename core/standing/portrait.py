"""The portrait of the key client and the score of leads against it (S02.13, S03.09).

Attributes are words: each client has one or none of each. A word that key clients have oftener than the others speaks
for a lead by the logarithm of how much oftener; a lead's score is his sum on a scale of 0 to 100.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from core.entities.ledger import Bool, Float64, Int32

ATTRIBUTES: tuple[str, ...] = (
    "industry",
    "size",
    "territory",
    "goods",
    "cheque",
    "rhythm",
    "source",
    "decides",
    "why_us",
)
LEADS: tuple[str, ...] = ("industry", "size", "territory", "source", "decides")
"""What can be known of somebody who has not bought yet."""
_SMOOTH = 1.0
LEAST = 2
"""A word of one client alone is no trait."""
FEW = 5
"""Fewer portrayed clients than this make no portrait."""


class Trait(msgspec.Struct, frozen=True):
    """One word of one attribute: how many of the portrayed and of the rest have it, of those whose word is known."""

    attribute: str
    word: str
    count: int
    share: float
    rest: float
    lift: float
    """share / rest, smoothed: over 1 it marks the key client."""


@dataclasses.dataclass(frozen=True, slots=True)
class Coded:
    """One attribute: the words, and one code a client; -1: unknown."""

    words: tuple[str, ...]
    code: Int32

    @classmethod
    def of(cls, words: Sequence[str]) -> Coded:
        """Codes of one word a client; empty is unknown."""
        known: dict[str, int] = {}
        code = np.fromiter((known.setdefault(word, len(known)) if word else -1 for word in words), np.int32, len(words))
        return cls(tuple(known), code)


def traits(attributes: Mapping[str, Coded], portrayed: Bool, rest: Bool) -> tuple[Trait, ...]:
    """Every word of every attribute, what marks the key client most first. Empty with too few portrayed."""
    if int(portrayed.sum()) < FEW:
        return ()
    found = []
    for name, coded in attributes.items():
        lifts, ours, theirs = _lifts(coded, portrayed, rest)
        whole, others = max(int(ours.sum()), 1), max(int(theirs.sum()), 1)
        found += [
            Trait(name, word, int(ours[at]), ours[at] / whole, theirs[at] / others, float(lifts[at]))
            for at, word in enumerate(coded.words)
            if ours[at] >= LEAST
        ]
    return tuple(sorted(found, key=lambda each: (-each.lift, -each.count, each.attribute, each.word)))


def lead_scores(attributes: Mapping[str, Coded], portrayed: Bool, rest: Bool, clients: int) -> Float64:
    """0…100, 50 for somebody of whom nothing speaks either way; NaN without a portrait or with nothing known."""
    score = np.full(clients, np.nan)
    if int(portrayed.sum()) < FEW:
        return score
    total, known = np.zeros(clients), np.zeros(clients, np.bool_)
    for name in LEADS:
        coded = attributes.get(name)
        if coded is None or not coded.words:
            continue
        lifts = np.append(np.log(_lifts(coded, portrayed, rest)[0]), 0.0)
        total += lifts[coded.code]
        known |= coded.code >= 0
    score[known] = 100 / (1 + np.exp(-total[known]))
    return score


def _lifts(coded: Coded, portrayed: Bool, rest: Bool) -> tuple[Float64, Int32, Int32]:
    words = len(coded.words)
    known = coded.code >= 0
    ours = np.bincount(coded.code[known & portrayed], minlength=words)
    theirs = np.bincount(coded.code[known & rest], minlength=words)
    whole, others = int(ours.sum()), int(theirs.sum())
    share = (ours + _SMOOTH) / (whole + _SMOOTH * max(words, 1))
    common = (theirs + _SMOOTH) / (others + _SMOOTH * max(words, 1))
    return share / common, ours.astype(np.int32), theirs.astype(np.int32)
