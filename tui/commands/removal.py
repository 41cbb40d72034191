"""Removing a client, with one key and one undo."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.text import N_


class RemoveRecord(Command):
    key = "delete"
    title = N_("Remove the client")
    help = N_("Hides the marked clients, or the one under the cursor, from every list; nothing of them is lost.")
    verb = "remove_record"
    roles = WRITERS
    undo = N_("u shows them again; later “client restore” does.")
