"""LOGIN: the unlock screen. It is painted before anything heavy is imported, so it stands on Textual alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import Screen

from tui.safe_text import wrap
from tui.text import ago, count, fill, gettext, say
from tui.widgets.drawn import Line, OneLine, Pager, Piece
from tui.widgets.line_field import LineField, SecretField

if TYPE_CHECKING:
    from core.problem import Problem
    from tui.app import Workstation
    from tui.desk.port import Door


class LoginScreen(Screen[None], inherit_bindings=False):
    """Name, passphrase, the number of the last log entry."""

    ALLOW_SELECT = False
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10,ctrl+c", "leave", show=False),
        Binding("tab,down", "app.focus_next", show=False),
        Binding("shift+tab,up", "app.focus_previous", show=False),
        Binding("ctrl+l", "redraw", show=False),
        Binding("f1", "explain", show=False),
    ]

    def __init__(self, login: str = "") -> None:
        super().__init__()
        self._login = login
        self._waiting = False
        self._door: Door | None = None

    @property
    def station(self) -> Workstation:
        return cast("Workstation", self.app)

    def compose(self) -> ComposeResult:
        with Vertical(id="door"):
            yield OneLine(((gettext("Kartoteka"), "title"),), id="door-name")
            yield OneLine(((gettext("The base is locked."), "dim"),), id="door-state")
            yield OneLine((), id="door-checkpoint")
            yield OneLine(((gettext("Login"), ""),), classes="caption")
            yield LineField(self._login, max_length=64, id="login")
            yield OneLine(((gettext("Passphrase"), ""),), classes="caption")
            yield SecretField(id="secret")
            yield Pager(id="door-says")
            yield OneLine(self._hint(), id="door-hint")

    def _hint(self) -> Line:
        pieces: list[Piece] = []
        for key, what in (("Enter", gettext("unlock")), ("Tab", gettext("other field")), ("F10", gettext("leave"))):
            pieces += [(key, "accent"), (f" {what}   ", "dim")]
        return tuple(pieces)

    def on_mount(self) -> None:
        self.query_one("#door-says", Pager).can_focus = False
        self.query_one(SecretField if self._login else LineField).focus()

    def show_door(self, door: Door) -> None:
        """The core is loaded: say what may be said before unlocking."""
        self._door = door
        state = fill(gettext("The base is locked. Last entry of the log: {number}."), number=count(door.log_size))
        self.query_one("#door-state", OneLine).show(((state, "dim"),))
        if door.checkpoint is not None:
            told = fill(
                gettext("Checkpoint: {number}, {ago}."), number=count(door.checkpoint), ago=ago(door.checkpoint_minutes)
            )
            # A log shorter than what somebody has seen of it was cut or put back.
            self.query_one("#door-checkpoint", OneLine).show(
                ((told, "dim" if door.checkpoint <= door.log_size else "bad"),)
            )
        field = self.query_one("#login", LineField)
        if door.login and not field.text:
            field.set_text(door.login)
            self.query_one(SecretField).focus()
        if self._waiting:
            self._unlock()

    def tell(self, text: str, ink: str = "dim") -> None:
        says = self.query_one("#door-says", Pager)
        says.show([((part, ink),) for part in wrap(text, max(20, says.content_size.width))] if text else [])

    def refused(self, problem: Problem) -> None:
        self.tell(say(problem), "bad")
        self.query_one(SecretField).focus()

    def on_line_field_submitted(self) -> None:
        self.query_one(SecretField).focus()

    def on_secret_field_submitted(self) -> None:
        self._unlock()

    def _unlock(self) -> None:
        if self._door is None:
            # Typed faster than the core loads: the passphrase stays in its field until the desk is there.
            self._waiting = True
            self.tell(gettext("Loading…"))
            return
        self._waiting = False
        login = self.query_one("#login", LineField).text.strip()
        secret = self.query_one(SecretField).take()
        self.tell(gettext("Unlocking…"))
        self.station.unlock(login, secret)

    def action_leave(self) -> None:
        self.query_one(SecretField).wipe()
        self.app.exit()

    def action_redraw(self) -> None:
        self.station.redraw()

    def action_explain(self) -> None:
        self.tell(gettext("The passphrase opens the keys; nobody can look it up or reset it."))
