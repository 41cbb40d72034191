"""Helpers of the import tests: write a file and load it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from core.problem import ExitCode, Problem
from storage.intake.clients_table import ClientsTable
from storage.intake.plan import BaseSnapshot
from storage.intake.prepare import LoadedTable, load
from storage.intake.sales_table import SalesTable

NOTHING = BaseSnapshot({}, {}, {})
SALES = "CustomerID,InvoiceNo,InvoiceDate,Amount\n"


def write(folder: Path, content: str | bytes, name: str = "table.csv", encoding: str = "utf-8") -> Path:
    """A file with this content, packed when the name ends in .gz."""
    data = content.encode(encoding) if isinstance(content, str) else content
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def sales(loaded: LoadedTable) -> SalesTable:
    """The table of a sales import."""
    assert isinstance(loaded.table, SalesTable)
    return loaded.table


def clients(loaded: LoadedTable) -> ClientsTable:
    """The table of a clients import."""
    assert isinstance(loaded.table, ClientsTable)
    return loaded.table


def load_sales(folder: Path, text: str, *maps: str, sets: tuple[str, ...] = ()) -> SalesTable:
    """Write a text and load it as sales in roubles."""
    return sales(load(write(folder, text), "RUB", "sales", maps, sets))


def refusal(path: Path, *maps: str, kind: str = "", sets: tuple[str, ...] = (), encoding: str = "") -> str:
    """The sentence with which loading is refused as bad input."""
    with pytest.raises(Problem) as caught:
        load(path, "RUB", kind, maps, sets, encoding)
    assert caught.value.exit_code == ExitCode.BAD_INPUT
    sentence = str(caught.value)
    assert sentence.endswith(".") and "{" not in sentence
    return sentence
