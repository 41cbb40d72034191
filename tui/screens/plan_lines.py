"""Plan and fact as lines: on MET, and the one line of a card (U30)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.safe_text import fit, wrap
from tui.text import NOTHING, date, fill, gettext, share, short_money
from tui.widgets.bars import bar
from tui.widgets.drawn import Line

if TYPE_CHECKING:
    from tui.desk.port_plans import PlanRow, PlansAnswer


def plan_lines(answer: PlansAnswer, width: int) -> list[Line]:
    """The firm, managers and planned clients of one month, then who can bring what is missing."""
    from core.wording.dates import month_year

    head = max(16, min(30, width - 58))
    title = month_year(answer.month.year, answer.month.month)
    heads = [gettext("Plan"), gettext("Fact"), gettext("Missing"), gettext("Expected")]
    lines: list[Line] = [((fit(title, head), "title"), *((fit(each, 13, right=True), "title") for each in heads))]
    for row in answer.rows:
        ink = "warn" if row.missing.amount else ""
        texts = [short_money(row.plan), short_money(row.fact), short_money(row.missing), short_money(row.expected)]
        if row.plan is None:
            texts[2] = NOTHING
        cells = tuple((fit(text, 13, right=True), ink if at == 2 else "") for at, text in enumerate(texts))
        lines.append(((fit(row_name(row, answer.whole_firm), head), "strong" if row.kind == "firm" else ""), *cells))
        if row.kind == "firm" and row.share is not None:
            lines.append(((f"{share(row.share):>7} ", "strong"), *bar(row.share, max(8, min(40, width - 12)))))
    if all(row.plan is None for row in answer.rows):
        lines += [
            ((text, "dim"),) for text in wrap(gettext("Nothing is planned for this month: e sets a plan."), width)
        ]
    if answer.due:
        lines += [(), ((gettext("Who can bring it by the rhythm until the month ends:"), "title"),)]
    for due in answer.due[:12]:
        when = gettext("late") if due.late else date(due.expected)
        tail = f"{fit(when, 12)} {short_money(due.amount)}"
        lines.append(((fit(due.name, max(16, width - 30)), ""), (f" {tail}", "warn" if due.late else "dim")))
    return lines


def row_name(row: PlanRow, whole_firm: bool) -> str:
    """Whose plan it is."""
    if row.kind == "firm":
        return gettext("The firm") if whole_firm else gettext("The open portfolios")
    return row.name


def card_line(row: PlanRow) -> str:
    """One line of a card: plan of this month, fact, what is missing."""
    return fill(
        gettext("{fact} of {plan} ({share}), missing {missing}, expected by the rhythm {expected}"),
        fact=short_money(row.fact),
        plan=short_money(row.plan),
        share=share(row.share),
        missing=short_money(row.missing),
        expected=short_money(row.expected),
    )
