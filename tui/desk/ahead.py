"""What every session comes to, imported after its login in the thread that makes the figures: the first card then opens
as fast as the next one.

Nothing else is imported ahead: a session pays for what it does (`tui.desk.facets`).
"""

from __future__ import annotations

import importlib

CARD = (
    "core.dossier.case_blank",
    "core.relations.minutes",
    "core.wording.values",
    "core.worth.plans",
    "tui.desk.cases_desk",
    "tui.desk.contacts_desk",
    "tui.desk.evolution_desk",
    "tui.desk.group_reading",
    "tui.desk.group_tasks_desk",
    "tui.desk.own_desk",
    "tui.desk.persons_desk",
    "tui.desk.persons_view",
    "tui.desk.plans_desk",
    "tui.desk.promises_desk",
    "tui.desk.work_desk",
    "tui.desk.work_needs",
    "tui.desk.work_tasks",
    "tui.desk.work_time",
)
"""Modules that an overview, a line of time and the orders of a client are put together by."""


def import_card() -> None:
    """Import what the first card would."""
    for name in CARD:
        importlib.import_module(name)
