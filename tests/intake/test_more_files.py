"""Files of the same kinds as programs and banks really write them: other columns, encodings, headings (S03.47)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from core.problem import Problem
from storage.intake.clients_table import ClientsTable
from storage.intake.prepare import LoadedTable, load
from storage.intake.records_table import RecordsTable
from tests.intake.test_readers import document, statement


def read(tmp_path: Path, name: str, data: str | bytes) -> LoadedTable:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return load(path, "RUB")


def fields(loaded: LoadedTable) -> dict[str, str]:
    return {loaded.head.columns[each.column]: each.field for each in loaded.mapping.targets}


def records(loaded: LoadedTable) -> RecordsTable:
    assert isinstance(loaded.table, RecordsTable)
    return loaded.table


@pytest.mark.parametrize(
    ("header", "row", "kind", "some"),
    [
        (
            "ID;Обращение;Имя;Фамилия;Отчество;Компания;Должность;Рабочий телефон;Тип контакта;Ответственный",
            "1;г-н;Иван;Иванов;Иванович;ООО Ромашка;Директор;+74951112233;Клиенты;Анна",
            "people",
            {"Рабочий телефон": "phone", "Должность": "position"},
        ),
        (
            "ID,Тип,Полное имя контакта,Имя,Фамилия,Компания,Ответственный,Рабочий телефон (контакт),Теги",
            "1,контакт,Иван Иванов,Иван,Иванов,ООО Ромашка,anna,+79161234567,",
            "people",
            {"Рабочий телефон (контакт)": "phone", "Полное имя контакта": "name"},
        ),
        (
            "ID,Название сделки,Компания,Основной контакт,Этап сделки,Бюджет ₽,Дата создания сделки",
            "1,Сделка,,Иван,Первичный контакт,10000,01.11.2026 10:00:00",
            "deals",
            {"Основной контакт": "contact", "Этап сделки": "stage", "Бюджет ₽": "amount"},
        ),
        (
            "ID;Стадия;Название лида;Имя;Фамилия;Рабочий телефон;Источник;Сумма;Валюта;Создан",
            "7;Новый;Лид 7;Иван;Иванов;+79161234567;Сайт;0;RUB;01.11.2026",
            "people",
            {"Рабочий телефон": "phone"},
        ),
        (
            '"src","dst","channel","start","answer","duration","billsec","disposition"',
            '"79161234567","100","SIP/1","2026-11-01 10:00:00","2026-11-01 10:00:05","60","55","ANSWERED"',
            "enquiries",
            {"start": "date", "disposition": "answered"},
        ),
        (
            "№ карты;Фамилия;Имя;Телефон;Дата выдачи;Скидка",
            "2000000000015;Иванов;Иван;+79161234567;01.02.2026;5%",
            "cards",
            {"№ карты": "loyalty_card", "Фамилия": "last_name"},
        ),
        ("Месяц;Статья затрат;Канал;Сумма", "ноябрь 2026;Реклама;Интернет;100 000", "spend", {"Месяц": "date"}),
    ],
)
def test_S03_47_an_export_is_known_by_its_header(
    tmp_path: Path, header: str, row: str, kind: str, some: dict[str, str]
) -> None:
    loaded = read(tmp_path, "export.csv", f"{header}\n{row}\n")
    found = fields(loaded)
    assert loaded.mapping.kind == kind and some.items() <= found.items()
    assert not loaded.table.error_reason.any()


def test_months_of_spending_are_their_first_days(tmp_path: Path) -> None:
    rows = "ноябрь 2026;Реклама;5\n11.2026;Реклама;5\n2026-10;Реклама;5\n"
    table = records(read(tmp_path, "spend.csv", "Месяц;Статья затрат;Сумма\n" + rows))
    days = [dt.date(1970, 1, 1) + dt.timedelta(days=each) for each in table.days["date"].tolist()]
    assert days == [dt.date(2026, 11, 1), dt.date(2026, 11, 1), dt.date(2026, 10, 1)]


def test_headings_of_a_price_list_are_groups(tmp_path: Path) -> None:
    text = (
        "Прайс-лист;;;\nАртикул;Наименование;Ед.;Цена, руб.\n;Крепёж;;\nA1;Болт;шт;10,50\nИнструмент;;;\nB1;Ключ;шт;5\n"
    )
    table = records(read(tmp_path, "price.csv", text))
    assert [(table.value("product", row), table.value("group", row)) for row in range(len(table.rows))] == [
        ("A1", "Крепёж"),
        ("B1", "Инструмент"),
    ]


def test_S03_14_a_statement_of_a_bank_with_a_header_of_two_rows_names_the_payer(tmp_path: Path) -> None:
    path = tmp_path / "sber.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Выписка")
        page.write(0, 0, "ВЫПИСКА ОПЕРАЦИЙ ПО ЛИЦЕВОМУ СЧЕТУ")
        names = [
            "Дата проводки",
            "Счет",
            "",
            "Сумма по дебету",
            "Сумма по кредиту",
            "№ документа",
            "Назначение платежа",
        ]
        page.write_row(2, 0, names)
        page.merge_range(2, 1, 2, 2, "Счет")
        page.write(3, 1, "Дебет")
        page.write(3, 2, "Кредит")
        theirs, ours = "40702810500000000001\n7707083893\nООО РОМАШКА", "40702810900000000077\n7728168971\nООО МЫ"
        page.write_row(4, 0, ["01.11.2026", theirs, ours, "", 1000.5, "15", "Оплата по счету 1"])
        page.write_row(5, 0, ["02.11.2026", ours, theirs, 200, "", "16", "Возврат"])
        page.write_row(6, 2, ["Итого обороты", 200, 1000.5])
    table = records(load(path, "RUB"))
    told = ("name", "inn", "account", "own_account")
    row = ("ООО РОМАШКА", "7707083893", "40702810500000000001", "40702810900000000077")
    assert [tuple(table.value(field, at) for field in told) for at in range(2)] == [row, row]
    assert table.money["amount"].tolist() == [100_050, -20_000] and table.totals_rows == 1


MT940 = (
    ":20:START\n:25:10020030/1234567\n:28C:00001/001\n:60F:C261101EUR1000,00\n:61:2611021102{mark}500,00NTRFNONREF//B6\n"
    ":86:166?00GUTSCHRIFT?21SVWZ+Rechnung 5?31DE89370400440532013000?32ACME GMBH\n:62F:C261103EUR1500,00\n-\n"
)


@pytest.mark.parametrize(("mark", "amount"), [("C", 50_000), ("D", -50_000), ("RC", -50_000), ("RD", 50_000)])
def test_mt940_knows_what_was_taken_back_and_who_paid(tmp_path: Path, mark: str, amount: int) -> None:
    table = records(read(tmp_path, "x.sta", MT940.format(mark=mark)))
    assert table.money["amount"].tolist() == [amount]
    assert (table.value("name", 0), table.value("account", 0)) == ("ACME GMBH", "DE89370400440532013000")


def test_a_batch_of_camt_is_a_payment_from_each_of_its_payers(tmp_path: Path) -> None:
    part = '<TxDtls><Amt Ccy="EUR">{sum}</Amt><RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr></RltdPties></TxDtls>'
    entry = '<Ntry><Amt Ccy="EUR">150.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><Dt>2026-11-02</Dt></BookgDt>'
    inside = f"<NtryDtls>{part.format(sum='100.00', name='A')}{part.format(sum='50.00', name='B')}</NtryDtls></Ntry>"
    text = f"<?xml version='1.0'?><Document><BkToCstmrStmt><Stmt>{entry}{inside}</Stmt></BkToCstmrStmt></Document>"
    loaded = read(tmp_path, "camt.xml", text)
    table = records(loaded)
    assert [table.value("name", row) for row in range(2)] == ["A", "B"]
    assert table.money["amount"].tolist() == [10_000, 5_000] and loaded.head.facts["entries"] == 1


def test_a_bank_exchange_in_utf_16_and_one_cut_off(tmp_path: Path) -> None:
    text = statement(document(1), document(2))
    assert len(read(tmp_path, "wide.txt", text.encode("utf-16")).table.rows) == 2
    with pytest.raises(Problem) as told:
        read(tmp_path, "cut.txt", text[: text.rindex("КонецДокумента")])
    assert told.value.facts["row"] == 2


def test_a_workbook_of_xml_and_other_disguises(tmp_path: Path) -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    cell = '<Cell{at}><Data ss:Type="String">{text}</Data></Cell>'
    head = cell.format(at="", text="Контрагент") + cell.format(at=' ss:Index="3"', text="ИНН")
    row = cell.format(at="", text="Ромашка") + cell.format(at=' ss:Index="3"', text="7707083893")
    book = (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="A"><Table>'
        f"<Row>{head}</Row><Row>{row}</Row></Table></Worksheet></Workbook>"
    )
    table = read(tmp_path, "old.xls", book).table
    assert isinstance(table, ClientsTable) and table.value("inn", 0) == "7707083893"
    with pytest.raises(Problem, match="not a text table"):
        read(tmp_path, "page.pdf", b"%PDF-1.7 \xe2\xe3")


def test_two_encodings_in_one_file_name_the_row(tmp_path: Path) -> None:
    good = "Наименование;Город\n" + "Ромашка;Тверь\n" * 30
    with pytest.raises(Problem) as told:
        read(tmp_path, "mixed.csv", good.encode() + "Вектор;Москва\n".encode("cp1251"))
    assert told.value.facts["row"] == 32


def test_commands_to_a_terminal_are_marked_and_gone(tmp_path: Path) -> None:
    table = read(tmp_path, "esc.csv", "Наименование;ИНН\n\x1b[31mРом\u202eашка\x1b[0m;7707083893\n").table
    assert isinstance(table, ClientsTable) and table.value("name", 0) == "\ufffdРом\ufffdашка\ufffd"
