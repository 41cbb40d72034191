"""Commands of AUD."""

from __future__ import annotations

from tui.commands.base import Command
from tui.text import N_, P_


class VerifyLog(Command):
    key = "v"
    title = N_("Verify the whole log")
    help = N_("Every entry, signature and digest, from the first to the last; the first bad one is named.")
    footer = P_("footer, at most 9 letters", "Verify")
    verb = "verify_log"
    source = "U03"


class FilterLog(Command):
    key = "slash"
    title = N_("Narrow the log")
    help = N_("By person, kind of entry and day; the line under the title always shows it.")
    footer = P_("footer, at most 9 letters", "Filter")
    verb = "filter_log"


class ClearLogFilter(Command):
    key = "backspace"
    title = N_("Show the whole log")
    help = N_("Takes the filter away.")
    verb = "clear_log_filter"


class SameSubject(Command):
    key = "o"
    title = N_("All entries about this client")
    help = N_("Who else has read what concerns the client under the cursor.")
    verb = "same_subject"
    source = "U03"


class NextAuditTab(Command):
    key = "right"
    more_keys = ("tab", "l")
    title = N_("Next tab")
    help = N_("Log, Watch, Budgets, State.")
    footer = P_("footer, at most 9 letters", "Tab")
    verb = "next_tab"
    in_palette = False


class PreviousAuditTab(Command):
    key = "left"
    more_keys = ("shift+tab", "h")
    title = N_("Previous tab")
    help = N_("Log, Watch, Budgets, State.")
    verb = "previous_tab"
    in_palette = False
