"""The public sales files as ledgers, for the figures the issue asks to be shown; absent files skip a test."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import functools
import gzip
import os
from pathlib import Path

import numpy as np
import pytest

from core.entities.ledger import CANCELLATION, UNKNOWN, LineColumns

EPOCH = dt.date(1970, 1, 1)


def shared_data() -> Path:
    """Folder of the shared data: KARTOTEKA_SHARED, else the folder beside the repository."""
    named = os.environ.get("KARTOTEKA_SHARED")
    return (Path(named) if named else Path(__file__).resolve().parents[3] / "shared") / "data"


def day(text: str) -> int:
    return (dt.date.fromisoformat(text) - EPOCH).days


def _rows(name: str) -> list[dict[str, str]]:
    path = shared_data() / "sales" / name
    if not path.exists():
        pytest.skip(f"shared data absent: sales/{name}")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _pence(text: str) -> int:
    return int(decimal.Decimal(text).quantize(decimal.Decimal("0.001")) * 1000)


@functools.cache
def online_retail() -> tuple[LineColumns, tuple[str, ...]]:
    """Client lines of Online Retail (amounts in pence, half up per line) and the customer numbers."""
    rows = [row for row in _rows("online_retail.csv.gz") if row["CustomerID"]]
    numbers = tuple(sorted({row["CustomerID"] for row in rows}))
    index = {number: i for i, number in enumerate(numbers)}
    documents = {name: i for i, name in enumerate(sorted({row["InvoiceNo"] for row in rows}))}
    dates = {text: day(text) for text in {row["InvoiceDate"][:10] for row in rows}}
    thousandths = np.array([_pence(row["UnitPrice"]) * int(row["Quantity"]) for row in rows], np.int64)
    amount = np.sign(thousandths) * ((np.abs(thousandths) + 5) // 10)
    lines = LineColumns(
        np.array([index[row["CustomerID"]] for row in rows], np.int32),
        np.array([dates[row["InvoiceDate"][:10]] for row in rows], np.int32),
        np.array([documents[row["InvoiceNo"]] for row in rows], np.int64),
        amount.astype(np.int64),
        np.full(len(rows), UNKNOWN, np.int64),
        np.array([CANCELLATION * row["InvoiceNo"].startswith("C") for row in rows], np.uint16),
        len(numbers),
    )
    return lines, numbers


@functools.cache
def cdnow() -> LineColumns:
    """All 6,696 client-days of the CDNOW sample (amounts in cents; days with nothing paid count as purchases)."""
    rows = _rows("cdnow_sample.csv.gz")
    numbers = {name: i for i, name in enumerate(sorted({row["client"] for row in rows}))}
    return LineColumns(
        np.array([numbers[row["client"]] for row in rows], np.int32),
        np.array([day(row["date"]) for row in rows], np.int32),
        np.arange(len(rows), dtype=np.int64),
        np.array([max(1, round(float(row["net"]) * 100)) for row in rows], np.int64),
        np.full(len(rows), UNKNOWN, np.int64),
        np.zeros(len(rows), np.uint16),
        len(numbers),
    )
