"""Commands of MET and DEP."""

from __future__ import annotations

from tui.commands.base import Command
from tui.text import N_, P_


class NextPeriod(Command):
    key = "p"
    title = N_("Length of the periods")
    help = N_("Week, month, quarter, year, and round again.")
    footer = P_("footer, at most 9 letters", "Period")
    verb = "next_period"
    source = "S00.11"


class NextOwner(Command):
    key = "o"
    title = N_("Whose clients")
    help = N_("The whole base, then the clients of each person in turn.")
    footer = P_("footer, at most 9 letters", "Whose")
    verb = "next_owner"


class WhatIfGone(Command):
    key = "w"
    title = N_("What if this client leaves")
    help = N_("The base without the client under the cursor; the same key again brings him back.")
    footer = P_("footer, at most 9 letters", "Without")
    verb = "what_if"
    source = "S03.98–S03.102"
