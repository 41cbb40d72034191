"""`team`, `today`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.wording import gettext as _

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    team = command("team", _("time on anchors, load, visits, hand-overs, the year, news of key accounts"))
    team.add_argument(
        "part",
        nargs="?",
        default="all",
        choices=("all", "time", "load", "plan", "visits", "handed", "year", "digest"),
        metavar="PART",
        help=_("time, load, plan, visits, handed, year or digest; all of them by default"),
    )
    team.add_argument("--looked", action="store_true", help=_("the key accounts are looked through now"))
    today = command("today", _("what calls for you today"))
    today.add_argument("--letter", action="store_true", help=_("a letter to oneself: counts and times, no client"))
    today.add_argument("--send", action="store_true", help=_("have that letter sent to oneself, once a day"))
    today.add_argument("--to", default="", metavar="ADDRESS", help=_("where it goes from now on"))
    today.add_argument("--again", action="store_true", help=_("send it although it was sent today"))
    today.add_argument(
        "--mail-password-file", metavar="FILE", help=_("file with the password of the mail server, mode 0600")
    )
    today.add_argument("--limit", type=int, metavar="N", help=_("so many lines at most"))
