"""`duplicates`, `merge …`, `groups …` (spec/cli)."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from core.wording import gettext as _

Command = Callable[..., Any]


def add(command: Command) -> None:
    """Hang the commands into the tree."""
    duplicates = command("duplicates", _("clients that may be one, in groups, with the reasons"))
    duplicates.add_argument(
        "--min-score", type=_bits, metavar="S", help=_("only groups whose weakest pair has S bits or more")
    )
    merge = command("merge", _("merge clients into the first of them; also: merge list, undo, different, unsure, sure"))
    merge.add_argument("ids", nargs="+", metavar="ID")
    merge.add_argument(
        "--take",
        action="append",
        type=_choice,
        default=[],
        metavar="FIELD=ID",
        help=_("the client whose value a field keeps"),
    )
    merge.add_argument("--move", action="store_true", help=_("move clients of other portfolios to the first one's"))
    merge.add_argument("--dry-run", action="store_true", help=_("plan only, write nothing"))
    groups = command("groups", _("groups of firms; also: groups suggest, confirm, strangers, dissolve"))
    groups.add_argument("words", nargs="*", metavar="ACTION")
    groups.add_argument("--kind", choices=("owner", "parent"), default="owner", help=_("what joins the firms"))


def _bits(text: str) -> float:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        found = float("nan")
    if not -1000 <= found <= 1000:
        raise argparse.ArgumentTypeError(_("a number of bits is needed, such as 3 or -1.5"))
    return found


def _choice(text: str) -> tuple[str, str]:
    field, sign, client = text.partition("=")
    if not sign or not field or not client:
        raise argparse.ArgumentTypeError(_("two words joined by = are needed"))
    return field, client
