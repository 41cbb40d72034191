"""From a path to a typed table, and from there to a plan: the order in which the pieces of intake are used."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO, cast

import msgspec
import numpy as np

from core.entities.table import ImportKind, ImportMapping, TableHead
from core.entities.vocabulary import Verdict
from core.problem import N_, Problem
from storage.intake import numbers, reading
from storage.intake.clients_table import ClientsTable, clients_table
from storage.intake.mapping import parse_choices, parse_constants, suggest
from storage.intake.people_table import people_table
from storage.intake.plan import (
    VERDICTS,
    BaseSnapshot,
    ImportPlan,
    KnownFields,
    KnownLines,
    Likely,
    plan_clients,
    plan_sales,
)
from storage.intake.plan_records import plan_records
from storage.intake.reading import RawTable, TextColumn
from storage.intake.records_table import RecordsTable, records_table
from storage.intake.sales_table import SalesTable, sales_table
from storage.intake.source import Source
from storage.intake.typed import Reason

KINDS: Final = ("sales", "clients", "people", "payments", "products", "deals", "enquiries", "spend", "cards")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t")
_STYLE: Final = numbers.Style("decimal", "decimal")


@dataclass(frozen=True, slots=True, eq=False)
class LoadedTable:
    """A file read and typed, not yet compared with the base."""

    file: str
    sha256: bytes
    head: TableHead
    mapping: ImportMapping
    raw: RawTable
    table: SalesTable | ClientsTable | RecordsTable


def load(
    path: Path,
    base_currency: str,
    kind: str = "",
    maps: Iterable[str] = (),
    sets: Iterable[str] = (),
    encoding: str = "",
    delimiter: str = "",
    header_row: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    sheet: int = -1,
    own: Collection[str] = (),
) -> LoadedTable:
    """Read and type a file as `import` does: `maps` are COLUMN=FIELD words, `sets` FIELD=VALUE words.

    `own`: names of the firm's own fields.

    Empty options are guessed from the file. Raises Problem (exit code 5) or ImportCancelled.
    """
    if kind and kind not in KINDS:
        raise Problem(N_("Importing {kind} is not possible: use one of {known}."), kind=kind, known=", ".join(KINDS))
    choices, constants = parse_choices(maps), parse_constants(sets)
    with Source(path) as source, reading.Reader(source, progress, cancelled) as reader:
        head = reader.head(encoding, delimiter, header_row, choices, sheet)
        try:
            mapping = suggest(head, cast("ImportKind", kind) if kind else None, choices, constants, own)
        except Problem as problem:
            raise reading.Unread(problem, head.form, head.encoding, head.sheet, head.sheets) from None
        raw = reader.read(head, [target.column for target in mapping.targets])
        head = msgspec.structs.replace(head, encoding=raw.encoding)
        table = typed_table(raw, head, mapping, base_currency)
        return LoadedTable(source.name, source.sha256, head, mapping, raw, table)


def typed_table(
    raw: RawTable, head: TableHead, mapping: ImportMapping, base_currency: str
) -> SalesTable | ClientsTable | RecordsTable:
    """The typed rows of a file, by the kind of the mapping. Raises Problem."""
    if mapping.kind == "sales":
        return sales_table(raw, head, mapping, base_currency)
    if mapping.kind == "clients":
        return clients_table(raw, head, mapping)
    if mapping.kind in ("people", "cards"):
        return people_table(raw, head, mapping)
    return records_table(raw, head, mapping, base_currency)


def plan(
    loaded: LoadedTable,
    base: BaseSnapshot,
    known_lines: KnownLines | None = None,
    known_fields: KnownFields | None = None,
    accept_asks: bool = False,
    likely: Mapping[int, Likely] | None = None,
    known_records: Mapping[bytes, bytes] | None = None,
) -> ImportPlan:
    """The plan for a loaded table against what the base has; `accept_asks` takes the first of several candidates.

    `likely`: clients that rows of a clients file may be, found by comparison. `known_records`: what is stored of
    the other kinds, key → digest.
    """
    if isinstance(loaded.table, RecordsTable):
        known = known_records or {}
        return plan_records(loaded.table, loaded.head, loaded.mapping, loaded.sha256, base, known, accept_asks)
    if isinstance(loaded.table, SalesTable):
        return plan_sales(loaded.table, loaded.head, loaded.mapping, loaded.sha256, base, known_lines, accept_asks)
    return plan_clients(
        loaded.table, loaded.head, loaded.mapping, loaded.sha256, base, known_fields, accept_asks, likely
    )


def write_rows(
    loaded: LoadedTable,
    planned: ImportPlan,
    verdicts: Collection[Verdict],
    out: TextIO,
    say: Callable[[Reason], str],
    titles: tuple[str, str],
) -> int:
    """Write the rows with these verdicts as CSV for Excel (";", CRLF; the caller opens with a BOM); their count.

    The columns that were read keep their names and cells, so the corrected file can be imported again; before them
    stands the row number, behind them the reason (`say`). `titles` names these two. A text that a spreadsheet would
    take for a formula gets an apostrophe.
    """
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    indexes = list(loaded.raw.columns)
    names = [loaded.head.columns[index] for index in indexes]
    writer.writerow([titles[0], *names, titles[1]])
    chosen = np.isin(planned.verdict, [VERDICTS.index(verdict) for verdict in verdicts])
    reasons = {row.row: say(row.reason) for row in planned.errors()}
    places = np.searchsorted(loaded.raw.rows, planned.table.rows[chosen])
    cells = [_cells(loaded.raw.columns[index], places) for index in indexes]
    numbers_of_rows = planned.table.rows[chosen].tolist()
    for number, *texts in zip(numbers_of_rows, *cells, strict=True):
        writer.writerow([number, *texts, reasons.get(number, "")])
    return len(numbers_of_rows)


def _cells(column: TextColumn, places: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[str]:
    strings = [*map(_harmless, column.strings), ""]
    return [strings[code] for code in column.codes[places].tolist()]


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA_STARTS) and numbers.parse(text, _STYLE) is None else text
