"""An App of Textual with every way out of the screen closed (spec/security R13–R18).

No screenshot files, no browser, no clipboard by escape sequence, no suspending to a shell, no palette of the
library, and a crash that prints a number instead of the values of local variables.
"""

from __future__ import annotations

import base64
import hashlib
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from textual.app import App, SystemCommand
from textual.screen import Screen

from tui.text import N_, fill, gettext

FATAL = N_(
    "The program met a fault of its own and has stopped; what was saved is safe. "
    "Tell your administrator incident number {number}."
)

Result = TypeVar("Result")


def incident_number(error: BaseException) -> str:
    """Names the place in our code and the sort of fault; holds no message, no value and no data.

    The same fault always has the same number: `card-120-3f2a91` is line 120 of a module `card`.
    """
    frames = traceback.extract_tb(error.__traceback__, limit=-12)
    places = [f"{Path(frame.filename).stem}:{frame.lineno}" for frame in frames]
    digest = hashlib.sha256("|".join([type(error).__name__, *places]).encode()).hexdigest()[:6]
    ours = [f for f in frames if "textual" not in f.filename and "site-packages" not in f.filename]
    last = (ours or frames)[-1:] or []
    where = f"{Path(last[0].filename).stem}-{last[0].lineno}" if last else "nowhere"
    return f"{where}-{digest}"


class GuardedApp(App[Result]):
    """What every later line of the workstation may rely on."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    NOTIFICATION_TIMEOUT = 0

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.incident: str | None = None

    def _handle_exception(self, error: Exception) -> None:
        # Textual keeps the exception for its test pilot and prints it with locals; we keep the number alone.
        if self.incident is None:
            self.incident = incident_number(error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self._exit_renderables.clear()
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:  # noqa: ARG002  (they are tracebacks and messages)
        self.incident = self.incident or "panic"
        self._exit_renderables.clear()
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()

    def fatal_sentence(self) -> str | None:
        """What to print after the terminal is restored; None when nothing went wrong."""
        return None if self.incident is None else fill(gettext(FATAL), number=self.incident)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002
        return ()

    def copy_to_clipboard(self, text: str) -> None:
        """Nothing: whatever the library wants to copy, a copy is a logged act of its own (R16)."""

    def hand_to_clipboard(self, text: str) -> None:
        """The one way to the clipboard of the person's terminal, for a value whose copy the desk has just logged."""
        if self._driver is not None:
            packed = base64.b64encode(text.encode()).decode()
            self._driver.write(f"\x1b]52;c;{packed}\a")

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Nothing: no address from data is ever handed to a browser (R14)."""

    def export_screenshot(
        self,
        *,
        title: str | None = None,  # noqa: ARG002
        simplify: bool = False,  # noqa: ARG002
    ) -> str:
        return ""

    def save_screenshot(
        self,
        filename: str | None = None,  # noqa: ARG002
        path: str | None = None,  # noqa: ARG002
        time_format: str | None = None,  # noqa: ARG002
    ) -> str:
        return ""

    def deliver_screenshot(
        self,
        filename: str | None = None,  # noqa: ARG002
        path: str | None = None,  # noqa: ARG002
        time_format: str | None = None,  # noqa: ARG002
    ) -> str | None:
        return None

    def deliver_text(self, *_: Any, **__: Any) -> str | None:
        return None

    def deliver_binary(self, *_: Any, **__: Any) -> str | None:
        return None

    def action_suspend_process(self) -> None:
        """Nothing: there is no shell below (R17)."""

    async def action_screenshot(self, *_: Any, **__: Any) -> None:  # type: ignore[override]
        """Nothing (R14)."""

    async def action_command_palette(self) -> None:  # type: ignore[override]
        """Nothing: F3 is our own."""
