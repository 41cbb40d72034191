"""`audit witness|serve|settle` as commands, over a real pipe."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.problem import ExitCode
from tests.cli.station import Station


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station(tmp_path)


def be_witness(station: Station, *words: str, source: str | None = None) -> tuple[int, dict[str, object], str]:
    said = station.run(
        "audit",
        "witness",
        "--from",
        source or str(station.store),
        "--state",
        str(station.folder / "w"),
        "--json",
        *words,
    )
    return said.status, json.loads(said.out) if said.out else {}, said.err


@pytest.mark.in_a_file("puts an older file back; an older database is put back in tests/vault/test_witness.py")
def test_U03_a_witness_over_a_pipe_from_the_first_visit_to_the_contradiction(station: Station, tmp_path: Path) -> None:
    status, first, _ = be_witness(station)
    assert (status, first["kept"], first["taken"]) == (ExitCode.DONE, 0, False)
    added = station.run("audit", "witness", "--add", str(first["witness"]), str(first["key"]), "--json")
    assert added.json == {"witnesses": [{"name": first["witness"], "key": first["key"]}], "witnessed": None}
    shutil.copy2(station.store, tmp_path / "older")
    station.run("audit", "log", "--limit", "1")
    command = shlex.join([sys.executable, "-m", "tui", "--store", str(station.store), "audit", "serve"])
    status, second, _ = be_witness(station, source=command)
    assert (status, second["taken"], second["contradiction"]) == (ExitCode.DONE, True, False)
    assert station.run("audit", "verify", "--json").json["witnessed"]["size"] == second["size"]

    for file in station.folder.glob("firm.store-*"):
        file.unlink()
    shutil.copy2(tmp_path / "older", station.store)
    status, third, _ = be_witness(station)
    assert (status, third["contradiction"], third["kept"]) == (ExitCode.STORE, True, second["size"])
    settled = station.run("audit", "settle", "--reason", "восстановлено вручную", "--json")
    assert (settled.status, settled.json["settled"]) == (ExitCode.DONE, True)
    assert station.run("audit", "witness", "--remove", str(first["key"]), "--json").json["witnesses"] == []


@pytest.mark.parametrize("source", ["/no/such/store", "'", "true", "cat", "echo {}"])
def test_a_source_that_is_no_store_is_one_sentence(station: Station, source: str) -> None:
    status, told, err = be_witness(station, source=source)
    assert status in (ExitCode.STORE, ExitCode.BAD_INPUT) and told == {}
    assert len(err.strip().splitlines()) == 1 and "Traceback" not in err


def test_serving_takes_no_passphrase_and_ends_with_its_input(station: Station) -> None:
    words = [sys.executable, "-m", "tui", "--store", str(station.store), "audit", "serve"]
    asked = b'{"ask":"checkpoint"}\nnonsense\n'
    done = subprocess.run(words, input=asked, capture_output=True, check=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [bool(each["error"]) for each in told] == [False, True]
    assert done.stderr == b""


@pytest.mark.parametrize("words", [("--add", "w", "zz"), ("--add", "a b", "00" * 32), ("--remove", "00" * 32)])
def test_what_is_no_witness_is_refused(station: Station, words: tuple[str, ...]) -> None:
    said = station.run("--lang", "en", "audit", "witness", *words)
    assert said.status == ExitCode.BAD_INPUT and "no key of a witness" in said.err
