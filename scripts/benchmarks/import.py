"""`scripts/bench import`: reading, planning and undoing files, as ratios of one run (issue: Must show).

Reading is measured in processor seconds of all processes that take part: other work on the machine is not ours.
"""

# ruff: noqa: N999  (a bench is named as it is called)

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from scripts.benchmarks._import import processor
from scripts.benchmarks._report import Report, alternating, machine, ratio, spread
from scripts.benchmarks._stores import empty_store, passphrase_file

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("book", "million", "bank", "plan", "undo")
READ_GOAL, PEER_GOAL, MEMORY_GOAL_MIB, BANK_GOAL_S, UNDO_GOAL_S = 1.2, 8.0, 2048, 5.0, 60.0


def child(way: str, path: Path, *words: str) -> dict[str, Any]:
    """What one way of reading a file took, in a process of its own."""
    command = [sys.executable, "-m", "scripts.benchmarks._import_files", way, str(path), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{way} failed:\n{done.stdout}{done.stderr}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer | (json.loads(done.stderr) if done.stderr.startswith("{") else {})


def workbook(path: Path, rows: int) -> Path:
    """Sales of invented clients, ten columns."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Контрагент", "ИНН", "Номер", "Дата", "Артикул", "Номенклатура", "Количество", "Цена",
                               "Сумма", "Менеджер"])  # fmt: skip
        for row in range(1, rows + 1):
            client = row % 5_000
            sheet.write_row(row, 0, [f"Клиент {client}", 7_700_000_000 + client, f"Р-{row // 4}", 45_000 + row % 900,
                                     f"A-{row % 700}", f"Товар {row % 700}", row % 9 + 1, 100.5, 100.5 * (row % 9 + 1),
                                     f"Менеджер {row % 7}"])  # fmt: skip
    return path


def measure_book(report: Report, folder: Path, runs: int) -> None:
    path = workbook(folder / "book.xlsx", 100_000)
    empty = workbook(folder / "empty.xlsx", 1)
    measures = [(way, file) for way in ("ours", "calamine") for file in (path, empty)]
    found = alternating(runs, *[lambda way=way, file=file: child(way, file)["processor"] for way, file in measures])
    # What a book of one row takes is the start of the reading process, which the library alone does not have.
    seconds = [[whole - start for whole, start in zip(*found[at : at + 2], strict=True)] for at in (0, 2)]
    detail = f"ours {spread(seconds[0])} and {spread(found[1])} to start, calamine {spread(seconds[1])}"
    report.goal("100 000 × 10 xlsx, read / calamine alone", ratio(seconds[0], seconds[1]), READ_GOAL, "×", detail)
    slow = child("openpyxl", path)["processor"]
    report.least("openpyxl read-only / ours", slow / sorted(seconds[0])[len(seconds[0]) // 2], PEER_GOAL, "×")


def sales_lines(path: Path, rows: int) -> Path:
    with path.open("w", encoding="utf-8") as out:
        out.write("CustomerID;InvoiceNo;InvoiceDate;StockCode;Quantity;Amount\n")
        for row in range(rows):
            day = row % 28 + 1
            out.write(f"{row % 100_000};{row // 3};{day:02}.{row % 12 + 1:02}.2025;")
            out.write(f"A{row % 900};{row % 9 + 1};{row % 99}.50\n")
    return path


def measure_million(report: Report, folder: Path) -> None:
    answer = child("plan", sales_lines(folder / "million.csv", 1_000_000))
    most = max(answer["peak_kib"]) / 1024
    detail = f"{answer['rows']:,} rows in {answer['seconds']:.1f} s; parent and child {answer['peak_kib']} KiB"
    report.goal("1 000 000 rows planned, peak of one process", most, MEMORY_GOAL_MIB, " MiB", detail)


def statement(path: Path, documents: int) -> Path:
    with path.open("w", encoding="cp1251") as out:
        out.write("1CClientBankExchange\nВерсияФормата=1.03\nКодировка=Windows\nРасчСчет=40702810900000000001\n")
        for number in range(documents):
            payer = number % 4_000
            out.write(
                f"СекцияДокумент=Платежное поручение\nНомер={number}\nДата=01.03.2026\nСумма={number % 9999}.50\n"
                f"ПлательщикСчет=4070281010000000{payer:04}\nПлательщикИНН=77{payer:08}\n"
                f"Плательщик1=ООО Клиент {payer}\n"
                "ПлательщикКПП=770101001\nПлательщикБанк1=ПАО БАНК\nПлательщикБИК=044525000\n"
                "ПолучательСчет=40702810900000000001\nПолучательИНН=7707083893\nПолучатель1=Мы\nДатаПоступило=01.03.2026\n"
                f"НазначениеПлатежа=Оплата по счету {number} за товар, в том числе НДС\nКонецДокумента\n"
            )
        out.write("КонецФайла\n")
    return path


def measure_bank(report: Report, folder: Path, runs: int) -> None:
    path = statement(folder / "kl_to_1c.txt", 100_000)
    seconds = alternating(runs, *[lambda way=way: child(way, path)["processor"] for way in ("ours", "bytes")])
    detail = f"{path.stat().st_size / 2**20:.0f} MiB, {spread(seconds[0])}"
    report.goal("100 000 bank documents read", sorted(seconds[0])[len(seconds[0]) // 2], BANK_GOAL_S, " s", detail)
    report.figure("the same / reading the bytes", ratio(seconds[0], seconds[1]), "×")


def clients_lines(path: Path, rows: int, first: int = 0) -> Path:
    with path.open("w", encoding="utf-8") as out:
        out.write("Код;Наименование;Город\n")
        for row in range(first, first + rows):
            out.write(f"{row};Клиент {row};Город {row % 50}\n")
    return path


def measure_plan(report: Report, folder: Path) -> None:
    path = clients_lines(folder / "clients.csv", 100_000, 50_000)
    answer = child("against", path, "100000")
    detail = f"whole {answer['seconds']:.1f} s with reading, peaks {answer['peak_kib']} KiB"
    report.figure("100 000 rows planned against 100 000 clients", answer["plan"], " s", detail)


def measure_undo(report: Report, folder: Path) -> None:
    """An import of 30,000 clients from the command line, and its undo."""
    store, secret = empty_store(folder / "undo.store", "RUB"), passphrase_file(folder)
    path = clients_lines(folder / "thirty.csv", 30_000)
    seconds = []
    batch = ""
    for words in (["import", str(path)], ["import", "undo"]):
        command = [sys.executable, "-m", "tui", *_options(store, secret), "--json", *words]
        if words[-1] == "undo":
            command.append(batch)
        start = processor()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        seconds.append(processor() - start)
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
        batch = json.loads(done.stdout)["batch"]
    report.goal("undo of 30 000 rows", seconds[1], UNDO_GOAL_S, " s", f"the import took {seconds[0]:.1f} s")
    report.goal("undo / import", seconds[1] / seconds[0], 1.0)


def _options(store: Path, secret: Path) -> list[str]:
    return ["--store", str(store), "--passphrase-file", str(secret)]


def main(arguments: list[str]) -> int:
    """Print the figures; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench import", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="alternating runs of each pair")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part alone")
    options = parser.parse_args(arguments)
    chosen = options.only or PARTS
    report = Report()
    print(machine())
    with tempfile.TemporaryDirectory(prefix="kartoteka-bench-") as name:
        folder = Path(name)
        if "book" in chosen:
            measure_book(report, folder, options.runs)
        if "million" in chosen:
            measure_million(report, folder)
        if "bank" in chosen:
            measure_bank(report, folder, options.runs)
        if "plan" in chosen:
            measure_plan(report, folder)
        if "undo" in chosen:
            measure_undo(report, folder)
    print()
    print(report.table())
    return int(report.missed > 0)
