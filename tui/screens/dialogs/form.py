"""A few named lines to fill in at once, and a passphrase to type twice where one is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from tui.screens.dialogs.base import Dialog
from tui.text import N_, gettext
from tui.widgets.choice_field import ChoiceField
from tui.widgets.drawn import OneLine
from tui.widgets.line_field import LineField, SecretField, wipe


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of a form. `caption` is to be read already."""

    name: str
    caption: str
    text: str = ""
    most: int = 200
    choices: tuple[tuple[str, str], ...] = ()
    """(value, word) of what it can be; empty: anything is typed."""


@dataclass
class Filled:
    """What was typed, by name of the line. `secret` is the receiver's to wipe."""

    values: dict[str, str]
    secret: bytearray = field(default_factory=bytearray)


Check = Callable[[dict[str, str]], str]
"""Gives a sentence about what is wrong with the lines, empty where nothing is."""


class FormDialog(Dialog[Filled]):
    """Returns what was typed once `check` has nothing to say against it."""

    HINT = N_("Tab next line · Enter go on · Esc leave it")
    AUTO_FOCUS = "LineField, SecretField"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "app.focus_next", show=False),
        Binding("up,shift+tab", "app.focus_previous", show=False),
    ]

    def __init__(self, heading: str, lines: Sequence[FormLine], check: Check, *, secret: bool = False) -> None:
        super().__init__()
        self._told = heading
        self._lines = lines
        self._check = check
        self._secret = secret

    def heading(self) -> str:
        return self._told

    def inside(self) -> Iterable[Widget]:
        for line in self._lines:
            with Horizontal(classes="row"):
                yield OneLine(((line.caption, "dim"),), classes="caption")
                name = f"line-{line.name}"
                if line.choices:
                    yield ChoiceField(line.choices, line.text, id=name)
                else:
                    yield LineField(line.text, max_length=line.most, id=name)
        captions = (gettext("First passphrase"), gettext("Once more")) if self._secret else ()
        for number, caption in enumerate(captions):
            with Horizontal(classes="row"):
                yield OneLine(((caption, "dim"),), classes="caption")
                yield SecretField(id=f"secret-{number}")

    def on_line_field_submitted(self) -> None:
        self._submit()

    def on_choice_field_submitted(self) -> None:
        self._submit()

    def on_secret_field_submitted(self) -> None:
        self._submit()

    def _typed(self, name: str) -> str:
        field = self.query_one(f"#line-{name}")
        return (
            field.value if isinstance(field, ChoiceField) else self.query_one(f"#line-{name}", LineField).text.strip()
        )

    def _submit(self) -> None:
        values = {line.name: self._typed(line.name) for line in self._lines}
        wrong = self._check(values)
        if wrong:
            self.tell(wrong, "warn")
            return
        if not self._secret:
            self.dismiss(Filled(values))
            return
        first, again = (self.query_one(f"#secret-{number}", SecretField).take() for number in (0, 1))
        same = first == again and bool(first)
        wipe(again)
        if same:
            self.dismiss(Filled(values, first))
        else:
            wipe(first)
            self.query_one("#secret-0", SecretField).focus()
            self.tell(gettext("The two passphrases differ: try again."), "warn")
