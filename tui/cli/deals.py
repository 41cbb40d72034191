"""`contracts`, `deals`, `receivables` (spec/cli)."""

from __future__ import annotations

import argparse
import datetime as dt

from core.problem import N_, ExitCode, Problem
from core.wording import dates, money
from core.wording import gettext as _
from core.wording import work as words
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked


def contracts(args: argparse.Namespace) -> int:
    """`contracts list|add|set`."""
    with unlocked(args) as desk:
        if args.action != "list":
            _known_fields(args.fields, [each.name for each in desk.deals.contract_form(args.client)])
            record = args.id if args.action == "set" else ""
            return _saved(args, desk.deals.save_contract(args.client, record, dict(args.fields)))
        rows = desk.deals.contracts(args.client)
        if args.json:
            write_json({"contracts": rows, "as_of": desk.today_date()})
            return ExitCode.DONE
        table = [
            (row.id, row.client, row.number, row.subject, money.money(row.amount), _day(row.signed), _day(row.until),
             words.word("contract", row.state))
            for row in rows
        ]  # fmt: skip
        heads = ("ID", _("Client"), _("Number"), _("Subject"), _("Sum"), _("Since"), _("Until"), _("State"))
        write_table(heads, "<<<<><<<", table)
    return ExitCode.DONE


def deals(args: argparse.Namespace) -> int:
    """`deals list|add|set|funnel|stages`."""
    with unlocked(args) as desk:
        if args.action in ("add", "set"):
            _known_fields(args.fields, ["subject", "stage", "amount", "expected", "reason"])
            record = args.id if args.action == "set" else ""
            return _saved(args, desk.deals.save_deal(args.client, record, dict(args.fields)))
        if args.action == "stages":
            if args.names:
                desk.deals.set_stages(args.names)
            _listed(args, {"stages": desk.deals.stages()}, list(desk.deals.stages()))
        elif args.action == "funnel":
            stages = desk.deals.funnel()
            told = [f"{words.word('deal', each.stage)}: {each.deals}; {money.money(each.amount)}" for each in stages]
            _listed(args, {"funnel": stages, "as_of": desk.today_date()}, told)
        else:
            rows = desk.deals.deals(args.client)
            if args.json:
                write_json({"deals": rows, "as_of": desk.today_date()})
                return ExitCode.DONE
            table = [
                (row.id, row.client, row.subject, words.word("deal", row.stage), money.money(row.amount),
                 _day(row.expected), row.owner, row.reason)
                for row in rows
            ]  # fmt: skip
            heads = ("ID", _("Client"), _("Subject"), _("Stage"), _("Sum"), _("Expected on"), _("Who"), _("Reason"))
            write_table(heads, "<<<<><<<", table)
    return ExitCode.DONE


def receivables(args: argparse.Namespace) -> int:
    """Who owes what; with `--set`, the terms of one client."""
    with unlocked(args) as desk:
        if args.fields:
            if not args.client:
                raise Problem(N_("Name the client whose terms you set."))
            _known_fields(args.fields, ["limit", "stop", "promised"])
            desk.deals.save_terms(args.client, dict(args.fields))
        rows = [desk.deals.receivable(args.client)] if args.client else list(desk.deals.receivables())
        rows = [row for row in rows if row.overdue.amount or not args.overdue]
        rows.sort(key=lambda row: -row.overdue.amount)
        if args.json:
            write_json({"receivables": rows, "as_of": desk.today_date()})
            return ExitCode.DONE
        table = [
            (row.client_id, row.client, row.owner, money.money(row.total), money.money(row.overdue),
             str(row.oldest_days or ""), _("stop") if row.stop else "", _day(row.promised))
            for row in rows
        ]  # fmt: skip
        heads = ("ID", _("Client"), _("Responsible"), _("Owes"), _("Overdue"), _("Days"), "", _("Promised"))
        write_table(heads, "<<<>>><<", table)
        if args.client:
            debts = [(each.document, str(each.overdue or "")) for each in rows[0].debts] if rows else []
            write_table((_("Document"), _("Days")), "<>", debts)
    return ExitCode.DONE


def _known_fields(fields: list[tuple[str, str]], known: list[str]) -> None:
    for name, _value in fields:
        if name not in known:
            raise Problem(N_("There is no field {field}: use one of {known}."), field=name, known=", ".join(known))


def _saved(args: argparse.Namespace, record: str) -> int:
    _listed(args, {"id": record}, [_("Saved.")])
    return ExitCode.DONE


def _listed(args: argparse.Namespace, answer: object, lines: list[str]) -> None:
    if args.json:
        write_json(answer)
        return
    for line in lines:
        write_line(line)


def _day(day: dt.date | None) -> str:
    return dates.short_date(day) if day is not None else ""


COMMANDS = {"contracts": contracts, "deals": deals, "receivables": receivables}
