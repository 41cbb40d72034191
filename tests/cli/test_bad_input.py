"""One clear sentence, the right exit status, nothing written, no traceback, no client data (issue "Bad input")."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from core.problem import ExitCode
from tests.cli.station import PASSPHRASE, Said, Station, inside, run
from tests.cli.test_commands import SALES


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station(tmp_path)


def one_sentence(said: Said, status: ExitCode) -> str:
    """The sentence of a refused command; checks what every refusal has in common."""
    assert said.status == status, said
    assert said.out == ""
    lines = said.err.strip().splitlines()
    assert len(lines) == 1, said.err
    assert lines[0].endswith((".", "?")) and "Traceback" not in said.err
    assert any("а" <= letter <= "я" for letter in lines[0].lower()), "Russian by default"
    return lines[0]


def test_wrong_passphrase_and_unknown_person_get_the_same_answer(station: Station) -> None:
    station.secret.write_text("не та\n")
    wrong = one_sentence(station.run("clients"), ExitCode.REFUSED)
    unknown = one_sentence(station.run("clients", "--as", "nobody"), ExitCode.REFUSED)
    assert wrong == unknown


def test_passphrase_files(station: Station, tmp_path: Path) -> None:
    station.secret.chmod(0o640)
    one_sentence(station.run("clients"), ExitCode.REFUSED)
    station.secret.chmod(0o600)
    station.secret.write_text("\n")
    one_sentence(station.run("clients"), ExitCode.BAD_INPUT)
    one_sentence(run("--store", str(station.store), "--passphrase-file", str(tmp_path / "no"), "clients"),
                 ExitCode.BAD_INPUT)  # fmt: skip


def ten_million_columns() -> bytes:
    return b"a;" * 10_000_000 + b"\n1\n"


@pytest.mark.parametrize("kind", ["folder", "pipe", "link to a file others read", "somebody else's", "too long"])
def test_passphrase_files_that_are_none(station: Station, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "odd"
    status = ExitCode.REFUSED
    if kind == "folder":
        path.mkdir(mode=0o700)
    elif kind == "pipe":
        os.mkfifo(path, 0o600)
    elif kind == "too long":
        path.write_text("a" * 5000)
        path.chmod(0o600)
        status = ExitCode.BAD_INPUT
    elif kind == "somebody else's":
        path.write_text(PASSPHRASE)
        path.chmod(0o600)
        if os.getuid() != 0:
            pytest.skip("only root can give a file away")
        os.chown(path, 65534, 65534)
    else:
        (tmp_path / "open").write_text(PASSPHRASE)
        (tmp_path / "open").chmod(0o644)
        path.symlink_to(tmp_path / "open")
    one_sentence(run("--store", str(station.store), "--passphrase-file", str(path), "clients"), status)


def test_both_languages_say_what_is_wrong(station: Station) -> None:
    for words in (("clint",), ("clients", "--limit"), ("clients", "--no"), ("import", "none.csv"), ("init",)):
        russian, english = station.run(*words).err, station.run("--lang", "en", *words).err
        assert russian != english and len(english.strip().splitlines()) == 1
        assert not any("а" <= letter <= "я" for letter in english.lower()), english


def test_a_damaged_store_is_named_and_nothing_is_shown(station: Station) -> None:
    with inside(station.folder):
        station.run("import", station.file("sales.csv", SALES))
    content = bytearray(station.store.read_bytes())
    page = int.from_bytes(content[16:18], "big")
    content[page : page * 12] = os.urandom(page * 11)
    station.store.write_bytes(content)
    one_sentence(station.run("clients"), ExitCode.STORE)


FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "binary": lambda: bytes(range(256)) * 64,
    "no header": lambda: "Ромашка;3;17\n".encode() * 3,
    "only a header": lambda: "Клиент;Дата;Сумма\n".encode(),
    "ten million columns": ten_million_columns,
    "zip bomb": lambda: gzip.compress(b"0" * 100_000_000),
    "unmapped required field": lambda: "Дата;Сумма\n01.02.2026;5\n02.02.2026;6\n".encode(),
}


@pytest.mark.parametrize("name", list(FILES))
def test_files_that_cannot_be_read(station: Station, name: str) -> None:
    path = station.folder / ("file.csv.gz" if name == "zip bomb" else "file.csv")
    path.write_bytes(FILES[name]())
    before = station.run("store", "check", "--json").json["dump"]
    one_sentence(station.run("import", str(path)), ExitCode.BAD_INPUT)
    assert station.run("store", "check", "--json").json["dump"] == before


def test_a_missing_file_and_a_folder(station: Station) -> None:
    one_sentence(station.run("import", str(station.folder / "нет.csv")), ExitCode.BAD_INPUT)
    one_sentence(station.run("import", str(station.folder)), ExitCode.BAD_INPUT)


def test_rows_in_error_name_row_and_column_and_the_rest_comes_in(station: Station) -> None:
    broken = SALES + "Ландыш;31.02.2026;РН-9;Гайка;2;7,00\nЛютик;01.02.2026;РН-10;Гайка;2;семь\n"
    with inside(station.folder):
        said = station.run("import", station.file("sales.csv", broken), "--json")
    assert said.status == ExitCode.ROWS_IN_ERROR
    answer = said.json
    assert answer["error"] == 2 and answer["lines"] == 30
    assert [(each["row"], each["column"]) for each in answer["errors"]] == [(32, "Дата"), (33, "Сумма")]
    assert all(each["reason"] for each in answer["errors"])
    assert "Ландыш" not in said.err


def test_a_total_that_does_not_fit_stops_the_import(station: Station) -> None:
    before = station.run("store", "check", "--json").json["dump"]
    said = station.run("import", station.file("sales.csv", SALES + "Итого;;;;;1,00\n"), "--json")
    assert said.status == ExitCode.CONTROL_TOTAL and said.json["control"]["fits"] is False
    assert len(said.err.splitlines()) == 1 and "1,00" in said.err
    assert station.run("store", "check", "--json").json["dump"] == before


def test_stores_that_cannot_be_opened(station: Station) -> None:
    words = ("--passphrase-file", str(station.secret), "clients")
    one_sentence(run("--store", str(station.folder / "none"), *words), ExitCode.BAD_INPUT)
    one_sentence(run("--store", str(station.secret), *words), ExitCode.STORE)
    one_sentence(run("--store", "postgresql://host/base", *words), ExitCode.BAD_INPUT)


@pytest.mark.in_a_file("writes into the file; a format not known is refused in tests/server")
def test_a_newer_store_is_left_alone(station: Station) -> None:
    import sqlite3

    with sqlite3.connect(station.store) as base:
        base.execute("UPDATE store SET format = 99")
    base.close()
    before = station.bytes_of_store()
    one_sentence(station.run("clients"), ExitCode.STORE)
    assert station.bytes_of_store() == before


@pytest.mark.parametrize(
    "words",
    [("clint",), ("clients", "--limit", "0"), ("clients", "--sort", "shoe"), ("queue", "--as-of", "yesterday"),
     ("client", "show", "zz"), ("client", "show", "00" * 16), ("import", "undo", "zz"),
     ("import", "undo", "00" * 16), ("clients", "--level", "boss"),
     ("demo", "--clients", "2000000"), ("queue", "--horizon", "4000"), ("audit", "log", "--kind", "gossip")],
)  # fmt: skip
def test_words_that_cannot_be_understood(station: Station, words: tuple[str, ...]) -> None:
    one_sentence(station.run(*words), ExitCode.BAD_INPUT)


def test_a_list_out_of_a_store_of_several_is_an_export(station: Station) -> None:
    from storage.sealing import derive
    from storage.vault.people import NewPerson
    from storage.vault.session import enter
    from tests.cli.station import OWNER, PASSPHRASE, cheap_keys

    rows = "".join(f"Клиент{n};0{1 + n % 9}.02.2026;РН-{n};Болт;1;5,00\n" for n in range(60))
    with inside(station.folder):
        station.run("import", station.file("sales.csv", SALES.partition("\n")[0] + "\n" + rows))
    with cheap_keys():
        session = enter(station.store, OWNER, bytearray(PASSPHRASE.encode()))
        session.people.add(NewPerson("boris", "Борис", "head", bytearray(b"word of boris")), derive.TEST_ONLY)
        session.end()
    one_sentence(station.run("clients", "--as", OWNER), ExitCode.REFUSED)
    assert station.run("clients", "--as", OWNER, "--limit", "50").status == ExitCode.DONE
