"""Commands of EXP, and the one of a table that is to be taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import Command
from tui.text import N_, P_

if TYPE_CHECKING:
    from core.entities.vocabulary import Role

TAKERS: frozenset[Role] = frozenset(("manager", "head", "keeper", "owner"))
DECIDERS: frozenset[Role] = frozenset(("head", "owner"))
TRACERS: frozenset[Role] = frozenset(("head", "owner", "admin", "auditor"))


class AskExport(Command):
    key = "n"
    title = N_("Ask for an export")
    help = N_("Pick a list and say what it is for; above the limit a head has to approve.")
    footer = P_("footer, at most 9 letters", "New")
    verb = "ask_export"
    roles = TAKERS
    source = "U06"


class ApproveExport(Command):
    key = "a"
    title = N_("Approve")
    help = N_("Lets the colleague make this very list, up to the number of rows asked for; stands in the log.")
    footer = P_("footer, at most 9 letters", "Approve")
    verb = "approve_export"
    roles = DECIDERS
    source = "U06"


class RefuseExport(Command):
    key = "d"
    title = N_("Refuse")
    help = N_("Says no, with a reason; stands in the log.")
    footer = P_("footer, at most 9 letters", "Refuse")
    verb = "refuse_export"
    roles = DECIDERS
    source = "U06"


class RunExport(Command):
    key = "enter"
    title = N_("Make the file")
    help = N_("Writes the approved list, numbered and marked, to your outbox.")
    footer = P_("footer, at most 9 letters", "File")
    verb = "run_export"
    roles = TAKERS
    source = "U06"


class TraceLine(Command):
    key = "t"
    title = N_("Trace a found line")
    help = N_("Type or paste a line that turned up outside: which export, whose, of which day.")
    footer = P_("footer, at most 9 letters", "Trace")
    verb = "trace_line"
    roles = TRACERS
    source = "U06"


class ExportList(Command):
    key = "E"
    title = N_("Take this table out")
    help = N_("Asks for an export of the table as it is narrowed and ordered now: Excel, csv or jsonl, with a purpose.")
    verb = "export_list"
    roles = TAKERS
    source = "S03.58, U06"
