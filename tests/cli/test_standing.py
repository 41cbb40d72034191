"""`standing`, `segments`, `key`, `review`, `rules document|costs` through the real commands."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.cli.station import Station

AS_OF = ("--as-of", "2024-12-31")
_BUYERS = (("Большой", 30, 6000, 0), ("Средний", 30, 2500, 0), ("Малый", 30, 1500, 0), ("Ушёл", 14, 500, 300))


def _sales() -> str:
    rows = ["client;document;date;product;quantity;amount;due_on;paid_on"]
    number = 0
    for client, every, amount, last in _BUYERS:
        day = dt.date(2023, 3, 1)
        while day <= dt.date(2024, 12, 31) - dt.timedelta(last):
            number += 1
            due = day + dt.timedelta(14)
            paid = due + dt.timedelta(40 if client == "Малый" else 1)
            rows.append(f"{client};{number};{day};товар;1;{amount};{due};{paid}")
            day += dt.timedelta(every)
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Station:
    folder: Path = tmp_path_factory.mktemp("standing")
    station = Station(folder)
    done = station.run("import", station.file("sales.csv", _sales()), "--json")
    assert done.status == 0, done.err
    return station


def ids(firm: Station) -> dict[str, str]:
    clients = firm.run("standing", *AS_OF, "--json").json["clients"]
    return {each["name"]: each["id"] for each in clients}


def test_S00_03_one_who_never_pays_in_time_is_no_anchor(firm: Station) -> None:
    clients = {each["name"]: each for each in firm.run("standing", *AS_OF, "--json").json["clients"]}
    assert clients["Большой"]["anchor"]["signs"] == {"regular": True, "even": True, "pays": True}
    assert clients["Большой"]["anchor"]["is"]
    assert clients["Малый"]["anchor"]["signs"] == {"regular": True, "even": True, "pays": False}
    assert not clients["Малый"]["anchor"]["is"]


def test_store_8_standing_names_key_and_target(firm: Station) -> None:
    one = firm.run("standing", ids(firm)["Большой"], *AS_OF, "--json").json["clients"][0]
    assert set(one["key"]) >= {"criteria", "levels", "signs"}
    assert set(one["key"]["criteria"]) == {"volume", "potential", "fame", "innovator", "demanding"}
    assert set(one["key"]["levels"]) == {"company", "department", "manager"}
    assert one["key"]["criteria"]["volume"]
    assert one["target"] is None
    assert one["client_since"] == "2023-03-01"
    assert one["base_status"] == "client"


def test_S02_05_key_takes_all_three_signs(firm: Station) -> None:
    one = ids(firm)["Большой"]
    before = firm.run("standing", one, *AS_OF, "--json").json["clients"][0]
    assert before["key"]["signs"] == {"loyal": True, "significant": True, "partnership": False}
    assert before["level"] == "large"
    done = firm.run("standing", "set", one, "partnership", "--note", "вместе строим склад", *AS_OF, "--json")
    assert done.json["clients"][0]["level"] == "key"
    assert done.json["clients"][0]["size"] is None
    moved = firm.run("segments", "pyramid", "moved", *AS_OF, "--json").json["clients"]
    assert [each["id"] for each in moved] == [one]
    later = firm.run("standing", one, "--as-of", "2025-07-15", "--json").json["clients"][0]
    assert later["level"] != "key"
    assert firm.run("standing", "lift", one, "partnership", *AS_OF, "--json").json["clients"][0]["level"] == "large"


def test_S01_06_a_person_confirms_that_a_presumed_lost_client_is_lost(firm: Station) -> None:
    one = ids(firm)["Ушёл"]
    assert firm.run("standing", one, *AS_OF, "--json").json["clients"][0]["base_status"] == "presumed_lost"
    assert firm.run("standing", "set", one, "lost", *AS_OF).status == 5
    said = firm.run("standing", "set", one, "lost", "--reason", "left_city", *AS_OF, "--json")
    assert said.json["clients"][0]["base_status"] == "lost"
    told = firm.run("standing", "why", one, *AS_OF).out
    assert "уехал" in told
    firm.run("standing", "lift", one, "status", *AS_OF)


def test_S00_01_coverage_of_costs_entered_by_month(firm: Station) -> None:
    assert firm.run("segments", "anchors", *AS_OF, "--json").json["gauge"] is None
    done = firm.run("rules", "costs", "2024-11", "7000", *AS_OF, "--json")
    assert done.status == 0, done.err
    answer = firm.run("segments", "anchors", *AS_OF, "--json").json
    assert answer["gauge"] == pytest.approx(8500 * 12 / 12 / 7000, rel=0.1)
    carry = firm.run("segments", "anchors", "carry", *AS_OF, "--json").json["clients"]
    assert [each["name"] for each in carry] == ["Большой", "Средний"]


def test_S00_06_anchors_gained_kept_and_lost_by_name(firm: Station) -> None:
    kept = firm.run("segments", "anchors", "kept", *AS_OF, "--since", "month", "--json").json["clients"]
    assert {each["name"] for each in kept} == {"Большой", "Средний"}
    gained = firm.run("segments", "anchors", "gained", *AS_OF, "--since", "year", "--json").json["clients"]
    lost = firm.run("segments", "anchors", "lost", *AS_OF, "--since", "year", "--json").json["clients"]
    assert {each["name"] for each in lost} == {"Ушёл"}
    assert gained == []


def test_S03_13_the_matrix_and_what_is_missing(firm: Station) -> None:
    answer = firm.run("segments", "matrix", *AS_OF, "--json").json
    cells = {each["key"]: each["count"] for each in answer["figures"]}
    assert cells["A-X"] + cells["B-X"] + cells["C-X"] == 3
    stray = firm.run("segments", "matrix", "B-X", *AS_OF).out
    assert "не хватает" in stray


def test_S03_10_the_ready_segment_has_its_averages(firm: Station) -> None:
    figures = {each["key"]: each for each in firm.run("segments", "ladder", *AS_OF, "--json").json["figures"]}
    assert figures["middle"]["count"] == 4
    assert figures["middle"]["more"]


def test_key_commands_refuse_in_one_sentence(firm: Station) -> None:
    one = ids(firm)["Средний"]
    answer = firm.run("key", "list", *AS_OF, "--json").json
    assert (answer["candidates"], answer["appointed"]) == (3, 0)
    assert firm.run("key", "appoint", one, "nobody", *AS_OF).status == 5
    assert firm.run("key", "appoint", one, "anna", *AS_OF, "--json").json["appointed"] == 1
    told = firm.run("key", "list", *AS_OF).out
    assert "кандидаты 3, назначены 1" in told
    assert "Здоровье" in firm.run("key", "why", one, *AS_OF).out
    assert firm.run("key", "retire", one, "--why", "проверка", *AS_OF, "--json").json["appointed"] == 0


def test_S02_12_the_document_has_a_clause_for_every_type(firm: Station) -> None:
    clauses = {each["key"]: each for each in firm.run("rules", "document", "--json").json["clauses"]}
    assert clauses.keys() >= {
        *("key", "real", "prospective", "probable", "potential", "target", "anchor", "key_criteria"),
        *("buyer", "client", "regular", "adherent", "advocate", "direction"),
    }
    assert all(clauses[name]["rules"] for name in ("key", "real", "target", "anchor", "key_criteria", "regular"))
    done = firm.run("rules", "document", "direction", "--text", "Сначала свои.", "--json").json
    assert done["clauses"][0]["text"] == "Сначала свои."
    assert firm.run("rules", "document", "nothing").status == 5


def test_S00_07_review_by_command(firm: Station) -> None:
    assert firm.run("review", "list", *AS_OF, "--json").json["total"] == 1
    one = ids(firm)["Ушёл"]
    assert firm.run("review", "task", one, "--call", *AS_OF).status == 0
    assert firm.run("review", "answer", one, "доставка", "--kind", "delivery", *AS_OF, "--json").status == 0
    assert firm.run("review", "close", *AS_OF).status == 0
