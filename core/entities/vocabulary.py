"""The closed vocabularies of the JSON contract (spec/store §8). Values are stable; labels live in core.wording."""

from __future__ import annotations

from typing import Literal

Level = Literal["potential", "probable", "prospective", "small", "medium", "large", "key"]
Step = Literal["none", "buyer", "client", "regular", "adherent", "advocate"]
BaseStatus = Literal["potential", "client", "dormant", "presumed_lost", "lost", "returned", "unfit"]
State = Literal["none", "first", "provisional", "on_rhythm", "late", "sleeping", "lost", "seasonal_hold"]
AbcLetter = Literal["A", "B", "C"]
XyzLetter = Literal["X", "Y", "Z", "N"]
Urgency = Literal["today", "week", "campaign"]
Action = Literal["ask_and_deliver", "visit", "part_well", "call", "wait"]
Verdict = Literal["new", "update", "same", "ask", "not_a_client", "error"]
Role = Literal["manager", "head", "keeper", "admin", "auditor", "owner"]
Compartment = Literal["card", "contacts", "dossier", "money", "private"]

LEVELS: tuple[Level, ...] = ("key", "large", "medium", "small", "prospective", "probable", "potential")
"""Top of the pyramid first."""
STEPS: tuple[Step, ...] = ("none", "buyer", "client", "regular", "adherent", "advocate")
STATES: tuple[State, ...] = ("none", "first", "provisional", "on_rhythm", "late", "sleeping", "lost", "seasonal_hold")
COMPARTMENTS: tuple[Compartment, ...] = ("card", "contacts", "dossier", "money", "private")
ROLES: tuple[Role, ...] = ("manager", "head", "keeper", "admin", "auditor", "owner")
