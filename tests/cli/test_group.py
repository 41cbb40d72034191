"""`grouptask` and `loyalty` as a person types them."""

from __future__ import annotations

import pytest

from core.problem import ExitCode
from tests.cli.station import Station

SALES = "Клиент;Дата;Документ;Товар;Сумма\n" + "".join(
    f"ООО «{name}»;{day:02d}.0{month}.2024;РН-{month}{name};болт;1000\n"
    for name, days in (("Берег", (5, 5, 5, 5)), ("Кедр", (9,)))
    for month, day in enumerate(days, 1)
)
EVENING = ("--as-of", "2024-04-12")


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Station:
    made = Station(tmp_path_factory.mktemp("group"))
    assert made.run("import", made.file("sales.csv", SALES), "--json").status == 0
    return made


def test_S03_21_a_group_task_as_a_person_types_it(firm: Station) -> None:
    steps = ("--step", "звонок=10.04.2024", "--step", "встреча=2024-05-01")
    assert firm.run("grouptask", "new", "Обзвон", "--step", "звонок=", *EVENING).status == ExitCode.BAD_INPUT
    made = firm.run("grouptask", "new", "Обзвон", *steps, "--json", *EVENING).json
    assert (made["clients"], made["no_regulars"], made["overdue"]) == (1, 1, 1)
    shown = firm.run("grouptask", "show", "Обзвон", "--json", *EVENING).json
    client = shown["parts"][0]["client_id"]
    assert [each["state"] for each in shown["parts"][0]["steps"]] == ["overdue", "ahead"]
    told = firm.run("grouptask", "done", "Обзвон", client, "--proof", "file", "--text", "папка 7", *EVENING)
    assert told.status == 0 and "папка 7" in told.out
    assert firm.run("grouptask", "accept", "Обзвон", "--json", *EVENING).json == {"accepted": 1}
    text = firm.run("grouptask", "show", "Обзвон", *EVENING).out
    assert "1/1 *" in text and "Берег" in text and "Кедр" not in text
    assert firm.run("grouptask", "back", "Обзвон", client, "1", "не та папка", *EVENING).status == 0
    assert firm.run("grouptask", "out", "Обзвон", client, "закрылись", *EVENING).status == 0
    assert firm.run("grouptask", "close", "Обзвон", "--json", *EVENING).json["closed"] == "2024-04-12"
    assert firm.run("grouptask", "list", "--json").json["group_tasks"] == []
    assert "Обзвон" in firm.run("grouptask", "list", "--all").out


def test_S03_24_S03_15_a_programme_as_a_person_types_it(firm: Station) -> None:
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
