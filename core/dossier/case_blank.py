"""The blank with the three questions and its letter, for clients who fill it in themselves (S03.44)."""

from __future__ import annotations

from collections.abc import Iterator

from core.dossier.blocks import Block, Heading, PageBreak, Paragraph
from core.entities.cases import QUESTIONS, REASONS
from core.wording import cases, fill
from core.wording import gettext as _

_LINE = "_" * 70
_LINES = 3
_BOX = "□"


def blank(firm: str, client: str, manager: str) -> Iterator[Block]:
    """The letter on one page, the blank on the next."""
    yield Heading(_("Letter to the client"))
    yield Paragraph(
        fill(
            _(
                "Dear colleagues of {client}!\nSomething in our work did not suit you. We would like to know what it"
                " was, so that it does not happen again. Please mark your answers to three questions overleaf: it takes"
                " less than a minute. Whatever you write will be read by the head of the firm, and we shall tell you"
                " what we have done about it.\n{manager}, {firm}"
            ),
            client=client,
            manager=manager,
            firm=firm,
        )
    )
    yield PageBreak()
    yield Heading(_("Three questions"))
    for number, name in enumerate(QUESTIONS, 1):
        yield Heading(f"{number}. {cases.question(name)}", 2)
        boxes = [f"{_BOX} {cases.word('case reason', code)}" for code in REASONS[name]]
        yield Paragraph("    ".join(boxes))
        yield Paragraph("\n".join([_LINE] * _LINES))
    yield Paragraph(fill(_("Date: {line}    Name: {line}"), line="_" * 20))
