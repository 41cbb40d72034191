"""`metrics` and `dependency` through the real commands."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest

from tests.cli.station import Station

AS_OF = "2024-12-31"
_BUYERS = (("Большой", 30, 6000, 0), ("Средний", 30, 2500, 0), ("Малый", 30, 1500, 0), ("Ушёл", 14, 500, 300))


def _sales() -> str:
    rows = ["client;document;date;product;quantity;amount"]
    number = 0
    for client, every, amount, last in _BUYERS:
        day = dt.date(2023, 3, 1)
        while day <= dt.date(2024, 12, 31) - dt.timedelta(last):
            number += 1
            rows.append(f"{client};{number};{day.isoformat()};товар;1;{amount}")
            day += dt.timedelta(every)
    return "\n".join(rows) + "\n"


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Station:
    folder: Path = tmp_path_factory.mktemp("worth")
    station = Station(folder)
    file = folder / "sales.csv"
    file.write_text(_sales(), "utf-8")
    done = station.run("import", str(file), "--json")
    assert done.status == 0, done.err
    return station


def test_S00_11_metrics_of_months_add_up(firm: Station) -> None:
    answer = firm.run("metrics", "--as-of", AS_OF, "--json").json
    periods = answer["periods"]
    assert len(periods) == 13
    for one, following in itertools.pairwise(periods):
        assert one["end"] == following["start"]
    for each in periods:
        assert each["start"] + each["acquired"] + each["returned"] - each["lost"] == each["end"]
        assert set(each["crr"]) >= {"value", "source"}
        assert set(each["ltv"]) >= {"expected", "source"}
        assert each["ltv"]["expected"]["currency"] == "RUB"
    assert sum(each["lost"] for each in periods) == 1
    assert periods[-1]["end"] == 3


@pytest.mark.parametrize(("kind", "count"), [("week", 13), ("quarter", 8), ("year", 2)])
def test_S01_07_periods_of_every_length(firm: Station, kind: str, count: int) -> None:
    assert len(firm.run("metrics", "--period", kind, "--as-of", AS_OF, "--json").json["periods"]) == count


def test_metrics_between_two_days(firm: Station) -> None:
    answer = firm.run("metrics", "--from", "2023-05-10", "--to", "2023-07-02", "--as-of", AS_OF, "--json").json
    assert [each["from"] for each in answer["periods"]] == ["2023-05-01", "2023-06-01", "2023-07-01"]
    assert [each["whole"] for each in answer["periods"]] == [True, True, False]


def test_dates_the_wrong_way_round_are_bad_input(firm: Station) -> None:
    said = firm.run("metrics", "--from", "2024-05-10", "--to", "2023-07-02", "--as-of", AS_OF)
    assert said.status == 5
    assert "--from" in said.err
    assert not said.out


def test_S03_100_dependency_names_bands_and_what_to_sell(firm: Station) -> None:
    answer = firm.run("dependency", "--as-of", AS_OF, "--json").json
    first = answer["shares"][0]
    assert first["name"] == "Большой"
    assert first["band"] == "critical"
    assert answer["bands"]["critical"] == 1
    whole = answer["turnover"]["amount"]
    sold = first["turnover"]["amount"]
    assert sold / (whole + first["extra"]["amount"]) == pytest.approx(0.2, abs=1e-6)
    assert sum(each["turnover"]["amount"] for each in answer["shares"]) == whole
    assert answer["what_if"] is None


def test_S03_98_dependency_without_a_client(firm: Station) -> None:
    first = firm.run("dependency", "--as-of", AS_OF, "--json").json["shares"][0]
    gone = firm.run("dependency", "--without", first["id"], "--as-of", AS_OF, "--json").json["what_if"]
    assert gone["without"] == first["id"]
    assert gone["lost_turnover"] == first["turnover"]


def test_dependency_without_a_stranger_is_bad_input(firm: Station) -> None:
    assert firm.run("dependency", "--without", "00" * 16, "--as-of", AS_OF).status == 5


def test_an_owner_who_is_nobody(firm: Station) -> None:
    assert firm.run("metrics", "--owner", "Никто", "--as-of", AS_OF).status == 5


def test_text_names_the_sources_figures(firm: Station) -> None:
    said = firm.run("metrics", "--as-of", AS_OF, "--lang", "en")
    assert said.status == 0
    assert "CRR, source" in said.out
    assert "Критично".lower() in firm.run("dependency", "--as-of", AS_OF).out


def test_S00_03_standing_says_who_is_an_anchor(firm: Station) -> None:
    clients = firm.run("standing", "--as-of", AS_OF, "--json").json["clients"]
    found = {each["name"]: each["anchor"] for each in clients}
    assert found["Большой"]["is"]
    assert found["Большой"]["signs"] == {"regular": True, "even": True, "pays": None}
    assert not found["Ушёл"]["is"]


def test_a_base_without_sales_has_no_periods(tmp_path: Path) -> None:
    station = Station(tmp_path)
    answer = station.run("metrics", "--json").json
    assert answer["periods"] == []
    assert station.run("dependency", "--json").json["shares"] == []


def test_S03_99_a_confirmed_group_of_firms_counts_as_one(firm: Station) -> None:
    single = firm.run("dependency", "--as-of", AS_OF, "--json").json
    ids = {each["name"]: each["id"] for each in single["shares"]}
    confirmed = firm.run("groups", "confirm", ids["Средний"], ids["Малый"], "--json")
    assert confirmed.status == 0, confirmed.err
    grouped = firm.run("dependency", "--as-of", AS_OF, "--json").json
    assert grouped["turnover"] == single["turnover"]
    group = next(each for each in grouped["shares"] if each["clients"] == 2)
    assert group["id"] == ids["Средний"]
    parts = [each["turnover"]["amount"] for each in single["shares"] if each["name"] in ("Средний", "Малый")]
    assert group["turnover"]["amount"] == sum(parts)
    gone = firm.run("dependency", "--without", ids["Малый"], "--as-of", AS_OF, "--json").json["what_if"]
    assert gone["lost_turnover"]["amount"] == sum(parts)
