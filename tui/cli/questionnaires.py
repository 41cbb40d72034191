"""`questionnaires` (S03.65–S03.70): the same desk as the screen QST."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import fill
from core.wording import gettext as _
from core.wording.questionnaires import word
from tui.cli.output import progress_line, write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.desk.port_questionnaire import AnswerRow, QuestionnaireView

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def questionnaires(args: argparse.Namespace) -> int:
    """`questionnaires show|set|copy|print|list|edit|drop|paper`."""
    with unlocked(args) as desk:
        return _ACTIONS[args.action](args, desk)


def _show(args: argparse.Namespace, desk: Desk) -> int:
    return _told(args, desk.questionnaires.read(args.client, args.person, _form(desk, args)))


def _told(args: argparse.Namespace, view: QuestionnaireView) -> int:
    if args.json:
        write_json({"questionnaire": view})
        return ExitCode.DONE
    write_line(f"{view.person} · {view.form.country} · {word('language', view.form.language)}")
    rows = [(each.id, each.name, each.source, each.result, word("way", each.way)) for each in view.rows]
    write_table(
        ("ID", _("Field"), _("As typed"), word("language", view.form.language), _("Translation")), "<<<<<", rows
    )
    if view.unknown:
        write_line("! " + fill(_("not in the dictionary: {words}"), words=", ".join(view.unknown)))
    return ExitCode.DONE


def _set(args: argparse.Namespace, desk: Desk) -> int:
    quest, form = desk.questionnaires, _form(desk, args)
    view = quest.read(args.client, args.person, form)
    typed, results = dict(args.fields), dict(args.results)
    rows = {name: _row(view, name) for name in (*typed, *results)}
    for name, text in typed.items():
        result = results.get(name)
        told = quest.suggest(form, rows[name].id, text).text if result is None else result
        quest.save(args.client, args.person, form, rows[name].id, text, told, result is not None)
    for name in results.keys() - typed.keys():
        quest.save(args.client, args.person, form, rows[name].id, rows[name].source, results[name], True)
    return _told(args, quest.read(args.client, args.person, form))


def _copy(args: argparse.Namespace, desk: Desk) -> int:
    form = _form(desk, args)
    view = desk.questionnaires.read(args.client, args.source, form)
    filled = [each.id for each in view.rows if not each.common and each.source]
    fields = [_row(view, each).id for each in args.fields] or filled
    copied = desk.questionnaires.copy(args.client, form, args.source, args.people, fields)
    if args.json:
        write_json({"copied": copied})
    else:
        write_line(_("Saved."))
    return ExitCode.DONE


def _print(args: argparse.Namespace, desk: Desk) -> int:
    quest, form = desk.questionnaires, _form(desk, args)
    people = args.people or [each for each, _name in quest.people(args.client, args.order)]
    missing = quest.untranslated(args.client, people, form)
    progress = progress_line(_("Making the document"))
    target = Path(args.output) if args.output else None
    made = quest.print_out(args.client, people, form, args.format, args.purpose, args.to, progress, target)
    if args.json:
        write_json({"files": made, "untranslated": missing})
        return ExitCode.DONE
    for each in made:
        write_line(fill(_("Export No. {number}: pages of A4: {pages}."), number=each.number, pages=each.pages))
        write_line(each.file)
    if missing:
        write_line("! " + fill(_("not in the dictionary: {words}"), words=", ".join(missing)))
    return ExitCode.DONE


def _list(args: argparse.Namespace, desk: Desk) -> int:
    rows = desk.questionnaires.rows(args.directory, _country(desk, args))
    if args.json:
        write_json({args.directory: rows})
        return ExitCode.DONE
    width = len(rows[0].cells) if rows else 0
    write_table(("ID", *[""] * width), "<" * (width + 1), [(each.id, *each.cells) for each in rows])
    return ExitCode.DONE


def _edit(args: argparse.Namespace, desk: Desk) -> int:
    country = _country(desk, args)
    known = [each.name for each in desk.questionnaires.form(args.directory, args.row, country)]
    for name, _value in args.fields:
        if name not in known:
            raise Problem(N_("There is no field {field}: use one of {known}."), field=name, known=", ".join(known))
    row = desk.questionnaires.save_row(args.directory, args.row, dict(args.fields), country)
    if args.json:
        write_json({"id": row})
    else:
        write_line(_("Saved."))
    return ExitCode.DONE


def _drop(args: argparse.Namespace, desk: Desk) -> int:
    desk.questionnaires.drop_row(args.directory, args.row, _country(desk, args))
    if not args.json:
        write_line(_("Saved."))
    return ExitCode.DONE


def _paper(args: argparse.Namespace, desk: Desk) -> int:
    desk.questionnaires.set_paper(args.country, args.file)
    if not args.json:
        write_line(_("Saved."))
    return ExitCode.DONE


def _form(desk: Desk, args: argparse.Namespace) -> str:
    return desk.questionnaires.template(args.country).id.hex()


def _country(desk: Desk, args: argparse.Namespace) -> str:
    if args.directory != "fields":
        return ""
    if not args.country:
        raise Problem(N_("Name the country whose fields are meant: --country."))
    return _form(desk, args)


def _row(view: QuestionnaireView, name: str) -> AnswerRow:
    """A field by its id, its name, or the datum of the card it comes from."""
    wanted = name.strip().casefold()
    for each in view.rows:
        if wanted in (each.id, each.name.casefold(), each.common or None):
            return each
    known = ", ".join(each.name for each in view.rows)
    raise Problem(N_("There is no field {field}: use one of {known}."), field=name, known=known)


_ACTIONS = {
    "show": _show, "set": _set, "copy": _copy, "print": _print, "list": _list, "edit": _edit, "drop": _drop,
    "paper": _paper,
}  # fmt: skip
COMMANDS = {"questionnaires": questionnaires}
