"""`quality`, `profiles`, `import batches`, `import watch`, `import --profile` (S03.33–S03.39, exchange §3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.problem import ExitCode
from tests.cli.station import OWNER, Station, inside
from tests.cli.test_imports import done

FIRMS = "Фирма;Номер;Телефон;Почта\nРомашка;7707083894;123;a@b.ru\nВектор;;+7 495 123-45-67;нет\nЛютик;;;\n"
PROFILE = """kind = "clients"
[columns]
"Фирма" = "name"
"Номер" = "inn"
[constants]
tags = "выставка"
[options]
cleaning = ["phones"]
"""


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with inside(tmp_path):
        yield Station(tmp_path)


def test_S03_60_a_profile_is_written_shown_and_reads_a_file_then_watch_and_batches(
    station: Station, tmp_path: Path
) -> None:
    saved = station.run("profiles", "edit", "ярмарка", "--file", station.file("p.toml", PROFILE), "--json")
    assert saved.status == ExitCode.DONE and 'tags = "выставка"' in saved.json["text"].replace('"tags"', "tags")
    listed = station.run("profiles", "list", "--json").json["profiles"]
    assert {"ярмарка", "kl_to_1c", "amocrm", "outlook_ru", "vcard"} <= {each["name"] for each in listed}
    bad = station.run("profiles", "edit", "ярмарка", "--file", station.file("q.toml", "kind = \n"))
    assert bad.status == ExitCode.BAD_INPUT and len(bad.err.splitlines()) == 1
    unknown = station.run("import", station.file("a.csv", FIRMS), "--profile", "нет такой")
    assert unknown.status == ExitCode.BAD_INPUT and "нет такой" in unknown.err
    first = done(station, station.file("a.csv", FIRMS), "--profile", "ярмарка")
    assert (first["kind"], first["new"]) == ("clients", 3)
    found = station.run("quality", "list", "--json").json["rows"]
    by_kind = {(each["kind"], each["name"]) for each in found}
    assert {("inn", "Ромашка"), ("phone", "Ромашка"), ("email", "Вектор"), ("no_contact", "Лютик")} <= by_kind
    box = tmp_path / "box"
    box.mkdir()
    (box / "b.csv").write_text("Наименование\nКрокус\n", "utf-8")
    (box / "bad.csv").write_bytes(b"")
    watched = station.run("import", "watch", str(box), "--once")
    assert watched.status == ExitCode.BAD_INPUT and "Крокус" not in watched.err
    assert (box / "done" / "b.csv").exists() and (box / "failed" / "bad.csv").exists()
    batches = station.run("import", "batches", "--json").json["batches"]
    assert [(each["rows"], each["clients"], each["state"]) for each in batches] == [(1, 1, "live"), (3, 3, "live")]
    assert batches[1]["id"] == first["batch"] and len(batches[1]["sha256"]) == 64
    done(station, "undo", first["batch"])
    assert station.run("import", "batches", "--json").json["batches"][1]["state"] == "dead"


def test_S03_34_S03_36_S03_39_the_keeper_the_stamp_and_the_week(station: Station) -> None:
    done(station, station.file("a.csv", "Наименование;Код\nРомашка;7\n"))
    found = station.run("client", "find", "Ромашка", "--json").json["hits"][0]["id"]
    later = ("--as-of", "2030-01-01")
    assert "unverified" in {each["kind"] for each in station.run("quality", "list", "--json", *later).json["rows"]}
    assert station.run("quality", "verify", found, "--json", *later).json == {"verified": 1}
    assert "unverified" not in {each["kind"] for each in station.run("quality", "list", "--json", *later).json["rows"]}
    assert station.run("quality", "keeper", "--json").json == {"keeper": None}
    named = station.run("quality", "keeper", OWNER, "--allowance", "5000", "--since", "2026-01-12", "--kpi", "180 дней")
    assert named.status == ExitCode.DONE and "180 дней" in named.out
    keeper = station.run("quality", "keeper", "--json").json["keeper"]
    assert (keeper["login"], keeper["allowance"]["amount"], keeper["since"]) == (OWNER, 500_000, "2026-01-12")
    week = station.run("quality", "week", "--json").json["week"]
    assert week and week[0]["who"] == OWNER and week[0]["logins"] > 1
    assert station.run("quality", "keeper", "nobody").status == ExitCode.BAD_INPUT
