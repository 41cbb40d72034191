"""`white …`, `offers …`, `wallet …` (S02.02–S02.04, S03.11, S03.20)."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from core.entities.trade import OfferSource
from core.problem import ExitCode
from core.wording import dates, fill, money, numbers
from core.wording import gettext as _
from core.wording.labels import short_label
from core.wording.white import LEGEND, alike_buy, answer_name, never_offered, nothing_offered, state_name
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.desk.desk import Desk
    from tui.desk.port_white import CellLine, OfferLine, WalletLine, WhiteClient

DASH = "—"


def white(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        return _WHITE[args.action](args, desk)


def offers(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        return _OFFERS[args.action](args, desk)


def wallet(args: argparse.Namespace) -> int:
    """Dispatch to the actions."""
    with unlocked(args) as desk:
        if args.action == "set":
            minor = 10 ** money.minor_digits(desk.base.currency)
            desk.white.estimate(args.client, int(args.total * minor), args.group, args.source)
        return _shares(args, desk.white.client(args.client))


def _list(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.white.open_list(args.owner, args.falling)
    count = len(found) if args.limit is None else min(args.limit, len(found))
    desk.log.allow_rows(count, sys.stdout.isatty())
    rows = found.rows(0, count)
    if args.json:
        write_json({"groups": found.groups, "clients": rows, "as_of": desk.today_date(), "log_size": desk.log_size()})
        return ExitCode.DONE
    table = [
        (
            each.name,
            each.signs,
            money.short(each.turnover),
            money.short(each.potential),
            each.best,
            DASH if each.share is None else numbers.share(each.share),
            nothing_offered(each.quiet_days) if each.quiet_days is not None else "",
        )
        for each in rows
    ]
    heads = (_("Client"), _("Groups"), _("12 months"), _("Potential"), _("Most of it"), _("Share"), "")
    write_table(heads, "<<>><><", table)
    for number, group in enumerate(found.groups, start=1):
        write_line(f"{number}. {group}")
    write_line(_(LEGEND))
    return ExitCode.DONE


def _show(args: argparse.Namespace, desk: Desk) -> int:
    answer = desk.white.client(args.client)
    if args.json:
        write_json(answer)
        return ExitCode.DONE
    write_line(answer.name)
    told = _("Half-year {recent} against {before} a year ago")
    write_line(fill(told, recent=money.short(answer.recent), before=money.short(answer.before)))
    write_line(share_words(answer.wallet))
    if answer.quiet_days is not None:
        write_line(nothing_offered(answer.quiet_days))
    rows = [
        (
            each.group,
            state_name(each.state),
            money.short(each.turnover),
            money.short(each.potential),
            alike_buy(each.alike_buy, each.alike),
            _when(each),
        )
        for each in answer.cells
    ]
    write_table((_("Group"), _("State"), _("12 months"), _("Potential"), _("Alike"), ""), "<<>><<", rows)
    return ExitCode.DONE


def _when(cell: CellLine) -> str:
    if cell.never_years is not None:
        return never_offered(cell.never_years)
    if cell.offered is not None:
        return fill(_("offered on {day}"), day=dates.short_date(cell.offered))
    return "" if cell.last is None else fill(_("bought on {day}"), day=dates.short_date(cell.last))


def _short(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.white.short_list(args.client)
    if args.json:
        write_json({"items": found, "as_of": desk.today_date(), "log_size": desk.log_size()})
        return ExitCode.DONE
    rows = [
        (
            each.item.code,
            each.item.name,
            each.item.group,
            DASH if each.item.price is None else money.whole(each.item.price),
            str(each.alike_buy),
            _("bought before") if each.dropped else _("never bought"),
        )
        for each in found
    ]
    heads = (_("Code"), _("Item"), _("Group"), _("Price"), _("Alike buy"), "")
    write_table(heads, "<<<>><", rows)
    return ExitCode.DONE


def _mark(args: argparse.Namespace, desk: Desk) -> int:
    desk.white.mark(args.client, args.group, args.mark, args.note)
    return _show(args, desk)


def _groups(args: argparse.Namespace, desk: Desk) -> int:
    groups = desk.white.assortment().groups.groups
    if args.json:
        write_json({"groups": groups})
    else:
        for each in groups:
            write_line(each)
    return ExitCode.DONE


def _offer_list(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.white.offers(args.client)
    desk.log.allow_rows(len(found), sys.stdout.isatty())
    return _offered(args, desk, found)


def _offer_add(args: argparse.Namespace, desk: Desk) -> int:
    source: OfferSource = "white" if args.group else "other"
    return _offered(args, desk, (desk.white.offer(args.client, args.text, args.item, args.group, source),))


def _offer_answer(args: argparse.Namespace, desk: Desk) -> int:
    desk.white.answer(args.offer, args.answer)
    return _offered(args, desk, tuple(each for each in desk.white.offers() if each.id == args.offer))


def _offered(args: argparse.Namespace, desk: Desk, found: Sequence[OfferLine]) -> int:
    if args.json:
        write_json({"offers": found, "as_of": desk.today_date(), "log_size": desk.log_size()})
        return ExitCode.DONE
    rows = [
        (each.id, each.client, each.text, each.group, dates.short_date(each.day), answer_name(each.answer))
        for each in found
    ]
    heads = (_("Number"), _("Client"), _("Offer"), _("Group"), _("Day"), _("Answer"))
    write_table(heads, "<<<<<<", rows)
    return ExitCode.DONE


def _wish(args: argparse.Namespace, desk: Desk) -> int:
    desk.white.wish(args.client, args.text)
    if args.json:
        write_json({"need": args.text})
    else:
        write_line(_("Recorded as a need: purchasing looks for it."))
    return ExitCode.DONE


def _novelty(args: argparse.Namespace, desk: Desk) -> int:
    found = desk.products.novelty(args.item)
    found = found if args.limit is None else found[: args.limit]
    desk.log.allow_rows(len(found), sys.stdout.isatty())
    made = desk.products.announce(args.item, [each.client_id for each in found]) if args.tasks else 0
    if args.json:
        write_json({"clients": found, "tasks": made, "as_of": desk.today_date(), "log_size": desk.log_size()})
        return ExitCode.DONE
    rows = [
        (
            each.client,
            short_label("level", each.level),
            _("innovator") if each.innovator else "",
            money.short(each.potential),
            each.owner,
            DASH if each.due is None else dates.short_date(each.due),
        )
        for each in found
    ]
    write_table((_("Client"), _("Level"), "", _("Potential"), _("Owner"), _("Until")), "<<<><<", rows)
    if args.tasks:
        write_line(fill(_("Tasks made: {n}"), n=made))
    return ExitCode.DONE


def _shares(args: argparse.Namespace, answer: WhiteClient) -> int:
    lines = [("", answer.wallet), *((each.group, each.wallet) for each in answer.cells)]
    if args.json:
        known = [{"group": group, **_plain(line)} for group, line in lines if line is not None]
        write_json({"client": answer.id, "shares": known, "as_of": answer.as_of, "log_size": answer.log_size})
        return ExitCode.DONE
    for group, line in lines:
        if line is not None or not group:
            name = group or _("All goods")
            write_line(f"{name}: {share_words(line)}")
    return ExitCode.DONE


def _plain(line: WalletLine) -> dict[str, object]:
    return {name: getattr(line, name) for name in line.__struct_fields__}


def share_words(line: WalletLine | None) -> str:
    """Our share with its source and date, or that nobody knows."""
    if line is None:
        return _("Share in his purchases: nobody has said what he buys in all.")
    told = fill(
        _("Share in his purchases: {share} of {total} a year ({source}, {day})"),
        share=numbers.share(line.share),
        total=money.short(line.total),
        source=line.source,
        day=dates.short_date(line.day),
    )
    if line.ask_again:
        told += "; " + _("more than all: ask again")
    elif line.stale:
        told += "; " + _("too old to rely on")
    return told


_WHITE = {"list": _list, "show": _show, "short": _short, "mark": _mark, "groups": _groups}
_OFFERS = {"list": _offer_list, "add": _offer_add, "answer": _offer_answer, "wish": _wish, "novelty": _novelty}
COMMANDS = {"white": white, "offers": offers, "wallet": wallet}
