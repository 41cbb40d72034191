"""Columns of TEAM, one set a tab, and the lines of the year: what its screen draws and its command prints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Generic, TypeVar

import msgspec

from core.wording import team as words
from core.worth.team import GROUPS
from tui.desk.port_team import DigestRow, HandedRow, ManagerRow, TeamAnswer, VisitRow, YearRow
from tui.text import count, date, days, fill, gettext, money, share, short_money

R = TypeVar("R")
DASH = "—"
TABS: Final = ("time", "load", "plan", "visits", "handed", "year", "digest")
_HOUR = 60


class Column(msgspec.Struct, Generic[R], frozen=True):
    """One column of a table; `cell` gives text and ink, hidden on a screen narrower than `from_width` cells."""

    key: str
    title: Callable[[], str]
    width: int
    cell: Callable[[R], tuple[str, str]]
    right: bool = False
    flex: int = 0
    from_width: int = 0


class YearLine(msgspec.Struct, frozen=True):
    """One figure of the year report, with the year before."""

    name: str
    now: str
    before: str


def year_lines(answer: TeamAnswer) -> tuple[YearLine, ...]:
    """The year beside the one before (S03.40)."""
    return tuple(YearLine(name, *(told(each) for each in answer.year)) for name, told in _YEAR.items())


def decimal(value: float | None) -> str:
    """One digit behind the comma; a dash for nothing known."""
    from core.wording.numbers import decimal as told

    return DASH if value is None else told(value)


_YEAR: Final[dict[str, Callable[[YearRow], str]]] = {
    "turnover": lambda row: short_money(row.turnover),
    "buyers": lambda row: count(row.buyers),
    "new": lambda row: count(row.new),
    "new_regular": lambda row: count(row.new_regular),
    "became_regular": lambda row: count(row.became_regular),
    "repeats": lambda row: count(row.repeats),
    "per_buyer": lambda row: decimal(row.per_buyer),
    "gap": lambda row: decimal(row.gap),
    "enquiries": lambda row: count(row.enquiries),
    "repeat_enquiries": lambda row: count(row.repeat_enquiries),
}


def hours(minutes: int) -> str:
    """Minutes as hours and minutes."""
    return f"{minutes // _HOUR}:{minutes % _HOUR:02d}"


def _name(row: ManagerRow) -> tuple[str, str]:
    return (row.name, "")


def _group(at: int) -> Callable[[ManagerRow], tuple[str, str]]:
    def told(row: ManagerRow) -> tuple[str, str]:
        group = row.groups[at]
        text = hours(group.minutes) if group.minutes else DASH
        ink = "bad" if at == 0 and row.anchors_short else "" if group.minutes else "dim"
        return (text, ink)

    return told


def _each(at: int) -> Callable[[ManagerRow], tuple[str, str]]:
    return lambda row: (decimal(row.groups[at].per_client), "dim")


def _time() -> tuple[Column[ManagerRow], ...]:
    columns: list[Column[ManagerRow]] = [Column("name", lambda: gettext("Manager"), 18, _name, flex=1)]
    for at, name in enumerate(GROUPS):
        columns.append(Column(name, _title(name), 8, _group(at), right=True))
        columns.append(Column(f"{name}-each", lambda: gettext("a client"), 8, _each(at), right=True, from_width=132))
    columns.append(Column("all", lambda: gettext("In all"), 8, lambda row: (hours(row.minutes), "strong"), right=True))
    return tuple(columns)


def _title(group: str) -> Callable[[], str]:
    return lambda: words.word("group of clients", group)


def _keys(row: ManagerRow) -> tuple[str, str]:
    return (count(row.keys), "warn" if row.does_not_combine else "")


def _work(row: ManagerRow) -> tuple[str, str]:
    return (words.word("work type", row.work), "warn" if row.does_not_combine else "dim")


def _load() -> tuple[Column[ManagerRow], ...]:
    return (
        Column("name", lambda: gettext("Manager"), 16, _name, flex=1),
        Column("clients", lambda: gettext("Clients"), 7, lambda row: (count(row.clients), ""), right=True),
        Column("keys", lambda: gettext("Keys led"), 8, _keys, right=True),
        Column("work", lambda: gettext("Work"), 10, _work),
        Column("orders", lambda: gettext("Orders"), 6, lambda row: (count(row.orders), "dim"), right=True),
        Column("small", lambda: gettext("Small"), 6, lambda row: (count(row.small_orders), "dim"), right=True),
        Column("waiting", lambda: gettext("Wait"), 4, lambda row: (count(row.waiting), _waits(row)), right=True),
        Column(
            "longest",
            lambda: gettext("longest"),
            8,
            lambda row: (DASH if row.longest is None else days(row.longest), "dim"),
            right=True,
            from_width=90,
        ),
        Column("marks", lambda: gettext("Content"), 7, lambda row: (decimal(row.satisfaction), ""), right=True),
    )


def _waits(row: ManagerRow) -> str:
    return "bad" if row.waiting else "dim"


def _plan() -> tuple[Column[ManagerRow], ...]:
    return (
        Column("name", lambda: gettext("Manager"), 18, _name, flex=1),
        Column("plan", lambda: gettext("Plan"), 14, lambda row: (money(row.plan), ""), right=True),
        Column("fact", lambda: gettext("Fact"), 14, lambda row: (money(row.fact), "strong"), right=True),
        Column("share", lambda: gettext("Share"), 8, lambda row: (share(row.share), ""), right=True),
    )


def _visits() -> tuple[Column[VisitRow], ...]:
    return (
        Column("name", lambda: gettext("Client"), 24, lambda row: (row.name, ""), flex=2),
        Column("owner", lambda: gettext("Owner"), 16, lambda row: (row.owner, "dim"), flex=1),
        Column("last", lambda: gettext("Was there"), 11, lambda row: (date(row.last) if row.last else DASH, "")),
        Column("due", lambda: gettext("Due"), 11, lambda row: (date(row.due), "bad" if row.overdue else "good")),
    )


def _handed() -> tuple[Column[HandedRow], ...]:
    return (
        Column("portfolio", lambda: gettext("Portfolio"), 12, lambda row: (row.portfolio, ""), flex=1),
        Column("who", lambda: gettext("From whom"), 13, _from, flex=1),
        Column("taker", lambda: gettext("To whom"), 12, lambda row: (row.taker, ""), flex=1, from_width=100),
        Column("day", lambda: gettext("Date"), 10, lambda row: (date(row.day), "")),
        Column(
            "clients", lambda: gettext("Clients"), 8, lambda row: (count(row.clients), ""), right=True, from_width=100
        ),
        Column("untouched", lambda: gettext("No word"), 7, _untouched, right=True),
        Column("before", lambda: gettext("Before"), 10, lambda row: (short_money(row.before), ""), right=True),
        Column("after", lambda: gettext("After"), 10, _after, right=True),
    )


def _from(row: HandedRow) -> tuple[str, str]:
    return (fill(gettext("left: {name}"), name=row.giver) if row.left else row.giver, "warn" if row.left else "")


def _untouched(row: HandedRow) -> tuple[str, str]:
    return (count(row.untouched), "bad" if row.untouched else "good")


def _after(row: HandedRow) -> tuple[str, str]:
    return (short_money(row.after), "bad" if row.after.amount < row.before.amount else "good")


def _year() -> tuple[Column[YearLine], ...]:
    return (
        Column("name", lambda: gettext("Figure"), 34, lambda row: (words.year_title(row.name), ""), flex=1),
        Column("now", lambda: gettext("12 months"), 14, lambda row: (row.now, "strong"), right=True),
        Column("before", lambda: gettext("12 before"), 14, lambda row: (row.before, "dim"), right=True),
    )


def _digest() -> tuple[Column[DigestRow], ...]:
    return (
        Column("kind", lambda: gettext("About"), 10, lambda row: (words.word("digest", row.kind), _red(row))),
        Column("client", lambda: gettext("Client"), 20, lambda row: (row.client, ""), flex=1),
        Column("text", lambda: gettext("What"), 26, lambda row: (row.text, ""), flex=2),
        Column("day", lambda: gettext("Date"), 10, lambda row: (date(row.day), "dim"), right=True),
    )


def _red(row: DigestRow) -> str:
    return "bad" if row.red else "dim"


def says(answer: TeamAnswer, tab: str) -> list[tuple[str, str]]:
    """Sentences above the table with their inks: what is wrong first."""
    if tab == "time":
        short = ", ".join(row.name for row in answer.managers if row.anchors_short)
        told = fill(gettext("Hours logged within {n} days."), n=answer.days)
        return [*([(words.anchors_short(short), "bad")] if short else []), (told, "dim")]
    if tab == "load":
        both = ", ".join(row.name for row in answer.managers if row.does_not_combine)
        return [(words.does_not_combine(both), "warn")] if both else []
    if tab == "digest":
        return [(words.not_looked(answer.looked_days), "dim" if answer.looked_days == 0 else "warn")]
    return []


COLUMNS: Final[dict[str, Callable[[], tuple[Column[Any], ...]]]] = {
    "time": _time,
    "load": _load,
    "plan": _plan,
    "visits": _visits,
    "handed": _handed,
    "year": _year,
    "digest": _digest,
}
