"""`loyalty` as a person types it."""

from __future__ import annotations

from pathlib import Path

from core.problem import ExitCode
from tests.cli.station import Station

SALES = """Клиент;Дата;Документ;Товар;Сумма
ООО «Берег»;05.02.2024;РН-1;болт;1000
ООО «Кедр»;09.03.2024;РН-3;болт;500
"""
EVENING = ("--as-of", "2024-04-12")


def test_S03_24_S03_15_a_programme_as_a_person_types_it(tmp_path: Path) -> None:
    firm = Station(tmp_path)
    assert firm.run("import", firm.file("sales.csv", SALES), "--json").status == 0
    client = firm.run("clients", "--json").json["clients"][0]["id"]
    terms = ("name=Клуб", "kind=cards", "conditions=3 %", "series=К-01", "since=2024-01-01", "cost=1000")
    assert firm.run("loyalty", "new", "name=Клуб", *EVENING).status == ExitCode.BAD_INPUT
    made = firm.run("loyalty", "new", *terms, "--json", *EVENING).json
    assert (made["next_number"], made["cost"]["amount"]) == ("К-01", 1000_00)
    assert firm.run("loyalty", "set", "Клуб", "until=31.12.2024", *EVENING).status == 0
    assert firm.run("loyalty", "join", "Клуб", client, "--day", "01.02.2024", "--json", *EVENING).json == {"joined": 1}
    assert firm.run("loyalty", "issue", "Клуб", client, "--json", *EVENING).json == {"card": "К-01"}
    again = firm.run("loyalty", "replace", "Клуб", "К-01", "--reason", "потеряна", *EVENING)
    assert again.status == 0 and "К-02" in again.out
    shown = firm.run("loyalty", "show", "Клуб", *EVENING).out
    assert "Берег" in shown and "К-01" in shown and "потеряна" in shown
    report = firm.run("loyalty", "report", "Клуб", "--json", *EVENING).json
    assert (report["effect"]["after"]["buyers"], report["effect"]["repeat"], report["least"]) == (1, None, 10)
    assert "мало данных" in firm.run("loyalty", "report", "Клуб", *EVENING).out
    assert firm.run("loyalty", "block", "Клуб", "К-02", "--reason", "ушёл", *EVENING).status == 0
    assert firm.run("loyalty", "leave", "Клуб", client, *EVENING).status == 0
    assert firm.run("loyalty", "list", "--json").json["programmes"][0]["left"] == 1
