"""Commitments as a person types them."""

from __future__ import annotations

from pathlib import Path

from core.problem import ExitCode
from tests.cli.station import Station
from tests.cli.test_work import station_with_clients


def entry_of(station: Station, *words: str) -> str:
    said = station.run(*words, "--json")
    assert said.status == 0, said.err
    return str(said.json["id"])


def test_S03_75_S03_79_commitments_by_command(tmp_path: Path) -> None:
    station, client = station_with_clients(tmp_path)
    day = ("--as-of", "2026-11-23")
    assert "incident" in station.run("commitments", "form", client, "--json").json["kinds"]
    promise = entry_of(station, "commitments", "add", client, "commitment", "text=образцы", "due=2026-11-30", *day)
    rows = station.run("commitments", "list", "--json", *day).json["entries"]
    assert [(each["id"], each["step"], each["due"]) for each in rows] == [(promise, "promised", "2026-11-30")]
    asked = station.run("commitments", "step", client, promise, "--json", *day).json
    assert [each["name"] for each in asked["fields"]] == ["agreed", "result"] and asked["ask"]
    refused = station.run("commitments", "step", client, promise, "agreed=no", *day)
    assert refused.status == ExitCode.BAD_INPUT and refused.err.count("\n") == 1
    moved = ("due=2026-12-04", "reason=нет крана", "told=yes")
    assert station.run("commitments", "edit", client, promise, *moved, *day).status == 0
    assert "образцы" in station.run("commitments", "list", client, *day).out
    assert station.run("commitments", "step", client, promise, "agreed=да", *day).status == 0
    assert station.run("commitments", "list", "--json", *day).json["entries"] == []
    gift = entry_of(station, "commitments", "add", client, "gift", "what=торт")
    assert station.run("commitments", "drop", client, gift).status == 0
    for words in (("add", client, "dance", "text=x"), ("add", client, "incident", "colour=red")):
        assert station.run("commitments", *words).status == ExitCode.BAD_INPUT


def test_S03_43_S03_45_complaints_by_command(tmp_path: Path) -> None:
    station, client = station_with_clients(tmp_path)
    case = entry_of(station, "complaints", "add", client, "refusal", "staff=no_attention", "product=болт")
    answer = station.run("complaints", "pareto", "--by", "product", "--json").json
    assert [(each["key"], each["count"]) for each in answer["lines"]] == [("болт", 1)]
    assert (answer["losses"], answer["no_attention"], answer["claimed"]) == (1, 1.0, 0.5)
    assert station.run("complaints", "pareto").out.count("100") >= 2
    assert station.run("complaints", "step", client, case, "owner=anna").status == 0
    assert [each["step"] for each in station.run("complaints", "list", "--json").json["entries"]] == ["assigned"]
    paper = tmp_path / "blank.txt"
    made = station.run("complaints", "blank", client, "--format", "txt", "--output", str(paper), "--json")
    assert made.status == 0, made.err
    assert "□" in paper.read_text("utf-8")
