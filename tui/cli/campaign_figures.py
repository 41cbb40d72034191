"""`campaign figures` and `campaign segments`: what campaigns bring, and what they are made of."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from core.problem import ExitCode
from core.wording import dates, fill, numbers
from core.wording import gettext as _
from core.wording import money as wording_of_money
from core.wording.outreach import word
from tui.cli.output import write_json, write_line, write_table

if TYPE_CHECKING:
    from core.entities.money import Money
    from tui.desk.desk import Desk
    from tui.desk.port_campaigns import CampaignFigures

NOTHING = "—"


def figures(args: argparse.Namespace, desk: Desk) -> int:
    """One of the views of CAMP."""
    found = desk.campaign_figures.figures()
    if args.json:
        write_json(found)
    else:
        _VIEWS[args.view](found)
    return ExitCode.DONE


def segments(args: argparse.Namespace, desk: Desk) -> int:
    """Lists a campaign can be made of."""
    rows = desk.campaign_figures.segments()
    if args.json:
        write_json({"segments": rows})
    else:
        cells = [(each.code, each.title, numbers.count(each.clients)) for each in rows]
        write_table((_("Code"), _("Segment"), _("Clients")), "<<>", cells)
    return ExitCode.DONE


def _cadence(found: CampaignFigures) -> None:
    cells = [
        (
            each.title,
            numbers.count(each.clients),
            fill(_("{n} of {wanted}"), n=each.promos, wanted=each.wanted),
            numbers.count(each.reached),
            NOTHING if each.last is None else dates.short_date(each.last),
        )
        for each in found.cadence
    ]
    write_table((_("Segment"), _("Clients"), _("In a month"), _("Heard"), _("Last one")), "<>>>>", cells)


def _answers(found: CampaignFigures) -> None:
    share = numbers.share(found.useful / found.messages) if found.messages else NOTHING
    told = _("Useful letters, news and congratulations: {n} of {all} ({share}).")
    write_line(fill(told, n=numbers.count(found.useful), all=numbers.count(found.messages), share=share))
    cells = [
        (
            each.segment or _("All clients"),
            word("campaign channel", each.channel),
            numbers.count(each.sent),
            numbers.share(each.rate),
            _("is this the right channel?") if each.doubtful else "",
        )
        for each in found.rates
    ]
    write_table((_("Segment"), _("Channel"), _("Sent"), _("Answered"), ""), "<<>><", cells)


def _calendar(found: CampaignFigures) -> None:
    cells = [
        (dates.short_date(day), name, word("campaign kind", kind), "" if sent else _("planned"))
        for month in found.months
        for day, name, kind, sent in month.campaigns
    ]
    write_table((_("Date"), _("Campaign"), _("Kind"), ""), "<<<<", cells)


def _costs(found: CampaignFigures) -> None:
    cells = [
        (
            title,
            numbers.count(each.contacts),
            _money(each.money),
            _money(each.per_contact),
            _money(each.margin_per_contact),
            NOTHING if each.margin_per_money is None else numbers.decimal(each.margin_per_money, 2),
        )
        for title, each in ((_("Own base"), found.base), (_("Advertising"), found.advertising))
    ]
    heads = ("", _("Contacts"), _("Spent"), _("A contact costs"), _("Margin of a contact"))
    write_table((*heads, _("Margin for a unit of money")), "<>>>>>", cells)


def _money(value: Money | None) -> str:
    return NOTHING if value is None else wording_of_money.short(value)


_VIEWS = {"cadence": _cadence, "answers": _answers, "calendar": _calendar, "costs": _costs}
