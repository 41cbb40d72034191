"""The words a document has beside its own text: cover, contents, captions, foot of the page."""

from __future__ import annotations

from collections.abc import Iterator

from core.dossier.blocks import Fact, Meta
from core.wording import fill, gettext
from core.wording.dates import long_date


def words() -> dict[str, str]:
    """Contents, figure, table and the page counter, whose `{x}` and `{y}` the renderer fills in."""
    return {
        "contents": gettext("Contents"),
        "figure": gettext("Fig."),
        "table": gettext("Table"),
        "page": gettext("page {x} of {y}"),
        "head": gettext("No."),
    }


def cover_facts(meta: Meta) -> tuple[Fact, ...]:
    """What stands at the foot of the cover: for whom, of which day, which number and copy."""
    return tuple(Fact(name, value) for name, value in _cover(meta))


def _cover(meta: Meta) -> Iterator[tuple[str, str]]:
    if meta.reader:
        yield gettext("Taken out by"), meta.reader
    if meta.date is not None:
        yield gettext("As of"), long_date(meta.date)
    if meta.number:
        yield gettext("Export"), fill(gettext("No. {number}, copy {copy}"), number=meta.number, copy=meta.copy)


def foot(meta: Meta) -> str:
    """The left half of the foot of every page: number and copy, else the title."""
    what = f"{meta.title} · {meta.subject}" if meta.subject else meta.title
    if not meta.number:
        return what
    numbered = fill(gettext("No. {number}, copy {copy}"), number=meta.number, copy=meta.copy)
    return f"{numbered} · {meta.reader} · {what}"
