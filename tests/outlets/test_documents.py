"""One document, the same text on every paper; nothing missing, nothing on the disk (S03.96; spec/exchange §2)."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import msgspec
import pytest
from pypdf import PdfReader

from core.dossier.blocks import Card, Column, Document, Fact, Heading, Meta, Paragraph, Photo, Table, texts
from core.dossier.pages import page_count
from core.problem import ExitCode, Problem
from core.wording import in_language
from scripts.benchmarks._made_dossier import ALPHABETS, png
from storage.outlets import rendering
from storage.outlets.documents import DOCUMENT_FORMATS, DocumentFormat, rendered
from storage.outlets.payload import _EMBEDDED, Task, fonts_wanted
from storage.outlets.pdf import pdf_bytes
from storage.outlets.rendering import Progress, Rendered, RenderingStopped
from tests.outlets.conftest import Papers
from tests.outlets.reading import docx_text, flat, html_page, markdown_text, missing_glyphs, pdf_text

FOOT = "№ 12, экз. 1 · Иван Петров · Досье клиента · ООО «Ромашка плюс»"
HOSTILE = '<script>alert(1)</script> #read("/etc/passwd") $x$ *b* `c` | & \\ {{7*7}} @ref <label> _e_ [a](b) ~ // --'


def text_of(form: DocumentFormat, data: bytes) -> str:
    if form == "pdf":
        return pdf_text(data, FOOT)
    if form == "docx":
        return docx_text(data)
    if form == "html":
        return " ".join(html_page(data).parts)
    if form == "md":
        return markdown_text(data)
    return data.decode()


def in_order(parts: list[str], whole: str) -> list[str]:
    """Those of the parts that are not found behind the one before."""
    at, lost = 0, []
    for part in parts:
        found = whole.find(part, at)
        if found < 0:
            lost.append(part)
        else:
            at = found + len(part)
    return lost


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md", "txt"])
def test_S03_96_every_paper_says_the_same_in_the_same_order(
    papers: Papers, document: Document, form: DocumentFormat
) -> None:
    told = [flat(text) for text in texts(document)]
    assert len(told) > 500
    body = flat(text_of(form, papers(form).files[0]))
    first = body.rfind(told[0]) if form != "pdf" else 0  # the contents come before and name the headings too
    assert in_order(told, body[max(first, 0) :]) == []
    for each in (document.meta.firm, document.meta.subject, document.meta.reader, "№ 12, экз. 1", document.meta.mark):
        assert flat(each) in body, each


def test_S03_96_json_is_the_blocks_themselves(papers: Papers, document: Document) -> None:
    assert msgspec.json.decode(papers("json").files[0], type=Document) == document


def test_S03_96_no_letter_is_missing_and_the_compiler_warns_of_nothing(papers: Papers) -> None:
    made = papers("pdf")
    assert made.warnings == [] and missing_glyphs(made.files[0]) == 0
    text = pdf_text(made.files[0])
    for letters in (*ALPHABETS, "1\u00a0234\u00a0567,89\u00a0₽"):
        assert flat(letters) in flat(text)


def test_S03_96_signs_called_embedded_are_in_the_embedded_fonts_and_others_are_looked_for() -> None:
    known = "".join(chr(code) for code in range(0x20, 0x2800) if _EMBEDDED.fullmatch(chr(code)) and code != 0xAD)
    assert len(known) > 400 and set("₽№—«»ёЁéœÿ₸₴€→✓") <= set(known)
    document = Document(Meta("t", "f", cover=False), (Paragraph(known),))
    assert not fonts_wanted(document)
    made = pdf_bytes(document)
    assert made.warnings == [] and missing_glyphs(made.files[0]) == 0
    assert fonts_wanted(Document(Meta("t", "f"), (Paragraph("漢字"),)))


def test_S03_96_a_page_has_contents_numbers_watermark_and_repeated_heads(papers: Papers, document: Document) -> None:
    made = papers("pdf")
    reader = PdfReader(io.BytesIO(made.files[0]))
    pages = [page.extract_text() for page in reader.pages]
    assert made.pages == len(pages) > 5
    for number, text in enumerate(pages, 1):
        assert f"стр. {number} из {len(pages)}" in text and FOOT in text and document.meta.watermark in text
    assert "Содержание" in pages[1] and re.search(r"2\.1\s+Реквизиты[ .]+\d", pages[1])
    assert sum(flat("ДатаДокументСтрокСумма") in flat(text) for text in pages) >= 4  # two tables
    whole = flat("".join(pages))
    assert flat("Рис. 1. Ритм покупок") in whole and flat("Таблица 1. Документы") in whole
    sides = {tuple(round(float(each)) for each in page.mediabox[2:]) for page in reader.pages}
    assert sides == {(595, 842)}


def test_S03_96_pages_are_reckoned_without_rendering(papers: Papers, document: Document) -> None:
    real = papers("pdf").pages
    assert abs(page_count(document) - real) <= max(1, real // 20)
    rows = tuple((f"{n}", "слово " * (n % 40)) for n in range(300))
    parts = (
        Heading("A"),
        Card(tuple(Fact(f"Имя {n}", "Значение") for n in range(60))),
        Table((Column("n"), Column("w", 4)), rows),
    )
    long = Document(Meta("t", "f", cover=False), parts)
    assert abs(page_count(long) - pdf_bytes(long).pages) <= 1


def test_S03_96_a_password_closes_the_pdf_with_aes_256(document: Document) -> None:
    short = Document(document.meta, document.blocks[:3])
    data = rendered(short, "pdf", "пароль № 1").files[0]
    assert b"/V 5" in data and b"/AESV3" in data and b"\xfe\xff" + "Ромашка".encode("utf-16-be") not in data
    reader = PdfReader(io.BytesIO(data))
    assert reader.is_encrypted and not reader.decrypt("другой") and reader.decrypt("пароль № 1")
    assert "Ромашка" in reader.pages[0].extract_text()
    for form, password in (("docx", "x"), ("pdf", "я" * 64)):
        with pytest.raises(Problem) as told:
            rendered(short, form, password)  # type: ignore[arg-type]
        assert told.value.exit_code == ExitCode.BAD_INPUT


def hostile() -> Document:
    control = "a\x00b\x07c\x1b[31md\u202ee\ud800f\tg\r\nh"
    meta = Meta(HOSTILE, HOSTILE, HOSTILE, HOSTILE, number=1, copy=1, mark=HOSTILE, watermark=HOSTILE)
    table = Table((Column(HOSTILE), Column("b")), ((HOSTILE, control), ("=1+1", "|")), HOSTILE)
    return Document(meta, (Heading(HOSTILE), Paragraph(control), Card((Fact(HOSTILE, HOSTILE, HOSTILE),)), table))


@pytest.mark.parametrize("form", DOCUMENT_FORMATS)
def test_S03_96_nothing_in_the_data_becomes_markup(form: DocumentFormat) -> None:
    made = rendered(hostile(), form)
    text = text_of(form, made.files[0])
    if form == "json":
        text = msgspec.json.decode(made.files[0])["blocks"][0]["text"]
    assert flat(HOSTILE) in flat(text) and "root:" not in text
    assert not set(text) & {"\x00", "\x07", "\x1b", "\u202e"}
    if form == "html":
        page = html_page(made.files[0])
        assert "script" not in {tag for tag, _given in page.tags}
        addresses = [value for _tag, given in page.tags for name, value in given.items() if name in ("src", "href")]
        assert all(value and value.startswith(("data:image/", "#")) for value in addresses)
        assert b"default-src 'none'" in made.files[0]


def test_S03_96_pictures_have_words_and_only_pictures_go_in(papers: Papers, document: Document) -> None:
    alts = [each.alt for each in document.blocks if hasattr(each, "alt")]
    given = [given["alt"] for tag, given in html_page(papers("html").files[0]).tags if tag == "img"]
    assert given == alts
    with zipfile.ZipFile(io.BytesIO(papers("docx").files[0])) as archive:
        xml = archive.read("word/document.xml").decode()
        settings = archive.read("word/settings.xml").decode()
        header = "".join(archive.read(name).decode() for name in archive.namelist() if "header" in name)
    assert all(f'descr="{alt}"'.replace("\n", "&#10;") in xml for alt in alts)
    assert 'w:updateFields w:val="true"' in settings and document.meta.watermark in header
    assert xml.count("<w:tblHeader") == 2 and "<w:tblW" in xml and 'TOC \\o "1-2"' in xml
    assert all(alt.split("\n")[0] in papers("txt").files[0].decode() for alt in alts)
    for data in (b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", png(20, 20)[:16] + b"\0" * 30, b"\x89PNG" + b"\0" * 9_000_000):
        for form in ("pdf", "docx", "html"):
            with pytest.raises(Problem) as told:
                rendered(Document(Meta("t", "f"), (Photo(data, "c", "a"),)), form)
            assert told.value.exit_code == ExitCode.BAD_INPUT


def test_S03_96_english_papers_have_english_words() -> None:
    with in_language("en"):
        text = pdf_text(rendered(Document(Meta("Dossier", "Firm", "Client"), (Heading("A"),)), "pdf").files[0])
    assert "Contents" in text


def test_S03_96_work_is_reported_and_can_be_stopped(document: Document) -> None:
    seen: list[tuple[int, int]] = []

    def told(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    pdf_bytes(Document(document.meta, document.blocks[:2]), progress=told)
    assert seen[0][0] == 0 and seen[-1] == (4, 4) and seen == sorted(seen)
    with pytest.raises(RenderingStopped):
        pdf_bytes(document, progress=lambda _done, _total: False)


# The process that renders

WATCHED = """
import sys
from storage.outlets import child
opened = []
def watch(event, args):
    if event == "open" and isinstance(args[2], int) and args[2] & 3: opened.append(args[0])
    if event in ("os.mkdir", "os.rename", "os.remove", "tempfile.mkstemp", "tempfile.mkdtemp"): opened.append(event)
sys.addaudithook(watch)
real, child.main = child.perform, child.main
def perform(task):
    real(task)
    keys = [n for n in sys.modules if n.startswith("storage.") and n.split(".")[1] not in ("outlets", "hardening")]
    child.frame(b"WARN", ("|".join(map(str, [*opened, *keys]))).encode())
child.perform = perform
raise SystemExit(child.main())
"""


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_S03_96_rendering_writes_no_file_and_knows_no_key(
    document: Document, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, made = rendering.render, []

    def watched(task: Task, progress: Progress | None) -> Rendered:
        made.append(real(task, progress, WATCHED))
        return made[-1]

    monkeypatch.setattr(f"storage.outlets.{'pdf' if kind == 'pdf' else 'word'}.render", watched)
    rendered(Document(document.meta, document.blocks[:6]), kind)  # type: ignore[arg-type]
    assert made[0].files and made[0].warnings == [""]


def test_S03_96_the_parent_writes_nothing_but_an_empty_folder(document: Document, tmp_path: Path) -> None:
    script = (
        "import os, sys, tempfile\n"
        "tempfile.gettempdir()\n"
        "written = []\n"
        "def watch(event, args):\n"
        "    if event == 'open' and isinstance(args[0], str) and (args[2] or 0) & 3: written.append(args[0])\n"
        "sys.addaudithook(watch)\n"
        "from scripts.benchmarks._made_dossier import made_document\n"
        "from storage.outlets.documents import rendered\n"
        "d = made_document(3, 1)\n"
        "for form in ('pdf', 'docx', 'html', 'md'): rendered(d, form)\n"
        "print([w for w in written if not w.startswith('/dev/null')], os.listdir(os.environ['TMPDIR']))\n"
    )
    env = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    said = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[] []"


def test_S03_96_the_process_is_closed_to_others_of_the_same_user() -> None:
    entry = (
        "import os;from storage.hardening import PR_GET_DUMPABLE;import ctypes,sys;from storage.outlets import child;"
        "sys.stdin.buffer.read();child.confine();"
        "child.frame(b'WARN',str(ctypes.CDLL(None).prctl(PR_GET_DUMPABLE,0,0,0,0)).encode());"
        "child.frame(b'WARN',repr(sorted(os.environ)).encode());"
        "pid=os.open('/dev/null',os.O_RDONLY);child.frame(b'DONE',b'')"
    )
    said = rendering.render(Task("pdf"), entry=entry)
    assert said.warnings[0] == "0" and set(eval(said.warnings[1])) <= {"LC_CTYPE"}


@pytest.mark.parametrize(
    "body",
    ["", "os.write(1,b'x'*100)", "os.write(1,b'DATA'+b'\\xff'*4)", "child.frame(b'ODD!',b'')", "os.abort()",
     "child.frame(b'FAIL',b'fault ValueError')"],
)  # fmt: skip
def test_S03_96_a_process_that_fails_is_one_sentence(body: str) -> None:
    entry = f"import os,sys;from storage.outlets import child;sys.stdin.buffer.read();{body or 'pass'}"
    with pytest.raises(Problem) as told:
        rendering.render(Task("pdf"), entry=entry)
    assert told.value.exit_code == ExitCode.STORE
