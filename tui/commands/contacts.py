"""Commands about phones and e-mails of a card: each of them leaves an entry in the log before anything is seen."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_


class RevealContact(Command):
    key = "v"
    title = N_("Show a phone or e-mail")
    help = N_("One value for 20 seconds. Logged before it is shown; counts once for a client and a day.")
    footer = P_("footer, at most 9 letters", "Reveal")
    verb = "reveal_contact"
    roles = WRITERS
    source = "U05"


class CallContact(Command):
    key = "c"
    title = N_("Call")
    help = N_("Keeps one phone in sight until the call is logged with F5, at most 15 minutes; c again hides it.")
    verb = "call_contact"
    roles = WRITERS
    source = "U05"


class CopyContact(Command):
    key = "y"
    title = N_("Copy the shown phone or e-mail")
    help = N_("To the clipboard of your terminal; the copy is an entry of its own in the log.")
    verb = "copy_contact"
    roles = WRITERS
    source = "U05"


CONTACTS: tuple[type[Command], ...] = (RevealContact, CallContact, CopyContact)
