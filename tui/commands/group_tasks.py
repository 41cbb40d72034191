"""Commands of group tasks."""

from __future__ import annotations

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_


class ShowGroupTasks(Command):
    key = "t"
    title = N_("Group tasks")
    help = N_("The same steps for many regular clients: who of the managers has done what, what is late.")
    verb = "show_group_tasks"
    source = "S03.21"


class GiveGroupTask(Command):
    key = "t"
    title = N_("Group task for these clients")
    help = N_("For the marked clients, a saved selection or all regulars: steps with their days, each controlled.")
    verb = "give_group_task"
    roles = WRITERS
    source = "S03.21"


class NewGroupTask(Command):
    key = "n"
    title = N_("Give a group task")
    help = N_("A name, whose regular clients, up to four steps with their days; with one manager first it is a pilot.")
    footer = P_("footer, at most 9 letters", "New")
    verb = "new_group_task"
    roles = WRITERS
    source = "S03.21"


class OpenGroupTask(Command):
    key = "enter"
    title = N_("Open the group task")
    help = N_("The matrix of managers and steps, and every client of it.")
    footer = P_("footer, at most 9 letters", "Open")
    verb = "open_record"


class ShowClosedTasks(Command):
    key = "a"
    title = N_("Closed ones too")
    help = N_("Shows tasks that are closed, or hides them again.")
    footer = P_("footer, at most 9 letters", "All")
    verb = "show_closed"


class CloseGroupTask(Command):
    key = "x"
    title = N_("Close the group task")
    help = N_("Nothing is to be done for it any more; what was done stays on record.")
    verb = "close_group_task"
    roles = WRITERS


class HandTaskOn(Command):
    key = "h"
    title = N_("Hand a pilot on")
    help = N_("The same steps to the clients of all other managers, each as many days from today as it was then.")
    footer = P_("footer, at most 9 letters", "Hand on")
    verb = "hand_on"
    roles = WRITERS
    source = "S02.15"


class MarkStep(Command):
    key = "d"
    title = N_("A step is done")
    help = N_("Which one, the day, and its proof: a note, a contact that was logged, or where the file lies.")
    footer = P_("footer, at most 9 letters", "Done")
    verb = "mark_step"
    roles = WRITERS
    undo = N_("u takes the last change back.")
    source = "S03.21"


class AcceptSteps(Command):
    key = "y"
    title = N_("Accept")
    help = N_("The head agrees to the proved steps of the client under the cursor; on the matrix, of the manager.")
    footer = P_("footer, at most 9 letters", "Accept")
    verb = "accept_steps"
    roles = frozenset(("head", "owner"))


class SendStepBack(Command):
    key = "b"
    title = N_("Send a step back")
    help = N_("Something is missing: the step is to be done again, and the manager reads why.")
    verb = "send_step_back"
    roles = frozenset(("head", "owner"))


class LeaveClientOut(Command):
    key = "o"
    title = N_("Leave the client out")
    help = N_("He takes no part any more, with the reason; he counts in no cell.")
    verb = "leave_client_out"
    roles = WRITERS
    undo = N_("u takes the last change back.")
