"""The dossier on the screen: sections with what is missing, texts, growth plan, review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

import msgspec

from core.entities.money import Money
from tui.desk.edit_field import EditField
from tui.desk.port_dossier import DossierFormat, PaperOut

if TYPE_CHECKING:
    from tui.desk.port import Progress


class SectionRow(msgspec.Struct, frozen=True):
    """One section. `asks` are sentences: what to ask next."""

    section: str
    title: str
    percent: int
    asks: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    """Key and text of what is written by hand in it; empty texts too."""


class PlanRow(msgspec.Struct, frozen=True):
    """Growth plan; sums are a month. `real` is the mean of the last three whole months."""

    now: Money
    low: Money
    high: Money
    real: Money
    until: dt.date
    steps: tuple[str, ...]


class BookAnswer(msgspec.Struct, frozen=True):
    """A dossier as DOSS shows it."""

    client_id: str
    client: str
    pages: int
    """Pages of A4 it takes on paper."""
    wanted: tuple[int, int]
    """From and to: 20–40."""
    percent: int
    sections: tuple[SectionRow, ...]
    plan: PlanRow | None
    hints: tuple[str, ...]
    """What is overdue: news, offers, reviews."""


class BookPort(Protocol):
    """The desk of the dossier."""

    def read(self, client_id: str) -> BookAnswer:
        """A reading of the dossier: logged and budgeted."""
        ...

    def text_form(self, client_id: str, section: str) -> tuple[EditField, ...]:
        """The texts of a section. A reading of the dossier."""
        ...

    def save_text(self, client_id: str, section: str, fields: Mapping[str, str]) -> None:
        """Write the texts of a section. Raises Problem."""
        ...

    def plan_form(self, client_id: str) -> tuple[EditField, ...]:
        """The growth plan."""
        ...

    def save_plan(self, client_id: str, fields: Mapping[str, str]) -> None:
        """Write it. Raises Problem."""
        ...

    def agenda(self, client_id: str, form: DossierFormat, purpose: str = "") -> PaperOut:
        """The agenda of a review from what the dossier says, under export control (U27)."""
        ...

    def take_out(
        self, client_id: str, form: DossierFormat, purpose: str = "", *, progress: Progress | None = None
    ) -> PaperOut:
        """The whole dossier under export control."""
        ...
