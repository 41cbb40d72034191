"""Complaints, refusals and returns as screens and commands see them."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Protocol

import msgspec

from core.relations.cases import ParetoLine
from tui.desk.port_dossier import DossierFormat, PaperOut
from tui.desk.port_entries import EntriesPort

ParetoBy = Literal["reason", "product", "manager", "month"]
PARETO_BY: tuple[ParetoBy, ...] = ("reason", "product", "manager", "month")


class ParetoAnswer(msgspec.Struct, frozen=True):
    """Causes by frequency. Keys are in the reader's language."""

    by: ParetoBy
    since: dt.date | None
    cases: int
    lines: tuple[ParetoLine, ...]
    losses: int
    no_attention: float | None
    """Share of losses where nobody looked after the client; None where nothing was lost."""
    claimed: float
    """What the source says: more than this."""


class CasesPort(EntriesPort, Protocol):
    """The desk of cases."""

    def pareto(self, by: ParetoBy, since: dt.date | None = None) -> ParetoAnswer:
        """Why clients complain and leave, by reason, product, manager or month."""
        ...

    def print_blank(self, client_id: str, form: DossierFormat, purpose: str = "") -> PaperOut:
        """The three questions on paper and the text of a letter, under export control."""
        ...
