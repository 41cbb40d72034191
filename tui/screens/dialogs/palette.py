"""F3: every command this person may give here and now, with its key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.commands.base import Command
from tui.keys import TO_RUSSIAN
from tui.safe_text import wrap
from tui.screens.dialogs.base import PickDialog
from tui.text import N_, gettext
from tui.widgets.drawn import Pager
from tui.widgets.window_table import Column

if TYPE_CHECKING:
    from tui.screens.base import WorkScreen

_TO_LATIN = {russian: latin for latin, russian in TO_RUSSIAN.items()}


def matches(query: str, title: str) -> bool:
    """Every word of the query begins a word of the title or stands inside it; the wrong layout counts too."""
    title = title.casefold()
    wanted = query.casefold().split()
    swapped = "".join(TO_RUSSIAN.get(c, _TO_LATIN.get(c, c)) for c in query.casefold()).split()
    return all(word in title for word in wanted) or all(word in title for word in swapped)


class PaletteDialog(PickDialog[type[Command], type[Command]]):
    """Returns a command."""

    HEADING = N_("All commands")
    HINT = N_("Type to narrow · Enter do it · Esc close")

    def __init__(self, screen: WorkScreen) -> None:
        super().__init__()
        self._offered = [c for c in screen.all_commands() if c.in_palette and c.able(screen)]

    def columns(self) -> Sequence[Column[type[Command]]]:
        return (
            Column("title", str, 24, lambda row: (row.title_text(), ""), flex=1),
            Column("key", str, 9, lambda row: (row.key_text(), "accent")),
        )

    def row_id(self, row: type[Command]) -> str:
        return row.name()

    def answer(self, row: type[Command]) -> type[Command]:
        return row

    def inside(self) -> Iterable[Widget]:
        yield from super().inside()
        yield Pager(id="does")

    def on_mount(self) -> None:
        self.query_one("#does", Pager).can_focus = False
        self.offer(self._offered)

    def on_window_table_moved(self) -> None:
        """What the command under the cursor does, in full."""
        pager, row = self.query_one("#does", Pager), self.table.current
        width = max(20, pager.content_size.width)
        pager.show([] if row is None else [((text, "dim"),) for text in wrap(gettext(row.help), width)])

    def on_line_field_changed(self) -> None:
        from tui.widgets.line_field import LineField

        query = self.query_one(LineField).text
        self.offer([command for command in self._offered if matches(query, command.title_text())])
