"""A campaign on its way: the run, the letter to ourselves, what the SMS gateway has done since (exchange §4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from core.entities.outreach import Recipient, RecipientState
from core.outreach.campaign import moved, tried
from core.outreach.channels import HELD, PUBLISHED
from core.outreach.recipient import stepped
from core.problem import N_, ExitCode, Problem
from storage.vault.books.outreach import RECIPIENT
from storage.vault.registers import Stale, Stored
from tui.desk.outreach_audience import Audience
from tui.desk.outreach_batches import BatchRun
from tui.desk.outreach_calls import hand_out
from tui.desk.outreach_carriers import MailCarrier, carrier_of, mail_server, now_of, spool_of
from tui.desk.port import Progress
from tui.desk.port_outreach import CampaignRow, RunAnswer

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def run(desk: Desk, handle: str, password: str, progress: Progress | None = None) -> RunAnswer:
    """Send what is due and may go now; of calls and meetings make tasks. Ends when nothing is left that does, when
    paused, cancelled or stopped by `progress`. Raises Problem where the server cannot be reached; whatever was not
    sent stays in the queue."""
    found = desk.outreach.named(handle)
    campaign = found.fields
    if campaign.channel in PUBLISHED:
        raise Problem(N_("Nobody is sent this: put it there, then say where it can be read."), ExitCode.REFUSED)
    if campaign.channel in HELD:
        return hand_out(desk, found, progress)
    carrier = carrier_of(desk, campaign.channel, password)
    if campaign.state != "running":
        campaign = moved(campaign, "running", desk.now_us(), desk.outreach.me())
    carrier.open()
    try:
        if campaign is not found.fields:
            desk.outreach.save(found, campaign)
        return BatchRun(desk, campaign, carrier).all(progress)
    finally:
        carrier.close()


def send_test(desk: Desk, handle: str, password: str) -> CampaignRow:
    """The letter of the first recipient it can be written for, to ourselves."""
    stored = desk.outreach.named(handle)
    if stored.fields.channel != "email":
        raise Problem(N_("Only a letter is tried on ourselves: read the words on the screen."), ExitCode.REFUSED)
    audience = Audience(desk, stored.fields)
    whole = (
        (client_id, each.fields)
        for client_id, each in desk.outreach.of_campaign(stored.fields)
        if each.fields.person and not audience.missing(client_id, each.fields)
    )
    first = next(whole, None)
    if first is None:
        raise Problem(N_("For none of the recipients can this letter be written: look at the checks."))
    server = mail_server(desk)
    words = msgspec.structs.replace(audience.filling(*first), to=server.sender)
    tried_now = tried(stored.fields, desk.now_us(), desk.outreach.me())
    carrier = MailCarrier(server, password)
    try:
        answer = carrier.send(carrier.parcel(stored.fields.id.hex(), words, now_of(desk)))
    finally:
        carrier.close()
    if answer.state != "sent":
        raise Problem(N_("The server did not take the test letter: {said}"), ExitCode.REFUSED, said=answer.said or "—")
    return desk.outreach.save(stored, tried_now)


def collect(desk: Desk, handle: str) -> CampaignRow:
    """What the SMS gateway has done since: messages in its folder of sent ones are delivered to the network, those in
    the folder of errors were refused. Raises Problem."""
    stored = desk.outreach.named(handle)
    places = spool_of(desk).places()
    after: list[tuple[Stored[Recipient], RecipientState, str]] = []
    for _client, each in desk.outreach.of_campaign(stored.fields):
        place, name = places.get(each.fields.id.hex(), ("gone", ""))
        if each.fields.state == "sent" and place in ("sent", "error"):
            after.append((each, "delivered" if place == "sent" else "hard", name))
    all_stepped(desk, after)
    return desk.outreach.row(stored.fields)


def all_stepped(desk: Desk, steps: list[tuple[Stored[Recipient], RecipientState, str]]) -> None:
    """The next step of several recipients, all of them or none. Raises Problem (REFUSED) when somebody was faster."""
    if not steps:
        return
    now, me, registers = desk.now_us(), desk.outreach.me(), desk.session.registers
    try:
        with registers.writing(b"", {"kind": RECIPIENT.name}) as writing:
            changes = [(each, stepped(each.fields, state, now, me, note)) for each, state, note in steps]
            registers.change_all(writing, RECIPIENT, changes)
    except Stale:
        raise Problem(N_("This campaign is being sent from another place."), ExitCode.REFUSED) from None
    desk.touched()
