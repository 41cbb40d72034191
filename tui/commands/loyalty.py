"""Commands of loyalty programmes."""

from __future__ import annotations

from core.entities.vocabulary import Role
from tui.commands.base import WRITERS, Command
from tui.text import N_, P_

HEADS: frozenset[Role] = frozenset(("head", "owner"))


class NewProgramme(Command):
    key = "n"
    title = N_("New loyalty programme")
    help = N_("Cards, terms or something personal; conditions, from when to when, cost, first card number.")
    footer = P_("footer, at most 9 letters", "New")
    verb = "new_programme"
    roles = HEADS
    source = "S03.24"


class EditProgramme(Command):
    key = "f4"
    title = N_("Change the programme")
    help = N_("Its terms, days, cost; a new series of numbers begins at its first one.")
    footer = P_("footer, at most 9 letters", "Edit")
    verb = "edit_programme"
    roles = HEADS


class OpenProgramme(Command):
    key = "enter"
    title = N_("Open the programme")
    help = N_("Its members with their cards, and what it does.")
    footer = P_("footer, at most 9 letters", "Open")
    verb = "open_record"


class AddMembers(Command):
    key = "a"
    title = N_("Let clients join")
    help = N_("A saved selection, key clients, those who buy from us alone, or bearers of cards of an import.")
    footer = P_("footer, at most 9 letters", "Join")
    verb = "add_members"
    roles = WRITERS
    source = "S03.24"


class IssueCard(Command):
    key = "i"
    title = N_("Issue a card")
    help = N_("The next number of the series, or one you type.")
    footer = P_("footer, at most 9 letters", "Issue")
    verb = "issue_card"
    roles = WRITERS
    source = "S03.15"


class BlockCard(Command):
    key = "b"
    title = N_("Block the card")
    help = N_("It is good for nothing any more, and no sale finds the client by it.")
    verb = "block_card"
    roles = WRITERS
    source = "S03.15"


class ReplaceCard(Command):
    key = "r"
    title = N_("Replace the card")
    help = N_("Another number for a lost or worn card; the old one is blocked.")
    verb = "replace_card"
    roles = WRITERS
    source = "S03.15"


class LeaveProgramme(Command):
    key = "x"
    title = N_("The client takes part no more")
    help = N_("He stays in the report with the days he took part.")
    verb = "leave_programme"
    roles = WRITERS
    undo = N_("u takes the last change back.")


class OtherTabOfProgramme(Command):
    key = "right"
    more_keys = ("left", "tab", "h", "l")
    title = N_("Members or report")
    help = N_("Members against others, before and after, with what may be said of it.")
    footer = P_("footer, at most 9 letters", "Tab")
    verb = "other_tab"
    source = "S03.24"
