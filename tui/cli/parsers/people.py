"""`people`, `portfolios`, `grants`, `handover`, `offboard`, `exposure`, `recovery`, `owner`, `letters`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.entities.vocabulary import COMPARTMENTS
from core.wording import gettext as _
from tui.cli.parsers.types import date

Command = Callable[..., Any]
ROLES = ("manager", "head", "keeper", "admin", "auditor", "owner")


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    _people(command)
    _grants(command)
    handover = command("handover", _("give a portfolio to another colleague for good"))
    handover.add_argument("portfolio", metavar="PORTFOLIO")
    handover.add_argument("--to", required=True, metavar="LOGIN", help=_("whose it is from now on"))
    offboard = command("offboard", _("let a colleague go: close, hand over, renew the keys, sign the certificate"))
    offboard.add_argument("person", metavar="LOGIN")
    offboard.add_argument("--successor", default="", metavar="LOGIN", help=_("who takes the portfolios over"))
    exposure = command("exposure", _("what a colleague has seen in 30, 90 and 180 days"))
    exposure.add_argument("person", metavar="LOGIN")
    _recovery(command)
    _owner, inner = _group(command, "owner", _("the owner's own steps"))
    command("step-back", _("give up the keys of every portfolio to the heads"), inner)
    _letters, inner = _group(command, "letters", _("letters of colleagues: requests, approvals"))
    command("list", _("what is not settled"), inner)
    command("settle", _("the matter is done"), inner).add_argument("id", metavar="ID")
    for name, text in (
        ("grant", _("let the colleague read the client asked for")),
        ("move", _("hand the client asked for over to the colleague")),
        ("refuse", _("answer a request with no")),
    ):
        answer = command(name, text, inner)
        answer.add_argument("id", metavar="ID")
        answer.add_argument("--until", type=date, metavar="DATE", help=_("the last day"))
    ask = command("ask", _("ask a head for access"), inner)
    ask.add_argument("text", metavar="TEXT", help=_("what for and why"))


def _group(command: Command, name: str, text: str) -> tuple[Any, Any]:
    made = command(name, text)
    return made, made.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(made))


def _people(command: Command) -> None:
    _people, inner = _group(command, "people", _("colleagues and their access"))
    command("list", _("everybody, with the words of the keys"), inner)
    add_person = command("add", _("a new colleague with a first passphrase"), inner)
    role = command("role", _("another role"), inner)
    renew = command("renew", _("new keys for somebody who lost the passphrase"), inner)
    for each in (add_person, role, renew):
        each.add_argument("person", metavar="LOGIN")
    add_person.add_argument("--name", default="", metavar="NAME", help=_("how the colleague is called"))
    add_person.add_argument("--role", default="manager", choices=ROLES)
    role.add_argument("role", choices=ROLES)
    for name, text in (
        ("suspend", _("close the store to a colleague at once")),
        ("restore", _("let a suspended colleague in again")),
        ("fingerprint", _("six words to compare by voice")),
    ):
        command(name, text, inner).add_argument("person", metavar="LOGIN")
    own = command("passphrase", _("another passphrase for yourself"), inner)
    for each in (add_person, renew, own):
        each.add_argument("--new-passphrase-file", metavar="FILE", help=_("file with the new passphrase, mode 0600"))


def _grants(command: Command) -> None:
    _portfolios, inner = _group(command, "portfolios", _("portfolios and the state of their keys"))
    command("list", _("those you hold"), inner)
    made = command("add", _("a new portfolio"), inner)
    made.add_argument("name", metavar="NAME")
    made.add_argument("--owner", required=True, metavar="LOGIN")
    made.add_argument("--department", default="", metavar="NAME")
    renew = command("renew", _("new keys for a portfolio, or for all that wait for it"), inner)
    renew.add_argument("portfolio", nargs="?", metavar="PORTFOLIO")
    _all, inner = _group(command, "grants", _("who holds which portfolio"))
    listed = command("list", _("grants that concern you"), inner)
    listed.add_argument("--of", dest="member", metavar="LOGIN", help=_("of one colleague"))
    give = command("give", _("give a portfolio: whole or in part, for good or for a time"), inner)
    revoke = command("revoke", _("take a portfolio away and renew its keys"), inner)
    for each in (give, revoke):
        each.add_argument("person", metavar="LOGIN")
        each.add_argument("portfolio", metavar="PORTFOLIO", nargs="?", help=_("its name or id"))
        each.add_argument("--client", default="", metavar="CLIENT", help=_("one client alone, by id or number"))
    give.add_argument("--part", dest="parts", action="append", default=[], choices=COMPARTMENTS)
    give.add_argument("--read-only", action="store_true", help=_("reading, no changes"))
    give.add_argument("--fingerprint", default="", metavar="WORDS", help=_("the six words as the colleague read them"))
    deputy = command("deputy", _("lend a colleague's portfolios to another for the holidays"), inner)
    deputy.add_argument("person", metavar="LOGIN")
    deputy.add_argument("--for", dest="absent", required=True, metavar="LOGIN", help=_("who is away"))
    for each, needed in ((give, False), (deputy, True)):
        each.add_argument("--from", dest="start", type=date, required=needed, metavar="DATE")
        each.add_argument("--until", type=date, required=needed, metavar="DATE", help=_("the last day"))


def _recovery(command: Command) -> None:
    _recovery, inner = _group(command, "recovery", _("what two of the three sheets open"))
    command("portfolios", _("ids of the portfolios that sheets open"), inner)
    grant = command("grant", _("every portfolio to a head again"), inner)
    grant.add_argument("person", metavar="LOGIN")
    glass = command("break-glass", _("read named portfolios for some hours"), inner)
    glass.add_argument("portfolios", nargs="+", metavar="ID")
    for each in (grant, glass):
        each.add_argument("--reason", required=True, metavar="TEXT", help=_("why; it stands in the log"))
        each.add_argument(
            "--sheet",
            action="append",
            default=[],
            metavar="FILE",
            help=_("file with the words of a recovery sheet, mode 0600; give it twice"),
        )
    command("close", _("give back what the broken glass opened"), inner)
