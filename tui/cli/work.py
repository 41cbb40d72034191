"""`contact`, `attention`, `tasks`, `needs`, `links` (spec/cli)."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from typing import TYPE_CHECKING, cast

from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, numbers, relations
from core.wording import gettext as _
from core.wording import work as words
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.desk.port_work import ContactEntry

if TYPE_CHECKING:
    from core.entities.work import ActivityKind
    from tui.desk.desk import Desk
    from tui.desk.port_persons import Relations

DONE = {"done": True}


def contact(args: argparse.Namespace) -> int:
    """Log a contact."""
    kind = words.value_of("contact", args.kind)
    if kind is None:
        known = ", ".join(words.WORDS["contact"])
        raise Problem(N_("There is no {word}: use one of {known}."), word=args.kind, known=known)
    with unlocked(args) as desk:
        entry = ContactEntry(
            kind=cast("ActivityKind", kind),
            text=args.text,
            minutes=args.minutes if args.minutes is not None else -1,
            two_way=not args.no_answer,
            inbound=args.inbound,
            network=args.network,
            people=tuple(args.people),
            day=args.day,
        )
        desk.work.log(args.client, entry)
        clock = desk.work.attention(args.client)
        if args.json:
            write_json({"attention": clock})
        else:
            write_line(_("The contact is logged."))
    return ExitCode.DONE


def attention(args: argparse.Namespace) -> int:
    """Clients beyond their norm."""
    with unlocked(args) as desk:
        rows = desk.work.neglected(args.limit)
        if args.json:
            write_json({"clients": rows, "as_of": desk.today_date()})
        else:
            table = [(row.id, row.name, row.owner, str(row.days), str(row.norm)) for row in rows]
            write_table(("ID", _("Client"), _("Responsible"), _("Days"), _("Norm")), "<<<>>", table)
    return ExitCode.DONE


def tasks(args: argparse.Namespace) -> int:
    """`tasks list|add|done|off|calendar`."""
    with unlocked(args) as desk:
        if args.action == "add":
            fields = {"text": args.text, "due": args.due, "kind": args.kind, "owner": args.owner}
            _said(args, {"id": desk.work.save_task(args.client, fields)}, _("The task is noted."))
        elif args.action == "done":
            desk.work.close(args.id, args.result, dropped=args.drop)
            _said(args, DONE, _("The task is closed."))
        elif args.action == "off":
            from tui.desk.calendar_days import take_off

            take_off(desk, args.first, args.last)
            _said(args, DONE, _("No task of yours falls on these days any more."))
        elif args.action == "calendar":
            from tui.desk.work_calendar import calendar_days, calendar_file

            days = calendar_days(desk)
            desk.log.allow_rows(len(days), sys.stdout.isatty())
            sys.stdout.write(calendar_file(desk, days).decode())
        else:
            rows = desk.work.task_list(everything=args.everything)
            if args.json:
                write_json({"tasks": rows, "as_of": desk.today_date()})
                return ExitCode.DONE
            table = [
                (row.id, _day(row.due), words.word("task", row.kind), row.text, row.client, row.owner,
                 words.word("task state", row.state))
                for row in rows
            ]  # fmt: skip
            heads = ("ID", _("Due"), _("Kind"), _("What"), _("Client"), _("Who"), _("State"))
            write_table(heads, "<<<<<<<", table)
    return ExitCode.DONE


def needs(args: argparse.Namespace) -> int:
    """`needs list|add|close|uplift`."""
    with unlocked(args) as desk:
        if args.action == "add":
            fields = {"text": args.text, "kind": args.kind, "due": args.due, "owner": args.owner}
            need = desk.work.save_need(args.client, "", fields)
            kind = words.value_of("need", args.kind) or "other"
            _said(args, {"id": need, "action": words.action(kind)}, words.action(kind))
        elif args.action == "close":
            desk.work.close_need(args.client, args.id, args.satisfaction, args.obstacle)
            _said(args, DONE, _("The need is closed."))
        elif args.action == "uplift":
            _uplift(args, desk)
        else:
            rows = desk.work.need_list(everything=args.everything)
            if args.json:
                write_json({"needs": rows, "as_of": desk.today_date()})
                return ExitCode.DONE
            table = [
                (row.id, _day(row.due), words.word("need", row.kind), row.text, row.client, row.owner,
                 str(row.satisfaction or ""), row.obstacle)
                for row in rows
            ]  # fmt: skip
            heads = ("ID", _("Due"), _("Kind"), _("What"), _("Client"), _("Who"), "1-5", _("What hinders"))
            write_table(heads, "<<<<<<><", table)
    return ExitCode.DONE


def _uplift(args: argparse.Namespace, desk: Desk) -> None:
    told = desk.work.uplift()
    if args.json:
        write_json({"uplift": told, "difference": told.difference, "as_of": desk.today_date()})
        return

    def share(value: float | None) -> str:
        return "-" if value is None else numbers.percent(100 * value, 1)

    lines = (
        (_("Regulars asked, half a year ago or earlier"), f"{told.asked_clients}; {share(told.asked)}"),
        (_("Regulars never asked"), f"{told.others}; {share(told.not_asked)}"),
        (_("What remains for the question"), share(told.difference)),
        (_("What the source promises"), share(told.claimed)),
    )
    for name, value in lines:
        write_line(f"{name}: {value}")


def links(args: argparse.Namespace) -> int:
    """`links show|add|edit|tie|left|refer|news|care`."""
    with unlocked(args) as desk:
        persons = desk.persons
        if args.action == "show":
            told = persons.relations(args.client)
            if args.json:
                write_json({"relations": told, "as_of": desk.today_date()})
            else:
                _show(told)
            return ExitCode.DONE
        if args.action in ("add", "edit"):
            person = args.person if args.action == "edit" else ""
            _known_fields(args.fields, [each.name for each in persons.form(args.client, person)])
            _said(args, {"id": persons.save(args.client, person, dict(args.fields))}, _("Saved."))
            return ExitCode.DONE
        if args.action == "tie":
            persons.tie(args.client, args.person, args.strength, args.who)
        elif args.action == "left":
            persons.left(args.client, args.person, args.to)
        elif args.action == "refer":
            persons.refer(args.client, args.person, args.whom)
        elif args.action == "news":
            persons.add_news(args.client, args.text)
        else:
            _known_fields(args.fields, [each.name for each in persons.care_form(args.client)])
            persons.save_care(args.client, dict(args.fields))
        _said(args, DONE, _("Saved."))
    return ExitCode.DONE


def _known_fields(fields: list[tuple[str, str]], known: list[str]) -> None:
    for name, _value in fields:
        if name not in known:
            raise Problem(N_("There is no field {field}: use one of {known}."), field=name, known=", ".join(known))


def _show(told: Relations) -> None:
    table = [
        (row.id, row.stems + row.name, relations.word("rung", row.rung), row.title,
         ", ".join(each.mask for each in row.points), ", ".join(f"{t.colleague} {t.strength}" for t in row.ties),
         _day(row.until))
        for row in told.people
    ]  # fmt: skip
    heads = ("ID", _("Name"), _("Level"), _("Position"), _("Contact"), _("Who of us knows him"), _("Until"))
    write_table(heads, "<<<<<<<", table)
    if told.alarms:
        write_line("; ".join(relations.word("alarm", each) for each in told.alarms))
    write_line(fill(_("We know {part} of the client"), part=numbers.percent(told.knowledge.percent)))
    if told.knowledge.unknown:
        unknown = ", ".join(relations.word("subject", each) for each in told.knowledge.unknown)
        write_line(fill(_("Ask about: {what}"), what=unknown))
    for each in told.referrals:
        write_line(f"{_day(each.day)}  {each.who} -> {each.whom}: {relations.word('referral', each.result)}")
    for line in told.news:
        write_line(f"{_day(line.day)}  {line.text}")


def _said(args: argparse.Namespace, answer: object, sentence: str) -> None:
    if args.json:
        write_json(answer)
    else:
        write_line(sentence)


def _day(day: dt.date | None) -> str:
    return dates.short_date(day) if day is not None else ""


COMMANDS = {"contact": contact, "attention": attention, "tasks": tasks, "needs": needs, "links": links}
