"""Commands of ADM: colleagues, what they hold, and how they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import Command
from tui.text import N_, P_

if TYPE_CHECKING:
    from core.entities.vocabulary import Role

GIVERS: frozenset[Role] = frozenset(("head", "owner"))
KEEPERS: frozenset[Role] = frozenset(("head", "owner", "admin"))
COUNTERS: frozenset[Role] = frozenset(("head", "owner", "admin", "auditor"))


class GivePortfolio(Command):
    key = "i"
    title = N_("Give a portfolio")
    help = N_("Wraps the portfolio's key to the colleague, also when he is away; the six words are compared by voice.")
    footer = P_("footer, at most 9 letters", "Give")
    verb = "give_portfolio"
    roles = GIVERS
    undo = N_("v takes it away again")
    source = "S01.13"


class RevokePortfolio(Command):
    key = "v"
    title = N_("Take a portfolio away")
    help = N_("Removes the colleague's key and renews the keys of every client of the portfolio.")
    footer = P_("footer, at most 9 letters", "Take")
    verb = "revoke_portfolio"
    roles = GIVERS
    undo = N_("i gives it again")
    source = "S01.13, U02"


class SuspendPerson(Command):
    key = "d"
    title = N_("Close the store to a colleague")
    help = N_("At once: keys go, sessions end at their next step. What the colleague knew waits for new keys.")
    footer = P_("footer, at most 9 letters", "Suspend")
    verb = "suspend_person"
    roles = KEEPERS
    undo = N_("r lets the colleague in again")
    source = "S01.13, U23"


class RestorePerson(Command):
    key = "r"
    title = N_("Let a suspended colleague in again")
    help = N_("With the keys of the role, and the own portfolios as far as you hold them.")
    footer = P_("footer, at most 9 letters", "Restore")
    verb = "restore_person"
    roles = KEEPERS
    undo = N_("d closes the store again")
    source = "S01.13"


class OffboardPerson(Command):
    key = "o"
    title = N_("Let a colleague go")
    help = N_("Close, hand the portfolios over, renew all keys, make the index anew, sign the certificate.")
    footer = P_("footer, at most 9 letters", "Leaving")
    verb = "offboard_person"
    roles = KEEPERS
    source = "U23"


class ShowExposure(Command):
    key = "e"
    title = N_("What the colleague has seen")
    help = N_("Clients opened, revealed, copied, exported in 30, 90 and 180 days; night and bursts. It is logged.")
    footer = P_("footer, at most 9 letters", "Seen")
    verb = "show_exposure"
    roles = COUNTERS
    source = "S01.14, U23"


class RenewKeys(Command):
    key = "y"
    title = N_("Renew the keys that wait")
    help = N_("New keys for every portfolio somebody lost access to; work goes on meanwhile.")
    verb = "renew_keys"
    roles = GIVERS
    source = "U02"
