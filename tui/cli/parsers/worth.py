"""`metrics` and `dependency`."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from typing import Any

from core.wording import gettext as _

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    metrics = command("metrics", _("lifetime value, retention, acquired and lost clients by period"))
    metrics.add_argument(
        "--period", choices=("week", "month", "quarter", "year"), default="month", help=_("length of a period")
    )
    metrics.add_argument("--from", dest="first", type=_date, metavar="DATE", help=_("from the period of this day"))
    metrics.add_argument("--to", dest="last", type=_date, metavar="DATE", help=_("to the period of this day"))
    metrics.add_argument("--owner", metavar="NAME", help=_("only this person's clients"))
    metrics.add_argument(
        "--everybody", action="store_true", help=_("the source's lifetime value over all buyers, not regulars alone")
    )
    dependency = command("dependency", _("who holds how much of the sales, and what if he leaves"))
    dependency.add_argument("--without", metavar="ID", help=_("the base without this client"))
    dependency.add_argument("--owner", metavar="NAME", help=_("only this person's clients"))
    dependency.add_argument("--department", metavar="NAME", help=_("only this department's clients"))
    dependency.add_argument("--selection", metavar="NAME", help=_("a saved selection counted as one group"))
    dependency.add_argument("--limit", type=int, metavar="N", help=_("so many lines at most"))


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("a date looks like 2026-11-30")) from None
