"""`import` and `import undo`: files, doubts, left-out rows, several people (spec/cli, exchange §3, store §7)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.problem import ExitCode
from storage.sealing import derive
from storage.vault.people import NewPerson
from storage.vault.session import enter
from tests.cli.station import OWNER, PASSPHRASE, Station, cheap_keys, inside, run
from tests.cli.test_commands import SALES

CLIENTS = "Код;Наименование;ИНН;Город\n"


@pytest.fixture
def station(tmp_path: Path) -> Iterator[Station]:
    with inside(tmp_path):
        yield Station(tmp_path)


def dump(station: Station) -> str:
    return str(station.run("store", "check", "--json", "--as", OWNER).json["dump"])


def done(station: Station, *words: str) -> Any:
    """The answer of an import that leaves nothing open."""
    said = station.run("import", *words, "--json")
    assert said.status == ExitCode.DONE, said
    return said.json


def test_again_changed_and_taken_back(station: Station) -> None:
    empty = dump(station)
    first = done(station, station.file("sales.csv", SALES))
    whole = dump(station)
    again = done(station, station.file("sales.csv", SALES))
    assert (again["batch"], again["new"], again["update"], again["same"]) == (None, 0, 0, 30)
    assert dump(station) == whole
    changed = done(station, station.file("sales.csv", SALES.replace("101,50", "901,50")))
    assert (changed["new"], changed["update"], changed["same"]) == (0, 3, 27)
    assert changed["amount"]["amount"] == first["amount"]["amount"] + 3 * 80_000
    assert dump(station) != whole
    undone = done(station, "undo", changed["batch"])
    assert (undone["batch"], undone["removed"], undone["kept"]) == (changed["batch"], 0, [])
    assert dump(station) == whole
    assert done(station, "undo", first["batch"])["removed"] == 2
    assert dump(station) == empty
    twice = station.run("import", "undo", first["batch"])
    assert twice.status == ExitCode.BAD_INPUT and len(twice.err.splitlines()) == 1 and not twice.out


def test_clients_file_fills_empty_fields_and_undo_empties_them(station: Station) -> None:
    done(station, station.file("a.csv", CLIENTS + "7;Ромашка;;\n8;Лютик;;Тверь\n"))
    before = dump(station)
    answer = done(station, station.file("b.csv", CLIENTS + "7;Ромашка;7707083893;Москва\n8;Лютик;;Омск\n"))
    assert (answer["kind"], answer["new"], answer["update"], answer["same"]) == ("clients", 0, 1, 1)
    find = station.run("client", "find", "7707083893", "--json").json["hits"]
    assert [(hit["name"], hit["matched"], hit["external_id"]) for hit in find] == [("Ромашка", "inn", "7")]
    shown = station.run("client", "show", find[0]["id"], "--json").json
    assert {(each["field"], each["after"]) for each in shown["history"]} == {("inn", "7707083893"), ("city", "Москва")}
    undone = done(station, "undo", answer["batch"])
    assert (undone["removed"], undone["kept"]) == (0, []) and undone["restored"] >= 1
    assert dump(station) == before


TWINS = CLIENTS + "1;Заря;;Тверь\n2;Заря;;Омск\n"
DOUBT = "Клиент;Дата;Сумма\nЗаря;01.02.2026;5,00\nМак;02.02.2026;7,00\n"


@pytest.mark.parametrize(
    ("option", "status", "ask", "lines"),
    [((), 2, 1, 1), (("--skip-asks",), 0, 1, 1), (("--accept-asks",), 0, 0, 2)],
)
def test_doubtful_rows(station: Station, option: tuple[str, ...], status: int, ask: int, lines: int) -> None:
    done(station, station.file("twins.csv", TWINS))
    said = station.run("import", station.file("sales.csv", DOUBT), "--json", *option)
    assert (said.status, said.json["ask"], said.json["lines"]) == (status, ask, lines)
    listed = station.run("clients", "--json").json["clients"]
    assert sorted(each["name"] for each in listed) == ["Заря", "Заря", "Мак"]
    assert sum(each["days_silent"] is not None for each in listed) == lines


def test_rows_of_one_new_client_are_joined_when_doubts_are_accepted(station: Station) -> None:
    text = CLIENTS + "5;Ирис;;Тверь\n5;Ирис;7707083893;Омск\n"
    assert station.run("import", station.file("a.csv", text), "--json", "--dry-run").json["ask"] == 1
    answer = done(station, station.file("a.csv", text), "--accept-asks")
    assert (answer["new"], answer["update"], answer["clients"]) == (1, 1, 1)
    hits = station.run("client", "find", "7707083893", "--json").json["hits"]
    shown = station.run("client", "show", hits[0]["id"], "--json").json["overview"]
    assert (shown["inn"], shown["row"]["city"]) == ("7707083893", "Тверь")


def test_mapping_constants_and_kind(station: Station) -> None:
    path = station.file("odd.csv", "кто;когда;сколько\nАкация;01.02.2026;5\nБереза;02.02.2026;6\n")
    words = ("--map", "кто=client_ref", "--map", "2=date", "--map", "сколько=amount", "--set", "currency=USD")
    answer = done(station, path, "--kind", "sales", *words)
    assert (answer["lines"], answer["amount"]) == (2, {"amount": 1100, "currency": "USD"})
    assert station.run("import", path, "--map", "кто=shoe").status == ExitCode.BAD_INPUT


LEFT_OUT = SALES + "Лютик;31.02.2026;РН-8;Гайка;2;7,00\n;01.03.2026;РН-9;=1+1;2;7,00\n"


def test_left_out_rows_lie_in_private_files_that_can_be_imported_again(station: Station) -> None:
    said = station.run("import", station.file("sales.csv", LEFT_OUT), "--json")
    assert said.status == ExitCode.ROWS_IN_ERROR
    nobody, errors = (Path(said.json[name]) for name in ("not_a_client_file", "errors_file"))
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in (nobody, errors))
    rows = list(csv.reader(nobody.open(encoding="utf-8-sig", newline=""), delimiter=";"))
    assert len(rows) == 2 and rows[1][0] == "33" and "'=1+1" in rows[1]
    corrected = errors.read_text("utf-8-sig").replace("31.02.2026", "28.02.2026")
    answer = done(station, station.file("corrected.csv", corrected))
    assert (answer["new"], answer["clients"], answer["error"]) == (1, 1, 0)
    money = said.json["control"]
    assert money["rows"] == said.json["amount"] and money["fits"] is None and money["file"] is None
    assert money["left_out"] == {"amount": 1400, "currency": "RUB"}


def test_where_left_out_rows_go(station: Station, tmp_path: Path) -> None:
    path = station.file("sales.csv", LEFT_OUT)
    names = sorted(each.name for each in tmp_path.iterdir())
    planned = station.run("import", path, "--dry-run", "--json").json
    assert (planned["not_a_client_file"], planned["errors_file"]) == (None, None)
    said = station.run("import", path, "-o", str(tmp_path / "нет"))
    assert said.status == ExitCode.BAD_INPUT and len(said.err.splitlines()) == 1
    assert {each["kind"] for each in station.run("audit", "log", "--json").json["entries"]}.isdisjoint(
        {"import_committed", "import_planned"}
    )
    made = {each.name for each in tmp_path.iterdir()} - set(names)
    assert not [name for name in made if name.endswith(".csv")]
    folder = tmp_path / "out"
    folder.mkdir()
    target = tmp_path / "target"
    target.write_text("mine")
    named = Path(station.run("import", path, "-o", str(folder), "--dry-run", "--json").json["errors_file"])
    assert named.parent == folder
    named.unlink()
    named.symlink_to(target)
    station.run("import", path, "-o", str(folder))
    assert target.read_text() == "mine" and not named.is_symlink()


def test_several_files_and_patterns(station: Station, tmp_path: Path) -> None:
    lines = SALES.splitlines(keepends=True)
    for part in range(3):
        station.file(f"part{part}.csv", lines[0] + "".join(lines[1 + part :: 3]))
    said = station.run("import", "part*.csv", "none.csv", "--json")
    answers = [line for line in said.out.splitlines() if line]
    assert len(answers) == 3 and said.status == ExitCode.BAD_INPUT
    assert said.err.count("none.csv") == 1 and len(said.err.splitlines()) == 1
    assert done(station, station.file("sales.csv", SALES))["same"] == 30


def test_undo_is_never_a_file_and_takes_no_options(station: Station, tmp_path: Path) -> None:
    batch = done(station, station.file("sales.csv", SALES))["batch"]
    station.file("undo", SALES)
    refused = station.run("import", "undo", batch, "--dry-run")
    assert refused.status == ExitCode.BAD_INPUT and not refused.out
    assert done(station, "undo", batch)["removed"] == 2


def several(station: Station) -> None:
    """Add a head, and two managers with a portfolio each."""
    with cheap_keys():
        session = enter(station.store, OWNER, bytearray(PASSPHRASE.encode()))
        for login, role in (("boris", "head"), ("vera", "manager"), ("gleb", "manager")):
            person = NewPerson(login, login.title(), role, bytearray(PASSPHRASE.encode()))  # type: ignore[arg-type]
            session.people.add(person, derive.TEST_ONLY)
        for login in ("vera", "gleb"):
            session.staffing.create_portfolio(f"Портфель {login}", login)
        session.end()


def test_a_store_of_several_people(station: Station, tmp_path: Path) -> None:
    several(station)
    head = ("--as", "boris")
    unclear = station.run("import", station.file("sales.csv", SALES), *head)
    assert unclear.status == ExitCode.BAD_INPUT and "--owner" in unclear.err
    ghost = station.run("import", station.file("sales.csv", SALES), *head, "--owner", "ghost")
    assert ghost.status == ExitCode.BAD_INPUT and "ghost" in ghost.err
    done(station, station.file("a.csv", "Наименование;Город\nРомашка;Тверь\n"), *head, "--owner", "vera")
    done(station, station.file("b.csv", "Наименование;Город\nВасилёк;Тверь\n"), *head, "--owner", "gleb")
    before = dump(station)
    # Every client is known, so nobody has to say whose new ones are.
    answer = done(station, station.file("sales.csv", SALES), *head)
    assert (answer["clients"], answer["new"]) == (2, 30)
    for login, name in (("vera", "Ромашка"), ("gleb", "Василёк")):
        listed = station.run("clients", "--json", "--as", login).json["clients"]
        assert [(each["name"], each["days_silent"] is not None) for each in listed] == [(name, True)]
    listed = station.run("clients", "--json", *head, "--owner", "vera").json["clients"]
    assert [each["name"] for each in listed] == ["Ромашка"]
    done(station, "undo", answer["batch"], *head)
    assert dump(station) == before


def test_left_out_rows_of_several_people_go_to_the_own_outbox(station: Station) -> None:
    several(station)
    path = station.file("sales.csv", LEFT_OUT)
    refused = station.run("import", path, "--as", "vera", "-o", str(station.folder))
    assert refused.status == ExitCode.REFUSED and not refused.out
    said = station.run("import", path, "--as", "vera", "--json")
    assert said.status == ExitCode.ROWS_IN_ERROR, said
    errors = Path(said.json["errors_file"])
    assert errors.parent == station.store.with_name("firm.store.outbox") / "vera"
    assert errors.parent.stat().st_mode & 0o777 == 0o700 and errors.stat().st_mode & 0o777 == 0o600
    logged = station.run("audit", "log", "--json", "--kind", "client_listed", "--as", OWNER).json["entries"]
    assert {each["details"]["file"] for each in logged} == {"errors", "not-a-client"}


def test_what_a_terminal_would_obey_comes_out_harmless(station: Station) -> None:
    done(station, station.file("sales.csv", SALES.replace("Ромашка", "Ром\x1b[31m\x9b31m\u202eашка")))
    hostile = "\x1b]0;a\x07 \x9b31m \u202e \U0001f600"
    said = station.run("client", "find", hostile, "--json")
    assert said.json["query"] == hostile
    texts = said.out + "".join(
        station.run(*words).out for words in (("clients", "--json"), ("clients",), ("queue", "--all"), ("standing",))
    )
    assert station.run("clients", "--json").json["total"] == 2
    missing = station.run("import", hostile)
    assert missing.status == ExitCode.BAD_INPUT
    obeyed = set("\x1b\x9b\x07\u202e")
    assert not obeyed & set(texts + missing.err)


def test_a_batch_of_look_ups_is_an_export_like_any_list(station: Station) -> None:
    rows = "".join(f"Клиент{n};0{1 + n % 9}.02.2026;РН-{n};Болт;1;5,00\n" for n in range(60))
    done(station, station.file("sales.csv", SALES.partition("\n")[0] + "\n" + rows))
    queries = station.file("queries", "".join(f"клиент{n}\n" for n in range(60)))
    alone = station.run("client", "find", "--batch", queries, "--limit", "1")
    assert alone.status == ExitCode.DONE and len(alone.out.splitlines()) == 60
    several(station)
    refused = station.run("client", "find", "--batch", queries, "--limit", "1", "--as", OWNER)
    assert (refused.status, refused.out) == (ExitCode.REFUSED, "")


def test_options_stand_before_or_after_the_command(station: Station) -> None:
    done(station, station.file("sales.csv", SALES))
    options = ("--store", str(station.store), "--passphrase-file", str(station.secret), "--lang", "en", "--json")
    before, after = run(*options, "pyramid"), run("pyramid", *options)
    assert before.status == after.status == ExitCode.DONE
    assert before.json["levels"] == after.json["levels"]
    abbreviated = run("pyramid", *options, "--as-o", "2026-01-01")
    assert abbreviated.status == ExitCode.BAD_INPUT and "--as-o" in abbreviated.err
