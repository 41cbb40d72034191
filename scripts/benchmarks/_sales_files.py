"""Sales from files as ledgers: the two public sets, and any file of client, date and amount."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from core.entities.ledger import UNKNOWN, LineColumns

EPOCH = dt.date(1970, 1, 1)
_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y")
_NAMES = {
    "client": ("client", "customer", "customerid", "customer_id", "client_id", "id", "клиент"),
    "date": ("date", "day", "invoicedate", "дата"),
    "amount": ("amount", "net", "sum", "value", "сумма"),
    "document": ("document", "doc", "invoice", "invoiceno", "документ"),
}


@dataclass(frozen=True)
class Sales:
    """A ledger with its name and the first and last day of sales (days since 1970-01-01)."""

    name: str
    lines: LineColumns
    first: int
    last: int
    left_out: int = 0
    """Rows without a client, a date or an amount that can be read."""


def shared_sales() -> Path:
    """Folder of the public sales files: $KARTOTEKA_SHARED, else beside the checkout."""
    named = os.environ.get("KARTOTEKA_SHARED")
    root = Path(named) if named else Path(__file__).resolve().parents[3] / "shared"
    return root / "data" / "sales"


def day_number(date: dt.date) -> int:
    """Days since 1970-01-01."""
    return (date - EPOCH).days


def ledger_of(name: str, rows: Iterable[tuple[str, int, str, int]], left_out: int = 0) -> Sales:
    """A ledger from rows of client, day, document and minor units. Raises ValueError without a row."""
    clients: dict[str, int] = {}
    documents: dict[tuple[int, int, str], int] = {}
    columns: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
    for client, day, document, amount in rows:
        number = clients.setdefault(client, len(clients))
        key = (number, day, document or ("+" if amount >= 0 else "-"))
        for column, value in zip(
            columns, (number, day, documents.setdefault(key, len(documents)), amount), strict=True
        ):
            column.append(value)
    if not clients:
        raise ValueError("the file holds no row with a client, a date and an amount")
    client_column, day_column, document_column, amount_column = (np.array(column, np.int64) for column in columns)
    lines = LineColumns(
        client_column.astype(np.int32),
        day_column.astype(np.int32),
        document_column,
        amount_column,
        np.full(len(client_column), UNKNOWN, np.int64),
        np.zeros(len(client_column), np.uint16),
        len(clients),
    )
    return Sales(name, lines, int(day_column.min()), int(day_column.max()), left_out)


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


def minor_units(text: str) -> int | None:
    """Money as written, in hundredths, half away from zero; None where it is no number."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if "," in plain:
        plain = plain.replace(",", "") if "." in plain else plain.replace(",", ".")
    try:
        value = float(plain) * 100
    except ValueError:
        return None
    if not np.isfinite(value) or abs(value) > 1e15:
        return None
    return int(np.floor(abs(value) + 0.5 + 1e-7)) * (1 if value >= 0 else -1)


class _Dates:
    """Days of texts; the form found first is tried first."""

    def __init__(self) -> None:
        self._known: dict[str, int | None] = {}
        self._forms = list(_FORMS)

    def day(self, text: str) -> int | None:
        text = text.strip().split("T")[0].split(" ")[0]
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> int | None:
        for form in self._forms:
            try:
                found = dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC).date()
            except ValueError:
                continue
            self._forms.remove(form)
            self._forms.insert(0, form)
            return day_number(found)
        return None


def _columns(head: Sequence[str]) -> dict[str, int] | None:
    """Places of the columns by their names; None when the first row is no head."""
    names = [each.strip().casefold() for each in head]
    found = {what: next((names.index(n) for n in known if n in names), -1) for what, known in _NAMES.items()}
    return found if min(found["client"], found["date"], found["amount"]) >= 0 else None


def read_file(path: Path) -> Sales:
    """A file of client, date, amount (and document, if there is one), with or without a head, gzip or plain.

    Rows of one client, one day and one sign are one document where no column names it. Raises ValueError for a file
    without a usable row, OSError for one that cannot be read.
    """
    left_out = 0

    def rows() -> Iterator[tuple[str, int, str, int]]:
        nonlocal left_out
        dates = _Dates()
        with _opened(path) as stream:
            sample = stream.readline()
            delimiter = max(",;\t|", key=sample.count)
            first = next(csv.reader([sample], delimiter=delimiter), [])
            places = _columns(first)
            at = places or {"client": 0, "date": 1, "amount": 2, "document": -1}
            wide = max(at["client"], at["date"], at["amount"])
            reader = csv.reader(stream, delimiter=delimiter)
            for row in reader if places else (each for part in ([first], reader) for each in part):
                client = row[at["client"]].strip() if len(row) > wide else ""
                day = dates.day(row[at["date"]]) if client else None
                amount = minor_units(row[at["amount"]]) if day is not None else None
                if not client or day is None or amount is None:
                    left_out += bool(row)
                    continue
                yield client, day, row[at["document"]] if 0 <= at["document"] < len(row) else "", amount

    found = ledger_of(path.name, rows())
    return Sales(found.name, found.lines, found.first, found.last, left_out)


def online_retail() -> Sales:
    """Lines with a client of Online Retail. Raises FileNotFoundError where the shared data is absent."""

    def rows() -> Iterator[tuple[str, int, str, int]]:
        dates = _Dates()
        with _opened(shared_sales() / "online_retail.csv.gz") as stream:
            for row in csv.DictReader(stream):
                day = dates.day(row["InvoiceDate"])
                if row["CustomerID"] and day is not None:
                    amount = minor_units(str(float(row["UnitPrice"]) * int(row["Quantity"]))) or 0
                    yield row["CustomerID"], day, row["InvoiceNo"], amount

    return ledger_of("Online Retail", rows())


def cdnow(whole: Path | None = None) -> Sales:
    """The client-days of the CDNOW sample, or of `whole`, the file of all 23,570 clients as it is handed round
    (client, day, pieces and money between blanks); a day with nothing paid counts as a purchase of a cent.

    Raises ValueError for a file in which no row is like that, OSError for one that cannot be read.
    """

    def sampled() -> Iterator[tuple[str, str, str]]:
        with _opened(shared_sales() / "cdnow_sample.csv.gz") as stream:
            for row in csv.DictReader(stream):
                yield row["client"], row["date"], row["net"]

    def master(path: Path) -> Iterator[tuple[str, str, str]]:
        with _opened(path) as stream:
            for row in map(str.split, stream):
                if len(row) == 4:
                    yield row[0], row[1], row[3]

    def rows() -> Iterator[tuple[str, int, str, int]]:
        dates = _Dates()
        for client, date, net in master(whole) if whole else sampled():
            day = dates.day(date)
            if day is not None:
                yield client, day, "", max(1, minor_units(net) or 0)

    return ledger_of("CDNOW, whole" if whole else "CDNOW", rows())
