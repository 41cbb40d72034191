"""Imports of the fake desk: counts what was pasted. What a test needs more, a desk over a real store has."""

from __future__ import annotations

from tui.desk.port_wizard import Batch, SourceView, TableView


class FakeWizard:
    """Nothing was imported yet; a paste becomes a table of its cells. `pasted`: the texts as they arrived."""

    def __init__(self) -> None:
        self.pasted: list[str] = []

    def batches(self) -> tuple[Batch, ...]:
        return ()

    def last(self) -> str:
        return ""

    def begin_paste(self, text: str) -> SourceView:
        self.pasted.append(text)
        cells = [line.split("\t") for line in text.replace("\r\n", "\r").replace("\n", "\r").split("\r") if line]
        widths = {len(row) for row in cells}
        return SourceView(f"{len(cells)} x {'/'.join(map(str, sorted(widths)))}; {len(text)}")

    def table(self) -> TableView:
        rows = tuple(tuple(line.split("\t")) for line in self.pasted[-1].replace("\n", "\r").split("\r")[:20])
        return TableView("delimited", "utf-8", "\t", 1, (), 0, rows[0], rows, False)
