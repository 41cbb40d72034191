"""Commands of lists, of texts to scroll and of the record under the cursor."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_


class Down(Command):
    key = "down"
    more_keys = ("j",)
    title = N_("Down")
    help = N_("Next line.")
    verb = "go_down"
    in_palette = False


class Up(Command):
    key = "up"
    more_keys = ("k",)
    title = N_("Up")
    help = N_("Previous line.")
    verb = "go_up"
    in_palette = False


class PageDown(Command):
    key = "pagedown"
    more_keys = ("ctrl+f",)
    title = N_("Page down")
    help = N_("One window further.")
    verb = "go_page_down"
    in_palette = False


class PageUp(Command):
    key = "pageup"
    title = N_("Page up")
    help = N_("One window back.")
    verb = "go_page_up"
    in_palette = False


class First(Command):
    key = "home"
    more_keys = ("g",)
    title = N_("To the beginning")
    help = N_("First line.")
    verb = "go_first"
    in_palette = False


class Last(Command):
    key = "end"
    more_keys = ("G",)
    title = N_("To the end")
    help = N_("Last line.")
    verb = "go_last"
    in_palette = False


class OpenRecord(Command):
    key = "enter"
    title = N_("Open the card")
    help = N_("The card of the client under the cursor.")
    footer = P_("footer, at most 9 letters", "Card")
    verb = "open_record"


class FilterList(Command):
    key = "slash"
    title = N_("Filter")
    help = N_("Text, level, rhythm, letter, owner; the line under the title always shows it.")
    footer = P_("footer, at most 9 letters", "Filter")
    verb = "filter_list"


class ClearFilter(Command):
    key = "backspace"
    title = N_("Clear the filter")
    help = N_("Show all clients again.")
    verb = "clear_filter"


class SortList(Command):
    key = "s"
    title = N_("Order of the list")
    help = N_("Pick a column; the same one again turns the order round.")
    footer = P_("footer, at most 9 letters", "Order")
    verb = "sort_list"


class MarkRow(Command):
    key = "space"
    title = N_("Mark")
    help = N_("Marks the line and goes to the next; marks stay when the order changes.")
    verb = "mark_row"
    undo = N_("Mark it again.")


class ClearMarks(Command):
    title = N_("Clear all marks")
    help = N_("Takes every mark away.")
    verb = "clear_marks"


class EditRecord(Command):
    key = "f4"
    title = N_("Edit")
    help = N_("Fields of the card; every change is kept with who, when and the old value.")
    footer = P_("footer, at most 9 letters", "Edit")
    verb = "edit_record"
    roles = WRITERS
    undo = N_("u takes the last change back.")


class PreviousRecord(Command):
    key = "left_square_bracket"
    more_keys = ("alt+up",)
    title = N_("Previous record")
    help = N_("The one above in the list you came from; costs no reading limit.")
    verb = "previous_record"


class NextRecord(Command):
    key = "right_square_bracket"
    more_keys = ("alt+down",)
    title = N_("Next record")
    help = N_("The one below in the list you came from; costs no reading limit.")
    verb = "next_record"


class NextTab(Command):
    key = "right"
    more_keys = ("tab", "l")
    title = N_("Next tab")
    help = N_("The tabs in their order; after the last one the first.")
    footer = P_("footer, at most 9 letters", "Tab")
    verb = "next_tab"
    in_palette = False


class PreviousTab(Command):
    key = "left"
    more_keys = ("shift+tab", "h")
    title = N_("Previous tab")
    help = N_("The tabs in their order; after the last one the first.")
    verb = "previous_tab"
    in_palette = False


class ShowLines(Command):
    key = "enter"
    title = N_("Lines of the document")
    help = N_("Moves the keys to the lines of the document under the cursor and back; an order by hand opens its form.")
    footer = P_("footer, at most 9 letters", "Open")
    verb = "show_lines"
    in_palette = False


class NextPane(Command):
    key = "tab"
    title = N_("Other half of the screen")
    help = N_("Moves the keys to the other list.")
    verb = "next_pane"
    in_palette = False


MOVES: tuple[type[Command], ...] = (Down, Up, PageDown, PageUp, First, Last)
