"""What the client list is narrowed to: a text, and marks on levels, rhythm, letters, owners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from textual.binding import Binding, BindingType

from core.entities.vocabulary import LEVELS, STATES
from tui.desk.port import ListFilter
from tui.screens.dialogs.base import PickDialog
from tui.text import N_, fill, gettext, label
from tui.widgets.line_field import LineField
from tui.widgets.window_table import Column

_GROUPS = {"levels": N_("Level"), "states": N_("Rhythm"), "abc": N_("ABC"), "owners": N_("Owner"), "debts": N_("Money"),
           "tags": N_("Tag"), "own": N_("Own field")}  # fmt: skip
_KINDS = {"levels": "level", "states": "state"}


@dataclass(frozen=True)
class Choice:
    """One line that can be marked."""

    group: str
    value: str

    @property
    def title(self) -> str:
        if self.group == "debts":
            return gettext("Owes past the day")
        if self.group == "own":
            return self.value.replace("=", ": ", 1)
        kind = _KINDS.get(self.group)
        return self.value if kind is None else label(kind, self.value)


def filter_text(wanted: ListFilter) -> str:
    """The filter in a few words for the status line; empty for none."""
    parts = [fill(gettext("“{text}”"), text=wanted.text)] if wanted.text else []
    parts += [", ".join(label("level", value, short=True) for value in wanted.levels)] if wanted.levels else []
    parts += [", ".join(label("state", value, short=True) for value in wanted.states)] if wanted.states else []
    parts += ["".join(wanted.abc)] if wanted.abc else []
    parts += [", ".join(wanted.owners)] if wanted.owners else []
    parts += [gettext("Owes past the day")] if wanted.debts else []
    parts += [", ".join(f"#{tag}" for tag in wanted.tags)] if wanted.tags else []
    parts += [", ".join(each.replace("=", ": ", 1) for each in wanted.own)] if wanted.own else []
    return " · ".join(parts)


class FilterDialog(PickDialog[ListFilter, Choice]):
    """Returns the new filter."""

    HEADING = N_("Filter")
    HINT = N_("Tab to the marks · Space mark · Enter apply · Del clear")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", show=False),
        Binding("delete", "clear", show=False),
        Binding("tab,shift+tab", "other", show=False),
    ]

    def __init__(
        self, present: ListFilter, owners: Iterable[str], tags: Iterable[str] = (), own: Iterable[str] = ()
    ) -> None:
        super().__init__()
        self._present = present
        self._choices = [
            *(Choice("levels", value) for value in LEVELS),
            *(Choice("states", value) for value in STATES),
            *(Choice("abc", value) for value in "ABC"),
            Choice("debts", "overdue"),
            *(Choice("owners", value) for value in owners),
            *(Choice("tags", value) for value in tags),
            *(Choice("own", value) for value in own),
        ]

    def columns(self) -> Sequence[Column[Choice]]:
        return (
            Column("group", str, 16, lambda row: (gettext(_GROUPS[row.group]), "dim")),
            Column("value", str, 20, lambda row: (row.title, ""), flex=1),
        )

    def row_id(self, row: Choice) -> str:
        return f"{row.group}:{row.value}"

    def answer(self, row: Choice) -> ListFilter:  # noqa: ARG002
        return self._chosen()

    def _chosen(self) -> ListFilter:
        marked: dict[str, Any] = {group: [] for group in _GROUPS}
        for choice in self._choices:
            if self.row_id(choice) in self.table.marks:
                marked[choice.group].append(choice.value)
        text = self.query_one(LineField).text.strip()
        return ListFilter(text=text, **{group: tuple(values) for group, values in marked.items()})

    def on_mount(self) -> None:
        for group in _GROUPS:
            self.table.marks.update(f"{group}:{value}" for value in getattr(self._present, group))
        self.query_one(LineField).set_text(self._present.text)
        self.offer(self._choices)

    def action_pick(self) -> None:
        self.dismiss(self._chosen())

    def action_move(self, by: int) -> None:
        if self.focused is not self.table:
            self.table.focus()
            return
        if by < 0 and self.table.cursor == 0:
            self.query_one(LineField).focus()
            return
        super().action_move(by)

    def action_other(self) -> None:
        target = self.query_one(LineField) if self.focused is self.table else self.table
        cast("LineField | Any", target).focus()

    def action_mark(self) -> None:
        self.table.toggle_mark()

    def action_clear(self) -> None:
        self.table.marks.clear()
        self.query_one(LineField).set_text("")
        self.table.refresh()
