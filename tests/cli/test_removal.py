"""`client remove|restore|removed` as a person types them (S01.12)."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.problem import ExitCode
from tests.cli.station import Station
from tests.cli.test_commands import SALES


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Station:
    made = Station(tmp_path_factory.mktemp("firm"))
    assert made.run("import", made.file("sales.csv", SALES)).status == 0
    return made


@pytest.fixture
def station(made: Station, tmp_path: Path) -> Station:
    return made.copy(tmp_path)


def ids(station: Station) -> dict[str, str]:
    return {each["name"]: each["id"] for each in station.run("clients", "--json").json["clients"]}


def test_removed_is_gone_from_every_list_and_back_with_one_command(station: Station) -> None:
    before, dump = ids(station), station.run("store", "check", "--json").json["dump"]
    name = min(before)
    assert station.run("client", "remove", before[name], "--json").json == {"removed": 1}
    assert name not in ids(station)
    assert station.run("client", "show", before[name]).status == ExitCode.BAD_INPUT
    assert station.run("client", "find", name, "--json").json["hits"] == []
    listed = station.run("client", "removed", "--json").json["clients"]
    assert [each["name"] for each in listed] == [name]
    assert station.run("client", "remove", before[name]).status == ExitCode.BAD_INPUT
    assert station.run("client", "restore", before[name]).status == 0
    assert ids(station) == before and station.run("store", "check", "--json").json["dump"] == dump
    assert station.run("client", "restore", before[name]).status == ExitCode.BAD_INPUT


def test_an_import_knows_a_removed_client_and_does_not_make_him_anew(station: Station) -> None:
    before = ids(station)
    name = min(before)
    station.run("client", "remove", before[name])
    again = station.run("import", station.file("again.csv", SALES), "--json").json
    assert (again["new"], again["error"]) == (0, 0)
    later = SALES.replace(".01.2026", ".03.2026").replace("РН-", "РК-")
    assert station.run("import", station.file("later.csv", later)).status == 0
    assert name not in ids(station)
    assert len(station.run("client", "removed", "--json").json["clients"]) == 1
