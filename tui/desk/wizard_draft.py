"""The draft of an import as the screen reads it: columns and their meaning, rows, paths to type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.entities.table import ImportMapping, TableHead
from storage.intake.draft import Meaning
from storage.intake.fields import FIELDS, OWN, OWN_KINDS
from storage.outlets.folders import box_of
from tui.desk.port_wizard import ColumnLine, ColumnState, DraftRow, MappingView

if TYPE_CHECKING:
    from tui.desk.desk import Desk

SAMPLES = 3
MOST_PATHS = 50


def mapping_view(head: TableHead, mapping: ImportMapping, meaning: Meaning, problem: str) -> MappingView:
    """Every column of the file with its samples, its field and the reason."""
    targets = {target.column: target for target in mapping.targets}
    lines = []
    for index, name in enumerate(head.columns):
        target = targets.get(index)
        cells = (row[index] for row in head.samples if index < len(row) and row[index])
        samples = tuple(list(dict.fromkeys(cells))[:SAMPLES])
        said = index in meaning.columns
        state: ColumnState = "chosen" if said and target is not None else "ignored" if target is None else "suggested"
        field, why, score = ("", "", 0) if target is None else (target.field, target.why, target.score)
        lines.append(ColumnLine(index, name, samples, field, state, why, score))
    fields = (*FIELDS[mapping.kind], *(OWN + each for each in meaning.own if mapping.kind in OWN_KINDS))
    return MappingView(
        mapping.kind, bool(head.fixed_kind), tuple(lines), tuple(fields), dict(mapping.constants),
        {field: dict(pairs) for field, pairs in meaning.values.items()}, problem,
    )  # fmt: skip


class DraftSource:
    """Rows of the draft as a list."""

    def __init__(self, cells: Mapping[str, Sequence[str]], rows: Sequence[int]) -> None:
        self._columns = list(cells.values())
        self._rows = rows
        self._places: dict[int, int] | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, start: int, stop: int) -> list[DraftRow]:
        return [
            DraftRow(str(self._rows[at]), self._rows[at], tuple(column[at] for column in self._columns))
            for at in range(start, min(stop, len(self._rows)))
        ]

    def position(self, client_id: str) -> int | None:
        if self._places is None:
            self._places = {row: at for at, row in enumerate(self._rows)}
        return self._places.get(int(client_id)) if client_id.isdecimal() else None


def completed(desk: Desk, text: str) -> tuple[str, ...]:
    """Paths that begin with the text, folders with a slash behind them; over SSH names of the own inbox."""
    if desk.ssh.used:
        me = desk.session.entered.me.statement
        folder = box_of(desk.session.entered.premises.files.store, "inbox", me.login, me.person)
        return tuple(_names(folder, text.removeprefix("inbox/")))
    typed = Path(text).expanduser() if text else Path()
    folder, start = (typed, "") if not text or text.endswith("/") else (typed.parent, typed.name)
    shown = text[: len(text) - len(start)] if start else text
    return tuple(
        shown + name + ("/" if (folder / name).is_dir() else "")
        for name in _names(folder, start)
        if start.startswith(".") or not name.startswith(".")
    )


def _names(folder: Path, start: str) -> list[str]:
    try:
        found = [each.name for each in folder.iterdir() if each.name.startswith(start)]
    except OSError:
        return []
    return sorted(found)[:MOST_PATHS]


def taken_bytes(desk: Desk, place: str) -> tuple[str, bytes]:
    """Name and bytes of a file of the own inbox. Raises Problem."""
    with desk.ssh.taken(place) as name:
        path = Path(name)
        return path.name, path.read_bytes()
