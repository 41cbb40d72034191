"""Word files opened by an office of somebody else's: the same text, every letter, whole pages (S03.96, S03.68)."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from core.dossier.blocks import Document, texts
from scripts.benchmarks._made_dossier import ALPHABETS
from storage.outlets.word import filled_form
from tests.outlets.conftest import Papers
from tests.outlets.reading import flat, pdf_text
from tests.outlets.test_documents import FOOT, in_order

FORM = "{{ person }} — {{ birth }} — {{ purpose }}"
FILLED = {"person": "Lefèvre B.", "birth": "29.02.1976", "purpose": "tourisme, séjour à Œting"}
SECONDS = 120


def _form() -> bytes:
    book = docx.Document()
    book.add_paragraph(FORM)
    out = io.BytesIO()
    book.save(out)
    return filled_form(out.getvalue(), dict(FILLED))


@pytest.fixture(scope="module")
def opened(
    papers: Papers, program: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> tuple[bytes, bytes]:
    """The dossier and a questionnaire on the country's own form, as LibreOffice prints them; opened once for both."""
    office, place = program("soffice"), tmp_path_factory.mktemp("office")
    (place / "dossier.docx").write_bytes(papers("docx").files[0])
    (place / "form.docx").write_bytes(_form())
    words = [str(office), "--headless", f"-env:UserInstallation={(place / 'profile').as_uri()}", "--convert-to", "pdf"]
    files = [str(place / name) for name in ("dossier.docx", "form.docx")]
    subprocess.run([*words, "--outdir", str(place), *files], check=True, capture_output=True, timeout=SECONDS)
    return (place / "dossier.pdf").read_bytes(), (place / "form.pdf").read_bytes()


def test_S03_96_a_dossier_in_word_opens_in_libreoffice_with_the_text_of_the_other_papers(
    opened: tuple[bytes, bytes], document: Document, papers: Papers
) -> None:
    pages = len(PdfReader(io.BytesIO(opened[0])).pages)
    assert abs(pages - papers("pdf").pages) <= 3
    body = flat(pdf_text(opened[0], FOOT))
    told = [flat(text) for text in texts(document)]
    assert in_order(told, body[body.rfind(told[0]) :]) == []
    for letters in (*ALPHABETS, document.meta.firm, document.meta.subject, document.meta.mark):
        assert flat(letters) in body
    assert "Содержание" in body and f"стр.{pages}из{pages}" in flat(
        PdfReader(io.BytesIO(opened[0])).pages[-1].extract_text()
    )


def test_S03_68_a_questionnaire_on_the_countrys_own_form_opens_in_libreoffice(opened: tuple[bytes, bytes]) -> None:
    assert flat(" — ".join(FILLED.values())) in flat(pdf_text(opened[1]))
