"""Commands of saved selections."""

from __future__ import annotations

from tui.commands.base import Command
from tui.text import N_


class SaveSelection(Command):
    key = "S"
    title = N_("Save the selection")
    help = N_("The filter, or the marked clients as they are, under a name: one's own or shared.")
    verb = "save_selection"
    source = "U12"


class OpenSelection(Command):
    key = "o"
    title = N_("Open a saved selection")
    help = N_("A filter is set again; a list of clients is marked.")
    verb = "open_selection"
    source = "U12"


class PickSelection(Command):
    key = "o"
    title = N_("Only a saved selection")
    help = N_("Every figure of the screen is made of its clients; the first choice is everybody again.")
    verb = "pick_selection"
    source = "U12"


class RemoveSelection(Command):
    title = N_("Take a saved selection off")
    help = N_("It leaves the list of selections; no client is touched.")
    verb = "remove_selection"
