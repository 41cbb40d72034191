"""Key clients as KEY, CARD and the command `key` ask the desk, and its plain answers."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import msgspec

from core.entities.money import Money
from core.entities.standing import FameState, HandCriterion
from core.standing.health import Health


class KeyRow(msgspec.Struct, frozen=True):
    """A candidate or an appointed key client. `levels`: share of the sales at company, department, manager, 0…1."""

    id: str
    name: str
    owner: str
    criteria: dict[str, bool]
    levels: dict[str, float | None]
    potential: Money | None
    """Wallet − ours a year; None: the wallet is unknown."""
    signs: dict[str, bool]
    appointed: bool
    manager: str
    since: dt.date | None
    review: dt.date | None
    """Day of the next review."""
    review_due: bool
    over: bool
    """Over the limit of the manager by a decision of the head: shown red."""
    until: dt.date | None
    why_over: str
    health: float | None
    """0–100; appointed ones alone."""


class Load(msgspec.Struct, frozen=True):
    """How many key clients a manager leads."""

    login: str
    name: str
    count: int


class Keys(msgspec.Struct, frozen=True):
    """Candidates and appointed, the appointed first."""

    rows: tuple[KeyRow, ...]
    candidates: int
    appointed: int
    limit: int
    loads: tuple[Load, ...]
    innovators: float | None
    """Share of the innovators among the clients who ever bought."""
    innovators_warn: bool
    as_of: dt.date


class KeyProof(msgspec.Struct, frozen=True):
    """One line of evidence of a criterion."""

    criterion: str
    holds: bool
    text: str


class KeysPort(Protocol):
    """Key clients as screens see them."""

    def answer(self) -> Keys:
        """Candidates and appointed."""
        ...

    def proofs(self, client_id: str) -> tuple[KeyProof, ...]:
        """Records behind the five criteria."""
        ...

    def health(self, client_id: str) -> Health:
        """0–100 from its parts, each with its evidence."""
        ...

    def managers(self) -> tuple[Load, ...]:
        """Who can lead a key client, with his load."""
        ...

    def appoint(self, client_id: str, login: str, why_over: str = "", until: dt.date | None = None) -> None:
        """Give a key client to a manager. Raises Problem (REFUSED) for the fourth without a reason and an end."""
        ...

    def retire(self, client_id: str, why: str) -> None:
        """End the appointment."""
        ...

    def review(self, client_id: str, note: str) -> None:
        """Record the yearly review."""
        ...

    def sign(
        self,
        client_id: str,
        criterion: HandCriterion,
        *,
        state: FameState = "",
        note: str = "",
        cost: int = 0,
        plans: dt.date | None = None,
        no_tender: dt.date | None = None,
    ) -> None:
        """Record fame, an innovator or what a demanding client taught. Raises Problem where the evidence is missing."""
        ...
