"""`orders` (S03.46, S03.56–S03.64): the same desk as the form of an order."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from typing import TYPE_CHECKING

from core.entities.deals import OrderItem
from core.problem import N_, ExitCode, Problem
from core.wording import dates, fill, money
from core.wording import gettext as _
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.desk.persons_forms import money_of
from tui.desk.port_orders import CRITERIA, FoundOrder, Taken
from tui.gaps_text import gap_cells, gap_heads, seller_cells, seller_heads, span_text, total_of
from tui.text import field_name, label

if TYPE_CHECKING:
    from tui.desk.desk import Desk


def orders(args: argparse.Namespace) -> int:
    """`orders list|add|show|set|line|people|import|take|find|gaps`."""
    with unlocked(args) as desk:
        return _ACTIONS[args.action](args, desk)


def _gaps(args: argparse.Namespace, desk: Desk) -> int:
    """How complete the orders of every seller are, and what is missing (S03.35)."""
    told = desk.order_gaps.found(args.since, args.client)
    kept = [each for each in told.gaps if args.seller in ("", each.seller) and args.kind in ("", each.kind)]
    sellers = [each for each in told.sellers if args.seller in ("", each.seller)]
    desk.log.allow_rows(len(kept), sys.stdout.isatty())
    if args.json:
        write_json({"since": told.since, "sellers": sellers, "gaps": kept, "as_of": told.as_of})
        return ExitCode.DONE
    write_line(span_text(told))
    rows = [seller_cells(each) for each in (*sellers, *([total_of(told.sellers)] if len(sellers) > 1 else ()))]
    write_table(seller_heads(), "<>>>>>", rows)
    write_table(("ID", *gap_heads()), "<<<<<<>>", [(each.client_id, *gap_cells(each)) for each in kept])
    return ExitCode.DONE


def _list(args: argparse.Namespace, desk: Desk) -> int:
    rows = desk.orders.orders(args.client)
    if args.json:
        write_json({"orders": rows, "as_of": desk.today_date()})
        return ExitCode.DONE
    table = [
        (row.id, _day(row.day), row.number, money.money(row.amount), row.document,
         money.money(row.booked) if row.booked else "", ", ".join(row.people))
        for row in rows
    ]  # fmt: skip
    heads = ("ID", _("Day"), _("Number"), _("Sum"), _("In accounting"), _("Sum there"), _("People"))
    write_table(heads, "<<<><><", table)
    return ExitCode.DONE


def _add(args: argparse.Namespace, desk: Desk) -> int:
    items = [OrderItem(name, amount=money_of(amount)) for name, amount in args.lines]
    return _saved(args, desk.orders.add_order(args.client, args.number, items, args.day, args.people))


def _show(args: argparse.Namespace, desk: Desk) -> int:
    view = desk.orders.order(args.client, args.order)
    if args.json:
        write_json({"order": view, "as_of": desk.today_date()})
        return ExitCode.DONE
    row = view.row
    write_line(
        fill(_("Order {number} of {day}, {sum}"), number=row.number, day=_day(row.day), sum=money.money(row.amount))
    )
    lines = [
        (each.id, each.name, f"{each.quantity:g}", money.money(each.amount), _day(each.day), _day(each.until),
         ", ".join(each.people))
        for each in view.items
    ]  # fmt: skip
    write_table((_("No."), _("What"), _("Quantity"), _("Sum"), _("Since"), _("Until"), _("People")), "><>><<<", lines)
    people = [(each.id, each.name, each.latin, each.birthday, ", ".join(each.services)) for each in view.people]
    write_table(("ID", _("Person"), _("In Latin letters"), _("Birthday"), _("Services")), "<<<<<", people)
    return ExitCode.DONE


def _set(args: argparse.Namespace, desk: Desk) -> int:
    _known(args.fields, [each.name for each in desk.orders.head_form(args.client, args.order)])
    return _saved(args, desk.orders.save_head(args.client, args.order, dict(args.fields)))


def _line(args: argparse.Namespace, desk: Desk) -> int:
    _known(args.fields, [each.name for each in desk.orders.item_form(args.client, args.order, args.line)])
    desk.orders.save_item(args.client, args.order, args.line, dict(args.fields))
    return _saved(args, args.order)


def _people(args: argparse.Namespace, desk: Desk) -> int:
    if args.add:
        desk.orders.add_people(args.client, args.order, args.add, args.services)
    for each in args.drop:
        desk.orders.drop_person(args.client, args.order, each)
    return _show(args, desk)


def _import(args: argparse.Namespace, desk: Desk) -> int:
    desk.wizard.begin_file(args.file)
    try:
        desk.orders.people_wanted()
        rows = desk.orders.staged(args.client)
        bad = [row for row in rows if row.verdict == "error"]
        taken = None
        if not args.dry_run:
            taken = desk.orders.take_staged(args.client, args.order, args.services)
    finally:
        desk.wizard.forget()
    if args.json:
        write_json({"rows": rows, "taken": taken})
    else:
        told: list[tuple[str, ...]] = [
            (
                str(row.row),
                row.name,
                label("verdict", row.verdict),
                row.what if row.verdict == "error" else _names(row.what),
            )
            for row in rows
        ]
        write_table((_("Row"), _("Person"), _("Verdict"), _("Brings")), "><<<", told)
        if taken is not None:
            write_line(taken_sentence(taken))
    return ExitCode.ROWS_IN_ERROR if bad else ExitCode.DONE


def _take(args: argparse.Namespace, desk: Desk) -> int:
    wanted = args.number.casefold()
    found = [
        each for each in desk.orders.search({"number": args.number}, args.order) if each.number.casefold() == wanted
    ]
    if len(found) != 1:
        raise Problem(N_("Orders with the number {number}: {n}. One is needed."), number=args.number, n=len(found))
    people = [handle for handle, _name in found[0].people]
    taken = desk.orders.add_people(args.client, args.order, people, args.services, found[0].client_id)
    if args.json:
        write_json({"taken": taken})
    else:
        write_line(taken_sentence(taken))
    return ExitCode.DONE


def _find(args: argparse.Namespace, desk: Desk) -> int:
    criteria = {name: getattr(args, name) for name in CRITERIA if getattr(args, name) is not None}
    found = desk.orders.search(criteria)
    if args.json:
        write_json({"orders": found, "as_of": desk.today_date()})
        return ExitCode.DONE
    table = [_found(each) for each in found]
    write_table(("ID", _("Client"), _("Number"), _("Day"), _("Begins"), _("People")), "<<<<<<", table)
    return ExitCode.DONE


def _found(row: FoundOrder) -> tuple[str, ...]:
    return row.id, row.client, row.number, _day(row.day), _day(row.start), ", ".join(name for _id, name in row.people)


def taken_sentence(taken: Taken) -> str:
    """What came of taking people in, as one sentence or two."""
    told = fill(
        _("Into the order: {added}; new contact persons: {made}; completed: {changed}; left out: {out}."),
        added=taken.added, made=taken.made, changed=taken.changed, out=taken.left_out,
    )  # fmt: skip
    if taken.closed:
        told += " " + _("Birthdays and documents were not kept: what is private here is closed to you.")
    return told


def _names(what: str) -> str:
    return ", ".join(field_name(each) for each in what.split(", ") if each)


def _known(fields: list[tuple[str, str]], known: list[str]) -> None:
    for name, _value in fields:
        if name not in known:
            raise Problem(N_("There is no field {field}: use one of {known}."), field=name, known=", ".join(known))


def _saved(args: argparse.Namespace, order: str) -> int:
    if args.json:
        write_json({"id": order})
    else:
        write_line(_("Saved."))
    return ExitCode.DONE


def _day(day: dt.date | None) -> str:
    return dates.short_date(day) if day is not None else ""


_ACTIONS = {
    "list": _list, "add": _add, "show": _show, "set": _set, "line": _line, "people": _people, "import": _import,
    "take": _take, "find": _find, "gaps": _gaps,
}  # fmt: skip
COMMANDS = {"orders": orders}
