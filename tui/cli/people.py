"""Colleagues, grants, leaving and recovery on the command line (spec/cli). Secrets come from files or the terminal."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, labels, ngettext
from core.wording import gettext as _
from core.wording.numbers import share
from core.wording.people import missing_word, reason_word, seen_word, state_word
from tui.cli.output import progress_line, write_json, write_line, write_table
from tui.cli.passphrase import ask, private_text, read_passphrase, read_twice
from tui.cli.run import unlocked

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_people import Answer, ExposureAnswer, PersonLine

Action = Callable[[argparse.Namespace, "Desk"], int]


def _run(actions: dict[str, Action]) -> Callable[[argparse.Namespace], int]:
    def command(args: argparse.Namespace) -> int:
        with unlocked(args) as desk:
            return actions[args.action](args, desk)

    return command


def _said(args: argparse.Namespace, answer: Mapping[str, object], sentence: str, **facts: object) -> int:
    if args.json:
        write_json(answer)
    else:
        write_line(fill(sentence, **facts))
    return ExitCode.DONE


def _people_list(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.people.people()
    if args.json:
        write_json({"people": found, "log_size": desk.log_size()})
        return ExitCode.DONE
    heads = (_("Login"), _("Full name"), _("Role"), _("State"), _("Portfolios"), _("Words of the keys"))
    rows = [
        (each.login, each.name, labels.label("role", each.role), state_word(each.state), str(each.portfolios),
         each.fingerprint)
        for each in found
    ]  # fmt: skip
    write_table(heads, "<<<<><", rows)
    return ExitCode.DONE


def _new_secret(args: argparse.Namespace) -> bytearray:
    return read_twice(args.new_passphrase_file, _("New passphrase: "), _("The same once more: "))


def _told(args: argparse.Namespace, person: PersonLine, sentence: str) -> int:
    answer = {"person": person}
    return _said(args, answer, sentence, login=person.login, words=person.fingerprint)


def _add(args: argparse.Namespace, desk: Desk) -> int:
    secret = _new_secret(args)
    try:
        person = desk.people.add(args.person, args.name, args.role, secret)
    finally:
        secret[:] = bytes(len(secret))
    return _told(args, person, _("{login} is added. The words of the keys, to compare by voice: {words}."))


def _renew(args: argparse.Namespace, desk: Desk) -> int:
    secret = _new_secret(args)
    try:
        person = desk.people.new_keys(args.person, secret)
    finally:
        secret[:] = bytes(len(secret))
    return _told(args, person, _("{login} has new keys and the portfolios as before. Their words: {words}."))


def _passphrase(args: argparse.Namespace, desk: Desk) -> int:
    old = read_passphrase(args.passphrase_file, _("Present passphrase: "))
    new = _new_secret(args)
    try:
        desk.people.change_passphrase(old, new)
    finally:
        for each in (old, new):
            each[:] = bytes(len(each))
    return _said(args, {"changed": True}, _("The passphrase is changed."))


def _role(args: argparse.Namespace, desk: Desk) -> int:
    desk.people.change_role(args.person, args.role)
    return _told(args, desk.people.person(args.person), _("The role of {login} is changed."))


def _suspend(args: argparse.Namespace, desk: Desk) -> int:
    desk.people.suspend(args.person)
    return _told(args, desk.people.person(args.person), _("The store is closed to {login}."))


def _restore(args: argparse.Namespace, desk: Desk) -> int:
    desk.people.restore(args.person)
    return _told(args, desk.people.person(args.person), _("{login} may come in again."))


def _fingerprint(args: argparse.Namespace, desk: Desk) -> int:
    return _told(args, desk.people.person(args.person), "{words}")


def _portfolio_list(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.people.portfolios()
    if args.json:
        write_json({"portfolios": found, "log_size": desk.log_size()})
        return ExitCode.DONE
    heads = ("ID", _("Portfolio"), _("Department"), _("Owner"), _("Clients"), _("Keys"))
    rows = [
        (each.id, each.name, each.department, each.owner, str(each.clients), reason_word(each.waiting))
        for each in found
    ]
    write_table(heads, "<<<<><", rows)
    return ExitCode.DONE


def _portfolio_add(args: argparse.Namespace, desk: Desk) -> int:
    made = desk.people.create_portfolio(args.name, args.owner, args.department)
    return _said(args, {"id": made}, _("The portfolio {name} is made."), name=args.name)


def _portfolio_renew(args: argparse.Namespace, desk: Desk) -> int:
    if args.portfolio is None:
        return _renewed(args, desk.people.settle(progress_line(_("Keys"))))
    return _turned(args, desk.people.rotate(args.portfolio, progress_line(_("Keys"))))


def _renewed(args: argparse.Namespace, count: int) -> int:
    sentence = ngettext("{n} portfolio has new keys.", "{n} portfolios have new keys.", count)
    return _said(args, {"portfolios": count}, sentence, n=count)


def _turned(args: argparse.Namespace, count: int) -> int:
    sentence = ngettext("{n} client is under new keys.", "{n} clients are under new keys.", count)
    return _said(args, {"clients": count}, sentence, n=count)


def _grant_list(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.people.grants(args.member)
    if args.json:
        write_json({"grants": found, "log_size": desk.log_size()})
        return ExitCode.DONE
    heads = (_("Portfolio"), _("Colleague"), _("Parts"), _("May write"), _("From"), _("Until"), _("State"))
    rows = [
        (
            " · ".join(filter(None, (each.portfolio or each.portfolio_id[:8], each.client_name or each.client[:8]))),
            each.login,
            _("all") if len(each.parts) == len(labels.FULL["compartment"]) else ", ".join(
                labels.short_label("compartment", part) for part in each.parts
            ),
            _("yes") if "write" in each.rights else _("no"),
            dates.moment(each.start) if each.start else "",
            dates.moment(each.until) if each.until else "",
            state_word(each.state),
        )
        for each in found
    ]  # fmt: skip
    write_table(heads, "<<<<<<<", rows)
    return ExitCode.DONE


def _give(args: argparse.Namespace, desk: Desk) -> int:
    if _one_client(args):
        words = desk.lending.lend(
            args.person, args.client, parts=args.parts, start=args.start, until=args.until, words=args.fingerprint
        )
        answer = {"login": args.person, "client": args.client, "fingerprint": words}
        return _said(args, answer, _("Lent to read. Compare the words of the keys with {login}: {words}."),
                     login=args.person, words=words)  # fmt: skip
    words = desk.people.give(
        args.person,
        args.portfolio,
        parts=args.parts,
        read_only=args.read_only,
        start=args.start,
        until=args.until,
        words=args.fingerprint,
    )
    answer = {"login": args.person, "portfolio": args.portfolio, "fingerprint": words}
    return _said(args, answer, _("Given. Compare the words of the keys with {login}: {words}."), login=args.person,
                 words=words)  # fmt: skip


def _one_client(args: argparse.Namespace) -> bool:
    """Whether a grant is of one client. Raises Problem unless exactly one thing is named."""
    if bool(args.portfolio) is bool(args.client):
        raise Problem(N_("Name a portfolio, or one client with --client."))
    return bool(args.client)


def _revoke(args: argparse.Namespace, desk: Desk) -> int:
    if _one_client(args):
        return _turned(args, desk.lending.take_back(args.person, args.client))
    return _turned(args, desk.people.revoke(args.person, args.portfolio, progress_line(_("Keys"))))


def _deputy(args: argparse.Namespace, desk: Desk) -> int:
    count = desk.people.deputy(args.person, args.absent, args.start, args.until)
    sentence = ngettext("{n} portfolio is lent.", "{n} portfolios are lent.", count)
    return _said(args, {"portfolios": count}, sentence, n=count)


def handover(args: argparse.Namespace) -> int:
    """A portfolio to another colleague."""
    with unlocked(args) as desk:
        return _turned(args, desk.people.hand_over(args.portfolio, args.to, progress_line(_("Keys"))))


def offboard(args: argparse.Namespace) -> int:
    """Let a colleague go, as far as this person can."""
    with unlocked(args) as desk:
        done = desk.people.offboard(args.person, args.successor, progress_line(_("Keys")))
        if args.json:
            write_json(done)
            return ExitCode.DONE
        write_line(fill(_("The store is closed to {login}."), login=done.login))
        _exposure_lines(done.exposure)
        for word in done.missing:
            write_line(missing_word(word))
        if done.certificate:
            write_line(_("Everything is done. The certificate, for the file:"))
            write_line("")
            for line in done.certificate.splitlines():
                write_line(line)
            write_line(fill(_("Signature: {signature}"), signature=done.signature))
        return ExitCode.DONE


def exposure(args: argparse.Namespace) -> int:
    """What a colleague has seen."""
    with unlocked(args) as desk:
        found = desk.people.exposure(args.person)
        if args.json:
            write_json(found)
        else:
            _exposure_lines(found)
            for what, client in found.seen:
                write_line(f"  {client}  {seen_word(what)}")
        return ExitCode.DONE


def _exposure_lines(found: ExposureAnswer) -> None:
    heads = (_("Days"), _("Opened"), _("Share"), _("Revealed"), _("Copied"), _("Exports"), _("Probes"), _("At night"),
             _("Busiest hour"), _("Busiest day"))  # fmt: skip
    rows = [
        (
            str(each.days), str(each.opened), share(each.share) if each.share is not None else "—",
            str(each.revealed), str(each.copied), str(each.exported), str(each.probed), str(each.night),
            str(each.busiest_hour), str(each.busiest_day),
        )
        for each in found.windows
    ]  # fmt: skip
    write_line(fill(_("What {login} has seen, as of {when}:"), login=found.login, when=dates.moment(found.at)))
    write_table(heads, ">" * len(heads), rows)


def _recovery_portfolios(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.people.recoverable()
    if args.json:
        write_json({"portfolios": found})
    else:
        for each in found:
            write_line(each)
    return ExitCode.DONE


def _sheets(args: argparse.Namespace) -> list[str]:
    if args.sheet:
        return [private_text(each) for each in args.sheet]
    return [ask(_("Words of the first sheet: ")), ask(_("Words of the second sheet: "))]


def _recovery_grant(args: argparse.Namespace, desk: Desk) -> int:
    count = desk.people.recover(args.person, _sheets(args), args.reason)
    sentence = ngettext("{n} portfolio is given again.", "{n} portfolios are given again.", count)
    return _said(args, {"portfolios": count}, sentence, n=count)


def _break_glass(args: argparse.Namespace, desk: Desk) -> int:
    until = desk.people.break_glass(args.portfolios, _sheets(args), args.reason)
    return _said(args, {"until": until}, _("Open to read until {when}; then the keys are renewed."),
                 when=dates.moment(until))  # fmt: skip


def _close(args: argparse.Namespace, desk: Desk) -> int:
    count = desk.people.close_glass()
    sentence = ngettext("{n} portfolio is closed again.", "{n} portfolios are closed again.", count)
    return _said(args, {"portfolios": count}, sentence, n=count)


def _step_back(args: argparse.Namespace, desk: Desk) -> int:
    count = desk.people.step_back()
    sentence = ngettext(
        "{n} portfolio is the heads' alone; its keys are renewed when a head comes in.",
        "{n} portfolios are the heads' alone; their keys are renewed when a head comes in.",
        count,
    )
    return _said(args, {"portfolios": count}, sentence, n=count)


def _letter_list(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.people.letters()
    if args.json:
        write_json({"letters": found})
        return ExitCode.DONE
    rows = [(each.id, dates.moment(each.sent), each.sender, each.text or each.kind) for each in found]
    write_table(("ID", _("Sent"), _("From whom"), _("Text")), "<<<<", rows)
    return ExitCode.DONE


def _letter_settle(args: argparse.Namespace, desk: Desk) -> int:
    desk.people.settle_letter(args.id)
    return _said(args, {"settled": args.id}, _("The matter is done."))


def _letter_answer(args: argparse.Namespace, desk: Desk) -> int:
    answers: dict[str, Answer] = {"grant": "lend", "move": "move", "refuse": "refuse"}
    asked = desk.lending.answer(args.id, answers[args.action], args.until)
    told = {
        "grant": _("{login} may read {client} now."),
        "move": _("{client} is {login}'s now."),
        "refuse": _("{login} gets no access to {client}."),
    }
    answer = {"answered": args.id, "answer": args.action, "login": asked.login, "client": asked.client}
    return _said(args, answer, told[args.action], login=asked.login, client=asked.name)


def _letter_ask(args: argparse.Namespace, desk: Desk) -> int:
    count = desk.people.ask_access(args.text)
    sentence = ngettext("{n} letter is on its way.", "{n} letters are on their way.", count)
    return _said(args, {"letters": count}, sentence, n=count)


COMMANDS = {
    "people": _run(
        {
            "list": _people_list,
            "add": _add,
            "role": _role,
            "suspend": _suspend,
            "restore": _restore,
            "renew": _renew,
            "passphrase": _passphrase,
            "fingerprint": _fingerprint,
        }
    ),
    "portfolios": _run({"list": _portfolio_list, "add": _portfolio_add, "renew": _portfolio_renew}),
    "grants": _run({"list": _grant_list, "give": _give, "revoke": _revoke, "deputy": _deputy}),
    "handover": handover,
    "offboard": offboard,
    "exposure": exposure,
    "recovery": _run(
        {"portfolios": _recovery_portfolios, "grant": _recovery_grant, "break-glass": _break_glass, "close": _close}
    ),
    "owner": _run({"step-back": _step_back}),
    "letters": _run(
        {
            "list": _letter_list,
            "settle": _letter_settle,
            "ask": _letter_ask,
            "grant": _letter_answer,
            "move": _letter_answer,
            "refuse": _letter_answer,
        }
    ),
}
