"""`cases recovery` and `referrals` as a person types them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from core.problem import ExitCode
from tests.cli.station import Station

AS_OF = "2024-12-31"


def _sales() -> str:
    rows = ["client;document;date;product;quantity;amount"]
    number = 0
    for client, every, last in (("Ритм", 30, 0), ("Молчит", 14, 120), ("Ушёл", 14, 300)):
        day = dt.date(2023, 3, 1)
        while day <= dt.date(2024, 12, 31) - dt.timedelta(last):
            number += 1
            rows.append(f"{client};{number};{day.isoformat()};товар;1;1000")
            day += dt.timedelta(every)
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Station:
    folder: Path = tmp_path_factory.mktemp("cases")
    station = Station(folder)
    done = station.run("import", station.file("sales.csv", _sales()), "--json")
    assert done.status == 0, done.err
    return station


def test_a_case_from_the_queue_to_the_call_after(firm: Station) -> None:
    queue = firm.run("queue", "--as-of", AS_OF, "--json").json["entries"]
    first = next(each for each in queue if each["name"] == "Молчит")
    case = firm.run("cases", "recovery", "claim", first["id"], "--as-of", AS_OF, "--json").json
    assert case["step"] == "claimed"
    assert case["said"] == pytest.approx(first["lapse_probability"])
    assert case["value_at_stake"] == first["value_at_stake"]

    def step(*words: str, status: int = 0) -> str:
        said = firm.run("cases", "recovery", "step", case["id"], *words, "--as-of", AS_OF)
        assert said.status == status, said.err
        return said.out + said.err

    step("invited")
    assert "Сначала причина" in step("parted", status=ExitCode.REFUSED)
    step("met")
    assert step("reason", status=ExitCode.BAD_INPUT)
    step("reason", "--reason", "better_terms", "--text", "у соседа дешевле на 3 %")
    step("what_if")
    step("parted", "--gift", "чай")
    shown = firm.run("cases", "recovery", "show", case["id"], "--as-of", AS_OF, "--lang", "en").out
    assert "Better terms elsewhere" in shown
    assert "gift: чай" in shown
    listed = firm.run("cases", "recovery", "list", "--as-of", AS_OF, "--json").json["cases"]
    assert [(each["client"], each["outcome"]) for each in listed] == [("Молчит", "parted")]


def test_whether_the_queue_was_right_is_shown_with_n(firm: Station) -> None:
    answer = firm.run("cases", "recovery", "outcomes", "--as-of", AS_OF, "--json").json
    assert answer["checked_day"] == "2024-10-02"
    assert sum(each["clients"] for each in answer["bins"]) == 3
    told = firm.run("cases", "recovery", "outcomes", "--as-of", AS_OF, "--lang", "en").out
    assert "Happened" in told
    early = firm.run("cases", "recovery", "outcomes", "--as-of", "2023-04-01", "--lang", "en").out
    assert "too little history" in early


def test_S03_109_recommendations(firm: Station) -> None:
    client = firm.run("clients", "--json").json["clients"][0]["id"]
    made = firm.run("referrals", "add", client, "--who", "Анна", "--whom", "Луч", "--json").json["referrals"][0]
    assert made["result"] == "open"
    settled = firm.run("referrals", "settle", made["id"], "--result", "client", "--json").json["referrals"]
    assert [(each["result"], each["whom"]) for each in settled] == [("client", "Луч")]
    assert len(firm.run("referrals", "list", client, "--json").json["referrals"]) == 1
    assert firm.run("cases", "recovery", "show", "ff", "--as-of", AS_OF).status == ExitCode.BAD_INPUT
