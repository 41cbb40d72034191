"""The public sales file through the real commands: every figure the first slice has to show (issue "The spine")."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.station import OWNER, PASSPHRASE, Station, cheap_keys, inside
from tests.rhythm.shared_sales import day
from tests.rhythm.test_online_retail import CUTS, WINDOW, auc
from tui.desk.desk import open_desk

pytestmark = pytest.mark.slow


@dataclass
class Imported:
    """A store after one import, and the answer."""

    station: Station
    file: Path
    answer: dict[str, Any]
    dump_before: str

    def show(self, reference: str) -> Any:
        """`client show` of the client with this reference."""
        found = self.station.run("client", "find", reference, "--json").json["hits"][0]["id"]
        return self.station.run("client", "show", found, "--section", "overview", "--json", "--as-of", LAST).json


LAST = "2011-12-09"


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    named = os.environ.get("KARTOTEKA_SHARED")
    shared = Path(named) if named else Path(__file__).resolve().parents[3] / "shared"
    file = shared / "data/sales/online_retail.csv.gz"
    if not file.exists():
        pytest.skip(f"shared data absent: {file.name}; set KARTOTEKA_SHARED to the folder that holds data/")
    folder = tmp_path_factory.mktemp("retail")
    station = Station(folder, "GBP")
    before = station.run("store", "check", "--json").json["dump"]
    with inside(folder):
        said = station.run("import", str(file), "--json")
    assert said.status == 0, said.err
    yield Imported(station, file, said.json, before)


def test_rows_lines_clients_documents_and_money(imported: Imported) -> None:
    answer = imported.answer
    assert answer["rows"] == 541_909
    assert (answer["lines"], answer["clients"], answer["documents"]) == (406_829, 4_372, 22_190)
    assert (answer["new"], answer["update"], answer["same"], answer["error"]) == (406_829, 0, 0, 0)
    assert answer["amount"] == {"amount": 830_006_581, "currency": "GBP"}
    control = answer["control"]
    assert control["rows"] == answer["amount"] and control["file"] is None and control["fits"] is None
    assert control["left_out"]["amount"] == 974_774_793 - 830_006_581


def test_rows_without_a_customer_are_a_count_and_a_file(imported: Imported) -> None:
    assert imported.answer["not_a_client"] == 135_080
    assert imported.answer["errors"] == []
    path = imported.station.folder / imported.answer["not_a_client_file"]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = sum(1 for _ in csv.reader(stream, delimiter=";")) - 1
    assert rows == 135_080
    assert path.stat().st_mode & 0o077 == 0


def test_nets_at_and_below_nothing(imported: Imported) -> None:
    """55 clients with net ≤ 0 in exact money, 14 of them exactly 0, as the desk has them."""
    desk = open_desk(str(imported.station.store), "ru", dt.date.fromisoformat(LAST))
    with cheap_keys():
        desk.unlock(OWNER, bytearray(PASSPHRASE.encode()))
    net = desk.figures().days.client_net
    desk.close("end")
    assert len(net) == 4_372
    assert [int(np.count_nonzero(net <= 0)), int(np.count_nonzero(net == 0))] == [55, 14]


def test_client_16446_and_the_largest(imported: Imported) -> None:
    cancelled = imported.show("16446")["overview"]
    assert (cancelled["gross"]["amount"], cancelled["net"]["amount"]) == (16_847_250, 290)
    assert cancelled["returned"]["amount"] == 16_847_250 - 290
    largest = imported.show("14646")["overview"]
    assert largest["net"]["amount"] == 27_948_902
    assert round(100 * 27_948_902 / imported.answer["amount"]["amount"], 2) == 3.37
    assert round(largest["share_percent"], 2) == 3.36


def test_the_queue_of_the_last_evening(imported: Imported) -> None:
    answer = imported.station.run("queue", "--as-of", LAST, "--json").json
    assert answer["as_of"] == LAST and answer["log_size"] > 0
    priorities = [entry["priority"] for entry in answer["entries"]]
    assert len(priorities) > 100 and priorities == sorted(priorities, reverse=True)
    assert all(entry["why"] and entry["purchases"] >= 3 for entry in answer["entries"])
    text = imported.station.run("queue", "--as-of", LAST, "--limit", "3").out
    assert text.count("%") >= 3


@pytest.mark.parametrize(("options", "least"), [((), 0.72), (("--horizon", "90"), 0.715)])
def test_who_stops_buying(imported: Imported, options: tuple[str, ...], least: float) -> None:
    """Mean ROC-AUC of `lapse_probability` over three cuts, history to the day before each."""
    events: dict[str, set[int]] = {}
    with gzip.open(imported.file, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["CustomerID"] and int(row["Quantity"]) > 0:
                events.setdefault(row["CustomerID"], set()).add(day(row["InvoiceDate"][:10]))
    found = []
    for text in CUTS:
        cut = day(text)
        evening = str(np.datetime64(cut - 1, "D"))
        said = imported.station.run("queue", "--all", "--as-of", evening, "--json", *options)
        scores, lost = [], []
        for entry in said.json["entries"]:
            days = events[entry["external_id"]]
            before = [each for each in days if each < cut]
            if len(before) >= 3 and cut - max(before) <= 365 and entry["lapse_probability"] is not None:
                scores.append(entry["lapse_probability"])
                lost.append(not any(cut <= each < cut + WINDOW for each in days))
        assert len(scores) > 900
        found.append(auc(np.array(scores), np.array(lost)))
    assert sum(found) / len(found) >= least, found


def test_again_changes_nothing_and_undo_leaves_what_was(imported: Imported) -> None:
    station = imported.station
    with inside(station.folder):
        again = station.run("import", str(imported.file), "--json").json
    assert (again["new"], again["update"], again["same"], again["batch"]) == (0, 0, 406_829, None)
    undone = station.run("import", "undo", imported.answer["batch"], "--json").json
    assert (undone["removed"], undone["kept"]) == (4_372, [])
    assert station.run("store", "check", "--json").json["dump"] == imported.dump_before
    verdict = json.loads(station.run("audit", "verify", "--json").out)
    assert verdict["ok"] is True and verdict["first_bad"] is None
