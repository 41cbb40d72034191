"""`campaign …`: letters to a list of clients (exchange §4, S03.38, S03.72)."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.entities.outreach import MailServer
from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, numbers
from core.wording import gettext as _
from core.wording.control import brought, brought_head
from core.wording.outreach import inbox_told, word
from tui.cli.campaign_figures import figures, segments
from tui.cli.output import progress_line, write_json, write_line, write_table
from tui.cli.passphrase import mail_password
from tui.cli.run import unlocked

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_outreach import CampaignRow

LONGEST_TEXT = 100_000


def campaign(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        return _ACTIONS[args.action](args, desk)


def _list(args: argparse.Namespace, desk: Desk) -> int:
    rows = desk.outreach.campaigns()
    if args.json:
        write_json({"campaigns": rows, "as_of": desk.today_date(), "log_size": desk.log_size()})
        return ExitCode.DONE
    cells = [
        (
            each.id,
            each.name,
            word("campaign kind", each.kind),
            word("campaign", each.state),
            each.author,
            numbers.count(each.clients),
            numbers.count(each.reached),
        )
        for each in rows
    ]
    heads = (_("Number"), _("Campaign"), _("Kind"), _("State"), _("Who"), _("Clients"), _("Reached"))
    write_table(heads, "<<<<<>>", cells)
    return ExitCode.DONE


def _shares(args: argparse.Namespace, desk: Desk) -> int:
    rows = desk.outreach.shares()
    if args.json:
        write_json({"shares": rows, "as_of": desk.today_date(), "log_size": desk.log_size()})
        return ExitCode.DONE
    total = sum(each.sent for each in rows)
    cells = [
        (
            word("campaign kind", each.kind),
            numbers.count(each.sent),
            numbers.share(each.sent / total),
            numbers.share(each.answered / each.sent),
        )
        for each in rows
    ]
    write_table((_("Kind"), _("Sent"), _("Share"), _("Answered")), "<>>>", cells)
    return ExitCode.DONE


def _new(args: argparse.Namespace, desk: Desk) -> int:
    clients = list(args.clients)
    if args.selection:
        clients += desk.selections.resolve(desk.selections.named(args.selection))
    if args.segment:
        clients += desk.campaign_figures.clients_of(args.segment)
    made = desk.outreach.new(
        args.name, clients, args.kind, args.subject, _text(args.text_file), args.channel, args.due,
        [_colleague(desk, each) for each in args.pilot], progress_line(_("Preparing")),
    )  # fmt: skip
    return _told(args, desk.outreach.hold_out(made.id, args.control) if args.control else made)


def _results(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.outreach.results(args.campaign)
    if args.json:
        write_json(found)
        return ExitCode.DONE
    for line in (brought_head(found), *(text for text, _clear in brought(found))):
        write_line(line)
    return ExitCode.DONE


def _colleague(desk: Desk, login: str) -> str:
    """Id of a colleague. Raises Problem."""
    found = next((each for each in desk.session.staffing.staff() if each.login == login), None)
    if found is None:
        raise Problem(N_("There is nobody with the login {login}: see people list."), login=login)
    return found.id.hex()


def _edit(args: argparse.Namespace, desk: Desk) -> int:
    words = {"subject": args.subject, "text": _text(args.text_file)}
    return _told(args, desk.outreach.edit(args.campaign, **{name: each for name, each in words.items() if each}))


def _show(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.outreach.show(args.campaign)
    desk.log.allow_rows(len(found.recipients), sys.stdout.isatty())
    if args.json:
        write_json(found)
        return ExitCode.DONE
    _told(args, found.campaign)
    write_line(found.subject)
    write_line(found.text.replace("\n", " "))
    for step in found.steps:
        write_line(f"  {dates.moment(step.at)}  {word('campaign', step.step)}  {step.who}")
    cells = [
        (
            each.id,
            each.client,
            each.person,
            word("recipient", each.state),
            word("obstacle", each.obstacle) if each.obstacle else each.said,
            " ".join(each.missing),
        )
        for each in found.recipients
    ]
    heads = (_("Number"), _("Client"), _("Person"), _("State"), _("What is in the way"), _("Empty"))
    write_table(heads, "<<<<<<", cells)
    return ExitCode.DONE


def _check(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.outreach.show(args.campaign)
    if args.json:
        write_json({"campaign": found.campaign, "checks": found.checks, "tested": found.tested})
        return ExitCode.DONE
    for name, count in found.checks.items():
        write_line(f"{word('obstacle', name)}: {numbers.count(count)}")
    first = [each.client for each in found.recipients if not each.obstacle][:3]
    if first:
        write_line(fill(_("First of them: {names}"), names=", ".join(first)))
    if not found.tested:
        write_line(_("The test letter has not been sent yet."))
    return ExitCode.DONE


def _approve(args: argparse.Namespace, desk: Desk) -> int:
    return _told(args, desk.outreach.approve(args.campaign))


def _pause(args: argparse.Namespace, desk: Desk) -> int:
    return _told(args, desk.outreach.pause(args.campaign))


def _cancel(args: argparse.Namespace, desk: Desk) -> int:
    return _told(args, desk.outreach.cancel(args.campaign))


def _test(args: argparse.Namespace, desk: Desk) -> int:
    return _told(args, desk.outreach.test(args.campaign, mail_password(args)))


def _start(args: argparse.Namespace, desk: Desk) -> int:
    done = desk.outreach.run(args.campaign, mail_password(args), progress_line(_("Sending")))
    if args.json:
        write_json(done)
        return ExitCode.DONE
    told = _("Sent: {sent}, refused: {refused}, left out: {skipped}, later: {later}, not known: {unknown}.")
    counts = {name: getattr(done, name) for name in ("sent", "refused", "skipped", "later", "unknown")}
    write_line(fill(told, **counts))
    return ExitCode.DONE


def _publish(args: argparse.Namespace, desk: Desk) -> int:
    return _told(args, desk.outreach.publish(args.campaign, args.link, args.day))


def _collect(args: argparse.Namespace, desk: Desk) -> int:
    return _told(args, desk.outreach.collect(args.campaign))


def _inbox(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.outreach.take_in(args.file, progress_line(_("Mailbox")))
    if args.json:
        write_json(found)
    else:
        write_line(inbox_told(found))
    return ExitCode.DONE


def _handon(args: argparse.Namespace, desk: Desk) -> int:
    return _told(args, desk.outreach.handed_on(args.campaign))


def _settle(args: argparse.Namespace, desk: Desk) -> int:
    line = desk.outreach.settle(args.recipient, args.state, args.text)
    if args.json:
        write_json(line)
    else:
        write_line(f"{line.client}  {line.person}  {word('recipient', line.state)}")
    return ExitCode.DONE


def _note(args: argparse.Namespace, desk: Desk) -> int:
    desk.outreach.personal(args.recipient, args.text)
    return _done(args)


def _consent(args: argparse.Namespace, desk: Desk) -> int:
    desk.outreach.agree(args.client, args.person, args.kind, args.day, args.proof, args.channel)
    return _done(args)


def _optout(args: argparse.Namespace, desk: Desk) -> int:
    desk.outreach.opt_out(args.client, args.person, args.reason, args.channel)
    return _done(args)


def _prefer(args: argparse.Namespace, desk: Desk) -> int:
    desk.outreach.prefer(args.client, args.person, args.channel)
    return _done(args)


def _gateway(args: argparse.Namespace, desk: Desk) -> int:
    if args.outbox or args.sent or args.error:
        desk.outreach.set_gateway(args.outbox, args.sent, args.error)
    found = desk.outreach.gateway()
    if args.json:
        write_json({"gateway": found})
    elif found is None:
        write_line(_("Nobody has said yet how SMS are sent."))
    else:
        write_line(f"{found.outbox}  {found.sent}  {found.error}")
    return ExitCode.DONE


def _release(args: argparse.Namespace, desk: Desk) -> int:
    desk.outreach.release(args.client, args.person)
    return _done(args)


def _server(args: argparse.Namespace, desk: Desk) -> int:
    if args.host:
        names = ("host", "port", "security", "user", "sender", "sender_name", "bounces")
        desk.outreach.set_server(MailServer(**{name: getattr(args, name) for name in names}))
    found = desk.outreach.server()
    if args.json:
        write_json({"server": found})
    elif found is None:
        write_line(_("Nobody has said yet how letters are sent."))
    else:
        write_line(f"{found.host}:{found.port}  {found.security}  {found.user}  {found.sender}")
    return ExitCode.DONE


def _told(args: argparse.Namespace, row: CampaignRow) -> int:
    if args.json:
        write_json(row)
    else:
        write_line(f"{row.id}  {row.name}  {word('campaign', row.state)}")
    return ExitCode.DONE


def _done(args: argparse.Namespace) -> int:
    if args.json:
        write_json({"done": args.action})
    return ExitCode.DONE


def _text(file: str | None) -> str:
    if not file:
        return ""
    try:
        with Path(file).open("rb") as source:
            return source.read(LONGEST_TEXT).decode()
    except (OSError, ValueError):
        raise Problem(N_("The text cannot be read: a file in UTF-8 is needed.")) from None


_ACTIONS = {
    "list": _list,
    "shares": _shares,
    "new": _new,
    "edit": _edit,
    "show": _show,
    "check": _check,
    "approve": _approve,
    "test": _test,
    "start": _start,
    "resume": _start,
    "pause": _pause,
    "cancel": _cancel,
    "publish": _publish,
    "collect": _collect,
    "handon": _handon,
    "inbox": _inbox,
    "figures": figures,
    "segments": segments,
    "results": _results,
    "settle": _settle,
    "note": _note,
    "consent": _consent,
    "optout": _optout,
    "prefer": _prefer,
    "gateway": _gateway,
    "release": _release,
    "server": _server,
}
COMMANDS = {"campaign": campaign}
