"""`metrics`, `dependency` (spec/cli)."""

from __future__ import annotations

import argparse
import sys

import msgspec

from core.problem import ExitCode
from core.wording import fill, money, numbers
from core.wording import gettext as _
from core.wording.reports import retention_sentence
from core.wording.worth import alarm_sentence, band_name, mean_flow, period_name
from tui.cli.output import write_json, write_line, write_table
from tui.cli.run import unlocked
from tui.desk.answers_worth import DependencyAnswer, MetricsAnswer

DASH = "—"


def metrics(args: argparse.Namespace) -> int:
    """Figures of the base by period: counts and sums, no client by name."""
    with unlocked(args) as desk:
        answer = desk.worth.metrics(args.period, args.owner, args.first, args.last, args.everybody)
        if args.json:
            write_json(answer)
        else:
            _print_metrics(answer)
    return ExitCode.DONE


def _print_metrics(answer: MetricsAnswer) -> None:
    rows = [
        (
            period_name(answer.period, each.first) + ("" if each.whole else " *"),
            numbers.count(each.start),
            f"+{each.acquired}",
            f"+{each.returned}",
            f"-{each.lost - each.lost_confirmed}",
            f"-{each.lost_confirmed}",
            numbers.count(each.end),
            _share(each.crr.value),
            _share(each.crr.source),
            money.short(each.ltv.expected),
            DASH if each.ltv.source is None else "≥ " + money.short(each.ltv.source.product),
            _share(each.repeat_share),
        )
        for each in answer.periods
    ]
    heads = (
        _("Period"),
        _("Start"),
        _("Acquired"),
        _("Came back"),
        _("Lost?"),
        _("Lost"),
        _("End"),
        "CRR",
        _("CRR, source"),
        "LTV",
        _("LTV, source"),
        _("Repeat"),
    )
    write_table(heads, "<>>>>>>>>>>>", rows)
    if answer.averages is not None:
        mean = answer.averages
        write_line(mean_flow(mean.acquired, mean.lost, mean.lost_confirmed, mean.returned))
    if answer.periods and (last := answer.periods[-1]).acquisition is not None and last.retention is not None:
        write_line(
            fill(
                _("Last period: acquisition {money}, enquiries {n}, an enquiry costs {cost}."),
                money=money.short(last.acquisition),
                n=last.enquiries,
                cost=DASH if last.enquiry_cost is None else money.short(last.enquiry_cost),
            )
        )
        write_line(retention_sentence(last.retention))
    if answer.without_rate:
        write_line(fill(_("Lines of sales without a rate: {n}"), n=answer.without_rate))
    for alarm in answer.alarms:
        write_line(alarm_sentence(alarm))


def dependency(args: argparse.Namespace) -> int:
    """Shares of 12 months, largest first."""
    with unlocked(args) as desk:
        group = None if args.selection is None else desk.selections.named(args.selection)
        answer = desk.worth.dependency(args.owner, args.without, args.department, group)
        if args.limit is not None:
            answer = msgspec.structs.replace(answer, shares=answer.shares[: max(args.limit, 0)])
        desk.log.allow_rows(len(answer.shares), sys.stdout.isatty())
        if args.json:
            write_json(answer)
        else:
            _print_dependency(answer)
    return ExitCode.DONE


def _print_dependency(answer: DependencyAnswer) -> None:
    rows = [
        (
            each.name,
            money.whole(each.turnover),
            _share(each.turnover_share),
            band_name(each.band),
            _share(each.margin_share),
            money.short(each.extra) if each.extra.amount else "",
        )
        for each in answer.shares
    ]
    heads = (_("Client"), _("Turnover of 12 months"), _("Share"), _("Band"), _("Of margin"), _("Sell to others"))
    write_table(heads, "<>><>>", rows)
    if answer.mono:
        write_line(_("There is one client only: it needs active sales and a loyalty programme at once."))
    if answer.what_if is not None:
        gone = answer.what_if
        write_line(
            fill(
                _("Without this client: turnover {turnover}, lost {lost}; the next largest then has {share}, {band}."),
                turnover=money.whole(gone.turnover),
                lost=money.whole(gone.lost_turnover),
                share=_share(gone.next_share),
                band=band_name(gone.next_band),
            )
        )


def _share(value: float | None) -> str:
    return DASH if value is None else numbers.share(value, 1)


COMMANDS = {"metrics": metrics, "dependency": dependency}
