"""Spending at the desk: records, the dictionary of tools, rows of a file (S01.19, S03.41, S03.42)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from core.entities.money import Money
from core.entities.spending import DEFAULT_TOOLS, EventKind, Spend, SpendKind, Tool
from core.problem import N_, ExitCode, Problem
from core.wording.dates import short_date
from core.wording.spending import EVENTS, KINDS, tool_name, word
from core.worth import spending
from core.worth.periods import Period, date_of, day_of
from storage.vault.books.worth import SPEND, TOOL
from tui.desk import keeping, typed
from tui.desk.port_spending import Field, SideSums, SpendList, SpendRow, Values

if TYPE_CHECKING:
    from tui.desk.desk import Desk

TOOL_MAX = 60
LIST_DAYS = 365
FIELDS = ("kind", "tool", "date", "money", "hours", "event", "note")
"""Names of the columns of a file and of the lines of the form, in its order."""


class SpendingDesk:
    """What is spent on finding clients and on keeping them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # Tools
    def tools(self) -> dict[str, str]:
        """Code of every tool → its word; the firm's own ones go by their names."""
        own = sorted({each.fields.name for each in keeping.live(self._desk, TOOL)}, key=str.casefold)
        return {code: tool_name(code) for code in (*DEFAULT_TOOLS, *own)}

    def add_tool(self, name: str) -> None:
        """One more tool. Raises Problem for an empty name or one that is there."""
        keeping.demand(self._desk, keeping.CLERKS)
        name = typed.line(name, TOOL_MAX)
        if not name:
            raise Problem(N_("A tool needs a name: type one."))
        known = self.tools()
        if name.casefold() in {each.casefold() for pair in known.items() for each in pair}:
            raise Problem(N_("The list of tools has this one already."))
        keeping.add(self._desk, TOOL, Tool(name=name))

    def tool_of(self, text: str, default: str = "other") -> str:
        """Code of a typed tool. Raises Problem (BAD_INPUT) for one the dictionary lacks."""
        return typed.choice(self.tools(), text, default)

    # Records
    def form(self) -> tuple[Field, ...]:
        """Fields of a new record."""
        today = short_date(self._desk.today_date())
        return (
            Field("kind", N_("Purpose"), "acquisition", tuple((each, word(KINDS, each)) for each in KINDS)),
            Field("tool", N_("Tool"), "internet", tuple(self.tools().items())),
            Field("date", N_("Date"), today, max_length=20),
            Field("money", N_("Money"), max_length=30),
            Field("hours", N_("Hours"), max_length=10),
            Field("event", N_("Event"), "", tuple((each, word(EVENTS, each)) for each in EVENTS)),
            Field("note", N_("Note"), max_length=typed.LINE_MAX),
        )

    def all(self) -> list[Spend]:
        """Every record that counts."""
        return [each.fields for each in keeping.live(self._desk, SPEND)]

    def listed(self, first: dt.date | None = None, last: dt.date | None = None) -> SpendList:
        """Records of a period, by default of the twelve months up to the evening."""
        until = last or self._desk.today_date()
        since = first or until - dt.timedelta(days=LIST_DAYS - 1)
        if since > until:
            raise Problem(N_("The first day lies after the last one: give --from before --to."))
        rows = spending.within(self.all(), Period(day_of(since), day_of(until)))
        names = {each.id: each.name for each in self._desk.session.staffing.staff()}
        ordered = sorted(rows, key=lambda each: (-each.day, -each.at_us, each.id))
        return SpendList(
            since,
            until,
            tuple(self._row(each, names.get(each.by, "")) for each in ordered),
            self._sums(rows, "acquisition"),
            self._sums(rows, "retention"),
        )

    def add(self, values: Values) -> SpendRow:
        """Write a record. Raises Problem."""
        keeping.demand(self._desk, keeping.CLERKS)
        return self._row(keeping.add(self._desk, SPEND, self._read(values)), "")

    def remove(self, handle: str) -> None:
        """Take a record off the list. Raises Problem."""
        keeping.demand(self._desk, keeping.CLERKS)
        keeping.change(self._desk, SPEND, keeping.named(self._desk, SPEND, handle), removed=True)

    def _read(self, values: Values) -> Spend:
        today = day_of(self._desk.today_date())
        kind = typed.choice(KINDS, values.get("kind", ""), "acquisition")
        told = Spend(
            kind=cast("SpendKind", kind),
            tool=self.tool_of(values.get("tool", "")),
            day=typed.day(values.get("date", ""), today),
            money=typed.sum_of(values.get("money", ""), self._desk.base.currency),
            minutes=typed.minutes(values.get("hours", "")),
            event=cast("EventKind", typed.choice(EVENTS, values.get("event", ""), "")),
            note=typed.line(values.get("note", "")),
        )
        if not (told.money or told.minutes or told.event):
            raise Problem(N_("Money, hours or an event: one of them is needed."), ExitCode.BAD_INPUT)
        return told

    def _row(self, each: Spend, by: str) -> SpendRow:
        return SpendRow(
            each.id.hex(),
            date_of(each.day),
            each.kind,
            each.tool,
            Money(each.money, self._desk.base.currency),
            each.minutes / spending.MINUTES_OF_AN_HOUR,
            each.event,
            each.note,
            by,
        )

    def _sums(self, rows: list[Spend], kind: SpendKind) -> SideSums:
        found = spending.side(rows, kind)
        return SideSums(Money(found.money, self._desk.base.currency), found.hours, found.events, found.records)
