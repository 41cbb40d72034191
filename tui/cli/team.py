"""`team`, `today`: what TEAM and TODAY show (spec/cli)."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from core.problem import ExitCode
from core.wording import dates
from core.wording import gettext as _
from core.wording.letter import morning
from core.wording.reminders import kind_name
from core.wording.team import word
from tui.cli.output import write_json, write_line, write_table
from tui.cli.passphrase import mail_password
from tui.cli.run import unlocked
from tui.team_text import COLUMNS, TABS, says, year_lines


def team(args: argparse.Namespace) -> int:
    """The head's screen as tables, or one of them."""
    with unlocked(args) as desk:
        answer, digest = desk.team.answer(), desk.team.digest()
        if args.looked:
            desk.team.looked()
        tables: dict[str, tuple[Any, ...]] = {
            "time": answer.managers,
            "load": answer.managers,
            "plan": answer.managers,
            "visits": answer.visits,
            "handed": answer.handed,
            "year": year_lines(answer),
            "digest": digest.rows,
        }
        wanted = TABS if args.part == "all" else (args.part,)
        named = sum(len(tables[part]) for part in wanted if part in ("visits", "digest"))
        desk.log.allow_rows(named, sys.stdout.isatty())
        if args.json:
            write_json({"team": answer, "digest": digest} if args.part in ("all", "digest") else {"team": answer})
            return ExitCode.DONE
        for part in wanted:
            write_line(word("tab of TEAM", part).upper())
            for text, _ink in says(answer, part):
                write_line(text)
            columns = COLUMNS[part]()
            rows = [tuple(column.cell(row)[0] for column in columns) for row in tables[part]]
            heads = tuple(column.title() for column in columns)
            write_table(heads, "".join(">" if column.right else "<" for column in columns), rows)
            write_line("")
    return ExitCode.DONE


def today(args: argparse.Namespace) -> int:
    """Reminders in the order of the role; with `--letter` how many of each kind and when, no client."""
    with unlocked(args) as desk:
        answer = desk.today()
        if args.to:
            desk.morning.address(args.to)
        if args.send:
            return _sent(args, desk.morning.send(mail_password(args), args.again))
        if args.letter or args.to:
            said = desk.morning.counts()
            if args.json:
                write_json({"as_of": said.as_of, "counts": said.counts, "red": said.red, "minutes": said.minutes})
            else:
                write_line(morning(said.as_of, said.counts, said.red, said.minutes))
            return ExitCode.DONE
        rows = answer.reminders if args.limit is None else answer.reminders[: max(args.limit, 0)]
        desk.log.allow_rows(sum(bool(each.client_id) for each in rows), sys.stdout.isatty())
        if args.json:
            write_json({"as_of": answer.as_of, "reminders": rows, "log_size": desk.log_size()})
            return ExitCode.DONE
        told = [
            (
                "!" if each.red else "",
                kind_name(each.kind),
                ("* " if each.top20 else "") + each.client,
                each.text,
                "" if each.due is None else dates.short_date(each.due),
            )
            for each in rows
        ]
        write_table(("", _("Why"), _("Client"), _("What"), _("Due")), "<<<<<", told)
    return ExitCode.DONE


def _sent(args: argparse.Namespace, sent: bool) -> int:
    if args.json:
        write_json({"sent": sent})
    else:
        write_line(_("The morning letter is sent.") if sent else _("You have had the letter of this day already."))
    return ExitCode.DONE


COMMANDS = {"team": team, "today": today}
