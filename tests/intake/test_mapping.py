"""Columns are named by headers and content; the person's word wins (spec/exchange §3 step 3)."""

from __future__ import annotations

import pytest

from core.entities.table import TableHead
from storage.intake.layout import fingerprint
from storage.intake.mapping import suggest

CELLS = {"date": "01.02.2026", "number": "1 234,50", "text": "ООО Ромашка", "inn": "7707083893", "mail": "a@b.example"}


def head(header: str, kinds: str) -> TableHead:
    """A table with three equal rows of these kinds of cells."""
    columns = tuple(header.split(";"))
    row = tuple(CELLS.get(kind, kind) for kind in kinds.split(";"))
    return TableHead("utf-8", False, ";", False, 1, columns, (row,) * 3, (), fingerprint(columns))


def fields(table: TableHead, **options: dict[str, str]) -> list[str]:
    """Field of each column, "-" for none."""
    mapping = suggest(table, None, options.get("choices"), options.get("constants"))
    found = {target.column: target.field for target in mapping.targets}
    return [found.get(index, "-") for index in range(len(table.columns))]


@pytest.mark.parametrize(
    ("header", "kinds", "expected"),
    [
        ("InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID;Country",
         "536365;85123A;text;6;2010-12-01 08:26;2.55;17850;United Kingdom",
         "document product product_name quantity date price client_ref -"),
        ("Дата;Номер;Контрагент;Номенклатура;Количество;Сумма с НДС;Себестоимость;Менеджер",
         "date;УТ-1;text;Бумага;number;number;number;Иванов",
         "date document client_ref product_name quantity amount cost seller"),
        ("client;date;net", "0;1997-01-01;29.33", "client_ref date amount"),
        ("ID сделки;Название;Компания;Сумма;Валюта;Дата закрытия;Ответственный",
         "17;Поставка;text;number;RUB;date;Иванов", "document - client_ref amount currency date seller"),
        ("Дата продажи;Клиент;Сумма;Срок оплаты;Дата оплаты", "date;text;number;date;date",
         "date client_ref amount due_on paid_on"),
        ("Покупатель;Когда;Сумма", "text;date;number", "client_ref date amount"),
        ("Код;Наименование;ИНН;КПП;ОГРН;Телефон;E-mail;Город;Комментарий",
         "17;text;inn;770701001;1027700132195;79161234567;mail;Тула;x",
         "external_id name inn kpp ogrn phone email city note"),
        ("Название;Реквизит;Связь", "text;inn;mail", "name inn email"),
        ("Имя;Фамилия;Контрагент;Дата рождения", "Ольга;Цой;text;date", "first_name last_name name birthday"),
    ],
)  # fmt: skip
def test_known_headers(header: str, kinds: str, expected: str) -> None:
    assert fields(head(header, kinds)) == expected.split()


def test_similar_headers_score_less_and_say_so() -> None:
    mapping = suggest(head("Контрагнт;Дата документа;Сумма продажи с НДС", "text;date;number"))
    why = {target.field: (target.why, target.score) for target in mapping.targets}
    assert why["client_ref"][0] == why["amount"][0] == "similar"
    assert why["date"] == ("synonym", 100)
    assert all(60 < why[field][1] < 100 for field in ("client_ref", "amount"))


def test_content_vetoes_a_header() -> None:
    assert fields(head("Клиент;Дата;Сумма;Когда", "text;text;number;date")) == ["client_ref", "-", "amount", "date"]
    assert fields(head("Название;ИНН;Телефон", "text;text;text")) == ["name", "-", "-"]


def test_the_persons_word_wins() -> None:
    table = head("Клиент;Дата;Сумма;Сумма 2", "text;date;number;number")
    assert fields(table, choices={"Сумма 2": "amount"}) == ["client_ref", "date", "-", "amount"]
    assert fields(table, choices={"4": "amount", "сумма": ""}) == ["client_ref", "date", "-", "amount"]
    assert fields(table, choices={"Сумма": "cost", "4": "amount"}) == ["client_ref", "date", "cost", "amount"]


def test_constants_fill_what_no_column_does() -> None:
    mapping = suggest(head("Клиент;Сумма", "text;number"), "sales", {}, {"date": "01.02.2026"})
    assert mapping.constants == (("date", "01.02.2026"),)
    table = head("Клиент;Дата;Сумма;Менеджер", "text;date;number;text")
    assert fields(table, constants={"seller": "Иванов"}) == ["client_ref", "date", "amount", "-"]


def test_the_fingerprint_is_of_the_words_alone() -> None:
    assert fingerprint(["Customer ID", "Дата"]) == fingerprint(["customer_id", "ДАТА "])
    assert fingerprint(["Customer ID", "Дата"]) != fingerprint(["Дата", "Customer ID"])
