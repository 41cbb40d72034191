"""Commands of ENQ."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_


class AddEnquiry(Command):
    key = "n"
    title = N_("Write an enquiry down")
    help = N_("Answered, missed or nobody at the desk; what brought the person; a contact or why there is none.")
    footer = P_("footer, at most 9 letters", "Record")
    verb = "add_enquiry"
    roles = WRITERS
    source = "S04.10"


class ChangeEnquiry(Command):
    key = "f4"
    title = N_("Change the enquiry")
    help = N_("A contact found later, a reason, another tool.")
    footer = P_("footer, at most 9 letters", "Edit")
    verb = "change_enquiry"
    roles = WRITERS


class CloseEnquiry(Command):
    key = "x"
    title = N_("Close the enquiry")
    help = N_("With its contact, or with the reason why there is none.")
    footer = P_("footer, at most 9 letters", "Close")
    verb = "close_enquiry"
    roles = WRITERS
    source = "S04.05"


class EnquiryClient(Command):
    key = "p"
    title = N_("Make a potential client")
    help = N_("A card of the person who asked, in the portfolio of the enquiry.")
    footer = P_("footer, at most 9 letters", "Client")
    verb = "make_client"
    roles = WRITERS
    source = "S04.10"
