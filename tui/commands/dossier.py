"""Commands of DOSS."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.commands.exports import TAKERS
from tui.text import N_, P_


class WriteSection(Command):
    key = "f4"
    title = N_("Write in this section")
    help = N_("Its texts; ¶ begins a new paragraph.")
    footer = P_("footer, at most 9 letters", "Text")
    verb = "write_section"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S03.96"


class EditPlan(Command):
    key = "t"
    title = N_("Growth plan")
    help = N_("What he buys a month now, the goal from and to, until when, by what steps.")
    footer = P_("footer, at most 9 letters", "Plan")
    verb = "edit_plan"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S03.93, U27"


class PrintDossier(Command):
    key = "p"
    title = N_("Print the dossier")
    help = N_("PDF, Word or text: an export with its number and mark; Esc stops it.")
    footer = P_("footer, at most 9 letters", "Print")
    verb = "print_dossier"
    roles = TAKERS
    source = "S03.96"


class PrintAgenda(Command):
    key = "r"
    title = N_("Agenda of a review")
    help = N_("Goals, risks, what is open, what to find out, on paper: an export with its number.")
    footer = P_("footer, at most 9 letters", "Review")
    verb = "print_agenda"
    roles = TAKERS
    source = "U27"
