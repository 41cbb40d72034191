"""`kartoteka`: without a word, or with `workstation`, the screen; every other first word is a command."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.desk.port import DeskPort
    from tui.options import Options, Resume

_SCREEN_WORDS = frozenset(("workstation",))
_COMMAND_ANSWERS = frozenset(("-h", "--help", "--version"))
_TAKES_VALUE = frozenset(("--store", "--as", "--lang", "--theme", "--start", "--as-of", "--resume-fd"))


def screen_words(argv: Sequence[str]) -> list[str] | None:
    """The options of the workstation when these words start it, None when they are a command.

    The workstation starts when the first word that is not an option is `workstation`, or when there is none.
    """
    at = 0
    while at < len(argv):
        word = argv[at]
        if word in _COMMAND_ANSWERS:
            return None
        if not word.startswith("-"):
            return [*argv[:at], *argv[at + 1 :]] if word in _SCREEN_WORDS else None
        at += 2 if word in _TAKES_VALUE else 1
    return list(argv)


def prepare_environment(slow: bool = False) -> None:
    """Before Textual is imported: its switches write files, import modules or press keys (spec/security R15)."""
    for name in [name for name in os.environ if name.startswith("TEXTUAL")]:
        del os.environ[name]
    # Layout-independent control bytes instead of `ctrl+ы` (spec/terminal §3.6).
    os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    if slow:
        os.environ["TEXTUAL_COLOR_SYSTEM"] = "256"
    os.environ.pop("COLUMNS", None)
    os.environ.pop("LINES", None)


def harden() -> None:
    """No core dumps, memory not readable by other processes of the user."""
    from storage.hardening import harden as forbid

    forbid()


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of the command `kartoteka`. Returns the exit status (spec/cli)."""
    words = list(sys.argv[1:] if argv is None else argv)
    harden()
    options = screen_words(words)
    if options is None:
        from tui.cli import main as command
        from tui.manners import Program

        Program.steps_back = True
        return int(command(words))
    return workstation(options)


def workstation(words: Sequence[str], make_desk: Callable[[Options], DeskPort] | None = None) -> int:
    """Run the screen until the person leaves. `make_desk` is the real desk unless a test brings its own."""
    prepare_environment(slow="--slow" in words)
    from tui.memory import one_arena

    one_arena()
    from core.problem import ExitCode
    from tui.options import parse
    from tui.text import N_, gettext

    options = parse(words)
    if os.environ.get("TERM", "dumb") in ("dumb", "unknown", "") or not (sys.stdin.isatty() and sys.stdout.isatty()):
        message = gettext(N_("This terminal cannot show the workstation: use the commands (kartoteka --help)."))
        sys.stderr.write(message + "\n")
        return ExitCode.BAD_INPUT
    from tui.app import Workstation
    from tui.signals import EXIT_STATUS

    app = Workstation(options, lambda: (make_desk or _real_desk)(options))
    outcome = app.run(mouse=options.mouse)
    app.watch_signals.stop()
    app.close_desk()
    if (sentence := app.fatal_sentence()) is not None:
        sys.stderr.write(sentence + "\n")
        return ExitCode.STORE
    if outcome == "lost":
        # The session is logged as lost and the keys are gone; taking the interpreter apart would only take time.
        os._exit(EXIT_STATUS)
    if outcome == "locked":
        _replace_image(app.resume)
    return ExitCode.DONE


def _real_desk(options: Options) -> DeskPort:
    from tui.desk.desk import open_desk

    return open_desk(options.store, options.lang, options.as_of)


def _replace_image(resume: Resume) -> None:
    """A fresh process image at the unlock screen: nothing of the old memory stays (spec/store §7 Lock)."""
    from tui.options import write_resume

    words = list(sys.orig_argv[1:])
    if "--resume-fd" in words:
        at = words.index("--resume-fd")
        del words[at : at + 2]
    reader = write_resume(resume)
    os.execv(sys.executable, [sys.executable, *words, "--resume-fd", str(reader)])  # noqa: S606


if __name__ == "__main__":
    sys.exit(main())
