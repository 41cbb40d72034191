"""`person list`, `person erase` as a person types them (U36)."""

from __future__ import annotations

from pathlib import Path

from core.problem import ExitCode
from tests.cli.station import Station

TABLE = "Название;Город;Телефон;Почта\nРомашка;Тула;+7 900 111-22-33;a@romashka.example\n"


def test_U36_a_value_is_erased_and_it_is_said_how_long_copies_hold_it(tmp_path: Path) -> None:
    station = Station(tmp_path)
    assert station.run("import", station.file("a.csv", TABLE)).status == 0
    client = station.run("clients", "--json").json["clients"][0]["id"]
    listed = station.run("person", "list", client, "--json").json["contacts"]
    assert [each["key"] for each in listed] == ["phone:0", "email:0"]
    assert "111" not in str(listed) and "romashka" not in str(listed)
    assert station.run("person", "erase", client, "phone:7").status == ExitCode.BAD_INPUT
    done = station.run("person", "erase", client, "phone:0", "--json")
    assert done.json == {"erased": 1, "copies_until": None, "mentions": 0}, done.err
    assert [each["key"] for each in station.run("person", "list", client, "--json").json["contacts"]] == ["email:0"]
    assert station.run("store", "check", "--json").json["ok"]
    (tmp_path / "copies").mkdir()
    assert station.run("backup", "create", str(tmp_path / "copies")).status == 0
    said = station.run("--lang", "en", "person", "erase", client, "email:0").out
    assert "Backups may still hold it until" in said
