"""Commands of ADM that ask with a form: new colleagues, keys, limits, loans, recovery."""

from __future__ import annotations

from tui.commands.base import Command
from tui.commands.people import GIVERS, KEEPERS
from tui.text import N_, P_


class AnswerRequests(Command):
    key = "a"
    title = N_("Answer a request for access")
    help = N_("Who asks, for which client and why; Enter lets the colleague read, and says so in a letter.")
    footer = P_("footer, at most 9 letters", "Requests")
    verb = "answer_requests"
    roles = GIVERS
    undo = N_("v takes it away again")
    source = "U08"


class LendClient(Command):
    key = "l"
    title = N_("Lend one client")
    help = N_("The keys of this client alone, to read, until a day or for good. v takes him back.")
    verb = "lend_client"
    roles = GIVERS
    undo = N_("v takes it away again")
    source = "S01.13, U02"


class GivePart(Command):
    key = "t"
    title = N_("Give a portfolio for a time or in part")
    help = N_("From a day to a day, to read only, or only some parts of its clients.")
    verb = "give_part"
    roles = GIVERS
    undo = N_("v takes it away again")
    source = "S01.15"


class AddPerson(Command):
    key = "n"
    title = N_("Add a colleague")
    help = N_("Login, name, role and a first passphrase, which the colleague changes.")
    footer = P_("footer, at most 9 letters", "New")
    verb = "add_person"
    roles = KEEPERS
    undo = N_("d closes the store again")
    source = "S01.13"


class ChangeRole(Command):
    key = "c"
    title = N_("Another role")
    help = N_("The keys that go with the role are given or taken with it.")
    verb = "change_role"
    roles = KEEPERS
    undo = N_("c changes it back")
    source = "S01.13"


class AddPortfolio(Command):
    key = "p"
    title = N_("A new portfolio for the colleague")
    help = N_("Wrapped to the colleague, to every head and keeper, and to recovery.")
    verb = "add_portfolio"
    roles = GIVERS
    source = "S01.15"


class RenewOne(Command):
    key = "x"
    title = N_("Renew the keys of one portfolio")
    help = N_("New keys for the portfolio and all its clients; work goes on meanwhile.")
    verb = "renew_one"
    roles = GIVERS
    source = "U02"


class SshKeys(Command):
    key = "h"
    title = N_("SSH keys of the colleague")
    help = N_("Add the line of a .pub file, or take a key away; then write the key file: ssh keys -o FILE.")
    verb = "ssh_keys"
    roles = KEEPERS
    undo = N_("h takes the key away again")
    source = "U01"


class SetBudget(Command):
    key = "b"
    title = N_("Reading limits of the colleague")
    help = N_("A share of the firm's limits in percent; a quarter for who is leaving. Never one's own.")
    verb = "set_budget"
    roles = KEEPERS
    undo = N_("b sets it again")
    source = "U04"


class UseRecovery(Command):
    key = "w"
    title = N_("Recovery: two sheets give a head everything again")
    help = N_("The words of two holders and a reason that stands in the log; every portfolio goes to the colleague.")
    verb = "use_recovery"
    roles = KEEPERS
    source = "U24"
