"""Commands of the firm's own fields and of tags."""

from __future__ import annotations

from core.entities.vocabulary import Role
from tui.commands.base import WRITERS, Command
from tui.text import N_, P_

DECLARERS: frozenset[Role] = frozenset(("owner", "head", "admin"))


class ShowOwnFields(Command):
    key = "f"
    title = N_("Own fields")
    help = N_("What the firm keeps of clients and their people beside what every firm does.")
    footer = P_("footer, at most 9 letters", "Fields")
    verb = "show_own_fields"
    source = "U12"


class NewOwnField(Command):
    key = "n"
    title = N_("Declare a field")
    help = N_("Name, kind, whom it is about, values of a choice, whether it is a column of the client list.")
    footer = P_("footer, at most 9 letters", "New")
    verb = "new_own_field"
    roles = DECLARERS
    undo = N_("Take it off with d.")
    source = "U12"


class ChangeOwnField(Command):
    key = "f4"
    more_keys = ("enter",)
    title = N_("Change the field")
    help = N_("Its name, its choices, its place in the list; kind and subject stay as declared.")
    footer = P_("footer, at most 9 letters", "Change")
    verb = "change_own_field"
    roles = DECLARERS
    undo = N_("Change it again.")
    source = "U12"


class DropOwnField(Command):
    key = "d"
    title = N_("Take the field off")
    help = N_("It leaves forms and lists; what stands in it stays.")
    footer = P_("footer, at most 9 letters", "Off")
    verb = "drop_own_field"
    roles = DECLARERS
    source = "U12"


class TagClients(Command):
    key = "m"
    title = N_("Tags")
    help = N_("Gives the marked clients, or the one under the cursor, tags; with a minus in front takes them away.")
    verb = "tag_clients"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "U12"
