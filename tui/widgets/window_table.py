"""The list of clients, queues and orders: a window over a row source of any length (spec/terminal §3.1).

Opening and moving cost the same at 1,000 and at 1,000,000 rows: only pages of 256 rows around the window are
held, a cursor move repaints two lines, and at the edge the window jumps half a page instead of scrolling line by
line (13 times fewer bytes for a held arrow). A move to rows that are not here waits for them in a worker and is
painted once, without place-holders.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from textual import events, work
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.worker import Worker, get_current_worker

from tui.glyphs import glyphs
from tui.safe_text import fit, width_of
from tui.widgets.drawn import Drawn, Line, Piece
from tui.widgets.row_pages import PAGE_ROWS, RowPages, Rows, RowSource

R = TypeVar("R")
_EMPTY: Rows[object] = Rows((), ())
_MARKER_CELLS = 2
_GAP = "  "


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column. `cell` gives text and ink, or several such pieces; hidden below `from_width` cells."""

    key: str
    title: Callable[[], str]
    width: int
    cell: Callable[[R], Piece | Line]
    right: bool = False
    flex: int = 0
    """Share of the room that is left over; 0: always `width` cells."""
    from_width: int = 0
    sort: str = ""
    """Name of the order this column stands for; the header shows its arrow."""


def _fitted(cell: Piece | Line, cells: int, *, right: bool) -> Line:
    """The pieces of a cell in exactly `cells` cells."""
    match cell:
        case (str(text), str(ink)):
            return ((fit(text, cells, right=right), ink),)
    pieces: list[Piece] = []
    room = cells
    for text, ink in cell:
        width = width_of(text)
        if width > room:
            return (*pieces, (fit(text, room), ink))
        pieces.append((text, ink))
        room -= width
    pad = (" " * room, "")
    return (pad, *pieces) if right else (*pieces, pad)


def _shared(room: int, columns: Sequence[Column[R]]) -> dict[str, int]:
    """Cells for each flexible column: its share, or its own width where that is more and the others share the rest."""
    shares = sum(column.flex for column in columns)
    wide = [column for column in columns if column.width > room * column.flex // shares]
    if not wide:
        return {column.key: room * column.flex // shares for column in columns}
    rest = max(0, room - sum(column.width for column in wide))
    given = {column.key: column.width for column in wide}
    return given | _shared(rest, [column for column in columns if column.key not in given])


def _headings(columns: Sequence[tuple[Column[R], int]], sort: str, room: int) -> tuple[tuple[str, int, int], ...]:
    signs = glyphs()
    told: list[tuple[str, int, int]] = []
    for column, cells in columns:
        title = column.title()
        if column.sort and column.sort == sort.lstrip("-"):
            title += signs.descending if sort.startswith("-") else signs.ascending
        told.append((title, cells, max(0, min(cells, room))))
        room -= cells + len(_GAP)
    return tuple(told)


class WindowTable(Drawn, Generic[R], can_focus=True):
    """A header line and a window of rows with a cursor kept by id and marks kept by id."""

    DEFAULT_CSS = """
    WindowTable { height: 1fr; }
    """

    class Moved(Message):
        """The cursor stands on another row (or on none)."""

        def __init__(self, table: WindowTable[Any], row: Any) -> None:
            super().__init__()
            self.table = table
            self.row = row

        @property
        def control(self) -> WindowTable[Any]:
            return self.table

    class Opened(Moved):
        """Enter or a second click on a row."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        row_id: Callable[[R], str],
        *,
        empty: Callable[[], str] = str,
        header: bool = True,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.row_id = row_id
        self.empty = empty
        self.head = 1 if header else 0
        self.pages: RowPages[R] = RowPages(_EMPTY)  # type: ignore[arg-type]
        self.cursor = 0
        self.top = 0
        self.sort = ""
        self.marks: set[str] = set()
        self._wanted: int | None = None
        self._painted_blank = False
        self._layout: tuple[int, tuple[Column[R], ...], tuple[tuple[Column[R], int], ...]] = (-1, (), ())

    # What is shown

    def set_source(
        self, source: RowSource[R], first: int = 0, pages: dict[int, Sequence[R]] | None = None, sort: str = ""
    ) -> None:
        """Show another source with the cursor on row `first`. `pages` are those already read by the caller."""
        self.pages = RowPages(source)
        for number, rows in (pages or {}).items():
            self.pages.put(number, rows)
        if isinstance(source, Rows):
            self._read_now(first)
        self.sort = sort
        self._wanted = None
        self.cursor = max(0, min(first, self.pages.length - 1))
        self.top = self._top_for(self.cursor, self.top)
        self.refresh()
        self._tell(self.Moved)
        self._prefetch()

    def show_columns(self, columns: Sequence[Column[R]], row_id: Callable[[R], str]) -> None:
        """Rows of another sort come next: other columns, no marks."""
        self.set_columns(columns)
        self.row_id, self.marks = row_id, set()

    def set_columns(self, columns: Sequence[Column[R]]) -> None:
        """The same rows in other columns; marks stay."""
        self.columns = tuple(columns)
        self._layout = (-1, self.columns, ())

    @property
    def length(self) -> int:
        return self.pages.length

    @property
    def current(self) -> R | None:
        """The row under the cursor."""
        return self.pages.row(self.cursor) if self.pages.length else None

    @property
    def current_id(self) -> str | None:
        row = self.current
        return None if row is None else self.row_id(row)

    @property
    def body_height(self) -> int:
        return max(1, self.content_size.height - self.head)

    # Moving

    def move_to(self, index: int) -> None:
        """Put the cursor on a row; waits for its page when it is not here."""
        if not self.pages.length:
            return
        index = max(0, min(self.pages.length - 1, index))
        top = self._top_for(index, self.top)
        missing = self.pages.missing(top, top + self.body_height)
        if missing and isinstance(self.pages.source, Rows):
            self._read_now(index)
            missing = []
        if missing:
            self._wanted = index
            self._fetch(self.pages, tuple(missing))
            return
        self._wanted = None
        self._jump(index, top)
        self._prefetch()

    def move_by(self, rows: int) -> None:
        """Relative move; presses that arrive while a page is under way add up."""
        self.move_to((self.cursor if self._wanted is None else self._wanted) + rows)

    def page_by(self, pages: int) -> None:
        """A page up or down: the window moves by its height less one line, the cursor keeps its place in it."""
        step = max(1, self.body_height - 1)
        index = max(0, min(self.pages.length - 1, self.cursor + pages * step))
        if not isinstance(self.pages.source, Rows) and self.pages.missing(index - step, index + step):
            self.move_to(index)
            return
        top = max(0, min(self.pages.length - self.body_height, self.top + pages * step))
        self._jump(index, self._top_for(index, top))
        self._prefetch()

    def _jump(self, index: int, top: int) -> None:
        before = self.cursor
        self.cursor = index
        if top != self.top:
            self.top = top
            self.refresh()
        elif before != index:
            self._refresh_row(before)
            self._refresh_row(index)
        if before != index:
            self._tell(self.Moved)

    def _top_for(self, index: int, top: int) -> int:
        """Where the window must start to show the row: unchanged inside, half a page further at an edge."""
        height = self.body_height
        if top <= index < top + height:
            return max(0, min(top, max(0, self.pages.length - height)))
        return max(0, min(index - height // 2, self.pages.length - height))

    # Marks

    def toggle_mark(self) -> None:
        row_id = self.current_id
        if row_id is None:
            return
        self.marks.symmetric_difference_update({row_id})
        self._refresh_row(self.cursor)
        self.move_by(1)

    # Pages

    def _read_now(self, index: int) -> None:
        for number in self.pages.missing(index - PAGE_ROWS, index + PAGE_ROWS):
            self.pages.put(number, self.pages.read(number))

    def _prefetch(self) -> None:
        """Ask for the neighbours early enough that a held arrow never waits."""
        near = PAGE_ROWS // 2
        missing = self.pages.missing(self.top - near, self.top + self.body_height + near)
        if missing:
            self._fetch(self.pages, tuple(missing))

    @work(thread=True, group="pages", exit_on_error=False)
    def _fetch(self, pages: RowPages[R], numbers: tuple[int, ...]) -> None:
        worker: Worker[None] = get_current_worker()
        read = {number: pages.read(number) for number in numbers if not worker.is_cancelled}
        self.app.call_from_thread(self._arrived, pages, read)

    def _arrived(self, pages: RowPages[R], read: dict[int, Sequence[R]]) -> None:
        if pages is not self.pages:
            return
        for number, rows in read.items():
            pages.put(number, rows)
        if self._wanted is not None:
            self.move_to(self._wanted)
        elif self._painted_blank:
            self._painted_blank = False
            self.refresh()

    @work(thread=True, group="renew", exclusive=True, exit_on_error=False)
    def renew(self) -> None:
        """Read the visible pages again (a change by another session) and repaint only the lines that differ."""
        pages = self.pages
        first, last = self.top // PAGE_ROWS, (self.top + self.body_height - 1) // PAGE_ROWS
        read = {n: pages.read(n) for n in range(first, last + 1) if n * PAGE_ROWS < pages.length}
        self.app.call_from_thread(self._renewed, pages, read)

    def _renewed(self, pages: RowPages[R], read: dict[int, Sequence[R]]) -> None:
        if pages is not self.pages:
            return
        shown = range(self.top, min(self.top + self.body_height, pages.length))
        before = [pages.row(index) for index in shown]
        fresh = RowPages(pages.source)
        for number, rows in read.items():
            fresh.put(number, rows)
        self.pages = fresh
        for index, old in zip(shown, before, strict=True):
            if fresh.row(index) != old:
                self._refresh_row(index)
                if index == self.cursor:
                    self._tell(self.Moved)

    # Painting

    def _refresh_row(self, index: int) -> None:
        y = index - self.top + self.head
        if self.head <= y < self.body_height + self.head:
            self.refresh(Region(0, y, self.size.width, 1))

    def _columns_at(self, width: int) -> tuple[tuple[Column[R], int], ...]:
        if self._layout[0] == width and self._layout[1] is self.columns:
            return self._layout[2]
        shown = [column for column in self.columns if width >= column.from_width]
        fixed = sum(column.width for column in shown if not column.flex)
        gaps = len(_GAP) * max(0, len(shown) - 1)
        left = max(0, width - _MARKER_CELLS - fixed - gaps)
        widths = _shared(left, [column for column in shown if column.flex])
        layout = tuple((column, widths.get(column.key, column.width)) for column in shown)
        self._layout = (width, self.columns, layout)
        return layout

    def headings(self, width: int) -> tuple[tuple[str, int, int], ...]:
        """Heading, cells and cells in sight of each column in a table of `width` cells."""
        return _headings(self._columns_at(width), self.sort, width - _MARKER_CELLS)

    def _header(self, width: int) -> Line:
        columns = self._columns_at(width)
        parts = [
            fit(title, cells, right=column.right)
            for (title, cells, _seen), (column, _cells) in zip(self.headings(width), columns, strict=True)
        ]
        return ((" " * _MARKER_CELLS + _GAP.join(parts), "dim"),)

    def line_at(self, y: int, width: int) -> Line:
        if y < self.head:
            return self._header(width)
        index = self.top + y - self.head
        row = self.pages.row(index) if index < self.pages.length else None
        if row is None:
            return (
                ((" " * _MARKER_CELLS + self.empty(), "dim"),) if y == 2 * self.head and not self.pages.length else ()
            )
        signs = glyphs()
        line: list[Piece] = [
            (signs.cursor if index == self.cursor else " ", "accent"),
            (signs.marked if self.row_id(row) in self.marks else " ", "marked"),
        ]
        for place, (column, cells) in enumerate(self._columns_at(width)):
            if place:
                line.append((_GAP, ""))
            line.extend(_fitted(column.cell(row), cells, right=column.right))
        return tuple(line)

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        index = self.top + y - self.head
        on_cursor = y >= self.head and index == self.cursor and self.pages.length > 0
        if y >= self.head and index < self.pages.length and self.pages.row(index) is None:
            self._painted_blank = True
        return self.strip_of(self.line_at(y, width), width, "cursor" if on_cursor else "")

    # Events

    def _tell(self, message: type[Moved]) -> None:
        self.post_message(message(self, self.current))

    def open_current(self) -> None:
        if self.current is not None:
            self._tell(self.Opened)

    def on_resize(self) -> None:
        self.top = self._top_for(self.cursor, self.top)
        if self.pages.missing(self.top, self.top + self.body_height):
            self.move_to(self.cursor)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        if event.y < self.head:
            return
        index = self.top + event.y - self.head
        if index >= self.pages.length:
            return
        if index == self.cursor:
            self.open_current()
        else:
            self.move_to(index)

    def on_mouse_scroll_down(self) -> None:
        self.move_by(3)

    def on_mouse_scroll_up(self) -> None:
        self.move_by(-3)
