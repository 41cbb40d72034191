"""`dossier show|text|plan|agenda` (spec/cli): the same desk as the screen DOSS; on paper: `client export`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, money, numbers
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.text import field_name

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_book import BookAnswer

LARGEST = 100_000


def dossier(args: argparse.Namespace) -> int:
    """`dossier show|text|plan|agenda`."""
    with unlocked(args) as desk:
        if args.action == "show":
            answer = desk.book.read(args.client)
            if args.json:
                write_json(answer)
            else:
                _show(answer)
        elif args.action == "text":
            _text(args, desk)
        elif args.action == "plan":
            _plan(args, desk)
        else:
            target = Path(args.output) if args.output else None
            made = desk.book.agenda(args.client, args.format, args.purpose, target)
            if args.json:
                write_json(made)
            else:
                write_line(made.file)
    return ExitCode.DONE


def _show(answer: BookAnswer) -> None:
    low, high = answer.wanted
    pages = fill(_("{n} of {low}–{high} pages"), n=answer.pages, low=low, high=high)
    write_line(f"{answer.client}: {pages}; " + fill(_("known: {part}"), part=numbers.percent(answer.percent)))
    for hint in answer.hints:
        write_line(f"! {hint}")
    rows = [(each.section, each.title, numbers.percent(each.percent), "; ".join(each.asks)) for each in answer.sections]
    write_table((_("Section"), "", _("Known"), _("Ask next")), "<<><", rows)


def _text(args: argparse.Namespace, desk: Desk) -> None:
    text = args.text
    if args.file:
        with desk.ssh.taken(args.file) as name:
            text = _read(Path(name), args.file)
    if text is not None:
        desk.book.save_text(args.client, args.section, {f"{args.section}_text": text})
    form = desk.book.text_form(args.client, args.section)
    if args.json:
        write_json({each.name: each.value for each in form})
        return
    for each in form:
        write_line(f"{field_name(each.name)}: {each.value or '—'}")


def _read(path: Path, shown: str) -> str:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST).decode("utf-8")
    except (OSError, ValueError):
        raise Problem(N_("The file {file} cannot be read as text in UTF-8."), file=shown) from None


def _plan(args: argparse.Namespace, desk: Desk) -> None:
    if args.fields:
        known = [each.name for each in desk.book.plan_form(args.client)]
        for name, _value in args.fields:
            if name not in known:
                raise Problem(N_("There is no field {field}: use one of {known}."), field=name, known=", ".join(known))
        desk.book.save_plan(args.client, dict(args.fields))
    plan = desk.book.plan(args.client)
    if args.json:
        write_json({"plan": plan, "as_of": desk.today_date()})
    elif plan is None:
        write_line(_("There is no growth plan yet."))
    else:
        sentence = _("{real} a month now; goal {low} – {high} until {until}, from {now}")
        sums = {"real": plan.real, "low": plan.low, "high": plan.high, "now": plan.now}
        write_line(
            fill(
                sentence, **{name: money.money(each) for name, each in sums.items()}, until=dates.short_date(plan.until)
            )
        )
        for number, step in enumerate(plan.steps, 1):
            write_line(f"{number}. {step}")


COMMANDS = {"dossier": dossier}
