"""Lines of a dossier: its sections, what is written in one, how many pages it takes; shared by DOSS and CARD Досье."""

from __future__ import annotations

from tui.desk.port_book import BookAnswer, SectionRow
from tui.safe_text import wrap
from tui.text import date, field_name, fill, gettext, percent, short_money
from tui.widgets.bars import bar
from tui.widgets.drawn import Line
from tui.widgets.window_table import Column

_WHOLE = 100
_GOOD = 75
_POOR = 40


def _percent(row: SectionRow) -> tuple[str, str]:
    ink = "good" if row.percent >= _GOOD else "bad" if row.percent < _POOR else "warn"
    return (percent(row.percent), ink)


def section_columns() -> tuple[Column[SectionRow], ...]:
    """Title, completeness, the first thing to ask."""
    return (
        Column("title", lambda: gettext("Section"), 31, lambda row: (row.title, "strong")),
        Column("percent", lambda: gettext("Known"), 8, _percent, right=True),
        Column("bar", str, 10, lambda row: bar(row.percent / _WHOLE, 10, "accent"), from_width=100),
        Column("ask", lambda: gettext("Ask next"), 20, lambda row: (row.asks[0] if row.asks else "", "dim"), flex=1),
    )


def pages_line(book: BookAnswer) -> Line:
    """Pages on paper against those wanted, what is known, what is overdue (S03.96)."""
    low, high = book.wanted
    pages = fill(gettext("{n} of {low}–{high} pages"), n=book.pages, low=low, high=high)
    known = fill(gettext("known: {part}"), part=percent(book.percent))
    hints = "".join(f"   {each}" for each in book.hints)
    return ((pages, "good" if book.pages >= low else "warn"), (f"   {known}", ""), (hints, "warn"))


def section_lines(book: BookAnswer, row: SectionRow, width: int) -> list[Line]:
    """What is written in the section, the plan where it belongs, everything to ask."""
    lines: list[Line] = []
    if row.section == "growth" and book.plan is not None:
        plan = book.plan
        sentence = gettext("{real} a month now; goal {low} – {high} until {until}, from {now}")
        sums = {"real": plan.real, "low": plan.low, "high": plan.high, "now": plan.now}
        told = fill(sentence, **{name: short_money(each) for name, each in sums.items()}, until=date(plan.until))
        lines += [((part, "strong"),) for part in wrap(told, width)]
        lines += [((part, ""),) for n, step in enumerate(plan.steps, 1) for part in wrap(f"{n}. {step}", width)]
    for name, text in row.texts:
        if text:
            lines.append(((field_name(f"{name}_text"), "title"),))
            lines += [((part, ""),) for line in text.split("\n") for part in wrap(line, width)]
    lines += [((part, "accent"),) for ask in row.asks for part in wrap(f"? {ask}", width)]
    return lines
