"""Orders with their people and questionnaires as a person types them."""

from __future__ import annotations

from pathlib import Path

from core.problem import ExitCode
from tests.cli.station import OWNER, PASSPHRASE, Station, cheap_keys
from tests.outlets.reading import docx_text
from tests.outlets.test_word_form import form as word_form
from tui.cli.run import held
from tui.desk.desk import open_desk

CLIENTS = "Название;Город\nРомашка;Тула\n"
PEOPLE = (
    "Фамилия;Имя;Дата рождения;Номер загранпаспорта;Гражданство\n"
    "Ёлкина;Зоя;29.02.1980;1234567;Россия\nЛунин;Пётр;01.02.1979;7654321;Россия\nКим;;31.02.1979;;\n"
)


def test_S03_46_S03_56_S03_65_from_a_list_of_people_to_the_form_of_a_country(tmp_path: Path) -> None:
    station = Station(tmp_path)
    desk = open_desk(str(station.store), "ru", None)
    with cheap_keys():
        desk.unlock(OWNER, bytearray(PASSPHRASE.encode()))
    try:
        with held(desk):
            _walk(station, tmp_path)
    finally:
        desk.close("end")


def _walk(station: Station, tmp_path: Path) -> None:
    """One login for all of the commands, as at the prompt."""
    assert station.run("import", station.file("a.csv", CLIENTS)).status == 0
    client = station.run("clients", "--json").json["clients"][0]["id"]
    trip = station.run("orders", "add", client, "З-1", "--line", "Поездка=1000", "--day", "2026-03-01", "--json")
    order = trip.json["id"]
    assert station.run("orders", "line", client, order, "--line", "1", "first_day=2026-04-10").status == 0
    people = station.file("people.csv", PEOPLE)
    dry = station.run("orders", "import", client, order, people, "--dry-run", "--json")
    assert [row["verdict"] for row in dry.json["rows"]] == ["new", "new", "error"] and dry.json["taken"] is None
    done = station.run("orders", "import", client, order, people, "--service", "1")
    assert done.status == ExitCode.ROWS_IN_ERROR and "Ким" in done.out, done.err
    shown = station.run("orders", "show", client, order, "--json").json["order"]
    assert [(each["name"], each["services"]) for each in shown["people"]] == [
        ("Ёлкина Зоя", ["Поездка"]), ("Лунин Пётр", ["Поездка"]),
    ]  # fmt: skip
    second = station.run("orders", "add", client, "З-2", "--line", "Поездка=1", "--json").json["id"]
    assert [each["number"] for each in station.run("orders", "find", "--surname", "елк", "--json").json["orders"]] == [
        "З-1"
    ]
    taken = station.run("orders", "take", client, second, "з-1", "--service", "1", "--json").json["taken"]
    assert (taken["added"], taken["made"]) == (2, 0)
    assert station.run("orders", "find", "--created", "x..y").status == ExitCode.BAD_INPUT
    assert station.run("orders", "take", client, second, "З-9").status == ExitCode.BAD_INPUT

    who = shown["people"][0]["id"]
    quest = ("questionnaires", "set", client, "франц", who)
    told = station.run(*quest, "Цель поездки=паломничество", "Место рождения=Тула", "--result", "Место рождения=TOULA")
    assert told.status == 0 and "TOULA" in told.out and "нет в словаре: паломничество" in told.out, told.err
    assert (
        station.run("questionnaires", "edit", "dictionary", "ru=паломничество", "en=pilgrimage", "fr=pèlerinage").status
        == 0
    )
    view = station.run("questionnaires", "show", client, "Франция", who, "--json").json["questionnaire"]
    rows = {row["name"]: (row["source"], row["result"]) for row in view["rows"]}
    assert rows["Цель поездки"] == ("паломничество", "pèlerinage") and rows["Гражданство"] == ("Россия", "Russie")
    assert station.run("questionnaires", "copy", client, "франц", who, shown["people"][1]["id"], "--field",
                       "Место рождения").status == 0  # fmt: skip
    assert station.run(*quest, "Цвет=синий").status == ExitCode.BAD_INPUT
    paper = tmp_path / "f.docx"
    paper.write_bytes(word_form("{{ person }} / {{ mesto_rozhdeniia }} / {{ nomer_zagranpasporta }}"))
    assert station.run("questionnaires", "paper", "франц", str(paper)).status == 0
    out = tmp_path / "out.docx"
    made = station.run("questionnaires", "print", client, "франц", who, "--format", "form", "--purpose", "виза",
                       "-o", str(out), "--json")  # fmt: skip
    assert made.status == 0 and "Ёлкина З. / TOULA / 1234567" in docx_text(out.read_bytes()), made.err
    listed = tmp_path / "all.txt"
    words = ("questionnaires", "print", client, "франц", "--order", order, "--format", "txt", "-o", str(listed))
    assert station.run(*words).status == 0 and listed.read_text("utf-8").count("TOULA") == 2
    assert station.run("questionnaires", "list", "fields").status == ExitCode.BAD_INPUT
    fields = station.run("questionnaires", "list", "fields", "--country", "Индия", "--json").json["fields"]
    assert fields[0]["cells"][0] == "Фамилия"
    assert station.run("questionnaires", "drop", "countries", "Индия").status == 0
    assert "Индия" not in station.run("questionnaires", "list", "countries").out
