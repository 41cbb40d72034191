"""`grouptask …`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.entities.group_tasks import PROOF_KINDS
from core.wording import gettext as _
from tui.cli.parsers.types import date, positive
from tui.cli.parsers.work import field

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    group = command("grouptask", _("the same steps for many regular clients, each step controlled"))
    inner = group.add_subparsers(dest="action", metavar=_("ACTION"), required=True, parser_class=type(group))
    command("list", _("running tasks, those due first first"), inner).add_argument(
        "--all", dest="everything", action="store_true", help=_("closed ones too")
    )
    new = command("new", _("give a task to the regulars of a selection, of managers or to clients named"), inner)
    new.add_argument("name", metavar="NAME")
    new.add_argument("--step", dest="steps", action="append", type=field, default=[], metavar="NAME=DATE",
                     help=_("a step and the day it is done by; in their order"))  # fmt: skip
    new.add_argument("--selection", default="", metavar="NAME", help=_("a saved selection"))
    new.add_argument("--client", dest="clients", action="append", default=[], metavar="ID")
    new.add_argument("--owner", dest="owners", action="append", default=[], metavar="NAME",
                     help=_("only this person's clients"))  # fmt: skip
    new.add_argument("--later", action="store_true",
                     help=_("a pilot: the clients of all others get the same once it is handed on"))  # fmt: skip
    new.add_argument("--anybody", action="store_true", help=_("also clients who are no regulars"))
    for name, text in (
        ("show", _("matrix of managers and steps, and every client")),
        ("close", _("nothing is to be done for it any more")),
        ("handon", _("a pilot, to the clients of all others")),
    ):
        command(name, text, inner).add_argument("task", metavar="TASK")
    _steps(command, inner)


def _steps(command: Command, inner: Any) -> None:
    done = command("done", _("a step is done at a client, with what proves it"), inner)
    back = command("back", _("the head sends a step back"), inner)
    out = command("out", _("a client takes no part any more"), inner)
    accept = command("accept", _("the head agrees to proved steps of clients named, or of all"), inner)
    for each in (done, back, out, accept):
        each.add_argument("task", metavar="TASK")
    for each in (done, back, out):
        each.add_argument("client", metavar="ID")
    accept.add_argument("clients", nargs="*", metavar="ID")
    done.add_argument("--step", type=positive, metavar="N", help=_("which one, from 1; default: the next"))
    done.add_argument("--proof", choices=PROOF_KINDS, default="", help=_("what proves it"))
    done.add_argument("--text", default="", metavar="TEXT", help=_("what came of it, or where the file lies"))
    done.add_argument("--contact", default="", metavar="CONTACT", help=_("which contact; default: the newest"))
    done.add_argument("--day", type=date, metavar="DATE")
    back.add_argument("step", type=positive, metavar="N")
    for each in (back, out):
        each.add_argument("reason", metavar="TEXT")
