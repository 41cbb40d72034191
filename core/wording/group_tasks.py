"""Words of group tasks (S03.21)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from core.wording import P_, fill, gettext, ngettext
from core.wording.dates import day_month
from core.wording.vocabulary import Vocabulary

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "proof": {
        "note": P_("proof", "note"),
        "contact": P_("proof", "contact"),
        "file": P_("proof", "file"),
    },
    "group step": {
        "accepted": P_("group step", "accepted"),
        "proved": P_("group step", "done, proved"),
        "done": P_("group step", "done, no proof"),
        "overdue": P_("group step", "overdue"),
        "due": P_("group step", "due"),
        "ahead": P_("group step", "ahead"),
        "left_out": P_("group step", "left out"),
    },
}


_SAID: Final = Vocabulary(WORDS)
word, choices = _SAID.word, _SAID.choices


def reminder(task: str, step: str, due: dt.date, clients: int) -> str:
    """A step that is due or late, and with how many clients it is still to be done."""
    told = ngettext("{n} client until {day}: {step} ({task})", "{n} clients until {day}: {step} ({task})", clients)
    return fill(told, task=task, step=step, day=day_month(due), n=clients)


def head_reminder(task: str, step: str, clients: int) -> str:
    """What the head who gave the task sees of a step nobody has done in time."""
    told = ngettext("Late with {n} client: {step} ({task})", "Late with {n} clients: {step} ({task})", clients)
    return fill(told, task=task, step=step, n=clients)


def done(task: str, step: str, proof: str, text: str) -> str:
    """A step on the line of time of a client."""
    told = fill(gettext("{task}: {step} done"), task=task, step=step)
    proved = " ".join(filter(None, (word("proof", proof) if proof else "", text)))
    return f"{told} ({proved})" if proved else told


def left_out(clients: int) -> str:
    """Clients of the list who are no regulars and were not taken."""
    return fill(
        ngettext("{n} client is no regular and stays out.", "{n} clients are no regulars and stay out.", clients),
        n=clients,
    )
