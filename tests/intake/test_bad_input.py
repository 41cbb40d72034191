"""Every bad file is refused in one clear sentence with its place (issue: Bad input)."""

from __future__ import annotations

import gzip
import os
import zlib
from pathlib import Path

import pytest

from core.problem import Problem
from storage.intake import faults, limits
from storage.intake.prepare import load
from storage.intake.source import Source
from tests.intake.tables import SALES, load_sales, refusal, write

ROW = "1,A1,2026-01-01,5.00\n"


def test_missing_file(tmp_path: Path) -> None:
    assert refusal(tmp_path / "no.csv") == "The file no.csv does not exist: check the path."
    assert "does not exist" in refusal(tmp_path / ("x" * 300))


def test_folder_and_pipe(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert "device or a pipe" in refusal(tmp_path / "pipe")


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, SALES + ROW)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    assert "may not be read by you" in refusal(path)


def test_too_large_file(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.touch()
    os.truncate(path, limits.FILE_BYTES + 1)
    assert "larger than 200 MB" in refusal(path)


@pytest.mark.parametrize("content", [b"", b"\n\r\n  \n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    assert "is empty" in refusal(write(tmp_path, content))


@pytest.mark.parametrize("content", [b"\x7fELF\x02\x01\x01" + bytes(100), bytes(range(256)) * 20, os.urandom(5000)])
def test_binary_file(tmp_path: Path, content: bytes) -> None:
    assert "is not a text table" in refusal(write(tmp_path, content))


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(100), b"\xd0\xcf\x11\xe0" + bytes(100)])
def test_workbook(tmp_path: Path, content: bytes) -> None:
    assert "is damaged" in refusal(write(tmp_path, content))


def test_only_a_header(tmp_path: Path) -> None:
    assert "no rows below" in refusal(write(tmp_path, SALES))
    assert "no rows below" in refusal(write(tmp_path, SALES + ",,,\n\n,,,\n"))


def test_no_header(tmp_path: Path) -> None:
    path = write(tmp_path, ROW * 5)
    assert "No row with column names" in refusal(path)
    loaded = load(path, "RUB", maps=["1=client_ref", "2=document", "3=date", "4=amount"])
    assert len(loaded.table.rows) == 5


def test_unmapped_required_field(tmp_path: Path) -> None:
    path = write(tmp_path, "CustomerID,Document,Amount\n1,A,5\n")
    assert refusal(path) == ("No column was recognised as date (sales import): name it with --map COLUMN=date.")
    assert "client_ref" in refusal(write(tmp_path, "Foo,Date,Amount\n1,2026-01-01,5\n"), kind="sales")
    assert "as name" in refusal(write(tmp_path, "Foo,Phone\nx,123456\n"), kind="clients")


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("Nothing=date", "There is no column 'Nothing'"),
        ("99=date", "There is no column '99'"),
        ("0=date", "There is no column '0'"),
        ("Amount=colour", "The field colour is unknown"),
        ("Amount", "--map needs COLUMN=FIELD"),
        ("=date", "--map needs COLUMN=FIELD"),
    ],
)
def test_bad_map(tmp_path: Path, word: str, sentence: str) -> None:
    assert sentence in refusal(write(tmp_path, SALES + ROW), word)


def test_a_field_fed_twice_and_a_name_carried_twice(tmp_path: Path) -> None:
    assert "given twice" in refusal(write(tmp_path, SALES + ROW), "1=amount", "4=amount")
    twice = write(tmp_path, "CustomerID,Date,Amount,Note,Note\n1,2026-01-01,5,a,b\n")
    assert "Several columns are called 'Note'" in refusal(twice, "Note=document")


@pytest.mark.parametrize("word", ["currency", "currency=", "=RUB", "date=soon", "currency=XYZ", "colour=red"])
def test_bad_constants(tmp_path: Path, word: str) -> None:
    text = "CustomerID,InvoiceNo,Amount\n1,A,5\n" if word.startswith("date") else SALES + ROW
    assert refusal(write(tmp_path, text), kind="sales", sets=(word,))


def test_bad_options(tmp_path: Path) -> None:
    path = write(tmp_path, SALES + ROW)
    assert "encoding 'klingon' is unknown" in refusal(path, encoding="klingon")
    assert "Importing colours is not possible" in refusal(path, kind="colours")
    with pytest.raises(Problem, match="delimiter"):
        load(path, "RUB", delimiter="x")
    with pytest.raises(Problem, match="has no row 9"):
        load(path, "RUB", header_row=9)


def test_ten_million_columns(tmp_path: Path) -> None:
    wide = b"a," * 10_000_000
    assert "Row 1" in refusal(write(tmp_path, wide)) and "500 columns" in refusal(write(tmp_path, wide))
    later = SALES.encode() + ROW.encode() * 300 + wide
    assert "Row 302 of table.csv has more than 500 columns" in refusal(write(tmp_path, later))
    assert "Row 302 " in refusal(write(tmp_path, SALES.encode() + ROW.encode() * 300 + b"a," * 501 + b"\n"))


def test_cell_too_long(tmp_path: Path) -> None:
    fits = SALES + ROW * 299 + f"{'x' * limits.CELL_CHARS},A,2026-01-01,5\n" + ROW
    assert len(load(write(tmp_path, fits), "RUB").table.rows) == 301
    long = SALES + ROW * 300 + f"{'x' * (limits.CELL_CHARS + 1)},A,2026-01-01,5\n" + ROW
    assert (
        refusal(write(tmp_path, long)) == "A cell in row 302 of table.csv is longer than 32768 characters: shorten it."
    )
    assert "row 2 " in refusal(write(tmp_path, SALES + "x" * 40_000 + ",A,2026-01-01,5\n"))
    assert "longer" in refusal(write(tmp_path, SALES + ROW * 9000 + "x" * (limits.LINE_CHARS + 10)))


def test_unclosed_quote(tmp_path: Path) -> None:
    assert "opened in row 3 " in refusal(write(tmp_path, SALES + ROW + '"1,A,2026-01-01,5\n' + ROW))
    text = SALES + ROW * 20_000 + '"1,A,2026-01-01,5\n' + ROW * 20_000
    assert "opened in row 20002 " in refusal(write(tmp_path, text))


def test_nul_bytes(tmp_path: Path) -> None:
    text = SALES + ROW * 20_000 + "1,A\0,2026-01-01,5\n" + ROW
    assert refusal(write(tmp_path, text)).startswith("Line 20002 of table.csv holds a NUL byte")


def test_too_many_rows(tmp_path: Path) -> None:
    path = write(tmp_path, SALES + "1,A1,2026-01-01,5\n" * (limits.ROWS + 1))
    assert refusal(path) == "The file table.csv has more than 1000000 rows: split it into parts."


def test_too_many_blank_rows(tmp_path: Path) -> None:
    assert "more than 1000000 rows" in refusal(write(tmp_path, SALES + ROW + "\n" * (limits.RECORDS + 1000)))


def test_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    packer = zlib.compressobj(9, wbits=31)
    row = b"1," + b"x" * 30_000 + b",2026-01-01,5\n"
    with path.open("wb") as out:
        out.write(packer.compress((SALES + ROW).encode()))
        for _ in range(2 * limits.RATIO_FLOOR // len(row)):
            out.write(packer.compress(row))
        out.write(packer.flush())
    assert "unpacks to far more" in refusal(path)
    assert path.stat().st_size < limits.FILE_BYTES / 1000


def test_small_honest_files_pack_better_than_the_limit(tmp_path: Path) -> None:
    text = SALES + "1,A1,2026-01-01,5\n" * 100_000
    path = write(tmp_path, text, "table.csv.gz")
    assert len(text) > limits.UNPACKED_RATIO * path.stat().st_size
    assert len(load(path, "RUB").table.rows) == 100_000


def test_truncated_and_broken_gz(tmp_path: Path) -> None:
    rows = "".join(f"{number},A{number},2026-01-01,{number * 7 % 1000}.15\n" for number in range(30_000))
    data = gzip.compress((SALES + rows).encode())
    assert "ends too early" in refusal(write(tmp_path, data[: len(data) // 2]))
    assert "ends too early" in refusal(write(tmp_path, data[:-4]))
    assert "is damaged" in refusal(write(tmp_path, data[:-8] + bytes(8)))
    assert "is damaged" in refusal(write(tmp_path, data + b"garbage"))
    assert len(load(write(tmp_path, data + bytes(512)), "RUB").table.rows) == 30_000


def test_several_gz_members_are_one_file(tmp_path: Path) -> None:
    data = gzip.compress((SALES + ROW).encode()) + gzip.compress(ROW.encode() * 2)
    assert len(load(write(tmp_path, data), "RUB").table.rows) == 3


def test_bytes_that_do_not_fit_the_encoding(tmp_path: Path) -> None:
    russian = write(tmp_path, "Клиент,Дата,Сумма\nЁ,2026-01-01,5\n", encoding="cp1251")
    assert "does not fit the encoding" in refusal(russian, encoding="utf-8")
    late = "Клиент,Date,Amount\n".encode() + b"x,2026-01-01,5\n" * 20_000 + "Ёж,2026-01-01,5\n".encode("cp1251")
    assert refusal(write(tmp_path, late)).startswith("Row 20002 of table.csv does not fit the encoding")


def test_impossible_cells_are_errors_of_their_row(tmp_path: Path) -> None:
    table = load_sales(
        tmp_path, SALES + ROW + "1,A2,2026-02-30,5\n1,A3,2026-01-01,five\n1,A4,,5\n1,A5,2026-01-01,5,6\n"
    )
    assert table.verdict.tolist() == [0, 2, 2, 2, 2]
    assert table.error_column.tolist() == [0, 3, 4, 3, 0]
    assert table.error_reason.tolist() == [0, 3, 4, 1, 6]
    assert table.rows.tolist() == [2, 3, 4, 5, 6]


def test_every_fault_has_a_sentence() -> None:
    for code in faults.SENTENCES:
        assert str(faults.problem(code, "a.csv", 7)).endswith(".")
    assert str(faults.problem("\x1b[2J", "a.csv", 7)) == str(faults.garbled("a.csv"))


def test_a_refused_file_leaves_no_descriptor(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    refusal(tmp_path)
    with Source(write(tmp_path, SALES + ROW)):
        pass
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
