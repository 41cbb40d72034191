"""Tables come back cell for cell, whatever their encoding, delimiter and preamble."""

from __future__ import annotations

import csv
import io
import string
import tempfile
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.intake.layout import find_header
from storage.intake.prepare import load
from storage.intake.readers.delimited import sniff_delimiter
from storage.intake.reading import RawTable, peek, read
from storage.intake.source import Source
from tests.intake.tables import SALES, write

LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГДЕЖЗ" + string.ascii_letters + string.digits + ' ,;|"\t.-\n'
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1251", "cp866", "koi8-r", "mac-cyrillic"]


def cells(raw: RawTable) -> list[list[str]]:
    """The rows of a table as texts."""
    texts = [[*column.strings, ""] for column in raw.columns.values()]
    codes = [column.codes.tolist() for column in raw.columns.values()]
    return [[words[code] for words, code in zip(texts, row, strict=True)] for row in zip(*codes, strict=True)]


def read_all(path: Path, encoding: str = "", delimiter: str = "", header_row: int | None = None) -> RawTable:
    """All columns of a file."""
    with Source(path) as source:
        head = peek(source, encoding, delimiter, header_row)
        return read(source, head, range(len(head.columns)))


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(st.text(LETTERS, max_size=20), min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from(ENCODINGS),
    st.sampled_from(";\t|,"),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_round_trip(rows: list[list[str]], encoding: str, delimiter: str, end: str) -> None:
    rows = [["Клиент", *row] for row in rows]
    out = io.StringIO(newline="")
    # With CR as the line end the writer leaves a bare LF unquoted, so there everything is quoted.
    quoting: Literal[0, 1] = csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows([["Контрагент", "Дата", "Сумма", "Примечание"], *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), out.getvalue(), encoding=encoding)
        raw = read_all(path, encoding, delimiter, header_row=1)
    assert cells(raw) == [[" ".join(cell.split()) for cell in row] for row in rows]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", [";", "\t", "|", ","])
@pytest.mark.parametrize("name", ["table.csv", "table.csv.gz"])
def test_guessed_reading(tmp_path: Path, encoding: str, delimiter: str, name: str) -> None:
    rows = [["ООО Северная верфь", "01.02.2026", "12"], ["ЗАО Ромашка", "02.02.2026", "5"]] * 3
    text = "\r\n".join(delimiter.join(row) for row in [["Контрагент", "Дата", "Сумма"], *rows])
    assert cells(read_all(write(tmp_path, text, name, encoding))) == rows


def test_letters_met_late_decide_the_encoding(tmp_path: Path) -> None:
    late = "Северная верфь,7,2026-01-01,5\n" * 3
    data = (SALES + "1,2,2026-01-01,5\n" * 30_000).encode() + late.encode("cp1251")
    loaded = load(write(tmp_path, data), "RUB")
    assert loaded.raw.encoding == loaded.head.encoding == "cp1251"
    assert len(loaded.table.rows) == 30_003
    assert loaded.raw.columns[0].strings == ("1", "Северная верфь")


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a;b;c\n1;2;3\n", ";"),
        ("a,b,c\n1,2,3\n", ","),
        ("a\tb\n1,5\t2,5\n3,5\t4,5\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("Сумма;Цена\n1,5;2,5\n3,55;4,25\n", ";"),
        ("Сумма\n1,5\n2,7\n13,25\n", ";"),
        ("Отчёт за март\n\nКлиент;Сумма\nООО А, Б;1,5\nООО В, Г;2,5\n", ";"),
        ("id,qty\n1,5\n2,7\n", ","),
        ("client,date,net\n1,02.01.2026,5\n1,01.01.2026,5\n", ","),
        ("sep=|\na,b|c,d\n1,2|3,4\n", "|"),
        ('"a,b",c\n"d,e",f\n', ","),
        ("Заголовок короче\na;b;c\n1;2;3\n4;5;6\n", ";"),
    ],
)
def test_delimiters(text: str, delimiter: str) -> None:
    assert sniff_delimiter(text) == delimiter


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([["Клиент", "Дата"], ["А", "01.01.2026"]], 1),
        ([["Отчёт", "", ""], [], ["Клиент", "Дата", "Сумма"], ["А", "01.01.2026", "5"]], 3),
        ([["колонка", "прочее"], ["5", "6"]], 1),
        ([["А", "01.01.2026", "5"], ["Б", "02.01.2026", "6"]], 0),
        ([["x", "y"], ["x", "y"]], 0),
        ([], 0),
        ([[], [""]], 0),
    ],
)
def test_header_rows(rows: list[list[str]], header: int) -> None:
    assert find_header(rows, {"клиент", "дата", "сумма"}, ()) == header


def test_a_header_is_found_by_the_names_a_person_maps() -> None:
    rows = [["foo", "bar"], ["x", "y"]]
    assert find_header(rows, (), ()) == 0
    assert find_header(rows, (), {"foo"}) == 1


def test_row_numbers_count_blank_rows_and_short_rows_are_filled(tmp_path: Path) -> None:
    text = "\n" + SALES + "1,A,2026-01-01,5\n\n,,,\n2,B\n" + '"3\n3",C,2026-01-01,7\n'
    raw = read_all(write(tmp_path, text))
    assert raw.rows.tolist() == [3, 6, 7]
    assert cells(raw)[1:] == [["2", "B", "", ""], ["3 3", "C", "2026-01-01", "7"]]
    assert not raw.wide.any()


def test_dangerous_characters_become_visible(tmp_path: Path) -> None:
    raw = read_all(write(tmp_path, SALES + "a\x1b[2Jb\u202ec\u200bd\u009b,A,2026-01-01,5\n"))
    assert raw.columns[0].strings == ("a\ufffdb\ufffdcd\ufffd",)


def test_only_the_columns_asked_for_come_back(tmp_path: Path) -> None:
    path = write(tmp_path, "a,b,c,d,Client,Date\n1,2,3,4,5,2026-01-01\n")
    with Source(path) as source:
        raw = read(source, peek(source), [4])
    assert sorted(raw.columns) == [0, 1, 2, 4]
