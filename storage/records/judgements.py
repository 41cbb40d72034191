"""What people said of clients, as it is sealed: judgements, and edges between firms (spec/search §0.6)."""

from __future__ import annotations

import msgspec

from storage.records.bodies import Kind


class JudgementNote(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody said of clients of one portfolio, by their ids. Added, never rewritten (spec/search §0.6).

    `number` orders the judgements of the store. `id` is the handle a person sees; it stays when a move of the client
    seals the judgement anew.
    """

    number: int
    id: bytes
    verdict: str
    """same | different | unsure | drop"""
    who: bytes
    at_us: int
    clients: tuple[bytes, ...] = ()
    """Of a merge the survivor first."""
    choices: dict[str, bytes] = {}
    """The client a field is taken from."""
    of: bytes = b""
    """The judgement that a drop takes back."""
    batch: bytes = b""
    """Joins the merges of one go."""
    moved: dict[bytes, bytes] = {}
    """Clients that were moved here for this merge, and the portfolio they came from."""


class FirmEdge(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something said of two clients that may lie in different portfolios: ids and nothing else (spec/store §2)."""

    id: bytes
    left: bytes
    right: bytes
    kind: str
    """owner | parent | strangers (groups of firms); different | unsure (duplicates)"""
    who: bytes
    at_us: int


class FirmEdges(msgspec.Struct, frozen=True):
    """Edges of one sort, in the order they were made."""

    edges: tuple[FirmEdge, ...] = ()


JUDGEMENT = Kind("judgement", 1, JudgementNote)
FIRM_EDGES = Kind("firm_edges", 1, FirmEdges)
