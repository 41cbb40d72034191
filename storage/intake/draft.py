"""An import before it is planned: one source, what its columns were said to mean, its cells cleaned, rows left out.

The steps of the wizard only change what is said here; `load` reads and applies it anew, so that going back keeps
every answer and taking a step of cleaning back is leaving it out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import msgspec
import numpy as np

from core.cleaning.buttons import changes_of
from core.cleaning.changes import CellChange
from core.entities.table import ColumnTarget, ImportKind, ImportMapping, TableHead
from core.problem import N_, Problem
from core.profile import Profile
from storage.intake import reading
from storage.intake.mapping import missing_fields, partial, suggest
from storage.intake.prepare import LoadedTable, typed_table
from storage.intake.reading import RawTable, TextColumn
from storage.intake.source import Source
from storage.intake.text import squeeze
from storage.intake.typed import fields_of

PASTED: Final = N_("pasted")
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
Choices = Mapping[int, str]
"""0-based column → field the person gave it; empty: leave it out."""


class Reading(msgspec.Struct, frozen=True):
    """How the table is to be read; empty and None: as it looks."""

    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None
    sheet: int = -1


class Meaning(msgspec.Struct, frozen=True):
    """What the person said of columns, constants, values; the rest is suggested."""

    kind: str = ""
    columns: Mapping[int, str] = {}
    constants: Mapping[str, str] = {}
    values: Mapping[str, Mapping[str, str]] = {}
    own: tuple[str, ...] = ()
    """Names of the firm's own fields: a column of the same name feeds one."""


class Origin:
    """Where the rows come from: a file that is opened anew by every step, or a text that was pasted and has no file."""

    def __init__(self, path: Path, name: str = "", held: int = -1) -> None:
        self._path = path
        self.name = name or path.name
        self._held = held
        self.sha256 = b""

    @classmethod
    def pasted(cls, text: str, name: str) -> Origin:
        """A text of the clipboard, kept in memory and never on a disk."""
        return cls.in_memory(text.encode("utf-8", "replace"), name)

    @classmethod
    def in_memory(cls, data: bytes, name: str) -> Origin:
        """Bytes that must not be written anywhere."""
        held = os.memfd_create("import", os.MFD_CLOEXEC)
        view = memoryview(data)
        while view:
            view = view[os.write(held, view) :]
        return cls(Path(f"/proc/self/fd/{held}"), name, held)

    @contextmanager
    def open(self) -> Iterator[Source]:
        """The source, checked to be the same bytes as at the first step. Raises Problem."""
        with Source(self._path) as source:
            source.name = self.name
            if self.sha256 and source.sha256 != self.sha256:
                raise Problem(N_("The file {file} was changed meanwhile: choose it again."), file=self.name)
            self.sha256 = source.sha256
            yield source

    def close(self) -> None:
        """Forget a pasted text; safe to repeat."""
        if self._held >= 0:
            os.close(self._held)
            self._held = -1


def head_of(origin: Origin, how: Reading, asked: Sequence[str] = ()) -> TableHead:
    """First rows and column names. Raises Problem."""
    with origin.open() as source:
        try:
            return reading.peek(source, how.encoding, how.delimiter, how.header_row, asked, None, how.sheet)
        except reading.Unread:
            if how.header_row is not None:
                raise
            # Columns without names are named by the person: the table is shown as it is.
            return reading.peek(source, how.encoding, how.delimiter, 0, asked, None, how.sheet)


def mapping_of(head: TableHead, meaning: Meaning) -> tuple[ImportMapping, Problem | None]:
    """What every column means, and what still stands in the way. Raises Problem for a choice that cannot be."""
    kind = cast("ImportKind", meaning.kind) if meaning.kind else None
    said = {str(column + 1): field for column, field in meaning.columns.items()}
    try:
        return suggest(head, kind, said, meaning.constants, meaning.own), None
    except Problem as problem:
        known = partial(head, kind or _likeliest(head, said, meaning.constants), said, meaning.constants, meaning.own)
        if not missing_fields(known):
            raise
        return known, problem


def _likeliest(head: TableHead, said: Mapping[str, str], constants: Mapping[str, str]) -> ImportKind:
    """The kind of which most columns are known, where none is complete."""
    best: ImportKind = "clients"
    most = -1
    kinds: tuple[ImportKind, ...] = ("clients", "people", "sales", "payments")
    for kind in kinds:
        try:
            count = len(partial(head, kind, said, constants).targets)
        except Problem:
            continue
        if count > most:
            best, most = kind, count
    return best


def read_columns(
    origin: Origin,
    head: TableHead,
    columns: Sequence[int],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> RawTable:
    """The rows of some columns. Raises Problem, ImportCancelled."""
    with origin.open() as source:
        return reading.read(source, head, columns, progress, cancelled)


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned:
    """The draft after its steps: what is typed next, the cells by field, and what every step changed."""

    loaded: LoadedTable
    cells: dict[str, list[str]]
    rows: list[int]
    """Row numbers in the file, those left out gone."""
    changes: tuple[tuple[CellChange, ...], ...]


def cleaned(
    origin: Origin,
    head: TableHead,
    mapping: ImportMapping,
    raw: RawTable,
    meaning: Meaning,
    steps: Sequence[str],
    left_out: Sequence[int],
    currency: str,
) -> Cleaned:
    """Apply value maps, the buttons in their order, and the rows left out, then type the result. Raises Problem."""
    head = msgspec.structs.replace(head, encoding=raw.encoding)
    raw = _without(raw, left_out)
    cells = {
        field: _texts(column)
        for field, column in fields_of(raw, head, mapping).parts.items()
        if mapping.columns_of(field)
    }
    before = {field: list(column) for field, column in cells.items()}
    for field, pairs in meaning.values.items():
        if field in cells:
            known = {squeeze(theirs): ours for theirs, ours in pairs.items()}
            cells[field] = [known.get(squeeze(text), text) for text in cells[field]]
    told: list[tuple[CellChange, ...]] = []
    for step in steps:
        found = changes_of(step, cells)
        for change in found:
            cells.setdefault(change.field, [""] * len(raw.rows))[change.row] = change.new
        told.append(tuple(found))
    changed = [field for field in cells if cells[field] != before.get(field)]
    raw, head, mapping = _with_changed(raw, head, mapping, cells, changed)
    table = typed_table(raw, head, mapping, currency)
    loaded = LoadedTable(origin.name, origin.sha256, head, mapping, raw, table)
    return Cleaned(loaded, cells, raw.rows.tolist(), tuple(told))


def _without(raw: RawTable, left_out: Sequence[int]) -> RawTable:
    if not left_out:
        return raw
    kept = ~np.isin(raw.rows, np.array(left_out, np.uint32))
    if not kept.any():
        raise Problem(N_("Every row is left out: there is nothing to import."))
    columns = {index: TextColumn(column.codes[kept], column.strings) for index, column in raw.columns.items()}
    return RawTable(raw.rows[kept], raw.wide[kept], columns, raw.encoding, raw.child_peak_kib, raw.seconds)


def _with_changed(
    raw: RawTable, head: TableHead, mapping: ImportMapping, cells: Mapping[str, list[str]], changed: Sequence[str]
) -> tuple[RawTable, TableHead, ImportMapping]:
    """The table with cleaned cells in place of the file's. A field of several columns gets one of its own."""
    columns, names, targets = dict(raw.columns), list(head.columns), list(mapping.targets)
    for field in changed:
        own = [target for target in targets if target.field == field]
        if len(own) == 1:
            columns[own[0].column] = _coded(cells[field])
            continue
        targets = [target for target in targets if target.field != field]
        columns[len(names)] = _coded(cells[field])
        targets.append(ColumnTarget(len(names), field, 100, "chosen"))
        names.append(field)
    raw = RawTable(raw.rows, raw.wide, columns, raw.encoding, raw.child_peak_kib, raw.seconds)
    constants = tuple(pair for pair in mapping.constants if pair[0] not in changed)
    made = ImportMapping(mapping.kind, tuple(sorted(targets, key=lambda target: target.column)), constants)
    return raw, msgspec.structs.replace(head, columns=tuple(names)), made


def _texts(column: TextColumn) -> list[str]:
    strings = (*column.strings, "")
    return [strings[code] for code in column.codes.tolist()]


def _coded(texts: Sequence[str]) -> TextColumn:
    order: dict[str, int] = {}
    codes = [order.setdefault(text, len(order)) if text else -1 for text in texts]
    return TextColumn(np.array(codes, np.int32), tuple(order))


def meaning_of(profile: Profile, head: TableHead) -> Meaning:
    """What a profile says of this file's columns; those it names and the file lacks are passed over."""
    columns: dict[int, str] = {}
    for index, name in enumerate(head.columns):
        key = name if name in profile.columns else f"#{index + 1}"
        if key in profile.columns:
            columns[index] = profile.columns[key]
    return Meaning(profile.kind, {} if head.fixed_kind else columns, dict(profile.constants), dict(profile.values))


def profile_from(
    head: TableHead, mapping: ImportMapping, how: Reading, meaning: Meaning, steps: Sequence[str]
) -> Profile:
    """Everything said at the steps so far. Columns without a name stand under `#` and their number."""
    fields = {target.column: target.field for target in mapping.targets}
    columns = {name or f"#{index + 1}": fields.get(index, "") for index, name in enumerate(head.columns)}
    fixed = bool(head.fixed_kind)
    return Profile(
        kind=mapping.kind,
        form=head.form if fixed else "",
        fingerprint="" if fixed else head.fingerprint,
        columns={} if fixed else columns,
        constants=dict(meaning.constants),
        values={field: dict(pairs) for field, pairs in meaning.values.items() if pairs},
        encoding=how.encoding,
        delimiter=how.delimiter,
        header_row=how.header_row,
        sheet=head.sheets[head.sheet].name if how.sheet >= 0 and head.sheets else "",
        cleaning=tuple(steps),
    )


def reading_of(profile: Profile) -> Reading:
    """How a profile wants the file to be read; its sheet is looked up by name once the sheets are known."""
    return Reading(profile.encoding, profile.delimiter, profile.header_row)
