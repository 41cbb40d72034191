"""The workstation: paints the unlock screen, then loads the rest in a thread (spec/terminal §2.2, strategy C)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from textual import events, work
from textual.binding import Binding, BindingType
from textual.screen import Screen

from core.problem import Problem
from tui.glyphs import use_ascii
from tui.guarded import GuardedApp
from tui.jobs import Job
from tui.options import Options, Resume
from tui.screens.login import LoginScreen
from tui.signals import Watch
from tui.text import N_, set_language
from tui.themes import DARK, THEMES, after
from tui.thin_driver import ThinDriver
from tui.widgets.line_field import wipe

if TYPE_CHECKING:
    from core.entities.vocabulary import Role
    from tui.desk.answers import Greeting
    from tui.desk.port import DeskPort, Door, LockReason
    from tui.screens.base import WorkScreen
    from tui.workplace import Workplaces

Outcome = Literal["left", "locked", "lost"]
DeskMaker = Callable[[], "DeskPort"]
Work = Callable[[Callable[[int, int], bool]], None]
"""Long work that reports its progress and stops where the answer is False."""


class Workstation(GuardedApp[Outcome], inherit_bindings=False):
    """One person at one terminal. Owns the desk, the greeting, the running job; screens do the rest."""

    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "leave", show=False)]
    TITLE = "Kartoteka"

    def __init__(self, options: Options, make_desk: DeskMaker, clock: Callable[[], float] = time.monotonic) -> None:
        set_language("en" if options.lang == "en" else "ru")
        use_ascii(options.ascii)
        self.options = options
        super().__init__(driver_class=ThinDriver, watch_css=False)
        self.animation_level = "none"
        self.set_class(options.ascii, "-ascii")
        for theme in THEMES:
            self.register_theme(theme)
        resume = options.resume or Resume()
        self.theme = options.theme or resume.theme or DARK.name
        self.greeting: Greeting | None = None
        self.job: Job | None = None
        self.job_line = ""
        self.resume = resume
        self._make_desk = make_desk
        self._desk: DeskPort | None = None
        self._clock = clock
        self._touched = clock()
        self._pulse: int | None = None
        self._pulse_asked = False
        self._locking = False
        self.workplaces: Workplaces | None = None
        self.watch_signals = Watch(self.lost)

    def get_default_screen(self) -> Screen[Any]:
        # The unlock screen is the bottom of the stack itself: a blank one below would be painted first.
        return LoginScreen(self.options.login or self.resume.login)

    def on_mount(self) -> None:
        self.watch_signals.start()
        self.call_after_refresh(self._load_core)

    # The core, behind the unlock screen

    @work(thread=True, exit_on_error=False, group="core")
    def _load_core(self) -> None:
        try:
            from tui import workplace

            desk = self._make_desk()
            door = desk.door()
        except Problem as problem:
            self.call_from_thread(self._no_core, problem)
            return
        except Exception as error:
            self.call_from_thread(self._handle_exception, error)
            return
        self.call_from_thread(self._core_ready, workplace.Workplaces(self), desk, door)

    def _no_core(self, problem: Problem) -> None:
        if isinstance(self.screen, LoginScreen):
            self.screen.refused(problem)

    def _core_ready(self, workplaces: Workplaces, desk: DeskPort, door: Door) -> None:
        self.workplaces, self._desk = workplaces, desk
        if isinstance(self.screen, LoginScreen):
            self.screen.show_door(door)

    @property
    def desk(self) -> DeskPort:
        """The desk; there is one as soon as anything but the unlock screen is shown."""
        if self._desk is None:
            raise RuntimeError("the core is not loaded")
        return self._desk

    @property
    def role(self) -> Role:
        return "auditor" if self.greeting is None else self.greeting.role

    # Unlocking

    def unlock(self, login: str, secret: bytearray) -> None:
        self._unlock(login, secret)

    @work(thread=True, exit_on_error=False, group="unlock", exclusive=True)
    def _unlock(self, login: str, secret: bytearray) -> None:
        try:
            greeting = self.desk.unlock(login, secret)
        except Problem as problem:
            self.call_from_thread(self._no_core, problem)
            return
        except Exception as error:
            self.call_from_thread(self._handle_exception, error)
            return
        finally:
            wipe(secret)
        self.call_from_thread(self._entered, greeting)

    def _entered(self, greeting: Greeting) -> None:
        self.greeting = greeting
        if self.workplaces is None:
            return
        self._touched = self._clock()
        self.workplaces.enter(self.options.start, self.resume)
        self.start_job(N_("Figures"), self.desk.prepare, self._prepare_search)
        self.set_interval(1.0, self._ask_pulse)
        self.set_interval(5.0, self._check_idle)

    # Long work

    def _prepare_search(self) -> None:
        # After the figures: two of them at once would make the first screen wait for both.
        if not self._locking:
            self.start_job(N_("Search index"), self.desk.finding.prepare)

    def start_job(self, title: str, run: Work, after: Callable[[], None] | None = None) -> None:
        """Run long work in a thread with its line on every screen, then `after`. `title` is a msgid."""
        job = Job(title, lambda changed: self.call_from_thread(self._job_changed, changed))
        self.job = job
        self._run_job(job, run, after)

    @work(thread=True, exit_on_error=False, group="job")
    def _run_job(self, job: Job, run: Work, after: Callable[[], None] | None) -> None:
        try:
            run(job.progress)
        except Problem as problem:
            self.call_from_thread(self._job_problem, problem)
        except Exception as error:
            self.call_from_thread(self._handle_exception, error)
        finally:
            job.end()
            if after is not None:
                self.call_from_thread(after)

    def _job_problem(self, problem: Problem) -> None:
        if (screen := self.work_screen) is not None:
            screen.problem(problem)

    def _job_changed(self, job: Job) -> None:
        if job.ended and self.job is job:
            self.job = None
        self.job_line = job.line()
        if (screen := self.work_screen) is not None:
            screen.status.set_job(self.job_line)

    # Changes by others and by workers

    def _ask_pulse(self) -> None:
        if not self._pulse_asked and not self._locking:
            self._pulse_asked = True
            self._read_pulse()

    @work(thread=True, exit_on_error=False, group="pulse")
    def _read_pulse(self) -> None:
        try:
            pulse = self.desk.pulse()
        except Problem:
            pulse = self._pulse or 0
        self.call_from_thread(self._pulse_read, pulse)

    def _pulse_read(self, pulse: int) -> None:
        self._pulse_asked = False
        if self._pulse is not None and pulse != self._pulse and self.workplaces is not None:
            self.workplaces.mark_stale()
        self._pulse = pulse

    # Screens

    @property
    def work_screen(self) -> WorkScreen | None:
        """The topmost workplace, also when a dialog stands over it."""
        return None if self.workplaces is None else self.workplaces.top()

    def _places(self) -> Workplaces:
        if self.workplaces is None:
            raise RuntimeError("the core is not loaded")
        return self.workplaces

    def go(self, code: str) -> None:
        self._places().go(code)

    def open_card(self, client_id: str, walk: Any = None) -> None:
        self._places().open_card(client_id, walk)

    def open_white(self, client_id: str) -> None:
        self._places().open_white(client_id)

    def open_campaign(self, handle: str) -> None:
        self._places().open_campaign(handle)

    def show_help(self, screen: WorkScreen) -> None:
        self._places().show_help(screen)

    def find_client(self) -> None:
        self._places().find_client()

    def new_client(self) -> None:
        self._places().new_client()

    def show_palette(self, screen: WorkScreen) -> None:
        self._places().show_palette(screen)

    def show_menu(self) -> None:
        self._places().show_menu()

    def go_back(self) -> None:
        self._places().go_back()

    def ask_to_leave(self) -> None:
        self._places().ask_to_leave()

    def undo_last(self, screen: WorkScreen) -> None:
        self._places().undo_last(screen)

    def next_theme(self) -> None:
        self.theme = after(self.theme).name

    def redraw(self) -> None:
        """Paint every cell again, whatever the terminal shows now."""
        self._forget_terminal()
        self.screen.refresh(layout=True)
        self.refresh()

    def _forget_terminal(self) -> None:
        if isinstance(self._driver, ThinDriver):
            self._driver.forget()

    async def action_leave(self) -> None:
        if self.workplaces is not None and self.greeting is not None:
            self.workplaces.ask_to_leave()
        else:
            self.exit("left")

    # Lock, loss, leaving

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, (events.Key, events.Paste, events.MouseDown, events.MouseScrollDown)):
            self._touched = self._clock()
        elif isinstance(event, events.Resize):
            # What a terminal does to its cells at a new size differs from one to the next.
            self._forget_terminal()
        await super().on_event(event)

    def idle_limit_seconds(self) -> float:
        from core.rules import DEFAULT

        alone = self.greeting is not None and self.greeting.alone
        return 60.0 * (DEFAULT.idle_lock_alone_minutes if alone else DEFAULT.idle_lock_minutes)

    def _check_idle(self) -> None:
        if self._clock() - self._touched >= self.idle_limit_seconds():
            self.lock("idle")

    def lock(self, reason: LockReason) -> None:
        """Cover the screen at once, wipe the keys, then leave; `__main__` replaces the process image."""
        if self._locking or self.greeting is None:
            return
        self._locking = True
        if self.workplaces is not None:
            self.resume = self.workplaces.resume(self.greeting.login, self.theme)
            self.workplaces.cover()
        if self.job is not None:
            self.job.stop()
        self._lock(reason)

    @work(thread=True, exit_on_error=False, group="lock")
    def _lock(self, reason: LockReason) -> None:
        try:
            self.desk.lock(reason)
        except Exception as error:
            # The image is replaced whatever happened: nothing of this process may stay readable.
            self.log.error(type(error).__name__)
        self.call_from_thread(self.exit, "locked")

    def lost(self) -> None:
        """The terminal is gone or the process is asked to end: write "session lost" and go, within half a second."""
        self._locking = True
        if self._desk is None:
            self.exit("lost")
        else:
            self._close_lost()

    @work(thread=True, exit_on_error=False, group="lock")
    def _close_lost(self) -> None:
        try:
            self.desk.close("lost")
        finally:
            self.call_from_thread(self.exit, "lost")

    def close_desk(self) -> None:
        """After the screen is gone: the ordinary end of a session. Safe without a desk and after a lock."""
        if self._desk is not None and self.return_value not in ("locked", "lost"):
            self._desk.close("end" if self.incident is None else "lost")
