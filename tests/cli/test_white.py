"""`white`, `offers`, `wallet`, `products` as a person types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.problem import ExitCode
from tests.cli.station import Station

AS_OF = "2024-12-31"
SALES = """client;document;date;product;product_name;quantity;amount
Альфа;1;2017-03-01;БУМ-1;Бумага А4;1;1000
Альфа;2;2024-10-01;БУМ-1;Бумага А4;1;8000
Бета;3;2024-09-01;БУМ-2;Бумага А3;1;6000
Бета;4;2024-09-02;ХИМ-1;Мыло жидкое;1;3000
Гамма;5;2024-09-03;БУМ-2;Бумага А3;1;5000
Гамма;6;2024-09-03;ХИМ-2;Порошок стиральный;1;2000
Дельта;7;2024-09-03;БУМ-1;Бумага А4;1;4000
Эпсилон;8;2024-09-03;БУМ-1;Бумага А4;1;4000
"""


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Station:
    folder: Path = tmp_path_factory.mktemp("white")
    station = Station(folder)
    done = station.run("import", station.file("sales.csv", SALES), "--json")
    assert done.status == 0, done.err
    return station


def test_S02_02_S02_03_the_matrix_and_one_client(firm: Station) -> None:
    answer = firm.run("white", "list", "--as-of", AS_OF, "--json").json
    assert answer["groups"] == ["БУМ", "ХИМ"]
    alpha = next(each for each in answer["clients"] if each["name"] == "Альфа")
    assert alpha["signs"] == "+."
    assert alpha["potential"]["amount"] > 0
    assert answer["clients"][0]["name"] == "Альфа"
    shown = firm.run("white", "show", alpha["id"], "--as-of", AS_OF, "--json").json
    first = shown["cells"][0]
    assert (first["group"], first["state"], first["never_years"]) == ("ХИМ", "never", 7)
    assert (first["alike"], first["alike_buy"]) == (5, 2)
    assert "не предлагалось 7 лет" in firm.run("white", "show", alpha["id"], "--as-of", AS_OF).out
    told = firm.run("white", "list", "--as-of", AS_OF, "--lang", "en").out
    assert "+ buys" in told
    assert firm.run("white", "list", "--owner", "Никто", "--as-of", AS_OF).status == ExitCode.BAD_INPUT


def test_S02_17_short_list_search_and_offers(firm: Station) -> None:
    clients = firm.run("white", "list", "--as-of", AS_OF, "--json").json["clients"]
    beta = next(each["id"] for each in clients if each["name"] == "Бета")
    short = firm.run("white", "short", beta, "--as-of", AS_OF, "--json").json["items"]
    assert {each["item"]["code"] for each in short} == {"БУМ-1", "ХИМ-2"}
    found = firm.run("products", "find", "gjhjijr", "--json").json
    assert (found["items"][0]["code"], found["of"]) == ("ХИМ-2", 4)
    made = firm.run("offers", "add", beta, "--text", "порошок", "--group", "ХИМ", "--as-of", AS_OF, "--json").json
    offer = made["offers"][0]
    assert (offer["day"], offer["answer"], offer["source"]) == (AS_OF, "", "white")
    answered = firm.run("offers", "answer", offer["id"], "later", "--as-of", AS_OF, "--json").json["offers"][0]
    assert answered["answer"] == "later"
    assert len(firm.run("offers", "list", beta, "--json").json["offers"]) == 1
    assert firm.run("offers", "wish", beta, "фанера", "--as-of", AS_OF).status == 0
    assert firm.run("offers", "add", beta).status == ExitCode.BAD_INPUT


def test_S03_20_whom_to_offer_a_new_product(firm: Station) -> None:
    answer = firm.run("offers", "novelty", "ХИМ-2", "--as-of", AS_OF, "--json").json
    names = [each["client"] for each in answer["clients"]]
    assert "Гамма" not in names
    assert names[0] == "Бета"
    made = firm.run("offers", "novelty", "ХИМ-2", "--tasks", "--as-of", AS_OF, "--json").json
    assert made["tasks"] == len(names)
    assert firm.run("offers", "novelty", "нет", "--as-of", AS_OF).status == ExitCode.BAD_INPUT


def test_S03_11_wallet_with_source(firm: Station) -> None:
    clients = firm.run("white", "list", "--as-of", AS_OF, "--json").json["clients"]
    delta = next(each["id"] for each in clients if each["name"] == "Дельта")
    told = firm.run("wallet", "set", delta, "16 000", "--source", "директор", "--as-of", AS_OF, "--json").json
    share = told["shares"][0]
    assert (share["group"], share["share"], share["source"]) == ("", 0.25, "директор")
    assert "25 %" in firm.run("wallet", "show", delta, "--as-of", AS_OF).out
    assert firm.run("wallet", "set", delta, "много", "--source", "x").status == ExitCode.BAD_INPUT
    group = firm.run("wallet", "set", delta, "1", "--group", "Мебель", "--source", "x", "--as-of", AS_OF)
    assert group.status == ExitCode.BAD_INPUT


def test_S02_02_marks_and_groups_by_word(firm: Station) -> None:
    clients = firm.run("white", "list", "--as-of", AS_OF, "--json").json["clients"]
    gamma = next(each["id"] for each in clients if each["name"] == "Эпсилон")
    shown = firm.run("white", "mark", gamma, "ХИМ", "not_needed", "--as-of", AS_OF, "--json").json
    assert next(each for each in shown["cells"] if each["group"] == "ХИМ")["state"] == "not_needed"
    words = firm.run("products", "groups", "--by", "word", "--json").json["groups"]
    assert words == ["Бумага", "Мыло", "Порошок"]
    assert firm.run("products", "groups", "--by", "prefix", "--json").json["groups"] == ["БУМ", "ХИМ"]


PRICES = """Артикул;Наименование;Группа;Ед;Цена
БУМ-1;Бумага А4;Бумага;пачка;320,50
ХИМ-2;Порошок стиральный;Химия;кг;150
НОВ-1;Фанера 10 мм;Плиты;лист;900
"""


def test_S02_17_a_price_list_is_imported_and_searched(tmp_path: Path) -> None:
    station = Station(tmp_path)
    done = station.run("import", station.file("prices.csv", PRICES), "--kind", "products", "--json")
    assert done.status == 0, done.err
    found = station.run("products", "find", "фанеру", "--json").json
    assert found["of"] == 3
    item = found["items"][0]
    assert (item["code"], item["group"], item["price"]) == ("НОВ-1", "Плиты", {"amount": 90000, "currency": "RUB"})
    assert station.run("import", station.file("new.csv", PRICES[:70]), "--kind", "products").status == 0
    assert station.run("products", "find", "фанеру", "--json").json["items"] == []
    assert station.run("store", "check", "--json").json["ok"]
