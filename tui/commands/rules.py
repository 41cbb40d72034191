"""Commands of SET."""

from __future__ import annotations

from core.entities.vocabulary import Role
from tui.commands.base import Command
from tui.text import N_, P_

RULE_MAKERS: frozenset[Role] = frozenset(("owner", "head"))


class ChangeRule(Command):
    key = "enter"
    more_keys = ("f4",)
    title = N_("Change the rule")
    help = N_("Asks for the value and shows what it would move before it is saved.")
    footer = P_("footer, at most 9 letters", "Change")
    verb = "change_rule"
    roles = RULE_MAKERS
    undo = N_("Put the default or the old value back.")
    source = "S02.12"


class ResetRule(Command):
    key = "d"
    title = N_("Put the default back")
    help = N_("The value the program came with; asks first.")
    footer = P_("footer, at most 9 letters", "Default")
    verb = "reset_rule"
    roles = RULE_MAKERS
    undo = N_("Change it again.")
    source = "S02.12"
