"""Commands of every screen."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.commands.exports import ExportList
from tui.commands.work import LogContact, NewTask
from tui.text import N_, P_


class ShowHelp(Command):
    key = "f1"
    title = N_("Help")
    help = N_("Keys of this screen and the rule behind it.")
    footer = P_("footer, at most 9 letters", "Help")
    verb = "show_help"


class FindClient(Command):
    key = "f2"
    title = N_("Find a client")
    help = N_("By anything known of the client, in any spelling, alphabet or keyboard layout.")
    footer = P_("footer, at most 9 letters", "Find")
    verb = "find_client"


class NewClient(Command):
    key = "insert"
    title = N_("New client")
    help = N_("A form for a firm or a person; doubles are looked for while one types.")
    verb = "new_client"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S03.53"


class ShowPalette(Command):
    key = "f3"
    title = N_("All commands")
    help = N_("Type a few letters of what you want to do.")
    footer = P_("footer, at most 9 letters", "Commands")
    verb = "show_palette"
    in_palette = False


class ShowMenu(Command):
    key = "f9"
    title = N_("Menu")
    help = N_("The workplaces: first what to do with old clients, then new ones.")
    footer = P_("footer, at most 9 letters", "Menu")
    verb = "show_menu"
    source = "S02.01"


class GoBack(Command):
    key = "escape"
    more_keys = ("f10",)
    title = N_("Back")
    help = N_("One screen back; on the first one, leave after a question.")
    footer = P_("footer, at most 9 letters", "Back")
    verb = "go_back"
    in_palette = False


class LockNow(Command):
    key = "f12"
    title = N_("Lock")
    help = N_("Wipes the keys from memory at once; after unlocking you are back here.")
    verb = "lock_now"


class Leave(Command):
    key = "ctrl+c"
    title = N_("Leave the program")
    help = N_("Asks first.")
    verb = "leave"


class Redraw(Command):
    key = "ctrl+l"
    title = N_("Redraw the screen")
    help = N_("When another program has written over it.")
    verb = "redraw"


class NextTheme(Command):
    title = N_("Next colour theme")
    help = N_("Dark, light, high contrast.")
    verb = "next_theme"


class StopJob(Command):
    key = "ctrl+x"
    title = N_("Stop the running job")
    help = N_("Stops between two steps; what is done stays done.")
    verb = "stop_job"


class UndoLast(Command):
    key = "u"
    title = N_("Undo my last change")
    help = N_("Puts the old value back by a change of its own, so the log keeps both.")
    verb = "undo_last"
    undo = N_("Change it again.")


EVERYWHERE: tuple[type[Command], ...] = (
    ShowHelp,
    FindClient,
    ShowPalette,
    ShowMenu,
    GoBack,
    LogContact,
    NewTask,
    NewClient,
    LockNow,
    Leave,
    Redraw,
    NextTheme,
    StopJob,
    UndoLast,
    ExportList,
)
