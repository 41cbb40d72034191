"""Commands of REC: claim a client, lead his case on, change the list."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_


class ClaimClient(Command):
    key = "c"
    title = N_("Take this client on")
    help = N_("Makes a case of recovery; of a key account or an anchor the invitation is due within a day.")
    footer = P_("footer, at most 9 letters", "Claim")
    verb = "claim_client"
    roles = WRITERS
    source = "S03.104"


class TakeStep(Command):
    key = "n"
    title = N_("Next step of the case")
    help = N_("What the playbook allows now, with what to say; the reason cannot be skipped.")
    footer = P_("footer, at most 9 letters", "Step")
    verb = "take_step"
    roles = WRITERS
    source = "S03.104–S03.109"


class NextList(Command):
    key = "right"
    more_keys = ("l",)
    title = N_("Next list")
    help = N_("Queue, cases, buying less, outcomes.")
    footer = P_("footer, at most 9 letters", "List")
    verb = "next_list"
    in_palette = False


class PreviousList(Command):
    key = "left"
    more_keys = ("h",)
    title = N_("Previous list")
    help = N_("Queue, cases, buying less, outcomes.")
    verb = "previous_list"
    in_palette = False


class PickSegment(Command):
    key = "slash"
    title = N_("Only one segment")
    help = N_("A level of the pyramid or a letter; the line under the title shows it.")
    verb = "pick_segment"


class ShowWhite(Command):
    key = "w"
    title = N_("White space of this client")
    help = N_("What he buys elsewhere, beside the trend of his purchases.")
    verb = "show_white"
    source = "S02.04"


class WhiteOfCard(ShowWhite):
    key = "b"
