"""Commands of the work with a client: contacts, tasks, needs, people."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.commands.questionnaires import OpenQuestionnaire
from tui.text import N_, P_


class LogContact(Command):
    key = "f5"
    title = N_("Log a contact")
    help = N_("Kind and text; minutes come by kind, who took part and whether he answered can be told.")
    footer = P_("footer, at most 9 letters", "Contact")
    verb = "log_contact"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S00.04, S03.32"


class NewTask(Command):
    key = "f6"
    title = N_("Task")
    help = N_("At the client in hand, or your own where there is none; the day is the next working one.")
    verb = "new_task"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "U14"


class NewLine(Command):
    key = "n"
    title = N_("New on this tab")
    help = N_(
        "Overview: what you state of the client, with its evidence. People: a contact person. Orders: an order."
        " Work: a need. Files: a file of this machine, over SSH of your inbox."
    )
    footer = P_("footer, at most 9 letters", "Add")
    verb = "new_line"
    roles = WRITERS
    undo = N_("u takes the last change back.")


class CloseLine(Command):
    key = "d"
    title = N_("Close it")
    help = N_(
        "A task with what came of it; a step of a group task with its proof; a need with two questions; a person who"
        " has left; a file to take off."
    )
    footer = P_("footer, at most 9 letters", "Close")
    verb = "close_line"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S00.14"


class OpenProfile(Command):
    key = "p"
    title = N_("What is private about the person")
    help = N_("Birthday, hobbies, family, gifts, documents: a reading of the dossier, with a right of its own.")
    footer = P_("footer, at most 9 letters", "Private")
    verb = "open_profile"
    roles = WRITERS
    source = "S03.37"


class TiePerson(Command):
    key = "t"
    title = N_("How well I know him")
    help = N_("0 to 5; the earlier figure stays for the trend.")
    verb = "tie_person"
    roles = WRITERS
    source = "S03.89, S03.110"


class ReferPerson(Command):
    key = "r"
    title = N_("He recommended us")
    help = N_("Whom we were named to; the result is noted later.")
    verb = "refer_person"
    roles = WRITERS
    source = "S03.109"


class TellNews(Command):
    key = "w"
    title = N_("News of the client")
    help = N_("One line for the log of news; after a while without news the card says so.")
    verb = "tell_news"
    roles = WRITERS
    source = "S03.111"


class EditCare(Command):
    key = "o"
    title = N_("Deputy, on call, wallet, rivals")
    help = N_("Who stands in for the owner day and night, and what we know of the client's purse.")
    verb = "edit_care"
    roles = WRITERS
    source = "S03.91, S02.16"


class ShowMap(Command):
    key = "m"
    title = N_("People and links")
    help = N_("Who reports to whom, who of us knows whom, the relationship beside the revenue.")
    footer = P_("footer, at most 9 letters", "Links")
    verb = "show_map"
    source = "S03.89"


class OpenDossier(Command):
    key = "e"
    title = N_("Dossier")
    help = N_("Sections, what to ask next, growth plan, review, printing: a reading of the dossier.")
    footer = P_("footer, at most 9 letters", "Dossier")
    verb = "open_dossier"
    source = "S03.96"


ON_CARD: tuple[type[Command], ...] = (
    NewLine,
    CloseLine,
    OpenProfile,
    OpenQuestionnaire,
    TiePerson,
    ReferPerson,
    TellNews,
    EditCare,
    ShowMap,
    OpenDossier,
)
