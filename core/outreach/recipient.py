"""States of a recipient and how they follow each other (exchange §4).

A letter is claimed (`sending`, with its Message-ID) before it is handed over. A letter that was on its way when its run
was cut off becomes `unknown`: a person says whether it went. The program never sends it again by itself; only a person
who knows that it did not come puts it back into the queue.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from core.entities.outreach import Recipient, RecipientState, RecipientStep
from core.entities.work import TaskState
from core.problem import N_, ExitCode, Problem

SECOND_US = 1_000_000
RETRY_SECONDS: Final = (15 * 60, 3600, 4 * 3600, 24 * 3600)
"""Wait after the first, second, third and every later passing refusal."""
NOTE_MAX = 200
_ANSWERS: frozenset[RecipientState] = frozenset({"complained", "unsubscribed", "replied", "meeting", "sale"})
_AFTER: Final[Mapping[RecipientState, frozenset[RecipientState]]] = {
    "planned": frozenset({"skipped", "queued", "cancelled"}),
    "skipped": frozenset(),
    "queued": frozenset({"sending", "skipped", "cancelled"}),
    "sending": frozenset({"queued", "sent", "soft", "hard", "unknown"}),
    "unknown": frozenset({"queued", "sent", "hard", "cancelled"}),
    "soft": frozenset({"sending", "hard", "skipped", "cancelled"}),
    "sent": frozenset[RecipientState]({"hard", "delivered"}) | _ANSWERS,
    "delivered": _ANSWERS,
    "hard": _ANSWERS,
    "replied": _ANSWERS,
    "meeting": frozenset({"sale", "complained", "unsubscribed"}),
    "sale": frozenset({"complained", "unsubscribed"}),
    "complained": frozenset({"unsubscribed"}),
    "unsubscribed": frozenset({"complained"}),
    "cancelled": frozenset(),
}
ANSWERED: frozenset[RecipientState] = frozenset({"replied", "meeting", "sale"})
TO_SEND: frozenset[RecipientState] = frozenset({"queued", "soft"})
PENDING: frozenset[RecipientState] = TO_SEND | frozenset[RecipientState]({"planned"})
"""States of somebody who is still to be written to."""
REACHED: frozenset[RecipientState] = _ANSWERS | frozenset[RecipientState]({"sending", "unknown", "sent", "delivered"})
"""States of somebody who has, or may have, this letter."""


def stepped(
    recipient: Recipient, state: RecipientState, now_us: int, by: bytes, note: str = "", **fields: Any
) -> Recipient:
    """The recipient in his next state, the step kept. Raises Problem (REFUSED) where that does not follow."""
    if state not in _AFTER[recipient.state]:
        raise Problem(N_("This recipient is not at that step: look at him again."), ExitCode.REFUSED)
    steps = (*recipient.steps, RecipientStep(now_us, by, state, note[:NOTE_MAX]))
    return msgspec.structs.replace(recipient, state=state, steps=steps, **fields)


def refused(recipient: Recipient, now_us: int, by: bytes, note: str, limit: int) -> Recipient:
    """After a passing refusal: to be tried again later, or given up after `limit` of them."""
    tries = recipient.tries + 1
    if tries >= limit:
        return stepped(recipient, "hard", now_us, by, note, tries=tries, next_us=0)
    wait = RETRY_SECONDS[min(tries, len(RETRY_SECONDS)) - 1] * SECOND_US
    return stepped(recipient, "soft", now_us, by, note, tries=tries, next_us=now_us + wait)


def held(recipient: Recipient, now_us: int, by: bytes, note: str) -> Recipient:
    """After a call or a meeting that a person has held. Raises Problem (REFUSED) where none was planned."""
    if recipient.state != "queued" or not recipient.task:
        raise Problem(N_("This recipient is not at that step: look at him again."), ExitCode.REFUSED)
    steps = (*recipient.steps, RecipientStep(now_us, by, "sent", note[:NOTE_MAX]))
    return msgspec.structs.replace(recipient, state="sent", steps=steps)


def led(recipient: Recipient, task: TaskState | None) -> Recipient:
    """The recipient of a call or a meeting as its task says: done means that it was held, wherever it was closed."""
    if recipient.state != "queued" or task not in ("done", "dropped"):
        return recipient
    return msgspec.structs.replace(recipient, state="sent" if task == "done" else "cancelled")


def was_sent(recipient: Recipient) -> bool:
    """Whether a server ever took his letter."""
    return any(each.state == "sent" for each in recipient.steps)


def was_answered(recipient: Recipient) -> bool:
    """Whether he ever answered: in words, with a meeting, with a purchase."""
    return any(each.state in ANSWERED for each in recipient.steps)
