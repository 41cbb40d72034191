"""Commands of the files of a client."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_


class SaveFile(Command):
    key = "s"
    title = N_("Save a copy of the file")
    help = N_("On the tab Files: a copy in clear, as an export with its number and purpose; nothing else leaves.")
    footer = P_("footer, at most 9 letters", "Save")
    verb = "save_file"
    roles = WRITERS
    source = "U13"
