"""`spend`, `enquiries`, `plan`, `tiers`, `rates`, `selections`: registers without a screen."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, money, numbers
from core.wording import gettext as _
from core.wording.reports import retention_sentence
from core.wording.spending import ANSWERS, CHANNELS, EVENTS, KINDS, reason_name, tool_name, word
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked

if TYPE_CHECKING:
    from tui.desk.desk import Desk
    from tui.desk.port_spending import SideSums, Taken

DASH = "—"


def _given(args: argparse.Namespace, *names: str) -> dict[str, str]:
    return {name: str(getattr(args, name)) for name in names}


def _dispatch(actions: dict[str, Callable[[argparse.Namespace, Desk], int]]) -> Callable[[argparse.Namespace], int]:
    def run(args: argparse.Namespace) -> int:
        with unlocked(args) as desk:
            return actions[args.action](args, desk)

    return run


def _done(args: argparse.Namespace, answer: object, sentence: str) -> int:
    if args.json:
        write_json(answer)
    else:
        write_line(sentence)
    return ExitCode.DONE


def _file(args: argparse.Namespace, desk: Desk, kind: str) -> int:
    taken = desk.register_files.take(Path(args.file), kind, args.dry_run)
    return told(args, taken)


def told(args: argparse.Namespace, taken: Taken) -> int:
    """What became of a file: every faulty row by its number; with one of them nothing was written."""
    if args.json:
        errors = [{"row": row, "reason": reason} for row, reason in taken.errors]
        write_json({"new": taken.new, "errors": errors, "written": not taken.errors and not args.dry_run})
    else:
        for row, reason in taken.errors:
            write_line(fill(_("Row {row}: {reason}"), row=row, reason=reason))
        sentence = _("Rows read: {new}, in error: {bad}.")
        write_line(fill(sentence, new=taken.new, bad=len(taken.errors)))
        if taken.errors:
            write_line(_("Nothing is written while a row is in error."))
    return ExitCode.ROWS_IN_ERROR if taken.errors else ExitCode.DONE


# Spending


def _spend_list(args: argparse.Namespace, desk: Desk) -> int:
    answer = desk.spending.listed(args.first, args.last)
    if args.json:
        write_json(answer)
        return ExitCode.DONE
    rows = [
        (
            each.id,
            dates.short_date(each.day),
            word(KINDS, each.kind),
            tool_name(each.tool),
            money.money(each.money),
            numbers.decimal(each.hours) if each.hours else "",
            word(EVENTS, each.event) if each.event else "",
        )
        for each in answer.rows
    ]
    heads = ("ID", _("Date"), _("Purpose"), _("Tool"), _("Money"), _("Hours"), _("Event"))
    write_table(heads, "<<<<>><", rows)
    write_line(_side(word(KINDS, "acquisition"), answer.acquisition))
    write_line(_side(word(KINDS, "retention"), answer.retention))
    write_line(retention_sentence(answer.retention.money))
    return ExitCode.DONE


def _side(name: str, side: SideSums) -> str:
    return fill(
        _("{name}: {money}, {hours} h, events: {events}."),
        name=name,
        money=money.money(side.money),
        hours=numbers.decimal(side.hours),
        events=side.events,
    )


def _spend_add(args: argparse.Namespace, desk: Desk) -> int:
    row = desk.spending.add(_given(args, "kind", "tool", "date", "money", "hours", "event", "note"))
    return _done(args, row, _("Written down."))


def _spend_remove(args: argparse.Namespace, desk: Desk) -> int:
    desk.spending.remove(args.id)
    return _done(args, {"removed": args.id}, _("The record is taken off."))


def _spend_tool(args: argparse.Namespace, desk: Desk) -> int:
    desk.spending.add_tool(args.name)
    return _done(args, {"tools": list(desk.spending.tools().values())}, _("Written down."))


def _spend_import(args: argparse.Namespace, desk: Desk) -> int:
    return _file(args, desk, "spend")


# Enquiries


def _enquiry_list(args: argparse.Namespace, desk: Desk) -> int:
    answer = desk.enquiries.listed(args.limit)
    desk.log.allow_rows(len(answer.rows), sys.stdout.isatty())
    if args.json:
        write_json(answer)
        return ExitCode.DONE
    rows = [
        (
            each.id,
            dates.short_date(each.day),
            word(CHANNELS, each.channel),
            tool_name(each.tool),
            word(ANSWERS, each.answer),
            each.who,
            each.name,
            each.contact or reason_name(each.reason),
            "" if each.closed else _("open"),
        )
        for each in answer.rows
    ]
    heads = ("ID", _("Date"), _("Channel"), _("Tool"), _("Answer"), _("Taken by"), _("Name"), _("Contact"), _("State"))
    write_table(heads, "<<<<<<<<<", rows)
    write_line(fill(_("open {open} · without a contact {bare}"), open=answer.open, bare=answer.uncaptured))
    return ExitCode.DONE


def _enquiry_add(args: argparse.Namespace, desk: Desk) -> int:
    names = ("answer", "channel", "tool", "who", "name", "contact", "reason", "date", "note")
    row = desk.enquiries.save(_given(args, *names))
    open_ = _("Written down and still open: it needs a contact or the reason why there is none.")
    return _done(args, row, _("Written down.") if row.closed else open_)


def _enquiry_close(args: argparse.Namespace, desk: Desk) -> int:
    desk.enquiries.close(args.id, args.reason)
    return _done(args, {"closed": args.id}, _("The enquiry is closed."))


def _enquiry_client(args: argparse.Namespace, desk: Desk) -> int:
    client = desk.enquiries.make_client(args.id)
    return _done(args, {"client": client}, fill(_("A potential client stands in the base: {id}."), id=client))


def _enquiry_import(args: argparse.Namespace, desk: Desk) -> int:
    return _file(args, desk, "enquiries")


# Plans


def _plan_list(args: argparse.Namespace, desk: Desk) -> int:
    answer = desk.plans.listed(args.month, args.owner)
    desk.log.allow_rows(len(answer.due) + len(answer.rows), sys.stdout.isatty())
    if args.json:
        write_json(answer)
        return ExitCode.DONE
    firm = _("The firm") if answer.whole_firm else _("The open portfolios")
    rows = [
        (
            firm if each.kind == "firm" else each.name,
            DASH if each.plan is None else money.whole(each.plan),
            money.whole(each.fact),
            DASH if each.plan is None else money.whole(each.missing),
            DASH if each.share is None else numbers.share(each.share),
            money.whole(each.expected),
        )
        for each in answer.rows
    ]
    write_line(dates.month_year(answer.month.year, answer.month.month))
    heads = (_("Whose plan"), _("Plan"), _("Fact"), _("Missing"), _("Share"), _("Expected"))
    write_table(heads, "<>>>>>", rows)
    if answer.due:
        write_line(_("Who can bring it by the rhythm until the month ends:"))
        due = [
            (each.name, _("late") if each.late else dates.short_date(each.expected), money.whole(each.amount))
            for each in answer.due
        ]
        write_table((_("Client"), _("Expected"), _("Sum")), "<<>", due)
    return ExitCode.DONE


def _plan_set(args: argparse.Namespace, desk: Desk) -> int:
    desk.plans.set(args.month, args.amount, args.owner, args.client)
    return _done(args, {"month": args.month}, _("Written down."))


# Tiers


def _tier_list(args: argparse.Namespace, desk: Desk) -> int:
    tiers = desk.supply.tiers()
    if args.json:
        write_json({"tiers": tiers})
        return ExitCode.DONE
    rows = [
        (
            each.id,
            each.name or each.product,
            each.supplier,
            numbers.count(each.volume),
            numbers.percent(each.percent, 1),
            DASH if each.base is None else money.money(each.base),
        )
        for each in tiers
    ]
    heads = ("ID", _("Product"), _("Supplier"), _("From units a month"), _("Discount, %"), _("Price without it"))
    write_table(heads, "<<<>>>", rows)
    return ExitCode.DONE


def _tier_set(args: argparse.Namespace, desk: Desk) -> int:
    desk.supply.set(_given(args, "product", "volume", "percent", "base", "supplier"))
    return _done(args, {"tiers": desk.supply.tiers(args.product)}, _("Written down."))


def _tier_remove(args: argparse.Namespace, desk: Desk) -> int:
    desk.supply.remove(args.id)
    return _done(args, {"removed": args.id}, _("The tier is taken off."))


def _simulate(args: argparse.Namespace, desk: Desk) -> int:
    from tui.supply_text import simulation_text

    leaving = [args.without] if args.without else []
    values = {field.name: field.value for field in desk.supply.ask(args.product, leaving)}
    typed = _given(args, "units", "leaving", "base", "price", "others_lose")
    values |= {name: text for name, text in typed.items() if text}
    answer = desk.supply.simulate(values | {"leaving": values["leaving"] or "0"})
    if args.json:
        write_json(answer)
        return ExitCode.DONE
    for text, _ink in simulation_text(answer):
        write_line(text)
    return ExitCode.DONE


# Rates


def _rate_list(args: argparse.Namespace, desk: Desk) -> int:
    answer = desk.rates.listed()
    if args.json:
        write_json(answer)
        return ExitCode.DONE
    rows = [
        (each.id, dates.short_date(each.day), each.currency, f"{numbers.trimmed(each.rate, 4)} {answer.base}")
        for each in answer.rates
    ]
    write_table(("ID", _("From the day"), _("Currency"), _("Rate")), "<<<>", rows)
    write_line(fill(_("Lines of sales without a rate: {n}"), n=answer.lines_without_rate))
    return ExitCode.DONE


def _rate_set(args: argparse.Namespace, desk: Desk) -> int:
    desk.rates.set(_given(args, "currency", "rate", "date"))
    return _done(args, desk.rates.listed(), _("Written down."))


def _rate_remove(args: argparse.Namespace, desk: Desk) -> int:
    desk.rates.remove(args.id)
    return _done(args, {"removed": args.id}, _("The record is taken off."))


def _rate_import(args: argparse.Namespace, desk: Desk) -> int:
    return _file(args, desk, "rates")


# Selections


def _selection_list(args: argparse.Namespace, desk: Desk) -> int:
    rows = desk.selections.listed()
    if args.json:
        write_json({"selections": rows})
        return ExitCode.DONE
    shown = [
        (
            each.name,
            _("list") if each.frozen else _("filter"),
            _("shared") if each.shared else _("own"),
            numbers.count(each.clients),
        )
        for each in rows
    ]
    write_table((_("Name"), _("Kind"), _("For whom"), _("Clients")), "<<<>", shown)
    return ExitCode.DONE


def _selection_save(args: argparse.Namespace, desk: Desk) -> int:
    from tui.desk.port import ListFilter

    wanted = ListFilter(text=args.text, levels=tuple(args.level), states=tuple(args.state), owners=tuple(args.owner))
    if args.client and not wanted.empty:
        raise Problem(N_("A selection is a filter or a list of clients: give one of them."))
    handle = desk.selections.save(args.name, wanted, args.client, args.shared)
    return _done(args, {"selection": handle}, _("Written down."))


def _selection_show(args: argparse.Namespace, desk: Desk) -> int:
    ids = desk.selections.resolve(desk.selections.named(args.name))
    desk.log.allow_rows(len(ids), sys.stdout.isatty())
    clients = [desk.row(each) for each in ids]
    if args.json:
        write_json({"clients": [{"id": each.id, "name": each.name} for each in clients], "total": len(ids)})
        return ExitCode.DONE
    write_table((_("Client"), _("Owner"), "ID"), "<<<", [(each.name, each.owner, each.id) for each in clients])
    return ExitCode.DONE


def _selection_remove(args: argparse.Namespace, desk: Desk) -> int:
    desk.selections.remove(desk.selections.named(args.name))
    return _done(args, {"removed": args.name}, _("The selection is taken off."))


COMMANDS = {
    "spend": _dispatch(
        {"list": _spend_list, "add": _spend_add, "remove": _spend_remove, "tool": _spend_tool, "import": _spend_import}
    ),
    "enquiries": _dispatch(
        {
            "list": _enquiry_list,
            "add": _enquiry_add,
            "close": _enquiry_close,
            "client": _enquiry_client,
            "import": _enquiry_import,
        }
    ),
    "plan": _dispatch({"list": _plan_list, "set": _plan_set}),
    "tiers": _dispatch({"list": _tier_list, "set": _tier_set, "remove": _tier_remove, "simulate": _simulate}),
    "rates": _dispatch({"list": _rate_list, "set": _rate_set, "remove": _rate_remove, "import": _rate_import}),
    "selections": _dispatch(
        {"list": _selection_list, "save": _selection_save, "show": _selection_show, "remove": _selection_remove}
    ),
}
