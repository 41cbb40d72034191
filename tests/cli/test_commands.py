"""Commands and their JSON, a contract (spec/cli, U17)."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from core.problem import ExitCode
from core.sample.firm import make_firm
from tests.cli.station import Station, inside, run

SALES = "Клиент;Дата;Документ;Товар;Количество;Сумма\n" + "".join(
    f"{name};{day:02d}.{month:02d}.2026;РН-{name[:2]}{month}{day};Болт;1;{100 + month},50\n"
    for name, days in (("Ромашка", (3, 17)), ("Василёк", (9,)))
    for month in range(1, 11)
    for day in days
)
EVENING = ("--as-of", "2026-11-20")
ID = re.compile(r"[0-9a-f]{32}")


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Station:
    made = Station(tmp_path_factory.mktemp("cli"))
    with inside(made.folder):
        assert made.run("import", made.file("sales.csv", SALES, "cp1251")).status == ExitCode.DONE
    return made


def test_U17_import_says_what_it_did(tmp_path: Path) -> None:
    made = Station(tmp_path)
    answer = made.run("import", made.file("sales.csv", SALES, "cp1251"), "--json", "--dry-run").json
    assert answer["batch"] is None and answer["encoding"] == "cp1251"
    made.run("import", made.file("sales.csv", SALES, "cp1251"))
    answer = made.run("import", made.file("more.csv", SALES + "Ландыш;01.11.2026;РН-9;Гайка;2;7,00\n"), "--json").json
    assert ID.fullmatch(answer["batch"])
    keys = {"batch", "kind", "encoding", "rows", "new", "update", "same", "ask", "not_a_client", "error", "control",
            "errors", "clients", "lines", "amount"}  # fmt: skip
    assert keys <= answer.keys()
    assert (answer["rows"], answer["new"], answer["same"], answer["clients"]) == (31, 1, 30, 3)
    assert answer["amount"]["currency"] == "RUB"


def test_a_dry_run_changes_no_byte_of_the_base(tmp_path: Path) -> None:
    made = Station(tmp_path)
    before = made.run("store", "check", "--json").json["dump"]
    made.run("import", made.file("sales.csv", SALES), "--dry-run")
    after = made.run("store", "check", "--json").json
    assert after["dump"] == before and after["batches"] == 0


def test_U17_clients(station: Station) -> None:
    answer = station.run("clients", "--json", *EVENING).json
    assert answer["total"] == 2
    first = answer["clients"][0]
    assert {
        "id",
        "name",
        "level",
        "step",
        "abc",
        "xyz",
        "anchor",
        "owner",
        "turnover_12m",
        "days_silent",
    } <= first.keys()
    assert first["name"] == "Василёк" and ID.fullmatch(first["id"])
    assert first["turnover_12m"] == {"amount": sum(10_050 + 100 * month for month in range(1, 11)), "currency": "RUB"}
    by_money = station.run("clients", "--sort=-turnover", "--limit", "1", "--json", *EVENING).json["clients"]
    assert [each["name"] for each in by_money] == ["Ромашка"]


def test_U17_client_find_and_show(station: Station) -> None:
    found = station.run("client", "find", "рома", "--json").json
    assert [hit["name"] for hit in found["hits"]] == ["Ромашка"] and found["elsewhere"] is False
    assert found["query"] == "рома" and found["ms"] >= 0
    dossier = station.run("client", "show", found["hits"][0]["id"], "--json", *EVENING).json
    assert dossier["overview"]["purchases"] == 20 and len(dossier["orders"]) == 20 and dossier["history"] == []
    text = station.run("client", "show", found["hits"][0]["id"], *EVENING).out
    assert "Ромашка" in text and "\x1b" not in text


def test_client_find_batch_answers_line_by_line(station: Station) -> None:
    queries = station.file("queries.txt", "ром\nвас\nникто\n")
    lines = station.run("client", "find", "--batch", queries).out.splitlines()
    assert [len(json.loads(line)["hits"]) for line in lines] == [1, 1, 0]


def test_U17_standing_pyramid_queue(station: Station) -> None:
    standing = station.run("standing", "--json", *EVENING).json["clients"]
    assert {"id", "base_status", "level", "size", "step", "abc", "abc_turnover", "xyz"} <= standing[0].keys()
    pyramid = station.run("pyramid", "--json", *EVENING).json
    assert pyramid["period"] == "2026-10"
    assert pyramid["levels"][0]["level"] == "key"
    assert {"level", "clients", "turnover", "in", "out"} <= pyramid["levels"][0].keys()
    assert sum(level["clients"] for level in pyramid["levels"]) == 2
    queue = station.run("queue", "--all", "--json", *EVENING).json
    entry = queue["entries"][0]
    assert queue["as_of"] == "2026-11-20"
    assert {"id", "name", "lapse_probability", "value_at_stake", "priority", "days_silent", "usual_interval_days",
            "expected_by", "state", "why", "action", "urgency"} <= entry.keys()  # fmt: skip
    assert 0 <= entry["lapse_probability"] <= 1 and entry["why"]


def test_U10_the_same_evening_gives_the_same_figures(station: Station) -> None:
    def entries() -> object:
        return station.run("queue", "--all", "--json", "--as-of", "2026-08-01").json["entries"]

    assert entries() == entries()


def test_U10_same_store_date_and_log_size_give_the_same_bytes(station: Station, tmp_path: Path) -> None:
    station.run("clients", "--limit", "1")
    said = []
    for name in ("one", "two"):
        store = station.copy(tmp_path / name).store
        words = ("--store", str(store), "--passphrase-file", str(station.secret), "--as-of", "2026-08-01", "--json")
        said.append([run(*words, *command).out for command in (("queue", "--all"), ("pyramid",), ("standing",))])
    assert said[0] == said[1]
    assert all(json.loads(text)["log_size"] for text in said[0])


def test_pyramid_names_nobody(station: Station) -> None:
    answer = station.run("pyramid", "--json", *EVENING)
    assert "moves" not in answer.json and "Ромашка" not in answer.out


def test_U03_audit_log_and_verify(station: Station) -> None:
    entries = station.run("audit", "log", "--json", "--kind", "import_committed").json["entries"]
    assert len(entries) == 1 and entries[0]["who"] == "anna" and entries[0]["details"]["kind"] == "sales"
    verdict = station.run("audit", "verify", "--json").json
    assert verdict["ok"] is True
    assert {"ok", "entries", "first_bad", "checkpoint", "witnessed", "seconds"} <= verdict.keys()
    saved = station.file("checkpoint", verdict["checkpoint"])
    assert station.run("audit", "verify", "--from", saved).status == ExitCode.DONE


def test_U03_a_dossier_read_is_in_the_log(station: Station) -> None:
    client = station.run("client", "find", "вас", "--json").json["hits"][0]["id"]
    station.run("client", "show", client)
    entries = station.run("audit", "log", "--client", client, "--json").json["entries"]
    assert entries[0]["kind"] == "dossier_read" and entries[0]["client"] == client


def test_U18_both_languages(station: Station) -> None:
    assert "Потенциальный" in station.run("pyramid", *EVENING).out
    assert "Potential" in station.run("--lang", "en", "pyramid", *EVENING).out
    with pytest.raises(SystemExit) as left:
        run("--help")
    assert left.value.code == 0


def test_init_and_demo_make_stores(tmp_path: Path) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text("correct horse\n")
    secret.chmod(0o600)
    made = run("init", "--firm", "Ромашка", "--owner", "anna", "--store", str(tmp_path / "s"), "--json",
               "--passphrase-file", str(secret))  # fmt: skip
    assert made.status == ExitCode.DONE and len(made.json["recovery"]) == 3
    assert all(len(words.split()) == 36 for words in made.json["recovery"])
    sample = make_firm(clients=40, today=dt.date(2026, 11, 20))
    demo = run("demo", "--clients", "40", "--no-screen", "--json", "--as-of", "2026-11-20").json
    assert demo["clients"] == 40 and {each["role"] for each in demo["people"]} == {each.role for each in sample.staff}
    dump = run("store", "check", "--json", "--store", demo["store"], "--as", demo["people"][0]["login"],
               "--passphrase-file", str(_file(tmp_path, demo["people"][0]["passphrase"])))  # fmt: skip
    assert dump.json["ok"] and dump.json["clients"] == 40 and dump.json["lines"] == demo["lines"]


def _file(folder: Path, text: str) -> Path:
    path = folder / "demo-passphrase"
    path.write_text(text)
    path.chmod(0o600)
    return path
