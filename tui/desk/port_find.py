"""What FIND needs of the desk: search as one types, criteria, and what a form takes from the base."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from core.entities.vocabulary import Level

Progress = Callable[[int, int], bool]

Marks = tuple[tuple[int, int], ...]
"""Letters to mark: [start, end) of the text beside."""


class Hit(msgspec.Struct, frozen=True):
    """One answer of F2, with nothing of an identifier in it but a mask (spec/store §7)."""

    id: str
    name: str
    external_id: str
    owner: str
    level: Level
    matched: str
    """The weakest link, of the closed vocabulary of spec/store §8 (exact, prefix, …)."""
    score: float = 0.0
    """0 to about 1; comparable within one answer only."""
    city: str = ""
    marks: Marks = ()
    """In the name."""
    city_marks: Marks = ()
    mask: str = ""
    """Of the telephone or address that was looked for."""
    typed: str = ""
    """Of a misspelling: the word as typed, and as it is."""
    meant: str = ""
    person: str = ""
    """The contact person through whom the firm was found; `marks` are then letters of his name."""


class Found(msgspec.Struct, frozen=True):
    """What answers a query here."""

    hits: tuple[Hit, ...]
    clear: bool = False
    """The first hit leads so clearly that Enter may take it."""


class Elsewhere(msgspec.Struct, frozen=True):
    """Whether another portfolio holds the client, and who may open the way; never whose he is."""

    is_there: bool = False
    ask: tuple[str, ...] = ()
    text: str = ""
    """The value that was looked for, as this person typed it: what `request` takes."""
    unasked: bool = False
    """The limit of probes is used up: nobody was asked."""


class NarrowingPort(Protocol):
    """The hits of one query, narrowed by what else is known of the client."""

    def keep(self, criteria: Mapping[str, str]) -> tuple[Hit, ...]:
        """Hits that fit all criteria (name → what was typed so far), best first."""
        ...


class FindingPort(Protocol):
    """Search over what this person may open."""

    def prepare(self, progress: Progress) -> None:
        """After the login and the figures: build the index of a large base, with progress."""
        ...

    def ready(self, progress: Progress | None = None) -> None:
        """Build the index where there is none yet. Until then `find` answers by the beginnings of names and numbers.

        Long on a large base: for a worker.
        """
        ...

    def find(self, text: str, limit: int) -> Found:
        """Best first. Raises Problem where a look-up of an identifier cannot be counted."""
        ...

    def quick(self, text: str, limit: int) -> Found | None:
        """The same for the thread that draws, where it costs less than a frame; None: ask `find` in a worker."""
        ...

    def elsewhere(self, text: str, found: Found, *, names: bool) -> Elsewhere:
        """Whether another portfolio holds what was typed and nobody here: a finished identifier, a name if `names`.

        A probe: logged and budgeted, so ask once when the value is finished. For a worker.
        """
        ...

    def request(self, text: str) -> tuple[str, ...]:
        """Ask the heads who hold whoever was looked for for access; their names. Raises Problem where nobody is he."""
        ...

    def criteria(self) -> tuple[str, ...]:
        """Names of the criteria of `narrowing`, in the order of the dialog."""
        ...

    def narrowing(self, text: str, limit: int) -> NarrowingPort:
        """The hits of a query, read once so that every further letter narrows in memory."""
        ...
