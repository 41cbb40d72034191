"""What a file may hold: no formulas, marks at both ends, planted rows that name the export (U06)."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.problem import ExitCode, Problem
from storage.access.canaries import Traces, derive, how_many, key_of, plant
from storage.outlets.cells import cell
from storage.outlets.folders import box_of, open_file, write_file
from storage.outlets.formats import csv_bytes, jsonl_bytes
from storage.outlets.sheet import Column, Mark, Sheet
from tests.exports.sheets import sheet

MARK = Mark(7, bytes(16), "Выгрузка № 7")
KEY = key_of(bytes(32))
FORMULA = re.compile(r"^\s*[=+\-@\t\r\n|%＝＋－＠]")


@given(st.text(max_size=40))
@example("=1+1")
@example("  =HYPERLINK()")
@example("\u200b=1")
@example("\u00a0@SUM(A1)")
@example("＝1")
@example("\ufeff-1")
@example("a\r=1")
def test_U06_no_text_can_become_a_formula(text: str) -> None:
    assert not FORMULA.match(cell(text))


@given(st.one_of(st.integers(), st.floats(allow_nan=False)))
def test_U06_no_figure_begins_with_a_sign_a_spreadsheet_obeys(value: float) -> None:
    written = cell(value)
    assert not FORMULA.match(written)
    assert written.replace("\u2212", "-") == str(value)


@given(
    st.lists(st.lists(st.one_of(st.text(max_size=12), st.integers(), st.none()), min_size=2, max_size=2), max_size=6)
)
def test_U06_no_cell_of_a_csv_file_begins_a_formula(rows: list[list[str | int | None]]) -> None:
    data = csv_bytes(Sheet((Column("a", "=A"), Column("b", "B")), rows), Mark(1, bytes(16), "-mark"))
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(read) == len(rows) + 3
    assert not any(FORMULA.match(each) for row in read for each in row)


def test_U06_the_mark_is_the_first_and_the_last_line() -> None:
    lines = csv_bytes(sheet(3), MARK).decode("utf-8-sig").splitlines()
    assert lines[0] == lines[-1] == '"Выгрузка № 7"' and len(lines) == 6
    first, *rows, last = map(json.loads, jsonl_bytes(sheet(3), MARK).splitlines())
    assert first == last == {"export": 7, "id": "00" * 16, "mark": MARK.line, "rows": 3}
    assert rows[0]["name"] == "ООО «Фирма 1»" and len(rows) == 3


@pytest.mark.parametrize(("rows", "count"), [(0, 3), (50, 3), (75, 3), (100, 4), (1000, 40), (100_000, 4000)])
def test_U06_how_many_rows_are_planted(rows: int, count: int) -> None:
    assert how_many(rows) == count


def test_U06_planted_rows_follow_from_the_export_alone_and_look_like_the_others() -> None:
    plain = sheet(200)
    planted = plant(plain, KEY, b"e" * 16, 8)
    assert planted.rows == plant(plain, KEY, b"e" * 16, 8).rows
    others = [row for row in planted.rows if row not in plain.rows]
    assert len(others) == 8 and [row for row in planted.rows if row in plain.rows] == plain.rows
    for row in others:
        assert re.fullmatch(r"[0-9a-f]{32}", str(row[0])) and re.fullmatch(r"К-\d{6}", str(row[1]))
        assert re.match(r"(ООО|АО|ЗАО) «", str(row[2])) and isinstance(row[3], float) and row[4] == "Тула"
    elsewhere = plant(plain, KEY, b"f" * 16, 8)
    assert not {str(row[2]) for row in others} & {str(row[2]) for row in elsewhere.rows}
    assert {str(row[2]) for row in plant(sheet(200), key_of(b"x" * 32), b"e" * 16, 8).rows} != {
        str(row[2]) for row in planted.rows
    }


def test_U06_an_empty_list_gets_its_planted_rows_too() -> None:
    assert len(plant(sheet(0), KEY, b"e" * 16, 3).rows) == 3


def test_U06_a_planted_firm_is_recognised_retyped_and_not_by_its_parts() -> None:
    canary = derive(KEY, b"e" * 16, 0)
    words = canary.words
    assert len(words) == 3
    retyped = f"звонили в {words[0].upper()}, {words[1]} / {words[2].title()} вчера"
    assert Traces([retyped]).holds(canary)
    assert not Traces([" ".join(words[:2]), words[2]]).holds(canary)


def test_U06_two_thousand_exports_have_hardly_a_planted_name_in_common() -> None:
    names = [derive(KEY, n.to_bytes(16, "big"), 0).name for n in range(2000)]
    assert len(set(names)) > 1980


# Folders


def open_whole(folder: Path, name: str) -> bytes:
    with open_file(folder, name) as file:
        return file.read()


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return box_of(tmp_path / "firm.store", "outbox", "ivan", b"i" * 16)


def test_U34_a_file_is_for_its_owner_alone(box: Path) -> None:
    path = write_file(box, "export-0001.csv", b"x")
    assert path == box / "export-0001.csv" and path.read_bytes() == b"x"
    assert [each.stat().st_mode & 0o777 for each in (path, box, box.parent)] == [0o600, 0o700, 0o700]
    assert [each.name for each in box.iterdir()] == ["export-0001.csv"]


@pytest.mark.parametrize("login", ["../root", "a/b", "", ".", "иван 2", "-rf"])
def test_U34_a_login_is_never_a_path(tmp_path: Path, login: str) -> None:
    found = box_of(tmp_path / "firm.store", "inbox", login, b"i" * 16)
    assert found.parent == tmp_path / "firm.store.inbox" and found.name == (b"i" * 16).hex()


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "/etc/passwd", "x\0y"])
def test_U34_a_name_never_leads_out(box: Path, name: str) -> None:
    write_file(box, "x", b"x")
    with pytest.raises(OSError, match="name of a file"):
        write_file(box, name, b"x")
    with pytest.raises(Problem) as told:
        open_whole(box, name)
    assert told.value.exit_code == ExitCode.REFUSED


def test_U34_reading_follows_no_link_and_opens_ordinary_files_alone(box: Path, tmp_path: Path) -> None:
    write_file(box, "own.csv", b"12345")
    assert open_whole(box, "own.csv") == b"12345"
    secret = tmp_path / "secret"
    secret.write_bytes(b"no")
    (box / "link").symlink_to(secret)
    os.link(secret, box / "hard")
    os.mkfifo(box / "pipe")
    (box / "folder").mkdir()
    for name in ("link", "hard", "pipe", "folder", "absent"):
        with pytest.raises(Problem) as told:
            open_whole(box, name)
        assert told.value.exit_code == ExitCode.BAD_INPUT, name
    box.rename(box.with_name("petr"))
    box.symlink_to(box.with_name("petr"))
    with pytest.raises(Problem):
        open_whole(box, "own.csv")
    with pytest.raises(OSError):
        write_file(box, "x", b"")
