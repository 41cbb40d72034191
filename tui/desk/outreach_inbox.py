"""The mailbox that letters come back to, taken in: bounces, complaints, unsubscriptions, answers (exchange §4)."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from core.entities.outreach import Recipient, RecipientState
from core.outreach.recipient import stepped
from core.problem import Problem
from storage.intake.inbox import Returned, read_inbox
from storage.vault.books.outreach import RECIPIENT
from storage.vault.registers import Stored
from tui.desk.port import Progress
from tui.desk.port_outreach import InboxAnswer

if TYPE_CHECKING:
    from tui.desk.desk import Desk

_STATES: dict[str, RecipientState] = {
    "bounce": "hard",
    "complaint": "complained",
    "unsubscribe": "unsubscribed",
    "reply": "replied",
}
_DEAD_ADDRESS = re.compile(r"5\.(1\.\d+|0\.0|4\.4)")
"""The mailbox or its domain is not there; a full box or a policy is no fault of the address."""


def take_in(desk: Desk, path: Path, progress: Progress | None = None) -> InboxAnswer:
    """Mark what a mailbox says of our letters. The same mailbox may be given again: nothing is marked twice.

    A dead address is put on hold; who complains or unsubscribes is on the stop list for ever. Raises Problem.
    """
    told = read_inbox(path)
    mine = {each.fields.id.hex(): (client, each) for client, each in desk.outreach.recipients()}
    counted: Counter[str] = Counter()
    for done, letter in enumerate(told):
        if progress is not None and not progress(done, len(told)):
            break
        found = mine.get(letter.token)
        if found is None:
            counted["unknown"] += 1
        elif _marked(desk, *found, letter):
            counted[letter.what] += 1
            # A second letter of the same person meets the recipient as the first one has left him.
            mine[letter.token] = desk.outreach.recipient(letter.token)
        else:
            counted["known"] += 1
    return InboxAnswer(
        letters=len(told),
        bounced=counted["bounce"],
        complained=counted["complaint"],
        unsubscribed=counted["unsubscribe"],
        replied=counted["reply"],
        known=counted["known"],
        unknown=counted["unknown"],
    )


def _marked(desk: Desk, client_id: str, stored: Stored[Recipient], letter: Returned) -> bool:
    """Whether the recipient took the step; False where he stands there already, or beyond."""
    note = " ".join(part for part in (letter.status, letter.said) if part)
    try:
        after = stepped(stored.fields, _STATES[letter.what], desk.now_us(), desk.outreach.me(), note)
    except Problem:
        return False
    if after.state == stored.fields.state:
        return False
    desk.work.change(RECIPIENT, stored, state=after.state, steps=after.steps)
    person = after.person.hex()
    if letter.what == "bounce" and _DEAD_ADDRESS.fullmatch(letter.status) and _same_address(desk, client_id, after):
        desk.outreach.hold(client_id, person, note)
    elif letter.what in ("complaint", "unsubscribe"):
        desk.outreach.opt_out(client_id, person, after.state)
    return True


def _same_address(desk: Desk, client_id: str, recipient: Recipient) -> bool:
    """Whether his address is still the one the letter went to: another one is not to blame."""
    from tui.desk.outreach_audience import Audience

    campaign = desk.outreach.named(recipient.campaign.hex()).fields
    return bool(Audience(desk, campaign).same_address(client_id, recipient))
