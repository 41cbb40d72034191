"""The form of a client: typed or taken from the base, with one button that changes with him (S03.51–S03.55).

What stands here is nobody's until it is saved; taking a client from the base is one step that Ctrl+Z takes back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, cast

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from core.problem import Problem
from tui.desk.port import EditField
from tui.desk.port_newcomers import KINDS, ClientKind, Double, TakenClient
from tui.glyphs import glyphs
from tui.keys import with_twins
from tui.screens.dialogs.base import Dialog
from tui.screens.dialogs.client_saving import Saved, SaveFlow
from tui.screens.dialogs.criteria import CriteriaDialog
from tui.screens.dialogs.doubles import warning_text
from tui.screens.dialogs.edit import EditDialog
from tui.screens.dialogs.find import Chosen, Create, FindDialog, Several, Taken
from tui.text import N_, field_name, fill, gettext
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField

SEARCHED = frozenset(("name", "inn", "phone", "email", "external_id"))
"""Fields whose text F2 looks for; from any other it looks for the name."""
WARNED_BY = frozenset(("name", "inn", "kpp", "phone", "email", "site", "city"))
_PAUSE_SECONDS = 0.25
"""Silence of the keys before doubles are looked for."""
KIND_NAMES: dict[ClientKind, str] = {"company": N_("Firm"), "person": N_("Person")}


@dataclass(frozen=True)
class State:
    """Everything a step of undo puts back."""

    kind: ClientKind
    values: dict[str, str]
    taken: TakenClient | None
    marked: bool


class FormButton(OneLine):
    """A line one can click."""

    def __init__(self, action: str, *, id: str) -> None:  # noqa: A002
        super().__init__((), id=id)
        self._action = action

    async def on_click(self) -> None:
        await self.screen.run_action(self._action)


class ClientForm(Dialog[Saved]):
    """Returns what was saved. `text` is what somebody looked for in vain, `client_id` a client to begin with."""

    HEADING = N_("Client")
    HINT = N_("F2 find and take · Ctrl+Z take back · Enter save · Esc leave")
    AUTO_FOCUS = "#field-name"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", show=False),
        Binding("up,shift+tab", "app.focus_previous", show=False),
        Binding("f2", "find", show=False),
        Binding("f4", "button", show=False),
        Binding("f7", "kind", show=False),
        Binding("f8", "take_double", show=False),
        Binding("f9", "clients", show=False),
        Binding(with_twins("ctrl+z"), "undo_fill", show=False),
    ]

    def __init__(self, text: str = "", client_id: str = "", *, marked: bool = False) -> None:
        super().__init__()
        self._text, self._client_id = text, client_id
        self.kind: ClientKind = "company"
        self.taken: TakenClient | None = None
        self.marked = marked
        self._steps: list[State] = []
        self._doubles: tuple[Double, ...] = ()
        self._flow = SaveFlow(self)

    # Drawing

    def inside(self) -> Iterable[Widget]:
        yield OneLine((), id="kind")
        limits = {f.name: f.max_length for kind in KINDS for f in self.station.desk.newcomers.fields(kind)}
        for name, limit in limits.items():
            with Horizontal(classes="row", id=f"row-{name}"):
                yield OneLine(((field_name(name), "dim"),), classes="caption")
                yield LineField(max_length=limit, id=f"field-{name}")
        yield OneLine((), id="warning")
        with Horizontal(classes="buttons"):
            yield FormButton("screen.button", id="button")
            yield FormButton("screen.clients", id="clients")

    def on_mount(self) -> None:
        self._warn_later = self.set_timer(_PAUSE_SECONDS, self._warn, pause=True)
        if self._client_id:
            self.take(self._client_id)
        for field in self.query(LineField):
            field.takes_blocks = True
        kind, values = self.station.desk.newcomers.guess(self._text) if self._text else (self.kind, {})
        self._put(State(kind, values, None, self.marked))

    def _paint(self) -> None:
        shown = [f.name for f in self.station.desk.newcomers.fields(self.kind)]
        for row in self.query(".row"):
            row.display = str(row.id).removeprefix("row-") in shown
        chosen = glyphs().marked
        kinds = [
            (
                f"({chosen if kind == self.kind else ' '}) " + gettext(KIND_NAMES[kind]) + "  ",
                "dim" if kind != self.kind else "",
            )
            for kind in KINDS
        ]
        self.query_one("#kind", OneLine).show((("F7 ", "accent"), *kinds))
        self.query_one("#button", OneLine).show((("F4 ", "accent"), (f" {self._button_text()} ", "chip")))
        self.query_one("#clients", OneLine).show((("F9 ", "accent"), (" " + gettext("Clients") + " ", "chip")))
        self._paint_warning()

    def _button_text(self) -> str:
        if self.taken is not None:
            return gettext("Edit the regular client")
        return gettext("Will be added when saved") if self.marked else gettext("Add to the regular clients")

    def _paint_warning(self) -> None:
        line = self.query_one("#warning", OneLine)
        if self.taken is not None:
            masks = ", ".join(self.taken.masks)
            line.show(((fill(gettext("In the base: {contacts}"), contacts=masks), "dim"),) if masks else ())
        elif self._doubles:
            line.show((("F8 ", "accent"), (warning_text(self._doubles[0]), "warn")))
        else:
            line.show(())

    # What stands in the form

    def field(self, name: str) -> LineField:
        return self.query_one(f"#field-{name}", LineField)

    def values(self) -> dict[str, str]:
        """What stands in the fields of this kind of client."""
        return {f.name: self.field(f.name).text for f in self.station.desk.newcomers.fields(self.kind)}

    def _put(self, state: State) -> None:
        self.kind, self.taken, self.marked = state.kind, state.taken, state.marked
        for field in cast("Iterable[LineField]", self.query(LineField)):
            field.set_text(state.values.get(str(field.id).removeprefix("field-"), ""))
        self._doubles = ()
        self._paint()

    def _step(self, state: State) -> None:
        """Put another state; Ctrl+Z puts this one back."""
        self._steps.append(State(self.kind, self.values(), self.taken, self.marked))
        self._put(state)

    def action_undo_fill(self) -> None:
        if self._steps:
            self._put(self._steps.pop())
            self.tell(gettext("Taken back."))

    def action_kind(self) -> None:
        if self.taken is None:
            kind = KINDS[(KINDS.index(self.kind) + 1) % len(KINDS)]
            self._put(State(kind, self.values(), None, self.marked))

    def action_button(self) -> None:
        """Mark a new client for the base, or open the card of one that came from it."""
        taken = self.taken
        if taken is not None:
            self.ask(partial(self.station.desk.edit_form, taken.id), partial(self._edit, taken.id))
            return
        self.marked = not self.marked
        self._paint()

    def _edit(self, client_id: str, form: tuple[EditField, ...]) -> None:
        self.app.push_screen(EditDialog(client_id, form), lambda saved: self.take(client_id) if saved else None)

    # Finding and taking

    def action_find(self) -> None:
        focused = self.focused
        name = str(focused.id).removeprefix("field-") if isinstance(focused, LineField) else "name"
        self._find(self.field(name if name in SEARCHED else "name").text)

    def action_clients(self) -> None:
        self._find("")

    def _find(self, text: str) -> None:
        self.app.push_screen(FindDialog(text, creating=self.taken is None), self._chosen)

    def _chosen(self, answer: Chosen | None) -> None:
        if isinstance(answer, Several):
            self.app.push_screen(CriteriaDialog(answer.text), self._chosen)
        elif isinstance(answer, Taken):
            self.take(answer.client_id)
        elif isinstance(answer, Create):
            typed = {name: text for name, text in self.values().items() if text.strip()}
            kind, guessed = self.station.desk.newcomers.guess(answer.text)
            self._step(State(self.kind if typed else kind, guessed | typed, None, marked=True))

    def action_take_double(self) -> None:
        if self._doubles and self.taken is None:
            self.take(self._doubles[0].id)

    def take(self, client_id: str) -> None:
        """Fill the form with a client of the base, in one step."""
        self.ask(partial(self.station.desk.newcomers.take, client_id), self._took, "take")

    def _took(self, taken: TakenClient) -> None:
        self._step(State(taken.kind, dict(taken.values), taken, marked=False))
        self.tell(gettext("Taken from the base; Ctrl+Z takes it back."))

    # A pasted block of requisites

    def on_line_field_block(self, event: LineField.Block) -> None:
        event.stop()
        if self.taken is None:
            self.ask(partial(self.station.desk.newcomers.requisites, event.block), self._read_block, "block")

    def _read_block(self, found: tuple[ClientKind, dict[str, str], tuple[str, ...]]) -> None:
        kind, values, lost = found
        if not values:
            self.tell(gettext("No requisites were found in what was pasted."), "warn")
            return
        typed = {name: text for name, text in self.values().items() if text.strip()}
        self._step(State(kind, typed | values, None, self.marked))
        if lost:
            self.tell(fill(gettext("Not understood: {lines}"), lines=" · ".join(lost)), "warn")
        else:
            self.tell(gettext("Everything was understood; Ctrl+Z takes it back."))
        self._warn_later.reset()
        self._warn()

    # Doubles while one types

    def on_line_field_changed(self, event: LineField.Changed) -> None:
        if self.taken is None and str(event.field.id).removeprefix("field-") in WARNED_BY:
            self._warn_later.stop()
            self._warn_later = self.set_timer(_PAUSE_SECONDS, self._warn)

    def on_unmount(self) -> None:
        self._warn_later.stop()

    def _warn(self) -> None:
        if not self.query(LineField):
            return  # the form was closed while the clock ran
        self.ask(partial(self.station.desk.newcomers.warn, self.kind, self.values()), self._warned, "warn")

    def _warned(self, doubles: tuple[Double, ...]) -> None:
        self._doubles = doubles
        self._paint_warning()

    # Saving

    def on_line_field_submitted(self) -> None:
        self._flow.begin()

    def refused(self, problem: Problem) -> None:
        self._flow.busy = False
        super().refused(problem)
