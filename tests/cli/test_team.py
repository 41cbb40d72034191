"""`team` and `today` over a store of one person."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.problem import ExitCode
from tests.cli.station import Station
from tests.desk.mail_room import post_office

SALES = """Клиент;Дата;Документ;Товар;Сумма
ООО «Берег»;05.02.2024;РН-1;болт;1000
ООО «Берег»;05.03.2024;РН-2;болт;1200
ООО «Кедр»;09.03.2024;РН-3;болт;500
"""
EVENING = ("--as-of", "2024-04-01")


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Station:
    made = Station(tmp_path_factory.mktemp("team"))
    assert made.run("import", made.file("sales.csv", SALES)).status == 0
    return made


def test_S00_04_S03_40_team_prints_tables_and_the_same_as_json(station: Station) -> None:
    told = station.run("team", *EVENING)
    assert told.status == 0 and "ВРЕМЯ" in told.out and "Повторные покупки" in told.out
    answer = station.run("team", "year", "--json", *EVENING).json["team"]
    assert answer["year"][0]["repeats"] == 1 and answer["managers"][0]["clients"] == 2
    assert answer["looked_days"] is None
    assert station.run("team", "digest", "--looked").status == 0
    assert station.run("team", "time", "--json").json["team"]["looked_days"] == 0


def test_U33_the_morning_letter_names_no_client(station: Station) -> None:
    shown = station.run("today", *EVENING)
    assert "Кедр" in shown.out or "Берег" in shown.out
    letter = station.run("today", "--letter", *EVENING)
    assert letter.status == 0 and "Кедр" not in letter.out and "Берег" not in letter.out
    assert "Вас жд" in letter.out and "01.04.2024" in letter.out
    counted = station.run("today", "--letter", "--json", *EVENING).json
    assert sum(counted["counts"].values()) > 0 and set(counted) == {"as_of", "counts", "red", "minutes"}


def test_U33_the_morning_letter_is_sent_once_a_day_to_oneself_without_a_client(
    station: Station, tmp_path: Path
) -> None:
    firm = station.copy(tmp_path)
    nowhere = firm.run("today", "--send", *EVENING)
    assert nowhere.status == ExitCode.REFUSED and "--to" in nowhere.err
    assert firm.run("today", "--to", "anna at home", *EVENING).status == ExitCode.BAD_INPUT
    assert firm.run("today", "--send", "--to", "anna@home.example", *EVENING).status == ExitCode.REFUSED, "no server"
    with post_office() as (box, server):
        where = ("--host", server.host, "--port", str(server.port), "--security", "none", "--sender", server.sender)
        assert firm.run("campaign", "server", *where).status == 0
        box.answers = {"anna@home.example": "550 5.1.1 no such user"}
        assert firm.run("today", "--send", *EVENING).status == ExitCode.REFUSED
        box.answers = {}
        assert firm.run("today", "--send", "--json", *EVENING).json == {"sent": True}
        assert "уже" in firm.run("today", "--send", *EVENING).out
        assert firm.run("today", "--send", "--json", "--again", *EVENING).json == {"sent": True}
    assert box.to == ["anna@home.example"] * 2 and set(box.senders) == {server.sender}
    letter = box.letters[0]
    assert letter["Auto-Submitted"] == "auto-generated" and letter["List-Unsubscribe"] is None
    body = letter.get_payload(decode=True)
    assert isinstance(body, bytes)
    told = body.decode()
    assert "01.04.2024" in told and "Вас жд" in told
    assert not any(word in f"{letter}\n{told}" for word in ("Кедр", "Берег", "болт"))
