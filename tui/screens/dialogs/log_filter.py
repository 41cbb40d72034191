"""What the log is narrowed to: a day or a client in the field, one person and one kind by a mark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from textual.binding import Binding, BindingType

from core.wording.log_kinds import kind_name
from tui.desk.port_audit import LogFilter
from tui.screens.dialogs.base import PickDialog
from tui.text import N_, date, fill, gettext
from tui.widgets.line_field import LineField
from tui.widgets.window_table import Column

_GROUPS = {"who": N_("Who"), "kind": N_("What")}
_ID_LETTERS = 32


@dataclass(frozen=True)
class Choice:
    """One line that can be marked."""

    group: str
    value: str


def log_filter_text(narrowed: LogFilter) -> str:
    """The filter in a few words for the status line; empty for none."""
    parts = [narrowed.who or "", kind_name(narrowed.kind) if narrowed.kind else ""]
    parts.append(fill(gettext("client {id}"), id=narrowed.client[:8]) if narrowed.client else "")
    parts.append(fill(gettext("since {day}"), day=date(narrowed.since)) if narrowed.since else "")
    return " · ".join(part for part in parts if part)


def day_of(text: str) -> dt.date | None:
    """A day written `2026-11-24`, `24.11.2026` or `24.11.26`; None for anything else."""
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007  (a day, no instant)
        except ValueError:
            continue
    return None


class LogFilterDialog(PickDialog[LogFilter, Choice]):
    """Returns the new filter."""

    HEADING = N_("Narrow the log")
    HINT = N_("A day or a client above · Tab to the marks · Space mark · Enter apply · Del clear")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", show=False),
        Binding("delete", "clear", show=False),
        Binding("tab,shift+tab", "other", show=False),
    ]

    def __init__(self, present: LogFilter, people: Iterable[str], kinds: Iterable[str]) -> None:
        super().__init__()
        self._present = present
        self._choices = [*(Choice("who", each) for each in people), *(Choice("kind", each) for each in kinds)]

    def columns(self) -> Sequence[Column[Choice]]:
        return (
            Column("group", str, 10, lambda row: (gettext(_GROUPS[row.group]), "dim")),
            Column(
                "value", str, 30, lambda row: (kind_name(row.value) if row.group == "kind" else row.value, ""), flex=1
            ),
        )

    def row_id(self, row: Choice) -> str:
        return f"{row.group}:{row.value}"

    def on_mount(self) -> None:
        for group, value in (("who", self._present.who), ("kind", self._present.kind)):
            if value:
                self.table.marks.add(f"{group}:{value}")
        since, client = self._present.since, self._present.client
        self.query_one(LineField).set_text(since.isoformat() if since else client or "")
        self.offer(self._choices)

    def answer(self, row: Choice) -> LogFilter | None:
        return self._chosen(row)

    def _chosen(self, under: Choice | None = None) -> LogFilter | None:
        marked = {each.group: each.value for each in self._choices if self.row_id(each) in self.table.marks}
        if not marked and under is not None and self.focused is self.table:
            marked = {under.group: under.value}
        text = self.query_one(LineField).text.strip()
        since = day_of(text)
        client = text.lower() if len(text) == _ID_LETTERS and since is None else None
        if text and since is None and client is None:
            self.tell(gettext("Write a day such as 24.11.2026, or the 32 signs of a client's number."), "bad")
            return None
        return LogFilter(marked.get("who"), client, marked.get("kind"), since)

    def action_pick(self) -> None:
        chosen = self._chosen(self.table.current)
        if chosen is not None:
            self.dismiss(chosen)

    def action_other(self) -> None:
        target = self.query_one(LineField) if self.focused is self.table else self.table
        cast("LineField | Any", target).focus()

    def action_mark(self) -> None:
        row = self.table.current
        if self.focused is not self.table or row is None:
            return
        mine = {mark for mark in self.table.marks if mark.startswith(row.group + ":") and mark != self.row_id(row)}
        self.table.marks -= mine
        self.table.toggle_mark()

    def action_clear(self) -> None:
        self.table.marks.clear()
        self.query_one(LineField).set_text("")
        self.table.refresh()
