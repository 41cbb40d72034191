"""`commitments`, `complaints`, `risks` (spec/cli): the same desks as the screens COMMIT, CASE and the card."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, numbers
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.text import field_name

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_cases import ParetoAnswer
    from tui.desk.port_entries import EntriesPort, StepForm


def commitments(args: argparse.Namespace) -> int:
    """`commitments list|form|add|step|edit|drop`."""
    with unlocked(args) as desk:
        return actions(args, desk, desk.promises)


def complaints(args: argparse.Namespace) -> int:
    """`complaints list|form|add|step|edit|drop|pareto|blank`."""
    with unlocked(args) as desk:
        if args.action == "pareto":
            answer = desk.cases.pareto(args.by, args.since)
            if args.json:
                write_json(answer)
            else:
                _causes(answer)
            return ExitCode.DONE
        if args.action == "blank":
            target = Path(args.output) if args.output else None
            made = desk.cases.print_blank(args.client, args.format, args.purpose, target)
            if args.json:
                write_json(made)
            else:
                write_line(made.file)
            return ExitCode.DONE
        return actions(args, desk, desk.cases)


def risks(args: argparse.Namespace) -> int:
    """`risks list|form|add|step|edit|drop`."""
    with unlocked(args) as desk:
        return actions(args, desk, desk.risks)


def _causes(answer: ParetoAnswer) -> None:
    rows = [
        (each.key, numbers.count(each.count), numbers.share(each.share), numbers.share(each.cumulative))
        for each in answer.lines
    ]
    write_table((_("Cause"), _("Cases"), _("Share"), _("Together")), "<>>>", rows)
    if answer.no_attention is not None:
        sentence = _("Lost for lack of attention: {ours} of {n} losses; the source says more than {claimed}")
        ours, claimed = numbers.share(answer.no_attention), numbers.share(answer.claimed)
        write_line(fill(sentence, ours=ours, n=numbers.count(answer.losses), claimed=claimed))


def actions(args: argparse.Namespace, desk: Desk, port: EntriesPort) -> int:
    """What every subject can do."""
    if args.action == "list":
        _listed(args, desk, port)
    elif args.action == "form":
        if args.kind:
            _asked(args, port.form(args.client, args.kind))
        elif args.json:
            write_json({"kinds": [value for value, _told in port.kinds()]})
        else:
            write_table((_("Kind"), ""), "<<", port.kinds())
    elif args.action == "add":
        _known(args, port.form(args.client, args.kind))
        _done(args, {"id": port.add(args.client, args.kind, dict(args.fields))})
    elif args.action == "drop":
        port.drop(args.client, args.id)
        _done(args, {"done": True})
    else:
        steps = args.action == "step"
        form = (port.step_form if steps else port.edit_form)(args.client, args.id)
        if not args.fields:
            _asked(args, form)
            return ExitCode.DONE
        _known(args, form)
        (port.step if steps else port.edit)(args.client, args.id, dict(args.fields))
        _done(args, {"done": True})
    return ExitCode.DONE


def _listed(args: argparse.Namespace, desk: Desk, port: EntriesPort) -> None:
    rows = [each for each in port.rows(args.client, everything=args.everything) if each.red or not args.red]
    desk.log.allow_rows(len({each.client_id for each in rows}), sys.stdout.isatty())
    if args.json:
        write_json({"entries": rows, "as_of": desk.today_date()})
        return
    table = [
        (row.id, "!" if row.red else "", row.kind_word, row.client, row.text, row.step_word,
         dates.short_date(row.due) if row.due else "", row.owner)
        for row in rows
    ]  # fmt: skip
    heads = ("ID", "", _("Kind"), _("Client"), _("What"), _("Stands"), _("Due"), _("Who"))
    write_table(heads, "<<<<<<<<", table)


def _asked(args: argparse.Namespace, form: StepForm) -> None:
    if args.json:
        write_json(form)
        return
    if form.ask:
        write_line(form.ask)
    table = [
        (each.name, field_name(each.name), ", ".join(told for _value, told in each.choices) or each.value)
        for each in form.fields
    ]
    write_table((_("Field"), "", _("Value")), "<<<", table)


def _known(args: argparse.Namespace, form: StepForm) -> None:
    known = [each.name for each in form.fields]
    for name, _value in args.fields:
        if name not in known:
            raise Problem(N_("There is no field {field}: use one of {known}."), field=name, known=", ".join(known))


def _done(args: argparse.Namespace, answer: object) -> None:
    if args.json:
        write_json(answer)
    else:
        write_line(_("Saved."))


COMMANDS = {"commitments": commitments, "complaints": complaints, "risks": risks}
