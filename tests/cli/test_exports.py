"""`export …`, `canary trace` and the limit on what a pipe may take (U06, store §7)."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from core.problem import ExitCode
from core.rules import DEFAULT
from storage.sealing import derive
from storage.vault.people import NewPerson
from storage.vault.session import enter
from tests.cli.station import OWNER, PASSPHRASE, Said, Station, cheap_keys

CLIENTS = 60
LISTS = (("clients",), ("clients", "--json"), ("standing",), ("standing", "--json"), ("queue", "--all", "--json"))


@pytest.fixture
def alone(tmp_path: Path) -> Station:
    """One person and sixty clients with a purchase each."""
    station = Station(tmp_path)
    rows = "".join(f"К-{n:03};Фирма {n};{n % 28 + 1:02}.02.2026;РН-{n};100\n" for n in range(CLIENTS))
    path = station.file("sales.csv", "client_ref;Наименование;Дата;Документ;Сумма\n" + rows)
    maps = [
        "--map",
        "client_ref=client_ref",
        "--map",
        "Дата=date",
        "--map",
        "Документ=document",
        "--map",
        "Сумма=amount",
    ]
    said = station.run("import", path, "--kind", "sales", *maps, "--json")
    assert said.status == ExitCode.DONE and said.json["clients"] == CLIENTS, said
    return station


@pytest.fixture
def several(alone: Station) -> Station:
    """The same with a head beside the owner."""
    with cheap_keys():
        session = enter(alone.store, OWNER, bytearray(PASSPHRASE.encode()))
        for login, role in (("boris", "head"), ("vera", "auditor")):
            person = NewPerson(login, login.title(), role, bytearray(PASSPHRASE.encode()))  # type: ignore[arg-type]
            session.people.add(person, derive.TEST_ONLY)
        session.end()
    return alone


def logged(station: Station, kind: str) -> list[dict[str, Any]]:
    said = station.run("audit", "log", "--json", "--kind", kind, "--as", OWNER)
    return list(said.json["entries"])


@pytest.mark.parametrize("words", LISTS)
def test_U06_more_than_fifty_rows_through_a_pipe_need_an_export(several: Station, words: tuple[str, ...]) -> None:
    said = several.run(*words, "--as", "boris")
    assert said.status == ExitCode.REFUSED and not said.out and "export request" in said.err
    assert logged(several, "refused")[0]["details"] == {"rows": CLIENTS}


@pytest.mark.parametrize("words", LISTS)
def test_U06_alone_the_pipe_is_free_and_logged(alone: Station, words: tuple[str, ...]) -> None:
    before = len(logged(alone, "client_listed"))
    assert alone.run(*words).status == ExitCode.DONE
    told = logged(alone, "client_listed")
    assert len(told) == before + 1 and told[0]["details"] == {"rows": CLIENTS}


def test_U06_fifty_rows_pass_and_are_logged(several: Station) -> None:
    said = several.run("clients", "--json", "--limit", str(DEFAULT.export_rows), "--as", "boris")
    assert said.status == ExitCode.DONE and len(said.json["clients"]) == DEFAULT.export_rows
    assert logged(several, "client_listed")[0]["details"] == {"rows": DEFAULT.export_rows}


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_U06_a_terminal_shows_any_list(several: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("io.StringIO", Terminal)
        said = several.run("clients", "--as", "boris")
    assert said.status == ExitCode.DONE, said.err
    assert logged(several, "client_listed") == []


def test_U06_ask_approve_run_and_trace(several: Station) -> None:
    asked = several.run("export", "request", "clients", "--purpose", "смотр базы", "--json", "--as", "boris")
    assert asked.status == ExitCode.DONE
    assert (asked.json["export"], asked.json["state"], asked.json["rows"], asked.json["file"]) == (
        1,
        "asked",
        CLIENTS,
        "",
    )
    early = several.run("export", "run", "1", "--as", "boris")
    assert early.status == ExitCode.REFUSED and not early.out
    own = several.run("export", "approve", "1", "--as", "boris")
    assert own.status == ExitCode.BAD_INPUT
    waiting = several.run("export", "list", "--json", "--as", OWNER).json
    assert [each["number"] for each in waiting["waiting"]] == [1] and waiting["mine"] == []
    listed = several.run("export", "list", "--as", OWNER)
    assert "ждёт одобрения" in listed.out and "смотр базы" in listed.out
    assert several.run("export", "approve", "1", "--as", OWNER).status == ExitCode.DONE
    outside = several.run("export", "run", "1", "--as", "boris", "-o", str(several.folder / "x.csv"))
    assert outside.status == ExitCode.REFUSED and not (several.folder / "x.csv").exists()
    made = several.run("export", "run", "1", "--as", "boris", "--json")
    assert made.status == ExitCode.DONE and made.json["state"] == "made"
    file = Path(made.json["file"])
    assert file.parent == several.store.with_name("firm.store.outbox") / "boris"
    lines = file.read_text("utf-8-sig").splitlines()
    assert len(lines) == CLIENTS + 3 + 3 and "№ 1" in lines[0] and "boris" in lines[0] and lines[0] == lines[-1]
    traced = several.run("canary", "trace", str(file), "--json", "--as", "vera").json["exports"]
    assert [(each["number"], each["who"], each["found"]) for each in traced] == [(1, "Boris", 3)]
    planted = [line for line in lines if re.search(r'"(ООО|АО|ЗАО) «', line)]
    assert len(planted) == 3
    one = several.run("canary", "trace", planted[0].split(";")[2], "--as", "vera")
    assert "Boris" in one.out and "1 / 3" in one.out
    assert "не узнаётся" in several.run("canary", "trace", "Фирма 7", "--as", "vera").out


def test_U06_refused_says_why_to_ask_again(several: Station) -> None:
    several.run("export", "request", "standing", "--purpose", "сверка", "--as", "boris")
    said = several.run("export", "refuse", "1", "--reason", "не сейчас", "--as", OWNER)
    assert said.status == ExitCode.DONE and "отказано" in said.out
    assert several.run("export", "run", "1", "--as", "boris").status == ExitCode.REFUSED


@pytest.mark.parametrize("name", ["clients", "queue", "standing"])
def test_U06_alone_the_file_is_made_at_once_and_holds_every_row(alone: Station, name: str) -> None:
    out = alone.folder / "out.jsonl"
    words = ["--all"] if name == "queue" else []
    said = alone.run(
        "export", "request", name, "--purpose", "себе", "--format", "jsonl", "-o", str(out), "--json", *words
    )
    assert said.status == ExitCode.DONE and said.json["file"] == str(out), said
    first, *rows, last = map(json.loads, out.read_text("utf-8").splitlines())
    assert first == last and first["export"] == 1 and len(rows) == CLIENTS + 3
    shown = alone.run(*((name, "--all") if name == "queue" else (name,)), "--json").json
    ids = {each["id"] for each in shown["entries" if name == "queue" else "clients"]}
    assert len({row["id"] for row in rows} - ids) == 3 and ids <= {row["id"] for row in rows}


def test_U06_a_narrowed_list_is_exported_as_it_is_narrowed(several: Station) -> None:
    narrowed = ["--limit", "7", "--sort=-name"]
    said = several.run("export", "request", "clients", *narrowed, "--purpose", "семь", "--json", "--as", "boris")
    assert (said.json["state"], said.json["rows"]) == ("made", 7)
    text = Path(said.json["file"]).read_text("utf-8-sig")
    assert "Фирма" in text or "К-059" in text


@pytest.mark.parametrize(
    "words",
    [
        ("export", "request", "people", "--purpose", "x"),
        ("export", "request", "clients"),
        ("export", "request", "clients", "--purpose", " "),
        ("export", "request", "clients", "--purpose", "x", "--level", "huge"),
        ("export", "request", "clients", "--purpose", "x", "--owner", "ghost"),
        ("export", "request", "clients", "--purpose", "x", "--to", "ghost"),
        ("export", "run", "1"),
        ("export", "run", "0"),
        ("export", "approve", "99"),
        ("export", "open", "absent.sealed"),
        ("export",),
        ("canary", "trace"),
    ],
)
def test_U06_bad_input_is_one_sentence(alone: Station, words: tuple[str, ...]) -> None:
    said: Said = alone.run(*words)
    assert said.status == ExitCode.BAD_INPUT and not said.out and said.err.count("\n") == 1, said


def test_U05_reveal_prints_one_value_and_the_list_prints_masks(tmp_path: Path) -> None:
    station = Station(tmp_path)
    path = station.file("c.csv", "Наименование;Телефон;Почта\nРомашка;+7 912 345-67-89;a@romashka.example\n")
    assert station.run("import", path, "--kind", "clients").status == ExitCode.DONE
    client_id = station.run("clients", "--json").json["clients"][0]["id"]
    shown = station.run("client", "show", client_id, "--json")
    masks = [(each["key"], each["mask"]) for each in shown.json["overview"]["contacts"]]
    assert masks == [("phone:0", "+7 9** ***-**-89"), ("email:0", "a***@r***.example")]
    assert "345" not in shown.out and "345" not in station.run("client", "show", client_id).out
    assert station.run("client", "reveal", client_id).out == "+7 912 345-67-89\n"
    told = station.run("client", "reveal", client_id, "email:0", "--json").json
    assert told == {"id": client_id, "contact": "email:0", "value": "a@romashka.example"}
    assert [each["details"]["field"] for each in logged(station, "reveal")] == ["email:0", "phone:0"]
    assert station.run("client", "reveal", client_id, "phone:9").status == ExitCode.BAD_INPUT


def test_U04_limits_are_shown_and_a_colleagues_share_is_set(several: Station) -> None:
    own = several.run("budget", "show", "--json", "--as", "boris").json
    limits = {(each["budget"], each["hours"]): each["limit"] for each in own["limits"]}
    assert own["percent"] == 100 and limits["dossiers", 1] == 5 * DEFAULT.dossiers_hour
    assert several.run("budget", "leaving", "boris", "--as", OWNER, "--json").json["percent"] == 25
    assert "досье" in several.run("budget", "show", "--as", "boris").out
    assert several.run("budget", "show", "--json", "--as", "boris").json["limits"][0]["limit"] == 50
    for words in (("set", "boris", "200", "--as", "boris"), ("set", "boris", "200", "--as", "vera")):
        assert several.run("budget", *words).status == ExitCode.REFUSED
    assert several.run("budget", "set", "ghost", "50", "--as", OWNER).status == ExitCode.BAD_INPUT


def test_U04_alone_the_limits_advise(alone: Station) -> None:
    said = alone.run("budget", "show")
    assert said.status == ExitCode.DONE and "совещательные" in said.out
