"""Files in the dossier on paper: what is kept, and the pictures themselves (S03.96, U13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.dossier.blocks import Block, Column, Heading, Photo, Table
from core.wording import dates
from core.wording import gettext as _

if TYPE_CHECKING:
    from tui.desk.dossier_sections import Opened

MOST_PICTURES = 8
_WIDTH = 0.6
"""Of the text."""


def files(opened: Opened) -> Iterator[Block]:
    """A table of the files that are not private, then the first pictures among them."""
    desk = opened.desk.files
    named = desk.named(opened.client_id, opened.receipt)
    if not named:
        return
    yield Heading(_("Files"))
    rows = tuple((name, kind, text or "—", dates.short_date(day)) for name, kind, text, day in named)
    yield Table((Column(_("File"), 2.0), Column(_("Kind"), 0.8), Column(_("What"), 1.6), Column(_("When"), 0.8)), rows)
    for caption, data in desk.pictures(opened.client_id, opened.receipt, MOST_PICTURES):
        yield Photo(data, caption, caption, _WIDTH)
