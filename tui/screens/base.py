"""Base of the workplaces: title line, status line, body, footer; the verbs every screen has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import get_current_worker

from core.problem import Problem
from tui.commands.base import Command, bindings_of
from tui.commands.everywhere import EVERYWHERE
from tui.glyphs import glyphs
from tui.text import gettext, label, say
from tui.widgets.bars_of_screen import FooterLine, StatusLine, TitleLine
from tui.widgets.drawn import Line, Pager
from tui.widgets.window_table import WindowTable

if TYPE_CHECKING:
    from core.entities.vocabulary import Role
    from tui.app import Workstation
    from tui.desk.port import DeskPort

T = TypeVar("T")
WIDE = 100
"""Cells from which on a screen counts as wide."""
WRITING = frozenset(("edit_record", "remove_record", "undo_last", "new_client", "log_contact", "new_task", "mail_list"))
"""Verbs that are off in a session that only reads."""


class WorkScreen(Screen[None]):
    """One workplace. Subclasses give `CODE`, `HEADING`, `OFFERS`, `RULE`, `body()` and `load()`."""

    CODE: ClassVar[str] = ""
    HEADING: ClassVar[str] = ""
    """msgid."""
    OFFERS: ClassVar[tuple[type[Command], ...]] = ()
    RULE: ClassVar[tuple[str, ...]] = ()
    """msgids: the rule behind the screen, for F1."""
    SOURCES: ClassVar[str] = ""
    """Rows of the requirements the rule comes from."""
    ALLOW_SELECT = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  (Textual declares it)
        (0, "-narrow"),
        (WIDE, "-wide"),
    ]
    AUTO_FOCUS = "WindowTable, Pager"

    def __init_subclass__(cls, **_: Any) -> None:
        # Our keys are all there are: Textual's own would bring Tab focus and copying back.
        cls.BINDINGS = list(bindings_of(cls.all_commands()))
        super().__init_subclass__(inherit_bindings=False)

    def __init__(self) -> None:
        super().__init__()
        self.stale = True
        """Something shown here has changed while another screen was on top."""

    @classmethod
    def all_commands(cls) -> tuple[type[Command], ...]:
        return tuple(dict.fromkeys((*cls.OFFERS, *EVERYWHERE)))

    # Where it stands

    @property
    def station(self) -> Workstation:
        return cast("Workstation", self.app)

    @property
    def desk(self) -> DeskPort:
        return self.station.desk

    @property
    def role(self) -> Role:
        return self.station.role

    def can(self, verb: str) -> bool:
        """Whether the verb makes sense now; screens narrow it."""
        if verb == "stop_job":
            return self.station.job is not None
        if verb == "log_contact" and not self.client_in_hand():
            return False
        if verb == "export_list":
            return self.exported() is not None
        if verb in WRITING:
            return not self.station.options.read_only
        return True

    def client_in_hand(self) -> str:
        """Id of the client whom a contact or a task would be about; empty where there is none."""
        return ""

    def exported(self) -> dict[str, str] | None:
        """The words that name the table shown, for an export of it; None where there is none to take out."""
        return None

    # Painting

    def compose(self) -> ComposeResult:
        yield TitleLine(id="title")
        yield StatusLine(id="status")
        yield from self.body()
        yield FooterLine(self.footer_commands, id="footer")

    def footer_commands(self) -> tuple[type[Command], ...]:
        """Commands for the footer, most wanted first: those that fit are shown."""
        return self.all_commands()

    def body(self) -> Iterable[Widget]:
        """Widgets between the status line and the footer."""
        raise NotImplementedError

    def load(self) -> None:
        """Ask the desk for what is shown; called at the first showing and whenever it may be stale."""

    def on_mount(self) -> None:
        self.paint_title()

    def on_resize(self) -> None:
        """The width has changed; screens that wrap text paint it anew."""

    def on_pager_returned(self, event: Pager.Returned) -> None:
        event.stop()
        self.on_resize()

    def on_screen_resume(self) -> None:
        self.paint_title()
        self.status.set_job(self.station.job_line)
        if self.stale:
            self.stale = False
            self.load()

    def paint_title(self) -> None:
        greeting = self.station.greeting
        who = "" if greeting is None else f"{greeting.name}, {label('role', greeting.role, short=True).lower()}"
        firm = "" if greeting is None else greeting.firm
        self.query_one(TitleLine).tell(gettext(self.HEADING), self.title_detail(), firm, who)

    def title_detail(self) -> str:
        """What follows the title: a count, a name."""
        return ""

    @property
    def status(self) -> StatusLine:
        return self.query_one(StatusLine)

    def notice(self, text: str, ink: str = "accent") -> None:
        """One sentence in the status line; stays until the next command."""
        self.status.set_notice(((text, ink),) if text else ())

    def problem(self, problem: Problem) -> None:
        self.notice(f"{glyphs().marked} {say(problem)}", "bad")

    def renew_footer(self) -> None:
        self.query_one(FooterLine).renew()

    # Asking the desk

    def ask(self, group: str, call: Callable[[], T], then: Callable[[T], None]) -> None:
        """Run `call` in a thread and `then` with its answer on the drawing thread; newer asks of a group win."""
        self.run_worker(partial(self._asked, call, then), thread=True, group=group, exclusive=True, exit_on_error=False)

    def _asked(self, call: Callable[[], T], then: Callable[[T], None]) -> None:
        worker = get_current_worker()
        try:
            answer = call()
        except Problem as problem:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.problem, problem)
            return
        except Exception as error:
            self.app.call_from_thread(self.app._handle_exception, error)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self._deliver, then, answer)

    def _deliver(self, then: Callable[[Any], None], answer: object) -> None:
        if self.is_attached:
            then(answer)
            self.renew_footer()

    # Commands

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action != "command":
            return True
        command = self.command_named(str(parameters[0]))
        return command is not None and command.able(self)

    def command_named(self, name: str) -> type[Command] | None:
        return next((command for command in self.all_commands() if command.name() == name), None)

    async def action_command(self, name: str) -> None:
        command = self.command_named(name)
        if command is not None and command.able(self):
            self.status.set_notice(())
            await command.run(self)

    # Verbs of every screen: the station does them

    def show_help(self) -> None:
        self.station.show_help(self)

    def find_client(self) -> None:
        self.station.find_client()

    def new_client(self) -> None:
        self.station.new_client()

    def show_palette(self) -> None:
        self.station.show_palette(self)

    def show_menu(self) -> None:
        self.station.show_menu()

    def go_back(self) -> None:
        self.station.go_back()

    def lock_now(self) -> None:
        self.station.lock("key")

    def leave(self) -> None:
        self.station.ask_to_leave()

    def redraw(self) -> None:
        self.station.redraw()

    def next_theme(self) -> None:
        self.station.next_theme()

    def stop_job(self) -> None:
        if self.station.job is not None:
            self.station.job.stop()

    def log_contact(self) -> None:
        from tui.screens.working import ask_contact

        ask_contact(self, self.client_in_hand())

    def new_task(self) -> None:
        from tui.screens.working import ask_task

        ask_task(self, self.client_in_hand())

    def export_list(self) -> None:
        from tui.screens.exporting import ask_for

        view = self.exported()
        if view is not None:
            ask_for(self, {name: word for name, word in view.items() if word})

    def undo_last(self) -> None:
        self.station.undo_last(self)

    # Moving in whatever has the focus

    def go_down(self) -> None:
        self._move(1)

    def go_up(self) -> None:
        self._move(-1)

    def _move(self, lines: int) -> None:
        focused = self.focused
        if isinstance(focused, WindowTable):
            focused.move_by(lines)
        elif isinstance(focused, Pager):
            focused.scroll_lines(lines)

    def go_page_down(self) -> None:
        self._page(1)

    def go_page_up(self) -> None:
        self._page(-1)

    def _page(self, pages: int) -> None:
        focused = self.focused
        if isinstance(focused, WindowTable):
            focused.page_by(pages)
        elif isinstance(focused, Pager):
            focused.scroll_lines(pages * max(1, focused.content_size.height - 1))

    def go_first(self) -> None:
        focused = self.focused
        if isinstance(focused, WindowTable):
            focused.move_to(0)
        elif isinstance(focused, Pager):
            focused.scroll_lines(-len(focused.lines))

    def go_last(self) -> None:
        focused = self.focused
        if isinstance(focused, WindowTable):
            focused.move_to(focused.length - 1)
        elif isinstance(focused, Pager):
            focused.scroll_lines(len(focused.lines))


def chip(text: str) -> Line:
    """A filter or order shown as a small label."""
    return ((f" {text} ", "chip"), (" ", ""))
