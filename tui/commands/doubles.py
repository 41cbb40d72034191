"""Commands of DUP and of the side-by-side view."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_

_UNDO = N_("u takes it back; so does merge undo, at any time.")


class LookCloser(Command):
    key = "enter"
    title = N_("Look closer")
    help = N_("Doubles side by side; a merge or a group of firms to be taken back; a suggested group to be confirmed.")
    footer = P_("footer, at most 9 letters", "Compare")
    verb = "look_closer"
    roles = WRITERS


class NextView(Command):
    key = "v"
    title = N_("Doubles, judgements, groups of firms")
    help = N_("Turns to the next of the three lists.")
    footer = P_("footer, at most 9 letters", "View")
    verb = "next_view"


class MergeSure(Command):
    key = "b"
    title = N_("Merge all sure groups")
    help = N_("Shows the list first; one go that can be taken back whole. Nothing is sure without an identifier.")
    footer = P_("footer, at most 9 letters", "All sure")
    verb = "merge_sure"
    roles = WRITERS
    undo = _UNDO


class NotDoubles(Command):
    key = "n"
    title = N_("Not a duplicate")
    help = N_("Remembered for everybody; in the list of firms: strangers, not one group.")
    footer = P_("footer, at most 9 letters", "No double")
    verb = "not_doubles"
    roles = WRITERS
    undo = _UNDO


class CannotTell(Command):
    key = "w"
    title = N_("Nobody can tell")
    help = N_("The group stays in the list with a mark and is left out of the merging of sure groups.")
    verb = "cannot_tell"
    roles = WRITERS
    undo = _UNDO


class ScanAgain(Command):
    key = "r"
    title = N_("Compare again")
    help = N_("The whole base against itself, with what people have answered since; Ctrl+X stops it.")
    verb = "scan_again"


class TakeLeft(Command):
    key = "left"
    title = N_("Keep the left value")
    help = N_("Of the field under the cursor; the other one stays with its record and comes back with the undo.")
    footer = P_("footer, at most 9 letters", "Left")
    verb = "take_left"
    in_palette = False


class TakeRight(Command):
    key = "right"
    title = N_("Keep the right value")
    help = N_("Of the field under the cursor; the other one stays with its record and comes back with the undo.")
    footer = P_("footer, at most 9 letters", "Right")
    verb = "take_right"
    in_palette = False


class SwapSides(Command):
    key = "x"
    title = N_("Swap the sides")
    help = N_("The left one survives: its number and its place in the base stay.")
    footer = P_("footer, at most 9 letters", "Swap")
    verb = "swap_sides"


class MergePair(Command):
    key = "m"
    title = N_("Merge the two")
    help = N_("As shown: nothing is rewritten, and both come back with the undo.")
    footer = P_("footer, at most 9 letters", "Merge")
    verb = "merge_pair"
    roles = WRITERS
    undo = _UNDO


class MergeGroup(Command):
    key = "a"
    title = N_("Merge the whole group")
    help = N_("All of the group into the left one, with the choices made here.")
    verb = "merge_group"
    roles = WRITERS
    undo = _UNDO


class NextDouble(Command):
    key = "right_square_bracket"
    more_keys = ("alt+down",)
    title = N_("Next of the group")
    help = N_("Shows another one of the group on the right.")
    verb = "next_double"


class PreviousDouble(Command):
    key = "left_square_bracket"
    more_keys = ("alt+up",)
    title = N_("Previous of the group")
    help = N_("Shows another one of the group on the right.")
    verb = "previous_double"
