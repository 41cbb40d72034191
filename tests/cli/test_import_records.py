"""Deals, letters, calls of a telephone exchange, spending and price lists: kept, read twice as once, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.station import Station, inside
from tests.cli.test_imports import done, dump

DEALS = (
    "ID;Название сделки;Компания;Стадия;Бюджет;Ответственный;Дата создания;Дата закрытия;Причина отказа\n"
    "101;Поставка болтов;Ромашка;Переговоры;150 000;anna;01.10.2024;;\n"
    "102;Гайки;Вектор;Закрыто и не реализовано;20000;Кто-то;02.10.2024;05.11.2024;Дорого\n"
)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    folder = tmp_path_factory.mktemp("records")
    with inside(folder):
        station = Station(folder)
        firms = "Наименование;ИНН;Телефон;E-mail\nРомашка;7707083893;+7 916 123-45-67;zakaz@romashka.ru\n"
        done(station, station.file("firms.csv", firms))
        yield station


def listed(station: Station, *words: str) -> Any:
    said = station.run(*words, "--json")
    assert said.status == 0, said.err
    return said.json


def prices(station: Station) -> dict[str, int]:
    found = [listed(station, "products", "find", name)["items"] for name in ("Болт", "Гайка")]
    return {each["code"]: each["price"]["amount"] for items in found for each in items}


def test_S03_23_deals_come_in_move_on_and_are_taken_back(station: Station) -> None:
    before = dump(station)
    first = done(station, station.file("deals.csv", DEALS))
    assert (first["kind"], first["new"], first["stored"], first["clients"]) == ("deals", 2, True, 2)
    deals = {each["subject"]: each for each in listed(station, "deals", "list")["deals"]}
    assert (deals["Поставка болтов"]["stage"], deals["Поставка болтов"]["client"]) == ("talks", "Ромашка")
    assert (deals["Гайки"]["stage"], deals["Гайки"]["reason"]) == ("lost", "Дорого")
    whole = dump(station)
    assert done(station, station.file("deals.csv", DEALS))["batch"] is None and dump(station) == whole
    later = DEALS.replace("Переговоры", "Успешно реализовано")
    moved = done(station, station.file("deals.csv", later))
    assert (moved["new"], moved["update"], moved["same"]) == (0, 1, 1)
    found = {each["subject"]: each["stage"] for each in listed(station, "deals", "list")["deals"]}
    assert found == {"Поставка болтов": "won", "Гайки": "lost"}
    done(station, "undo", moved["batch"])
    assert dump(station) == whole
    done(station, "undo", first["batch"])
    assert dump(station) == before


def test_exchange_1_6_letters_become_contacts_of_whom_they_are_with(station: Station) -> None:
    def letter(number: int, sender: str, to: str) -> str:
        return (
            f"From x@y Sat Nov  2 10:00:00 2024\nFrom: {sender}\nTo: {to}\nSubject: Счёт {number}\n"
            f"Date: Sat, 2 Nov 2024 10:0{number}:00 +0300\nMessage-ID: <{number}@a>\n\nтекст\n\n"
        )

    text = letter(1, "zakaz@romashka.ru", "we@firm.ru") + letter(2, "we@firm.ru", "boss@romashka.ru")
    text += letter(3, "spam@mail.ru", "we@firm.ru")
    before = dump(station)
    first = done(station, station.file("box.mbox", text))
    assert (first["kind"], first["new"], first["not_a_client"], first["stored"]) == ("letters", 2, 1, True)
    week = listed(station, "quality", "week", "--as-of", "2024-11-05")["week"]
    assert [(each["by_us"], each["by_client"]) for each in week] == [(1, 1)]
    again = done(station, station.file("box.mbox", text))
    assert (again["batch"], again["same"], again["new"]) == (None, 2, 0)
    assert done(station, "undo", first["batch"])["records"] == 4
    assert dump(station) == before


def test_S04_10_calls_of_a_telephone_exchange_are_enquiries(station: Station) -> None:
    calls = (
        "calldate;src;dst;disposition;billsec;Тип звонка\n"
        "2024-11-02 10:00:01;79161234567;100;ANSWERED;65;Входящий\n"
        "2024-11-02 10:05:00;84951112233;100;NO ANSWER;0;Входящий\n"
        "2024-11-02 10:06:00;101;84950000000;ANSWERED;30;Исходящий\n"
        "2126-11-02 10:06:00;84951112244;100;ANSWERED;30;Входящий\n"
    )
    said = station.run("import", station.file("calls.csv", calls), "--json")
    assert said.status == 2 and (said.json["kind"], said.json["new"]) == ("enquiries", 2), said.err
    assert (said.json["not_a_client"], said.json["error"], said.json["errors"][0]["row"]) == (1, 1, 5)
    rows = listed(station, "enquiries", "list")["rows"]
    assert sorted((each["answer"], each["name"]) for each in rows) == [("answered", "Ромашка"), ("missed", "")]
    again = station.run("import", station.file("calls.csv", calls), "--json").json
    assert (again["batch"], again["same"]) == (None, 2)
    assert done(station, "undo", said.json["batch"])["records"] == 2
    assert not listed(station, "enquiries", "list")["rows"]


def test_S03_41_spending_by_one_command_and_the_other_is_counted_once(station: Station) -> None:
    table = "вид;инструмент;дата;сумма;часы\nудержание;звонок;02.11.2024;100 000,00;1.5\n;интернет;03.11.2024;5000;\n"
    first = done(station, station.file("spend.csv", table), "--kind", "spend")
    assert (first["kind"], first["new"], first["error"]) == ("spend", 2, 0)
    sides = listed(station, "spend", "list", "--from", "2024-11-01", "--to", "2024-11-30")
    assert (sides["retention"]["money"]["amount"], sides["retention"]["hours"]) == (10_000_000, 1.5)
    assert sides["acquisition"]["money"]["amount"] == 500_000
    again = listed(station, "spend", "import", station.file("spend.csv", table))
    assert again["new"] == 0
    done(station, "undo", first["batch"])
    assert not listed(station, "spend", "list", "--from", "2024-11-01", "--to", "2024-11-30")["rows"]


def test_S02_17_a_price_list_is_replaced_and_brought_back(station: Station) -> None:
    old = "Артикул;Наименование;Цена\nA1;Болт;10\nA2;Гайка;5\n"
    first = done(station, station.file("price.csv", old), "--kind", "products")
    assert (first["new"], first["stored"]) == (2, True)
    assert done(station, station.file("price.csv", old), "--kind", "products")["batch"] is None
    second = done(station, station.file("price2.csv", old.replace("10", "12")), "--kind", "products")
    assert (second["new"], second["update"], second["same"]) == (0, 1, 1)
    assert prices(station) == {"A1": 1200, "A2": 500}
    done(station, "undo", second["batch"])
    assert prices(station) == {"A1": 1000, "A2": 500}
    assert station.run("import", "undo", first["batch"], "--json").status == 4


def test_S03_15_a_card_says_who_bought_in_the_shop(station: Station, tmp_path: Path) -> None:
    cards = done(station, station.file("cards.csv", "Номер карты;ФИО\n000777;Петров Пётр\n"))
    sales = "Номер карты;Дата;Номер документа;Сумма\n000777;03.11.2024;Ч-1;500\n"
    bought = done(station, station.file("shop.csv", sales), "--map", "Номер карты=client_ref", "--kind", "sales")
    assert (bought["clients"], bought["new"]) == (1, 1)
    hits = listed(station, "client", "find", "Петров")["hits"]
    assert len(hits) == 1 and not listed(station, "client", "find", "000777")["hits"][1:]
    renamed = done(station, station.file("cards2.csv", "Номер карты;ФИО;Город\n000777;Петров П.;Тверь\n"))
    assert (renamed["new"], renamed["update"]) == (0, 1)
    for batch in (renamed, bought, cards):
        done(station, "undo", batch["batch"])


def test_U32_S01_16_a_client_by_three_fields_or_by_a_block_of_requisites(station: Station) -> None:
    quick = listed(station, "client", "add", "Кедр", "--phone", "+7 903 765-43-21", "--note", "с выставки")
    assert quick["fields"] == ["name", "note", "phone"]
    block = "ООО «Сосна»\nИНН 7728168971 КПП 772801001\nр/с 40702810500000000001\n"
    block += "тел. +7 (495) 123-45-99\nинфо: кошки\n"
    firm = listed(station, "client", "add", "--requisites", station.file("card.txt", block))
    assert (firm["kind"], firm["not_understood"]) == ("company", ["инфо: кошки"])
    assert {"name", "inn", "kpp", "phone", "note"} <= set(firm["fields"])
    again = station.run("client", "add", "--requisites", station.file("card.txt", block))
    assert again.status == 4 and "Сосна" in again.err and len(again.err.splitlines()) == 1
    assert station.run("client", "add", "--requisites", station.file("no.txt", "привет")).status == 5


def test_telephones_of_a_known_client_are_added_and_taken_back(station: Station) -> None:
    base = "Наименование;ИНН;Телефон;E-mail\n"
    first = done(station, station.file("a.csv", base + "Дуб;;;\nКлён;;+7 903 111-22-33;\n"))
    whole = dump(station)
    more = base + "Дуб;;8 (495) 700-00-01;dub@dub.ru\nКлён;;8 903 111 22 33; klen@klen.ru\n"
    added = done(station, station.file("b.csv", more))
    assert (added["new"], added["update"]) == (0, 2)
    assert dump(station) != whole and done(station, station.file("b.csv", more))["same"] == 2
    oak = listed(station, "client", "find", "8 495 700 00 01")["hits"]
    assert [hit["name"] for hit in oak] == ["Дуб"]
    done(station, "undo", added["batch"])
    assert dump(station) == whole and not listed(station, "client", "find", "dub@dub.ru")["hits"]
    assert done(station, "undo", first["batch"])["removed"] == 2
