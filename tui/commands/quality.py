"""Commands of DQ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_

if TYPE_CHECKING:
    from core.entities.vocabulary import Role

NAMERS: frozenset[Role] = frozenset(("head", "owner"))


class MarkVerified(Command):
    key = "v"
    title = N_("Verified")
    help = N_("Stamps the marked cards, or the one under the cursor, as verified today.")
    footer = P_("footer, at most 9 letters", "Verified")
    verb = "mark_verified"
    roles = WRITERS
    source = "S03.36"


class ShowUnknown(Command):
    key = "w"
    title = N_("What is unknown, and back")
    help = N_("Clients of whom we know too little, the largest turnover first; what counts is a part of the rules.")
    footer = P_("footer, at most 9 letters", "Gaps")
    verb = "show_unknown"
    source = "S02.16"


class AskUnknown(Command):
    key = "t"
    title = N_("Task to ask for it")
    help = N_("For whoever leads the client, due on the next working day; one is enough.")
    footer = P_("footer, at most 9 letters", "Ask")
    verb = "ask_unknown"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S02.16"


class FilterAmiss(Command):
    key = "slash"
    title = N_("Filter by what is amiss")
    help = N_("Not verified, wrong numbers, nobody to reach, a single contact, bought once.")
    footer = P_("footer, at most 9 letters", "Filter")
    verb = "filter_amiss"


class NameKeeper(Command):
    key = "e"
    title = N_("Name the keeper")
    help = N_("Who keeps the central file, for which allowance a month, judged by what.")
    footer = P_("footer, at most 9 letters", "Keeper")
    verb = "name_keeper"
    roles = NAMERS
    source = "S03.34"
