"""PDF: the document set by typst in a process of its own, its pages counted, closed by a password where asked."""

from __future__ import annotations

from core.dossier.blocks import Document, tidy
from storage.outlets.payload import Task, fonts_wanted, page_of
from storage.outlets.rendering import Progress, Rendered, render


def pdf_bytes(document: Document, password: str = "", progress: Progress | None = None) -> Rendered:
    """One PDF file. Raises Problem, RenderingStopped."""
    return _set(document, Task("pdf", password=password), progress)


def png_pages(document: Document, ppi: float = 110, progress: Progress | None = None) -> Rendered:
    """Every page as a picture, for a preview."""
    return _set(document, Task("png", ppi=ppi), progress)


def _set(document: Document, task: Task, progress: Progress | None) -> Rendered:
    clean = tidy(document)
    wanted = fonts_wanted(clean)
    return render(
        Task(task.kind, document=page_of(clean, wanted), password=task.password, system_fonts=wanted, ppi=task.ppi),
        progress,
    )
