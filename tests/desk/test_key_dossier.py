"""The dossier of the sample firm's key account on paper: 20–40 pages, whole, nothing of it lies about (S03.96)."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from core.dossier.blocks import Document, Paragraph, Table, texts
from core.dossier.completeness import PAGES
from scripts.benchmarks._key_dossier import key_account
from storage.outlets.documents import DocumentFormat, rendered
from storage.sealing import derive
from tests.outlets.reading import flat, missing_glyphs, pdf_text
from tests.outlets.test_documents import in_order, text_of
from tui.desk import making
from tui.desk.desk import Desk

CLIENTS = 60


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where everything that this module writes has to stay."""
    folder = tmp_path_factory.mktemp("key")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        patch.setenv("TMPDIR", str(folder))
        yield folder


@pytest.fixture(scope="module")
def account(place: Path) -> Iterator[tuple[Desk, str]]:
    assert place.is_dir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(derive, "TEST_KDF_ALLOWED", True)
        patch.setattr(making, "DEMO_SETTINGS", derive.TEST_ONLY)
        with key_account(CLIENTS) as found:
            yield found


@pytest.fixture(scope="module")
def document(account: tuple[Desk, str]) -> Document:
    desk, client = account
    return desk.dossiers.dossier_document(client)


def test_S03_96_the_key_account_fills_twenty_to_forty_pages_of_a4_with_contents_and_no_missing_letter(
    account: tuple[Desk, str], document: Document, place: Path
) -> None:
    desk, client = account
    steps: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> bool:
        steps.append((done, of))
        return True

    made = desk.book.take_out(client, "pdf", "встреча", progress=progress)
    data = Path(made.file).read_bytes()
    pages = [each.extract_text() for each in PdfReader(io.BytesIO(data)).pages]
    assert PAGES[0] <= made.pages == len(pages) <= PAGES[1]
    assert abs(desk.dossiers.pages(document) - made.pages) <= 2, "what DOSS says it takes"
    assert "Содержание" in pages[1] and missing_glyphs(data) == 0
    assert len(steps) >= 3 and steps == sorted(steps)
    told = max((each.text for each in document.blocks if isinstance(each, Paragraph)), key=len).split("\n")[0][:60]
    assert flat(told) in flat("".join(pages))
    clear = [document.meta.subject, told]
    for file in (each for each in place.rglob("*") if each.is_file() and each != Path(made.file)):
        content = file.read_bytes()
        for word in clear:
            assert not any(word.encode(code) in content for code in ("utf-8", "utf-16-le", "utf-16-be")), file
    assert [each.name for each in place.rglob("*.pdf")] == [Path(made.file).name]


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md", "txt"])
def test_S03_96_the_key_account_reads_the_same_on_every_paper(document: Document, form: DocumentFormat) -> None:
    told = [flat(text) for text in texts(document)]
    assert len(told) > 1000
    made = rendered(document, form)
    if form == "pdf":
        # Heads of tables stand again on every page, also in the middle of a row.
        body = flat(pdf_text(made.files[0], f"{document.meta.title} · {document.meta.subject}"))
        heads = [[flat(each.title) for each in block.columns] for block in document.blocks if isinstance(block, Table)]
        for head in heads:
            body = body.replace("".join(head), "")
        repeated = {title for head in heads for title in head}
        assert made.warnings == [] and in_order([each for each in told if each not in repeated], body) == []
    else:
        body = flat(text_of(form, made.files[0]))
        assert in_order(told, body[max(0, body.rfind(told[0])) :]) == []
