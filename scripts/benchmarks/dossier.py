"""`scripts/bench dossier`: a dossier of 26 pages on paper, against bare typst in the same run; a large one opened."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from core.dossier.pages import page_count
from scripts.benchmarks._key_dossier import measure as measure_key_account
from scripts.benchmarks._made_dossier import made_document
from scripts.benchmarks._opening import measure as measure_opening
from scripts.benchmarks._report import Report, alternating, machine, ratio, spread
from storage.outlets.documents import DOCUMENT_FORMATS, DocumentFormat, rendered
from storage.outlets.payload import page_of
from storage.outlets.typesetting import TEMPLATE

MOST_SECONDS = 3.0
_BARE = """
import sys, time, typst
start = time.perf_counter()
typst.compile(open(sys.argv[1], "rb").read(), root=sys.argv[3], font_paths=typst.Fonts(include_system_fonts=False),
              sys_inputs={"document": open(sys.argv[2]).read()})
print(time.perf_counter() - start)
"""


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench dossier", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="alternating runs of each")
    parser.add_argument("--only", choices=("paper", "key", "opening"), help="measure this part alone")
    parser.add_argument("--clients", type=int, default=600, help="of the sample firm whose key account is printed")
    parser.add_argument("--papers", type=Path, metavar="FOLDER", help="draw three of its pages there (docs/papers)")
    options = parser.parse_args(arguments)
    report = Report()
    print(machine())
    if options.only in (None, "paper"):
        _measure_paper(report, options.runs)
    if options.only in (None, "key"):
        measure_key_account(report, options.clients, options.runs, options.papers)
    if options.only in (None, "opening"):
        with tempfile.TemporaryDirectory(prefix="kartoteka-bench-") as name:
            measure_opening(report, Path(name), options.runs)
    print()
    print(report.table())
    return int(report.missed > 0)


def _measure_paper(report: Report, runs: int) -> None:
    document = made_document()
    with tempfile.TemporaryDirectory(prefix="kartoteka-bench-") as name:
        bare = _bare(Path(name), page_of(document, system_fonts=False))
        forms = [_timed(lambda form=form: rendered(document, form)) for form in DOCUMENT_FORMATS]  # type: ignore[misc]
        closed = _timed(lambda: rendered(document, "pdf", "a password"))
        times = alternating(runs, bare, closed, *forms)
    pages = rendered(document, "pdf").pages
    typst, locked, *others = times
    report.figure(f"bare typst, {pages} pages", sorted(typst)[len(typst) // 2], " s", spread(typst))
    for form, found in zip(DOCUMENT_FORMATS, others, strict=True):
        _tell(report, form, found, typst)
    report.figure("pdf closed by a password", sorted(locked)[len(locked) // 2], " s", spread(locked))
    start = time.perf_counter()
    reckoned = page_count(document)
    report.figure(f"page_count says {reckoned}, there are {pages}", 1000 * (time.perf_counter() - start), " ms")


def _tell(report: Report, form: DocumentFormat, found: list[float], typst: list[float]) -> None:
    middle = sorted(found)[len(found) // 2]
    if form == "pdf":
        report.goal("pdf, with its own process", middle, MOST_SECONDS, " s", spread(found))
    else:
        report.figure(form, middle, " s", spread(found))
    report.figure(f"{form} against bare typst", ratio(found, typst), "×")


def _timed(work: Callable[[], object]) -> Callable[[], float]:
    def measure() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return measure


def _bare(folder: Path, page: bytes) -> Callable[[], float]:
    """The same template and data, compiled alone in a fresh process: nothing of ours, nothing warm."""
    data, root = folder / "page.json", folder / "root"
    data.write_bytes(page)
    root.mkdir()

    def measure() -> float:
        words = [sys.executable, "-c", _BARE, str(TEMPLATE), str(data), str(root)]
        return float(subprocess.run(words, check=True, capture_output=True, text=True).stdout)

    return measure
