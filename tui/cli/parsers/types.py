"""Values of options that several parsers take."""

from __future__ import annotations

import argparse
import datetime as dt

from core.wording import gettext as _

MOST_DIGITS = 9


def date(text: str) -> dt.date:
    """A day in ISO form."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("a date looks like 2026-11-23")) from None


def positive(text: str) -> int:
    """A whole number above zero."""
    if not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS or int(text) < 1:
        raise argparse.ArgumentTypeError(_("a whole number above zero is needed"))
    return int(text)
