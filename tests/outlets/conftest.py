"""One made-up document, rendered once a format in a run."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest

from core.dossier.blocks import Document
from core.wording import in_language
from scripts.benchmarks._made_dossier import made_document
from storage.outlets.documents import DocumentFormat, rendered
from storage.outlets.rendering import Rendered

Papers = Callable[[DocumentFormat], Rendered]


@pytest.fixture(scope="session")
def document() -> Document:
    """A dossier of a few pages with every kind of block."""
    return made_document(orders=60, sections=2)


@pytest.fixture(scope="session")
def papers(document: Document) -> Papers:
    """`papers("pdf")` gives the document in that format."""

    @functools.cache
    def made(form: DocumentFormat) -> Rendered:
        with in_language("ru"):
            return rendered(document, form)

    return made
