"""F5: log a contact in two fields, kind and text; the rest is filled in and can be changed (S00.04, S03.32, U31)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from core.entities.work import TWO_WAY_BY_ITSELF, ActivityKind
from core.problem import Problem
from core.wording import work as words
from tui.desk.port_work import ContactEntry
from tui.glyphs import glyphs
from tui.screens.dialogs.base import Dialog, PickDialog
from tui.text import N_, field_name, fill, gettext
from tui.widgets.choice_field import ChoiceField
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField
from tui.widgets.window_table import Column

_WITH_NETWORK = ("messenger", "social")
NETWORKS = ("Telegram", "WhatsApp", "MAX", "VK")
_MOST_TEXT = 2000


class PeopleDialog(PickDialog[tuple[str, ...], tuple[str, str]]):
    """Returns the ids of the contact persons who took part: Space marks, Enter takes."""

    HAS_FIELD = False
    HEADING = N_("Who took part?")
    HINT = N_("Space mark · Enter take · Esc close")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "mark", show=False)]

    def __init__(self, people: Sequence[tuple[str, str]], chosen: Iterable[str]) -> None:
        super().__init__()
        self._people = list(people)
        self._chosen = dict.fromkeys(chosen)

    def columns(self) -> Sequence[Column[tuple[str, str]]]:
        return (
            Column("mark", str, 2, lambda row: (glyphs().marked if row[0] in self._chosen else "", "marked")),
            Column("name", str, 24, lambda row: (row[1], ""), flex=1),
        )

    def row_id(self, row: tuple[str, str]) -> str:
        return row[0]

    def answer(self, row: tuple[str, str]) -> tuple[str, ...]:
        return tuple(self._chosen) or (row[0],)

    def on_mount(self) -> None:
        self.table.styles.height = min(12, max(1, len(self._people)))
        self.offer(self._people)

    def action_mark(self) -> None:
        row = self.table.current
        if row is None:
            return
        if row[0] in self._chosen:
            del self._chosen[row[0]]
        else:
            self._chosen[row[0]] = None
        self.table.refresh()
        self.table.move_by(1)


class LogDialog(Dialog[bool]):
    """Returns True once the contact stands in the store. `minutes`: the usual ones by kind."""

    HEADING = N_("Log a contact")
    HINT = N_("← → kind · F7 who · F8 answered · Enter save · Esc leave")
    AUTO_FOCUS = "#field-kind"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", show=False),
        Binding("up,shift+tab", "app.focus_previous", show=False),
        Binding("f7", "people", show=False),
        Binding("f8", "answered", show=False),
        Binding("f9", "inbound", show=False),
    ]

    def __init__(
        self,
        client_id: str,
        name: str,
        minutes: Mapping[str, int],
        people: Sequence[tuple[str, str]],
        kind: str = "call",
    ) -> None:
        super().__init__()
        self._client_id = client_id
        self._client = name
        self._usual = minutes
        self._people = dict(people)
        self._kind = kind
        self._met: tuple[str, ...] = ()
        self._two_way = True
        self._inbound = False
        self._minutes_typed = False
        self._saving = False

    def heading(self) -> str:
        return fill(gettext("Log a contact: {name}"), name=self._client)

    def inside(self) -> Iterable[Widget]:
        yield from self._row("kind", ChoiceField(words.choices("contact"), self._kind, id="field-kind"))
        yield from self._row("text", LineField(max_length=_MOST_TEXT, id="field-text"))
        yield from self._row("minutes", LineField(str(self._usual[self._kind]), max_length=4, id="field-minutes"))
        networks = [("", "—"), *((each, each) for each in NETWORKS)]
        yield from self._row("network", ChoiceField(networks, id="field-network"))
        yield OneLine((), id="met")
        yield OneLine((), id="ticks")

    def _row(self, name: str, field: Widget) -> Iterable[Widget]:
        with Horizontal(classes="row", id=f"row-{name}"):
            yield OneLine(((field_name(name), "dim"),), classes="caption")
            yield field

    def on_mount(self) -> None:
        self._paint()

    @property
    def kind(self) -> ActivityKind:
        """What is chosen."""
        return cast("ActivityKind", self.query_one("#field-kind", ChoiceField).value)

    def _paint(self) -> None:
        self.query_one("#row-network").display = self.kind in _WITH_NETWORK
        names = ", ".join(self._people[each] for each in self._met) or gettext("nobody named")
        self.query_one("#met", OneLine).show((("F7 ", "accent"), (fill(gettext("Who: {names}"), names=names), "")))
        marked, by_itself = glyphs().marked, self.kind in TWO_WAY_BY_ITSELF
        answered = marked if self._two_way or by_itself else " "
        inbound = marked if self._inbound else " "
        self.query_one("#ticks", OneLine).show(
            (
                ("F8 ", "accent"),
                (f"[{answered}] " + gettext("the client answered") + "   ", "dim" if by_itself else ""),
                ("F9 ", "accent"),
                (f"[{inbound}] " + gettext("he began it"), ""),
            )
        )

    def on_choice_field_turned(self) -> None:
        if not self._minutes_typed:
            self.query_one("#field-minutes", LineField).set_text(str(self._usual[self.kind]))
            self._minutes_typed = False
        self._two_way = self.kind not in ("mailing", "sms", "gift")
        self._paint()

    def on_line_field_changed(self, event: LineField.Changed) -> None:
        if event.field.id == "field-minutes" and event.field.has_focus:
            self._minutes_typed = True

    def action_answered(self) -> None:
        self._two_way = not self._two_way
        self._paint()

    def action_inbound(self) -> None:
        self._inbound = not self._inbound
        self._paint()

    def action_people(self) -> None:
        if not self._people:
            self.tell(gettext("No contact person is on the card yet."), "warn")
            return

        def chosen(answer: tuple[str, ...] | None) -> None:
            if answer is not None:
                self._met = answer
                self._paint()

        self.app.push_screen(PeopleDialog(list(self._people.items()), self._met), chosen)

    def on_line_field_submitted(self) -> None:
        self._submit()

    def on_choice_field_submitted(self) -> None:
        self._submit()

    def _submit(self) -> None:
        typed = self.query_one("#field-minutes", LineField).text.strip()
        if typed and not typed.isdecimal():
            self.tell(gettext("Minutes are a whole number."), "warn")
            return
        if self._saving:
            return
        self._saving = True
        network = self.query_one("#field-network", ChoiceField).value if self.kind in _WITH_NETWORK else ""
        entry = ContactEntry(
            kind=self.kind,
            text=self.query_one("#field-text", LineField).text,
            minutes=int(typed) if typed else -1,
            two_way=self._two_way or self.kind in TWO_WAY_BY_ITSELF,
            inbound=self._inbound,
            network=network,
            people=self._met,
        )
        self.ask(partial(self.station.desk.work.log, self._client_id, entry), self._saved, "save")

    def _saved(self, _answer: None) -> None:
        self.dismiss(True)

    def refused(self, problem: Problem) -> None:
        self._saving = False
        super().refused(problem)
