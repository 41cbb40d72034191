"""`client export` (S03.96) and Excel lists by command (S03.58)."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import docx
import openpyxl
import pytest
from pypdf import PdfReader

from core.problem import ExitCode
from tests.cli.station import Station
from tests.outlets.reading import docx_text
from tests.outlets.test_word_form import form


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Station:
    """One person, one client with two purchases; nothing here changes them."""
    made = Station(tmp_path_factory.mktemp("papers"))
    path = made.file("sales.csv", "client_ref;Дата;Документ;Сумма\nК-1;01.02.2026;РН-1;100\nК-1;03.02.2026;РН-2;200\n")
    maps = [word for pair in ("client_ref=client_ref", "Дата=date", "Документ=document", "Сумма=amount")
            for word in ("--map", pair)]  # fmt: skip
    assert made.run("import", path, "--kind", "sales", *maps).status == ExitCode.DONE
    return made


@pytest.fixture(scope="module")
def client(station: Station) -> str:
    return str(station.run("clients", "--json").json["clients"][0]["id"])


@pytest.mark.parametrize("kind", ["pdf", "docx", "txt"])
def test_S03_96_client_export_says_where_the_file_is(station: Station, client: str, kind: str) -> None:
    target = station.folder / f"dossier.{kind}"
    said = station.run("client", "export", client, "--format", kind, "-o", str(target), "--json")
    assert said.status == ExitCode.DONE, said.err
    assert set(said.json) == {"export", "file", "sha256", "pages"} and said.json["file"] == str(target)
    assert hashlib.sha256(target.read_bytes()).hexdigest() == said.json["sha256"] and said.json["pages"] > 3
    assert target.stat().st_mode & 0o777 == 0o600
    if kind == "txt":
        assert "К-1" in target.read_text("utf-8") and "РН-2" in target.read_text("utf-8")


def test_S03_96_a_password_comes_from_a_private_file(station: Station, client: str) -> None:
    secret = station.folder / "password"
    secret.write_text("тайна\n", "utf-8")
    secret.chmod(0o644)
    words = ("client", "export", client, "--password-file", str(secret))
    assert station.run(*words).status == ExitCode.REFUSED
    secret.chmod(0o600)
    said = station.run(*words, "--json")
    reader = PdfReader(io.BytesIO(Path(said.json["file"]).read_bytes()))
    assert reader.is_encrypted and reader.decrypt("тайна")
    assert station.run(*words, "--format", "html").status == ExitCode.BAD_INPUT


@pytest.mark.parametrize("words", [("0" * 32,), ("nobody",), (), ("{id}", "--format", "odt"), ("{id}", "--to", "ghost"),
                                   ("{id}", "--password-file", "absent")])  # fmt: skip
def test_S03_96_bad_input_is_one_sentence(station: Station, client: str, words: tuple[str, ...]) -> None:
    said = station.run("client", "export", *(word.replace("{id}", client) for word in words))
    assert said.status == ExitCode.BAD_INPUT and not said.out and said.err.count("\n") == 1, said


def test_S03_58_a_list_leaves_as_a_workbook(station: Station) -> None:
    target = station.folder / "list.xlsx"
    words = ("clients", "--purpose", "сверка", "--format", "xlsx", "--level", "small", "-o", str(target), "--json")
    said = station.run("export", "request", *words)
    assert said.status == ExitCode.DONE, said.err
    book = openpyxl.load_workbook(target)
    told = dict(book["Параметры"].iter_rows(values_only=True))
    assert told["level"] == "small" and told["Выгрузил"] == "Анна" and told["Цель"] == "сверка" and "Когда" in told
    assert book["Список"].max_row == said.json["rows"] + 3 + 3


def test_S03_96_a_letter_by_the_firms_own_template(station: Station, client: str) -> None:
    good, hostile, target = station.folder / "t.docx", station.folder / "h.docx", station.folder / "letter.docx"
    good.write_bytes(form("Кому: {{ client.name }} от {{ firm.name }}, {{ today }}, {{ sender.name }}"))
    hostile.write_bytes(form("{{ client.__class__ }}"))
    before = len(station.run("export", "list", "--json").json["mine"])
    for template in (hostile, station.folder / "absent.docx", station.secret):
        said = station.run("client", "letter", client, "--template", str(template))
        assert said.status == ExitCode.BAD_INPUT and said.err.count("\n") == 1
    assert len(station.run("export", "list", "--json").json["mine"]) == before
    words = ("--template", str(good), "-o", str(target), "--as-of", "2026-02-10", "--json")
    said = station.run("client", "letter", client, *words)
    assert said.status == ExitCode.DONE and docx_text(target.read_bytes()).startswith(
        "Кому: К-1 от Ромашка, 10\u00a0февраля 2026\u00a0г., Анна"
    )
    assert f"№ {said.json['export']}" in docx.Document(str(target)).core_properties.comments


def test_U05_an_address_card_is_revealed_and_logged(tmp_path: Path) -> None:
    station = Station(tmp_path)
    path = station.file("c.csv", "Наименование;Телефон;Почта\nРомашка;+7 912 345-67-89;a@romashka.example\n")
    assert station.run("import", path, "--kind", "clients").status == ExitCode.DONE
    client_id = station.run("clients", "--json").json["clients"][0]["id"]
    said = station.run("client", "export", client_id, "--format", "vcf", "--json")
    text = Path(said.json["file"]).read_text("utf-8")
    assert "TEL;TYPE=work:+7 912 345-67-89" in text and "EMAIL:a@romashka.example" in text and "FN:Ромашка" in text
    assert len(station.run("audit", "log", "--json", "--kind", "reveal").json["entries"]) == 2
