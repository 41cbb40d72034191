"""Options of the workstation, and what survives the lock (spec/store §8)."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from tui.text import N_, gettext

_RESUME_LIMIT = 4096


@dataclass(frozen=True)
class Resume:
    """Where the person was when the screen was locked. Ids only: no name, no filter text."""

    login: str = ""
    screen: str = ""
    client_id: str = ""
    tab: str = ""
    sort: str = ""
    theme: str = ""


@dataclass(frozen=True)
class Options:
    """How the workstation was started."""

    store: str | None = None
    login: str = ""
    lang: str = "ru"
    ascii: bool = False
    mouse: bool = True
    slow: bool = False
    read_only: bool = False
    as_of: dt.date | None = None
    start: str = ""
    theme: str = ""
    resume: Resume | None = None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kartoteka workstation", add_help=True)
    parser.add_argument("--store", metavar="PATH|URL", help=gettext(N_("the store to open")))
    parser.add_argument("--as", dest="login", default="", metavar="LOGIN", help=gettext(N_("who you are")))
    parser.add_argument("--lang", choices=("ru", "en"), default="ru", help=gettext(N_("language of the screen")))
    parser.add_argument("--ascii", action="store_true", help=gettext(N_("draw with ASCII characters only")))
    parser.add_argument("--no-mouse", action="store_true", help=gettext(N_("leave the mouse to the terminal")))
    parser.add_argument("--slow", action="store_true", help=gettext(N_("fewer bytes: 256 colours, no mouse")))
    parser.add_argument("--read-only", action="store_true", help=gettext(N_("offer no changes")))
    parser.add_argument(
        "--as-of", type=dt.date.fromisoformat, metavar="DATE", help=gettext(N_("the figures of that evening"))
    )
    parser.add_argument("--theme", choices=("dark", "light", "contrast"), default="")
    parser.add_argument("--start", choices=("TODAY", "ACC", "REC", "SEG"), default="", help=argparse.SUPPRESS)
    parser.add_argument("--resume-fd", type=int, default=-1, help=argparse.SUPPRESS)
    return parser


def parse(argv: Sequence[str]) -> Options:
    """Options of `kartoteka [workstation] …`. Exits with a sentence and code 2 on unknown words, as argparse does."""
    given = _parser().parse_args(list(argv))
    return Options(
        store=given.store,
        login=given.login,
        lang=given.lang,
        ascii=given.ascii,
        mouse=not (given.no_mouse or given.slow),
        slow=given.slow,
        read_only=given.read_only,
        as_of=given.as_of,
        start=given.start,
        theme=f"kartoteka-{given.theme}" if given.theme else "",
        resume=read_resume(given.resume_fd) if given.resume_fd >= 0 else None,
    )


def write_resume(resume: Resume) -> int:
    """Put it into a pipe the next image inherits; returns the end to read. Neither argv nor the environment of a
    process is private to its user, a pipe is."""
    reader, writer = os.pipe()
    os.write(writer, json.dumps(asdict(resume)).encode()[:_RESUME_LIMIT])
    os.close(writer)
    os.set_inheritable(reader, True)
    return reader


def read_resume(fd: int) -> Resume | None:
    """What `write_resume` left; None for anything else (a number typed by hand)."""
    try:
        raw = os.read(fd, _RESUME_LIMIT)
        os.close(fd)
        fields = json.loads(raw)
        return Resume(**{name: str(value)[:200] for name, value in fields.items()})
    except (OSError, ValueError, TypeError, AttributeError):
        return None
