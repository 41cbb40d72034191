"""How long a contact takes where nobody says (S00.04)."""

from __future__ import annotations

from core.entities.work import ActivityKind
from core.rules import DEFAULT, Rules


def usual_minutes(kind: ActivityKind, rules: Rules = DEFAULT) -> int:
    """Minutes filled in by kind; whoever logs the contact may change them."""
    known = {"call": rules.minutes_call, "meeting": rules.minutes_meeting, "visit": rules.minutes_visit}
    return known.get(kind, rules.minutes_other)
