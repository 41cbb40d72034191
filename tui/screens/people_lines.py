"""Lines and columns of contact persons, for the tab People of CARD and for MAP."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.entities.client_contact import ContactLine
from core.wording.relations import word
from tui.desk.port_persons import PersonRow, Relations
from tui.glyphs import ASCII, glyphs
from tui.safe_text import fit, wrap
from tui.text import date, fill, gettext, month_short, percent
from tui.widgets.bars import columns as bars
from tui.widgets.drawn import Line, Piece
from tui.widgets.window_table import Column

_STEMS = str.maketrans("│├└─", "||`-")
_COLLEAGUE = 10
_CHART_HEIGHT = 3


def name_piece(row: PersonRow) -> Line:
    """The name behind the lines of the tree; who has left is dim."""
    stems = row.stems.translate(_STEMS) if glyphs() is ASCII else row.stems
    turn = f"{glyphs().today}? " if row.circular else ""
    return ((stems, "dim"), (turn, "warn"), (row.name, "dim" if row.until else "strong"))


def _post(row: PersonRow) -> Piece:
    if row.until:
        return (fill(gettext("left {day}"), day=date(row.until)), "dim")
    return (word("rung", row.rung), "")


def _strength(row: PersonRow) -> Piece:
    best = row.strength
    return (str(best) if best else "—", "good" if best >= 3 else "warn" if not best else "")


def attitude(value: int) -> Piece:
    """−2…+2 with its sign."""
    ink = "good" if value > 0 else "bad" if value < 0 else "dim"
    return (f"{value:+d}" if value else "0", ink)


def people_columns(contact: Callable[[PersonRow], Piece]) -> tuple[Column[PersonRow], ...]:
    """Columns of the tab People; `contact` gives the mask, or the value while it is in sight."""
    return (
        Column("name", lambda: gettext("Full name"), 18, name_piece, flex=3),
        Column("rung", lambda: gettext("Level"), 14, _post),
        Column("title", lambda: gettext("Position"), 14, lambda row: (row.title, "dim"), flex=2, from_width=100),
        Column("part", lambda: gettext("Role"), 16, lambda row: (_part(row), "dim"), from_width=110),
        Column("contact", lambda: gettext("Contact"), 19, contact),
        Column("birthday", lambda: gettext("Born"), 5, lambda row: (row.birthday, "dim"), from_width=90),
        Column("strength", lambda: gettext("Tie"), 4, _strength, right=True),
        Column("attitude", lambda: gettext("Att."), 4, lambda row: attitude(row.attitude), right=True),
    )


def _part(row: PersonRow) -> str:
    return word("part", row.part) if row.part else ""


def first_point(row: PersonRow) -> ContactLine | None:
    """What is shown of the ways to reach a person: the first."""
    return row.points[0] if row.points else None


def facts_lines(told: Relations, width: int, person: PersonRow | None = None) -> list[Line]:
    """Below the list: what the firm keeps of the person under the cursor, alarms, what is unknown, who cares, the
    relationship, referrals, news."""
    lines: list[Line] = []
    if person is not None and person.own:
        own = f" {glyphs().separator} ".join(f"{name}: {value}" for name, value in person.own)
        lines += [((part, "strong"),) for part in wrap(f"{person.name}. {own}", width)]
    if told.alarms:
        alarms = "; ".join(word("alarm", each) for each in told.alarms)
        lines += [((part, "bad"),) for part in wrap(f"{glyphs().marked} {alarms}", width)]
    unknown = ", ".join(word("subject", each) for each in told.knowledge.unknown)
    known = fill(gettext("We know {part} of the client"), part=percent(told.knowledge.percent))
    asked = known + (fill(gettext("; ask about: {what}"), what=unknown) if unknown else "")
    lines += [((part, "accent"),) for part in wrap(asked, width)]
    care = told.care
    pairs = (
        (gettext("Relationship"), _score(told)),
        (gettext("Owner"), care.owner),
        (gettext("Deputy"), care.deputy),
        (gettext("On call"), care.on_call),
        (gettext("Worst case"), care.escalation),
    )
    said = f" {glyphs().separator} ".join(f"{name}: {value}" for name, value in pairs if value)
    lines += [((part, ""),) for part in wrap(said, width)]
    if told.news_idle:
        lines.append(((gettext("No news for long: read, ask, and write one line down (w)."), "warn"),))
    lines += [((f"{date(each.day)}  {each.text}", ""),) for each in told.news[:5]]
    for each in told.referrals:
        who = each.who or gettext("the firm")
        lines.append(((f"{date(each.day)}  {who} → {each.whom}: {word('referral', each.result)}", ""),))
    return lines


def _score(told: Relations) -> str:
    if told.score is None:
        return "—"
    text = f"{told.score}/100"
    before = told.trend[0][1] if told.trend else 0
    if told.trend and before != told.score:
        text += " " + fill(gettext("(a year ago {before})"), before=before)
    return text


def coverage_columns(told: Callable[[], Relations | None]) -> tuple[Column[PersonRow], ...]:
    """Columns of MAP: the tree, then one sub-column for each of our people."""

    def colleagues() -> Sequence[str]:
        found = told()
        return () if found is None else found.colleagues

    def cells(row: PersonRow) -> Line:
        held = {tie.colleague: tie.strength for tie in row.ties}
        pieces: list[Piece] = []
        for name in colleagues():
            strength = held.get(name, 0)
            ink = "good" if strength >= 3 else "" if strength else "dim"
            pieces.append((fit(str(strength) if strength else glyphs().separator, _COLLEAGUE), ink))
        return tuple(pieces)

    return (
        Column("name", lambda: gettext("Full name"), 22, name_piece, flex=2),
        Column("rung", lambda: gettext("Level"), 14, _post),
        Column("power", lambda: gettext("Wt."), 3, lambda row: (str(row.power), ""), right=True),
        Column("attitude", lambda: gettext("Att."), 4, lambda row: attitude(row.attitude), right=True),
        Column(
            "ties",
            lambda: "".join(fit(name.partition(" ")[0], _COLLEAGUE - 1) + " " for name in colleagues()),
            24,
            cells,
            flex=3,
        ),
    )


def trend_lines(told: Relations, width: int) -> list[Line]:
    """The relationship of the last year, the revenue below it: the same months under each other (S03.110)."""
    if not told.trend:
        return []
    cells = 5 if width >= 5 * len(told.trend) + 2 else 3
    lines: list[Line] = [((gettext("Relationship, 0–100, and revenue by month"), "title"),)]
    for values in ([each[1] for each in told.trend], [max(0, each[2]) for each in told.trend]):
        drawn = bars(values, _CHART_HEIGHT)
        lines += [(("".join(cell * (cells - 1) + " " for cell in line), "title"),) for line in drawn]
    names = "".join(fit(month_short(int(each[0][5:7])), cells) for each in told.trend)
    lines.append(((names, "dim"),))
    return lines


__all__ = ["coverage_columns", "facts_lines", "first_point", "people_columns", "trend_lines"]
