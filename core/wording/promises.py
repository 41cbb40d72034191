"""Words of commitments, difficulties, questions, stages and changes, and the questions their steps ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from core.wording import N_, P_, gettext
from core.wording.vocabulary import Vocabulary

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "promise kind": {
        "commitment": P_("promise kind", "Commitment"),
        "incident": P_("promise kind", "Incident"),
        "question": P_("promise kind", "Question"),
        "stage": P_("promise kind", "Stage"),
        "change": P_("promise kind", "Change"),
        "gift": P_("promise kind", "Gift"),
    },
    "promise step": {
        "promised": P_("promise step", "promised"),
        "due_soon": P_("promise step", "due soon"),
        "overdue": P_("promise step", "overdue"),
        "changed": P_("promise step", "moved, client told"),
        "fulfilled": P_("promise step", "kept"),
        "early": P_("promise step", "early, agreed"),
        "breached": P_("promise step", "broken"),
        "dropped": P_("promise step", "dropped"),
        "found": P_("promise step", "client not told"),
        "told": P_("promise step", "client told"),
        "planned": P_("promise step", "plan made"),
        "resolved": P_("promise step", "solved, not told"),
        "result_told": P_("promise step", "result told"),
        "asked": P_("promise step", "no answer yet"),
        "answered": P_("promise step", "answered"),
        "untold": P_("promise step", "client not told"),
        "known": P_("promise step", "client told"),
        "open": P_("promise step", "not agreed"),
        "agreed": P_("promise step", "agreed"),
        "refused": P_("promise step", "client refused"),
        "given": P_("promise step", "given"),
    },
    "yes": {"no": P_("yes", "no"), "yes": P_("yes", "yes")},
}
ASKS: Final[Mapping[str, str]] = {
    "keep": N_("Is it done? Say what came of it."),
    "early": N_("It is earlier than promised. Does the client agree to that?"),
    "late": N_("It is later than promised: why, and was the client told?"),
    "tell": N_("Tell the client first, however serious it is, and say here that he knows."),
    "plan": N_("What will be done about it? The client has to hear it."),
    "result": N_("What came of it? The client has to hear it."),
    "answer": N_("What was the client answered?"),
    "stage": N_("Does the client know what is done now and what comes next?"),
    "change": N_("Does the client agree to the change? Without it nothing is changed."),
}
"""What the next step of something asks."""


_SAID: Final = Vocabulary(WORDS)
word, choices, value_of = _SAID.word, _SAID.choices, _SAID.value_of


def ask(step: str) -> str:
    """The question a step asks."""
    return gettext(ASKS[step])
