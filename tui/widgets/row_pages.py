"""Rows of a long list by pages: what `WindowTable` holds in memory, whatever the length of the list."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar

PAGE_ROWS = 256
KEPT_PAGES = 16

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class RowSource(Protocol[R_co]):
    """A frozen order of rows. `tui.desk.port.ListHandle` is one."""

    def __len__(self) -> int: ...

    def rows(self, start: int, stop: int) -> Sequence[R_co]: ...

    def position(self, client_id: str) -> int | None: ...


class Rows(Generic[R]):
    """A short list that is in memory already, as a source (queue, orders, hits)."""

    def __init__(self, rows: Sequence[R], ids: Sequence[str]) -> None:
        self._rows = rows
        self._places = {row_id: index for index, row_id in enumerate(ids)}

    def __len__(self) -> int:
        return len(self._rows)

    def rows(self, start: int, stop: int) -> Sequence[R]:
        return self._rows[start:stop]

    def position(self, client_id: str) -> int | None:
        return self._places.get(client_id)


class RowPages(Generic[R]):
    """An LRU of pages of one source. Reading a page is somebody else's work (a thread); this only keeps them."""

    def __init__(self, source: RowSource[R]) -> None:
        self.source = source
        self.length = len(source)
        self._pages: OrderedDict[int, Sequence[R]] = OrderedDict()

    def missing(self, start: int, stop: int) -> list[int]:
        """Numbers of the pages that rows start ≤ i < stop need and that are not here."""
        start, stop = max(0, start), min(self.length, stop)
        if start >= stop:
            return []
        return [
            number for number in range(start // PAGE_ROWS, (stop - 1) // PAGE_ROWS + 1) if number not in self._pages
        ]

    def read(self, number: int) -> Sequence[R]:
        """Fetch one page from the source; touches nothing here, so a thread may call it."""
        start = number * PAGE_ROWS
        return self.source.rows(start, min(start + PAGE_ROWS, self.length))

    def put(self, number: int, rows: Sequence[R]) -> None:
        self._pages[number] = rows
        self._pages.move_to_end(number)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)

    def row(self, index: int) -> R | None:
        """The row, or None when its page is not here."""
        number, offset = divmod(index, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None or offset >= len(page):
            return None
        self._pages.move_to_end(number)
        return page[offset]

    @property
    def kept(self) -> tuple[int, ...]:
        return tuple(self._pages)
