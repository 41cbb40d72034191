"""MET: the views beside the table of periods, as lines to draw."""

from __future__ import annotations

from collections.abc import Callable

from tui.desk.answers_reports import (
    ClaimRow,
    PartRow,
    ReportAnswer,
    RingRow,
    StagesAnswer,
    TrendAnswer,
    WhatIfCrr,
)
from tui.glyphs import glyphs
from tui.safe_text import fit, wrap
from tui.text import N_, NOTHING, count, date, days, fill, gettext, label, share, short_money
from tui.widgets.bars import bar
from tui.widgets.drawn import Line

_MONEY_CELLS = 12
"""A sum in short with a gap before it."""
TREND_TITLES = {"segment": N_("by segment"), "manager": N_("by manager"), "product": N_("by product")}


def stage_lines(report: ReportAnswer, width: int) -> list[Line]:
    """The three stages in columns, both sides of spending, the 6x ratio, follow-up (S01.03, S03.42, S04.01–02)."""
    from core.wording.numbers import decimal
    from core.wording.reports import ratio_sentence, retention_sentence
    from core.wording.spending import stage_name

    found = report.stages
    head = max(14, min(22, width // 4))
    cell = max(11, min(18, (width - head) // 3))

    def row(title: str, texts: list[str], ink: str = "") -> Line:
        return ((fit(title, head), "dim"), *((fit(text, cell, right=True), ink) for text in texts))

    columns = found.columns
    lines: list[Line] = [
        row("", [stage_name(each.name) for each in columns], "title"),
        row(gettext("Number"), [count(each.count) for each in columns], "strong"),
        row(gettext("Conversion"), [share(each.conversion) for each in columns]),
        row(gettext("Money"), [short_money(each.spent) if each.spent.amount else NOTHING for each in columns]),
        row(gettext("Hours"), [decimal(each.hours) if each.hours else NOTHING for each in columns]),
        row(gettext("Revenue"), [short_money(each.revenue) if each.revenue.amount else NOTHING for each in columns]),
        (),
    ]
    if found.skewed:
        told = fill(
            gettext("Skewed: attraction takes {money} of the money and {time} of the time of stages one and three."),
            money=share(found.money_share),
            time=share(found.time_share),
        )
        first, *rest = wrap(told, width - 2)
        lines += [((f"{glyphs().marked} {first}", "bad"),), *(((f"  {text}", "bad"),) for text in rest)]
    sides = fill(
        gettext("Acquisition {money}, {hours} h, events: {events}. Retention {money2}, {hours2} h, events: {events2}."),
        money=short_money(found.acquisition.money),
        hours=decimal(found.acquisition.hours),
        events=found.acquisition.events,
        money2=short_money(found.retention.money),
        hours2=decimal(found.retention.hours),
        events2=found.retention.events,
    )
    lines += _told(sides, width)
    lines += _told(retention_sentence(found.retention.money), width, "" if found.retention.money.amount else "warn")
    ratio = found.ratio
    lines += _told(ratio_sentence(ratio.first, ratio.repeat, ratio.value), width)
    beside = fill(
        gettext("Per client of the period: new {new}, kept {kept}."),
        new=short_money(ratio.new_client),
        kept=short_money(ratio.kept_client),
    )
    return [*lines, *_told(beside, width, "dim"), *follow_lines(found, width)]


def follow_lines(found: StagesAnswer, width: int) -> list[Line]:
    """What came after first sales, and how much of the base nobody talks to (S03.01, S04.02, S04.08)."""
    planned = found.planned / found.first_sales if found.first_sales else None
    told = fill(
        gettext("First sales with a follow-up plan: {share} ({n} of {all}); without a next step: {left}."),
        share=share(planned),
        n=found.planned,
        all=found.first_sales,
        left=found.without_step,
    )
    lines = _told(told, width, "warn" if found.without_step else "")
    if not found.logged:
        return [*lines, *_told(gettext("No contacts are logged yet: F5 on a card logs one."), width, "dim")]
    silent = fill(
        gettext("Not contacted for {days} and more: {share} of the base ({n} of {all})."),
        days=days(found.untouched_days),
        share=share(found.unattended / found.base if found.base else None),
        n=count(found.unattended),
        all=count(found.base),
    )
    return [*lines, *_told(silent, width)]


def tool_lines(report: ReportAnswer, width: int) -> list[Line]:
    """Tools with what they took and brought; enquiries by channel and colleague; what is lost (S01.19, S04.03–06)."""
    from core.wording.spending import CHANNELS, tool_name, word

    found = report.stages
    head = max(14, min(24, width // 4, width - 5 * _MONEY_CELLS))
    lines: list[Line] = [
        _cells(
            width,
            head,
            "",
            [gettext("Enquiries"), gettext("Sales"), gettext("Money"), gettext("Enquiry"), gettext("Client")],
            "title",
        )
    ]
    for tool in found.tools:
        texts = [
            count(tool.enquiries),
            count(tool.first_sales),
            short_money(tool.money),
            short_money(tool.enquiry_cost),
            short_money(tool.client_cost),
        ]
        lines.append(_cells(width, head, tool_name(tool.tool), texts))
    if not found.tools:
        lines.append(((gettext("No spending and no enquiries in the period: n writes a record down."), "dim"),))
    cost = fill(
        gettext("An enquiry costs {cost}, answered or not: {money} / {n}."),
        cost=short_money(found.enquiry_cost),
        money=short_money(found.acquisition.money),
        n=found.enquiries,
    )
    lines += [(), *_told(cost, width)]
    lines += _parts(found.channels, width, head, lambda name: word(CHANNELS, name), gettext("Channel"))
    lines += _parts(found.people, width, head, lambda name: name or NOTHING, gettext("Taken by"))
    return [*lines, (), *loss_lines(found, width)]


def _parts(rows: tuple[PartRow, ...], width: int, head: int, named: Callable[[str], str], title: str) -> list[Line]:
    if not rows:
        return []
    heads = [gettext("Enquiries"), gettext("Missed"), gettext("Missed cost"), gettext("Contact taken")]
    lines: list[Line] = [(), _cells(width, head, title, heads, "title")]
    for each in rows:
        texts = [count(each.enquiries), count(each.missed), short_money(each.missed_cost), share(each.capture_rate)]
        lines.append(_cells(width, head, named(each.name), texts))
    return lines


def loss_lines(found: StagesAnswer, width: int) -> list[Line]:
    """Enquiries without a contact, as the upper and the expected loss (S04.06)."""
    loss = found.loss
    told = fill(
        gettext("Without a contact: {n} × {client} (mean new client) = {upper}; a day {day}, a year {year}."),
        n=loss.count,
        client=short_money(loss.new_client),
        upper=short_money(loss.upper),
        day=short_money(loss.upper_day),
        year=short_money(loss.upper_year),
    )
    lines = _told(told, width, "warn" if loss.count else "")
    if loss.expected is None:
        said = gettext("No captured enquiry has turned into a client yet: no expected loss to show.")
        return [*lines, *_told(said, width, "dim")]
    expected = fill(
        gettext("Expected, at our conversion of {share} ({n} enquiries): {sum}; a day {day}, a year {year}."),
        share=share(loss.conversion, 1),
        n=loss.judged,
        sum=short_money(loss.expected),
        day=short_money(loss.expected_day),
        year=short_money(loss.expected_year),
    )
    return [*lines, *_told(expected, width)]


def cohort_lines(report: ReportAnswer, width: int) -> list[Line]:
    """New → repeat → regular → anchor by period of the first purchase (S00.12)."""
    from core.wording.worth import period_name

    head = max(12, min(20, width // 5))
    names = [gettext("New"), gettext("Again"), gettext("Regular"), gettext("Anchor"), gettext("Fast")]
    lines: list[Line] = [_cells(width, head, gettext("First bought"), names, "title")]
    for each in reversed(report.cohorts):
        whole = each.new or 1
        texts = [
            count(each.new),
            f"{count(each.repeat)} {share(each.repeat / whole)}",
            f"{count(each.regular)} {share(each.regular / whole)}",
            count(each.anchor),
            f"{glyphs().arrived}{each.fast}" if each.fast else "",
        ]
        lines.append(_cells(width, head, period_name(report.kind, each.first) + ("" if each.whole else " *"), texts))
    if not report.cohorts:
        lines.append(((gettext("There are no sales yet: nothing to count."), "dim"),))
    rule = gettext("Fast: new within a year, and the turnover of the last months grew as much as the rule asks.")
    return [*lines, (), *_told(rule, width, "dim")]


def ring_lines(rings: tuple[RingRow, ...], width: int) -> list[Line]:
    """Funnel and skirt in one figure: above by people, below by money of a client (S03.06)."""
    from core.wording.reports import tier_name

    people = max((each.count for each in rings if each.turnover is None), default=0)
    money = max((each.turnover.amount for each in rings if each.turnover is not None), default=0)
    room = max(10, min(50, width - 44))
    lines: list[Line] = []
    for each in rings:
        below = each.turnover is not None or each.tier in ("buyer", "client", "regular", "adherent", "advocate")
        value, top = (each.turnover.amount if each.turnover else 0, money) if below else (each.count, people)
        cells = 0 if value <= 0 or top <= 0 else max(1, round(room * value / top))
        pad = (room - cells) // 2
        tail = f" {count(each.count):>6}"
        if each.turnover is not None:
            tail += f"  {short_money(each.turnover)}"
        drawn = " " * pad + glyphs().block * cells + " " * (room - cells - pad)
        lines.append(((fit(tier_name(each.tier), 18), "dim"), (drawn, "good" if below else "accent"), (tail, "strong")))
        if each.tier == "potential":
            lines.append(((" " * 18 + glyphs().rule * room, "dim"),))
    note = gettext("Above the line: how many, enquiries of 12 months. Below: what one client there brings in a year.")
    return [*lines, (), *_told(note, width, "dim")]


def trend_lines(answer: TrendAnswer, width: int) -> list[Line]:
    """Lifetime value at the end of each quarter, a line a group (S03.08)."""
    shown = answer.ends[-max(1, min(len(answer.ends), (width - 30) // 13)) :]
    skip = len(answer.ends) - len(shown)
    head = max(16, width - 13 * len(shown) - 2)
    title = fill(gettext("Lifetime value {by}"), by=gettext(TREND_TITLES[answer.by]))
    lines: list[Line] = [
        ((fit(title, head), "title"), *((fit(date(each), 13, right=True), "dim") for each in shown)),
    ]
    for each in answer.lines:
        name = label("level", each.name) if answer.by == "segment" else each.name
        values = [(fit(short_money(value), 13, right=True), "") for value in each.values[skip:]]
        lines.append(((fit(f"{name} ({count(each.clients)})", head), ""), *values))
    if not answer.lines:
        lines.append(((gettext("There are no sales yet: nothing to count."), "dim"),))
    note = gettext("Clients stand in the group they belong to today; every column is seen from that evening.")
    return [*lines, (), *_told(note, width, "dim")]


def claim_lines(claims: tuple[ClaimRow, ...], what_if: WhatIfCrr | None, width: int) -> list[Line]:
    """What the source says, quoted, and ours with n; then the slider of CRR (analytics §3 Claims, S03.17)."""
    from core.wording.numbers import decimal
    from core.wording.reports import claim_text

    lines: list[Line] = []
    for each in claims:
        lines += [((text, "dim"),) for text in wrap(claim_text(each.name), width)]
        value = decimal(each.ours) if each.name == "six_times" and each.ours is not None else share(each.ours, 1)
        told = fill(gettext("ours: {value}, n = {n}"), value=value, n=count(each.n))
        if each.ours is None:
            told = fill(gettext("ours: too little data, n = {n}"), n=count(each.n))
        lines.append(((f"  {told}", "strong"),))
        if each.ours is not None and each.others is not None and each.claimed is not None:
            more = gettext("those not asked {others}: asking brings {effect}, the source says {claimed}")
            more = fill(more, others=share(each.others, 1), effect=share(each.ours - each.others, 1),
                        claimed=share(each.claimed))  # fmt: skip
            lines += [((f"  {text}", ""),) for text in wrap(more, width - 2)]
    if what_if is None:
        return lines
    return [*lines, (), *slider_lines(what_if, width)]


def slider_lines(found: WhatIfCrr, width: int) -> list[Line]:
    """CRR moved by points, and what it would do to the expected lifetime by our formula."""
    from core.wording.numbers import decimal

    if found.crr is None or found.before is None or found.after is None:
        return _told(gettext("What if CRR were another: there is no base a year ago to judge by."), width, "dim")
    cells = max(10, min(40, width - 30))
    moved = max(0.0, min(1.0, found.crr + found.points))
    told = fill(
        gettext(
            "CRR of 12 months {crr}, moved by {points} points (+ and -): lifetime {before} → {after} months, {up}."
        ),
        crr=share(found.crr),
        points=decimal(100 * found.points, 0),
        before=decimal(found.before, 0),
        after=decimal(found.after, 0),
        up=share(found.uplift),
    )
    quoted = gettext("The 25 to 95 % are the source's claim, quoted; the line above is our formula T = 1 / (1 - r).")
    return [
        ((f"{share(moved):>6} ", "strong"), *bar(moved, cells)),
        *_told(told, width),
        *_told(quoted, width, "dim"),
    ]


def _cells(width: int, head: int, title: str, texts: list[str], ink: str = "") -> Line:
    cell = max(8, min(16, (width - head) // max(1, len(texts))))
    return ((fit(title, head), ink or "dim"), *((fit(text, cell, right=True), ink) for text in texts))


def _told(text: str, width: int, ink: str = "") -> list[Line]:
    return [((line, ink),) for line in wrap(text, max(20, width))]
