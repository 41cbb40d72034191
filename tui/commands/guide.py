"""Commands of HELP."""

from __future__ import annotations

from tui.commands.base import Command
from tui.text import N_, P_


class ShowTour(Command):
    key = "t"
    title = N_("Five-minute tour")
    help = N_("Eight steps over the sample firm.")
    footer = P_("footer, at most 9 letters", "Tour")
    verb = "show_tour"
    source = "U28"


class ShowHints(Command):
    key = "b"
    title = N_("Key accounts: hints and reading")
    help = N_("How to work with key accounts, and what to read.")
    footer = P_("footer, at most 9 letters", "Hints")
    verb = "show_hints"
    source = "S03.97"


class ShowKeys(Command):
    key = "s"
    title = N_("Keys and rule")
    help = N_("Back to the keys of the screen and the rule behind it.")
    footer = P_("footer, at most 9 letters", "Keys")
    verb = "show_keys"
