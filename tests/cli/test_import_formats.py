"""Files of every format come in by one command, twice is once, and undo gives the base of before (S03.14, S03.47)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.problem import ExitCode
from tests.cli.station import Station, inside
from tests.cli.test_imports import done, dump
from tests.intake.test_readers import document, statement


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with inside(tmp_path):
        yield Station(tmp_path)


@pytest.mark.parametrize(
    ("name", "kind", "new", "clients"),
    [
        ("1c/osv62_outline_sharedstrings_case.xlsx", "balances", 40, 40),
        ("contacts/gmail-list.vcf", "people", 3, 3),
        ("clipboard/people_no_header_shuffled_cr.tsv", "people", 15, 15),
        ("commerceml/orders_2.03_cp1251.xml", "sales", 2, 1),
    ],
)
def test_S03_47_twice_is_once_and_undo_gives_the_dump_of_before(
    station: Station, shared: Path, name: str, kind: str, new: int, clients: int
) -> None:
    path = str(shared / "samples" / name)
    empty = dump(station)
    first = done(station, path)
    assert (first["kind"], first["new"], first["clients"], first["stored"]) == (kind, new, clients, True)
    whole = dump(station)
    again = done(station, path)
    assert (again["batch"], again["new"], again["same"]) == (None, 0, new)
    assert dump(station) == whole != empty
    for answer in reversed((first, *first["parts"])):
        if answer["batch"]:
            done(station, "undo", answer["batch"])
    assert dump(station) == empty


def bank(station: Station, *documents: str, **said: Any) -> str:
    return station.file("kl_to_1c.txt", statement(*documents, **said), "cp1251")


def test_S03_14_a_statement_gives_clients_payments_and_letters(station: Station) -> None:
    """ABC-XYZ by payer before any sale is typed; a second statement that overlaps adds only what is new."""
    several = [document(at, amount=f"{1000 * at}") for at in range(1, 5)]
    several += [document(9, 'ЗАО "Вектор"', "7728168971", amount="10")]
    empty = dump(station)
    first = done(station, bank(station, *several))
    assert (first["kind"], first["new"], first["clients"], first["rows"]) == ("payments", 5, 2, 5)
    assert [(each["name"], each["abc"], each["payments"]) for each in first["payers"]] == [
        ('ООО "Ромашка"', "A", 4),
        ('ЗАО "Вектор"', "C", 1),
    ]
    again = done(station, bank(station, *several, document(10, amount="1")))
    assert (again["new"], again["same"], again["clients"]) == (1, 5, 2)
    found = station.run("client", "find", "7707083893", "--json").json["hits"]
    assert [hit["name"] for hit in found] == ['ООО "Ромашка"']
    done(station, "undo", again["batch"])
    done(station, "undo", first["batch"])
    assert dump(station) == empty


def test_equal_documents_of_one_statement_are_two_payments(station: Station) -> None:
    twins = [document(1), document(1)]
    assert done(station, bank(station, *twins))["new"] == 2
    assert done(station, bank(station, *twins))["same"] == 2


def test_an_inn_of_a_client_with_another_name_is_asked_about(station: Station) -> None:
    done(station, station.file("a.csv", "Наименование;ИНН\nСеверная верфь;7707083893\n"))
    said = station.run("import", bank(station, document(1)), "--json")
    assert said.status == ExitCode.ROWS_IN_ERROR and said.json["ask"] == 1
    taken = station.run("import", bank(station, document(1)), "--accept-asks", "--json").json
    assert (taken["new"], taken["ask"], taken["clients"]) == (1, 0, 1)


def test_a_total_that_does_not_fit_stops_a_statement(station: Station) -> None:
    empty = dump(station)
    said = station.run("import", bank(station, document(1), total="100.51"), "--json", "--lang", "en")
    assert said.status == ExitCode.CONTROL_TOTAL
    assert "100.51" in said.err.replace(",", ".") and "100.50" in said.err.replace(",", ".")
    assert dump(station) == empty and said.json["control"]["fits"] is False


def test_a_later_report_of_the_same_period_replaces(station: Station, tmp_path: Path) -> None:
    from tests.intake.test_readers_books import osv

    first = done(station, str(osv(tmp_path)))
    assert (first["new"], first["clients"]) == (3, 2)
    renamed = tmp_path / "again.xlsx"
    renamed.write_bytes(osv(tmp_path).read_bytes())
    assert done(station, str(renamed))["same"] == 3


def test_a_sheet_that_means_nothing_yet_is_counted_and_told(station: Station, shared: Path) -> None:
    path = str(shared / "samples/sheets/any_sheets.xls")
    said = station.run("import", path, "--dry-run", "--json", "--lang", "en")
    assert said.status == ExitCode.BAD_INPUT
    assert said.json["facts"]["sheets"] == {"Visible": 5, "Hidden": 0, "VeryHidden": 0, "Chart": 3}
    assert said.json["rows"] == 5 and len(said.err.splitlines()) == 1
    real = station.run("import", path, "--json")
    assert real.status == ExitCode.BAD_INPUT and not real.out


def test_a_sheet_is_chosen_by_its_number(station: Station, tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "two.xlsx") as made:
        for name in ("Первый", "Второй"):
            page = made.add_worksheet(name)
            page.write_row(0, 0, ["Контрагент", "ИНН"])
            page.write_row(1, 0, [name, 7707083893])
    answer = done(station, str(tmp_path / "two.xlsx"), "--sheet", "2", "--dry-run")
    assert answer["sheet"] == "Второй"
    assert station.run("import", str(tmp_path / "two.xlsx"), "--sheet", "7", "--dry-run").status == ExitCode.BAD_INPUT


def test_S03_15_cards_become_people_who_bear_them(station: Station) -> None:
    text = "Номер карты;ФИО;Телефон;Дата выдачи\n000123;Иванов Иван Иванович;+79161234567;01.03.2026\n"
    answer = done(station, station.file("cards.csv", text))
    assert (answer["kind"], answer["new"], answer["stored"]) == ("cards", 1, True)
    assert answer["facts"]["not_kept"] == ["issued_on"]
    hit = station.run("client", "find", "Иванов Иван", "--json").json["hits"][0]
    shown = station.run("client", "show", hit["id"], "--json").json
    assert "000123" in str(shown)
    assert done(station, station.file("cards.csv", text))["same"] == 1
