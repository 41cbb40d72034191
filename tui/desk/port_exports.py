"""Exports as screens and commands see them: what was asked, what was decided, where a found line comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

import msgspec

from core.problem import N_

ExportFormat = Literal["csv", "jsonl", "xlsx"]
ExportState = Literal["asked", "approved", "refused", "made", "expired"]

FORMS: tuple[ExportFormat, ...] = ("xlsx", "csv", "jsonl")
LISTS: Mapping[str, str] = {
    "clients": N_("clients"),
    "queue": N_("recovery queue"),
    "cases": N_("cases of recovery"),
    "shrinking": N_("clients who buy less"),
    "outcomes": N_("outcomes of recovery"),
    "standing": N_("standing of clients"),
    "segments": N_("classification"),
    "members": N_("clients behind a figure of the classification"),
    "keys": N_("key clients"),
    "dependency": N_("dependency"),
    "levels": N_("dependency of departments and managers"),
    "periods": N_("figures by period"),
    "stages": N_("stages of filling the base"),
    "tools": N_("tools of acquisition"),
    "enquiry_parts": N_("enquiries by channel and colleague"),
    "cohorts": N_("cohorts"),
    "skirt": N_("funnel and skirt"),
    "trend": N_("trend of the lifetime value"),
    "plan": N_("plan and fact"),
    "due": N_("clients who are due"),
    "claims": N_("what the source says"),
    "evidence": N_("what stands behind a figure"),
    "white": N_("white space"),
    "cells": N_("white space of a client"),
    "offers": N_("offers"),
    "goods": N_("products"),
    "novelty": N_("clients for a new product"),
    "enquiries": N_("enquiries"),
    "quality": N_("quality of the file"),
    "commitments": N_("promises"),
    "complaints": N_("complaints and refusals"),
    "today": N_("what calls for me today"),
    "team": N_("the team"),
    "year": N_("the year beside the one before"),
    "visits": N_("visits of the head"),
    "handed": N_("portfolios handed over"),
    "digest": N_("news of key accounts"),
    "gaps": N_("typed orders against accounting"),
    "programmes": N_("loyalty programmes"),
    "programme": N_("members of a loyalty programme"),
    "group_tasks": N_("tasks for a group"),
    "group_task": N_("clients of a task for a group"),
    "campaigns": N_("campaigns"),
    "recipients": N_("clients of a campaign"),
    "campaign_calendar": N_("calendar of campaigns"),
    "cadence": N_("how often segments hear of promotions"),
    "campaign_answers": N_("answers to campaigns by channel"),
    "contact_costs": N_("what contacts cost and bring"),
    "doubles": N_("doubles"),
    "judgements": N_("merges and judgements"),
    "firm_groups": N_("groups of firms"),
    "persons": N_("contact persons of a client"),
    "documents": N_("documents of a client"),
    "colleagues": N_("colleagues"),
    "log": N_("the log"),
    "watch": N_("unusual reading"),
    "budgets": N_("budgets of reading"),
    "rules": N_("rules"),
    "clauses": N_("clauses of the document"),
    "costs": N_("fixed costs"),
}
"""Every table that can be taken out, and what it is called (msgid)."""
OF_ONE = frozenset(
    {
        "members",
        "evidence",
        "cells",
        "novelty",
        "goods",
        "programme",
        "group_task",
        "recipients",
        "persons",
        "documents",
    }
)
"""Those that need a figure, a client, an item or words: taken out from their screen."""


def view_of(text: str, parts: Mapping[str, Sequence[str]], sort: str) -> dict[str, str]:
    """The words that name the client list as it is filtered and ordered; several values of a part are joined by |."""
    words = {"list": "clients", "text": text, "sort": sort} | {name: "|".join(part) for name, part in parts.items()}
    return {name: word for name, word in words.items() if word}


class ExportLine(msgspec.Struct, frozen=True):
    """One export. `what` names the list, `who` the person who asked, `by` the one who decided."""

    number: int
    id: str
    state: ExportState
    who: str
    what: str
    rows: int
    purpose: str
    format: str
    """Ending of the file: of a list, a document, a file that was attached."""
    receiver: str
    asked: dt.datetime
    by: str = ""
    runs: int = 0
    file: str = ""
    sha256: str = ""


class ExportBook(msgspec.Struct, frozen=True):
    """Own exports, newest first, and those of colleagues that wait for this person's word, oldest first."""

    mine: tuple[ExportLine, ...]
    waiting: tuple[ExportLine, ...]
    approves: bool
    """Whether this person's role decides on exports of others."""
    traces: bool
    """Whether this person's role may trace found lines."""


class TracedLine(msgspec.Struct, frozen=True):
    """An export found lines come from: `found` of its `planted` rows were met."""

    number: int
    id: str
    who: str
    at: dt.datetime
    found: int
    planted: int


class ExportsPort(Protocol):
    """The desk of exports."""

    def book(self) -> ExportBook:
        """Everything there is to see for this person."""
        ...

    def ask(self, view: Mapping[str, str], purpose: str, form: ExportFormat = "csv", receiver: str = "") -> ExportLine:
        """Ask for the list that `view` names; made at once where nobody has to approve."""
        ...

    def decide(self, number: int, approve: bool, reason: str = "") -> ExportLine:
        """Approve or refuse a colleague's export."""
        ...

    def run(self, number: int) -> ExportLine:
        """Make the file of an approved export."""
        ...

    def trace(self, text: str) -> tuple[TracedLine, ...]:
        """Which exports the lines of a text come from."""
        ...
