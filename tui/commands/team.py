"""Commands of TEAM."""

from __future__ import annotations

from tui.commands.base import Command
from tui.text import N_, P_


class NextTabOfTeam(Command):
    key = "right"
    more_keys = ("l",)
    title = N_("Next tab")
    help = N_("Time, load, plan, visits, hand-overs, the year, news of the key accounts.")
    footer = P_("footer, at most 9 letters", "Tabs")
    verb = "next_tab"


class PreviousTabOfTeam(Command):
    key = "left"
    more_keys = ("h",)
    title = N_("Previous tab")
    help = N_("The question before.")
    verb = "previous_tab"
    in_palette = False


class OpenTeamLine(Command):
    key = "enter"
    title = N_("Who stands behind it")
    help = N_("The clients behind a figure; from a visit or news, the card.")
    footer = P_("footer, at most 9 letters", "Open")
    verb = "open_record"
    source = "S00.04"


class MarkLooked(Command):
    key = "v"
    title = N_("I have looked through it")
    help = N_("News of the key accounts start anew from here.")
    footer = P_("footer, at most 9 letters", "Looked")
    verb = "mark_looked"
    roles = frozenset(("head", "owner"))
    source = "S03.115"
