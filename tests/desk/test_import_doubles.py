"""A clients file compared with the base: sure ones are known, likely ones asked about (spec/search §3.3)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.entities.client import ClientCard, ClientContacts
from storage.vault.session import enter
from tests.cli.station import OWNER, PASSPHRASE, Station, cheap_keys
from tests.vault.stage import import_cards

COLUMNS = {"Имя": "name", "Телефон": "phone", "Город": "city", "Код": "external_id"}
MAPS = ("--kind", "clients", *(word for pair in COLUMNS.items() for word in ("--map", "=".join(pair))))


@pytest.fixture
def station(tmp_path: Path) -> Station:
    made = Station(tmp_path)
    with cheap_keys():
        session = enter(made.store, OWNER, bytearray(PASSPHRASE.encode()))
        phone = ClientContacts(("+7 912 345-67-89",), ("zakaz@kengurinoe-pole.ru",))
        import_cards(session, "Портфель", ClientCard("ООО «Кенгуриное поле»", city="Тула"), contacts=phone)
        numbered = ClientCard("Редкозвонская мануфактура", external_id="R-1", city="Псков")
        import_cards(session, "Портфель", numbered, contacts=ClientContacts(("+7 900 111-22-33",)))
        session.end()
    return made


def planned(station: Station, *rows: str, words: tuple[str, ...] = ("--dry-run",)) -> dict[str, Any]:
    file = station.file("rows.csv", "Имя;Телефон;Город;Код\n" + "\n".join(rows) + "\n")
    said = station.run("import", file, *MAPS, *words, "--json")
    answer: dict[str, Any] = json.loads(said.out)
    return {name: answer[name] for name in ("new", "update", "same", "ask")}


def test_an_identifier_finds_a_client_under_another_spelling(station: Station) -> None:
    told = planned(station, "КЕНГУРИНОЕ ПОЛЕ ООО;8 912 3456789;Тула;K-77")
    assert told == {"new": 0, "update": 1, "same": 0, "ask": 0}


def test_a_name_alone_is_asked_about_and_never_taken(station: Station) -> None:
    rows = ("Кенгуринное поле;;Тула;", "Совсем другая контора;;Омск;")
    assert planned(station, *rows) == {"new": 1, "update": 0, "same": 0, "ask": 1}
    taken = planned(station, *rows, words=("--dry-run", "--accept-asks"))
    assert (taken["new"], taken["update"] + taken["same"], taken["ask"]) == (1, 1, 0)


def test_a_row_with_a_number_of_its_own_stays_a_client_of_its_own(station: Station) -> None:
    told = planned(station, "Редкозвонская мануфактура ООО;+7 900 111-22-33;Псков;R-2")
    assert told == {"new": 1, "update": 0, "same": 0, "ask": 0}


def test_a_stranger_is_new(station: Station) -> None:
    assert planned(station, "Совсем другая контора;+7 901 000-11-22;Омск;")["new"] == 1
