"""Tables of documents, pages, pastes and letters; kinds by headers; encodings and delimiters (exchange §1.5, §1.6)."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from storage.intake.content import people_columns
from storage.intake.encoding import sniff
from storage.intake.prepare import LoadedTable, load, plan
from storage.intake.readers.delimited import sniff_delimiter
from storage.intake.records_table import RecordsTable
from tests.intake.tables import NOTHING, clients, refusal, write


def records(loaded: LoadedTable) -> RecordsTable:
    assert isinstance(loaded.table, RecordsTable)
    return loaded.table


def test_S03_57_tables_of_a_document_and_of_a_page(tmp_path: Path) -> None:
    import docx

    page = (
        "<html><meta charset=windows-1251><body><table><tr><th>Контрагент<th>ИНН<tr><td>Ромашка<td>7707083893</table>"
    )
    assert clients(load(write(tmp_path, page, "export.xls", "cp1251"), "RUB")).columns["name"].strings == ("Ромашка",)
    made = docx.Document()
    grid = made.add_table(rows=2, cols=2)
    for at, text in enumerate(["Контрагент", "ИНН", "Ромашка", "7707083893"]):
        grid.cell(at // 2, at % 2).text = text
    made.save(str(tmp_path / "list.docx"))
    assert clients(load(tmp_path / "list.docx", "RUB")).columns["inn"].strings == ("7707083893",)
    docx.Document().save(str(tmp_path / "empty.docx"))
    assert "holds no table" in refusal(tmp_path / "empty.docx")


def test_letters_of_an_mbox(tmp_path: Path) -> None:
    """Raw 8-bit subjects and a charset of a wrong name are read all the same."""
    text = (
        b"From x@y Mon Mar  2 10:00:00 2026\nFrom: =?cp-1251?B?yOLg7Q==?= <Ivan@firm.example>\nTo: us@our.example\n"
        b"Subject: " + "Счёт".encode("cp1251") + b"\nDate: Mon, 02 Mar 2026 10:00:00 +0300\n"
        b"Message-ID: <1@x>\n\nFrom here\n\n"
        b"From x@y Tue Mar  3 10:00:00 2026\nFrom: b@c.example\nTo: us@our.example\nSubject: two\n\nbody\n"
    )
    table = records(load(write(tmp_path, text, "in.mbox"), "RUB"))
    assert [table.value("sender", row) for row in range(len(table.rows))] == ["ivan@firm.example", "b@c.example"]
    assert table.value("subject", 0) == "Счёт" and table.value("sender_name", 0) == "Иван"


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        (
            "Дата;Номер;Плательщик;ИНН;Сумма;Назначение платежа",
            "01.03.2026;1;Ромашка;7707083893;5,00;оплата",
            "payments",
        ),
        ("Артикул;Наименование;Ед.;Цена", "A-1;Картридж;шт;100,00", "products"),
        ("Название сделки;Компания;Стадия;Сумма", "Поставка;Ромашка;Новая;100", "deals"),
        ("Дата;Откуда;Куда;Длительность;Статус", "01.03.2026 10:00;+79161234567;100;35;Отвечен", "enquiries"),
        ("Дата;Статья затрат;Канал;Сумма", "01.03.2026;реклама;радио;5000", "spend"),
        ("Номер карты;ФИО;Дата выдачи", "000123;Иванов Иван Иванович;01.03.2026", "cards"),
        ("First Name;Last Name;E-mail 1 - Value;Phone 1 - Value", "Anna;Black;a@b.example;+79161234567", "people"),
        ("Имя;Фамилия;Адрес эл. почты;Телефон переносной", "Анна;Чёрная;a@b.example;+79161234567", "people"),
        ("Контрагент;ИНН;Телефон", "Ромашка;7707083893;+79161234567", "clients"),
        ("Контрагент;Номер;Дата;Сумма", "Ромашка;1;01.03.2026;5,00", "sales"),
    ],
)
def test_S03_47_kinds_of_tables_are_told_by_their_headers(tmp_path: Path, header: str, row: str, kind: str) -> None:
    loaded = load(write(tmp_path, f"{header}\r\n{row}\r\n{row}\r\n"), "RUB")
    assert loaded.mapping.kind == kind
    assert plan(loaded, NOTHING).counts["error"] == 0


def test_a_paste_from_a_terminal(tmp_path: Path) -> None:
    """Line ends arrive as CR or CR CR; a cell of Excel with a line break is quoted, one of Word is broken in two."""
    head = "Контрагент\tИНН\tПримечание"
    for end in ("\r", "\r\r", "\r\n"):
        body = end.join([head, *[f"Фирма {at}\t7707083893\tнет" for at in range(9)], '"Ро\rза"\t7707083893\tда', ""])
        table = clients(load(write(tmp_path, body, "paste.tsv"), "RUB"))
        assert len(table.rows) == 10 and table.value("name", 9) == "Ро за"
    word = "\r".join([head, *[f"Фирма {at}\t7707083893\tнет" for at in range(9)], "Роза\t7707083893\tда,", "ещё"])
    broken = "\r".join([head, *[f"Фирма {at}\t7707083893\tнет" for at in range(9)], "Роза", "и Ко\t7707083893\tда"])
    loaded = load(write(tmp_path, broken, "paste.tsv"), "RUB")
    assert clients(loaded).value("name", 9) == "Роза и Ко" and loaded.head.facts["mended_rows"] == [11]
    loaded = load(write(tmp_path, word, "paste.tsv"), "RUB")
    assert len(clients(loaded).rows) == 11 and loaded.head.facts["mended_rows"] == [12]


def test_people_without_a_header_are_named_by_their_cells(shared: Path) -> None:
    text = (shared / "samples/clipboard/people_no_header_shuffled_cr.tsv").read_bytes().decode()
    rows = [line.split("\t") for line in text.replace("\r", "\n").split("\n") if line]
    dice = random.Random(7)
    for _ in range(20):
        order = list(range(7))
        dice.shuffle(order)
        found = people_columns([[row[at] for at in order] for row in rows])
        expected = ["birthday", "last_name", "sex", "first_name", "phone", "middle_name", "passport"]
        assert found == {place: expected[at] for place, at in enumerate(order)}
    assert not people_columns([["1", "2026-01-01", "5.00"]] * 5)


ENCODINGS = ("utf-8", "cp1251", "cp866", "koi8-r")
HEADERS = ("Контрагент;ИНН;Город;Сумма", "Наименование;Телефон;Дата;Примечание", "ФИО;Должность;Компания;Сумма, руб.")
FIRMS = ("ООО «Ромашка»", "ЗАО Северная верфь", "ИП Ёлкина Анна", "Торговый дом Лесторг", "АО Щит и меч", "Юность")
CITIES = ("Москва", "Санкт-Петербург", "Нижний Новгород", "Орёл", "Йошкар-Ола", "Уфа")


def table_text(dice: random.Random, rows: int, delimiter: str) -> str:
    """A header and rows of invented firms."""
    lines = [dice.choice(HEADERS)]
    lines += [
        ";".join(
            (dice.choice(FIRMS), str(dice.randrange(10**9, 10**10)), dice.choice(CITIES), str(dice.randrange(9999)))
        )
        for _ in range(rows)
    ]
    return "\r\n".join(lines).replace(";", delimiter) + "\r\n"


def test_332_of_332_encodings_and_delimiters() -> None:
    """Four code pages, four delimiters, four sizes, and enough draws to make up 332 (exchange §1.5)."""
    dice = random.Random(332)
    cases = [(encoding, delimiter, rows) for encoding in ENCODINGS for delimiter in ";\t|," for rows in (1, 3, 10, 100)]
    wrong = []
    for number in range(332):
        encoding, delimiter, rows = cases[number % len(cases)]
        text = table_text(dice, rows, delimiter).translate({0xAB: '"', 0xBB: '"'})
        told = sniff(text.encode(encoding)), sniff_delimiter(text)
        if told != (encoding, delimiter):
            wrong.append((number, encoding, delimiter, told))
    assert not wrong


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "mac-cyrillic", "utf-8-sig"])
def test_wide_and_rare_encodings(encoding: str) -> None:
    text = table_text(random.Random(5), 20, "\t")
    told = sniff(text.encode(encoding))
    assert text.encode(encoding).decode(told).removeprefix("\ufeff") == text


def test_the_answer_of_an_import_is_a_contract(shared: Path) -> None:
    """Facts are plain JSON: nothing of a format leaks as an object."""
    loaded = load(shared / "samples/commerceml/orders_2.03_cp1251.xml", "RUB")
    assert json.loads(json.dumps(loaded.head.facts)) == loaded.head.facts
