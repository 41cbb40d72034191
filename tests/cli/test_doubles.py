"""`duplicates`, `merge …` and `groups …` on the command line (spec/cli, U09, U11)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.entities.client import ClientCard, ClientContacts
from core.problem import ExitCode
from storage.vault.session import enter
from tests.cli.station import OWNER, PASSPHRASE, Said, Station, cheap_keys
from tests.vault.stage import import_cards

PLANTED = (
    (ClientCard('ООО "Букет"', external_id="B-1", inn="7707083893", city="Тула"), "+7 912 345-67-89"),
    (ClientCard("Букет ООО", external_id="B-2", inn="7707083893", city="Тверь"), "8 912 3456789"),
    (ClientCard("Редкозвонская мануфактура", external_id="R-1", city="Псков"), ""),
    (ClientCard("Редкозвонская мануфактура", external_id="R-2", city="Рига"), ""),
    (ClientCard("Звездочёт Логистика", external_id="Z-1", city="Орёл"), "+7 495 111-22-33"),
    (ClientCard("Звездочёт Сервис", external_id="Z-2", city="Орёл"), "+7 495 111-22-33"),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Station:
    made = Station(tmp_path_factory.mktemp("firm"))
    with cheap_keys():
        session = enter(made.store, OWNER, bytearray(PASSPHRASE.encode()))
        for card, phone in PLANTED:
            import_cards(session, "Портфель", card, contacts=ClientContacts((phone,) if phone else ()))
        session.end()
    return made


@pytest.fixture
def station(made: Station, tmp_path: Path) -> Station:
    return made.copy(tmp_path)


def answer(said: Said) -> Any:
    assert said.status == ExitCode.DONE, said.err
    return json.loads(said.out)


def ids(station: Station) -> dict[str, str]:
    return {row["external_id"]: row["id"] for row in answer(station.run("clients", "--json"))["clients"]}


def test_duplicates_answers_in_the_shape_of_the_contract(station: Station) -> None:
    told = answer(station.run("duplicates", "--json"))
    known = ids(station)
    assert {"groups", "compared", "seconds"} <= told.keys()
    group = told["groups"][0]
    assert {"ids", "names", "score", "probability", "why"} <= group.keys()
    assert (set(group["ids"]), group["sure"]) == ({known["B-1"], known["B-2"]}, True)
    assert 0.99 < group["probability"] < 1
    few = answer(station.run("duplicates", "--json", "--min-score", str(group["score"] + 1)))
    assert few["groups"] == []
    text = station.run("duplicates")
    assert "Букет ООО" in text.out and "912" not in text.out


def test_merge_undo_and_list(station: Station) -> None:
    known = ids(station)
    one, two = known["B-1"], known["B-2"]
    plan = answer(station.run("merge", one, two, "--dry-run", "--json", "--take", f"city={two}"))
    city = next(each for each in plan["fields"] if each["name"] == "city")
    assert (city["kept"], city["values"]) == ("Тверь", ["Тула", "Тверь"])
    done = answer(station.run("merge", one, two, "--take", f"city={two}", "--json"))
    assert (done["survivor"], done["merged"]) == (one, [two])
    assert "B-2" not in ids(station)
    shown = answer(station.run("client", "show", two, "--json"))
    assert (shown["merged_into"], shown["overview"]["row"]["city"]) == (one, "Тверь")
    assert [each["id"] for each in shown["overview"]["merged"]] == [two]
    assert one in station.run("client", "show", two).out
    assert [each["merge"] for each in answer(station.run("merge", "list", "--json"))["merges"]] == [done["merge"]]
    undone = answer(station.run("merge", "undo", done["merge"], "--json"))
    assert (undone["merge"], undone["survivor"], undone["merged"]) == (done["merge"], one, [two])
    assert ids(station) == known
    again = station.run("merge", "undo", done["merge"])
    assert (again.status, again.out) == (ExitCode.BAD_INPUT, "")


def test_a_later_import_of_the_losers_number_makes_no_new_client(station: Station) -> None:
    known = ids(station)
    answer(station.run("merge", known["B-1"], known["B-2"], "--json"))
    words = ("--map", "Код=external_id", "--map", "Наименование=name", "--map", "Город=city")
    file = station.file("again.csv", "Код;Наименование;Город\nB-2;Букет ООО;Клин\n")
    told = answer(station.run("import", file, "--kind", "clients", *words, "--json"))
    assert (told["new"], told["ask"], told["clients"]) == (0, 0, 1)
    assert "B-2" not in ids(station)


def test_merge_sure_plans_first_and_is_one_batch(station: Station) -> None:
    before = ids(station)
    plans = answer(station.run("merge", "sure", "--dry-run", "--json"))["plans"]
    named = [{each["external_id"] for each in plan["members"]} for plan in plans]
    assert {"B-1", "B-2"} in named and not any({"R-1", "R-2"} & each for each in named), "a name alone is never sure"
    assert ids(station) == before
    done = answer(station.run("merge", "sure", "--json"))
    assert len(done["merges"]) == len(plans)
    assert len(ids(station)) == len(before) - len(plans)
    answer(station.run("merge", "undo", done["batch"], "--json"))
    assert ids(station) == before


def test_not_a_duplicate_is_remembered(station: Station) -> None:
    known = ids(station)
    told = answer(station.run("merge", "different", known["B-1"], known["B-2"], "--json"))
    groups = answer(station.run("duplicates", "--json"))["groups"]
    assert not any(known["B-1"] in each["ids"] for each in groups)
    refused = station.run("merge", known["B-1"], known["B-2"])
    assert (refused.status, refused.out) == (ExitCode.REFUSED, "")
    answer(station.run("merge", "undo", told["merge"], "--json"))
    answer(station.run("merge", known["B-1"], known["B-2"], "--json"))


def test_groups_of_firms(station: Station) -> None:
    known = ids(station)
    found = answer(station.run("groups", "suggest", "--json"))["suggestions"]
    pair = next(each for each in found if known["Z-1"] in each["ids"])
    assert (set(pair["ids"]), bool(pair["why"])) == ({known["Z-1"], known["Z-2"]}, True)
    number = answer(station.run("groups", "confirm", *pair["ids"], "--kind", "parent", "--json"))["group"]
    groups = answer(station.run("groups", "--json"))["groups"]
    assert [(each["group"], each["kind"], set(each["ids"]), each["elsewhere"]) for each in groups] == [
        (number, "parent", {known["Z-1"], known["Z-2"]}, 0)
    ]
    shown = answer(station.run("client", "show", known["Z-2"], "--json"))
    assert shown["overview"]["group"]["group"] == number
    assert "Звездочёт Логистика" in station.run("client", "show", known["Z-2"]).out
    assert "Звездочёт Сервис" in station.run("groups").out
    assert answer(station.run("groups", "dissolve", number, "--json"))["group"] == number
    assert answer(station.run("groups", "--json"))["groups"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("merge", "00" * 16, "11" * 16),
        ("merge", "нет"),
        ("merge", "undo"),
        ("merge", "undo", "xyz"),
        ("merge", "undo", "00" * 16),
        ("merge", "different", "00" * 16),
        ("merge", "sure", "00" * 16),
        ("groups", "confirm"),
        ("groups", "dissolve", "00" * 16),
        ("groups", "bake"),
        ("duplicates", "--min-score", "много"),
        ("merge", "00" * 16, "11" * 16, "--take", "city"),
    ],
    ids=lambda words: " ".join(words)[:24],
)
def test_bad_input_is_one_sentence(station: Station, words: tuple[str, ...]) -> None:
    said = station.run(*words)
    assert (said.status, said.out) == (ExitCode.BAD_INPUT, "")
    assert said.err.count("\n") == 1 and "Traceback" not in said.err


def test_a_field_nobody_knows_or_has_cannot_be_taken(station: Station) -> None:
    known = ids(station)
    for choice in (f"colour={known['B-1']}", f"kpp={known['B-1']}", f"city={known['R-1']}"):
        said = station.run("merge", known["B-1"], known["B-2"], "--take", choice)
        assert (said.status, said.out) == (ExitCode.BAD_INPUT, "")
    assert ids(station) == known
