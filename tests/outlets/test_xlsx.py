"""XLSX: a list as an office expects it, read back by somebody else's code; no formula, no link (S03.58, U06)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from core.problem import Problem
from core.wording import in_language
from storage.access.canaries import Traces, derive, key_of, plant
from storage.outlets import xlsx
from storage.outlets.formats import WRITERS
from storage.outlets.sheet import Column, Mark, Sheet
from tests.exports.sheets import sheet

MARK = Mark(7, b"e" * 16, "Выгрузка № 7")
KEY = key_of(bytes(32))


def book(given: Sheet, mark: Mark = MARK) -> Any:
    with in_language("ru"):
        return openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](given, mark)))


def test_S03_58_an_excel_list_has_its_mark_at_both_ends_and_its_parameters() -> None:
    given = dataclasses.replace(sheet(30), about=(("level", "key"), ("Выгрузил", "Иван")))
    opened = book(given)
    page, facts = opened["Список"], opened["Параметры"]
    rows = list(page.iter_rows(values_only=True))
    assert rows[0][0] == rows[-1][0] == MARK.line and len(rows) == 33
    assert rows[1] == ("ID", "Номер", "Клиент", "Оборот", "Город") and rows[2][2:] == ("ООО «Фирма 1»", 1000.5, "Тула")
    assert page.freeze_panes == "A3" and page.auto_filter.ref == "A2:E32"
    assert page["D3"].number_format == "#,##0.00" and page.column_dimensions["A"].width > 30
    told = dict(facts.iter_rows(values_only=True))
    assert told == {"level": "key", "Выгрузил": "Иван", "Строк": "30", "Выгрузка": MARK.line}


def test_S03_58_no_text_becomes_a_formula_a_link_or_a_number() -> None:
    words = ["=1+1", "+7 900", "-1", "@x", "https://a.example", "mailto:a@b.example", "007", "a\x00\x1bb", "x" * 40_000]
    given = Sheet((Column("a", "=A"), Column("n", "№", "number")), [[each, each] for each in words])
    data = WRITERS["xlsx"](given, MARK)
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    cells = [cell for row in page.iter_rows(min_row=2, max_row=len(words) + 2) for cell in row]
    assert all(cell.data_type == "s" for cell in cells) and page["A3"].value == "=1+1" and page["B9"].value == "007"
    assert page["A10"].value == "ab" and len(page["A11"].value) == 32_767
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = b"".join(archive.read(name) for name in archive.namelist() if "sheet" in name)
    assert b"<f>" not in xml and b"hyperlink" not in xml.lower()


def test_S03_58_dates_are_dates_and_unknown_is_empty() -> None:
    given = Sheet((Column("d", "День"), Column("n", "Число")), [[dt.date(2026, 2, 1), None], [None, -5]])
    page = book(given).worksheets[0]
    assert page["A3"].value.date() == dt.date(2026, 2, 1) and page["A3"].is_date and page["B3"].value is None
    assert page["B4"].value == -5


def test_U06_planted_rows_are_in_a_workbook_too() -> None:
    planted = plant(sheet(100), KEY, MARK.export_id, 4)
    rows = book(planted)["Список"].iter_rows(values_only=True)
    traces = Traces(" ".join(str(cell) for cell in row) for row in rows)
    assert all(traces.holds(derive(KEY, MARK.export_id, number)) for number in range(4))


def test_S03_58_a_list_longer_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 10)
    with pytest.raises(Problem):
        WRITERS["xlsx"](sheet(8), MARK)
