"""Word files as the rest of the program asks for them: a document, and the firm's own forms filled in."""

from __future__ import annotations

import msgspec

from core.dossier.blocks import Document, clean_text
from core.problem import N_, Problem
from storage.outlets.payload import Task, fonts_wanted, paper_of
from storage.outlets.rendering import Progress, Rendered, render

LARGEST_FORM = 10 * 1024 * 1024


def docx_bytes(document: Document, progress: Progress | None = None) -> Rendered:
    """One DOCX file. Raises Problem, RenderingStopped."""
    paper = paper_of(document)
    wanted = fonts_wanted(paper.document)
    return render(Task("docx", document=msgspec.msgpack.encode(paper), system_fonts=wanted), progress)


def filled_form(form: bytes, values: dict[str, object], mark: str = "", progress: Progress | None = None) -> bytes:
    """A template of the firm with its fields `{{ name }}` filled: texts, numbers, lists and maps of them.

    `mark` stands in the properties of the file, where it does not disturb a letter.

    Raises Problem (BAD_INPUT) with one sentence for a template that is broken, hostile or names an unknown field.
    """
    if len(form) > LARGEST_FORM:
        raise Problem(N_("The template is larger than 10 MB: take pictures out of it."))
    plain = _plain(values)
    assert isinstance(plain, dict)
    return render(Task("form", form=form, values=plain, mark=mark), progress).files[0]


def _plain(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
