"""Workbooks and reports of 1C: what comes out of them, and what is refused (exchange §1.1, §1.2)."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from storage.intake import limits
from storage.intake.prepare import LoadedTable, load, plan
from storage.intake.readers.columns import Columns, cell_text
from storage.intake.readers.report_items import period_of
from storage.intake.records_table import RecordsTable
from tests.intake.tables import NOTHING, clients, refusal, sales, write


def records(loaded: LoadedTable) -> RecordsTable:
    assert isinstance(loaded.table, RecordsTable)
    return loaded.table


def book(folder: Path, rows: list[list[object]], name: str = "book.xlsx", sheet: str = "Лист1") -> Path:
    """A workbook with these rows on one sheet."""
    path = folder / name
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet(sheet)
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return path


def test_a_workbook_keeps_identifiers_as_texts(tmp_path: Path) -> None:
    """An ИНН and a phone that a sheet holds as numbers; the zero that it lost comes back by the check digit."""
    rows: list[list[object]] = [
        ["Контрагент", "ИНН", "Телефон", "Код клиента"],
        ["NA", 7707083893.0, 79161234567.0, 12.0],
        ["null", 536455680.0, 74957531953.0, 13.0],
    ]
    table = clients(load(book(tmp_path, rows), "RUB"))
    assert table.columns["name"].strings == ("NA", "null")
    assert table.columns["inn"].strings == ("7707083893", "0536455680") and table.restored_zeros == 1
    assert table.columns["phone"].strings == ("79161234567", "74957531953")
    assert table.columns["external_id"].strings == ("12", "13")


def test_a_workbook_of_sales_with_formulas_and_dates(tmp_path: Path) -> None:
    import datetime

    path = tmp_path / "sales.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as made:
        made.add_worksheet("Пусто")
        page = made.add_worksheet("Продажи")
        page.write_row(0, 0, ["Контрагент", "Номер", "Дата", "Сумма"])
        page.write_row(1, 0, ["Ромашка", "1", datetime.date(2026, 3, 1)])
        page.write_formula(1, 3, "=A1", None, 100.1)
        page.write_row(2, 0, ["Ромашка", "2", datetime.date(2026, 3, 2), 0.1 + 0.2])
    loaded = load(path, "RUB")
    table = sales(loaded)
    assert loaded.head.sheet_name == "Продажи"
    assert table.amount.tolist() == [10_010, 30] and table.day.tolist() == [20_513, 20_514]


def test_yes_and_one_are_two_cells() -> None:
    columns = Columns((0,), 1, 1, typed=True)
    columns.add([[True], [1.0], [False], [0.0]])
    texts = list(map(cell_text, columns.codes[0]))
    assert [texts[code] for code in columns.cells[0]] == ["TRUE", "1", "FALSE", "0"]


@pytest.mark.parametrize("value", [0.1, 571_650.47, 1e-7, 123_456_789_012_345.0, -2.5])
def test_numbers_of_a_sheet_are_written_as_shown(value: float) -> None:
    text = cell_text(value)
    assert "e" not in text and float(text) == pytest.approx(value)


def test_forty_header_rows_and_names_given_twice(tmp_path: Path) -> None:
    rows: list[list[object]] = [[f"строка {at}"] for at in range(40)]
    rows += [["Контрагент", "ИНН", "Примечание", "Примечание"], ["Ромашка", 7707083893.0, "а", "б"]] * 1
    loaded = load(book(tmp_path, rows), "RUB")
    assert loaded.head.header_row == 41
    assert clients(loaded).columns["note"].strings == ("а; б",)


def test_escape_sequences_and_bidi_are_cleaned_and_marked(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Контрагент", "ИНН"], ["a\u202eb\u0007c", 7707083893.0]]
    path = tmp_path / "book.xlsx"
    made = openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.append(rows[0])
    page.append(["a\u202eb", 7707083893.0])
    made.save(path)
    assert clients(load(path, "RUB")).columns["name"].strings == ("a\ufffdb",)


def test_broken_books_are_refused_in_one_sentence(tmp_path: Path) -> None:
    whole = book(tmp_path, [["Контрагент", "ИНН"], ["Ромашка", 1.0]]).read_bytes()
    assert "damaged" in refusal(write(tmp_path, whole[: len(whole) // 2], "cut.xlsx"))
    assert "damaged" in refusal(write(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "old.xls"))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("readme.txt", "x")
    assert "archive without tables" in refusal(write(tmp_path, archive.getvalue(), "a.xlsx"))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", bytes(limits.RATIO_FLOOR + 2**20))
    assert "unpacks to far more" in refusal(write(tmp_path, bomb.getvalue(), "bomb.xlsx"))


def test_an_encrypted_book_asks_to_be_saved_without_a_password(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert "protected by a password" in refusal(write(tmp_path, data, "secret.xlsx"))


def osv(folder: Path, total: float = 300.0, outline: bool = True, indicators: bool = False) -> Path:
    """Turnovers of account 62 by counterparty and contract, with merged headers."""
    path = folder / "osv.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet("TDSheet")
        page.write(0, 0, "Оборотно-сальдовая ведомость по счету 62 за 1 квартал 2026 г.")
        page.write_column(2, 0, ["Счет", "Контрагенты", "Договоры"])
        page.merge_range(2, 2, 2, 3, "Обороты за период")
        page.write_row(3, 2, ["Дебет", "Кредит"])
        if indicators:
            page.write(2, 1, "Показатели")
        at = 5
        lines = [("62", 0, 300.0), ("62.01", 1, 300.0), ("ООО Ромашка", 2, 100.0), ("Договор 1", 3, 60.0),
                 ("Договор 2", 3, 40.0), ("ООО Вектор", 2, 200.0), ("Без договора", 3, 200.0)]  # fmt: skip
        for name, level, amount in lines:
            for word, factor in (("БУ", 1), ("НУ", 1)) if indicators else (("", 1),):
                if outline:
                    page.set_row(at, None, None, {"level": level})
                if word in ("", "БУ"):
                    page.write(at, 0, name)
                if word:
                    page.write(at, 1, word)
                page.write_row(at, 2, [amount * factor, 0.0])
                at += 1
        page.write(at, 0, "Итого")
        page.write_row(at, 2, [total, 0.0])
    return path


@pytest.mark.parametrize(("outline", "indicators"), [(True, False), (True, True), (False, False)])
def test_S01_09_leaves_of_a_report_add_up(tmp_path: Path, outline: bool, indicators: bool) -> None:
    """With outline levels, with rows of indicators, and copied without any outline."""
    loaded = load(osv(tmp_path, outline=outline, indicators=indicators), "RUB")
    table, planned = records(loaded), plan(loaded, NOTHING)
    assert [table.value("name", row) for row in range(3)] == ["ООО Ромашка", "ООО Ромашка", "ООО Вектор"]
    assert (table.kind, planned.clients, planned.control.fits) == ("balances", 2, True)
    assert loaded.head.facts["turnover_debit_total"] == "300.00"


def test_a_report_that_does_not_add_up_is_blocked_with_both_numbers(tmp_path: Path) -> None:
    planned = plan(load(osv(tmp_path, total=301.0), "RUB"), NOTHING)
    assert (planned.control.fits, planned.control.file, planned.control.rows) == (False, 30_100, 30_000)


def test_sales_by_counterparty_become_lines_with_documents(tmp_path: Path) -> None:
    path = tmp_path / "sales.xlsx"
    with xlsxwriter.Workbook(path) as made:
        page = made.add_worksheet("TDSheet")
        page.write(0, 0, "Продажи по контрагентам")
        page.write(1, 0, "Период: 01.01.2026 - 31.03.2026")
        page.write_row(3, 0, ["Контрагент", "Количество", "Сумма"])
        page.write(4, 0, "Документ")
        rows = [("ООО Ромашка", 0, 3, 150.0), ("Реализация (акт, накладная) 0001 от 05.02.2026 12:00:00", 1, 2, 100.0),
                ("Корректировка реализации 0002 от 06.02.2026", 1, 1, 50.0), ("ООО Вектор", 0, 1, 70.0),
                ("Реализация (акт, накладная) 0003 от 07.02.2026", 1, 1, 70.0)]  # fmt: skip
        for at, (name, level, pieces, amount) in enumerate(rows, 5):
            page.set_row(at, None, None, {"level": level})
            page.write_row(at, 0, [name, pieces, amount])
        page.write_row(10, 0, ["Итого", 4, 220.0])
    loaded = load(path, "RUB")
    table = sales(loaded)
    assert loaded.head.form == "report_1c" and loaded.head.facts["control_file"] == "220.00"
    assert table.amount.tolist() == [10_000, 5_000, 7_000] and table.client_ref.strings == ("ООО Ромашка", "ООО Вектор")
    assert table.document.strings == ("0001", "0002", "0003")


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("за 1 квартал 2026 г.", ("2026-01-01", "2026-03-31")),
        ("за Январь 2026 г. - Март 2026 г.", ("2026-01-01", "2026-03-31")),
        ("за май 2026 г.", ("2026-05-01", "2026-05-31")),
        ("за 9 месяцев 2026 г.", ("2026-01-01", "2026-09-30")),
        ("за 2 полугодие 2025", ("2025-07-01", "2025-12-31")),
        ("за 2024 г.", ("2024-01-01", "2024-12-31")),
        ("за период с 01.02.2026 по 28.02.2026", ("2026-02-01", "2026-02-28")),
        ("без периода", ("", "")),
    ],
)
def test_period_of_a_report(title: str, period: tuple[str, str]) -> None:
    assert period_of([title]) == period
