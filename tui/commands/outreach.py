"""Commands of CAMP, and the one that makes a campaign of any list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import WRITERS, Command
from tui.text import N_, P_

if TYPE_CHECKING:
    from core.entities.vocabulary import Role

HEADS: frozenset[Role] = frozenset(("owner", "head"))


class MailList(Command):
    key = "r"
    title = N_("Mailing to this list")
    help = N_(
        "A new campaign to the clients shown (the marked ones, if any): pick one of six messages, and it is ready."
    )
    footer = P_("footer, at most 9 letters", "Mailing")
    verb = "mail_list"
    roles = WRITERS
    undo = N_("Call the campaign off with x.")
    source = "S03.72"


class NewCampaign(Command):
    key = "n"
    title = N_("New campaign")
    help = N_("To a saved selection, a stage of deals, a level, regulars or sleeping clients.")
    footer = P_("footer, at most 9 letters", "New")
    verb = "new_campaign"
    roles = WRITERS
    undo = N_("Call the campaign off with x.")
    source = "S03.22"


class OpenCampaign(Command):
    key = "enter"
    title = N_("Open the campaign")
    help = N_("Its clients, what keeps each of them from the message, and the message as he would get it.")
    footer = P_("footer, at most 9 letters", "Open")
    verb = "open_record"


class NextViewOfCampaigns(Command):
    key = "right"
    more_keys = ("l",)
    title = N_("Next view")
    help = N_("Campaigns, calendar of the year, cadence by segment, answers by channel, cost of a contact.")
    footer = P_("footer, at most 9 letters", "Tabs")
    verb = "next_view"
    in_palette = False


class PreviousViewOfCampaigns(Command):
    key = "left"
    more_keys = ("h",)
    title = N_("Previous view")
    help = N_("The view before.")
    verb = "previous_view"
    in_palette = False


class SendThrough(Command):
    title = N_("Mail server and SMS gateway")
    help = N_("Through what the firm sends; the password is asked for at every start and kept nowhere.")
    verb = "send_through"
    roles = HEADS
    source = "S03.38"


class TakeInbox(Command):
    key = "i"
    title = N_("What came back")
    help = N_("A mailbox (mbox or Maildir): bounces put the address on hold, complaints and unsubscriptions stop for"
              " ever, answers are marked.")  # fmt: skip
    footer = P_("footer, at most 9 letters", "Inbox")
    verb = "take_inbox"
    roles = WRITERS
    source = "S03.73"


class TryLetter(Command):
    key = "t"
    title = N_("Test letter to ourselves")
    help = N_("The letter as the first recipient would get it, to the sender's own address. Nothing starts before it.")
    footer = P_("footer, at most 9 letters", "Test")
    verb = "try_letter"
    roles = WRITERS
    source = "S03.38"


class ApproveCampaign(Command):
    key = "a"
    title = N_("Approve")
    help = N_("The head agrees to the words and the list as they stand; any change asks again.")
    footer = P_("footer, at most 9 letters", "Approve")
    verb = "approve_campaign"
    roles = HEADS
    undo = N_("Change the words: it is a draft again.")
    source = "S03.38"


class StartCampaign(Command):
    key = "s"
    title = N_("Start, or go on")
    help = N_("Sends what is due now; of calls and meetings it makes tasks. Ctrl+X stops after the letter on its way.")
    footer = P_("footer, at most 9 letters", "Start")
    verb = "start_campaign"
    roles = WRITERS
    source = "S03.38, S03.76"


class PauseCampaign(Command):
    key = "p"
    title = N_("Pause")
    help = N_("Stops after the letter that is on its way; s goes on.")
    verb = "pause_campaign"
    roles = WRITERS


class CancelCampaign(Command):
    key = "x"
    title = N_("Call it off")
    help = N_("For good: nobody else gets it.")
    verb = "cancel_campaign"
    roles = WRITERS


class EditCampaign(Command):
    key = "f4"
    title = N_("Change words or day")
    help = N_("Name, subject, text, day. Other words need approval and a test letter again.")
    footer = P_("footer, at most 9 letters", "Edit")
    verb = "edit_campaign"
    roles = WRITERS


class PersonalNote(Command):
    key = "n"
    title = N_("Personal words")
    help = N_("A few words for this client alone: where the text has a place for them, else below the salutation.")
    footer = P_("footer, at most 9 letters", "Words")
    verb = "personal_note"
    roles = WRITERS
    source = "S03.22"


class NarrowRecipients(Command):
    key = "v"
    title = N_("Only those with one reason")
    help = N_("Goes through the reasons why somebody is left out, and back to everybody.")
    footer = P_("footer, at most 9 letters", "Reason")
    verb = "narrow_recipients"


class TellResult(Command):
    key = "r"
    title = N_("What became of it")
    help = N_("An answer, a meeting, a sale; a call that was held; a letter nobody knows of.")
    footer = P_("footer, at most 9 letters", "Result")
    verb = "tell_result"
    roles = WRITERS
    source = "S03.73"


class RecordConsent(Command):
    key = "c"
    title = N_("He agrees to messages")
    help = N_("How he agreed; the day is today. Nobody gets a letter or an SMS without it.")
    verb = "record_consent"
    roles = WRITERS
    source = "S03.18"


class RecordRefusal(Command):
    key = "d"
    title = N_("He wants no messages")
    help = N_("For ever, wherever his address turns up again.")
    verb = "record_refusal"
    roles = WRITERS
    source = "S03.19"


class PreferChannel(Command):
    key = "w"
    title = N_("How he likes to be told")
    help = N_("The channel he prefers; a campaign chooses of several people who likes its channel.")
    verb = "prefer_channel"
    roles = WRITERS
    source = "S03.76"


class RecordPublication(Command):
    key = "b"
    title = N_("It is published")
    help = N_("Where the text of a site or a group can be read, since when; who says so is kept.")
    footer = P_("footer, at most 9 letters", "Published")
    verb = "record_publication"
    roles = WRITERS
    source = "S03.76"


class CollectSms(Command):
    key = "y"
    title = N_("Look what became of the SMS")
    help = N_("What the gateway has sent and what it could not.")
    verb = "collect_sms"
    roles = WRITERS
    source = "S03.76"


class HandOn(Command):
    key = "h"
    title = N_("Hand a pilot on")
    help = N_("What was tried with the clients of some colleagues becomes a draft to those of all others.")
    verb = "hand_on"
    roles = HEADS
    source = "S02.15"
