"""Tasks, needs, links, contracts, deals, orders and debts as a person types them."""

from __future__ import annotations

from pathlib import Path

from core.problem import ExitCode
from tests.cli.station import Station

TABLE = "Название;Город;Телефон\nРомашка;Тула;+7 900 111-22-33\nЛютик;Тверь;+7 900 111-22-44\n"
SALES = (
    "Контрагент;Дата;Документ;Номенклатура;Количество;Сумма;Срок оплаты;Дата оплаты\n"
    "Ромашка;01.06.2026;РН-1;болт;1;100,00;15.06.2026;25.06.2026\n"
    "Ромашка;01.09.2026;РН-2;болт;1;300,00;15.09.2026;\n"
    "Ромашка;20.10.2026;РН-3;болт;1;50,00;30.12.2026;\n"
)


def station_with_clients(tmp_path: Path) -> tuple[Station, str]:
    station = Station(tmp_path)
    assert station.run("import", station.file("a.csv", TABLE)).status == 0
    found = station.run("clients", "--json").json["clients"]
    return station, next(each["id"] for each in found if each["name"] == "Ромашка")


def test_U14_S00_08_S03_89_tasks_needs_and_links_of_commands(tmp_path: Path) -> None:
    station, client = station_with_clients(tmp_path)
    task = station.run("tasks", "add", "позвонить", "--client", client, "--due", "2026-01-02", "--json").json["id"]
    told = station.run("tasks", "list", "--json").json["tasks"]
    assert [(each["id"], each["text"], each["client"]) for each in told] == [(task, "позвонить", "Ромашка")]
    assert station.run("links", "add", client, "given=Ия", "congratulate=29.02").status == 0
    book = station.run("tasks", "calendar").out
    assert "DTSTART;VALUE=DATE:20260102" in book and "BYMONTHDAY=-1" in book
    assert "Ромашка" not in book and "Ия" not in book and "позвонить" not in book
    assert station.run("tasks", "done", task, "--result", "заказал").status == 0
    assert station.run("tasks", "list", "--json").json["tasks"] == []
    assert station.run("tasks", "add", "x", "--due", "завтра").status == ExitCode.BAD_INPUT
    need = station.run("needs", "add", client, "возить", "--kind", "delivery", "--json").json
    assert need["action"] and station.run("needs", "list").out.count("возить") == 1
    closed = station.run("needs", "close", client, need["id"], "--satisfaction", "4", "--obstacle", "цена")
    assert closed.status == 0, closed.err
    assert station.run("needs", "uplift", "--json").json["uplift"]["claimed"] == 0.15
    person = station.run("links", "add", client, "given=Зоя", "rung=owner", "phone=+7 903 222-33-44", "--json").json[
        "id"
    ]
    assert station.run("links", "tie", client, person, "9").status == ExitCode.BAD_INPUT
    assert station.run("links", "tie", client, person, "4").status == 0
    shown = station.run("links", "show", client, "--json").json["relations"]
    assert "222" not in str(shown) and shown["people"][0]["ties"][0]["strength"] == 4 and len(shown["people"]) == 2
    assert "no_owner" not in shown["alarms"] and shown["alarms"][0] == "one_contact"
    assert (
        station.run("contact", client, "call", "ответила", "--person", person, "--json").json["attention"]["days"] == 0
    )
    assert station.run("client", "find", "Зоя", "--json").json["hits"][0]["person"] == "Зоя"
    assert station.run("client", "edit", client, "city=Казань", "--json").json["fields"]["city"] == "Казань"
    assert station.run("client", "edit", client, "colour=red").status == ExitCode.BAD_INPUT


def test_S03_114_S03_23_S03_46_U29_contracts_deals_orders_and_debts(tmp_path: Path) -> None:
    station, client = station_with_clients(tmp_path)
    done = station.run("import", station.file("s.csv", SALES), "--kind", "sales", "--accept-asks")
    assert done.status == 0, done.err
    day = ("--as-of", "2026-11-23")
    contract = station.run("contracts", "add", client, "number=Д-7", "since=2026-01-01", "until=2026-12-10",
                           "state=signed", "--json", *day).json["id"]  # fmt: skip
    rows = station.run("contracts", "list", "--json", *day).json["contracts"]
    assert [(each["id"], each["state"]) for each in rows] == [(contract, "ending")]
    assert station.run("contracts", "add", client, "number=Д-8", "since=2026-02-01", "until=2026-01-01").status != 0
    deal = station.run("deals", "add", client, "subject=склад", "amount=5000", "--json", *day).json["id"]
    assert station.run("deals", "set", client, deal, "stage=lost").status == ExitCode.BAD_INPUT
    assert station.run("deals", "set", client, deal, "stage=offer").status == 0
    funnel = {each["stage"]: each["deals"] for each in station.run("deals", "funnel", "--json").json["funnel"]}
    assert funnel == {"new": 0, "talks": 0, "offer": 1, "agreed": 0, "won": 0, "lost": 0}
    for number, amount, on in (("рн-3", "77", "2026-10-20"), ("З-2", "300", "2026-09-03"), ("З-9", "1", "2026-09-03")):
        assert station.run("orders", "add", client, number, "--line", f"болт={amount}", "--day", on).status == 0
    orders = station.run("orders", "list", client, "--json", *day).json["orders"]
    assert {each["number"]: each["document"] for each in orders} == {"рн-3": "РН-3", "З-2": "РН-2", "З-9": ""}
    gaps = station.run("orders", "gaps", client, "--since", "2026-09-01", "--json", *day).json
    assert [(each["kind"], each["number"]) for each in gaps["gaps"]][-1] == ("no_document", "З-9")
    assert gaps["sellers"][0]["no_document"] == 1
    shown = station.run("orders", "gaps", "--since", "2026-09-01", "--kind", "no_document", *day)
    assert "З-9" in shown.out and "З-2" not in shown.out
    owed = station.run("receivables", client, "--set", "limit=200", "--set", "stop=yes", "--json", *day).json
    told = owed["receivables"][0]
    assert (told["total"]["amount"], told["overdue"]["amount"]) == (350_00, 300_00)
    assert (told["oldest_days"], told["payment_days"], told["over_limit"], told["stop"]) == (69, 24.0, True, True)
    assert len(station.run("receivables", "--overdue", "--json", *day).json["receivables"]) == 1
