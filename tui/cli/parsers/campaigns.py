"""`campaign …`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.entities.outreach import CAMPAIGN_CHANNELS, CAMPAIGN_KINDS, SECURITIES
from core.entities.people import CONSENT_KINDS
from core.wording import gettext as _
from tui.cli.parsers.types import date, positive

Command = Callable[..., Any]
_SAID = ("sent", "queued", "cancelled", "replied", "meeting", "sale", "unsubscribed", "complained")


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    campaign = command("campaign", _("letters to a list of clients: made, checked, approved, sent"))
    inner = campaign.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(campaign))
    command("list", _("campaigns, newest first"), inner)
    command("shares", _("letters sent and answered by kind"), inner)
    figures = command("figures", _("cadence by segment, answers by channel, calendar, cost of a contact"), inner)
    figures.add_argument("view", choices=("cadence", "answers", "calendar", "costs"), nargs="?", default="cadence")
    command("segments", _("lists a campaign can be made of"), inner)
    _new(command, inner)
    for name, text in (
        ("show", _("one campaign with its recipients")),
        ("check", _("whom nothing keeps from the letter, and what keeps the others; nothing is sent")),
        ("approve", _("agree to it as the head")),
        ("pause", _("stop after the letter that is on its way")),
        ("cancel", _("call it off for good")),
        ("collect", _("what the SMS gateway has done since")),
        ("handon", _("a pilot that is done, to the clients of all others")),
        ("results", _("answers, meetings and sales against those held out")),
    ):
        command(name, text, inner).add_argument("campaign", metavar="CAMPAIGN")
    for name, text in (
        ("test", _("the letter to ourselves first")),
        ("start", _("send what is due")),
        ("resume", _("go on after a pause, a crash or the night")),
    ):
        sent = command(name, text, inner)
        sent.add_argument("campaign", metavar="CAMPAIGN")
        sent.add_argument(
            "--mail-password-file", metavar="FILE", help=_("file with the password of the mail server, mode 0600")
        )
    inbox = command("inbox", _("bounces, complaints and answers from a mailbox (mbox or Maildir)"), inner)
    inbox.add_argument("file", metavar="FILE")
    publish = command("publish", _("where the text of a site or a group can be read"), inner)
    publish.add_argument("campaign", metavar="CAMPAIGN")
    publish.add_argument("link", metavar="LINK")
    publish.add_argument("--day", type=date, metavar="DATE", help=_("since when; default: today"))
    _recipients(command, inner)
    _consent(command, inner)
    _server(command, inner)


def _new(command: Command, inner: Any) -> None:
    new = command("new", _("a draft to a selection or to clients named"), inner)
    new.add_argument("name", metavar="NAME")
    new.add_argument("--kind", choices=CAMPAIGN_KINDS, default="commercial", help=_("what it is about"))
    new.add_argument("--selection", default="", metavar="NAME", help=_("a saved selection"))
    new.add_argument("--segment", default="", metavar="CODE", help=_("a list that campaign segments names"))
    new.add_argument("--channel", choices=CAMPAIGN_CHANNELS, default="email", help=_("how it reaches people"))
    new.add_argument("--due", type=date, metavar="DATE", help=_("the day it is planned for"))
    new.add_argument(
        "--pilot", action="append", default=[], metavar="LOGIN", help=_("to the clients of this colleague first")
    )
    new.add_argument(
        "--control", type=int, default=0, metavar="PERCENT", help=_("so many get nothing, to compare with")
    )
    new.add_argument("--client", dest="clients", action="append", default=[], metavar="ID")
    edit = command("edit", _("other words; it needs approval and a test letter again"), inner)
    edit.add_argument("campaign", metavar="CAMPAIGN")
    for each in (new, edit):
        each.add_argument("--subject", default="", metavar="TEXT")
        each.add_argument("--text-file", metavar="FILE", help=_("text of the letter; default: the ready one"))


def _recipients(command: Command, inner: Any) -> None:
    settle = command("settle", _("what became of a recipient"), inner)
    settle.add_argument("recipient", metavar="RECIPIENT")
    settle.add_argument("state", choices=_SAID, metavar="STATE", help=", ".join(_SAID))
    settle.add_argument("--text", default="", metavar="TEXT")
    note = command("note", _("words of one's own for one recipient, where the letter says {note}"), inner)
    note.add_argument("recipient", metavar="RECIPIENT")
    note.add_argument("text", metavar="TEXT")


def _consent(command: Command, inner: Any) -> None:
    consent = command("consent", _("a person agreed to letters"), inner)
    optout = command("optout", _("a person wants no letters, for ever"), inner)
    release = command("release", _("an address that letters came back from is good again"), inner)
    prefer = command("prefer", _("how a person likes to be told"), inner)
    for each in (consent, optout, release, prefer):
        each.add_argument("client", metavar="ID")
        each.add_argument("person", metavar="PERSON")
    consent.add_argument("--kind", choices=CONSENT_KINDS, required=True, help=_("how he agreed"))
    consent.add_argument("--day", type=date, metavar="DATE", help=_("when; default: today"))
    consent.add_argument("--proof", default="", metavar="TEXT", help=_("where the proof lies"))
    optout.add_argument("--reason", default="", metavar="TEXT")
    for each in (consent, optout):
        each.add_argument(
            "--channel", choices=("email", "sms", "messenger", "call"), default="email", help=_("letters or SMS")
        )
    prefer.add_argument(
        "channel", choices=("", *CAMPAIGN_CHANNELS), metavar="CHANNEL", help=", ".join(CAMPAIGN_CHANNELS)
    )


def _server(command: Command, inner: Any) -> None:
    server = command("server", _("through which mail server letters go; without options: as it is"), inner)
    server.add_argument("--host", default="", metavar="HOST")
    server.add_argument("--port", type=positive, default=587, metavar="N")
    server.add_argument("--security", choices=SECURITIES, default="starttls")
    server.add_argument("--user", default="", metavar="LOGIN")
    server.add_argument("--sender", default="", metavar="ADDRESS", help=_("letters come from it, answers go there"))
    server.add_argument("--sender-name", default="", metavar="NAME")
    server.add_argument("--bounces", default="", metavar="ADDRESS", help=_("letters come back to it"))
    gateway = command("gateway", _("through which folders SMS go; without options: as they are"), inner)
    for name in ("outbox", "sent", "error"):
        gateway.add_argument(f"--{name}", default="", metavar="FOLDER")
