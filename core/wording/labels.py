"""The label of every vocabulary value (core.entities.vocabulary), full and short.

A short label is at most twelve cells wide: it stands in a column of a table.
"""

from __future__ import annotations

from typing import Final

from core.wording import P_, pgettext

SHORT_CELLS: Final = 12

FULL: Final[dict[str, dict[str, str]]] = {
    "level": {
        "key": P_("level", "Key account"),
        "large": P_("level", "Real, large"),
        "medium": P_("level", "Real, medium"),
        "small": P_("level", "Real, small"),
        "prospective": P_("level", "Prospective"),
        "probable": P_("level", "Probable"),
        "potential": P_("level", "Potential"),
    },
    "step": {
        "none": P_("step", "Has not bought"),
        "buyer": P_("step", "Buyer"),
        "client": P_("step", "Client"),
        "regular": P_("step", "Regular"),
        "adherent": P_("step", "Adherent"),
        "advocate": P_("step", "Advocate"),
    },
    "base_status": {
        "potential": P_("base status", "Potential"),
        "client": P_("base status", "Client"),
        "dormant": P_("base status", "Dormant"),
        "presumed_lost": P_("base status", "Presumed lost"),
        "lost": P_("base status", "Lost"),
        "returned": P_("base status", "Returned"),
        "unfit": P_("base status", "Unfit"),
    },
    "state": {
        "none": P_("state", "No purchases"),
        "first": P_("state", "First order, no rhythm"),
        "provisional": P_("state", "Two purchases, provisional"),
        "on_rhythm": P_("state", "On rhythm"),
        "late": P_("state", "Late"),
        "sleeping": P_("state", "Sleeping"),
        "lost": P_("state", "Lost by its rhythm"),
        "seasonal_hold": P_("state", "Waiting for the season"),
    },
    "abc": {
        "A": P_("abc", "A: first 80% of the margin"),
        "B": P_("abc", "B: the next 15%"),
        "C": P_("abc", "C: the rest"),
    },
    "xyz": {
        "X": P_("xyz", "X: even purchases"),
        "Y": P_("xyz", "Y: varying purchases"),
        "Z": P_("xyz", "Z: irregular purchases"),
        "N": P_("xyz", "N: too little history"),
    },
    "urgency": {
        "today": P_("urgency", "Today"),
        "week": P_("urgency", "This week"),
        "campaign": P_("urgency", "In the next campaign"),
    },
    "action": {
        "ask_and_deliver": P_("action", "Ask and deliver"),
        "visit": P_("action", "Lunch: the reason, what if"),
        "part_well": P_("action", "Part well, ask for a referral"),
        "call": P_("action", "Call"),
        "wait": P_("action", "Wait"),
    },
    "verdict": {
        "new": P_("verdict", "New"),
        "update": P_("verdict", "Will be changed"),
        "same": P_("verdict", "Unchanged"),
        "ask": P_("verdict", "Needs a decision"),
        "not_a_client": P_("verdict", "Not a client"),
        "error": P_("verdict", "Error"),
    },
    "role": {
        "manager": P_("role", "Manager"),
        "head": P_("role", "Head of department"),
        "keeper": P_("role", "Keeper of the central file"),
        "admin": P_("role", "Administrator"),
        "auditor": P_("role", "Auditor"),
        "owner": P_("role", "Owner"),
    },
    "compartment": {
        "card": P_("compartment", "Card"),
        "contacts": P_("compartment", "People and contacts"),
        "dossier": P_("compartment", "Dossier"),
        "money": P_("compartment", "Money"),
        "private": P_("compartment", "Private"),
    },
}
"""Kind of the vocabulary → value → label (msgid)."""

SHORT: Final[dict[str, dict[str, str]]] = {
    "level": {
        "key": P_("level, short", "Key"),
        "large": P_("level, short", "Large"),
        "medium": P_("level, short", "Medium"),
        "small": P_("level, short", "Small"),
        "prospective": P_("level, short", "Prospective"),
        "probable": P_("level, short", "Probable"),
        "potential": P_("level, short", "Potential"),
    },
    "step": {
        "none": P_("step, short", "—"),
        "buyer": P_("step, short", "Buyer"),
        "client": P_("step, short", "Client"),
        "regular": P_("step, short", "Regular"),
        "adherent": P_("step, short", "Adherent"),
        "advocate": P_("step, short", "Advocate"),
    },
    "base_status": {
        "potential": P_("base status, short", "Potential"),
        "client": P_("base status, short", "Client"),
        "dormant": P_("base status, short", "Dormant"),
        "presumed_lost": P_("base status, short", "Lost?"),
        "lost": P_("base status, short", "Lost"),
        "returned": P_("base status, short", "Returned"),
        "unfit": P_("base status, short", "Unfit"),
    },
    "state": {
        "none": P_("state, short", "—"),
        "first": P_("state, short", "First order"),
        "provisional": P_("state, short", "Provisional"),
        "on_rhythm": P_("state, short", "On rhythm"),
        "late": P_("state, short", "Late"),
        "sleeping": P_("state, short", "Sleeping"),
        "lost": P_("state, short", "Lost"),
        "seasonal_hold": P_("state, short", "Season"),
    },
    "abc": {"A": P_("abc, short", "A"), "B": P_("abc, short", "B"), "C": P_("abc, short", "C")},
    "xyz": {
        "X": P_("xyz, short", "X"),
        "Y": P_("xyz, short", "Y"),
        "Z": P_("xyz, short", "Z"),
        "N": P_("xyz, short", "N"),
    },
    "urgency": {
        "today": P_("urgency, short", "Today"),
        "week": P_("urgency, short", "This week"),
        "campaign": P_("urgency, short", "Campaign"),
    },
    "action": {
        "ask_and_deliver": P_("action, short", "Deliver"),
        "visit": P_("action, short", "Lunch"),
        "part_well": P_("action, short", "Part well"),
        "call": P_("action, short", "Call"),
        "wait": P_("action, short", "Wait"),
    },
    "verdict": {
        "new": P_("verdict, short", "New"),
        "update": P_("verdict, short", "Changed"),
        "same": P_("verdict, short", "Same"),
        "ask": P_("verdict, short", "Ask"),
        "not_a_client": P_("verdict, short", "Not client"),
        "error": P_("verdict, short", "Error"),
    },
    "role": {
        "manager": P_("role, short", "Manager"),
        "head": P_("role, short", "Head"),
        "keeper": P_("role, short", "Keeper"),
        "admin": P_("role, short", "Admin"),
        "auditor": P_("role, short", "Auditor"),
        "owner": P_("role, short", "Owner"),
    },
    "compartment": {
        "card": P_("compartment, short", "Card"),
        "contacts": P_("compartment, short", "People"),
        "dossier": P_("compartment, short", "Dossier"),
        "money": P_("compartment, short", "Money"),
        "private": P_("compartment, short", "Private"),
    },
}


def label(kind: str, value: str | None) -> str:
    """The label of `value` of the vocabulary `kind` ("level", "step", "base_status" …); a dash for None.

    Raises KeyError for a value that is not in the vocabulary: a new value needs its words first.
    """
    if value is None:
        return "—"
    return pgettext(kind.replace("_", " "), FULL[kind][value])


def short_label(kind: str, value: str | None) -> str:
    """As `label`, at most twelve cells wide."""
    if value is None:
        return "—"
    return pgettext(kind.replace("_", " ") + ", short", SHORT[kind][value])
