"""MET: the lines under the table of periods: alarms, retention, lifetime value, balance, the curve of the base."""

from __future__ import annotations

from tui.desk.answers_worth import MetricsAnswer, PeriodFigures
from tui.glyphs import glyphs
from tui.safe_text import wrap
from tui.text import NOTHING, count, fill, gettext, share, short_money
from tui.widgets.bars import columns
from tui.widgets.drawn import Line

_CHART = 4
"""Lines of the chart."""


def part_text(value: float | None) -> str:
    """A share, or the sign for none."""
    return NOTHING if value is None else share(value)


def told(title: str, text: str, width: int) -> list[Line]:
    """A titled sentence, its further lines under the first one."""
    head = f"{title} "
    first, *rest = wrap(text, max(20, width - len(head))) or [""]
    return [((head, "title"), (first, "")), *(((" " * len(head) + line, ""),) for line in rest)]


def source(text: str, width: int) -> list[Line]:
    """What the source's own formula says, in grey under ours."""
    return [(("  " + line, "dim"),) for line in wrap(text, max(20, width - 2))]


def detail_lines(answer: MetricsAnswer, row: PeriodFigures, width: int) -> list[Line]:
    """Alarms, then retention and lifetime value of one period, ours and the source's, then the curve of the base."""
    from core.wording.worth import alarm_sentence, mean_flow

    mean = answer.averages
    means = "" if mean is None else mean_flow(mean.acquired, mean.lost, mean.lost_confirmed, mean.returned)
    alarms: list[Line] = [((f"{glyphs().marked} {alarm_sentence(alarm)}", "bad"),) for alarm in answer.alarms]
    return [
        *alarms,
        *(((text, "strong"),) for text in wrap(means, width) if text),
        *_retention(row, width),
        *_lifetime(row, width),
        *_balance(answer, row, width),
        *chart_lines(answer, width),
    ]


def _retention(row: PeriodFigures, width: int) -> list[Line]:
    crr = row.crr
    ours = fill(
        gettext("CRR {value}: of {start} active {kept} stayed; new {new}, won back {back}, woken {woken}"),
        value=part_text(crr.value),
        start=count(crr.at_start),
        kept=count(crr.kept),
        new=count(crr.new),
        back=count(crr.won_back),
        woken=count(crr.woken),
    )
    theirs = fill(
        gettext("by the source's formula {value}: it counts only first purchases as new"), value=part_text(crr.source)
    )
    return [*told(gettext("Retention"), ours, width), *source(theirs, width)]


def _lifetime(row: PeriodFigures, width: int) -> list[Line]:
    from core.wording.worth import source_ltv

    ltv, means = row.ltv, row.ltv.source
    ours = fill(
        gettext("{whole} = earned {past} + expected {future}"),
        whole=short_money(ltv.expected),
        past=short_money(ltv.past),
        future=short_money(ltv.future),
    )
    lines = told(gettext("Lifetime value"), ours, width)
    if means is not None:
        theirs = source_ltv(means.cheque, means.per_month, means.margin_share, means.months, means.product)
        lines += source(theirs, width)
    return lines


def _balance(answer: MetricsAnswer, row: PeriodFigures, width: int) -> list[Line]:
    text = fill(
        gettext("first sales {first}, repeat {repeat}; {steady} from buyers of the period before"),
        first=short_money(row.first_money),
        repeat=short_money(row.repeat_money),
        steady=part_text(row.steady_share),
    )
    return [*told(gettext("Balance"), text, width), gauge(answer, row, width)]


def gauge(answer: MetricsAnswer, row: PeriodFigures, width: int) -> Line:
    """Share of repeat sales between the edges of the corridor, a mark at each edge (S00.10)."""
    value = row.repeat_share
    if value is None:
        return ((gettext("No sales in the period: nothing to balance."), "dim"),)
    cells = max(10, min(50, width - 40))
    low, high = answer.corridor
    drawn = [glyphs().block if at < round(value * cells) else glyphs().shade for at in range(cells)]
    for edge in (low, high):
        drawn[min(cells - 1, max(0, round(edge * cells)))] = glyphs().bar
    inside = low <= value <= high
    told_text = fill(
        gettext("repeat {share}, corridor {low} to {high}"), share=share(value), low=share(low), high=share(high)
    )
    ink = "good" if inside else "bad"
    mark = "" if inside else f" {glyphs().marked}"
    return (("".join(drawn), ink), (f" {told_text}{mark}", "" if inside else "bad"))


def chart_lines(answer: MetricsAnswer, width: int) -> list[Line]:
    """The base at the end of every period as columns, oldest left (S01.05)."""
    periods = answer.periods[-max(1, width // 4) :]
    if len(periods) < 2:
        return []
    drawn = columns([each.end for each in periods], _CHART)
    caption = fill(
        gettext("Clients at the end of each period: {first} to {last}"),
        first=count(periods[0].end),
        last=count(periods[-1].end),
    )
    lines: list[Line] = [(), ((caption, "dim"),), *(((_wide(line), "accent"),) for line in drawn)]
    for title, values, ink in (
        (gettext("acquired"), [each.acquired for each in periods], "good"),
        (gettext("lost?"), [each.lost for each in periods], "bad"),
    ):
        lines.append(((_wide(columns(values, 1)[0]), ink), (f" {title}", "dim")))
    return lines


def _wide(marks: str) -> str:
    return "".join(mark * 3 + " " for mark in marks)
