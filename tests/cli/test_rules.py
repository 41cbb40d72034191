"""`rules` through the real store: changed, kept, logged, in force."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from core.rules import registry
from core.wording.rules import SECTIONS
from tests.cli.station import Station

AS_OF = "2024-12-31"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Station:
    folder = tmp_path_factory.mktemp("firm")
    station = Station(folder)
    rows = ["client;document;date;product;quantity;amount"]
    number = 0
    for client, amount in (("Один", 5000), ("Два", 3000), ("Три", 1500), ("Четыре", 500)):
        for back in range(24):
            number += 1
            day = dt.date(2024, 12, 20) - dt.timedelta(30 * back)
            rows.append(f"{client};{number};{day.isoformat()};товар;1;{amount}")
    file = folder / "sales.csv"
    file.write_text("\n".join(rows) + "\n", "utf-8")
    assert station.run("import", str(file), "--json").status == 0
    return station


@pytest.fixture
def firm(made: Station, tmp_path: Path) -> Station:
    return made.copy(tmp_path)


def letters(firm: Station) -> list[str]:
    found = firm.run("standing", "--as-of", AS_OF, "--json").json["clients"]
    return [each["abc"] for each in sorted(found, key=lambda each: each["name"])]


def test_S02_12_a_rule_is_set_with_its_author_and_reason_and_moves_clients(firm: Station) -> None:
    before = letters(firm)
    said = firm.run("rules", "set", "abc_a_share", "30%", "--why", "мало людей", "--as-of", AS_OF, "--json").json
    assert said["moves"]["abc"] == sum(one != other for one, other in zip(before, letters(firm), strict=True)) > 0
    assert said["version"] == 1
    line = firm.run("rules", "show", "abc_a_share", "--json").json
    assert (line["value"], line["default"], line["changed_by"], line["why"]) == (0.3, 0.8, "Анна", "мало людей")
    kinds = [each["kind"] for each in firm.run("audit", "log", "--json").json["entries"]]
    assert "rule_changed" in kinds


def test_a_dry_run_moves_nobody(firm: Station) -> None:
    before = letters(firm)
    said = firm.run("rules", "set", "abc_a_share", "0.3", "--dry-run", "--as-of", AS_OF, "--json").json
    assert said["moves"]["abc"] > 0
    assert said["version"] == 0
    assert letters(firm) == before


def test_reset_puts_the_default_back_and_keeps_both_changes(firm: Station) -> None:
    before = letters(firm)
    firm.run("rules", "set", "abc_a_share", "0.3")
    said = firm.run("rules", "reset", "abc_a_share", "--json").json
    assert said["version"] == 2
    assert said["rule"]["value"] == said["rule"]["default"]
    assert letters(firm) == before


@pytest.mark.parametrize(
    "words", [("no_such_rule", "1"), ("abc_a_share", "7"), ("abc_a_share", "много"), ("fit_seed", "1")]
)
def test_a_wrong_rule_or_value_is_one_sentence(firm: Station, words: tuple[str, str]) -> None:
    said = firm.run("rules", "set", *words)
    assert said.status == 5
    assert said.out == ""
    assert "Traceback" not in said.err
    assert firm.run("rules", "list", "--json").json["version"] == 0


def test_every_rule_of_the_document_is_a_rule() -> None:
    named = [name for _, rules in SECTIONS for name, _ in rules]
    assert len(named) == len(set(named))
    assert set(named) <= {rule.name for rule in registry()}


def test_text_lists_titles_in_the_readers_language(firm: Station) -> None:
    assert "Буква A" in firm.run("rules", "list").out
    assert "Letter A" in firm.run("rules", "list", "--lang", "en").out
