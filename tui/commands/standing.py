"""Commands of SEG, KEY and the document of SET."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_

if TYPE_CHECKING:
    from core.entities.vocabulary import Role

HEADS: frozenset[Role] = frozenset(("owner", "head"))


class NextTabOfSegments(Command):
    key = "right"
    more_keys = ("l",)
    title = N_("Next tab")
    help = N_("Pyramid, ladder, matrix, anchors, targets, review, groups, portrait.")
    footer = P_("footer, at most 9 letters", "Tab")
    verb = "next_tab"
    in_palette = False


class PreviousTabOfSegments(Command):
    key = "left"
    more_keys = ("h",)
    title = N_("Previous tab")
    help = N_("Pyramid, ladder, matrix, anchors, targets, review, groups, portrait.")
    verb = "previous_tab"
    in_palette = False


class OpenEvidence(Command):
    key = "enter"
    title = N_("What is behind it")
    help = N_("From a figure to its clients, from a client to his card with the documents.")
    footer = P_("footer, at most 9 letters", "Evidence")
    verb = "open_evidence"


class LetterBy(Command):
    key = "b"
    title = N_("Letter by margin or by turnover")
    help = N_("The source ranks by volume; ours ranks by margin. Where they differ both are shown.")
    verb = "letter_by"
    source = "S03.13"


class MovesSince(Command):
    key = "p"
    title = N_("Moves since")
    help = N_("Anchors gained, kept and lost since the end of the last month, quarter or year.")
    footer = P_("footer, at most 9 letters", "Period")
    verb = "moves_since"
    source = "S00.06"


class StateClient(Command):
    key = "n"
    title = N_("State something of the client")
    help = N_("A level with its evidence, the partnership, target, status with a reason. It counts for six months.")
    footer = P_("footer, at most 9 letters", "State")
    verb = "state_client"
    roles = WRITERS
    undo = N_("Take the last statement back, from the same list.")
    source = "S02.05–S02.13"


class MakeMeeting(Command):
    key = "t"
    title = N_("Meeting with the question")
    help = N_(
        "A task to meet the client and ask what must be done; on Ladder to find out our share, on Targets to look"
        " again."
    )
    footer = P_("footer, at most 9 letters", "Meeting")
    verb = "make_meeting"
    roles = WRITERS
    undo = N_("Close the task.")
    source = "S00.07"


class MakeCall(Command):
    key = "c"
    title = N_("Call with the question")
    help = N_("A task to call instead of a meeting.")
    verb = "make_call"
    roles = WRITERS
    undo = N_("Close the task.")
    source = "S00.07"


class AnswerQuestion(Command):
    key = "a"
    title = N_("What the client answered")
    help = N_("The answer becomes a need; the task is done.")
    verb = "answer_question"
    roles = WRITERS
    undo = N_("Drop the need.")
    source = "S00.07"


class CloseReview(Command):
    key = "v"
    title = N_("The review is held")
    help = N_("The next review of the base is due in 60 days.")
    verb = "close_review"
    roles = WRITERS
    undo = N_("Hold another one.")
    source = "S00.07"


class AppointKey(Command):
    key = "a"
    title = N_("Appoint")
    help = N_("Gives the key client to a manager; the fourth of one manager needs a reason and a last day.")
    footer = P_("footer, at most 9 letters", "Appoint")
    verb = "appoint_key"
    roles = HEADS
    undo = N_("End the appointment.")
    source = "S03.88"


class RetireKey(Command):
    key = "d"
    title = N_("End the appointment")
    help = N_("From today, with a reason.")
    verb = "retire_key"
    roles = HEADS
    undo = N_("Appoint again.")
    source = "S03.88"


class ReviewKey(Command):
    key = "v"
    title = N_("Yearly review")
    help = N_("Records what the review has found; the next one is due in a year.")
    footer = P_("footer, at most 9 letters", "Review")
    verb = "review_key"
    roles = WRITERS
    undo = N_("Review again.")
    source = "S03.88"


class RecordSign(Command):
    key = "n"
    title = N_("Record a criterion")
    help = N_("Reference and free work, plans of an innovator, what a demanding client has taught us.")
    footer = P_("footer, at most 9 letters", "Record")
    verb = "record_sign"
    roles = WRITERS
    undo = N_("Records stay; a newer one stands above.")
    source = "S03.84–S03.86"


class NextPart(Command):
    key = "tab"
    title = N_("Rules, document, costs")
    help = N_("The thresholds, the words of the document, the fixed costs by month, and round again.")
    footer = P_("footer, at most 9 letters", "Part")
    verb = "next_part"
    source = "S00.01, S02.12"
