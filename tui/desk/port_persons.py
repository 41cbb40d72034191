"""Contact persons of a client as screens and commands see them (S03.89, S03.37, S03.109–S03.111)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

import msgspec

from core.entities.client_contact import ContactLine
from core.entities.people import Part, ReferralResult, Rung, Sex
from core.relations.coverage import Alarm
from core.relations.knowledge import Knowledge
from tui.desk.edit_field import EditField

PERSON_FIELDS = ("surname", "given", "patronymic", "title", "rung", "phone", "email", "messenger", "congratulate")
"""What the short form of a new person asks."""


class Tie(msgspec.Struct, frozen=True):
    """How well one of us knows a person."""

    colleague: str
    strength: int
    touched: dt.date | None = None


class PersonRow(msgspec.Struct, frozen=True):
    """One contact person at a client; `points` are masks."""

    id: str
    name: str
    latin: str
    sex: Sex
    title: str
    department: str
    rung: Rung
    part: Part
    attitude: int
    power: int
    chief: str
    since: dt.date | None
    until: dt.date | None
    birthday: str
    """Day and month as 29.02, empty where unknown."""
    points: tuple[ContactLine, ...] = ()
    networks: tuple[str, ...] = ()
    """Beside `points`: the name of the messenger, else empty."""
    ties: tuple[Tie, ...] = ()
    stems: str = ""
    """Lines of the tree left of the name."""
    circular: bool = False
    own: tuple[tuple[str, str], ...] = ()
    """Name and value of the firm's own fields (U12)."""

    @property
    def strength(self) -> int:
        """Of whoever of us knows him best."""
        return max((each.strength for each in self.ties), default=0)


class ReferralRow(msgspec.Struct, frozen=True):
    id: str
    day: dt.date
    who: str
    whom: str
    result: ReferralResult


class NewsRow(msgspec.Struct, frozen=True):
    id: str
    day: dt.date
    text: str


class CareRow(msgspec.Struct, frozen=True):
    """Who is there for the client day and night (S03.91)."""

    owner: str = ""
    deputy: str = ""
    on_call: str = ""
    escalation: str = ""


class Relations(msgspec.Struct, frozen=True):
    """Everything of the people of one client; `people` in the order of the tree, who has left last."""

    people: tuple[PersonRow, ...]
    colleagues: tuple[str, ...]
    """Columns of the coverage table."""
    alarms: tuple[Alarm, ...]
    score: int | None
    """The relationship, 0–100."""
    trend: tuple[tuple[str, int, int], ...]
    """ISO month, relationship at its end, revenue of it in minor units; the last twelve (S03.110)."""
    knowledge: Knowledge
    care: CareRow
    referrals: tuple[ReferralRow, ...] = ()
    news: tuple[NewsRow, ...] = ()
    news_idle: bool = False
    """No news for longer than the rule allows (S03.111)."""


class PersonsPort(Protocol):
    """Contact persons."""

    def relations(self, client_id: str) -> Relations:
        """Free of budget: what opens with the portfolio."""
        ...

    def form(self, client_id: str, person_id: str = "") -> tuple[EditField, ...]:
        """Fields of a person with their present values, empty for a new one. Clear contact values are left out."""
        ...

    def save(self, client_id: str, person_id: str, fields: Mapping[str, str]) -> str:
        """Write a new person (empty id) or changed fields; his id. Raises Problem with one sentence."""
        ...

    def tie(self, client_id: str, person_id: str, strength: int, colleague: str = "") -> None:
        """How well a colleague (by login; empty: oneself) knows him, 0–5."""
        ...

    def left(self, client_id: str, person_id: str, to_client: str = "") -> None:
        """He has left, and works for another client from today on where one is named."""
        ...

    def remove(self, client_id: str, person_id: str) -> None:
        """Take a person typed by mistake off the lists; `u` brings him back."""
        ...

    def profile_form(self, client_id: str, person_id: str) -> tuple[EditField, ...]:
        """What is private about him: a reading of the dossier, with a right of its own."""
        ...

    def save_profile(self, client_id: str, person_id: str, fields: Mapping[str, str]) -> None:
        """Write changed fields of the profile."""
        ...

    def care_form(self, client_id: str) -> tuple[EditField, ...]:
        """Deputy, on-call, escalation phone, wallet, rivals."""
        ...

    def save_care(self, client_id: str, fields: Mapping[str, str]) -> None:
        """Write them."""
        ...

    def refer(self, client_id: str, person_id: str, whom: str) -> None:
        """Somebody was named to us (S03.109)."""
        ...

    def settle_referral(self, client_id: str, referral_id: str, result: ReferralResult) -> None:
        """What came of it."""
        ...

    def add_news(self, client_id: str, text: str) -> None:
        """Something happened at the client (S03.111)."""
        ...
