"""Real files of the shared folder give the figures that are known of them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from storage.intake.prepare import load, plan
from storage.intake.typed import exact_sum
from tests.intake.tables import NOTHING, clients, sales


def test_online_retail(shared: Path) -> None:
    loaded = load(shared / "data/sales/online_retail.csv.gz", "GBP")
    table, planned = sales(loaded), plan(loaded, NOTHING)
    kept = table.verdict == 0
    assert planned.rows == 541_909
    assert planned.counts == {"new": 406_829, "update": 0, "same": 0, "ask": 0, "not_a_client": 135_080, "error": 0}
    assert planned.clients == planned.new_clients == len(np.unique(table.client_ref.codes[kept])) == 4_372
    assert len(np.unique(table.document.codes[kept])) == 22_190
    assert planned.control.kept == exact_sum(table.amount[kept]) == 830_006_581
    net = np.bincount(table.client_ref.codes[kept], table.amount[kept]).astype(np.int64)
    assert (net[np.unique(table.client_ref.codes[kept])] <= 0).sum() == 55
    assert (net[np.unique(table.client_ref.codes[kept])] == 0).sum() == 14
    assert net[table.client_ref.strings.index("14646")] == 27_948_902
    one = kept & (table.client_ref.codes == table.client_ref.strings.index("16446"))
    assert (table.amount[one & (table.amount > 0)].sum(), table.amount[one].sum()) == (16_847_250, 290)
    keys = np.stack([table.client_ref.codes, table.document.codes, table.product.codes, table.occurrence])[:, kept]
    assert np.unique(keys, axis=1).shape[1] == 406_829


def test_cdnow(shared: Path) -> None:
    planned = plan(load(shared / "data/sales/cdnow_sample.csv.gz", "USD"), NOTHING)
    assert (planned.counts["new"], planned.rows, planned.clients) == (6_696, 6_696, 2_357)


def test_clients_with_a_preamble(shared: Path) -> None:
    name = "csv/clients_cp1251_semicolon_preamble.csv"
    expected = json.loads((shared / "samples/expected.json").read_text())[name]
    loaded = load(shared / "samples" / name, "RUB")
    table = clients(loaded)
    assert (loaded.head.encoding, loaded.head.delimiter) == (expected["encoding"], expected["delimiter"])
    assert loaded.head.header_row == expected["header_line"]
    assert len(table.rows) == expected["rows"] and table.totals_rows == expected["totals_rows"]
    assert table.restored_zeros == expected["inn_lost_zero"]
    assert {len(text) for text in table.columns["inn"].strings} == {10}


def test_amocrm_export(shared: Path) -> None:
    name = "csv/amocrm_export_utf8_comma.csv"
    expected = json.loads((shared / "samples/expected.json").read_text())[name]
    loaded = load(shared / "samples" / name, "RUB")
    table = clients(loaded)
    assert len(table.rows) == expected["rows"]
    assert (table.verdict == 0).sum() == expected["companies"] and (table.verdict == 1).sum() == expected["contacts"]
    assert all(text.startswith("+7") for text in table.columns["phone"].strings)
