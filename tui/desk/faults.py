"""What a fault nobody expected is told as: one sentence, without locals or data."""

from __future__ import annotations

from core.problem import N_, ExitCode, Problem
from storage.engine import storage_problem


def told(fault: Exception) -> Problem:
    """The sentence for a failing disk or database, else one that names the kind of fault and nothing more."""
    return storage_problem(fault) or Problem(
        N_("Something unexpected happened ({kind}): nothing was shown or half-written; report this word."),
        ExitCode.STORE,
        kind=type(fault).__name__,
    )
