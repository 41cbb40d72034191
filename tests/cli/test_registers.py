"""`spend`, `enquiries`, `plan`, `tiers`, `rates`, `selections` through the real commands, on one store."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.station import Station

AS_OF = ("--as-of", "2024-12-31")


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Station:
    station = Station(tmp_path_factory.mktemp("registers"))
    rows = ["client;document;date;product;quantity;amount;currency"]
    for number in range(24):
        day = f"{2023 + number // 12}-{number % 12 + 1:02d}-05"
        rows.append(f"Большой;{number};{day};болт;6000;570000;RUB")
        rows.append(f"Малый;{100 + number};{day};болт;1200;114000;RUB")
    rows.append("Иностранец;900;2024-06-01;болт;10;100;USD")
    done = station.run("import", station.file("sales.csv", "\n".join(rows)), "--json")
    assert done.status == 0, done.err
    return station


def test_S03_41_S03_42_spend_add_list_import(firm: Station) -> None:
    assert firm.run("spend", "add", "--money", "300000", "--tool", "internet", "--date", "2024-12-01").status == 0
    text = firm.run("spend", "list", *AS_OF)
    assert "На удержание выделено 0" in text.out.replace("\u00a0", " ")
    bad = firm.run("spend", "import", firm.file("bad.csv", "дата;сумма\n2024-12-02;сто\n2024-12-03;10\n"), "--json")
    assert (bad.status, bad.json["written"], bad.json["errors"][0]["row"]) == (2, False, 2)
    table = "вид;инструмент;дата;сумма;часы\nудержание;звонок;02.12.2024;100 000,00;1:30\n"
    done = firm.run("spend", "import", firm.file("spend.csv", table, "cp1251"), "--json")
    assert (done.status, done.json["new"]) == (0, 1), done.err
    found = firm.run("spend", "list", *AS_OF, "--json").json
    assert (found["acquisition"]["money"]["amount"], found["retention"]["money"]["amount"]) == (30000000, 10000000)
    assert found["retention"]["hours"] == 1.5
    last = firm.run("metrics", *AS_OF, "--json").json["periods"][-1]
    assert (last["acquisition"]["amount"], last["retention"]["amount"]) == (30000000, 10000000)
    assert firm.run("spend", "remove", found["rows"][0]["id"]).status == 0
    assert firm.run("spend", "add", "--money", "-5").status == 5


def test_S04_10_enquiries_add_close_client_import(firm: Station) -> None:
    bare = firm.run("enquiries", "add", "--answer", "answered", "--json").json
    assert firm.run("enquiries", "close", bare["id"]).status == 4
    assert firm.run("enquiries", "close", bare["id"], "--reason", "отказался").status == 0
    table = "дата;статус;телефон\n01.12.2024;missed;89001234567\n02.12.2024;пропущено;\n"
    done = firm.run("import", firm.file("calls.csv", table), "--kind", "enquiries", "--json")
    assert (done.status, done.json["new"]) == (0, 2), done.err
    row = next(each for each in firm.run("enquiries", "list", "--json").json["rows"] if each["captured"])
    assert "1234567" not in row["contact"]
    made = firm.run("enquiries", "client", row["id"], "--json")
    assert len(made.json["client"]) == 32
    assert "открыто 1" in firm.run("enquiries", "list").out


def test_U30_plan_set_and_list(firm: Station) -> None:
    assert firm.run("plan", "set", "2024-12", "1000000").status == 0
    rows = firm.run("plan", "list", *AS_OF, "--json").json["rows"]
    assert rows[0]["missing"]["amount"] == 100000000 - rows[0]["fact"]["amount"]
    assert "Декабрь 2024" in firm.run("plan", "list", *AS_OF).out
    assert firm.run("plan", "set", "декабрь", "5").status == 5


def test_S03_98_tiers_and_the_simulation_from_the_sales(firm: Station) -> None:
    for volume, percent in (("1000", "5"), ("3000", "10"), ("6000", "20")):
        assert firm.run("tiers", "set", "болт", volume, percent, "--base", "100").status == 0
    big = firm.run("clients", "--json").json["clients"]
    client = next(each["id"] for each in big if each["name"] == "Большой")
    told = firm.run("tiers", "simulate", "болт", "--without", client, *AS_OF, "--json")
    assert told.status == 0, told.err
    assert (told.json["units"], told.json["leaving"], told.json["price"]["amount"]) == (7200, 6000, 9500)
    assert told.json["price_needed"]["amount"] == 11000
    case = ("--units", "6100", "--leaving", "5000", "--price", "95")
    found = firm.run("tiers", "simulate", "болт", *case, *AS_OF)
    assert "110,00" in found.out
    assert firm.run("tiers", "simulate", "гвоздь", *AS_OF).status == 5


def test_a_rate_brings_foreign_sales_into_the_sums(firm: Station) -> None:
    assert firm.run("rates", "list", *AS_OF, "--json").json["lines_without_rate"] == 1
    before = firm.run("dependency", *AS_OF, "--json").json["turnover"]["amount"]
    assert firm.run("rates", "set", "USD", "90,5", "--date", "2024-05-01").status == 0
    found = firm.run("rates", "list", *AS_OF, "--json").json
    assert (found["lines_without_rate"], found["rates"][0]["rate"]) == (0, 90.5)
    after = firm.run("dependency", *AS_OF, "--json").json["turnover"]["amount"]
    assert after - before == 905000


def test_U12_S03_99_selections_and_one_as_a_group(firm: Station) -> None:
    clients = firm.run("clients", "--json").json["clients"]
    ids = [each["id"] for each in clients if each["name"] in ("Большой", "Малый")]
    saved = firm.run("selections", "save", "сети", "--client", ids[0], "--client", ids[1], "--shared", "--json")
    assert saved.status == 0, saved.err
    assert firm.run("selections", "list", "--json").json["selections"][0]["clients"] == 2
    shown = firm.run("selections", "show", "сети", "--json").json["clients"]
    assert {each["id"] for each in shown} == set(ids)
    answer = firm.run("dependency", "--selection", "сети", *AS_OF, "--json").json
    assert (answer["shares"][0]["name"], answer["shares"][0]["clients"], answer["selection"]) == ("сети", 2, "сети")
    assert answer["levels"][0]["level"] == "manager"
    assert firm.run("selections", "save", "пусто").status == 5
    assert firm.run("dependency", "--selection", "нет").status == 5
    assert firm.run("selections", "remove", "сети").status == 0


@pytest.mark.parametrize("text", ["", "дата;сумма\n", "a;b\n1;2\n", "\x00\x01\x02"])
def test_files_that_are_no_register(firm: Station, text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode())
    said = firm.run("spend", "import", str(path))
    assert said.status == 5
    assert said.err.count("\n") == 1
