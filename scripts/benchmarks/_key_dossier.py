"""The dossier of the sample firm's key account, from the store to the numbered file (issue 7: ≤ 3 s, 20–40 pages)."""

from __future__ import annotations

import datetime as dt
import io
import re
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pypdf import PdfReader

from core.dossier.blocks import Document
from core.dossier.completeness import PAGES
from core.sample.firm import DEFAULT_SEED
from core.wording import set_language
from scripts.benchmarks._report import Report
from storage.outlets.payload import page_of
from storage.outlets.typesetting import compiled
from tui.desk.desk import Desk, open_desk
from tui.desk.making import DEMO_PASSPHRASE, demo_store

TODAY = dt.date(2026, 11, 20)
MOST_SECONDS = 3.0
_PPI = 110
_PAPERS = ("cover", "figures", "people")
_CAPTION = re.compile(r"Рис\.\s*\d+")


@contextmanager
def key_account(clients: int, today: dt.date = TODAY) -> Iterator[tuple[Desk, str]]:
    """The desk of the head over a fresh sample store, and the id of the first key account there."""
    set_language("ru")
    made = demo_store(clients, today)
    desk = open_desk(str(made.store), "ru", today)
    try:
        head = next(each for each in made.people if each.role == "head")
        desk.unlock(head.login, bytearray(DEMO_PASSPHRASE.encode()))
        yield desk, desk.keys.answer().rows[0].id
    finally:
        desk.close("end")
        shutil.rmtree(made.store.parent)


def measure(report: Report, clients: int, runs: int, papers: Path | None) -> None:
    """Clock and processor time of taking it out as PDF, its pages; pictures of three of them where wanted."""
    with key_account(clients) as (desk, client):
        clock, worked, pages, steps = [], [], 0, 0

        def progress(_done: int, _of: int) -> bool:
            nonlocal steps
            steps += 1
            return True

        for _ in range(runs):
            start, before = time.perf_counter(), _processor()
            pages = desk.book.take_out(client, "pdf", "scripts/bench dossier", progress=progress).pages
            clock.append(time.perf_counter() - start)
            worked.append(_processor() - before)
        detail = f"{clients} clients, seed {DEFAULT_SEED}, {steps // runs} steps of progress"
        report.goal(
            "key account as PDF, from the store to the file", statistics.median(clock), MOST_SECONDS, " s", detail
        )
        report.goal("the same, processor time with the child's", statistics.median(worked), MOST_SECONDS, " s")
        report.least(f"pages, of {PAGES[0]}–{PAGES[1]}", pages, PAGES[0])
        if papers is not None:
            draw(desk.dossiers.dossier_document(client), papers)


def _processor() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def draw(document: Document, folder: Path) -> None:
    """Three pages as PNG: the cover, the client in figures, people, which is the page with most drawings."""
    page = page_of(document, system_fonts=False)
    with tempfile.TemporaryDirectory(prefix="kartoteka-papers-") as root:
        pages = compiled(page, root, "png", ppi=_PPI).files
        told = [each.extract_text() for each in PdfReader(io.BytesIO(compiled(page, root, "pdf").files[0])).pages]
    most = max(range(len(told)), key=lambda at: len(_CAPTION.findall(told[at])))
    for name, at in zip(_PAPERS, (0, 2, most), strict=True):
        (folder / f"dossier-{name}.png").write_bytes(pages[at])
