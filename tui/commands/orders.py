"""Commands of the form of an order: lines, people, their import."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.commands.questionnaires import OpenQuestionnaire
from tui.text import N_, P_


class AddToOrder(Command):
    key = "n"
    title = N_("Add")
    help = N_("Above: a line of goods or a service with its days. Below: somebody who takes part.")
    footer = P_("footer, at most 9 letters", "Add")
    verb = "add_to_order"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S03.46"


class ImportPeople(Command):
    key = "i"
    title = N_("Import")
    help = N_("People from a file or a pasted list, through the steps of the import, into this order.")
    footer = P_("footer, at most 9 letters", "Import")
    verb = "import_people"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S03.56–S03.62, S03.64"


class TakeFromOrder(Command):
    key = "o"
    title = N_("From another order")
    help = N_("People of an earlier order: by its number, or found by period, surname, number.")
    footer = P_("footer, at most 9 letters", "Of order")
    verb = "take_from_order"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S03.63, S03.64"


class EditHead(Command):
    key = "e"
    title = N_("Number and day of the order")
    help = N_("As they stand on the paper; by its number the order finds its document of accounting.")
    verb = "edit_head"
    roles = WRITERS
    undo = N_("u takes the last change back.")


class DropFromOrder(Command):
    key = "x"
    title = N_("Take out")
    help = N_("The line, or the person: he stays a contact person of the client.")
    verb = "drop_from_order"
    roles = WRITERS
    undo = N_("u takes the last change back.")


class OtherHalf(Command):
    key = "tab"
    title = N_("Lines or people")
    help = N_("Moves the keys to the other list.")
    footer = P_("footer, at most 9 letters", "People")
    verb = "next_pane"
    in_palette = False


class OpenOfOrder(Command):
    key = "enter"
    title = N_("Open the line")
    help = N_("A line to change it; of a person, the services he takes part in.")
    verb = "edit_record"
    roles = WRITERS
    in_palette = False


ORDER_COMMANDS: tuple[type[Command], ...] = (
    AddToOrder,
    ImportPeople,
    TakeFromOrder,
    OpenQuestionnaire,
    OtherHalf,
    EditHead,
    DropFromOrder,
    OpenOfOrder,
)
