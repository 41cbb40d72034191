"""A terminal driver that sends only the cells that differ, and only sequences it knows.

Textual paints its first screen nine times over and repaints whole regions for a change of one line
(spec/terminal §2.1, §2.3). This driver keeps what the terminal shows and sends the difference, with colours only
where they change: what tmux does for its clients, without a tmux. The same pass is the last gate of spec/security
R11: inside a frame nothing but text, cursor moves and colours gets through, whatever a widget wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rich.cells import get_character_cell_size
from textual.drivers.linux_driver import LinuxDriver

SYNC_START = "\x1b[?2026h"
SYNC_END = "\x1b[?2026l"
_TOKEN = re.compile(
    r"\x1b\[(?P<sgr>[0-9;]*)m"
    r"|\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|(?P<other>\x1b\[[0-9;?<>=]*[a-zA-Z]|[\x00-\x1f\x7f-\x9f])"
)
_FRAME = re.compile(r"\x1b\[\d+;\d+H")
"""Every frame begins with a cursor move; what the driver itself writes (modes, queries) never does."""
_SKIP_GAP = 8
"""Unchanged cells of the same style that are cheaper to send again than a cursor move."""

Cell = tuple[str, str]
"""Character (empty behind a wide one) and its SGR parameters."""


class ShownScreen:
    """What the terminal shows, as far as we know; turns a frame into the bytes that make the difference."""

    def __init__(self, width: int, height: int) -> None:
        self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """Another size: nothing is known any more."""
        self.width, self.height = width, height
        self.forget()

    def forget(self) -> None:
        """The terminal may show anything."""
        self._style_known = False
        self._rows: list[list[Cell | None]] = [[None] * self.width for _ in range(self.height)]

    def difference(self, frame: str) -> str:
        """The sequences to send for a frame of Textual: moves, colours and text. Empty when nothing changes."""
        changed: dict[int, dict[int, Cell]] = {}
        x = y = 0
        style = ""
        for token in _TOKEN.finditer(frame):
            kind = token.lastgroup
            if kind == "text":
                x = self._put(changed, x, y, token.group(), style)
            elif kind == "sgr":
                # Textual writes every style whole, after a reset: the last one counts.
                style = "" if token.group("sgr") == "0" else token.group("sgr")
            elif kind == "column":
                y, x = int(token.group("row")) - 1, int(token.group("column")) - 1
            # Anything else has no business in a frame and is dropped; a line feed is followed by a move.
        return self._send(changed)

    def _put(self, changed: dict[int, dict[int, Cell]], x: int, y: int, text: str, style: str) -> int:
        if not 0 <= y < self.height:
            return x
        row = changed.setdefault(y, {})
        width = self.width
        if text.isascii():
            for char in text[: max(0, width - x)]:
                row[x] = (char, style)
                x += 1
            return x
        for char in text:
            cells = get_character_cell_size(char)
            if cells == 0:
                # A combining mark belongs to the cell before it.
                if x > 0 and x - 1 in row:
                    row[x - 1] = (row[x - 1][0] + char, style)
                continue
            if x + cells > width:
                break
            row[x] = (char, style)
            if cells == 2:
                row[x + 1] = ("", style)
            x += cells
        return x

    def _send(self, changed: dict[int, dict[int, Cell]]) -> str:
        out: list[str] = []
        style = "" if self._style_known else None
        for y in sorted(changed):
            shown = self._rows[y]
            for start, cells in self._runs(changed[y], shown):
                out.append(f"\x1b[{y + 1};{start + 1}H")
                for offset, (char, wanted) in enumerate(cells):
                    if wanted != style:
                        out.append(_sgr(style, wanted))
                        style = wanted
                    out.append(char)
                    shown[start + offset] = (char, wanted)
        if style:
            out.append("\x1b[0m")
        self._style_known = self._style_known or style is not None
        return "".join(out)

    @staticmethod
    def _runs(cells: dict[int, Cell], shown: list[Cell | None]) -> Iterator[tuple[int, list[Cell]]]:
        """Neighbouring changed cells, with short unchanged stretches between them taken along."""
        start = last = -1
        for x in sorted(cells):
            if cells[x] == shown[x]:
                continue
            if start < 0:
                start = x
            elif x - last > _SKIP_GAP or any(i not in cells for i in range(last + 1, x)):
                yield start, [cells[i] for i in range(start, last + 1)]
                start = x
            last = x
        if start >= 0:
            # Half of a wide character cannot be sent alone.
            while start > 0 and cells[start][0] == "" and start - 1 in cells:
                start -= 1
            yield start, [cells[i] for i in range(start, last + 1)]


def _sgr(before: str | None, wanted: str) -> str:
    """From one whole style to another in the fewest bytes."""
    if not wanted:
        return "\x1b[0m"
    if not before:
        return f"\x1b[0;{wanted}m" if before is None else f"\x1b[{wanted}m"
    old, new = _parts(before), _parts(wanted)
    if old[0] - new[0] or not set(old[1]) <= set(new[1]):
        # An attribute or a colour goes away: start afresh.
        return f"\x1b[0;{wanted}m"
    pieces = [*sorted(new[0] - old[0]), *(value for kind, value in new[1].items() if old[1].get(kind) != value)]
    return f"\x1b[{';'.join(pieces)}m" if pieces else ""


def _parts(style: str) -> tuple[set[str], dict[str, str]]:
    """Attributes, and the foreground and background, of a style as Textual writes it."""
    attributes: set[str] = set()
    colours: dict[str, str] = {}
    numbers = style.split(";")
    index = 0
    while index < len(numbers):
        number = numbers[index]
        if number in ("38", "48"):
            length = 5 if numbers[index + 1 : index + 2] == ["2"] else 3
            colours[number] = ";".join(numbers[index : index + length])
            index += length
            continue
        code = int(number or "0")
        if 30 <= code <= 39 or 90 <= code <= 97:
            colours["38"] = number
        elif 40 <= code <= 49 or 100 <= code <= 107:
            colours["48"] = number
        else:
            attributes.add(number)
        index += 1
    return attributes, colours


class ThinDriver(LinuxDriver):
    """LinuxDriver with `ShownScreen` between the compositor and the wire."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        width, height = self._get_terminal_size()
        self._shown = ShownScreen(width, height)
        self._opening = False

    def forget(self) -> None:
        """Send everything again at the next frame."""
        self._shown.forget()

    def start_application_mode(self) -> None:
        self._shown.forget()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def stop_application_mode(self) -> None:
        # Some terminals keep the alternate screen for whoever scrolls or asks: leave it empty (R19).
        self.write("\x1b[0m\x1b[2J")
        super().stop_application_mode()

    def write(self, data: str) -> None:
        if data == SYNC_START:
            # Opened only when there is something to show: an unchanged frame costs nothing.
            self._opening = True
            return
        if data == SYNC_END:
            if not self._opening:
                super().write(data)
            self._opening = False
            return
        if _FRAME.match(data):
            data = self._difference(data)
            if not data:
                return
        if self._opening:
            self._opening = False
            data = SYNC_START + data
        super().write(data)

    def _difference(self, frame: str) -> str:
        width, height = self._get_terminal_size()
        if (width, height) != (self._shown.width, self._shown.height):
            self._shown.resize(width, height)
        return self._shown.difference(frame)
