"""Base of the dialogs: an opaque box over the unchanged workplace, Esc and F10 close it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.worker import get_current_worker

from core.problem import Problem
from tui.keys import with_twins
from tui.text import gettext, say
from tui.widgets.bars_of_screen import HintLine
from tui.widgets.drawn import OneLine, Says
from tui.widgets.line_field import LineField
from tui.widgets.row_pages import Rows
from tui.widgets.window_table import Column, WindowTable

if TYPE_CHECKING:
    from tui.app import Workstation

Answer = TypeVar("Answer")
R = TypeVar("R")
T = TypeVar("T")


class Dialog(ModalScreen[Answer | None], Generic[Answer], inherit_bindings=False):
    """Title, what subclasses give in `inside()`, a line of keys."""

    CSS_PATH = "dialogs.tcss"
    ALLOW_SELECT = False
    HEADING: ClassVar[str] = ""
    """msgid."""
    HINT: ClassVar[str] = ""
    """msgid."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10", "close", show=False),
        Binding("f1", "help", show=False),
        Binding("f12", "lock", show=False),
        Binding("ctrl+l", "redraw", show=False),
    ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield OneLine(((self.heading(), "title"),), classes="heading")
            yield from self.inside()
            yield Says(id="says", classes="says")
            yield HintLine(((gettext(self.HINT), "dim"),), classes="hint")

    @property
    def station(self) -> Workstation:
        return cast("Workstation", self.app)

    def heading(self) -> str:
        return gettext(self.HEADING)

    def inside(self) -> Iterable[Widget]:
        raise NotImplementedError

    def tell(self, text: str, ink: str = "dim") -> None:
        self.query_one("#says", Says).show(text, ink)

    def ask(self, call: Callable[[], T], then: Callable[[T], object], group: str = "ask") -> None:
        """Run `call` in a thread and `then` with its answer on the drawing thread; newer asks of a group win."""
        self.run_worker(partial(self._asked, call, then), thread=True, group=group, exclusive=True, exit_on_error=False)

    def _asked(self, call: Callable[[], T], then: Callable[[T], object]) -> None:
        worker = get_current_worker()
        try:
            answer = call()
        except Problem as problem:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._deliver, self.refused, problem)
            return
        except Exception as error:
            self.app.call_from_thread(self.app._handle_exception, error)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._deliver, then, answer)

    def _deliver(self, then: Callable[[Any], object], answer: object) -> None:
        if self.is_attached:
            then(answer)

    def refused(self, problem: Problem) -> None:
        """The desk has said no: its sentence stands above the keys."""
        self.tell(say(problem), "bad")

    def action_close(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        if self.station.workplaces is not None:
            self.station.workplaces.explain(self.heading(), gettext(self.HINT))

    def action_lock(self) -> None:
        self.station.lock("key")

    def action_redraw(self) -> None:
        self.station.redraw()


class PickDialog(Dialog[Answer], Generic[Answer, R], inherit_bindings=True):
    """A list to pick one line from, with a field above that narrows it (or without)."""

    HAS_FIELD: ClassVar[bool] = True
    AUTO_FOCUS = "LineField, WindowTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("enter", "pick", show=False),
    ]

    def columns(self) -> Sequence[Column[R]]:
        raise NotImplementedError

    def row_id(self, row: R) -> str:
        raise NotImplementedError

    def answer(self, row: R) -> Answer | None:
        """What the dialog returns for the row."""
        raise NotImplementedError

    def inside(self) -> Iterable[Widget]:
        if self.HAS_FIELD:
            yield LineField(max_length=100, id="pick-field")
        yield WindowTable(self.columns(), self.row_id, empty=self.empty, id="pick-list", header=False)

    def empty(self) -> str:
        return gettext("Nothing found.")

    @property
    def table(self) -> WindowTable[R]:
        return cast("WindowTable[R]", self.query_one("#pick-list", WindowTable))

    def offer(self, rows: Sequence[R], at: int = 0) -> None:
        self.table.set_source(Rows(rows, [self.row_id(row) for row in rows]), at)

    def action_move(self, by: int) -> None:
        self.table.move_by(by)

    def action_page(self, by: int) -> None:
        self.table.page_by(by)

    def action_pick(self) -> None:
        row = self.table.current
        if row is not None:
            self.dismiss(self.answer(row))

    def on_line_field_submitted(self) -> None:
        self.action_pick()

    def on_window_table_opened(self, event: WindowTable.Opened) -> None:
        event.stop()
        self.action_pick()


def letters(*pairs: tuple[str, str]) -> list[BindingType]:
    """Bindings of letter keys with their twins: (key, action)."""
    return [Binding(with_twins(key), action, show=False) for key, action in pairs]


__all__ = ["Dialog", "PickDialog", "letters"]
