"""`grouptask` as a person types it."""

from __future__ import annotations

from pathlib import Path

from core.problem import ExitCode
from tests.cli.station import Station

SALES = "Клиент;Дата;Документ;Товар;Сумма\n" + "".join(
    f"ООО «{name}»;{day:02d}.0{month}.2024;РН-{month}{name};болт;1000\n"
    for name, days in (("Берег", (5, 5, 5, 5)), ("Кедр", (9,)))
    for month, day in enumerate(days, 1)
)
EVENING = ("--as-of", "2024-04-12")


def test_S03_21_a_group_task_as_a_person_types_it(tmp_path: Path) -> None:
    firm = Station(tmp_path)
    assert firm.run("import", firm.file("sales.csv", SALES), "--json").status == 0
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
