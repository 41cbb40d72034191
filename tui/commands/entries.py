"""Commands of the lists of commitments, cases and risks."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_


class NewEntry(Command):
    key = "n"
    title = N_("Note down a new one")
    help = N_("First the client, then the kind, then what there is to say.")
    footer = P_("footer, at most 9 letters", "New")
    verb = "new_entry"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S03.75, S03.79"


class StepEntry(Command):
    key = "d"
    title = N_("Next step")
    help = N_("Asks what this record waits for: consent, notice, plan, answer, result.")
    footer = P_("footer, at most 9 letters", "Step")
    verb = "step_entry"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S03.75, S03.77, S03.79"


class ShowClosed(Command):
    key = "a"
    title = N_("Closed ones too")
    help = N_("Open ones alone, or everything; the same key again goes back.")
    footer = P_("footer, at most 9 letters", "All")
    verb = "show_closed"


class DropEntry(Command):
    key = "x"
    title = N_("Take it off the list")
    help = N_("For what was noted by mistake; its history stays.")
    verb = "drop_entry"
    roles = WRITERS
    undo = N_("u takes the last change back.")


class ShowPareto(Command):
    key = "p"
    title = N_("Why clients complain and leave")
    help = N_("Reasons by frequency; the same key turns to products, managers, months and back to the list.")
    footer = P_("footer, at most 9 letters", "Reasons")
    verb = "show_pareto"
    source = "S03.45"


class PrintBlank(Command):
    key = "b"
    title = N_("Blank and letter for the client")
    help = N_("The three questions on paper and the text of a letter: an export with its number.")
    footer = P_("footer, at most 9 letters", "Blank")
    verb = "print_blank"
    roles = WRITERS
    source = "S03.44"
